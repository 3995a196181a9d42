"""`outreach pension`: the promised keys, a range that is no promise, words in both languages; no workspace needed."""

from typing import Any

import pytest

from tests.cli.command_line import run_here

WOMAN = (
    "--sex",
    "f",
    "--born",
    "1988-03-15",
    "--from",
    "2026-11",
    "--income",
    "1500000",
    "--on",
    "2026-11-21",
)


def pension(*words: str, expect: int = 0) -> dict[str, Any]:
    said = run_here("pension", *WOMAN, *words, "--json", "--lang", "en")
    assert said.code == expect, said.out
    return said.data


def test_the_promised_keys_and_figures() -> None:
    found = pension("--until", "60")
    assert found.keys() >= {
        "retires_on", "pension_from", "months_contributed", "rate_percent", "monthly_low", "monthly_high",
        "lump_sum_extra",
        "one_off", "steps", "years", "assumptions", "confirmed", "rule_book", "valid_until", "missing_months",
    }  # fmt: skip
    assert (found["retires_on"], found["pension_from"]) == ("2048-03-15", "2048-04-01")
    assert (found["months_contributed"], found["rate_percent"], found["monthly_high"]) == (256, 58, 1_272_828)
    assert found["one_off"].keys() >= {"allowed", "amount", "reason", "reason_key", "loses"}
    assert (found["one_off"]["allowed"], found["one_off"]["reason_key"]) == (False, "pension_due")
    for step in found["steps"]:
        assert step.keys() >= {"rule", "value", "from", "source", "text", "result"}
    assert "not a promise" in found["assumptions"][0]
    assert {fact["key"] for fact in found["benefits"]} >= {"maternity", "funeral", "social_pension"}


def test_until_is_an_age_or_a_day_whose_month_is_no_longer_paid() -> None:
    assert pension("--until", "2027-11-05")["months_contributed"] == 12
    assert pension("--until", "2027-11")["months_contributed"] == 12
    assert pension()["months_contributed"] == 256  # the retirement age is 60
    half = pension("--until", "2045-03-01", "--past-months", "3")
    assert (half["months_contributed"], half["rate_percent"]) == (223, 53)  # 18 years 7 months count 19


def test_percentages_are_numbers() -> None:
    found = pension("--sex", "m", "--until", "2045-03-01")
    assert (found["months_contributed"], found["rate_percent"]) == (220, 43.5)


def test_the_past_is_a_number_or_has_its_dates() -> None:
    leaving = ("--until", "2026-11-01")
    known = pension(
        *leaving, "--past-months", "24", "--past-income", "2000000", "--first-joined", "2023-05-01"
    )
    assert (known["one_off"]["allowed"], known["one_off"]["possible_from"]) == (True, "2027-11-01")
    assert known["average_high"] == 2_000_000
    dated = pension(*leaving, "--paid", "2019-01:12:1000000", "--paid", "2022-01:12:1500000")
    assert (dated["months_contributed"], dated["average_high"]) == (24, 1_432_500)
    assert pension("--category", "poor", "--subsidised-months", "120")["paid_by_state"] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--until", "7"), 2), (("--until", "soon"), 2), (("--paid", "2019-01:12"), 2), (("--born", "1988-13"), 2),
        (("--income", "100"), 3), (("--until", "2026-01-01"), 3),
        (("--past-months", "9", "--first-joined", "2026-09"), 3),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(words: tuple[str, ...], code: int) -> None:
    assert pension(*words, expect=code)["error"]["key"]


def test_the_words_can_be_read_aloud() -> None:
    vietnamese = run_here("pension", *WOMAN, "--until", "60", "--lang", "vi").out
    told = (
        "không phải lời hứa",
        "Lương hưu từ 01/04/2048",
        "58%",
        "7 năm 5 tháng",
        "Chưa xác nhận",
        "Luật 41/2024/QH15",
    )
    for part in told:
        assert part in vietnamese.replace("\u00a0", " ")
    missing = run_here("pension", *WOMAN, "--born", "1969-11-20", "--past-months", "150", "--lang", "vi").out
    assert "còn thiếu 30 tháng" in missing
    english = run_here("pension", *WOMAN, "--born", "1969-11-20", "--past-months", "100", "--lang", "en").out
    assert "not enough for a pension" in english
    assert "Instead: a monthly allowance" in english
