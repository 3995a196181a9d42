"""Untidy registers as they come in, each against what somebody reading the sheet would expect."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from outreach_app.errors import BadInput, UnreadableFile
from outreach_app.exchange.column_choices import parse_choice, write_choice
from outreach_app.exchange.columns import recognise
from outreach_app.exchange.register import Register, parse_register, read_register
from outreach_app.exchange.sheets import MergedRange, read_sheets, repair_sheet
from outreach_app.exchange.wordings import Field
from tests.data_makers import compound_files, untidy_registers

TODAY = date(2026, 11, 21)

PANH = "Lò Văn Pánh | head | m | 1961-03-12 | 011061000017"
NGOAN = "Quàng Thị Ngoan | wife | f | 1964-01-01 | 011164000025"
THAM = "Lò Thị Thắm | child | f | 1992-11-20 | 011192000333"
CHU = "Giàng A Chư | head | m | 1985-06-05 | 011085000441"
MY = "Sùng Thị Mỷ | wife | f | 1988-09-17 | 011188000559"
NA_CA = ("Bản Nà Cà", "1", [PANH, NGOAN, THAM])
HUOI_LONG = ("Bản Huổi Lóng", "2", [CHU, MY])


def outline(register: Register) -> list[tuple[str, str, list[str]]]:
    """Households as (village, number, members), a member as one line of what is known."""
    return [
        (home.village, home.number, [_line(member) for member in home.members])
        for home in register.households
    ]


def _line(member: object) -> str:
    told = (member.name, member.relation, member.sex, member.born, member.citizen_number)  # type: ignore[attr-defined]
    return " | ".join(str(value) if value else "-" for value in told)


def refusals(register: Register) -> list[tuple[int, str]]:
    return [(row.row, row.reason_key) for row in register.refused]


def warnings(register: Register) -> list[tuple[int, str]]:
    return [(note.row, note.key) for note in register.warnings]


def notes(register: Register) -> list[str]:
    return [str(note) for note in register.notes]


def read(path: Path) -> Register:
    return read_register(path, today=TODAY)


def test_title_rows_above_the_header_are_passed_over_and_name_the_village(tmp_path: Path) -> None:
    register = read(untidy_registers.title_rows(tmp_path))
    assert outline(register) == [NA_CA]
    assert (register.match.header_row, register.match.data_row) == (5, 7)
    assert [member.row for member in register.households[0].members] == [8, 9, 10]
    assert (refusals(register), notes(register)) == ([], [])


def test_a_merged_household_number_and_village_hold_for_all_rows_they_span(tmp_path: Path) -> None:
    register = read(untidy_registers.merged_cells(tmp_path))
    assert outline(register) == [NA_CA, HUOI_LONG]
    assert (register.rows, register.people, refusals(register)) == (5, 5, [])


def test_other_wordings_of_every_column_are_understood(tmp_path: Path) -> None:
    register = read(untidy_registers.other_wordings(tmp_path))
    (home,) = register.households
    assert (home.number, home.neighbour_group, home.category, home.head) == (
        "H07",
        "Tổ 3",
        "near_poor",
        "Nông Văn Lâm",
    )
    assert outline(register)[0][2] == [
        "Nông Văn Lâm | head | m | 1975-09-02 | 006075001234",
        "Bế Thị Thu | wife | f | 1978 | 006178001235",
    ]
    assert [member.insurance_number for member in home.members] == ["4807123456", "4807123457"]
    assert [member.phone for member in home.members] == ["0912345678", "0987654321"]
    assert [member.health_until for member in home.members] == [date(2026, 12, 31)] * 2
    assert notes(register) == [
        "The column of ethnicity is left out: ethnic origin is sensitive personal data.",
        "Columns left out because their headers are not known: Cán bộ phụ trách.",
    ]


def test_dates_of_every_kind_are_read_and_impossible_ones_refused_by_row(tmp_path: Path) -> None:
    register = read(untidy_registers.mixed_dates(tmp_path))
    born = {home.members[0].row: str(home.members[0].born or "") for home in register.households}
    assert born == {
        2: "1984-03-12", 3: "1984-03-12", 4: "1984-03-12", 5: "1984", 6: "1984", 7: "1984-12", 8: "1984-03",
        9: "1984-03-12", 10: "1984-03-12", 11: "1984-03-12", 12: "1984-03-12", 13: "1984", 14: "1984-03-12",
        17: "", 18: "", 19: "1984", 21: "1950", 22: "2015-01-01",
    }  # fmt: skip
    assert refusals(register) == [(15, "impossible_date"), (16, "future_date"), (20, "impossible_date")]
    assert register.rows == 21


def test_lost_zeros_come_back_and_lost_digits_cost_only_the_number(tmp_path: Path) -> None:
    register = read(untidy_registers.lost_zeros(tmp_path))
    (home,) = register.households
    assert [(m.citizen_number, m.insurance_number, m.phone) for m in home.members] == [
        ("020084001122", "0123456789", "0912345678"),
        ("001187001133", "4812345678", "0987654321"),
        (None, None, None),
        ("020212001155", "4812345679", "0912345679"),
        ("080123456", None, None),
        (None, None, None),
    ]
    assert refusals(register) == []
    assert warnings(register) == [
        (4, "digits_lost"), (4, "digits_lost"), (4, "bad_phone"), (6, "old_id_card"), (7, "bad_citizen_number"),
    ]  # fmt: skip


def test_capitals_and_nfd_become_names_in_nfc(tmp_path: Path) -> None:
    assert outline(read(untidy_registers.capitals_and_nfd(tmp_path))) == [NA_CA]


def test_tcvn3_is_told_by_the_font(tmp_path: Path) -> None:
    register = read(untidy_registers.tcvn3_font(tmp_path))
    assert outline(register) == [NA_CA, HUOI_LONG]
    assert notes(register) == ["The list was typed in the old TCVN3 fonts; its text was converted."]


def test_vni_in_an_xls_is_told_by_its_words(tmp_path: Path) -> None:
    register = read(untidy_registers.vni_xls(tmp_path))
    assert outline(register) == [NA_CA, HUOI_LONG]
    assert notes(register) == ["The list was typed in the old VNI fonts; its text was converted."]


def test_blank_rows_are_skipped_and_repeated_people_refused_once(tmp_path: Path) -> None:
    register = read(untidy_registers.blank_and_repeated(tmp_path))
    dog = "Giàng Thị Dợ | child | f | 2016-04-03 | -"
    assert outline(register) == [("Bản Nà Cà", "1", [PANH, NGOAN]), ("Bản Huổi Lóng", "2", [CHU, MY, dog])]
    assert refusals(register) == [(5, "repeated"), (11, "repeated"), (12, "no_name")]
    assert str(register.refused[0].reason) == "The row repeats row 3."
    assert (14, "number_taken") in warnings(register)
    assert register.rows == 8


def test_totals_and_signatures_are_neither_people_nor_refused(tmp_path: Path) -> None:
    register = read(untidy_registers.signatures_below(tmp_path))
    assert outline(register) == [NA_CA, HUOI_LONG]
    assert (refusals(register), register.rows) == ([], 5)


def test_a_header_of_two_rows_tells_sex_by_column_and_headings_tell_the_village(tmp_path: Path) -> None:
    register = read(untidy_registers.two_row_header(tmp_path))
    assert outline(register) == [
        ("Bản Co Mỵ", "", [
            "Lò Văn Inh | head | m | 1958 | 011058000019", "Cà Thị Lả | wife | f | 1960 | -",
            "Lò Văn Hợp | child | m | 1990-02-03 | -", "Quàng Thị Vui | daughter_in_law | f | 1993 | -",
        ]),
        ("Bản Púng Min", "", ["Tòng Văn Xôm | head | m | 1970 | -", "Tòng Thị Muôn | grandchild | f | 2001 | -"]),
    ]  # fmt: skip


def test_sheets_of_one_layout_are_read_together_each_with_its_own_numbers(tmp_path: Path) -> None:
    register = read(untidy_registers.village_sheets(tmp_path))
    assert outline(register) == [NA_CA, ("Bản Huổi Lóng", "1", [CHU, MY])]
    assert len({home.key for home in register.households}) == 2
    assert register.sheets == ("Bản Nà Cà", "Bản Huổi Lóng")
    assert notes(register)[1] == "Sheets left out because they are laid out differently: Tổng hợp."


def test_the_heads_own_column_puts_a_household_together(tmp_path: Path) -> None:
    register = read(untidy_registers.head_column(tmp_path))
    assert outline(register) == [
        ("Tổ dân phố 5", "", [
            "Trần Văn Hùng | head | - | 1970-02-01 | -", "Lê Thị Hoa | other | - | 1973-04-03 | -",
            "Trần Thị Lan | other | - | 2001-06-05 | -",
        ]),
        ("Tổ dân phố 6", "", ["Đỗ Thị Nga | head | - | 1966-08-07 | -"]),
    ]  # fmt: skip
    assert register.households[0].address == "Số 12, ngõ 3"


def test_formulas_count_by_what_was_calculated(tmp_path: Path) -> None:
    register = read(untidy_registers.formulas(tmp_path))
    assert [home.members[0].name for home in register.households] == [
        "Nguyễn Thị Mai",
        "Trần Văn Bình",
        "Phạm Văn Sơn",
    ]
    assert [str(home.members[0].born) for home in register.households] == ["1980", "1981", "1982"]


@pytest.mark.parametrize("name", ["utf8", "utf8_bom", "utf16", "utf16_bare", "cp1258", "tcvn3", "vni"])
def test_text_tables_of_every_encoding_give_the_same_register(tmp_path: Path, name: str) -> None:
    assert outline(read(untidy_registers.csv_files(tmp_path)[name])) == [NA_CA, HUOI_LONG]


@pytest.mark.parametrize(
    ("maker", "key"),
    [
        (untidy_registers.zip_bomb, "bomb"),
        (untidy_registers.lying_bomb, "bomb"),
        (untidy_registers.far_cell, "far_cells"),
        (untidy_registers.truncated, "damaged_file"),
        (untidy_registers.damaged_part, "damaged_file"),
        (untidy_registers.web_page, "web_page"),
        (untidy_registers.word_document, "not_a_spreadsheet"),
        (untidy_registers.noise, "damaged_file"),
        (lambda folder: compound_files.write_protected_xlsx(folder / "a.xlsx"), "protected_file"),
        (lambda folder: compound_files.write_protected_xls(folder / "a.xls"), "protected_file"),
        (lambda folder: compound_files.write_excel5(folder / "a.xls"), "too_old"),
        (lambda folder: compound_files.write_word(folder / "a.xls"), "not_a_spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(tmp_path: Path, maker: object, key: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(maker(tmp_path))  # type: ignore[operator]
    assert refused.value.key == key
    assert str(refused.value.advice).endswith(".")


def test_empty_and_missing_files_are_told_apart(tmp_path: Path) -> None:
    empty = untidy_registers.write_xlsx(tmp_path / "empty.xlsx", [(None, "  "), ()])
    (tmp_path / "zero.csv").write_bytes(b"")
    for path, key in (
        (empty, "empty_file"),
        (tmp_path / "zero.csv", "empty_file"),
        (tmp_path / "none.xlsx", "no_file"),
    ):
        with pytest.raises(UnreadableFile) as refused:
            read(path)
        assert refused.value.key == key


def test_the_cure_for_a_protected_file_names_the_menu(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.xlsx is protected by a password") as refused:
        read(compound_files.write_protected_xlsx(tmp_path / "a.xlsx"))
    assert "File > Info > Protect Workbook > Encrypt with Password" in str(refused.value.advice)


def test_a_list_without_names_is_refused_with_advice(tmp_path: Path) -> None:
    path = untidy_registers.write_xlsx(tmp_path / "a.xlsx", [("Bản", "Số hộ"), ("Nà Cà", 12)])
    with pytest.raises(BadInput) as refused:
        read(path)
    assert refused.value.key == "no_header"


def test_the_same_file_reads_the_same_twice(tmp_path: Path) -> None:
    path = untidy_registers.blank_and_repeated(tmp_path)
    assert read(path) == read(path)


def test_a_sheet_can_be_chosen_and_a_wrong_one_names_the_right_ones(tmp_path: Path) -> None:
    path = untidy_registers.village_sheets(tmp_path)
    chosen = read_register(path, sheet="Bản Huổi Lóng", today=TODAY)
    assert outline(chosen) == [("Bản Huổi Lóng", "1", [CHU, MY])]
    with pytest.raises(BadInput) as refused:
        read_register(path, sheet="Bản X", today=TODAY)
    assert "Bản Nà Cà, Bản Huổi Lóng, Tổng hợp" in str(refused.value.advice)


def test_columns_can_be_corrected_by_letter_and_by_header(tmp_path: Path) -> None:
    rows = [
        ("Ai", "Sinh vào", "Ghi"),
        ("Lò Văn Pánh", "12/3/1961", "Chủ hộ"),
        ("Quàng Thị Ngoan", 1964, "Vợ"),
    ]
    path = untidy_registers.write_xlsx(tmp_path / "a.xlsx", rows)
    choice = parse_choice('header_row = 1\n[columns]\nname = "A"\nborn = "sinh vao"\nrelation = "Ghi"\n')
    register = read_register(path, columns=choice, today=TODAY)
    assert outline(register) == [
        ("", "", ["Lò Văn Pánh | head | - | 1961-03-12 | -", "Quàng Thị Ngoan | wife | f | 1964 | -"])
    ]


def test_a_recognised_match_written_out_and_read_back_gives_the_same_register(tmp_path: Path) -> None:
    path = untidy_registers.two_row_header(tmp_path)
    match = recognise(read_sheets(path)[0])
    again = read_register(path, columns=parse_choice(write_choice(match)), today=TODAY)
    assert outline(again) == outline(read(path))
    assert outline(read_register(path, columns=match, today=TODAY)) == outline(read(path))


def test_a_column_can_be_left_out_by_choice(tmp_path: Path) -> None:
    path = untidy_registers.write_xlsx(
        tmp_path / "a.xlsx", [untidy_registers.PLAIN_HEADER, *untidy_registers.PLAIN_ROWS]
    )
    register = read_register(path, columns=parse_choice('[columns]\ncitizen_number = ""\n'), today=TODAY)
    assert Field.CITIZEN_NUMBER not in register.match.columns
    assert all(member.citizen_number is None for home in register.households for member in home.members)


@pytest.mark.parametrize(
    "text",
    [
        '[columns]\nnickname = "A"\n',
        "columns = 3",
        "[columns",
        '[columns]\nname = "Không có"\n',
        "header_row = 400\n",
    ],
)
def test_a_wrong_column_file_is_refused(tmp_path: Path, text: str) -> None:
    path = untidy_registers.write_xlsx(
        tmp_path / "a.xlsx", [untidy_registers.PLAIN_HEADER, *untidy_registers.PLAIN_ROWS]
    )
    with pytest.raises(BadInput) as refused:
        read_register(path, columns=parse_choice(text), today=TODAY)
    assert refused.value.key == "bad_columns"


def _small(tmp_path: Path, *rows: tuple[object, ...]) -> Register:
    return read(untidy_registers.write_xlsx(tmp_path / "small.xlsx", rows))  # type: ignore[arg-type]


def test_a_head_with_an_impossible_date_is_refused_but_the_household_stays_together(tmp_path: Path) -> None:
    register = _small(
        tmp_path,
        ("Họ tên", "Ngày sinh", "Quan hệ"),
        ("Vì Văn A", "30/02/1960", "Chủ hộ"),
        ("Vì Thị B", "1962", "Vợ"),
        ("Lù Văn C", "1970", "Chủ hộ"),
    )
    assert [[member.name for member in home.members] for home in register.households] == [
        ["Vì Thị B"],
        ["Lù Văn C"],
    ]
    assert refusals(register) == [(2, "impossible_date")]


def test_a_household_number_used_again_for_another_family_makes_another_household(tmp_path: Path) -> None:
    register = _small(
        tmp_path,
        ("Hộ số", "Họ tên", "Quan hệ"),
        (1, "Vì Văn A", "Chủ hộ"),
        (2, "Lù Văn C", "Chủ hộ"),
        (1, "Vì Thị B", "Vợ"),
        (1, "Mè Văn D", "Chủ hộ"),
        (1, "Mè Văn E", "Con"),
    )
    assert [[member.name for member in home.members] for home in register.households] == [
        ["Vì Văn A", "Vì Thị B"], ["Lù Văn C"], ["Mè Văn D", "Mè Văn E"],
    ]  # fmt: skip
    assert len({home.key for home in register.households}) == 3
    assert warnings(register) == [(5, "second_head")]


def test_two_people_of_one_name_and_year_in_two_households_both_stay(tmp_path: Path) -> None:
    register = _small(
        tmp_path,
        ("Hộ số", "Họ tên", "Năm sinh", "Thôn"),
        (1, "Nguyễn Văn Hùng", 1980, "Thôn 1"),
        (2, "Nguyễn Văn Hùng", 1980, "Thôn 1"),
    )
    assert (register.people, refusals(register)) == (2, [])


def test_family_and_given_name_in_two_columns_and_a_birth_date_in_three(tmp_path: Path) -> None:
    register = _small(
        tmp_path,
        ("STT", "Họ và tên đệm", "Tên", "Ngày sinh", None, None, "Giới tính", None),
        (None, None, None, "Ngày", "Tháng", "Năm", "Nam", "Nữ"),
        (1, "NGUYỄN THỊ THU", "HÀ", 7, 4, 1988, None, "x"),
        (2, "Trần Văn", "Bình", None, None, 1950, "x", None),
    )
    assert [line for _, _, (line,) in outline(register)] == [
        "Nguyễn Thị Thu Hà | head | f | 1988-04-07 | -",
        "Trần Văn Bình | head | m | 1950 | -",
    ]


def test_tong_and_cong_as_names_are_people(tmp_path: Path) -> None:
    register = _small(
        tmp_path,
        ("STT", "Họ tên", "Năm sinh"),
        (1, "Tống Văn Hai", 1970),
        (2, "Công Thị Ba", 1980),
        ("Cộng", 2, None),
    )
    assert [home.members[0].name for home in register.households] == ["Tống Văn Hai", "Công Thị Ba"]
    assert refusals(register) == []


def test_household_ticks_for_poor_and_near_poor(tmp_path: Path) -> None:
    register = _small(
        tmp_path,
        ("Hộ số", "Họ tên", "Hộ nghèo", "Hộ cận nghèo"),
        (1, "Vì Văn A", "x", None),
        (2, "Lù Văn C", None, "X"),
        (3, "Mè Văn D", None, None),
    )
    assert [home.category for home in register.households] == ["poor", "near_poor", None]


def test_a_running_number_only_beside_the_head_puts_the_rows_below_with_it(tmp_path: Path) -> None:
    register = _small(
        tmp_path,
        ("STT", "Họ và tên", "Năm sinh"),
        (1, "Vì Văn A", 1960), (None, "Vì Thị B", 1962), (None, "Vì Văn C", 1990), (2, "Lù Văn D", 1970),
    )  # fmt: skip
    assert [[member.name for member in home.members] for home in register.households] == [
        ["Vì Văn A", "Vì Thị B", "Vì Văn C"], ["Lù Văn D"],
    ]  # fmt: skip
    assert notes(register) == [
        "The list does not tell who is head: the first person of each household was taken."
    ]


_CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "x", "Chủ hộ", "Vợ", "Con", "Nam", "Nữ", "Lò Văn Pao", "LÒ THỊ HOA", "12/3/1984", "31/02/1990",
         "1984",         "Bản Nà Cà", "Hộ số 3", "Tổng cộng", "Cộng", "Người lập biểu", "Họ và tên", "STT",
         "011061000017", "0912345678"]
    ),
    st.text(max_size=12),
    st.integers(-10, 10**12),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)  # fmt: skip
_FIELDS = (
    "STT", "Hộ số", "Họ và tên", "Năm sinh", "Giới tính", "Số CCCD", "Mã số BHXH", "Quan hệ", "Thôn", "Chủ hộ",
    "SĐT", "Hạn thẻ",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@example(["STT"], [(), ("x",)], [(1, 0, 2, 0)])
@example(["Họ và tên", "Năm sinh"], [("", "x", float("nan")), ("", "x", float("inf"))], [])
@given(
    st.lists(st.sampled_from(_FIELDS), unique=True, min_size=1),
    st.lists(st.lists(_CELLS, max_size=13).map(tuple), max_size=12),
    st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=3),
)
def test_whatever_stands_in_the_rows_each_person_is_taken_in_or_refused_once(
    fields: list[str], rows: list[tuple[object, ...]], areas: list[tuple[int, int, int, int]]
) -> None:
    merged = tuple(MergedRange(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas)
    sheet = repair_sheet("Sheet1", (("Họ và tên chủ hộ", *fields), *rows), merged=merged)  # type: ignore[arg-type]
    try:
        register = parse_register((sheet,), today=TODAY)
    except BadInput:
        return
    taken = [member.row for home in register.households for member in home.members]
    refused = [row.row for row in register.refused]
    assert len(taken) == len(set(taken))
    assert not set(taken) & set(refused)
    assert register.rows == len(taken) + len(refused)
    assert all(home.members for home in register.households)
    assert len({home.key for home in register.households}) == len(register.households)
    assert register == parse_register((sheet,), today=TODAY)
