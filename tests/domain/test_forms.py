"""What the official lists say of a sign-up: columns 6 and 7 to the đồng, by hand, by quotes of every kind, and gaps."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.assets import read_text
from outreach_app.domain.declarations import (
    Whereabouts,
    describe_method_for_form,
    make_declaration,
    read_declaration_layout,
)
from outreach_app.domain.form_cells import (
    count_cards,
    list_health_cells,
    list_voluntary_cells,
    sum_voluntary,
)
from outreach_app.domain.form_gaps import (
    FormGaps,
    find_declaration_gaps,
    find_health_gaps,
    find_repeats,
    find_voluntary_gaps,
)
from outreach_app.domain.forms import (
    Form,
    ResultForm,
    SubsidyTerms,
    VoluntaryLine,
    adds_up,
    count_supported_months,
    find_percent,
    make_health_line,
    make_voluntary_line,
    write_born,
)
from outreach_app.domain.local_rules import ExtraSupport
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.quotes import VoluntaryQuote
from outreach_app.domain.rows import EnrolmentRow, PersonRow
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.services.shipped_rules import load_rule_book
from tests.exchange.form_books import layout

DAY = date(2026, 11, 22)
BOOK = load_rule_book()
WORDS = layout("d05-2026").words
LINE = 1_500_000 * Fraction(22, 100)
METHODS = (
    "1",
    "3",
    "6",
    "12",
    "ahead-2",
    "ahead-3",
    "ahead-4",
    "ahead-5",
    "missing-1",
    "missing-31",
    "missing-60",
)
PERSON = PersonRow(
    id=b"p", household=b"h", name="Lò Thị Thắm", relation="child", sex=Sex.FEMALE, born=PartialDate(1992, 11, 20),
    citizen_number="012192000333", insurance_number="0123456789", phone="0912345003",
)  # fmt: skip
PAID = EnrolmentRow(
    id=b"e", person=b"p", person_name=PERSON.name, household=b"h", scheme=Scheme.VOLUNTARY, kind="new",
    first_month="2026-12", months=12, income=1_500_000, position=None, category=Category.NEAR_POOR,
    contribution=3_960_000, state=1_584_000, top_up=0, other=0, own=2_376_000, confirmed=True, rule_book="2026-11-01",
    valid_until=date(2026, 12, 31), signed_on=DAY, money_taken=0, receipts=(), canvasser=None, canvasser_name="",
    method="12",
)  # fmt: skip


def row_of(quote: VoluntaryQuote) -> EnrolmentRow:
    """A sign-up as it is stored from a quote."""
    return replace(
        PAID, method=quote.method, months=quote.months, income=quote.income, category=Category(quote.category),
        contribution=quote.contribution, state=quote.state, top_up=quote.top_up, other=quote.other, own=quote.own,
        confirmed=quote.confirmed,
    )  # fmt: skip


def terms(percent: int, extra: Decimal | None = None) -> SubsidyTerms:
    return SubsidyTerms(Decimal(percent), LINE, extra)


def line_of(row: EnrolmentRow, percent: int, extra: Decimal | None = None) -> VoluntaryLine:
    return make_voluntary_line(row, PERSON, terms=terms(percent, extra), result=ResultForm.ELECTRONIC)


# --------------------------------------------------------------------------------------------------------- D05-TS
def test_a_year_of_a_near_poor_person_by_hand() -> None:
    """1,500,000 x 22 % x 12 = 3,960,000; of it 40 % of the poverty line's: 1,584,000 (QĐ 366, guide of D05-TS)."""
    (cells,) = list_voluntary_cells([line_of(PAID, 40)], WORDS)
    assert cells == (
        1, "Lò Thị Thắm", "0123456789", "20/11/1992", "12/2026", 12, 1_500_000, 3_960_000, 2_376_000, 40, "", "",
        "", "", "Bản điện tử", "Lần đầu", "",
    )  # fmt: skip


def test_years_ahead_are_the_discounted_sum_and_not_months_times_income() -> None:
    """24 months ahead at 0.31 % a month are 7,644,801, not 24 x 330,000 = 7,920,000."""
    quote = quote_voluntary(
        BOOK, income=1_500_000, method=parse_method("ahead-2"), category=Category.OTHER, on=DAY
    )
    line = line_of(row_of(quote), 20)
    assert (line.contribution, line.months, line.income) == (7_644_801, 24, 1_500_000)
    assert line.own == 7_644_801 - 24 * 66_000
    assert line.subsidised is None


def test_missing_months_are_the_compounded_sum() -> None:
    quote = quote_voluntary(
        BOOK, income=1_500_000, method=parse_method("missing-12"), category=Category.OTHER, on=DAY
    )
    line = line_of(row_of(quote), 20)
    assert line.contribution == 4_040_708
    (cells,) = list_voluntary_cells([line], WORDS)
    assert (cells[7], cells[8]) == (4_040_708, 4_040_708 - quote.state)
    if (
        quote.state != 12 * 66_000
    ):  # compounded support does not follow from percentage and months: the note tells it
        assert cells[16].startswith(f"NSNN hỗ trợ {quote.state:,} đồng".replace(",", "."))  # type: ignore[union-attr]


