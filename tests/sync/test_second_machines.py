"""Two machines under one name: held, kept, shown, adopted; nothing either of them typed is lost."""

import shutil
from pathlib import Path

import pytest

from outreach_app import app as program
from outreach_app import paths
from outreach_app.app import App
from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.rows import FileState
from outreach_app.errors import BadInput
from outreach_app.services.copied_machines import find_copy_trouble
from outreach_app.services.households import NewPerson
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.rekeying import name_copy, rename_operations
from tests.workspaces import (
    PASSPHRASE,
    Clock,
    Field,
    Machine,
    card_of,
    cards,
    copy_kits,
    door,
    read,
    talk,
    write,
)


def visits_of(app: App) -> set[bytes]:
    return {visit.id for card in cards(app) for visit in card.visits}


def notes_of(app: App) -> set[str]:
    return {visit.note for card in cards(app) for visit in card.visits if visit.note}


def held_copies(app: App) -> list[bytes]:
    folder = app.desk.folder / paths.HELD
    return [path.read_bytes() for path in folder.iterdir()] if folder.is_dir() else []


def test_a_kit_opened_twice_is_adopted_with_everything_and_goes_on_under_a_name_of_its_own(
    field: Field, office: App, tmp_path: Path
) -> None:
    kit, code = copy_kits(tmp_path)["one"]
    twin = program.open_kit_file(tmp_path / "twin", kit, code, PASSPHRASE, clock=Clock(), cost=FLOOR)
    one = field.one.open()
    typed = {one.visits.log(talk(cards(one)[0])).value}
    family = twin.households.add(cards(twin)[0].household.village, NewPerson("Lý A Dế")).value
    typed |= {twin.visits.log(door(twin.households.read_card(family))).value}
    twin.households.edit_person(card_of(twin, "Giàng A Chư").members[0].id, {"phone": "0987000111"})
    (first,), (second,) = write(one, field.stick), write(twin, field.stick)
    assert read(office, first)[0].state is FileState.APPLIED
    held = read(office, second)[0]
    assert (held.state, held.reason_key) == (FileState.HELD, "second_machine")
    assert held_copies(office) == [second.read_bytes()]
    second.unlink()
    (waiting,) = office.held.list()
    assert (waiting.reason_key, waiting.number) == ("second_machine", 1)
    assert office.held.read_again().value.files[0].state is FileState.HELD
    report = office.held.adopt(waiting.id).value
    assert (report.state, report.device, report.visits, report.refused_rows) == (
        FileState.APPLIED,
        "Máy one (2)",
        1,
        0,
    )
    assert (office.held.list(), held_copies(office)) == ([], [])
    assert visits_of(office) == typed
    assert card_of(office, "Giàng A Chư").members[0].phone == "0987000111"
    # The second machine learns its name and number, keeps its rows, and its next file is an ordinary one.
    for answer in write(office, field.stick):
        read(twin, answer)
        read(one, answer)
    assert (twin.standing().device_name, twin.standing().device_number) == ("Máy one (2)", 4)
    assert one.standing().device_name == "Máy one"
    for app in (one, twin):
        typed |= {app.visits.log(door(cards(app)[0])).value}
        assert read(office, *write(app, field.stick))[0].state is FileState.APPLIED
    assert visits_of(office) == typed
    assert [m.missing for m in office.syncing.list_machines()] == [()] * 4
    for answer in write(office, field.stick):
        read(twin, answer)
        read(one, answer)
    for app in (office, one, twin):
        assert visits_of(app) == typed
        assert app.upkeep.check().problems == ()
    one.close()
    twin.close()


