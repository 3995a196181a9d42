"""`outreach meeting` and `outreach absence`: a village meeting and a worker away, kept by a script."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

INH = "Lường Thị Inh"


def first_home(run: CommandLine) -> dict[str, object]:
    code = run("household", "find", "Lò").data["results"][0]["code"]
    return dict(run("household", "show", code).data)


def test_a_village_meeting_from_invitation_to_outcome(laptop: CommandLine, tmp_path: Path) -> None:
    home = first_home(laptop)
    code, village = str(home["code"]), str(home["village_letters"])
    one, other = (member["id"] for member in home["members"][:2])  # type: ignore[index]
    made = laptop(
        "meeting", "new", "--kind", "conference", "--day", "2026-11-20", "--village", village, "--time", "19h",
        "--place", "nhà văn hóa", "--led-by", INH, "--topic", "BHYT hộ gia đình", "--planned", "30", "--by", INH,
    ).data["meeting"]  # fmt: skip
    assert (made["time"], made["planned"], made["counted"]) == ("19:00", 30, None)
    meeting = made["id"]
    invited = laptop("meeting", "invite", meeting, code, "--village", village).data
    assert invited["invited_now"] == len(invited["guests"]) > 1
    said = laptop(
        "meeting",
        "attend",
        meeting,
        "--coming",
        code,
        "--came",
        other,
        "--came",
        f"{code}:2",
        "--others",
        "4",
    )
    assert (said.data["meeting"]["coming"], said.data["meeting"]["counted"]) == (1, 7)
    told = laptop(
        "meeting", "outcome", meeting, "--household", code, "--person", f"{one}:voluntary:thinking"
    ).data
    visit = laptop("household", "show", code).data["visits"][0]
    assert (visit["id"], visit["channel"], visit["meeting"]) == (told["visit_id"], "meeting", meeting)
    assert laptop("meeting", "edit", meeting, "time=18:30").data["meeting"]["time"] == "18:30"
    for paper in ("invitations", "sign-in"):
        out = tmp_path / f"{paper}.pdf"
        assert (
            laptop("meeting", "print", meeting, "--as", paper, "--out", out).data["bytes"]
            == out.stat().st_size
        )
    assert [m["id"] for m in laptop("meeting", "list", "--from", "2026-11-20").data["meetings"]] == [meeting]
    laptop("meeting", "remove", meeting)
    assert laptop("meeting", "show", meeting, expect=3).error["key"] == "not_found"


def test_a_training_tells_who_was_trained(office: CommandLine) -> None:
    office("team", "new", "Tổ Một")
    office("team", "member", "add", "Tổ Một", INH)
    made = office(
        "meeting", "new", "--kind", "training", "--day", "2026-11-03", "--topic", "Luật BHXH 2024"
    ).data
    office("meeting", "attend", made["meeting"]["id"], "--came", f"@{INH}")
    (trained,) = office("meeting", "trained", "--canvasser", INH).data["trainings"]
    assert (trained["canvasser"], trained["topic"], trained["day"]) == (INH, "Luật BHXH 2024", "2026-11-03")


def test_somebody_away_is_told_listed_and_back(laptop: CommandLine) -> None:
    person = first_home(laptop)["members"][0]  # type: ignore[index]
    away = laptop(
        "absence", "away", person["id"], "--place", "Bắc Ninh", "--since", "3/2026", "--back", "tet", "--sure",
        "likely", "--phone", "0987654321", "--home-contact", "mẹ", "--by", INH,
    ).data  # fmt: skip
    assert (away["back_when"], away["away_since"], away["back_sure"]) == ("tet-2027", "2026-03", "likely")
    (call,) = laptop("absence", "list").data["people"]
    assert (call["state"], call["due_on"], call["phone"]) == ("away", "2027-02-06", "0987654321")
    laptop("person", "edit", person["id"], "zalo=0976111222", "preferred_channel=chat")
    laptop("absence", "back", person["id"], "--day", "2026-11-19")
    (call,) = laptop("absence", "list").data["people"]
    assert (call["state"], call["zalo"], call["preferred_channel"]) == ("returned", "0976111222", "chat")


@pytest.mark.parametrize(
    ("words", "code", "key"),
    [
        (("meeting", "new", "--kind", "party", "--day", "2026-11-20"), 2, "usage"),
        (("meeting", "new", "--kind", "training", "--day", "2026-11-20", "--by", "Ai Đó"), 4, "lead_only"),
        (("meeting", "show", "0" * 32), 3, "not_found"),
        (("absence", "away", "Lò Văn", "--back", "mai", "--by", "Ai Đó"), 3, None),
        (("person", "edit", "0" * 32, "phone=01697123456"), 3, None),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_enters_nobody(
    laptop: CommandLine, words: tuple[str, ...], code: int, key: str | None
) -> None:
    error = laptop(*words, expect=code).error
    assert key in (None, error["key"])
