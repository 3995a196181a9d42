"""Lists of people to be asked in a real office: who is asked, who is not and why, what waits for a person."""

from datetime import date
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_lines import ListedReport, Staff
from outreach_app.domain.people import Scheme
from outreach_app.domain.progress import Step, Stopped
from outreach_app.domain.prospect_rows import ProspectFilter
from outreach_app.domain.rows import WorkReason
from outreach_app.errors import BadInput, NotAllowed, NotFound
from outreach_app.exchange.column_choices import ColumnChoice
from outreach_app.exchange.wordings import Field as ListField
from outreach_app.i18n import open_catalogue
from outreach_app.services.imports import LIST
from tests.exchange.listed_books import write_listed
from tests.workspaces import card_of
from ui.presenters.card import make_card_view
from ui.presenters.phrases import tell_reason

PAO, THAM, CHU, LU = "012061000017", "012192000333", "012085000441", "012079000665"
SHOPS = LayoutKey.BUSINESS_HOUSEHOLDS
SHOP_ROWS = [
    ("1", "Quán phở", "Giàng A Chư", CHU, "", "Thuế khoán", ""),
    ("2", "Tạp hóa", "Vàng A Lử", LU, "", "Kê khai", ""),
    ("3", "Xe tải", "Lò Thị Thắm", THAM, "", "", "Bản Nà Ly"),
    ("4", "Xay xát", "Sùng Thị Mỷ", "", "17/09/1988", "Khoán", "Bản Nà Ly"),
    ("5", "Rèn", "Tẩn Mý Dao", "", "", "Khoán", "Bản Nà Ly"),
    ("6", "Chợ", "Không Có Ai", "", "1980", "Khoán", ""),
    ("7", "Hàn", "Lù Seo Vần", "", "30/13/1969", "Khoán", ""),
]


@pytest.fixture
def here(office: App) -> App:
    office.office.say_who_works("Bùi Văn Kế")
    return office


@pytest.fixture
def shops(tmp_path: Path) -> Path:
    return write_listed(tmp_path / "hkd.csv", SHOPS, SHOP_ROWS)


def states(report: ListedReport) -> list[tuple[int, str, str]]:
    return [(line.row - 3, line.state.value, line.reason_key or line.found_key) for line in report.lines]


def bring(app: App, path: Path, key: LayoutKey) -> ListedReport:
    return app.prospect_lists.bring_in(path, key).value


def asked(app: App, *, closed: bool = False) -> list[tuple[str, str, str]]:
    lines = app.prospects.list_lines(ProspectFilter(closed=closed))
    return [(line.name, line.scheme.value, line.reason) for line in lines]


SHOP_STATES = [
    (1, "new", "new"),
    (2, "compulsory", "compulsory_occupation"),
    (3, "compulsory", "compulsory_occupation"),
    (4, "new", "new"),
    (5, "maybe", "name_and_village"),
    (6, "not_found", "not_here"),
]


def test_a_preview_says_all_and_writes_nothing(here: App, shops: Path) -> None:
    before = here.upkeep.check()
    report = here.prospect_lists.preview(shops, SHOPS)
    assert states(report) == SHOP_STATES
    assert [(each.row, each.reason_key) for each in report.refused] == [(10, "impossible_date")]
    assert (report.preview, report.prospects, report.closed, report.rows) == (True, 2, 2, 7)
    assert here.upkeep.check() == before
    assert here.listed_doubts.list_all() == []


def test_a_list_makes_prospects_with_reason_and_source_once_and_is_taken_back(here: App, shops: Path) -> None:
    report = bring(here, shops, SHOPS)
    lines = here.prospects.list_lines(ProspectFilter(import_id=report.import_id))
    assert [(each.name, each.reason, each.source, each.source_row, each.named_on) for each in lines] == [
        ("Giàng A Chư", "tax_business", "hkd.csv", 4, date(2026, 11, 21)),
        ("Sùng Thị Mỷ", "tax_business", "hkd.csv", 7, date(2026, 11, 21)),
    ]
    assert {each[0] for each in asked(here, closed=True)} == {"Vàng A Lử", "Lò Thị Thắm"}
    (counted,) = here.prospects.count_reasons(ProspectFilter())
    assert (counted.reason, counted.people, counted.households) == ("tax_business", 2, 1)
    again = here.prospect_lists.preview(shops, SHOPS)
    assert (again.prospects, again.closed, again.earlier is not None) == (0, 0, True)
    assert len(here.listed_doubts.list_all()) == 1
    past = next(each for each in here.lists.list_imports() if each.name == "hkd.csv")
    assert (past.name, past.counts["new"], past.counts["maybe"]) == ("hkd.csv", 2, 1)
    undone = here.imports.undo(here.imports.find_last(LIST)).value
    assert (dict(undone.removed), undone.kept) == ({"prospect": 4}, ())
    assert asked(here) == asked(here, closed=True) == []
    assert here.listed_doubts.list_all() == []
    assert not here.upkeep.check().problems


