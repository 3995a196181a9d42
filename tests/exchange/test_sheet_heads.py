"""How a file begins, for somebody who names its columns: what is proposed, which sheets are read by what was said."""

from datetime import date

import pytest

from outreach_app.errors import BadInput
from outreach_app.exchange.column_choices import ColumnChoice
from outreach_app.exchange.columns import ColumnMatch
from outreach_app.exchange.register import parse_register
from outreach_app.exchange.sheet_heads import SheetHead, find_known_header, look_at_head
from outreach_app.exchange.sheets import RawSheet
from outreach_app.services.list_columns import DOSSIERS, REGISTER, STOPPED, can_read, list_fields, name_fields

PEOPLE = (("Tạp hóa", "Lò Thị Thắm", "012192000333", "05/04/1988"), ("Tạp hóa", "Giàng A Chư", "", "1979"))
HEADED = RawSheet("Thôn 1", (("Danh sách tháng 11", "", "", ""), ("Quầy", "Ai", "Số", "Ra đời"), *PEOPLE))
COVER = RawSheet(
    "Bìa", (("Xã Bản Bo",), ("Kính gửi", "Ông", "Bà", "Phòng"), ("Nơi nhận", "Lưu", "Vỏ", "Hồ sơ"))
)
KINDS = (REGISTER, STOPPED, DOSSIERS, "population", "business_households")


def read_headings(match: ColumnMatch) -> dict[str, int]:
    return {str(name): place for name, place in match.columns.items()}


def look(*sheets: RawSheet, choice: ColumnChoice | None = None) -> SheetHead:
    return look_at_head(sheets, read_headings, fields=list_fields(REGISTER), choice=choice)


def proposed(head: SheetHead) -> dict[str, str]:
    return {each.field: each.letter for each in head.columns if each.field}


def test_cells_propose_what_headings_do_not_tell_and_names_are_what_differs() -> None:
    head = look(HEADED)
    assert proposed(head) == {"name": "B", "citizen_number": "C", "born": "D"}
    assert (head.header_row, head.rows[1][1], head.columns[1].header) == (2, "Ai", "Ai")
    bare = look(RawSheet("x", PEOPLE))
    assert (bare.header_row, proposed(bare)["name"]) == (0, "B")


def test_what_was_said_before_stands_over_what_is_proposed() -> None:
    told = look(HEADED, choice=ColumnChoice({"name": "A", "born": ""}, header_row=2))
    assert proposed(told) == {"name": "A", "citizen_number": "C"}


def test_a_single_row_is_no_list() -> None:
    with pytest.raises(BadInput, match="No column of names"):
        look(RawSheet("x", (("not a spreadsheet",),)))


def test_sheets_headed_like_the_chosen_one_are_read_and_a_cover_page_is_not() -> None:
    other = RawSheet("Thôn 2", (("Danh sách tháng 11",), *HEADED.rows[1:2], ("", "Vừ A Dế", "", "1990")))
    choice = ColumnChoice({"name": "B", "born": "D"}, header_row=2)
    read = parse_register((COVER, HEADED, other), columns=choice, today=date(2026, 11, 21))
    assert read.sheets == ("Thôn 1", "Thôn 2")
    assert [person.name for home in read.households for person in home.members] == [
        "Lò Thị Thắm", "Giàng A Chư", "Vừ A Dế",
    ]  # fmt: skip


def test_a_header_is_known_again_wherever_it_stands() -> None:
    from outreach_app.exchange.column_choices import match_chosen_header, name_headers

    name = name_headers(match_chosen_header(HEADED, 2).headers)
    moved = RawSheet("x", (("",), ("",), *HEADED.rows[1:]))
    assert find_known_header((COVER, moved), {name}) == (name, 3)
    assert find_known_header((COVER,), {name}) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_is_asked_for_has_words_and_a_name_is_enough(kind: str) -> None:
    assert name_fields(kind).keys() == set(map(str, list_fields(kind)))
    assert can_read(kind, {"name": "A"})
    assert not can_read(kind, {"born": "A", "name": ""})
