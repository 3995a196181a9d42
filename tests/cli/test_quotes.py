"""`outreach quote`: promised keys, amounts that add up, steps that name their source; no workspace needed."""

from typing import Any

import pytest

from tests.cli.command_line import run_here

ON = ("--on", "2026-11-21")


def quote(*words: str, expect: int = 0) -> dict[str, Any]:
    said = run_here("quote", *words, *ON, "--json", "--lang", "en")
    assert said.code == expect, said.out
    return said.data


def test_voluntary_has_the_promised_keys() -> None:
    found = quote("voluntary", "--income", "1500000", "--method", "3", "--category", "near_poor")
    assert found.keys() >= {
        "income", "months", "contribution", "state", "top_up", "other", "own", "first_due", "due", "rule_book",
        "confirmed", "steps",
    }  # fmt: skip
    assert (found["contribution"], found["state"], found["own"], found["months"]) == (
        990_000,
        396_000,
        594_000,
        3,
    )
    assert found["due"][0] == {"date": found["first_due"], "own": 594_000, "confirmed": True}
    assert len(found["due"]) == 4
    for step in found["steps"]:
        assert step.keys() >= {"rule", "value", "from", "source", "text", "result"}


@pytest.mark.parametrize("method", ["1", "6", "12", "ahead-2", "missing-30"])
def test_every_amount_is_whole_and_adds_up(method: str) -> None:
    found = quote(
        "voluntary",
        "--income",
        "3.000.000",
        "--method",
        method,
        "--top-up",
        "20%",
        "--top-up",
        "10000",
        "--other",
        "5%",
    )
    parts = [found[name] for name in ("state", "top_up", "other", "own")]
    assert sum(parts) == found["contribution"]
    assert all(isinstance(part, int) and part >= 0 for part in parts)
    assert found["top_up"] > 0


def test_health_goes_down_the_ladder() -> None:
    found = quote("health", "--members", "6", "--months", "12")
    assert [member["percent"] for member in found["members"]] == [100, 70, 60, 50, 40, 40]
    assert [member["position"] for member in found["members"]] == [1, 2, 3, 4, 5, 6]
    assert found["total_own"] == sum(member["own"] for member in found["members"])
    assert "valid_from" not in found
    dated = quote("health", "--members", "1", "--already", "2", "--first-time")
    assert (dated["members"][0]["percent"], dated["valid_from"]) == (60, "2026-12-21")
    assert quote("health", "--members", "1", "--covered-until", "2026-12-31")["valid_from"] == "2027-01-01"
    supported = quote("health", "--members", "2", "--support", "pupil", "--months", "3")
    assert supported["members"][0]["state"] > 0
    assert supported["members"][0]["position"] is None


def test_what_the_law_does_not_allow_is_bad_input() -> None:
    assert quote("voluntary", "--income", "100000", expect=3)["error"]["key"] == "income_out_of_range"
    assert (
        quote("voluntary", "--income", "1500000", "--method", "ahead-9", expect=3)["error"]["key"]
        == "bad_method"
    )
    assert quote("health", "--members", "101", expect=2)["error"]["key"] == "usage"
    quote("voluntary", "--income", "1500000", "--top-up", "much", expect=2)


def test_words_name_the_law_and_the_doubt() -> None:
    said = run_here("quote", "voluntary", "--income", "2500000", "--on", "2027-02-01", "--lang", "vi").out
    assert "Luật 41/2024/QH15" in said
    assert "Người tham gia đóng:" in said
    assert "Chưa xác nhận" in said


def test_members_of_several_groups_and_the_cheapest_form() -> None:
    members = (
        "--member",
        "none",
        "--member",
        "farm_average,pupil",
        "--member",
        "left_difficult_area@2027-03-21",
    )
    found = quote("health", *members)
    # 1,366,200 on the ladder; half of it for a pupil; five of twelve months at 70 % of 113,850 a month.
    assert [share["own"] for share in found["members"]] == [1_366_200, 683_100, 967_725]
    assert (found["confirmed"], found["crosses"], found["months_after_change"]) == (False, "2027-01-01", 10)
    assert len(found["notes"]) == 2
    family = ("--members", "5", "--support", "farm_average")
    assert quote("health", *family)["total_own"] == 5 * 956_340
    assert quote("health", *family, "--cheapest")["total_own"] == 4_371_840
    assert quote("health", expect=2)["error"]["key"] == "usage"
    assert quote("health", "--member", "near_poor@soon", expect=2)["error"]["key"] == "usage"