def test_a_named_door_stands_on_today_with_the_list_that_named_it(here: App, shops: Path) -> None:
    bring(here, shops, SHOPS)
    (item,) = (each for each in here.work.list_doors() if each.reason is WorkReason.LISTED)
    assert item.household.head == "Giàng A Chư"
    assert item.detail == "Giàng A Chư, Sùng Thị Mỷ · tax_business · hkd.csv"
    assert tell_reason(open_catalogue("vi"), item) == (
        "Giàng A Chư, Sùng Thị Mỷ · trong danh sách hộ kinh doanh của thuế · hkd.csv"
    )


def test_somebody_says_who_is_meant(here: App, shops: Path) -> None:
    bring(here, shops, SHOPS)
    (doubt,) = here.listed_doubts.list_all()
    made = here.listed_doubts.settle(doubt.id, card_of(here, "Lù Seo Vần").members[0].id)
    assert made.value is not None
    assert made.value.state.value == "new"
    here.listed_doubts.reopen(doubt.id, made.changes.written)
    assert "Lù Seo Vần" not in {each[0] for each in asked(here)}
    assert (doubt.name, doubt.row, [each.name for each in doubt.people]) == ("Tẩn Mý Dao", 8, ["Tẩn Mý Dao"])
    line = here.listed_doubts.settle(doubt.id, doubt.people[0].person).value
    assert line is not None
    assert (line.state.value, line.reason_key) == ("left_out", "past_retirement")
    assert here.listed_doubts.list_all() == []
    with pytest.raises(NotFound):
        here.listed_doubts.settle(doubt.id, None)
    # The same list again asks nobody about that row.
    assert (5, "left_out", "settled") in states(bring(here, shops, SHOPS))
    assert here.listed_doubts.count() == 0


def test_whoever_is_erased_stands_in_no_row_that_waits(here: App, shops: Path) -> None:
    bring(here, shops, SHOPS)
    dao = card_of(here, "Tẩn Mý Dao").members[0]
    here.erasing.erase(dao.id, why="yêu cầu ngày 20/11")
    assert here.listed_doubts.list_all() == []


def test_due_members_get_their_last_day_and_stand_among_renewals(here: App, tmp_path: Path) -> None:
    rows = [
        ("1", "Lò Thị Thắm", "1992", THAM, "11/2026", "Nà Ly"),
        ("2", "Giàng A Chư", "1985", CHU, "11/2026", "Nà Ly"),
    ]
    path = write_listed(tmp_path / "due.csv", LayoutKey.DUE_VOLUNTARY, rows)
    report = bring(here, path, LayoutKey.DUE_VOLUNTARY)
    assert (report.prospects, report.covers) == (2, 2)
    renewals = {
        item.person.name
        for item in here.renewals.list_renewals().items
        if item.renewal.scheme is Scheme.VOLUNTARY
    }
    assert renewals == {"Lò Thị Thắm", "Giàng A Chư"}
    assert asked(here) == [
        ("Lò Thị Thắm", "voluntary", "due"),
        ("Giàng A Chư", "voluntary", "due"),
        ("Giàng A Chư", "voluntary", "member_in_household"),
    ]
    # Who is known to be paid for longer than a list tells is nobody who is due.
    earlier = write_listed(
        tmp_path / "earlier.csv", LayoutKey.DUE_VOLUNTARY, [("1", "Lò Thị Thắm", "", THAM, "10/2026", "")]
    )
    assert states(here.prospect_lists.preview(earlier, LayoutKey.DUE_VOLUNTARY)) == [
        (1, "covered", "covered_beyond")
    ]