@given(
    income=st.integers(30, 1012).map(lambda steps: steps * 50_000),
    method=st.sampled_from(METHODS),
    category=st.sampled_from(list(Category)),
    used=st.integers(0, 130),
    extra=st.sampled_from(
        (None, ExtraSupport("NQ", percent=Decimal(10)), ExtraSupport("NQ", monthly=30_000))
    ),
)
def test_column_7_is_what_is_left_of_column_6(
    income: int, method: str, category: Category, used: int, extra: ExtraSupport | None
) -> None:
    quote = quote_voluntary(
        BOOK, income=income, method=parse_method(method), category=category, on=DAY, subsidised_months=used,
        top_ups=(extra,) if extra else (),
    )  # fmt: skip
    percent = {"poor": 50, "island": 50, "near_poor": 40, "ethnic_minority": 30, "other": 20}[category]
    row = row_of(quote)
    (cells,) = list_voluntary_cells(
        [line_of(row, percent, extra.percent if extra and extra.percent else None)], WORDS
    )
    assert adds_up(row)
    assert cells[8] == cells[7] - quote.state - (cells[11] or 0) - (cells[13] or 0)  # type: ignore[operator]
    assert cells[9] == (percent if quote.state else 0)
    if method in ("1", "3", "6", "12"):
        assert cells[7] == cells[5] * income * 22 // 100  # type: ignore[operator]
        supported = count_supported_months(row, terms(percent))
        assert (supported or 0) * LINE * percent == quote.state * 100
        if supported and supported < quote.months:
            assert f"NSNN hỗ trợ {supported} tháng" in str(cells[16])


@given(st.lists(st.integers(1, 40), min_size=1, max_size=40))
def test_sums_are_the_sums_of_the_lines(steps: list[int]) -> None:
    rows = [
        replace(
            PAID, contribution=step * 330_000, state=step * 66_000, top_up=step * 1_001, own=step * 262_999
        )
        for step in steps
    ]
    lines = [line_of(row, 20) for row in rows]
    assert all(map(adds_up, rows))
    assert sum_voluntary(lines) == {
        7: sum(steps) * 330_000, 8: sum(steps) * 262_999, 11: sum(steps) * 1_001, 13: 0,
    }  # fmt: skip


def test_the_last_months_of_ten_years_are_told_in_the_note() -> None:
    """Of 12 months the state supports the last 5 of 120: 5 x 40 % x 330,000 = 660,000."""
    row = replace(PAID, state=660_000, own=3_300_000)
    (cells,) = list_voluntary_cells([line_of(row, 40)], WORDS)
    assert (cells[8], cells[9], cells[16]) == (3_300_000, 40, "NSNN hỗ trợ 5 tháng")
    nothing = replace(PAID, state=0, own=3_960_000)
    (cells,) = list_voluntary_cells([line_of(nothing, 40)], WORDS)
    assert (cells[8], cells[9], cells[16]) == (3_960_000, 0, "")


@pytest.mark.parametrize(
    ("top_up", "percent", "shown"),
    [(396_000, Decimal(10), 10), (396_000, None, ""), (300_000, Decimal(10), ""), (198_000, Decimal(5), 5)],
)
def test_a_province_that_adds_a_percentage_shows_it_and_one_that_adds_money_does_not(
    top_up: int, percent: Decimal | None, shown: int | str
) -> None:
    """The guide of column 9: left empty where support is given as money."""
    row = replace(PAID, top_up=top_up, own=PAID.own - top_up)
    (cells,) = list_voluntary_cells([line_of(row, 40, percent)], WORDS)
    assert (cells[10], cells[11], cells[8]) == (shown, top_up, 2_376_000 - top_up)


def test_an_amount_of_an_unconfirmed_rule_says_so_and_a_citizen_number_stands_in() -> None:
    someone = replace(PERSON, insurance_number=None)
    line = make_voluntary_line(replace(PAID, confirmed=False), someone, terms=terms(40), result=None)
    (cells,) = list_voluntary_cells([line], WORDS)
    assert (cells[2], cells[14], cells[16]) == ("012192000333", "", "Mức chưa xác nhận")


@pytest.mark.parametrize(
    ("born", "text"),
    [(PartialDate(1961, 3, 2), "02/03/1961"), (PartialDate(1961, 3), "03/1961"), (PartialDate(1961), "1961")],
)
def test_a_birth_date_is_written_as_far_as_it_is_known(born: PartialDate, text: str) -> None:
    assert write_born(born) == text


