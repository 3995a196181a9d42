"""A working desk for the tests of everyday work: the sample workspace in a window, and what is on disk afterwards."""

import atexit
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from outreach_app.app import open_workspace
from tests.ui.offices import Seat
from tests.ui.sample import PASSPHRASE, Clock
from ui.theme import Theme, apply_theme
from ui.widgets.focus import install_focus_ring

ROOT = Path(__file__).resolve().parents[2]

_READER = """
import functools, json, sys
from pathlib import Path
from nacl.pwhash import argon2id
from outreach_app.app import open_workspace
# As in tests/conftest.py: the same key of the same passphrase is worked out once.
argon2id.kdf = functools.cache(argon2id.kdf)

def look(folder, passphrase):
    app = open_workspace(Path(folder), passphrase)
    told = []
    for number in app.households.list_numbers():
        row = app.households.read_rows([number])[0]
        card = app.households.read_card(row.id)
        names = {person.id: person.name for person in card.members}
        told.append({
            "head": row.head, "phone": row.phone, "village": row.village_name, "added_at_door": row.added_at_door,
            "people": [person.name for person in card.members],
            "phones": {person.name: person.phone for person in card.members},
            "visits": [{
                "on": visit.visited_on.isoformat(), "door": visit.door_outcome, "note": visit.note,
                "outcomes": [[names[o.person], o.scheme, o.outcome] for o in visit.outcomes],
                "met": [names[person] for person in visit.met], "others": visit.met_others,
                "objection": visit.objection, "step": visit.next_step, "channel": visit.channel,
                "next_on": visit.next_on.isoformat() if visit.next_on else None, "by": visit.canvasser_name,
            } for visit in card.visits],
        })
    drafts = [{"household": d.household_name, **json.loads(d.content)} for d in app.visits.list_drafts()]
    app.close()
    return {"households": told, "drafts": drafts}

for line in sys.stdin:
    print(json.dumps(look(*json.loads(line))), flush=True)
"""


@cache
def _start_reader() -> subprocess.Popen[str]:
    # One process for all questions of a run: starting it anew for each takes longer than most tests.
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(reader.kill)
    return reader


def read_disk(folder: Path, passphrase: str = PASSPHRASE) -> dict[str, Any]:
    """Ask a second process what the workspace holds, so that nothing this process remembers can help.

    It opens the workspace anew for every question and closes it again.
    """
    reader = _start_reader()
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(json.dumps([str(folder), passphrase]) + "\n")
    reader.stdin.flush()
    found: dict[str, Any] = json.loads(reader.stdout.readline())
    found["by_head"] = {each["head"]: each for each in found["households"]}
    return found


def sit_at_desk(qtbot: QtBot, qapp: QApplication, template: Path, folder: Path) -> Iterator[Seat]:
    """Open a copy of the sample workspace in a window for one test."""
    shutil.copytree(template, folder)
    apply_theme(qapp, Theme.LIGHT)
    install_focus_ring(qapp)
    seat = Seat(qtbot, open_workspace(folder, PASSPHRASE, clock=Clock()))
    yield seat
    seat.close()
