"""The dated rule book: what it answers on which day, and which books it refuses."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.rule_files import read_rule_book
from outreach_app.domain.rules import BadRuleBook, Mark, NoRule, RuleBook, Unit
from outreach_app.services.shipped_rules import load_rule_book

BOOK = load_rule_book()

RULE = """
[[rule]]
key = "{key}"
value = {value}
unit = "{unit}"
from = {since}
{until}decree = "Nghị định 1/2026/NĐ-CP"
article = "Điều 1"
mark = "{mark}"
{more}
"""


def make_rule(
    key="a", *, value="1", unit="dong", since="2026-01-01", until=None, mark="official", more=""
) -> str:
    ends = f"to = {until}\n" if until else ""
    return RULE.format(key=key, value=value, unit=unit, since=since, until=ends, mark=mark, more=more)


def read(*rules: str) -> RuleBook:
    return read_rule_book({"book.toml": 'version = "t"', "a.toml": "\n".join(rules)})


# ------------------------------------------------------------------------------------------- the shipped book, by hand
@pytest.mark.parametrize(
    ("key", "on", "value", "mark"),
    [
        # Decrees 47/2017, 72/2018, 38/2019, 24/2023: recalled, so unconfirmed; 73/2024 and 161/2026: reported.
        ("base_salary", "2018-06-30", 1_300_000, "unconfirmed"),
        ("base_salary", "2018-07-01", 1_390_000, "unconfirmed"),
        ("base_salary", "2019-07-01", 1_490_000, "unconfirmed"),
        ("base_salary", "2023-06-30", 1_490_000, "unconfirmed"),
        ("base_salary", "2023-07-01", 1_800_000, "unconfirmed"),
        ("base_salary", "2024-06-30", 1_800_000, "unconfirmed"),
        ("base_salary", "2024-07-01", 2_340_000, "secondary"),
        ("base_salary", "2026-06-30", 2_340_000, "secondary"),
        ("base_salary", "2026-07-01", 2_530_000, "secondary"),
        # Decrees 59/2015 (QĐ), 07/2021, 351/2025.
        ("voluntary.income_floor", "2021-12-31", 700_000, "unconfirmed"),
        ("voluntary.income_floor", "2022-01-01", 1_500_000, "secondary"),
        ("voluntary.income_floor", "2026-12-31", 1_500_000, "secondary"),
        ("voluntary.income_floor", "2027-01-01", 2_200_000, "unconfirmed"),
        # Law 41/2024 Art 31(2), 36(1); QĐ 595 Art 10.
        ("voluntary.ceiling_multiple", "2025-06-30", 20, "secondary"),
        ("voluntary.ceiling_multiple", "2025-07-01", 20, "official"),
        ("voluntary.rate", "2025-06-30", 22, "official"),
        ("voluntary.rate", "2025-07-01", 22, "official"),
        ("voluntary.income_step", "2025-06-30", 50_000, "official"),
        ("voluntary.income_step", "2025-07-01", 50_000, "unconfirmed"),
        ("voluntary.min_age", "2025-07-01", 15, "official"),
        # Decree 134/2015 Art 14 until 30 June 2025, Decree 159/2025 Art 5 after it.
        ("voluntary.subsidy.poor", "2018-01-01", 30, "official"),
        ("voluntary.subsidy.poor", "2025-06-30", 30, "official"),
        ("voluntary.subsidy.poor", "2025-07-01", 50, "official"),
        ("voluntary.subsidy.island", "2025-06-30", 10, "official"),
        ("voluntary.subsidy.island", "2025-07-01", 50, "official"),
        ("voluntary.subsidy.near_poor", "2025-06-30", 25, "official"),
        ("voluntary.subsidy.near_poor", "2025-07-01", 40, "official"),
        ("voluntary.subsidy.ethnic_minority", "2025-06-30", 10, "official"),
        ("voluntary.subsidy.ethnic_minority", "2025-07-01", 30, "official"),
        ("voluntary.subsidy.other", "2025-06-30", 10, "official"),
        ("voluntary.subsidy.other", "2025-07-01", 20, "official"),
        ("voluntary.subsidy_months", "2025-06-30", 120, "official"),
        ("voluntary.subsidy_months", "2025-07-01", 120, "secondary"),
        # Law 41/2024 Art 36(3): within the month, the 3 months, the first 4, the first 7.
        ("voluntary.due.1", "2026-11-21", 1, "official"),
        ("voluntary.due.3", "2026-11-21", 3, "official"),
        ("voluntary.due.6", "2026-11-21", 4, "official"),
        ("voluntary.due.12", "2026-11-21", 7, "official"),
        # Law 41/2024 Art 36(2): at most 60 missing months, 120 before; 2 to 5 years ahead.
        ("voluntary.missing.max_months", "2025-06-30", 120, "official"),
        ("voluntary.missing.max_months", "2025-07-01", 60, "secondary"),
        ("voluntary.ahead.min_years", "2026-11-21", 2, "secondary"),
        ("voluntary.ahead.max_years", "2026-11-21", 5, "secondary"),
        ("voluntary.ahead.support_discounted", "2025-06-30", False, "official"),
        ("voluntary.ahead.support_discounted", "2025-07-01", False, "unconfirmed"),
        ("voluntary.missing.support_compounded", "2025-06-30", True, "official"),
        ("voluntary.missing.support_compounded", "2025-07-01", True, "unconfirmed"),
        ("voluntary.monthly_return", "2025-12-31", Decimal("0.363"), "unconfirmed"),
        ("voluntary.monthly_return", "2026-01-01", Decimal("0.31"), "secondary"),
        # Decrees 146/2018 Art 7 and 188/2025 Art 6; Resolution 261/2025 raises the rate from 2027.
        ("health.rate", "2018-12-01", Decimal("4.5"), "official"),
        ("health.rate", "2025-07-01", Decimal("4.5"), "secondary"),
        ("health.rate", "2026-12-31", Decimal("4.5"), "secondary"),
        ("health.rate", "2027-01-01", Decimal("5.1"), "unconfirmed"),
        # Law on Health Insurance Art 13(6), 15(6), 16(3)(c).
        ("health.ladder.1", "2026-11-21", 100, "official"),
        ("health.ladder.2", "2026-11-21", 70, "official"),
        ("health.ladder.3", "2026-11-21", 60, "official"),
        ("health.ladder.4", "2026-11-21", 50, "official"),
        ("health.ladder.5", "2026-11-21", 40, "official"),
        ("health.period.3", "2026-11-21", 3, "secondary"),
        ("health.period.6", "2026-11-21", 6, "secondary"),
        ("health.period.12", "2026-11-21", 12, "secondary"),
        ("health.card_wait_days", "2026-11-21", 30, "official"),
        ("health.card_gap_days", "2026-11-21", 90, "official"),
        # Decree 146/2018 Art 8 until 14 August 2025, Decree 188/2025 after it.
        ("health.support.near_poor", "2025-08-14", 70, "official"),
        ("health.support.near_poor", "2025-08-15", 70, "secondary"),
        ("health.support.near_poor_poor_commune", "2025-08-15", 100, "secondary"),
        ("health.support.pupil", "2025-06-30", 30, "official"),
        ("health.support.pupil", "2025-07-01", 30, "unconfirmed"),
        ("health.support.pupil", "2025-08-15", 50, "secondary"),
        ("health.support.farm_average", "2025-08-14", 30, "official"),
        ("health.support.farm_average", "2025-08-15", 30, "secondary"),
        ("health.support.left_difficult_area", "2025-08-15", 70, "secondary"),
        # QĐ 595 Example 10 ends on a whole đồng; no rule was found.
        ("rounding", "2026-11-21", 1, "unconfirmed"),
    ],
)
def test_shipped_value(key, on, value, mark):
    rule = BOOK.rule(key, date.fromisoformat(on))
    assert (rule.value, rule.mark) == (value, Mark(mark))


@pytest.mark.parametrize(
    ("key", "before"),
    [
        ("base_salary", "2017-06-30"),
        ("voluntary.subsidy.poor", "2017-12-31"),
        ("voluntary.monthly_return", "2027-01-01"),
        ("health.support.left_difficult_area", "2025-08-14"),
        ("no.such.key", "2026-11-21"),
    ],
)
def test_outside_its_dates_the_book_says_so(key, before):
    day = date.fromisoformat(before)
    assert BOOK.find(key, day) is None
    with pytest.raises(NoRule) as caught:
        BOOK.value(key, day)
    assert caught.value.key == "no_rule"
    assert dict(caught.value.message.parameters) == {"key": key, "day": day}


def test_version_source_and_notes():
    assert BOOK.version == "2026-11-21"
    rule = BOOK.rule("voluntary.due.6", date(2026, 11, 21))
    assert rule.source == "Luật 41/2024/QH15, khoản 3 Điều 36"
    floor = BOOK.rule("voluntary.income_floor", date(2027, 1, 1))
    assert "01/01/2027" in floor.note_in("vi")
    assert "1 January 2027" in floor.note_in("en")


def test_percent_is_exact():
    assert BOOK.rule("health.rate", date(2026, 11, 21)).share == Fraction(9, 200)


# -------------------------------------------------------------------------------------------------------- next change
@pytest.mark.parametrize(
    ("keys", "after", "change"),
    [
        (["base_salary"], "2026-06-30", "2026-07-01"),
        (["base_salary"], "2026-07-01", None),
        (["base_salary", "voluntary.income_floor"], "2026-07-01", "2027-01-01"),
        (["voluntary.rate"], "2025-06-30", None),  # 22 % under both laws: not a change
        (["voluntary.monthly_return"], "2026-11-21", "2027-01-01"),  # it ends, and nothing follows yet
        (["health.support.pupil"], "2025-06-30", "2025-07-01"),  # same value, but no longer certain
        (["health.support.left_difficult_area"], "2025-07-01", "2025-08-15"),  # not yet known, then known
        ([], "2026-07-01", None),
    ],
)
def test_next_change(keys, after, change):
    expected = date.fromisoformat(change) if change else None
    assert BOOK.next_change(keys, date.fromisoformat(after)) == expected


@given(st.dates(date(2017, 7, 1), date(2030, 12, 31)), st.sampled_from(sorted(BOOK.rules)))
def test_nothing_changes_before_the_next_change(day, key):
    change = BOOK.next_change([key], day)
    last = (change or date(2031, 1, 1)) - timedelta(days=1)
    first, final = BOOK.find(key, day), BOOK.find(key, last)
    assert (first and first.value) == (final and final.value)


# ------------------------------------------------------------------------------------------------------ unsound books
@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            [make_rule(until="2026-06-30"), make_rule(since="2026-07-02")],
            ["a", "2026-01-01", "2026-07-02", "gap"],
        ),
        ([make_rule(until="2026-06-30"), make_rule(since="2026-06-30")], ["a", "2026-06-30", "overlap"]),
        ([make_rule(), make_rule(since="2026-06-30")], ["overlap"]),
        ([make_rule(), make_rule()], ["overlap"]),
        ([make_rule(until="2025-12-31")], ["a", "2026-01-01", "2025-12-31", "before it starts"]),
        ([make_rule(until="2026-06-30"), make_rule(since="2026-07-01", unit="percent")], ["units"]),
        ([make_rule(unit="dollars")], ["unknown unit or mark", "dollars"]),
        ([make_rule(mark="rumour")], ["unknown unit or mark", "rumour"]),
        ([make_rule(mark="unconfirmed")], ["needs a note"]),
        ([make_rule(mark="unconfirmed", more='note = "chưa rõ"')], ["needs a note"]),
        ([make_rule(value="1.5")], ["unit dong cannot have"]),
        ([make_rule(value="true")], ["unit dong cannot have"]),
        ([make_rule(value="-1")], ["unit dong cannot have"]),
        ([make_rule(value="1", unit="flag")], ["unit flag cannot have"]),
        ([make_rule(value="101", unit="percent")], ["unit percent cannot have"]),
        ([make_rule(value="nan", unit="percent")], ["unit percent cannot have"]),
        ([make_rule(value='"1"')], ["unusable value"]),
        ([make_rule(since="2026-01-01T00:00:00")], ["unusable from"]),
        ([make_rule(since='"2026-01-01"')], ["unusable from"]),
        ([make_rule(until="9999-12-31")], ["unusable to"]),
        ([make_rule(more='colour = "red"')], ["unknown colour"]),
        ([make_rule(key="")], ["unusable key"]),
        (['[[rule]]\nkey = "b"\n'], ["b", "no value"]),
        (["[[rule]"], ["not sound TOML"]),
        (["rule = 3"], ["not a [[rule]]", "rule"]),
        (["colour = 3"], ["not a [[rule]]", "colour"]),
    ],
)
def test_unsound_book_is_refused_with_a_sentence(rules, words):
    with pytest.raises(BadRuleBook) as caught:
        read(*rules)
    for word in words:
        assert word in str(caught.value)
    assert caught.value.exit_code == 3


def test_book_without_version_is_refused():
    for texts in ({}, {"book.toml": ""}, {"book.toml": "version = 3"}, {"book.toml": 'version = ""'}):
        with pytest.raises(BadRuleBook):
            read_rule_book(texts)


def test_rules_of_one_key_may_stand_in_any_order_and_file():
    later, earlier = make_rule(since="2026-07-01", value="2"), make_rule(until="2026-06-30")
    book = read_rule_book({"z.toml": earlier, "book.toml": 'version = "x"', "b.toml": later})
    assert [rule.value for rule in book.rules["a"]] == [1, 2]
    assert book.rule("a", date(2026, 6, 30)).unit is Unit.DONG
    assert book.amount("a", date(2026, 6, 30)) == 1
    assert book.amount("a", date(2026, 7, 1)) == 2


def test_a_rule_may_hold_for_one_day():
    book = read(make_rule(until="2026-01-01"), make_rule(since="2026-01-02", value="2"))
    assert [book.value("a", date(2026, 1, day)) for day in (1, 2)] == [1, 2]