def test_free_cards_that_ended_are_renewals_whatever_the_register_says_of_the_area(
    here: App, tmp_path: Path
) -> None:
    rows = [("1", "Lò Thị Thắm", "20/11/1992", THAM, "", "30/09/2026", "Nà Ly")]
    path = write_listed(tmp_path / "free.csv", LayoutKey.FREE_CARDS, rows)
    assert bring(here, path, LayoutKey.FREE_CARDS).prospects == 1
    (item,) = here.renewals.list_renewals().items
    assert (item.person.name, item.renewal.reason.value) == ("Lò Thị Thắm", "free_card_ended")


def test_a_population_list_asks_whoever_is_not_insured_and_for_a_card_only_whoever_has_none(
    here: App, tmp_path: Path
) -> None:
    rows = [
        ("1", "Lò Thị Thắm", "20/11/1992", "Nữ", THAM, "Nà Ly", "Không"),
        ("2", "Giàng A Chư", "05/06/1985", "Nam", CHU, "Nà Ly", "Có"),
        ("3", "Lò Văn Páo", "12/03/1961", "Nam", PAO, "Nà Ly", ""),
    ]
    report = bring(here, write_listed(tmp_path / "p.csv", LayoutKey.POPULATION, rows), LayoutKey.POPULATION)
    assert [(line.name, line.state.value, [s.value for s in line.schemes]) for line in report.lines] == [
        ("Lò Thị Thắm", "new", ["voluntary", "household_health"]),
        ("Giàng A Chư", "new", ["voluntary"]),
        ("Lò Văn Páo", "left_out", []),
    ]
    # A list that tells more takes the place of the plain reason.
    shops = write_listed(tmp_path / "hkd.csv", SHOPS, SHOP_ROWS[:1])
    assert bring(here, shops, SHOPS).renamed == 1
    assert ("Giàng A Chư", "voluntary", "tax_business") in asked(here)


def test_officers_and_pensioners_are_never_asked_and_leave_the_list(here: App, tmp_path: Path) -> None:
    people = [("1", "Lò Thị Thắm", "", "", THAM, "", ""), ("2", "Giàng A Chư", "", "", CHU, "", "")]
    bring(here, write_listed(tmp_path / "p.csv", LayoutKey.POPULATION, people), LayoutKey.POPULATION)
    officers = write_listed(
        tmp_path / "o.csv",
        LayoutKey.VILLAGE_OFFICERS,
        [("1", "Lò Thị Thắm", "", THAM, "Trưởng bản", "Nà Ly")],
    )
    assert states(bring(here, officers, LayoutKey.VILLAGE_OFFICERS)) == [
        (1, "compulsory", "compulsory_occupation")
    ]
    retired = write_listed(
        tmp_path / "r.csv", LayoutKey.PENSIONERS, [("1", "Giàng A Chư", "", CHU, "Hưu trí", "")]
    )
    assert states(bring(here, retired, LayoutKey.PENSIONERS)) == [(1, "never", "pensioner")]
    assert asked(here) == []
    # Later lists know it: of the pensioner without end, of the officer unless the list is about insurance paid.
    shops = write_listed(tmp_path / "hkd.csv", SHOPS, SHOP_ROWS[:1])
    assert states(here.prospect_lists.preview(shops, SHOPS)) == [(1, "never", "pensioner")]
    again = here.prospect_lists.preview(tmp_path / "p.csv", LayoutKey.POPULATION)
    assert states(again) == [(1, "compulsory", "compulsory_before"), (2, "never", "pensioner")]


def test_firms_and_co_operatives_know_a_manager_from_a_member(here: App, tmp_path: Path) -> None:
    firm = write_listed(
        tmp_path / "f.csv", LayoutKey.FIRMS, [("1", "Công ty Nà Ly", "6200000001", "Giàng A Chư", CHU, "3")]
    )
    assert states(here.prospect_lists.preview(firm, LayoutKey.FIRMS)) == [
        (1, "compulsory", "compulsory_occupation")
    ]
    rows = [
        ("1", "HTX Bản Bo", "", "Giàng A Chư", "1985", CHU, "Giám đốc"),
        ("2", "HTX Bản Bo", "", "Lò Thị Thắm", "1992", THAM, "Thành viên"),
    ]
    members = write_listed(tmp_path / "h.csv", LayoutKey.COOPERATIVES, rows)
    assert [each[1] for each in states(here.prospect_lists.preview(members, LayoutKey.COOPERATIVES))] == [
        "compulsory", "new",
    ]  # fmt: skip


