"""Citizen, insurance and phone numbers as lists hold them, and the ids of rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.identity import (
    PROVINCE_PREFIXES,
    CitizenNumber,
    InvalidNumber,
    format_phone,
    make_row_id,
    normalize_phone,
    parse_citizen_number,
    parse_insurance_number,
    parse_row_id,
    row_id_text,
    split_row_id,
)
from outreach_app.domain.people import Sex
from outreach_app.errors import BadInput

CITIZENS = st.builds(
    lambda province, century, rest: f"{province}{century}{rest:08d}",
    st.sampled_from(sorted(PROVINCE_PREFIXES)),
    st.integers(0, 3),
    st.integers(0, 99_999_999),
)
SPREAD = st.sampled_from(["", " ", ".", "-", "\u00a0", "–"])


class TestCitizenNumber:
    def test_there_are_63_provinces(self) -> None:
        assert len(PROVINCE_PREFIXES) == 63

    @pytest.mark.parametrize(
        ("digits", "province", "sex", "year"),
        [
            ("012190001234", "012", Sex.FEMALE, 1990),
            ("012085001234", "012", Sex.MALE, 1985),
            ("001204009876", "001", Sex.MALE, 2004),
            ("024312000001", "024", Sex.FEMALE, 2012),
            ("112085001234", None, Sex.MALE, 1985),
        ],
    )
    def test_tells_where_and_when_and_who(
        self, digits: str, province: str | None, sex: Sex, year: int
    ) -> None:
        number = parse_citizen_number(digits)
        assert number == CitizenNumber(digits, "citizen")
        assert (number.province_prefix, number.sex, number.birth_year) == (province, sex, year)

    @given(CITIZENS, SPREAD)
    def test_comes_back_as_a_spreadsheet_wrote_it(self, digits: str, between: str) -> None:
        spread = between.join((digits[:3], digits[3:6], digits[6:]))
        year = CitizenNumber(digits, "citizen").birth_year
        bare = str(int(digits))
        for written in (spread, f" {spread}\n", "'" + digits):
            assert parse_citizen_number(written).digits == digits
        for written in (bare, bare + ".0", bare + ",0"):
            assert parse_citizen_number(written, birth_year=year).digits == digits

    @given(CITIZENS.filter(lambda digits: digits[1] != "0"))
    def test_one_lost_zero_needs_no_birth_year(self, digits: str) -> None:
        assert parse_citizen_number(digits[1:]).digits == digits

    @pytest.mark.parametrize("year", [None, 1984, 2085])
    def test_two_lost_zeros_need_the_birth_year(self, year: int | None) -> None:
        assert parse_citizen_number("2085001234", birth_year=1985).digits == "002085001234"
        with pytest.raises(InvalidNumber, match="10 digits"):
            parse_citizen_number("2085001234", birth_year=year)

    @pytest.mark.parametrize(
        ("written", "digits"),
        [("045123456", "045123456"), ("45 123 456", "045123456"), ("245.123.456", "245123456")],
    )
    def test_an_old_card_stays_an_old_card(self, written: str, digits: str) -> None:
        number = parse_citizen_number(written)
        assert number == CitizenNumber(digits, "old_id")
        assert (number.province_prefix, number.sex, number.birth_year) == (None, None, None)
        assert number.problems_against("f", 1990) == ()

    @pytest.mark.parametrize(
        ("written", "why"),
        [
            ("", "other than digits"),
            ("chưa có", "other than digits"),
            ("0121900O1234", "other than digits"),
            ("1.2190001234E10", "other than digits"),
            ("1234567", "7 digits"),
            ("0121900012345", "13 digits"),
            ("003190001234", "003, which is no province"),
            ("097190001234", "no province"),
            ("012490001234", "century to come"),
        ],
    )
    def test_what_it_cannot_be_is_said(self, written: str, why: str) -> None:
        with pytest.raises(InvalidNumber, match=why) as refused:
            parse_citizen_number(written)
        assert isinstance(refused.value, BadInput)
        assert isinstance(refused.value, ValueError)
        assert str(refused.value.advice)

    def test_says_where_it_disagrees_with_the_list(self) -> None:
        woman, man = parse_citizen_number("012190001234"), parse_citizen_number("012090001234")
        assert woman.problems_against("f", 1990) == ()
        assert woman.problems_against(None, None) == ()
        assert man.problems_against(Sex.MALE, 1990) == ()
        assert [str(m) for m in woman.problems_against("m", 1991)] == [
            "The citizen ID is a woman's, the list says a man.",
            "The citizen ID says born in 1990, the list says 1991.",
        ]
        assert [str(m) for m in man.problems_against(Sex.FEMALE, None)] == [
            "The citizen ID is a man's, the list says a woman."
        ]

    @given(st.text(max_size=20))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        try:
            number = parse_citizen_number(text)
        except InvalidNumber:
            return
        assert parse_citizen_number(number.digits) == number
        assert number.digits.isascii()
        assert number.digits.isdigit()


class TestInsuranceNumber:
    @pytest.mark.parametrize(
        ("written", "digits"),
        [
            ("0116123456", "0116123456"),
            ("116123456", "0116123456"),
            ("116123456.0", "0116123456"),
            ("12 3456 7890", "1234567890"),
            ("GD 4 12 1234567890", "1234567890"),
            ("dn4.01.0116123456", "0116123456"),
            ("０１１６１２３４５６", "0116123456"),
        ],
    )
    def test_as_lists_hold_it(self, written: str, digits: str) -> None:
        assert parse_insurance_number(written) == digits

    @pytest.mark.parametrize("written", ["", "12345678", "12345678901", "GD412123456789", "12345abc90"])
    def test_what_it_cannot_be_is_said(self, written: str) -> None:
        with pytest.raises(InvalidNumber, match="insurance number"):
            parse_insurance_number(written)


class TestPhone:
    @pytest.mark.parametrize(
        ("written", "phone"),
        [
            ("0987654321", "0987654321"),
            ("0987.654.321", "0987654321"),
            ("+84 987 654 321", "0987654321"),
            ("(+84) 987654321", "0987654321"),
            ("+84 (0)987 654 321", "0987654321"),
            ("84987654321", "0987654321"),
            ("0084987654321", "0987654321"),
            ("987654321", "0987654321"),
            ("987654321.0", "0987654321"),
            ("841234567", "0841234567"),
            ("0841234567", "0841234567"),
            ("84841234567", "0841234567"),
            ("01689 123 456", "0389123456"),
            ("1689123456", "0389123456"),
            ("0123 456 7890", "0834567890"),
            ("(0213) 3 876 543", "02133876543"),
            ("2133876543", "02133876543"),
            ("024 3876 5432", "02438765432"),
            ("+84 24 3876 5432", "02438765432"),
        ],
    )
    def test_as_lists_hold_it(self, written: str, phone: str) -> None:
        assert normalize_phone(written) == phone
        assert normalize_phone(format_phone(phone)) == phone

    @pytest.mark.parametrize(
        "written",
        ["", "12345", "0687654321", "098765432", "09876543210", "0987654321/0912345678", "không có", "113"],
    )
    def test_what_it_cannot_be_is_said(self, written: str) -> None:
        with pytest.raises(InvalidNumber):
            normalize_phone(written)

    @given(st.sampled_from("35789"), st.integers(0, 99_999_999))
    def test_every_mobile_comes_back(self, network: str, rest: int) -> None:
        phone = f"0{network}{rest:08d}"
        for written in (phone, phone[1:], "+84" + phone[1:], "84" + phone[1:], format_phone(phone)):
            assert normalize_phone(written) == phone

    def test_is_written_in_groups(self) -> None:
        assert format_phone("0987654321") == "0987 654 321"
        assert format_phone("02133876543") == "0213 387 6543"
        assert format_phone("02438765432") == "024 3876 5432"


class TestRowIds:
    @given(st.binary(min_size=8, max_size=8), st.integers(0, 2**64 - 1))
    def test_come_apart_as_they_were_made(self, incarnation: bytes, sequence: int) -> None:
        made = make_row_id(incarnation, sequence)
        assert len(made) == 16
        assert split_row_id(made) == (incarnation, sequence)
        assert len(row_id_text(made)) == 32
        assert parse_row_id(row_id_text(made)) == parse_row_id(f" {row_id_text(made).upper()}\n") == made

    @given(st.binary(min_size=8, max_size=8), st.integers(0, 2**64 - 2))
    def test_rows_of_a_machine_sort_as_they_were_made(self, incarnation: bytes, sequence: int) -> None:
        assert make_row_id(incarnation, sequence) < make_row_id(incarnation, sequence + 1)

    def test_wrong_sizes_are_bugs(self) -> None:
        with pytest.raises(ValueError, match="8 bytes"):
            make_row_id(b"1234567", 1)
        with pytest.raises(ValueError, match="16 bytes"):
            split_row_id(b"1234567")
        with pytest.raises(OverflowError):
            make_row_id(b"12345678", -1)

    @pytest.mark.parametrize("text", ["", "12", "g" * 32, "0" * 31, "0" * 33, "0" * 30 + " 1"])
    def test_other_texts_are_refused(self, text: str) -> None:
        with pytest.raises(InvalidNumber, match="id of a row"):
            parse_row_id(text)
