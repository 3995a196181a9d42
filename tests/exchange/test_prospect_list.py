"""Lists of people to be asked as offices head them: which column is what, and how little of a row is kept."""

from datetime import date
from pathlib import Path

import pytest

from outreach_app.domain.eligibility import Occupation
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.errors import BadInput
from outreach_app.exchange.column_choices import ColumnChoice, name_headers
from outreach_app.exchange.prospect_list import ProspectList, find_columns, read_people
from outreach_app.exchange.sheets import read_sheets
from outreach_app.exchange.wordings import LISTED_FIELDS, Field
from outreach_app.services.list_layouts import load_layouts
from tests.exchange.listed_books import HEADERS, write_listed

TODAY = date(2026, 11, 21)
EXPECTED = {
    LayoutKey.DUE_HEALTH: "name insurance_number born citizen_number health_until address",
    LayoutKey.DUE_VOLUNTARY: "name born citizen_number paid_until village",
    LayoutKey.FREE_CARDS: "name born citizen_number card_number health_until village",
    LayoutKey.FIRMS: "business name citizen_number employees",
    LayoutKey.BUSINESS_HOUSEHOLDS: "business name tax_number born tax_method address",
    LayoutKey.COOPERATIVES: "business name born citizen_number position",
    LayoutKey.POPULATION: "name born sex citizen_number address has_card",
    LayoutKey.VILLAGE_OFFICERS: "name born citizen_number position village",
    LayoutKey.PENSIONERS: "name born citizen_number",
}


def read(path: Path, key: LayoutKey, choice: ColumnChoice | None = None) -> ProspectList:
    book = load_layouts()
    found = find_columns(read_sheets(path), book.layouts[key], choice=choice)
    return read_people(found, book.layouts[key], book, today=TODAY)


@pytest.mark.parametrize("key", LayoutKey)
def test_each_list_is_understood_as_its_office_heads_it(tmp_path: Path, key: LayoutKey) -> None:
    path = write_listed(tmp_path / "list.csv", key, [["1", "Lò Văn Páo", *[""] * (len(HEADERS[key]) - 2)]])
    found = find_columns(read_sheets(path), load_layouts().layouts[key])
    columns = [str(field) for field in found[0][1].columns if field is not Field.RUNNING_NUMBER]
    assert columns == EXPECTED[key].split()
    assert not found[0][1].unknown


def test_every_field_that_a_layout_names_is_one(tmp_path: Path) -> None:
    layouts = load_layouts().layouts.values()
    named = {name for layout in layouts for name in (*layout.wordings.values(), layout.until) if name}
    assert named <= set(Field)
    assert set(LISTED_FIELDS) <= named


def test_a_personal_tax_number_is_the_citizen_number_and_no_insurance_number(tmp_path: Path) -> None:
    rows = [
        ("1", "Phở", "Giàng A Chư", "012085000441", "1985", "Thuế khoán", ""),
        ("2", "Quán", "Lù Seo Vần", "8123456789", "", "Kê khai", "Bản Hua Sẳng"),
        ("3", "Xe ôm", "Vàng A Lử", "", "31/02/1979", "", ""),
    ]
    listed = read(
        write_listed(tmp_path / "hkd.csv", LayoutKey.BUSINESS_HOUSEHOLDS, rows), LayoutKey.BUSINESS_HOUSEHOLDS
    )
    assert [(p.citizen_number, p.insurance_number, p.work) for p in listed.people] == [
        ("012085000441", None, Occupation.OTHER_BUSINESS_OWNER), (None, None, Occupation.BUSINESS_OWNER),
    ]  # fmt: skip
    assert [(each.row, each.reason_key) for each in listed.refused] == [(6, "impossible_date")]


def test_days_positions_and_cards_are_read_and_telephones_are_not_kept(tmp_path: Path) -> None:
    due = read(
        write_listed(
            tmp_path / "due.csv",
            LayoutKey.DUE_VOLUNTARY,
            [
                ("1", "Lò Thị Thắm", "1992", "", "12/2026", "Nà Ly"),
                ("2", "Sùng Thị Mỷ", "", "", "bao giờ", ""),
            ],
        ),
        LayoutKey.DUE_VOLUNTARY,
    )
    assert [(p.until, p.place) for p in due.people] == [(date(2026, 12, 31), "Nà Ly"), (None, "")]
    assert [each.row for each in due.warnings] == [5]
    people = read(
        write_listed(
            tmp_path / "pop.csv",
            LayoutKey.POPULATION,
            [
                ("1", "Lò Thị Thắm", "1992", "Nữ", "", "Bản Nà Ly", "Không"),
                ("2", "A Lử", "", "", "", "", "Có"),
            ],
        ),
        LayoutKey.POPULATION,
    ).people
    assert [p.has_card for p in people] == [False, True]
    assert not {"phone", "sex", "relation"} & set(type(people[0]).__slots__)


def test_columns_chosen_by_hand_are_taken_and_a_list_without_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("TT,Ai,Số\n1,Lò Thị Thắm,012192000333\n", encoding="utf-8")
    with pytest.raises(BadInput, match="No column of names"):
        read(path, LayoutKey.FIRMS)
    choice = ColumnChoice({Field.NAME: "B", Field.CITIZEN_NUMBER: "C"}, header_row=1)
    found = find_columns(read_sheets(path), load_layouts().layouts[LayoutKey.FIRMS], choice=choice)
    assert len(name_headers(found[0][1].headers)) == 16
    assert read(path, LayoutKey.FIRMS, choice).people[0].citizen_number == "012192000333"