def test_a_copied_disk_is_adopted_under_names_of_its_own(field: Field, office: App, tmp_path: Path) -> None:
    one = field.one.open()
    one.visits.log(talk(cards(one)[0], note="trước khi chép"))
    assert read(office, *write(one, field.stick))[0].state is FileState.APPLIED
    one.close()
    shutil.copytree(field.one.folder, tmp_path / "copy")
    one, copy = field.one.open(), Machine(tmp_path / "copy", field.one.data_key, Clock()).open()
    for app, note in ((one, "máy gốc"), (copy, "máy chép")):
        family = app.households.add(cards(app)[0].household.village, NewPerson(f"Lý A {note}")).value
        app.visits.log(talk(app.households.read_card(family), note=note))
        app.households.edit_person(
            card_of(app, "Giàng A Chư").members[0].id, {"phone": f"098700011{len(note)}"}
        )
        app.households.edit_person(
            card_of(app, "Giàng A Chư").members[0].id, {"phone": f"098700022{len(note)}"}
        )
    other = tmp_path / "other"
    other.mkdir()
    (first,), (second,) = write(one, field.stick), write(copy, other)
    assert read(office, first)[0].state is FileState.APPLIED
    assert read(office, second)[0].reason_key == "second_machine"
    report = office.held.adopt(office.held.list()[0].id).value
    assert (report.device, report.visits, report.conflicts) == ("Máy one (2)", 1, 1)
    assert notes_of(office) == {"trước khi chép", "máy gốc", "máy chép"}
    heads = {card.household.head for card in cards(office)}
    assert {"Lý A máy gốc", "Lý A máy chép"} <= heads
    assert [v.note for v in card_of(office, "Lý A máy chép").visits] == ["máy chép"]
    # What the copy types on goes the same way, to the same machine, pointing to the same rows.
    copy.visits.log(talk(card_of(copy, "Lý A máy chép"), note="máy chép đi tiếp"))
    (third,) = write(copy, other)
    assert read(office, third)[0].reason_key == "second_machine"
    again = office.held.adopt(office.held.list()[0].id).value
    assert (again.device, again.visits) == ("Máy one (2)", 1)
    assert {v.note for v in card_of(office, "Lý A máy chép").visits} == {"máy chép", "máy chép đi tiếp"}
    assert [m.missing for m in office.syncing.list_machines() if m.device == "Máy one (2)"] == [()]
    assert office.upkeep.check().problems == ()
    # The first machine goes on as if nothing had been.
    one.visits.log(talk(cards(one)[0], note="gốc đi tiếp"))
    assert read(office, *write(one, field.stick))[0].state is FileState.APPLIED
    for answer in write(office, field.stick):
        read(one, answer)
    assert notes_of(one) == notes_of(office)
    assert one.upkeep.check().problems == ()
    one.close()
    copy.close()


def test_a_lead_who_read_the_copys_file_first_is_told_and_set_up_anew(
    field: Field, office: App, tmp_path: Path
) -> None:
    """Both kept everything they typed, at the office; the lead has one of them under the other's names until then."""
    shutil.copytree(field.one.folder, tmp_path / "copy")
    one, copy = field.one.open(), Machine(tmp_path / "copy", field.one.data_key, Clock()).open()
    lead, other = field.lead.open(), tmp_path / "other"
    other.mkdir()
    for app, note in ((one, "máy gốc"), (copy, "máy chép")):
        family = app.households.add(cards(app)[0].household.village, NewPerson(f"Lý A {note}")).value
        app.visits.log(talk(app.households.read_card(family), note=note))
    (first,), (second,) = write(one, field.stick), write(copy, other)
    assert read(lead, second)[0].state is FileState.APPLIED
    assert read(lead, first)[0].reason_key == "second_machine"
    assert lead.upkeep.check().problems == ()
    lead.visits.log(talk(cards(lead)[0], note="trưởng nhóm"))
    assert read(office, first)[0].state is FileState.APPLIED
    read(office, second, *write(lead, field.stick))
    assert find_copy_trouble(office.desk) is None
    office.held.adopt(office.held.list()[0].id)
    typed = {"máy gốc", "máy chép", "trưởng nhóm"}
    assert notes_of(office) == typed
    for answer in write(office, field.stick):
        read(lead, answer)
    (problem,) = lead.upkeep.check().problems
    assert "{name}" in problem.what.key
    assert find_copy_trouble(lead.desk) is not None
    # The way out: the same part and villages on a machine set up anew, with everything of both.
    kit = office.replacements.replace(
        "Máy lead", tmp_path / "lead.gocuakit", why="đọc tệp máy chép", cost=FLOOR
    )
    fresh = program.open_kit_file(tmp_path / "new", kit.path, kit.code, PASSPHRASE, clock=Clock(), cost=FLOOR)
    assert notes_of(fresh) == typed
    assert visits_of(fresh) == visits_of(office)
    assert fresh.upkeep.check().problems == ()
    for app in (one, fresh):
        app.visits.log(talk(cards(app)[0], note=app.standing().device_name))
        assert read(office, *write(app, field.stick))[0].state is FileState.APPLIED
    assert len(visits_of(office)) == len(typed) + 2
    assert office.upkeep.check().problems == ()
    for app in (one, copy, lead, fresh):
        app.close()


