"""`outreach renewals`: promised keys, filters, words; over a workspace with cards that end."""

import pytest

from outreach_app.app import open_workspace
from outreach_app.domain.people import Scheme
from tests.cli.command_line import CommandLine
from tests.conftest import PASSPHRASE


@pytest.fixture
def due(laptop: CommandLine) -> CommandLine:
    """A laptop on which three people have something to renew."""
    found = laptop("household", "find", "Lò").data["results"]
    people = [each["id"] for each in found if each["kind"] == "person"][:3]
    assert len(people) == 3
    app = open_workspace(laptop.workspace, PASSPHRASE)
    days = (
        ("health", None, "2026-08-30"),
        ("health", None, "2026-12-10"),
        ("voluntary", "2025-01-01", "2026-09-30"),
    )
    with app.desk.write() as writer:
        for person, (scheme, starts, ends) in zip(people, days, strict=True):
            values = {
                "person": bytes.fromhex(person),
                "scheme": Scheme(scheme).value,
                "starts": starts,
                "ends": ends,
            }
            writer.create("membership", values | {"source": "list.xlsx"})
    app.close()
    return laptop


def test_renewals_have_the_promised_keys(due: CommandLine) -> None:
    found = due("renewals").data
    assert [
        (row["reason_key"], row["due"], row["window_ends"], row["days_left"]) for row in found["due"]
    ] == [
        ("break_near", "2026-08-31", "2026-11-28", 7),
        ("card_ending", "2026-12-11", "2027-03-10", 109),
        ("stopped", "2026-10-01", "2026-10-31", -21),
    ]
    for row in found["due"]:
        assert row.keys() >= {"person", "scheme", "due", "window_ends", "reason", "reason_key"}
        assert len(row["person"]) == 32
        assert row["name"] in due("household", "show", row["household"]).out
    assert found["counts"] == {"break_near": 1, "card_ending": 1, "stopped": 1}
    assert found["total"] == 3
    assert found["due"][0]["reason"] == "After 28/11/2026 a new card counts only 30 days after payment"


def test_another_day_a_reason_a_limit_and_a_unit(due: CommandLine) -> None:
    later = due("renewals", "--on", "2026-11-29", at="2026-11-29T08:00").data
    assert later["due"][0]["reason_key"] == "card_ending"
    assert [row["reason_key"] for row in due("renewals", "--reason", "stopped").data["due"]] == ["stopped"]
    assert len(due("renewals", "--limit", "1").data["due"]) == 1
    assert due("renewals", "--unit", "03424").data["total"] == 3
    assert due("renewals", "--unit", "79", expect=3).error["key"] == "unit"
    assert due("renewals", "--reason", "whatever", expect=2).error


def test_the_list_in_words(due: CommandLine) -> None:
    said = due.plain("renewals", "--on", "2026-11-21", "--lang", "vi")
    assert "Sắp hết hạn đóng" in said.out
    assert "chưa" in said.out or "hết" in said.out
    nobody = due.plain("renewals", "--on", "2025-08-01", "--lang", "en", "--reason", "late")
    assert nobody.out.strip() == "Nobody is due on 01/08/2025."


def test_a_call_its_reason_and_who_is_to_be_won_back(due: CommandLine) -> None:
    stopped = due("renewals", "--win-back").data["due"]
    assert [row["reason_key"] for row in stopped] == ["stopped"]
    who = stopped[0]["person"]
    missed = due("call", who, "--scheme", "voluntary", "--result", "not_home").data
    assert (missed["reached"], missed["channel"], missed["outcome"]) == (False, "phone", "not_home")
    said = ("--result", "refused", "--why", "hardship", "--next", "2026-12-20")
    made = due("call", who, "--scheme", "voluntary", "--channel", "chat", *said).data
    assert (made["outcome"], made["lapse_reason"], made["next_on"]) == ("refused", "hardship", "2026-12-20")
    (row,) = due("renewals", "--win-back", "--calls").data["due"]
    assert (row["tries"], row["lapse_reason"], row["last_contact"]["channel"]) == (2, "hardship", "chat")
    assert [each["reached"] for each in row["contacts"]] == [True, False]
    told = due.plain("renewals", "--win-back", "--calls", "--on", "2026-11-21", "--lang", "en").out
    assert "Why: Cannot afford it any more" in told
    assert (
        due("call", who, "--scheme", "voluntary", "--result", "continuing", "--why", "died", expect=3).error[
            "key"
        ]
        == "lapse_without_outcome"
    )
    shown = due("household", "show", row["household"]).data
    assert len(shown["visits"]) == 2
    logged = due(
        "visit", "log", "--household", row["household"], "--person", f"{who}:voluntary:refused",
        "--lapse", f"{who}:voluntary:moved_away",
    )  # fmt: skip
    assert logged.data["household"] == row["household"]
    assert due("renewals", "--win-back").data["due"] == []


def test_who_came_to_withdraw_everything(due: CommandLine) -> None:
    who = due("renewals", "--win-back").data["due"][0]["person"]
    row = due("one-off", "add", who, "--months", "30", "--day", "2026-11-20").data["request"]
    assert (row["months_paid"], row["decision"], row["came_on"]) == (30, "wants", "2026-11-20")
    assert due("renewals", "--reason", "withdrawing").data["due"][0]["person"] == who
    advised = due("one-off", "decide", row["id"], "keeps").data["request"]
    assert due("one-off", "list", "--open").data["requests"] == []
    due("one-off", "undo", advised["id"])
    assert due("one-off", "list").data["requests"][0]["decision"] == "wants"
    assert due("one-off", "add", who, "--months", "30", expect=3).error["key"] == "request_open"
