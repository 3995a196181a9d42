"""Lists of people who stopped, brought into real workspaces: who is taken in, who is won back, who is left alone."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from outreach_app.app import App
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import WorkReason
from outreach_app.domain.stopped_lines import LineState, StoppedReport
from outreach_app.domain.visits import Outcome, PersonOutcome
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.imports import LIST
from outreach_app.services.visits import NewVisit
from tests.exchange.stopped_books import write_stopped
from tests.workspaces import Field, card_of, cards, copy_field, write_list

PAO = "012061000017"
Row = tuple[object, ...]


def row(
    name: str, number: object = "", *, ticks: str = "voluntary", month: str = "05/2025", **more: str
) -> Row:
    marks = (
        "x" if kind in ticks.split() else "" for kind in ("compulsory", "voluntary", "health", "unemployment")
    )
    return (
        1,
        "26740",
        name,
        number,
        *marks,
        month,
        "TA0012A",
        more.get("address", ""),
        more.get("phone", ""),
    )


@pytest.fixture
def here(office: App) -> App:
    office.office.say_who_works("Bùi Văn Kế")
    return office


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = [
        row("LÒ VĂN PÁO", PAO),
        row("Sùng Thị Mỷ", ticks="health", address="Bản Nà Ly, xã Bản Bo"),
        row(
            "Lù Seo Vần",
            "0999999999",
            ticks="compulsory health unemployment",
            month="10/2025",
            phone="0912345009",
        ),
        row("Tẩn Mý Dao", ticks="voluntary"),
        row("Người Không Có"),
        row("Thào Thị Chía", ticks=""),
        row("Vàng A Lử", "012079000665", month="2025"),
        row("Vàng A Lử", "012079000665", month="02/2031"),
    ]
    return write_stopped(tmp_path / "C21a.xlsx", rows)


def states(report: StoppedReport) -> list[tuple[int, str, str]]:
    return [(line.row, line.state.value, line.reason_key) for line in report.lines]


def person(app: App, head: str, name: str) -> bytes:
    return next(each.id for each in card_of(app, head).members if each.name == name)


def renewals(app: App) -> set[tuple[str, str, str]]:
    items = app.renewals.list_renewals().items
    return {(item.person.name, item.renewal.scheme.value, item.renewal.reason.value) for item in items}


def held(app: App) -> dict[str, list[tuple[str, str | None, date | None]]]:
    """Periods and prospects of everybody who has any."""
    found: dict[str, list[tuple[str, str | None, date | None]]] = {}
    for card in cards(app):
        names = {member.id: member.name for member in card.members}
        for period in card.memberships:
            found.setdefault(names[period.person], []).append(
                (period.scheme.value, period.source, period.ends)
            )
        for prospect in card.prospects:
            found.setdefault(names[prospect.person], []).append(
                (prospect.scheme.value, prospect.reason, None)
            )
    return found


def tell(app: App, who: bytes, scheme: Scheme, *, starts: str | None = None, ends: str | None = None) -> None:
    with app.desk.write() as writer:
        values = {
            "person": who,
            "scheme": scheme.value,
            "starts": starts,
            "ends": ends,
            "source": "register.xlsx",
        }
        writer.create("membership", values)


EXPECTED = [
    (11, "matched", "number_and_name"),
    (12, "matched", "name_and_village"),
    (13, "matched", "name_and_phone"),
    (14, "choose", "only_name"),
    (15, "unknown", "not_here"),
]


def test_a_preview_says_all_and_writes_nothing(here: App, book: Path) -> None:
    before = here.upkeep.check()
    report = here.stopped_lists.preview(book)
    assert states(report) == EXPECTED
    assert [(each.row, each.reason_key) for each in report.refused] == [
        (16, "no_scheme"), (17, "no_month"), (18, "future_month"),
    ]  # fmt: skip
    assert (report.preview, report.import_id, report.made) == (True, None, 5)
    (choose,) = report.select(LineState.CHOOSE)
    assert choose.people[0].code == card_of(here, "Tẩn Mý Dao").household.code
    assert held(here) == {}
    assert [past.name for past in here.lists.list_imports() if past.name == book.name] == []
    assert here.upkeep.check() == before


def test_whoever_is_sure_is_taken_in_and_stands_to_be_won_back(here: App, book: Path) -> None:
    report = here.stopped_lists.bring_in(book).value
    assert states(report) == EXPECTED
    april, september = date(2025, 4, 30), date(2025, 9, 30)
    assert held(here) == {
        "Lò Văn Páo": [("voluntary", "C21a.xlsx", april), ("voluntary", "stopped", None)],
        "Sùng Thị Mỷ": [("health", "C21a.xlsx", april), ("household_health", "stopped", None)],
        "Lù Seo Vần": [
            ("compulsory", "C21a.xlsx", september), ("health", "C21a.xlsx", september),
            ("unemployment", "C21a.xlsx", september), ("voluntary", "stopped", None),
            ("household_health", "stopped", None),
        ],
    }  # fmt: skip
    assert renewals(here) == {
        ("Lò Văn Páo", "voluntary", "stopped"),
        ("Sùng Thị Mỷ", "household_health", "card_lapsed"),
        ("Lù Seo Vần", "voluntary", "stopped"),
        ("Lù Seo Vần", "household_health", "card_lapsed"),
    }
    doors = [item for item in here.work.list_doors() if item.reason is WorkReason.LAPSED]
    assert {item.household.head for item in doors} == {"Lò Văn Páo", "Giàng A Chư", "Lù Seo Vần"}
    assert here.upkeep.check().problems == ()
    past = next(each for each in here.lists.list_imports() if each.name == book.name)
    assert (past.id, past.counts["people"], past.counts["refused"]) == (report.import_id, 3, 3)


def test_the_same_list_again_and_a_copy_of_it_make_nothing_new(here: App, book: Path, tmp_path: Path) -> None:
    here.stopped_lists.bring_in(book)
    before = held(here)
    again = here.stopped_lists.bring_in(book).value
    assert (again.made, again.ended, again.earlier is not None) == (0, 0, True)
    assert {line.state for line in again.lines[:3]} == {LineState.KNOWN}
    doubled = write_stopped(tmp_path / "other.xlsx", [row("Lò Văn Páo", PAO), row("Páo Lò", PAO)])
    assert [line.state for line in here.stopped_lists.bring_in(doubled).value.lines] == [LineState.KNOWN] * 2
    assert held(here) == before


def test_somebody_listed_twice_is_taken_in_once(here: App, tmp_path: Path) -> None:
    path = write_stopped(tmp_path / "two.xlsx", [row("Lò Văn Páo", PAO), row("Lò Văn Páo", PAO)])
    report = here.stopped_lists.bring_in(path).value
    assert [line.state for line in report.lines] == [LineState.MATCHED, LineState.KNOWN]
    assert len(held(here)["Lò Văn Páo"]) == 2


def test_a_list_is_taken_back_whole_with_the_end_it_told(here: App, book: Path) -> None:
    pao = person(here, "Lò Văn Páo", "Lò Văn Páo")
    tell(here, pao, Scheme.VOLUNTARY, starts="2023-01-01")
    before = held(here), renewals(here), here.work.list_doors()
    report = here.stopped_lists.bring_in(book).value
    assert report.ended == 1
    assert held(here)["Lò Văn Páo"][0] == ("voluntary", "C21a.xlsx", date(2025, 4, 30))
    assert report.import_id == here.imports.find_last(LIST)
    undone = here.imports.undo(report.import_id).value
    assert (undone.removed, undone.fields, undone.kept) == ({"membership": 4, "prospect": 4}, 2, ())
    assert (held(here), renewals(here), here.work.list_doors()) == before
    assert here.stopped_lists.bring_in(book).value.earlier is None
    assert ("Lò Văn Páo", "voluntary", "stopped") in renewals(here)
    assert here.upkeep.check().problems == ()


def test_a_register_and_such_a_list_are_taken_back_the_newest_first(
    here: App, book: Path, tmp_path: Path
) -> None:
    first = here.stopped_lists.bring_in(book).value
    more = [("9", "Lường Văn Xôm", "1970", "Nam", "", "Chủ hộ", "", "Bản Nà Ly")]
    second = here.lists.import_register(write_list(tmp_path / "more.csv", more)).value
    assert first.import_id
    assert second.import_id
    with pytest.raises(BadInput) as refused:
        here.imports.undo(first.import_id)
    assert refused.value.key == "not_newest"
    here.imports.undo(second.import_id)
    here.imports.undo(first.import_id)
    assert held(here) == {}


def test_a_person_says_who_is_meant(here: App, book: Path) -> None:
    dao = card_of(here, "Tẩn Mý Dao")
    by_code = here.stopped_lists.preview(book, choices={14: dao.household.code})
    assert states(by_code)[3] == (14, "matched", "chosen")
    chia = person(here, "Vàng A Lử", "Thào Thị Chía")
    here.stopped_lists.bring_in(book, choices={14: dao.household.code, 15: chia.hex()})
    assert {("Tẩn Mý Dao", "voluntary", "stopped"), ("Thào Thị Chía", "voluntary", "stopped")} <= renewals(
        here
    )


def test_what_was_chosen_once_is_not_asked_again(here: App, book: Path, tmp_path: Path) -> None:
    here.stopped_lists.bring_in(book, choices={14: card_of(here, "Tẩn Mý Dao").household.code})
    again = here.stopped_lists.preview(book)
    assert [line.row for line in again.select(LineState.KNOWN)] == [11, 12, 13, 14]
    assert again.select(LineState.CHOOSE) == []
    # a namesake beside somebody with a row of their own is still asked about
    other = write_stopped(tmp_path / "other.xlsx", [row("Lò Văn Páo", PAO), row("Lò Văn Páo")])
    assert [line.state for line in here.stopped_lists.preview(other).lines] == [
        LineState.KNOWN,
        LineState.CHOOSE,
    ]


def test_a_choice_that_names_nobody_writes_nothing(here: App, book: Path) -> None:
    other = card_of(here, "Lò Văn Páo").household.code
    for choices, key in (
        ({99: other}, "no_row"),
        ({16: other}, "no_row"),
        ({14: other}, "match"),
        ({14: "0" * 32}, "match"),
    ):
        with pytest.raises(BadInput) as refused:
            here.stopped_lists.bring_in(book, choices=choices)
        assert refused.value.key == key
    with pytest.raises((BadInput, NotFound)):
        here.stopped_lists.bring_in(book, choices={14: "ZZ-0001-A"})
    assert held(here) == {}


def test_whoever_joined_again_is_left_alone(here: App, tmp_path: Path) -> None:
    pao, tham = (person(here, "Lò Văn Páo", name) for name in ("Lò Văn Páo", "Lò Thị Thắm"))
    here.enrolments.sign_up(NewEnrolment(tham, Scheme.VOLUNTARY, "3", date(2026, 11, 1)))
    tell(here, pao, Scheme.VOLUNTARY, starts="2026-01-01", ends="2026-12-31")
    path = write_stopped(tmp_path / "c.xlsx", [row("Lò Thị Thắm", "012192000333"), row("Lò Văn Páo", PAO)])
    before = held(here)
    report = here.stopped_lists.bring_in(path).value
    assert [line.state for line in report.lines] == [LineState.JOINED_AGAIN] * 2
    assert str(report.lines[1].note) == "Has joined again since: covered until 2026-12-31."
    assert held(here) == before
    # a payment of a year after the stop of compulsory insurance leaves nothing to win
    left = write_stopped(tmp_path / "d.xlsx", [row("Lò Thị Thắm", "012192000333", ticks="compulsory")])
    assert here.stopped_lists.bring_in(left).value.made == 1
    assert [kept[1] for kept in held(here)["Lò Thị Thắm"]] == ["d.xlsx"]


def test_a_card_known_to_last_longer_waits_for_a_person(here: App, tmp_path: Path) -> None:
    pao = person(here, "Lò Văn Páo", "Lò Văn Páo")
    tell(here, pao, Scheme.HEALTH, ends="2027-03-31")
    path = write_stopped(tmp_path / "c.xlsx", [row("Lò Văn Páo", PAO, ticks="compulsory health")])
    report = here.stopped_lists.bring_in(path).value
    (line,) = report.select(LineState.CHOOSE)
    assert str(line.note) == "Covered until 2027-03-31 as far as is known here."
    assert (report.made, renewals(here)) == (0, set())
    here.stopped_lists.bring_in(path, choices={11: card_of(here, "Lò Văn Páo").household.code})
    assert renewals(here) == {
        ("Lò Văn Páo", "household_health", "card_lapsed"),
        ("Lò Văn Páo", "voluntary", "stopped"),
    }
    assert here.stopped_lists.bring_in(path).value.lines[0].state is LineState.KNOWN


def test_who_refused_or_wants_no_contact_is_not_asked_anew(here: App, tmp_path: Path) -> None:
    card = card_of(here, "Lò Văn Páo")
    pao = card.members[0].id
    for outcome in (Outcome.THINKING, Outcome.REFUSED):
        said = (PersonOutcome(pao, Scheme.VOLUNTARY, outcome),)
        here.visits.log(NewVisit(card.household.id, date(2026, 11, 20), outcomes=said))
    with here.desk.write() as writer:
        writer.edit("person", person(here, "Giàng A Chư", "Giàng A Chư"), {"do_not_contact": True})
    path = write_stopped(
        tmp_path / "c.xlsx", [row("Lò Văn Páo", PAO, ticks="compulsory"), row("Giàng A Chư", "012085000441")]
    )
    here.stopped_lists.bring_in(path)
    assert [kept[1] for kept in held(here)["Lò Văn Páo"]] == ["c.xlsx", "met_at_door"]
    assert [kept[1] for kept in held(here)["Giàng A Chư"]] == ["c.xlsx"]
    assert renewals(here) == set()


def test_a_sign_up_takes_a_former_worker_off_the_list(here: App, tmp_path: Path) -> None:
    path = write_stopped(tmp_path / "c.xlsx", [row("Lò Thị Thắm", "012192000333", ticks="compulsory")])
    here.stopped_lists.bring_in(path)
    item = here.renewals.list_renewals().items[0]
    told = "No longer in compulsory insurance since 2025-05-01: may go on in voluntary insurance"
    assert (str(item.renewal.text), item.renewal.due) == (told, date(2025, 5, 1))
    tham = item.person.id
    here.enrolments.sign_up(NewEnrolment(tham, Scheme.VOLUNTARY, "3", date(2026, 11, 1)))
    assert renewals(here) == set()


def test_the_laptop_hears_of_it_and_brings_in_none_itself(tmp_path: Path, book: Path) -> None:
    field: Field = copy_field(tmp_path)
    office, one = field.office.open(), field.one.open()
    office.office.say_who_works("Bùi Văn Kế")
    one.office.say_who_works("Hoàng Thị Thơm")
    with pytest.raises(NotAllowed) as refused:
        one.stopped_lists.preview(book)
    assert refused.value.key == "office_only"
    for giver, taker in ((one, office), (office, one)):
        if giver is office:
            office.stopped_lists.bring_in(book)
        for file in giver.syncing.write(field.stick).value:
            taker.syncing.read([Path(file.path)])
        for left in field.stick.iterdir():
            left.unlink()
    assert ("Lò Văn Páo", "voluntary", "stopped") in renewals(one)
    assert any(item.reason is WorkReason.LAPSED for item in one.work.list_doors())
    office.close()
    one.close()


def test_a_column_of_reasons_is_kept_with_the_period(here: App, tmp_path: Path) -> None:
    path = write_stopped(tmp_path / "why.xlsx", [(*row("LÒ VĂN PÁO", PAO), "gia đình khó khăn")])
    book = load_workbook(path)
    book.active["M7"] = "Lý do dừng"
    book.save(path)
    here.stopped_lists.bring_in(path)
    (item,) = [each for each in here.renewals.list_renewals().items if each.person.name == "Lò Văn Páo"]
    assert item.lapse is not None
    assert item.lapse.reason is LapseReason.HARDSHIP
