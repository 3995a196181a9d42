"""People of a list who are not in the register: entered with their household when that is asked for, and only then."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_lines import ListedReport
from outreach_app.domain.progress import Step, Stopped
from outreach_app.domain.prospect_rows import ProspectFilter
from outreach_app.domain.rows import HouseholdCard
from outreach_app.exchange.table_writer import TableKind
from outreach_app.i18n import open_catalogue
from outreach_app.services.imports import LIST
from tests.exchange.listed_books import write_listed
from tests.workspaces import card_of

HOMES = ("STT", "Số hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Số CCCD", "Thôn", "Có thẻ BHYT")
NEW_ROWS = [
    ("1", "91", "Mùa A Tủa", "Chủ hộ", "02/03/1986", "", "Bản Nà Ly", "không"),
    ("2", "91", "Mùa Thị Xua", "Vợ", "1990", "", "Bản Nà Ly", "có"),
    ("3", "92", "Sùng A Dế", "Chủ hộ", "", "", "Bản Nà Ly", ""),
    ("4", "93", "Sùng A Giống", "Chủ hộ", "1991", "", "Bản Ở Đâu", ""),
    ("5", "94", "Sùng A Vàng", "Chủ hộ", "1992", "", "", ""),
    ("6", "95", "Ly Thị Chá", "Chủ hộ", "2021", "", "Bản Nà Ly", ""),
]
HEAD = 1
PEOPLE = LayoutKey.POPULATION


@pytest.fixture
def here(office: App) -> App:
    office.office.say_who_works("Bùi Văn Kế")
    return office


def write(path: Path, rows: Iterable[Sequence[object]], header: Sequence[str] = HOMES) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def told(report: ListedReport) -> list[tuple[int, str, str]]:
    return [(line.row - HEAD, line.state.value, line.reason_key) for line in report.lines]


def enter(app: App, path: Path, key: LayoutKey = PEOPLE) -> ListedReport:
    return app.prospect_lists.bring_in(path, key, enter=True).value


def asked(app: App, report: ListedReport) -> list[tuple[str, str, str, int | None]]:
    lines = app.prospects.list_lines(ProspectFilter(import_id=report.import_id))
    return [(line.name, line.scheme.value, line.reason, line.source_row) for line in lines]


def test_whoever_is_not_here_is_told_and_entered_only_when_that_is_asked_for(
    here: App, tmp_path: Path
) -> None:
    path = write(tmp_path / "dân cư.csv", NEW_ROWS)
    before = here.upkeep.check()
    plain = here.prospect_lists.preview(path, PEOPLE)
    assert {state for _, state, _ in told(plain)} == {"not_found"}
    assert (plain.writes, plain.entered, plain.incomplete) == (False, 0, [])
    report = here.prospect_lists.preview(path, PEOPLE, enter=True)
    assert told(report) == [
        (1, "new", "new"),
        (2, "new", "new"),
        (3, "not_found", "no_birth"),
        (4, "not_found", "unknown_village"),
        (5, "not_found", "no_village"),
        (6, "not_found", "too_young"),
    ]
    assert (report.entered, report.entered_homes, report.prospects, report.erased) == (2, 1, 3, 0)
    assert [line.row - HEAD for line in report.incomplete] == [3, 4, 5]
    assert here.upkeep.check() == before


def test_a_household_is_entered_with_reason_and_source_and_goes_with_the_list(
    here: App, tmp_path: Path
) -> None:
    before = here.upkeep.check()
    report = enter(here, write(tmp_path / "dân cư.csv", NEW_ROWS))
    card = card_of(here, "Mùa A Tủa")
    assert [(each.name, each.relation) for each in card.members] == [
        ("Mùa A Tủa", "head"),
        ("Mùa Thị Xua", "wife"),
    ]
    assert sorted(asked(here, report)) == [
        ("Mùa A Tủa", "household_health", "in_population", 2),
        ("Mùa A Tủa", "voluntary", "in_population", 2),
        ("Mùa Thị Xua", "voluntary", "in_population", 3),
    ]
    past = next(each for each in here.lists.list_imports() if each.id == report.import_id)
    assert (past.counts["entered"], past.counts["entered_homes"]) == (2, 1)
    again = here.prospect_lists.preview(tmp_path / "dân cư.csv", PEOPLE, enter=True)
    assert (again.entered, again.prospects) == (0, 0)
    undone = here.imports.undo(here.imports.find_last(LIST)).value
    assert (dict(undone.removed), undone.kept) == ({"prospect": 3, "person": 2, "household": 1}, ())
    assert here.upkeep.check().problems == before.problems
    assert not here.households.find("Mùa A Tủa").hits


def test_an_address_leads_to_one_village_or_to_none(here: App, tmp_path: Path) -> None:
    header = ("STT", "Họ và tên", "Năm sinh", "Địa chỉ")
    rows = [
        ("1", "Mùa A Một", "1986", "Số 5 bản Nà Ly"),
        ("2", "Mùa Thị Hai", "1987", "Số 5 bản Nà Ly"),
        ("3", "Mùa A Ba", "1988", "Bản Nà Ly"),
        ("4", "Mùa A Bốn", "1989", "Bản Nà Ly, xã Không Đâu"),
        ("5", "Mùa A Năm", "1990", "Phố huyện"),
    ]
    report = enter(here, write(tmp_path / "d.csv", rows, header))
    assert told(report) == [
        (1, "new", "new"), (2, "new", "new"), (3, "new", "new"),
        (4, "not_found", "unknown_address"), (5, "not_found", "unknown_address"),
    ]  # fmt: skip
    # One house number is one household; the name of a village is no house.
    assert [each.name for each in card_of(here, "Mùa A Một").members] == ["Mùa A Một", "Mùa Thị Hai"]
    assert [each.name for each in card_of(here, "Mùa A Ba").members] == ["Mùa A Ba"]


def test_a_newcomer_joins_the_household_that_is_here(here: App, tmp_path: Path) -> None:
    card = card_of(here, "Giàng A Chư")
    rows = [
        ("1", "7", "Sùng Thị Mỷ", "Vợ", "17/09/1988", "", "Bản Nà Ly", ""),
        ("2", "7", "Giàng A Mới", "Chủ hộ", "1960", "", "Bản Nà Ly", ""),
        ("3", "7", "Giàng Thị Mới", "Con", "2000", "", "Bản Nà Ly", ""),
    ]
    report = enter(here, write(tmp_path / "d.csv", rows))
    assert (report.entered, report.entered_homes) == (2, 0)
    joined: HouseholdCard = here.households.read_card(card.household.id)
    fresh = {each.name: each.relation for each in joined.members if each.name.endswith("Mới")}
    # The household has a head already, and nobody who was here is changed.
    assert fresh == {"Giàng A Mới": "other", "Giàng Thị Mới": "child"}
    assert {each.id: each for each in card.members}.items() <= {
        each.id: each for each in joined.members
    }.items()


def test_a_row_that_waits_keeps_its_household_out_until_somebody_settled_it(
    here: App, tmp_path: Path
) -> None:
    rows = [
        ("1", "8", "Tẩn Mý Dao", "Chủ hộ", "", "", "Bản Nà Ly", ""),
        ("2", "8", "Tẩn A Mới", "Con", "1999", "", "Bản Nà Ly", ""),
    ]
    path = write(tmp_path / "d.csv", rows)
    report = enter(here, path)
    assert told(report)[1] == (2, "not_found", "waiting")
    (doubt,) = here.listed_doubts.list_all()
    here.listed_doubts.settle(doubt.id, None)
    report = here.prospect_lists.preview(path, PEOPLE, enter=True)
    assert told(report) == [(1, "not_found", "no_birth"), (2, "new", "new")]


def test_a_household_in_which_somebody_was_erased_gets_nobody_from_a_list(here: App, tmp_path: Path) -> None:
    card = card_of(here, "Giàng A Chư")
    gone = next(each for each in card.members if each.name != "Sùng Thị Mỷ")
    here.erasing.erase(gone.id, why="yêu cầu ngày 20/11")
    born = str(gone.born.year) if gone.born else "1985"
    rows = [
        ("1", "7", "Sùng Thị Mỷ", "Vợ", "17/09/1988", "", "Bản Nà Ly", ""),
        ("2", "7", gone.name, "Chủ hộ", born, "", "Bản Nà Ly", ""),
        ("3", "70", "Mùa A Tủa", "Chủ hộ", "1986", "", "Bản Nà Ly", ""),
    ]
    report = enter(here, write(tmp_path / "d.csv", rows))
    assert told(report)[1] == (2, "not_found", "erased_home")
    assert gone.name not in {each.name for each in here.households.read_card(card.household.id).members}
    # Of whom nothing is kept nobody can be known again: the preview says how many there are.
    other = write(tmp_path / "e.csv", [("1", "71", "Mùa A Khác", "Chủ hộ", "1986", "", "Bản Nà Ly", "")])
    assert here.prospect_lists.preview(other, PEOPLE, enter=True).erased == 1


def test_a_shop_owner_is_entered_by_the_tax_number_and_who_belongs_elsewhere_is_not(
    here: App, tmp_path: Path
) -> None:
    rows = [
        ("1", "Quán phở", "Mùa A Tủa", "012086000123", "", "Thuế khoán", "Bản Nà Ly"),
        ("2", "Tạp hóa", "Mùa A Sính", "012087000456", "", "Kê khai", "Bản Nà Ly"),
    ]
    path = write_listed(tmp_path / "hkd.csv", LayoutKey.BUSINESS_HOUSEHOLDS, rows)
    report = enter(here, path, LayoutKey.BUSINESS_HOUSEHOLDS)
    assert [(line.name, line.state.value, line.reason_key) for line in report.lines] == [
        ("Mùa A Tủa", "new", "new"),
        ("Mùa A Sính", "not_found", "compulsory_occupation"),
    ]
    (owner,) = card_of(here, "Mùa A Tủa").members
    assert (str(owner.born), owner.sex, owner.citizen_number) == ("1986", "m", "012086000123")
    assert asked(here, report) == [("Mùa A Tủa", "voluntary", "tax_business", 4)]


def test_whoever_stands_in_two_rows_is_entered_once_and_found_twice(here: App, tmp_path: Path) -> None:
    rows = [
        ("1", "Mùa A Tủa", "02/03/1986", "Bản Nà Ly", "11/2026"),
        ("2", "Mùa A Tủa", "02/03/1986", "Bản Nà Ly", "11/2026"),
        ("3", "Sùng Thị Mỷ", "17/09/1988", "Bản Nà Ly", "11/2026"),
        ("4", "Sùng Thị Mỷ", "17/09/1988", "Bản Nà Ly", "11/2026"),
    ]
    header = ("STT", "Họ và tên", "Ngày sinh", "Thôn", "Đóng đến tháng")
    report = enter(here, write(tmp_path / "d.csv", rows, header), LayoutKey.DUE_VOLUNTARY)
    assert told(report) == [
        (1, "new", "new"), (2, "not_found", "repeated"), (3, "new", "new"), (4, "known", "known"),
    ]  # fmt: skip
    assert (report.entered, report.prospects, report.covers) == (1, 2, 2)
    card = card_of(here, "Mùa A Tủa")
    assert [(each.scheme.value, str(each.ends)) for each in card.memberships] == [("voluntary", "2026-11-30")]


def test_rows_that_lack_a_word_are_copied_to_be_completed_and_come_back(here: App, tmp_path: Path) -> None:
    header = ("STT", "Họ và tên", "Số hộ")
    path = write(tmp_path / "d.csv", [("1", "Mùa A Tủa", "4"), ("2", "", "4")], header)
    report = here.prospect_lists.preview(path, PEOPLE, enter=True)
    data = here.prospect_lists.write_incomplete(path, report, TableKind.CSV, open_catalogue("vi"))
    copied = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert copied[0][:5] == [*header, "Thôn", "Ngày sinh"]
    assert [row[:5] for row in copied[1:]] == [["1", "Mùa A Tủa", "4", "", ""], ["2", "", "4", "", ""]]
    assert copied[1][5] == "Danh sách không ghi ngày sinh của người này."
    completed = [(*row[:3], "Bản Nà Ly", "1986") for row in copied[1:2]]
    report = enter(here, write(tmp_path / "e.csv", completed, copied[0]))
    assert report.entered == 1
    assert card_of(here, "Mùa A Tủa").household.village_name == "Nà Ly"


def test_stopped_while_people_are_entered_nothing_is_there(here: App, tmp_path: Path) -> None:
    path, before = write(tmp_path / "d.csv", NEW_ROWS), here.upkeep.check()
    for part in ("read", "enter", "write"):

        def stop(step: Step, part: str = part) -> None:
            if step.name == part and step.total > 1:
                raise Stopped

        with pytest.raises(Stopped):
            here.prospect_lists.bring_in(path, PEOPLE, enter=True, watch=stop)
        assert here.upkeep.check() == before


def test_whoever_looks_like_somebody_here_is_counted_with_the_duplicates(here: App, tmp_path: Path) -> None:
    header = ("STT", "Họ và tên", "Ngày sinh", "Số điện thoại", "Thôn")
    rows = [
        ("1", "Mùa A Tủa", "02/03/1986", "0987654321", "Bản Nà Ly"),
        ("2", "Mùa A Tuả", "02/03/1986", "0987654321", "Bản Nà Ly"),
    ]
    path = write(tmp_path / "d.csv", rows, header)
    report, done = here.prospect_lists.preview(path, PEOPLE, enter=True), enter(here, path)
    assert (report.entered, report.duplicates, done.entered, done.duplicates) == (2, 1, 2, 1)
