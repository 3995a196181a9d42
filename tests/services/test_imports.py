"""Taking back what a list or files brought: as if it had never come, but for what somebody touched since."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import FileState, LedgerState
from outreach_app.domain.visits import Outcome
from outreach_app.errors import BadInput, NotFound
from outreach_app.services.households import NewPerson
from outreach_app.services.imports import FILES, LIST
from outreach_app.services.sign_up_checks import NewEnrolment
from tests.workspaces import HEADER, ROWS, Field, card_of, cards, copy_field, door, talk, write_list

MORE = (
    ("3", "Tẩn Mý Dao", "1950", "Nữ", "012150000991", "Chủ hộ", "0912345088", "Bản Nà Ly"),
    ("4", "Lường Văn Xôm", "03/04/1970", "Nam", "012070000777", "Chủ hộ", "", "Bản Nà Ly"),
    ("4", "Lò Thị Lả", "1972", "Nữ", "", "Vợ", "", "Bản Nà Ly"),
    ("1", "Cà Văn Hặc", "1966", "Nam", "", "Chủ hộ", "", "Bản Nậm Tăng"),
)


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


@pytest.fixture
def desks(field: Field) -> Iterator[tuple[App, App, App]]:
    """The office, a laptop and a lead's laptop, each with somebody at work."""
    apps = field.office.open(), field.one.open(), field.lead.open()
    for app, name in zip(apps, ("Bùi Văn Kế", "Hoàng Thị Thơm", "Lường Thị Inh"), strict=True):
        app.office.say_who_works(name)
    yield apps
    for app in apps:
        app.close()


def picture(app: App) -> Any:
    """Everything a person sees of the households, without the names of rows."""
    villages = [(v.name, v.prefix) for v in app.households.list_villages()]
    shown = []
    for card in cards(app):
        visits = sorted(
            (v.visited_on, v.channel, v.door_outcome, v.outcomes, v.met, v.note, v.objection, v.next_on)
            for v in card.visits
        )
        signed = sorted((e.person_name, e.scheme, e.own, e.money_taken, e.receipts) for e in card.enrolments)
        prospects = sorted((p.person_name, p.scheme, p.stage, p.next_on) for p in card.prospects)
        household = replace(card.household, number=0)
        shown.append((household, card.members, card.memberships, visits, signed, prospects))
    found = app.households.find("lo").total, app.households.find("0912345088").total
    return villages, shown, found, app.work.list_doors()[:1] == [], app.enrolments.list_of_day()


def sound(app: App) -> None:
    assert app.upkeep.check().problems == ()


def send(giver: App, taker: App, stick: Path) -> str:
    """Write a file and read it; returns the name of the import."""
    (written,) = giver.syncing.write(stick).value
    report = taker.syncing.read([Path(written.path)]).value
    assert report.import_id
    return report.import_id


def work_a_day(app: App, *, seed: int = 0) -> None:
    """Visits, corrections, a new family, edits, a sign-up with a receipt and one taken back."""
    chance = random.Random(seed)
    home = card_of(app, "Lò Văn Páo")
    first = app.visits.log(talk(home, note="hỏi thêm", next_on=date(2026, 11, 28))).value
    app.visits.correct(first, talk(home, Outcome.CALL_BACK, note="đã hẹn"))
    gone = app.visits.log(door(card_of(app, "Giàng A Chư"))).value
    if chance.random() < 0.5:
        app.visits.cancel(gone, reason="nhầm nhà")
    village = home.household.village
    app.households.add(village, NewPerson("Vàng Thị Súa"), others=(NewPerson("Sùng A Lử", "husband"),))
    app.households.edit_person(
        home.members[1].id, {"phone": f"09871{chance.randrange(10**5):05d}", "away": True}
    )
    app.households.edit_household(home.household.id, {"address": "gần suối"})
    app.visits.log(door(card_of(app, "Tẩn Mý Dao"), Outcome.DO_NOT_CONTACT))