# ------------------------------------------------------------------------------------------------------ Mẫu số 4
def test_the_health_list_shows_who_joins_who_did_before_and_who_does_not() -> None:
    joins = replace(
        PAID, scheme=Scheme.HOUSEHOLD_HEALTH, months=6, contribution=683_100, state=204_930, own=478_170
    )
    unknown = replace(PERSON, born=None, insurance_number=None)
    lines = [
        make_health_line(PERSON, "con", row=joins, base_salary=2_530_000, result=ResultForm.PAPER),
        make_health_line(PERSON, "vợ", row=None, base_salary=0, result=ResultForm.PAPER, joined="2026-03"),
        make_health_line(unknown, "cháu", row=None, base_salary=0, result=None),
    ]
    first, second, third = list_health_cells(lines, layout("mau4-2026").words)
    assert first == (
        1, "Lò Thị Thắm", "0123456789", "012192000333", "20/11/1992", "", 2_530_000, "con", 30, "", "x", "6 tháng",
    )  # fmt: skip
    assert second[6:] == ("", "vợ", "", "", "", "Đã tham gia từ 03/2026")
    assert third[2:6] == ("", "012192000333", "", "")
    assert count_cards(lines) == (1, 1)
    untold = [make_health_line(PERSON, "con", row=joins, base_salary=1, result=None)]
    assert count_cards(untold) == (1, None)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 100, None),
        (204_930, 683_100, 30),
        (478_170, 683_100, 70),
        (341_550, 683_100, 50),
        (100_001, 683_100, None),
    ],
)
def test_a_percentage_is_told_only_when_it_gives_the_amount(
    part: int, whole: int, percent: int | None
) -> None:
    assert find_percent(part, whole) == percent


# ----------------------------------------------------------------------------------------------------------- TK1-TS
TK1 = read_declaration_layout(read_text("forms/tk1-2026.toml"))


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("1", "Hằng tháng"), ("6", "6 tháng một lần"), ("ahead-3", "Một lần cho 3 năm về sau"),
        ("missing-31", "Một lần cho 31 tháng còn thiếu"),
    ],
)  # fmt: skip
def test_a_method_in_the_words_of_the_declaration(method: str, text: str) -> None:
    assert describe_method_for_form(parse_method(method), TK1.words) == text


def test_the_address_of_paper_is_left_out_for_who_wants_it_electronic() -> None:
    home = Whereabouts("bản Nà Ly", "Xã Bản Bo", "Tỉnh Lai Châu", "Xã Bản Bo")
    told = make_declaration(PAID, PERSON, TK1.words, home=home, result=ResultForm.PAPER).fields
    assert (told["address"], told["commune"], told["province"]) == ("bản Nà Ly", "Xã Bản Bo", "Tỉnh Lai Châu")
    assert (told["amount"], told["method"], told["sex"], told["day"]) == (
        "1.500.000 đồng/tháng", "12 tháng một lần", "f", "22",
    )  # fmt: skip
    electronic = make_declaration(PAID, PERSON, TK1.words, home=home, result=ResultForm.ELECTRONIC).fields
    assert "address" not in electronic
    assert electronic["place"] == "Xã Bản Bo"


# ------------------------------------------------------------------------------------------------------------- gaps
@pytest.mark.parametrize(
    ("change", "person", "said"),
    [
        ({}, {"born": None}, "birth date"),
        ({}, {"insurance_number": None, "citizen_number": None}, "neither"),
        ({}, {"deceased": True}, "died"),
        ({}, {"name": " "}, "no name"),
        ({"income": None}, {}, "income"),
        ({"own": 2_376_001}, {}, "make up"),
        ({"valid_until": date(2026, 11, 21)}, {}, "held until"),
    ],
)
def test_each_gap_of_a_voluntary_sign_up_is_a_sentence(
    change: dict[str, object], person: dict[str, object], said: str
) -> None:
    (gap,) = find_voluntary_gaps(replace(PAID, **change), replace(PERSON, **person), on=DAY)  # type: ignore[arg-type]
    assert said in str(gap)


def test_what_is_whole_has_no_gap_and_paid_amounts_hold_for_ever() -> None:
    later = date(2027, 1, 15)
    assert list(find_voluntary_gaps(PAID, PERSON, on=DAY)) == []
    assert len(list(find_voluntary_gaps(PAID, PERSON, on=later))) == 1
    assert list(find_voluntary_gaps(replace(PAID, money_taken=PAID.own), PERSON, on=later)) == []
    assert list(find_health_gaps(PAID, replace(PERSON, insurance_number=None), on=DAY)) == []
    assert [str(gap) for gap in find_health_gaps(PAID, None, on=DAY)] == [
        "A sign-up of 2026-11-22 belongs to nobody here any more."
    ]
    gaps = find_declaration_gaps(PAID, replace(PERSON, citizen_number=None, sex=None), on=DAY)
    assert ["citizen ID" in str(gap) or "sex" in str(gap) for gap in gaps] == [True, True]


def test_many_gaps_are_told_up_to_five_and_counted() -> None:
    gaps = [
        gap
        for _ in range(4)
        for gap in find_voluntary_gaps(PAID, replace(PERSON, born=None, deceased=True), on=DAY)
    ]
    problem = FormGaps(Form.VOLUNTARY_LIST, gaps)
    assert len(problem.gaps) == 8
    assert str(problem.message).count("Lò Thị Thắm") == 5
    assert str(problem.message).endswith("And 3 more.")


def test_one_person_twice_from_the_same_month_is_a_gap() -> None:
    later = replace(PAID, id=b"f", first_month="2027-12")
    assert list(find_repeats([PAID, later])) == []
    assert len(list(find_repeats([PAID, later, replace(PAID, id=b"g")]))) == 1
