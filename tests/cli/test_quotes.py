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
    first = {"date": found["first_due"], "own": 594_000, "confirmed": True}
    assert found["due"][0].items() >= first.items()
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


def test_past_periods_count_once_and_the_highest_category_wins() -> None:
    voluntary = ("voluntary", "--income", "1500000", "--method", "12")
    several = ("--category", "ethnic_minority", "--category", "near_poor", "--category", "other")
    past = ("--subsidised", "2018-06:60", "--subsidised", "2020-01:50", "--subsidised-months", "36")
    found = quote(*voluntary, *several, *past, "--gift", "10000", "--top-up", "10%")
    # 60 months from June 2018, nine more to February 2024, 36 besides: 105 used, all twelve are supported.
    assert (found["category"], found["subsidised_months"], found["state"]) == ("near_poor", 12, 12 * 132_000)
    assert (found["top_up"], found["other"]) == (12 * 33_000, 120_000)
    assert found["own"] == 3_960_000 - 12 * (132_000 + 33_000 + 10_000)
    # 119 used: one month of this payment, none of the later ones.
    last = quote("voluntary", "--income", "1500000", "--method", "6", "--subsidised-months", "119")
    assert [due["state"] for due in last["due"]] == [66_000, 0]
    for wrong in ("2018-06", "2018-06:", "2018:12", "2018-06:x"):
        assert quote(*voluntary, "--subsidised", wrong, expect=2)["error"]["key"] == "usage"
    assert quote(*voluntary, "--category", "rich", expect=2)["error"]["key"] == "usage"


def test_a_frozen_period_is_told_without_making_the_amount_doubtful() -> None:
    found = quote("voluntary", "--income", "1500000", "--method", "12")
    assert (found["confirmed"], found["crosses"], found["valid_until"]) == (True, "2027-01-01", "2026-12-31")
    assert (found["freeze"]["rule"], found["freeze"]["mark"]) == ("voluntary.prepaid_frozen", "unconfirmed")
    assert found["freeze"]["result"] == "2027-01-01"
    assert quote("voluntary", "--income", "1500000")["freeze"] is None


def test_a_quote_can_be_read_aloud_in_vietnamese() -> None:
    said = run_here(
        "quote", "voluntary", "--income", "1500000", "--method", "6", "--category", "poor", "--top-up", "20%",
        "--gift", "10000", "--subsidised-months", "116", "--on", "2026-11-21", "--lang", "vi",
    ).out.replace("\u00a0", " ")  # fmt: skip
    for sentence in (
        "Chọn mức thu nhập 1.500.000 đ, 6 tháng một lần: gia đình đóng 996.000 đ, Nhà nước hỗ trợ 660.000 đ.",
        "Tỉnh hỗ trợ thêm 264.000 đ.",
        "Nơi khác giúp 60.000 đ.",
        "Nhà nước hỗ trợ 4 trong 6 tháng này; đến đó là hết 10 năm được hỗ trợ.",
        "chậm nhất ngày 31/08/2027 (chưa xác nhận).",
        "Số tiền này đúng khi đóng đến hết ngày 31/12/2026.",
        "Các tháng từ 01/01/2027 đã đóng rồi: không phải đóng bù, cũng không được hỗ trợ thêm",
        "Trước đây quy định như vậy; theo nghị định mới thì chưa xác nhận.",
    ):
        assert sentence in said


def test_what_comes_back_on_leaving_early() -> None:
    # Twelve months from January 2026, four used: 8 x 330,000 = 2,640,000, less 8 x 66,000 of the state.
    paid = ("refund", "--income", "1500000", "--method", "12", "--paid", "2026-01-10", "--leaves", "2026-05")
    found = quote(*paid)
    assert found.keys() >= {"case", "top_up", "other", "rule_book", "steps"}
    assert (found["months"], found["contribution"], found["state"], found["amount"]) == (
        8,
        2_640_000,
        528_000,
        2_112_000,
    )
    assert found["confirmed"] is True
    assert quote(*paid, "--subsidised-months", "115")["state"] == 66_000
    assert quote(*paid, "--case", "pension", "--from", "2026-02")["months"] == 9
    assert quote(*paid[:4], "1", *paid[5:], expect=3)["error"]["key"] == "no_refund"
    assert quote(*paid, "--case", "hardship", expect=2)["error"]["key"] == "usage"
    said = run_here("quote", *paid, *ON, "--lang", "vi").out.replace("\u00a0", " ")
    assert "được hoàn trả 2.112.000 đ cho 8 tháng chưa dùng; 528.000 đ trả về ngân sách nhà nước." in said
    assert "Nghị định 159/2025/NĐ-CP, Điều 8" in said