# ------------------------------------------------------------------------------------------------------------ lists
def bring_in(app: App, tmp_path: Path) -> str:
    report = app.lists.import_register(
        write_list(tmp_path / "more.csv", [*ROWS[:5], *ROWS[6:], *MORE], header=HEADER)
    ).value
    assert report.import_id
    assert (report.new, report.changed) == (3, 1)
    return report.import_id


def test_a_list_taken_back_leaves_what_was_there_before(desks: tuple[App, App, App], tmp_path: Path) -> None:
    office = desks[0]
    before = picture(office)
    brought = bring_in(office, tmp_path)
    after = picture(office)
    assert after != before
    told = office.imports.preview_undo(brought)
    assert (told.removed, told.fields, told.kept) == ({"household": 2, "person": 3, "village": 1}, 3, ())
    assert picture(office) == after
    done = office.imports.undo(brought).value
    assert (done.removed, done.fields, done.kept) == (told.removed, told.fields, ())
    assert picture(office) == before
    sound(office)
    with pytest.raises(BadInput) as refused:
        office.imports.undo(brought)
    assert refused.value.key == "undone_already"
    assert office.lists.preview_register(tmp_path / "more.csv").earlier is None
    bring_in(office, tmp_path)
    assert [name for name, _ in picture(office)[0]] == [name for name, _ in after[0]]


def test_what_was_touched_since_is_kept_and_listed(desks: tuple[App, App, App], tmp_path: Path) -> None:
    office = desks[0]
    brought = bring_in(office, tmp_path)
    office.visits.log(talk(card_of(office, "Lường Văn Xôm")))
    office.households.edit_person(card_of(office, "Tẩn Mý Dao").members[0].id, {"phone": "0900111222"})
    done = office.imports.undo(brought).value
    assert {(row.table, row.subject) for row in done.kept} == {
        ("household", "Lường Văn Xôm"), ("person", "Lường Văn Xôm"), ("person", "Tẩn Mý Dao"),
    }  # fmt: skip
    assert [m.name for m in card_of(office, "Lường Văn Xôm").members] == ["Lường Văn Xôm"]
    kept = card_of(office, "Tẩn Mý Dao").members[0]
    assert (kept.phone, kept.citizen_number) == ("0900111222", None)
    sound(office)


def test_lists_are_taken_back_the_newest_first(desks: tuple[App, App, App], tmp_path: Path) -> None:
    office = desks[0]
    before = picture(office)
    first = bring_in(office, tmp_path)
    between = picture(office)
    rows = [("9", "Hạng A Sùng", "1980", "Nam", "", "Chủ hộ", "", "Bản Nà Ly")]
    second = office.lists.import_register(write_list(tmp_path / "last.csv", rows)).value.import_id
    assert second
    with pytest.raises(BadInput) as refused:
        office.imports.undo(first)
    assert refused.value.key == "not_newest"
    assert office.imports.find_last(LIST) == second
    office.imports.undo(second)
    assert picture(office) == between
    office.imports.undo(first)
    assert picture(office) == before
    assert office.imports.find_last(LIST) not in (first, second)


# ------------------------------------------------------------------------------------------------------------ files
def test_a_file_taken_back_leaves_what_was_there_before(desks: tuple[App, App, App], field: Field) -> None:
    office, one, _ = desks
    before = picture(office)
    work_a_day(one)
    brought = send(one, office, field.stick)
    after = picture(office)
    assert after != before
    told = office.imports.preview_undo(brought)
    assert picture(office) == after
    done = office.imports.undo(brought).value
    assert done.kept == told.kept == ()
    assert done.removed == told.removed
    assert done.removed["household"] == 1
    assert done.fields >= 3
    assert picture(office) == before
    sound(office)
    with pytest.raises(NotFound):
        office.imports.find_last(FILES)
    with pytest.raises(NotFound):
        office.imports.undo("none")


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.torture) for n in range(1, 8))])
def test_several_files_in_any_order_are_taken_back_one_after_the_other(
    desks: tuple[App, App, App], field: Field, seed: int
) -> None:
    office, one, lead = desks
    chance = random.Random(seed)
    pictures, brought = [picture(office)], []
    givers = [one, lead, one]
    chance.shuffle(givers)
    for place, giver in enumerate(givers):
        work_a_day(giver, seed=seed + place)
        field.one.clock.pass_by(hours=1)
        brought.append(send(giver, office, field.stick))
        pictures.append(picture(office))
    for name, wanted in zip(reversed(brought), reversed(pictures[:-1]), strict=True):
        assert office.imports.undo(name).value.kept == ()
        assert picture(office) == wanted
    sound(office)


