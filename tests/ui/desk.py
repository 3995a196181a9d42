"""A working desk for the tests of everyday work: the sample workspace in a window, and what is on disk afterwards."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
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

_LOOK = """
import json, sys
from pathlib import Path
from outreach_app.app import open_workspace
app = open_workspace(Path(sys.argv[1]), sys.argv[2])
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
print(json.dumps({"households": told, "drafts": drafts}))
app.close()
"""


def read_disk(folder: Path, passphrase: str = PASSPHRASE) -> dict[str, Any]:
    """Ask a second process what the workspace holds, so that nothing this process remembers can help."""
    asked = [sys.executable, "-c", _LOOK, str(folder), passphrase]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, Any] = json.loads(answer.stdout)
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