def test_a_later_file_of_a_copy_waits_for_its_earlier_one(field: Field, office: App, tmp_path: Path) -> None:
    shutil.copytree(field.one.folder, tmp_path / "copy")
    one, copy = field.one.open(), Machine(tmp_path / "copy", field.one.data_key, Clock()).open()
    other = tmp_path / "other"
    other.mkdir()
    files = []
    for note in ("một", "hai"):
        one.visits.log(talk(cards(one)[0], note=f"gốc {note}"))
        copy.visits.log(talk(cards(copy)[0], note=f"chép {note}"))
        assert read(office, *write(one, field.stick))[0].state is FileState.APPLIED
        files += write(copy, other)
    assert {r.reason_key for r in read(office, *files)} == {"second_machine"}
    later, earlier = sorted(office.held.list(), key=lambda row: row.number or 0, reverse=True)
    with pytest.raises(BadInput) as told:
        office.held.adopt(later.id)
    assert told.value.key == "earlier_missing"
    assert len(office.held.list()) == 2
    office.held.adopt(earlier.id)
    office.held.adopt(later.id)
    assert notes_of(office) == {"gốc một", "gốc hai", "chép một", "chép hai"}
    assert office.upkeep.check().problems == ()
    one.close()
    copy.close()


def test_a_file_of_a_newer_program_is_kept_and_read_once_it_can_be(field: Field, office: App) -> None:
    """The same bytes are looked at again from beside the workspace when the stick is long gone."""
    one = field.one.open()
    one.visits.log(door(cards(one)[0]))
    (path,) = write(one, field.stick)
    data = path.read_bytes()
    path.write_bytes(data[:8] + b"\x00\x02" + data[10:])
    assert read(office, path)[0].reason_key == "newer_format"
    assert len(office.held.list()) == 1
    path.unlink()
    assert office.held.read_again().value.files[0].state is FileState.HELD
    (kept,) = (office.desk.folder / paths.HELD).iterdir()
    kept.write_bytes(data)  # what an update of the program comes to: the bytes are understood now
    (report,) = office.held.read_again().value.files
    assert report.state is FileState.APPLIED
    one.close()


def test_only_a_second_machines_file_is_adopted(field: Field, office: App) -> None:
    with pytest.raises(BadInput) as told:
        office.held.adopt("00")
    assert told.value.key == "held_not_found"


def test_renaming_moves_what_comes_after_the_parting_and_everything_that_points_to_it() -> None:
    old, new = b"machine1", name_copy(b"s" * 32, b"machine1", b"h" * 32)
    shared, own = old + (3).to_bytes(8, "big"), old + (7).to_bytes(8, "big")
    operation = Operation(
        old, 9, 5, Kind.EDIT, "person", own, {"household": [own, shared], "name": ["x" * 16, None], "n": [7, 3]},
        ((old, 3), (old, 8), (b"office01", 9)), own,
    )  # fmt: skip
    (renamed,) = rename_operations([operation], {old: (new, 7)})
    moved = new + (7).to_bytes(8, "big")
    assert (renamed.dot, renamed.row, renamed.author) == ((new, 9), moved, moved)
    assert renamed.values == {"household": [moved, shared], "name": ["x" * 16, None], "n": [7, 3]}
    assert set(renamed.replaced) == {(old, 3), (new, 8), (b"office01", 9)}
    assert rename_operations([renamed], {old: (new, 7)}) == [renamed]