def test_columns_chosen_by_hand_are_remembered_for_lists_headed_alike(here: App, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(f"TT,Ai,Số\n1,Lò Thị Thắm,{THAM}\n", encoding="utf-8")
    choice = ColumnChoice({ListField.NAME: "B", ListField.CITIZEN_NUMBER: "C"}, header_row=1)
    with pytest.raises(BadInput):
        here.prospect_lists.preview(path, LayoutKey.COOPERATIVES)
    assert here.prospect_lists.bring_in(path, LayoutKey.COOPERATIVES, columns=choice).value.prospects == 1
    later = tmp_path / "later.csv"
    later.write_text(f"TT,Ai,Số\n1,Giàng A Chư,{CHU}\n", encoding="utf-8")
    report = here.prospect_lists.preview(later, LayoutKey.COOPERATIVES)
    assert (report.prospects, report.remembered is not None, report.columns["name"]) == (1, True, "Ai")
    born = ColumnChoice({ListField.RUNNING_NUMBER: ""})
    assert here.prospect_lists.preview(later, LayoutKey.COOPERATIVES, columns=born).columns["name"] == "Ai"
    here.list_columns.forget(later, LayoutKey.COOPERATIVES.value)
    with pytest.raises(BadInput):
        here.prospect_lists.preview(later, LayoutKey.COOPERATIVES)


def test_stopping_a_list_takes_nothing_in(here: App, shops: Path) -> None:
    before = here.upkeep.check()

    def stop_writing(step: Step) -> None:
        if step.name == "write":
            raise Stopped

    with pytest.raises(Stopped):
        here.prospect_lists.bring_in(shops, SHOPS, watch=stop_writing)
    assert here.upkeep.check() == before
    assert here.listed_doubts.list_all() == []
    assert bring(here, shops, SHOPS).prospects == 2


def test_a_laptop_brings_in_no_such_list(one: App, shops: Path) -> None:
    with pytest.raises(NotAllowed):
        one.prospect_lists.preview(shops, SHOPS)


def test_employees_of_firms_are_counted_once_and_kept_with_whoever_has_them(
    here: App, tmp_path: Path
) -> None:
    header = (
        "STT",
        "Tên doanh nghiệp",
        "Người đại diện",
        "CCCD người đại diện",
        "Số lao động",
        "Số lao động tham gia BHXH",
    )
    rows = [
        ("1", "Công ty A", "Giàng A Chư", CHU, "1.240", "1.200"),
        ("2", "Công ty B", "Vàng A Lử", LU, "6", ""),
        ("3", "công ty a", "Không Có Ai", "", "1.240", "1.200"),
        ("4", "Công ty C", "Không Có Ai", "", "nhiều", ""),
    ]
    path = tmp_path / "dn.csv"
    path.write_text("\n".join(";".join(row) for row in (header, *rows)), encoding="utf-8")
    report = bring(here, path, LayoutKey.FIRMS)
    assert report.staff == Staff(firms=2, employees=1246, insured=1200, uninsured=40)
    assert [(each.row, each.reason_key) for each in report.warnings] == [(5, "no_count")]
    past = next(each for each in here.lists.list_imports() if each.name == "dn.csv")
    assert (past.counts["firms"], past.counts["employees"], past.counts["insured_employees"]) == (
        2,
        1246,
        1200,
    )
    lines = here.prospects.list_lines(ProspectFilter(closed=True))
    assert {(each.name, each.employees, each.insured_employees) for each in lines} == {
        ("Giàng A Chư", 1240, 1200), ("Vàng A Lử", 6, None),
    }  # fmt: skip
    view = make_card_view(open_catalogue("vi"), card_of(here, "Giàng A Chư"), here.desk.today)
    assert "Giàng A Chư sử dụng 1.240 lao động, 1.200 người đã tham gia BHXH." in view.place
    here.imports.undo(here.imports.find_last(LIST))
    assert not card_of(here, "Giàng A Chư").prospects
