"""Headers in many wordings, on one row or two, among title rows."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.exchange.column_choices import column_letter, parse_choice, write_choice
from outreach_app.exchange.columns import find_field, recognise
from outreach_app.exchange.sheets import MergedRange, RawSheet
from outreach_app.exchange.wordings import FIELD_BY_WORDING, LEFT_ALONE, Field

PEOPLE = (("1", "Lò Văn Pao", "1984", "Nam"), ("2", "Lò Thị Hoa", "1986", "Nữ"))


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Họ và tên", Field.NAME), ("HỌ TÊN", Field.NAME),
        ("Tên thành viên", Field.NAME), ("Ngày tháng năm sinh", Field.BORN),
        ("Năm sinh", Field.BORN), ("Sinh ngày", Field.BORN), ("Phái", Field.SEX), ("Nam/Nữ", Field.SEX),
        ("CCCD/CMND", Field.CITIZEN_NUMBER),
        ("Số định danh cá nhân", Field.CITIZEN_NUMBER), ("Số ĐDCN", Field.CITIZEN_NUMBER),
        ("Số CMT (9 hoặc 12 số)", Field.CITIZEN_NUMBER), ("Mã số BHXH (10 số)", Field.INSURANCE_NUMBER),
        ("Số sổ BHXH", Field.INSURANCE_NUMBER), ("Mã số thẻ BHYT", Field.CARD_NUMBER), ("QH chủ hộ", Field.RELATION),
        ("Quan hệ với chủ hộ", Field.RELATION), ("Hộ số", Field.HOUSEHOLD_NUMBER), ("STT hộ", Field.HOUSEHOLD_NUMBER),
        ("Họ tên chủ hộ", Field.HEAD), ("Thôn / Bản", Field.VILLAGE),
        ("Tổ dân phố", Field.VILLAGE), ("SĐT", Field.PHONE),
        ("Tổ liên gia", Field.NEIGHBOUR_GROUP),
        ("Hộ nghèo/cận nghèo/dân tộc", Field.CATEGORY), ("Diện", Field.CATEGORY),
        ("Giá trị thẻ đến", Field.HEALTH_UNTIL),
        ("Thẻ BHYT đến ngày", Field.HEALTH_UNTIL), ("TT", Field.RUNNING_NUMBER),
        ("Dân tộc", Field.ETHNICITY), ("Ngày cấp CCCD", None),
        ("Nơi cấp", None), ("Ghi chú", None), ("Số khẩu", None),
        ("Nơi đăng ký khám chữa bệnh ban đầu", None), ("Xếp loại", None), ("", None),
    ],
)  # fmt: skip
def test_a_label_means_its_field(label: str, field: Field | None) -> None:
    assert find_field(label) == field
    assert find_field(unicodedata.normalize("NFD", label).upper()) == field


def test_no_wording_stands_for_two_things() -> None:
    assert not FIELD_BY_WORDING.keys() & LEFT_ALONE


def test_the_header_is_found_below_titles_and_not_taken_for_data() -> None:
    rows = (("DANH SÁCH HỌ VÀ TÊN CÁC HỘ",), (), ("STT", "Họ tên", "Năm sinh", "Giới tính"), *PEOPLE)
    match = recognise(RawSheet("Sheet1", rows))
    assert (match.header_row, match.data_row) == (2, 3)
    assert match.columns == {Field.RUNNING_NUMBER: 0, Field.NAME: 1, Field.BORN: 2, Field.SEX: 3}
    assert (match.unknown, match.confidence) == ((), 1.0)


@pytest.mark.parametrize(
    "title",
    [
        ("Hộ nghèo",), ("Họ và tên chủ hộ: Lò Văn Páo",), ("Thôn: Nà Ly",),
        ("Danh sách nhân khẩu theo địa chỉ",), ("UBND XÃ BÌNH LƯ", "", "Số điện thoại: 0213 3 877 123"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", ["Mã", "STT", ""])
def test_title_words_right_above_the_header_are_no_part_of_it(title: tuple[str, ...], first: str) -> None:
    header = (first, "Họ và tên", "Năm sinh", "Giới tính", "Ghi chú")
    match = recognise(RawSheet("Sheet1", (title, header, *PEOPLE)))
    assert (match.header_row, match.data_row) == (1, 2)
    assert match.headers == header
    assert set(match.columns) - {Field.RUNNING_NUMBER} == {Field.NAME, Field.BORN, Field.SEX}


def test_a_lone_group_with_its_parts_below_belongs_to_the_header() -> None:
    rows = (("", "", "Năm sinh"), ("STT", "Họ tên", "Nam", "Nữ"), ("1", "Lò Văn Pao", "1984", ""))
    match = recognise(RawSheet("Sheet1", rows))
    assert (match.columns[Field.BORN_MALE], match.columns[Field.BORN_FEMALE]) == (2, 3)
    assert match.data_row == 2


def test_a_first_row_of_words_is_not_taken_into_the_header() -> None:
    rows = (("Họ tên", "Quan hệ", "Giới tính"), ("Lò Văn Pao", "Chủ hộ", "Nam"))
    assert recognise(RawSheet("Sheet1", rows)).data_row == 1


def test_a_word_far_to_the_right_above_the_header_is_no_part_of_it() -> None:
    far = ("",) * 240 + ("ghi chú",)
    match = recognise(RawSheet("A", (far, ("Họ và tên", "Ngày sinh"), ("Lò Văn An", "01/02/1980"))))
    assert match is not None
    assert (match.header_row, match.headers[:2]) == (1, ("Họ và tên", "Ngày sinh"))


def test_a_header_merged_over_two_rows_and_two_columns() -> None:
    rows = (
        ("TT", "Họ tên", "Năm sinh", ""),
        ("", "", "Nam", "Nữ"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("1", "Lò Văn Pao", "1984", ""),
    )
    merged = (MergedRange(0, 0, 1, 0), MergedRange(0, 1, 1, 1), MergedRange(0, 2, 0, 3))
    for ranges in (merged, ()):
        match = recognise(RawSheet("Sheet1", rows, ranges))
        assert match.columns[Field.BORN_MALE] == 2
        assert match.columns[Field.BORN_FEMALE] == 3
        assert match.data_row == 3


def test_nothing_like_a_header_is_no_match() -> None:
    match = recognise(RawSheet("Sheet1", (("a", "b"), ("1", "2"))))
    assert (match.usable, match.confidence) == (False, 0.0)


def test_unknown_headers_are_named() -> None:
    match = recognise(
        RawSheet("Sheet1", (("Họ tên", "Năm sinh", "Xếp loại", "Ghi chú"), ("A", "1984", "x", "")))
    )
    assert match.unknown == ("Xếp loại",)
    assert 0.5 < match.confidence < 1


@given(st.integers(0, 700))
def test_a_match_survives_its_toml(column: int) -> None:
    width = column + 2
    header = tuple(
        "Họ tên" if place == column else "Năm sinh" if place == column + 1 else "" for place in range(width)
    )
    if column > 198:
        return
    match = recognise(RawSheet("Bản “1” \\ x", (header, ("",) * width)))
    choice = parse_choice(write_choice(match, sheet='Bản "1" \\ x'))
    assert (choice.sheet, choice.header_row) == ('Bản "1" \\ x', 1)
    assert choice.columns == {Field.NAME: column_letter(column), Field.BORN: column_letter(column + 1)}


def test_column_letters() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701)] == ["A", "Z", "AA", "ZZ"]