def test_what_was_touched_since_keeps_its_household(desks: tuple[App, App, App], field: Field) -> None:
    office, one, _ = desks
    work_a_day(one)
    brought = send(one, office, field.stick)
    office.visits.log(door(card_of(office, "Vàng Thị Súa")))
    done = office.imports.undo(brought).value
    assert [(row.table, row.household[:2]) for row in done.kept] == [("household", "NL")]
    assert done.removed["person"] == 2
    sound(office)


def test_a_sign_up_and_its_money_go_with_the_file(desks: tuple[App, App, App], field: Field) -> None:
    office, one, _ = desks
    before = picture(office)
    person = card_of(one, "Lò Văn Páo").members[2].id
    app_sign_up(one, person)
    brought = send(one, office, field.stick)
    assert office.enrolments.list_of_day() != []
    assert office.imports.undo(brought).value.kept == ()
    assert picture(office) == before
    assert office.printing.summarise(office.desk.today).money_taken == 0


def app_sign_up(app: App, person: bytes) -> None:
    new = NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=891_000, receipt="BL-0001")
    app.enrolments.sign_up(new)


def test_an_undone_file_is_said_and_can_be_read_again_and_undone_again(
    desks: tuple[App, App, App], field: Field
) -> None:
    office, one, _ = desks
    before = picture(office)
    work_a_day(one)
    app_sign_up(one, card_of(one, "Lò Văn Páo").members[2].id)
    brought = send(one, office, field.stick)
    after = picture(office)
    office.imports.undo(brought)
    (told,) = office.syncing.preview([field.stick]).files
    assert (told.state, told.reason_key) == (FileState.WAITING, "undone")
    assert told.new > 5
    assert picture(office) == before
    for _ in range(2):
        report = office.syncing.read([field.stick]).value
        (file,) = report.files
        assert (file.state, file.reason_key, file.new) == (FileState.APPLIED, "undone", told.new)
        assert picture(office) == after
        (again,) = office.syncing.read([field.stick]).value.files
        assert again.state is FileState.ALREADY
        assert report.import_id
        assert office.imports.undo(report.import_id).value.kept == ()
        assert picture(office) == before
    (machine,) = [m for m in office.syncing.list_machines() if m.device == "Máy one"]
    assert machine.missing == ()
    sound(office)


def test_undoing_opens_the_senders_ledger_again_until_the_file_is_read_once_more(
    desks: tuple[App, App, App], field: Field
) -> None:
    office, one, _ = desks
    work_a_day(one)
    brought = send(one, office, field.stick)

    def answer() -> dict[LedgerState, int]:
        (written,) = (f for f in office.syncing.write(field.stick).value if "return" in f.path or f.path)
        one.syncing.read([Path(written.path)])
        return one.syncing.read_ledger().rows

    rows = answer()
    assert (rows[LedgerState.ON_FILE], rows[LedgerState.ACCEPTED] > 0) == (0, True)
    accepted = rows[LedgerState.ACCEPTED]
    office.imports.undo(brought)
    rows = answer()
    assert (rows[LedgerState.ON_FILE], rows[LedgerState.ACCEPTED], rows[LedgerState.REFUSED]) == (
        accepted,
        0,
        0,
    )
    assert one.syncing.read_ledger().files[0].answered_at is None
    office.syncing.read([field.stick])
    rows = answer()
    assert (rows[LedgerState.ON_FILE], rows[LedgerState.ACCEPTED]) == (0, accepted)
