"""The history of a record: every write with who, when and where, what it replaced, what was undone, erased, merged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.conflicts import FIELD_NAMES
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.history import RESTORABLE, Deed, HistoryEntry, can_restore
from outreach_app.domain.history_words import (
    INNER,
    MORE_FIELDS,
    RECORD_NAMES,
    tell_changes,
    tell_deed,
    tell_writer,
)
from outreach_app.domain.visits import Outcome
from outreach_app.errors import BadInput, NotFound
from outreach_app.i18n import open_catalogue
from outreach_app.services.households import check_value
from outreach_app.store.tables import REPLICATED
from tests.workspaces import Field, Machine, card_of, copy_field, door, read, talk, write

EN, VI = open_catalogue("en"), open_catalogue("vi")


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


@pytest.fixture
def apps(field: Field) -> Iterator[dict[str, App]]:
    opened = {name: getattr(field, name).open() for name in ("office", "one")}
    opened["office"].office.say_who_works("Hoàng Thị Thơm")
    opened["one"].office.say_who_works("Lường Thị Inh")
    yield opened
    for app in opened.values():
        app.close()


def told(entries: list[HistoryEntry], table: str) -> list[str]:
    return [tell_changes(EN, entry) for entry in entries if entry.table == table]


def test_every_write_is_told_newest_first_with_what_it_replaced(one: App, machine: Machine) -> None:
    card = card_of(one, "Lò Văn Páo")
    person = card.members[0].id
    for phone in ("0987654321", "0987654322", ""):
        machine.clock.pass_by(minutes=5)
        one.households.edit_person(person, {"phone": phone, "relation": "head"})
    entries = one.histories.of_person(person)
    assert told(entries, "person")[:3] == [
        "phone: 0987 654 322 → nothing", "phone: 0987 654 321 → 0987 654 322", "phone: 0912 345 001 → 0987 654 321",
    ]  # fmt: skip
    made = entries[-1]
    assert (made.deed, made.author, made.own_machine) == (Deed.MADE, "", False)
    assert "phone: 0912 345 001" in tell_changes(EN, made)
    assert "name: Lò Văn Páo" in tell_changes(EN, made)
    assert entries[0].at == one.desk.now
    assert tell_writer(VI, entries[0]) == "Lường Thị Inh, Máy one"
    assert "điện thoại: 0987 654 322 → " in tell_changes(VI, entries[0])
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)


def test_a_household_tells_of_its_members_visits_and_corrections(one: App, machine: Machine) -> None:
    card = card_of(one, "Lò Văn Páo")
    visit = one.visits.log(door(card)).value
    machine.clock.pass_by(minutes=5)
    again = one.visits.correct(visit, replace(door(card), door_outcome=Outcome.REFUSED)).value
    machine.clock.pass_by(minutes=5)
    one.visits.cancel(again, "nhầm nhà")
    machine.clock.pass_by(minutes=5)
    one.visits.log(talk(card, note="hẹn sau mùa"))
    entries = one.histories.of_household(card.household.id)
    spoken, cancelled, corrected, first = [entry for entry in entries if entry.table == "visit"]
    assert "results: Lò Văn Páo, Voluntary social insurance: Thinking about it" in tell_changes(EN, spoken)
    assert "note: hẹn sau mùa" in tell_changes(EN, spoken)
    assert (cancelled.deed, corrected.deed, first.deed) == (Deed.CANCELLED, Deed.CORRECTED, Deed.MADE)
    assert "why taken back: nothing → nhầm nhà" in tell_changes(EN, cancelled)
    assert tell_changes(EN, corrected) == "at the door: Nobody at home → Refuses"
    assert {entry.table for entry in entries} >= {"household", "person", "visit"}
    assert {entry.household for entry in entries} == {card.household.code}
    single = one.histories.of_row("visit", visit)
    assert [entry.dot for entry in single] == [cancelled.dot, corrected.dot, first.dot]


def test_what_another_machine_wrote_comes_with_its_name_and_what_it_wrote_over(
    apps: dict[str, App], field: Field
) -> None:
    office, one = apps["office"], apps["one"]
    card = card_of(one, "Lò Văn Páo")
    person = card.members[1].id
    one.households.edit_person(person, {"name": "Quàng Thị Ngoãn"})
    field.office.clock.pass_by(hours=1)
    office.households.edit_person(person, {"name": "Quàng Thị Ngoãnn"})
    field.office.clock.pass_by(hours=1)
    read(office, *write(one, field.stick))
    here = [entry for entry in office.histories.of_person(person) if entry.deed is Deed.CHANGED]
    assert [(entry.author, entry.device, entry.own_machine) for entry in here] == [
        ("Hoàng Thị Thơm", "BHXH cơ sở Tam Đường", True), ("Lường Thị Inh", "Máy one", False),
    ]  # fmt: skip
    assert {tell_changes(EN, entry) for entry in here} == {
        "name: Quàng Thị Ngoan → Quàng Thị Ngoãn", "name: Quàng Thị Ngoan → Quàng Thị Ngoãnn",
    }  # fmt: skip


def test_what_was_undone_says_so_and_so_does_what_undid_it(apps: dict[str, App], field: Field) -> None:
    office, one = apps["office"], apps["one"]
    card = card_of(one, "Lò Văn Páo")
    one.households.edit_household(card.household.id, {"address": "cạnh suối"})
    field.office.clock.pass_by(hours=1)
    done = office.syncing.read(write(one, field.stick)).value
    assert done.import_id is not None
    field.office.clock.pass_by(hours=1)
    office.imports.undo(done.import_id)
    changed = [e for e in office.histories.of_household(card.household.id) if e.deed is Deed.CHANGED]
    assert [(entry.undone, entry.undoes) for entry in changed] == [(False, True), (True, False)]
    assert tell_deed(EN, changed[0]) == "changed, by undoing"
    assert tell_deed(EN, changed[1]) == "changed, undone since"
    assert told(changed, "household") == ["address: cạnh suối → nothing", "address: nothing → cạnh suối"]


def test_somebody_erased_leaves_that_they_were_and_no_value(apps: dict[str, App], field: Field) -> None:
    office = apps["office"]
    card = card_of(office, "Lò Văn Páo")
    person = card.members[2]
    office.households.edit_person(person.id, {"phone": "0987654321", "born": "1992-11-21"})
    field.office.clock.pass_by(hours=1)
    office.erasing.erase(person.id, asked_by=AskedBy.SELF, why="tự xin")
    entries = office.histories.of_person(person.id)
    assert Deed.ERASED in {entry.deed for entry in entries}
    words = " ".join(tell_changes(lang, entry) + entry.subject for entry in entries for lang in (EN, VI))
    for secret in (person.name, "0987", "1992"):
        assert secret not in words


def test_people_put_together_say_so(apps: dict[str, App]) -> None:
    office = apps["office"]
    card = card_of(office, "Lò Văn Páo")
    with office.desk.write() as writer:
        writer.edit("person", card.members[2].id, {"merged_into": card.members[1].id})
    newest = office.histories.of_person(card.members[2].id)[0]
    assert newest.deed is Deed.MERGED
    assert tell_changes(EN, newest) == f"merged with: nothing → {card.members[1].name}"


def test_an_older_value_comes_back_as_a_new_edit_and_goes_again(one: App, machine: Machine) -> None:
    card = card_of(one, "Lò Văn Páo")
    person = card.members[0].id
    one.households.edit_person(person, {"phone": "0987654321"})
    newest = one.histories.of_person(person)[0]
    (change,) = newest.changes
    assert can_restore(newest, change)
    former = one.histories.restore("person", person, "phone", change.was).value
    assert (former, one.households.read_person(person).phone) == ("0987654321", "0912345001")
    one.histories.restore("person", person, "phone", former)
    assert one.households.read_person(person).phone == "0987654321"
    assert len([e for e in one.histories.of_person(person) if e.deed is Deed.CHANGED]) == 3
    assert one.upkeep.check().ok


@pytest.mark.parametrize(
    ("table", "field"), [("person", "household"), ("visit", "note"), ("village", "name")]
)
def test_what_has_a_way_of_its_own_is_not_brought_back_here(one: App, table: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        one.histories.restore(table, card_of(one, "Lò Văn Páo").members[0].id, field, "x")
    assert refused.value.key == "not_restorable"


@pytest.mark.parametrize(
    ("table", "name"), [(table, name) for table in RESTORABLE for name in sorted(RESTORABLE[table])]
)
def test_what_may_be_brought_back_may_be_typed_too(table: str, name: str) -> None:
    try:
        check_value(table, name, "1")
    except BadInput as error:
        refused = error.key
    else:
        refused = ""
    assert refused != "no_field"


def test_a_record_that_is_not_here_is_not_found(one: App) -> None:
    for ask in (
        lambda: one.histories.of_household(b"x" * 16),
        lambda: one.histories.of_person(b"x" * 16),
        lambda: one.histories.of_row("visit", b"x" * 16),
        lambda: one.histories.of_row("no_table", b"x" * 16),
    ):
        with pytest.raises(NotFound):
            ask()


def test_everything_is_told_newest_first_without_naming_a_record(one: App, machine: Machine) -> None:
    card = card_of(one, "Lò Văn Páo")
    one.visits.log(door(card))
    machine.clock.pass_by(minutes=1)
    one.households.edit_household(card.household.id, {"address": "cạnh suối"})
    newest = one.histories.newest(3)
    assert [entry.table for entry in newest] == ["household", "visit", "canvasser"]
    assert len(one.histories.newest(1)) == 1
    assert len(one.histories.newest(10_000)) > 10


def test_every_row_of_every_table_has_a_history(office: App) -> None:
    """Whatever the workspace holds, of tables that come later too."""
    with office.desk.read() as session:
        for table in REPLICATED:
            rows = session.connection().exec_driver_sql(f"SELECT id FROM {table} LIMIT 3").all()
            for (row,) in rows:
                entries = office.histories.of_row(table, row)
                assert entries
                assert all(tell_changes(VI, entry) is not None for entry in entries)
    assert set(RECORD_NAMES) >= set(REPLICATED)


def test_every_field_that_is_told_has_a_name() -> None:
    known = INNER | MORE_FIELDS.keys() | FIELD_NAMES.keys()
    nameless = {
        f"{spec.name}.{name}" for spec in REPLICATED.values() for name in spec.fields if name not in known
    }
    assert nameless == set()


def test_a_day_tells_its_date_and_a_year_its_year(one: App) -> None:
    card = card_of(one, "Tẩn Mý Dao")
    one.households.edit_person(card.members[0].id, {"born": "1950-02-03"})
    assert told(one.histories.of_person(card.members[0].id), "person")[0] == "born: 1950 → 03/02/1950"
