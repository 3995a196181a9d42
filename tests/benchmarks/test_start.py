"""From nothing to the first paint and to a window that can be used, whole processes against an empty window."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks import promised
from tests.benchmarks.promised import report_promised
from tests.benchmarks.results import report
from tests.benchmarks.rounds import ratio_of
from tests.benchmarks.workspaces import PASSPHRASE, copy_office

ROUNDS = 5

_EMPTY = """
import os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)

def painted():
    {then}
    print(time.process_time(), flush=True)
    os._exit(0)

application = QApplication(sys.argv[:1])
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""

_OURS = """
import os, sys, threading, time
import ui.app
from pathlib import Path
from outreach_app.i18n import open_catalogue
from outreach_app.settings import load_settings

def stop():
    print(time.process_time(), flush=True)
    os._exit(0)

{patch}
settings = load_settings()
application = ui.app.make_application(settings)
program = ui.app.Program(Path(os.environ["OUTREACH_WORKSPACE"]), open_catalogue(settings.language))
{wait}
program.window.resize(1366, 768)
program.show()
application.exec()
"""

# The store begins to load right after the first paint; what that costs belongs to the second figure.
_PAINT = {"patch": "ui.app.load_store = lambda: None", "wait": "program.window.painted.connect(stop)"}
_USABLE = {
    "patch": """
from PySide6.QtCore import QTimer
def look():
    loading = [t for t in threading.enumerate() if t.name == "load store"]
    if "outreach_app.app" in sys.modules and not loading:
        stop()
    QTimer.singleShot(5, look)
""",
    "wait": "program.window.painted.connect(look)",
}
_AT_WORK = {
    "patch": """
from PySide6.QtCore import QTimer
def go_in():
    from outreach_app.app import open_workspace
    program.enter(open_workspace(program.folder, os.environ["PASSPHRASE"]))
    look()
def look():
    if program.house is not None:
        application.processEvents()
        program.window.repaint()
        stop()
    QTimer.singleShot(5, look)
""",
    "wait": "program.window.painted.connect(go_in)",
}
_SCRIPTS = {
    "empty": _EMPTY.format(then="pass"),
    "empty and sqlmodel": _EMPTY.format(then="import sqlmodel"),
    "paint": _OURS.format(**_PAINT),
    "usable": _OURS.format(**_USABLE),
    "at work": _OURS.format(**_AT_WORK),
}


def test_start(tmp_path: Path) -> None:
    office = copy_office(10_000, tmp_path / "office")
    office.close()
    places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = {
        **os.environ, **places, "QT_QPA_PLATFORM": "offscreen", "OUTREACH_WORKSPACE": str(tmp_path / "office"),
        "PASSPHRASE": PASSPHRASE,
    }  # fmt: skip
    spent: dict[str, list[float]] = {name: [] for name in _SCRIPTS}
    waited: dict[str, list[float]] = {name: [] for name in _SCRIPTS}
    for number in range(ROUNDS + 1):
        for name in list(_SCRIPTS)[:: 1 if number % 2 == 0 else -1]:
            computed, wall = run_script(_SCRIPTS[name], environment)
            if number:  # the first round fills the disk cache and compiles what was never imported
                spent[name].append(computed)
                waited[name].append(wall)
    told = {name: middle(spent[name], waited[name]) for name in _SCRIPTS}
    size, both = "whole processes, offscreen", "empty and sqlmodel"
    for way, limit, promise in (("paint", "empty", promised.FIRST_PAINT), ("usable", both, promised.USABLE)):
        found = ratio_of(spent[way], spent[limit])
        report_promised(promise, ours=told[way], limit=told[limit], found=found, size=size)
    report("start", "today's page of 10,000 households, key derived, against the same", ours=told["at work"],
           limit=told[both], found=ratio_of(spent["at work"], spent[both]), goal=None, size=size)  # fmt: skip


def middle(spent: list[float], waited: list[float]) -> str:
    return f"{sorted(spent)[len(spent) // 2]:.2f} s (wait {sorted(waited)[len(waited) // 2]:.2f} s)"


def run_script(script: str, environment: dict[str, str]) -> tuple[float, float]:
    """Processor seconds of a whole process up to the moment it tells, and how long that took to come."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return float(done.stdout), time.perf_counter() - began
