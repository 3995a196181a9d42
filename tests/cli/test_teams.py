"""`outreach team`, `trusted`, `group`, `assign`, `pin`: a village shared out and settled by a script."""

import pytest

from tests.cli.command_line import CommandLine

INH, LU = "Lường Thị Inh", "Vàng A Lử"


def test_a_team_is_made_shown_and_told_what_it_lacks(office: CommandLine) -> None:
    made = office("team", "new", "Tổ Nà Ly", "--until", "31/12/2026").data
    assert (made["kind"], made["until"], len(made["hints"])) == ("three_part", "2026-12-31", 4)
    office(
        "team", "member", "add", "to na ly", INH, "--part", "insurance", "--lead", "yes", "--phone", "0912000111",
        "--agency", "Bưu điện", "--agency-kind", "post_office", "--duty", "collector",
    )  # fmt: skip
    office("team", "member", "add", "Tổ Nà Ly", LU, "--part", "village")
    office("team", "member", "edit", "Tổ Nà Ly", LU, "--part", "committee", "--lead", "yes")
    (team,) = office("team", "show").data["teams"]
    assert [(m["name"], m["part"], m["leads"], m["duty"]) for m in team["members"]] == [
        (LU, "committee", True, None), (INH, "insurance", False, "collector"),
    ]  # fmt: skip
    assert len(team["hints"]) == 1
    left = office("team", "leave", "Tổ Nà Ly", LU, "--last-day", "2026-11-30").data
    assert left["members"][0]["until"] == "2026-11-30"
    assert office("team", "edit", "Tổ Nà Ly", "--name", "Tổ Một", "--kind", "shock").data["kind"] == "shock"
    gone = office("team", "leave", "Tổ Một", LU, "--mistake").data
    assert [m["name"] for m in gone["members"]] == [INH]
    assert office("team", "leave", "Tổ Một", "Ai Đó", expect=3).error["key"] == "no_such_member"


def test_villages_groups_and_days_are_assigned_settled_and_taken_back(office: CommandLine) -> None:
    office("team", "new", "Tổ Một")
    for name in (INH, LU):
        office("team", "member", "add", "Tổ Một", name)
    found = sorted({row["code"] for row in office("household", "find", "Lò").data["results"]})
    village = found[0].split("-")[0]
    doors = [code for code in found if code.startswith(f"{village}-")]
    put = office("group", "put", village, "Tổ 1", *doors).data
    assert put["households"] == len(set(doors))
    office("assign", "village", village, "--to", "Tổ Một", "--until", "2026-11-30")
    clash = office("assign", "village", village, "--to", "Bùi Văn Kế", expect=3).error
    assert clash["key"] == "no_such_worker"
    made = office("assign", "group", village, "to 1", "--to", LU, "--from", "2026-11-22").data
    assert made["made"] == 1
    told = office("assign", "group", village, "Tổ 1", "--to", INH, "--from", "2026-11-25", expect=3).error
    assert told["key"] == "overlap"
    assert office(
        "assign", "group", village, "Tổ 1", "--to", INH, "--from", "2026-11-25", "--instead"
    ).data["shortened"] == 1  # fmt: skip
    shown = office("assign", "show", "--to", INH).data
    assert [(a["kind"], a["group"], a["from"]) for a in shown["assignments"]] == [
        ("group", "Tổ 1", "2026-11-25")
    ]
    office("assign", "end", shown["assignments"][0]["id"])
    assert office("assign", "show", "--to", INH).data["assignments"] == []
    day = office("assign", "day", "2026-11-23", *doors, "--to", INH, expect=1).data
    assert (day["doors"], {row["why"] for row in day["left_out"]}) == (0, {"assigned"})
    taken = office("assign", "day", "2026-11-23", *doors, "--to", INH, "--take", "--paper").data
    assert len(taken["codes"]) == 1
    office("group", "undo", taken["undo"])
    assert office("sheet", "list").data["sheets"] == []
    office("group", "rename", village, "Tổ 1", "Tổ Suối")
    assert {"group": "Tổ Suối", "doors": len(set(doors))} in office("group", "show", village).data["groups"]
    assert office("check").data["ok"]


@pytest.mark.torture
def test_respected_people_are_listed_changed_and_taken_off(office: CommandLine) -> None:
    village = office("office", "village", "list").data["villages"][0]["prefix"]
    row = office(
        "trusted",
        "add",
        village,
        "Lò Văn Phớ",
        "--who",
        "elder",
        "--phone",
        "0912000222",
        "--note",
        "già làng",
    ).data
    office("trusted", "edit", row["id"], "--phone", "")
    (shown,) = office("trusted", "show", village).data["trusted"]
    assert (shown["name"], shown["who"], shown["phone"], shown["note"]) == (
        "Lò Văn Phớ",
        "elder",
        None,
        "già làng",
    )
    office("trusted", "remove", row["id"])
    assert office("trusted", "show").data["trusted"] == []


def test_a_pin_is_asked_for_on_the_command_line(office: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_NEW_PIN", "2580")
    told = office.plain("pin", "set", "--by", INH, "--lang", "en").out
    assert "encrypts nothing" in told
    assert office("pin", "show").data["people"] == [INH]
    assert office("team", "new", "Tổ Một", "--by", INH, expect=4).error["key"] == "pin_missing"
    monkeypatch.setenv("OUTREACH_PIN", "2580")
    office("team", "new", "Tổ Một", "--by", INH)
    assert office("pin", "reset", INH, "--by", INH, expect=4).error["key"] == "lead_only"
    office("pin", "remove", "--by", INH)
    assert office("pin", "show").data["people"] == []
