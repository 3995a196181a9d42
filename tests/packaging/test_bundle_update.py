"""The real frozen folder: taken from a stick by itself, handed over to, left again; and started on a bare Debian.

Skipped, and the skip told, where dist/gocua is not made or there is no bare Debian to start it in.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach_app.app import create_office, open_kit_file
from outreach_app.sync.locks import FLOOR
from outreach_app.versions import RELEASE
from tests.packaging.project import ROOT
from tests.workspaces import COMMUNE, PASSPHRASE, cards, door, write_list

FOLDER = Path(os.environ.get("GOCUA_BUNDLE", ROOT / "dist" / "gocua"))
DEBIAN = os.environ.get("GOCUA_BARE_DEBIAN", "")
"""Root folder of a Debian with only what README.md names: `debootstrap --variant=minbase --include=libgl1,libegl1`."""

NEXT = "99.1.0"
pytestmark = [
    pytest.mark.bundle,
    pytest.mark.torture,
    pytest.mark.skipif(
        not (FOLDER / "outreach").exists(), reason="dist/gocua is not made: `make bundle` makes it"
    ),
]


def make_machines(folder: Path) -> tuple[Path, Path]:
    """Make an office and its laptop, with a visit that was not sent."""
    made = create_office(
        folder / "office", passphrase=PASSPHRASE, name="BHXH cơ sở Tam Đường", unit_code=COMMUNE, cost=FLOOR
    )
    made.app.lists.import_register(write_list(folder / "list.csv"))
    villages = [village.id for village in made.app.households.list_villages()]
    kit = made.app.make_kit(
        folder / "one.gocuakit",
        device="Máy một",
        role="canvasser",
        villages=villages,
        until=date(2099, 1, 1),
        cost=FLOOR,
    )
    made.app.close()
    laptop = open_kit_file(folder / "laptop", kit.path, kit.code, PASSPHRASE, cost=FLOOR)
    laptop.visits.log(door(cards(laptop)[0], day=laptop.desk.today))
    laptop.close()
    return folder / "office", folder / "laptop"


def copy_as(folder: Path, version: str) -> Path:
    """Copy the frozen folder as another version of itself."""
    shutil.copytree(FOLDER, folder, symlinks=True)
    told = folder / "_internal" / RELEASE
    told.write_text(json.dumps(json.loads(told.read_text()) | {"version": version}), encoding="utf-8")
    return folder


def ask(folder: Path, account: Path, *words: str | Path) -> dict[str, Any]:
    """Carry out a command of a frozen folder, in an account of its own, with nothing of this machine's Python."""
    environment = {
        "PATH": "", "HOME": str(account), "XDG_DATA_HOME": str(account), "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen", "OUTREACH_PASSPHRASE": PASSPHRASE,
    }  # fmt: skip
    done = subprocess.run(
        [folder / "outreach", *words, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_the_frozen_program_takes_the_next_one_from_a_stick_and_goes_back(tmp_path: Path) -> None:
    office, laptop = make_machines(tmp_path)
    newer, stick, account = copy_as(tmp_path / "newer", NEXT), tmp_path / "usb", tmp_path / "account"
    stick.mkdir()
    account.mkdir()
    made = ask(FOLDER, account, "update", "make", newer, "--out", stick, "--workspace", office)
    print(f"the file of a version: {made['bytes'] / 1e6:.0f} MB, {made['files']} files")
    shutil.rmtree(newer)
    taken = ask(FOLDER, account, "update", "take", stick, "--workspace", laptop)
    assert (taken["version"], taken["to_send"]) == (NEXT, 1)
    assert ask(FOLDER, account, "update", "show")["version"] == NEXT, "the installed folder hands over"
    checked = ask(FOLDER, account, "check", "--workspace", laptop)
    assert (checked["ok"], checked["to_send"], checked["tables"]["visit"]) == (True, 1, 1)
    back = ask(FOLDER, account, "update", "back", "--workspace", laptop)
    assert back["left"] == NEXT
    assert ask(FOLDER, account, "update", "show")["version"] == back["version"]
    assert ask(FOLDER, account, "check", "--workspace", laptop)["to_send"] == 1


@contextmanager
def bare_debian(folder: Path) -> Iterator[list[str]]:
    """Lend the words that run something in a bare Debian: own mounts, no network, the frozen folder in /opt/gocua."""
    if not DEBIAN or os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip(
            "0 starts: no bare Debian here (GOCUA_BARE_DEBIAN names its root folder; needs root and unshare)"
        )
    for each in ("up", "work", "root"):
        (folder / each).mkdir()
    script = (
        'set -e; mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/up,workdir=$2/work" "$2/root"; '
        'mkdir -p "$2/root/opt/gocua"; mount --bind "$3" "$2/root/opt/gocua"; mount -t proc proc "$2/root/proc"; '
        'mount -t tmpfs tmp "$2/root/tmp"; in=$2/root; shift 3; exec chroot "$in" /usr/bin/env -i PATH=/usr/bin:/bin '
        'HOME=/tmp LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen "$@"'
    )
    yield [
        "unshare", "--mount", "--pid", "--fork", "--net", "--propagation", "private",
        "/bin/sh", "-c", script, "sh", DEBIAN, str(folder), str(FOLDER),
    ]  # fmt: skip


def test_the_frozen_program_starts_on_a_bare_debian(tmp_path: Path) -> None:
    starts = 0
    with bare_debian(tmp_path) as inside:
        subprocess.run([*inside, "/bin/sh", "-c", "! command -v python3"], check=True)
        for words in (
            ["/opt/gocua/outreach", "update", "show"], ["/opt/gocua/gocua", "--try"],
            ["/opt/gocua/outreach", "demo", "/tmp/demo"],
        ):  # fmt: skip
            done = subprocess.run([*inside, *words], capture_output=True, text=True, check=False, timeout=900)
            assert done.returncode == 0, (words, done.stdout, done.stderr)
            starts += 1
    print(f"{starts} starts on a bare Debian")
