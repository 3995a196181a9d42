"""What the battery does to a workspace, action by action, and what must hold afterwards whatever came in between.

The same scenes are killed, starved of their disk, cut off from power and robbed of their stick.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.exports import ExportFormat
from outreach_app.domain.rows import FileState
from outreach_app.errors import NotAllowed
from outreach_app.services import upkeep
from outreach_app.services.exports import ExportWish
from outreach_app.store import erasures, migrate, settings
from outreach_app.store.database import Database
from outreach_app.sync.locks import FLOOR
from tests.cipher_pages import dump_database
from tests.robustness.upgrades import NEXT, know_next_version, write_scripts
from tests.workspaces import (
    PASSPHRASE,
    UNTIL,
    Clock,
    Machine,
    card_of,
    cards,
    copy_field,
    copy_kits,
    copy_machine,
    door,
    talk,
    write_list,
)

FRESH_PASSPHRASE = "nồi xôi tím sương chiều 88 cầu"
HEAD, GONE = "Lò Văn Páo", "Quàng Thị Ngoan"
MARKS = (GONE.encode(), b"012164000025")
LONG = 150

Judge = Callable[[Machine, list[str]], None]
"""Given the workspace as the next start finds it and what was announced, fails unless all promises were kept."""


@dataclass(frozen=True, slots=True)
class Scene:
    """An action on a workspace; `places` are the folders beside it that it writes into or reads from."""

    machine: Machine
    action: str
    arguments: tuple[str, ...]
    judge: Judge
    places: tuple[Path, ...] = ()

    def plug_in_again(self) -> None:
        """Bring back a stick that was pulled out."""
        for place in self.places:
            pocket = place.with_name(f"{place.name} in a pocket")
            if pocket.exists():
                shutil.rmtree(place, ignore_errors=True)
                pocket.rename(place)

    def set_up(self, folder: Path) -> Machine:
        """Make everything as it was before the action, the workspace itself as a copy in a folder."""
        for place in self.places:
            kept = place.with_name(f"{place.name} before")
            if not kept.exists():
                shutil.copytree(place, kept)
            shutil.rmtree(place.with_name(f"{place.name} in a pocket"), ignore_errors=True)
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(kept, place)
        return again(self.machine, folder)


def again(machine: Machine, folder: Path) -> Machine:
    """A fresh copy of a workspace for the next point."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(machine.folder, folder)
    return Machine(folder, machine.data_key, Clock(machine.clock.moment))


def look(machine: Machine) -> tuple[dict[str, int], list[bytes]]:
    """Open the workspace as the next start does, check it, and say what is in it."""
    app = machine.open()
    report = app.upkeep.check()
    assert report.problems == (), report.problems
    found = [visit.id for card in cards(app) for visit in card.visits]
    app.close()
    return report.tables, found


