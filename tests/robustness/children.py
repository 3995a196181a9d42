"""What is done in child processes that are killed: each waits for the word, acts, and says aloud what is on disk."""

import multiprocessing as mp
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app.app import App
from outreach_app.domain.exports import ExportFormat
from outreach_app.domain.visits import Outcome
from outreach_app.errors import OutreachError
from outreach_app.services import upkeep, workspace
from outreach_app.services.exports import ExportWish
from outreach_app.services.updating import take_release
from outreach_app.services.visits import check_visit, store_visit
from outreach_app.sync.locks import FLOOR
from tests.packaging.tiny_bundle import run_from
from tests.robustness import defects
from tests.robustness.upgrades import know_next_version
from tests.workspaces import PASSPHRASE, UNTIL, Clock, Machine, cards, door

nursery = mp.get_context("forkserver")
nursery.set_forkserver_preload(["tests.robustness.children", "outreach_app.documents.daily_summary"])


@dataclass
class Child:
    """A process that does one thing to a workspace; `line` carries what it announces."""

    process: "mp.context.ForkServerProcess"
    line: Connection

    @property
    def pid(self) -> int:
        pid = self.process.pid
        assert pid is not None
        return pid

    def hear(self, timeout: float = 60) -> str | None:
        """The next thing it says; None when it is dead."""
        try:
            return str(self.line.recv()) if self.line.poll(timeout) else None
        except EOFError:
            return None

    def go(self) -> None:
        self.line.send("go")

    def kill(self) -> None:
        """Kill it, unless it has come to its end already; either way it leaves all or nothing."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> list[str]:
        """Wait for its end and return what else it had said."""
        said = []
        while (words := self.hear(300)) is not None:
            said.append(words)
        self.process.join(30)
        return said


@contextmanager
def start(machine: Machine, action: str, *arguments: str) -> Iterator[Child]:
    """Start a child that has opened the workspace and waits for `go`; with the defect that is seeded just now."""
    ours, theirs = nursery.Pipe()
    told = (theirs, str(machine.folder), machine.data_key, defects.seeded_now(), action, arguments)
    process = nursery.Process(target=_live, args=told, daemon=True)
    process.start()
    theirs.close()
    child = Child(process, ours)
    assert child.hear() == "ready"
    try:
        yield child
    finally:
        if process.is_alive():
            child.kill()
        process.join(30)
        ours.close()


def _live(
    line: Connection,
    folder: str,
    data_key: bytes,
    defect: str | None,
    action: str,
    arguments: tuple[str, ...],
) -> None:
    # What Python itself writes when a module is first loaded is no call of the action.
    sys.dont_write_bytecode = True
    if defect:
        defects.put_in(defect)
    machine = Machine(Path(folder), data_key, Clock())
    app = None if action in _CLOSED_ACTIONS else machine.open()
    line.send("ready")
    line.recv()
    try:
        if app is None:
            _CLOSED_ACTIONS[action](machine, line, *arguments)
        else:
            _ACTIONS[action](app, line, *arguments)
    except Exception as error:
        line.send(f"error:{type(error).__name__}:{getattr(error, 'key', '')}:{error}")
    os._exit(0)


def _visits(app: App, line: Connection, count: str = "10000") -> None:
    """Log visits and announce each when it is on disk."""
    homes = cards(app)
    for number in range(int(count)):
        visit = app.visits.log(door(homes[number % len(homes)], Outcome.REFUSED)).value
        line.send(visit.hex())


def _hasty_visits(app: App, line: Connection, count: str = "10000") -> None:
    """The seeded defect: announces a visit before it is committed."""
    homes = cards(app)
    for number in range(int(count)):
        with app.desk.write() as writer:
            visit = check_visit(door(homes[number % len(homes)], Outcome.REFUSED), today=app.desk.today)
            line.send(store_visit(writer, visit).hex())


def _careless_visits(app: App, line: Connection) -> None:
    """The seeded defect: swallows what the disk says."""
    stored = b"nowhere"
    with suppress(OutreachError):
        stored = app.visits.log(door(cards(app)[0])).value
    line.send(stored.hex())


def _import(app: App, line: Connection, path: str) -> None:
    report = app.lists.import_register(Path(path)).value
    line.send(f"imported {report.new}")


def _piecemeal(app: App, line: Connection, path: str) -> None:
    """The seeded defect: commits a list household by household."""
    for number in range(40):
        village = app.households.list_villages()[0].id
        with app.desk.write() as writer:
            writer.create("household", {"village": village, "code": f"NL-{number:04d}-X"})
    line.send("imported")


def _sync_write(app: App, line: Connection, stick: str) -> None:
    for written in app.syncing.write(Path(stick)).value:
        line.send(written.path)


def _sync_read(app: App, line: Connection, stick: str) -> None:
    for file in app.syncing.read([Path(stick)]).value.files:
        line.send(f"{file.state.value} {file.visits}")


def _backup(app: App, line: Connection) -> None:
    line.send(str(app.upkeep.make_backup().path))


def _erase(app: App, line: Connection, name: str) -> None:
    person = next(each.id for card in cards(app) for each in card.members if each.name == name)
    app.erasing.erase(person, why="theo đơn")
    line.send("erased")


def _edit(app: App, line: Connection) -> None:
    person = cards(app)[0].members[0].id
    app.households.edit_person(person, {"phone": "0987123123", "away": True})
    line.send("edited")


def _open_kit(app: App, line: Connection, folder: str, kit: str, code: str) -> None:
    program.open_kit_file(Path(folder), Path(kit), code, PASSPHRASE, clock=Clock(), cost=FLOOR).close()
    line.send("opened")


def _kit(app: App, line: Connection, target: str) -> None:
    villages = [village.id for village in app.households.list_villages()]
    made = app.make_kit(
        Path(target), device="Máy 9", role="canvasser", villages=villages, until=UNTIL, cost=FLOOR
    )
    line.send(f"{made.number} {made.code}")


def _export(app: App, line: Connection, target: str) -> None:
    app.exports.write(ExportWish(ExportFormat.CSV, tables=("household", "person", "visit")), Path(target))
    line.send("exported")


def _update(app: App, line: Connection, installed: str, account: str, file: str) -> None:
    """Take a new version as a program that was started out of a frozen folder, in an account of its own."""
    os.environ["XDG_DATA_HOME"], os.environ["QT_QPA_PLATFORM"] = account, "offscreen"
    run_from(pytest.MonkeyPatch(), Path(installed))
    line.send(take_release(app.desk, Path(file)).version)


def _restore(machine: Machine, line: Connection, backup: str) -> None:
    line.send(str(upkeep.restore_backup(machine.folder, Path(backup), machine.data_key)))


def _rekey(machine: Machine, line: Connection, fresh: str) -> None:
    workspace.change_passphrase(machine.folder, PASSPHRASE, fresh, cost=FLOOR)
    line.send("changed")


def _upgrade(machine: Machine, line: Connection, scripts: str) -> None:
    know_next_version(Path(scripts))
    machine.open().close()
    line.send("upgraded")


def _unplugged(app: App, line: Connection, stick: str, call: str, action: str, *arguments: str) -> None:
    """Do something with a stick that is pulled out right before the program touches it for the nth time."""
    left = int(call)
    touched = 0

    def pull(event: str, told: tuple[object, ...]) -> None:
        nonlocal touched
        if event not in _TOUCHES or not any(str(each).startswith(stick) for each in told):
            return
        touched += 1
        if touched == left:
            Path(stick).rename(f"{stick} in a pocket")

    sys.addaudithook(pull)
    try:
        _ACTIONS[action](app, line, *arguments)
    finally:
        line.send(f"touched {touched}")


_TOUCHES = {
    "open", "os.rename", "os.listdir", "os.scandir", "os.remove", "os.mkdir", "os.link", "os.truncate", "os.rmdir",
}  # fmt: skip
"""Events of the interpreter at which a path is touched."""

_ACTIONS: dict[str, Callable[..., None]] = {
    "visits": _visits, "hasty_visits": _hasty_visits, "careless_visits": _careless_visits, "import": _import,
    "piecemeal": _piecemeal, "sync_write": _sync_write, "sync_read": _sync_read, "backup": _backup, "edit": _edit,
    "erase": _erase, "open_kit": _open_kit, "kit": _kit, "export": _export, "unplugged": _unplugged, "update": _update,
}  # fmt: skip
_CLOSED_ACTIONS: dict[str, Callable[..., None]] = {"restore": _restore, "rekey": _rekey, "upgrade": _upgrade}
"""What is done to a workspace that nobody has open."""
