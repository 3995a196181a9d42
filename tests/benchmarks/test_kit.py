"""The set-up file of a laptop for a commune of 10,000 households: made by the office, opened by the laptop."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from outreach_app import app as composition
from outreach_app.store.database import run
from tests.benchmarks.results import report
from tests.benchmarks.workspaces import NOW, PASSPHRASE, copy_office

HOUSEHOLDS = 10_000


def test_kit(tmp_path: Path) -> None:
    office = copy_office(HOUSEHOLDS, tmp_path / "office")
    villages = [village.id for village in office.households.list_villages()]
    file = tmp_path / "máy 1.gocuakit"
    began = time.process_time()
    made = office.make_kit(
        file, device="Máy 1", role="canvasser", villages=villages, until=date(2027, 12, 31)
    )
    making = time.process_time() - began
    office.close()
    began = time.process_time()
    laptop = composition.open_kit_file(tmp_path / "laptop", file, made.code, PASSPHRASE, clock=lambda: NOW)
    opening = time.process_time() - began
    with laptop.desk.read() as session:
        people = run(session, "SELECT count(*) FROM person")[0][0]
    laptop.close()
    assert people == 4 * HOUSEHOLDS
    size = f"{HOUSEHOLDS:,} households, {people:,} people, {file.stat().st_size / 1e6:.1f} MB"
    report("kit", "make", ours=f"{making:.1f} s", limit="", found=making, unit="s", goal=None, size=size)
    report("kit", "open, register searchable", ours=f"{opening:.1f} s", limit="", found=opening, unit="s", goal=None,
           size=size)  # fmt: skip
    settled, most = resident_mb(tmp_path / "laptop")
    report("kit", "memory of a process that opened the laptop, searched and read a card", ours=f"{settled:.0f} MB",
           limit="", found=settled, unit="MB", goal=300, size=size, spread=f"{most:.0f} MB at most")  # fmt: skip


_USE = """
import resource, sys
from outreach_app.app import open_workspace
from pathlib import Path
laptop = open_workspace(Path(sys.argv[1]), sys.argv[2])
hits = laptop.households.find("lo van").hits
laptop.households.read_card(hits[0].household)
pages = int(Path("/proc/self/statm").read_text().split()[1])
status = Path("/proc/self/status").read_text().split()  # ru_maxrss would tell of the process that started this one
print(pages * resource.getpagesize() // 2**20, int(status[status.index("VmHWM:") + 1]) // 1024)
laptop.close()
"""


def resident_mb(folder: Path) -> tuple[float, float]:
    """Memory in MB that a fresh process holds in the end, and at most: deriving the key takes 128 MB for a moment."""
    done = subprocess.run(
        [sys.executable, "-c", _USE, str(folder), PASSPHRASE], capture_output=True, text=True, check=True
    )
    settled, most = done.stdout.split()
    return float(settled), float(most)