def long_list(path: Path, *, households: int = LONG) -> Path:
    """Write a list of households of one person each."""
    letters = [(chr(65 + n % 26), chr(97 + n // 26)) for n in range(households)]
    return write_list(path, [
        (str(900 + n), f"Lý A {upper}{lower}", "1990", "Nam", "", "Chủ hộ", "", "Bản Nà Ly")
        for n, (upper, lower) in enumerate(letters)
    ])  # fmt: skip


def make_scene(action: str, folder: Path) -> Scene:
    """Prepare a scene in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    return _SCENES[action](folder)


def _visits(folder: Path) -> Scene:
    def judge(copy: Machine, said: list[str]) -> None:
        tables, found = look(copy)
        assert tables["visit"] in (0, 1, 2)
        assert {bytes.fromhex(words) for words in said} <= set(found), "an announced visit is gone"
        app = copy.open()
        app.visits.log(door(cards(app)[0]))
        app.close()

    return Scene(copy_machine(folder, "one"), "visits", ("2",), judge)


def _edit(folder: Path) -> Scene:
    def judge(copy: Machine, said: list[str]) -> None:
        look(copy)
        app = copy.open()
        person = cards(app)[0].members[0]
        app.close()
        assert (person.phone == "0987123123") is person.away
        assert person.away or not said

    return Scene(copy_machine(folder, "one"), "edit", (), judge)


def _import(folder: Path) -> Scene:
    stick = folder / "usb"
    stick.mkdir()
    machine, path = copy_machine(folder, "office"), long_list(stick / "long.csv")
    before, _ = look(machine)

    def judge(copy: Machine, said: list[str]) -> None:
        tables, _ = look(copy)
        assert tables["household"] - before["household"] in ((LONG,) if said else (0, LONG)), "half a list"
        app = copy.open()
        report = app.lists.import_register(path).value
        assert report.new + report.unchanged == LONG
        app.close()

    return Scene(machine, "import", (str(path),), judge, (stick,))


def _sync_write(folder: Path) -> Scene:
    field = copy_field(folder / "field")
    one = field.one.open()
    logged = {one.visits.log(door(card)).value for card in cards(one)}
    one.close()

    def judge(copy: Machine, said: list[str]) -> None:
        assert all(Path(words).is_file() for words in said), "an announced file is not on the stick"
        app = copy.open()
        assert app.upkeep.check().ok
        app.syncing.write(field.stick)
        assert (app.standing().to_send, app.syncing.write(field.stick).value) == (0, [])
        assert [file.number for file in app.syncing.read_ledger().files] == [1]
        app.close()
        office = again(field.office, folder / "office").open()
        reports = office.syncing.read([field.stick]).value.files
        assert [(r.number, r.state.value) for r in reports] == [(1, "applied")]
        assert {v.id for card in cards(office) for v in card.visits} == logged
        office.close()

    return Scene(field.one, "sync_write", (str(field.stick),), judge, (field.stick,))


def _sync_read(folder: Path) -> Scene:
    field, logged = copy_field(folder / "field"), []
    for machine in (field.one, field.two):
        app = machine.open()
        logged.append({app.visits.log(door(card)).value for card in cards(app)})
        app.syncing.write(field.stick)
        app.close()
    whole = set().union(*logged)

    def judge(copy: Machine, said: list[str]) -> None:
        _, found = look(copy)
        told = any(words.startswith(FileState.REFUSED.value) for words in said)
        assert set(found) in ([set(), *logged] if told else [set(), whole]), "half a stick was taken in"
        assert found or not any(words.startswith(FileState.APPLIED.value) for words in said)
        app = copy.open()
        app.syncing.read([field.stick])
        assert sorted(v.id for card in cards(app) for v in card.visits) == sorted(whole)
        assert [machine.missing for machine in app.syncing.list_machines()] == [(), (), ()]
        app.close()

    return Scene(field.office, "sync_read", (str(field.stick),), judge, (field.stick,))


def _backup(folder: Path) -> Scene:
    machine = copy_machine(folder, "one")

    def judge(copy: Machine, said: list[str]) -> None:
        look(copy)
        app = copy.open()
        backups = app.upkeep.list_backups()
        assert len(backups) == 1 if said else len(backups) <= 1, "an announced backup is not there"
        assert all(app.upkeep.verify_backup(backup.path).ok for backup in backups), "half a backup"
        app.upkeep.make_backup()
        assert not list((copy.folder / paths.BACKUPS).glob("*.part*"))
        app.close()

    return Scene(machine, "backup", (), judge)


def _restore(folder: Path) -> Scene:
    machine = copy_machine(folder, "one")
    app = machine.open()
    kept = app.visits.log(door(cards(app)[0])).value
    backup = app.upkeep.make_backup().path
    machine.clock.pass_by(hours=1)
    late = app.visits.log(door(cards(app)[0])).value
    former = _read_incarnation(app)
    app.close()

    def judge(copy: Machine, said: list[str]) -> None:
        _, found = look(copy)
        restored = set(found) == {kept}
        assert restored or set(found) == {kept, late}
        assert restored or not said
        app = copy.open()
        assert (_read_incarnation(app) != former) is restored, "an old number may be used twice"
        app.visits.log(door(cards(app)[0]))
        app.close()
        if restored:
            assert _visits_aside(copy) == {kept, late}, "what was written since is nowhere"
        upkeep.restore_backup(copy.folder, copy.folder / paths.BACKUPS / backup.name, copy.data_key)
        assert set(look(copy)[1]) == {kept}

    return Scene(machine, "restore", (str(backup),), judge)


def _read_incarnation(app: App) -> bytes:
    with app.desk.read() as session:
        return settings.read_machine(session).incarnation


def _visits_aside(copy: Machine) -> set[bytes]:
    found: set[bytes] = set()
    for aside in copy.folder.glob(f"before-restore-*/{paths.DATABASE}"):
        database = Database(aside, copy.data_key)
        with database.read() as session:
            found |= {row[0] for row in session.connection().exec_driver_sql("SELECT id FROM visit")}
        database.close()
    return found


def _upgrade(folder: Path) -> Scene:
    machine, scripts = copy_machine(folder, "one"), write_scripts(folder)
    app = machine.open()
    logged = app.visits.log(door(cards(app)[0])).value
    app.close()

    def judge(copy: Machine, said: list[str]) -> None:
        database = Database(copy.folder / paths.DATABASE, copy.data_key)
        version = migrate.read_version(database)
        database.close()
        assert version in (migrate.HEAD, NEXT)
        assert version == NEXT or not said
        backups = list((copy.folder / paths.BACKUPS).glob("gocua-*.db"))
        assert backups or version != NEXT, "upgraded without a backup"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migrate, "HEAD", migrate.HEAD)
            patch.setattr(migrate, "SCRIPTS", migrate.SCRIPTS)
            know_next_version(scripts)
            assert look(copy)[1] == [logged]
        for backup in (copy.folder / paths.BACKUPS).glob("gocua-*.db"):
            former = Database(backup, copy.data_key)
            assert migrate.read_version(former) == migrate.HEAD, "half a backup"
            former.close()

    return Scene(machine, "upgrade", (str(scripts),), judge)


def _rekey(folder: Path) -> Scene:
    def judge(copy: Machine, said: list[str]) -> None:
        opened = [words for words in (PASSPHRASE, FRESH_PASSPHRASE) if _opens(copy, words)]
        assert opened == [FRESH_PASSPHRASE] if said else len(opened) == 1

    return Scene(copy_machine(folder, "one"), "rekey", (FRESH_PASSPHRASE,), judge)


def _opens(copy: Machine, passphrase: str) -> bool:
    try:
        program.open_workspace(copy.folder, passphrase, clock=copy.clock).close()
    except NotAllowed:
        return False
    return True


def _kit(folder: Path) -> Scene:
    sent = folder / "sent"
    sent.mkdir()
    target = sent / "nine.gocuakit"

    def judge(copy: Machine, said: list[str]) -> None:
        look(copy)
        app = copy.open()
        villages = [village.id for village in app.households.list_villages()]
        more = app.make_kit(
            sent / "ten.gocuakit",
            device="Máy 10",
            role="canvasser",
            villages=villages,
            until=UNTIL,
            cost=FLOOR,
        )
        app.close()
        assert more.number > 3 + bool(said), "a number twice"  # without its code a file opens nothing
        assert target.exists() or not said
        for words in said:
            laptop = folder / "laptop"
            shutil.rmtree(laptop, ignore_errors=True)
            program.open_kit_file(
                laptop, target, words.split()[1], PASSPHRASE, clock=Clock(), cost=FLOOR
            ).close()

    return Scene(copy_machine(folder, "office"), "kit", (str(target),), judge, (sent,))


def _export(folder: Path) -> Scene:
    place = folder / "analysts"
    place.mkdir()
    target = place / "november"
    whole: set[str] = set()

    def judge(copy: Machine, said: list[str]) -> None:
        look(copy)
        app = copy.open()
        wish = ExportWish(ExportFormat.CSV, tables=("household", "person", "visit"))
        app.exports.write(wish, place / "again")
        whole.update(path.name for path in (place / "again").iterdir())
        if target.exists():
            assert {path.name for path in target.iterdir()} == whole, "half an export"
            assert all(path.stat().st_size for path in target.iterdir()), "an export without content"
        else:
            assert not said
            app.exports.write(wish, target)
        assert {path.name for path in place.iterdir()} == {"november", "again"}
        app.close()

    return Scene(copy_machine(folder, "office"), "export", (str(target),), judge, (place,))


def _erase(folder: Path) -> Scene:
    field = copy_field(folder / "field")
    one, office = field.one.open(), field.office.open()
    one.visits.log(talk(card_of(one, HEAD), note=f"gặp {GONE}"))
    one.syncing.write(field.stick)
    office.syncing.read([field.stick])
    office.syncing.write(field.stick)
    office.upkeep.make_backup()
    one.close()
    office.close()
    return Scene(field.office, "erase", (GONE,), judge_erasure)


def judge_erasure(copy: Machine, said: list[str]) -> None:
    """The next start asks nothing and ends the work; whoever is erased stands in no byte any more."""
    app = copy.open()
    assert app.upkeep.check().problems == ()
    names = {person.name for card in cards(app) for person in card.members}
    with app.desk.read() as session:
        assert erasures.read_pending(session) is None
    gone = GONE not in names
    assert gone or not said
    assert bool(app.erasing.list()) == gone
    app.close()
    if gone:
        kept = [copy.folder / paths.DATABASE, *(copy.folder / paths.BACKUPS).glob("*.db")]
        left = [p.name for p in kept if any(mark in dump_database(p, copy.data_key) for mark in MARKS)]
        assert left == []


def _open_kit(folder: Path) -> Scene:
    kit, code = copy_kits(folder)["two"]
    home = folder / "new"
    home.mkdir()
    place = home / "laptop"

    def judge(copy: Machine, said: list[str]) -> None:
        assert place.exists() or not said
        if not place.exists():
            program.open_kit_file(place, kit, code, PASSPHRASE, clock=Clock(), cost=FLOOR).close()
        app = program.open_workspace(place, PASSPHRASE, clock=Clock())
        assert len(cards(app)) == 2
        assert app.upkeep.check().ok
        app.close()
        assert [path.name for path in home.iterdir()] == ["laptop"]

    return Scene(copy_machine(folder, "one"), "open_kit", (str(place), str(kit), code), judge, (home,))


_SCENES: dict[str, Callable[[Path], Scene]] = {
    "visits": _visits, "edit": _edit, "import": _import, "sync_write": _sync_write, "sync_read": _sync_read,
    "backup": _backup, "restore": _restore, "upgrade": _upgrade, "rekey": _rekey, "kit": _kit, "export": _export,
    "erase": _erase, "open_kit": _open_kit,
}  # fmt: skip
