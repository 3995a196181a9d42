"""`outreach kit renew`, `sync revoke`, `sync refused`, `sync held`: what the office says of its machines, by script."""

import shutil
from pathlib import Path

from tests.cli.command_line import CommandLine

BY = ("--by", "Hoàng Thị Thơm")


def visit(laptop: CommandLine) -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    laptop("visit", "log", "--household", code, "--outcome", "refused", *BY)


def test_a_machine_is_renewed_blocked_and_let_go_by_script(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    stick, back = tmp_path / "usb", tmp_path / "về"
    stick.mkdir()
    back.mkdir()
    visit(laptop)
    laptop("sync", "write", "--to", stick)
    office("sync", "read", stick, *BY)
    given = office("kit", "renew", "Máy 01", "--until", "2029-01-31").data
    assert (given["device"], given["until"], given["role"]) == ("Máy 01", "2029-01-31", "canvasser")
    assert office("sync", "revoke", "Máy 01", "--why", "mất máy").data == {
        "device": "Máy 01",
        "revoked": True,
    }
    office("sync", "write", "--to", back)
    laptop("sync", "read", back)
    visit(laptop)
    assert laptop("sync", "write", "--to", stick, expect=4).error["key"] == "machine_blocked"
    assert office("sync", "machines").data["machines"][0]["revoked"] is True
    assert office("sync", "held").data == {"files": []}
    assert office("sync", "refused").data == {"entries": []}
    assert office("sync", "revoke", "Máy 01", "--undo").data["revoked"] is False
    shutil.rmtree(back)
    back.mkdir()
    office("sync", "write", "--to", back)
    laptop("sync", "read", back)
    assert laptop("sync", "write", "--to", stick).data["files"][0]["number"] == 2
    assert office("sync", "adopt", "abc", *BY, expect=3).error["key"] == "held_not_found"
    assert office("sync", "read", expect=2).error


def test_what_was_refused_is_listed_and_let_in_by_script(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    late = "2101-01-05T09:00"
    laptop("visit", "log", "--household", code, "--outcome", "not_home", *BY, at=late)
    laptop("sync", "write", "--to", tmp_path, at=late)
    office("sync", "read", tmp_path, *BY, at=late, expect=1)
    listed = office("review", "refused", at=late, expect=1).data["items"]
    assert {(each["kind"], each["device"], each["reason_keys"][0]) for each in listed} == {
        ("refused", "Máy 01", "certificate_ended")
    }
    (visit_id,) = (each["id"] for each in listed if each["table"] == "visit")
    preview = office("review", "refused", "--accept", visit_id, "--preview", at=late, expect=1).data
    assert (preview["would_accept"], len(preview["items"])) == ([visit_id], len(listed))
    assert office("review", "refused", "--accept", "nothing", at=late, expect=2).error["key"] == "usage"
    none = office("review", "refused", "--machine", "Máy 02", "--accept", "all", at=late).data
    assert none == {"items": []}
    done = office("review", "refused", "--reason", "certificate_ended", "--accept", "all", *BY, at=late).data
    assert (done["accepted"], done["along"], done["passed_over"], done["items"]) == (len(listed), 0, 0, [])
    assert len(office("household", "show", code, at=late).data["visits"]) == 1
    assert laptop("review", "refused", "--accept", "all", at=late).data == {"items": []}


def test_a_broken_laptop_is_replaced_the_same_day(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    visit(laptop)
    laptop("sync", "write", "--to", stick)
    kit = tmp_path / "mới.gocuakit"
    replace = ("kit", "replace", "máy 01", "--out", kit)
    assert office(*replace, "--why", " ", expect=3).error["key"] == "no_reason"
    assert (
        office("kit", "replace", "Máy 99", "--out", kit, "--why", "x", expect=3).error["key"] == "not_found"
    )
    assert not kit.exists()
    assert laptop(*replace, "--why", "rơi", expect=4).error["key"] == "office_only"
    made = office(*replace, "--why", "rơi xuống suối").data
    assert (made["device"], made["replaces"], made["path"]) == ("Máy 01-2", "máy 01", str(kit))
    again = office("kit", "replace", "Máy 01", "--out", tmp_path / "b", "--why", "x", expect=3)
    assert again.error["key"] == "replaced_already"
    machines = {row["device"]: row["revoked"] for row in office("sync", "machines").data["machines"]}
    assert machines == {"Máy 01": True, "Máy 01-2": False}
    fresh = laptop.on(tmp_path / "máy mới")
    opened = fresh("kit", "open", kit, "--code", made["code"]).data
    assert (opened["device"], opened["households"]) == ("Máy 01-2", 6)
    assert office("sync", "read", stick, *BY).data["files"][0]["state"] == "applied"


def test_the_doors_of_somebody_who_leaves_are_handed_over(laptop: CommandLine, tmp_path: Path) -> None:
    code = laptop("household", "find", "pao").data["results"][0]["code"]
    laptop("visit", "log", "--household", code, "--outcome", "call_back", "--next", "2026-11-28", *BY)
    village = laptop("household", "show", code).data["village"]
    laptop("print", "visit-list", "--village", village, "--doors", "1", "--out", tmp_path / "a.pdf", *BY)
    (door,) = laptop("kit", "hand-over").data["doors"]
    assert (door["person"], door["sheets"] + door["returns"]) == ("Hoàng Thị Thơm", 2)
    other = ("--to", "Lò Văn Ún")
    assert laptop("kit", "hand-over", *other, expect=2).error
    lost = laptop("kit", "hand-over", "--from", "Hoàng Thị Thơm", *other, expect=3)
    assert lost.error["key"] == "no_such_canvasser"
    visit_by_other = ("visit", "log", "--household", code, "--outcome", "not_home", "--by", "Lò Văn Ún")
    laptop(*visit_by_other, at="2026-11-20T08:00")
    same = laptop("kit", "hand-over", "--from", "Lò Văn Ún", *other, expect=3)
    assert same.error["key"] == "same_person"
    done = laptop("kit", "hand-over", "--from", "hoang thi thom", *other).data
    assert done["sheets"] + done["returns"] == 2
    assert len(done["codes"]) == done["returns"]
    (door,) = laptop("kit", "hand-over").data["doors"]
    assert door["person"] == "Lò Văn Ún"
    assert "Lò Văn Ún" in laptop.plain("kit", "hand-over", "--lang", "vi").out


def test_when_a_machine_counts_as_silent_is_set_by_script(
    office: CommandLine, laptop: CommandLine, tmp_path: Path
) -> None:
    visit(laptop)
    laptop("sync", "write", "--to", tmp_path)
    office("sync", "read", tmp_path, *BY)
    later = "2026-11-25T09:00"
    first = office("sync", "machines", at=later).data
    heard = {row["device"]: (row["silent_days"], row["silent"]) for row in first["machines"]}
    assert (first["silent_after"], heard["Máy 01"]) == (7, (4, False))
    assert office("sync", "machines", "--silent-after", "0", expect=2).error
    assert office("sync", "machines", "--silent-after", "400", expect=3).error["key"] == "silent_days"
    office("sync", "machines", "--silent-after", "4")
    again = office("sync", "machines", at=later).data
    heard = {row["device"]: (row["silent_days"], row["silent"]) for row in again["machines"]}
    assert (again["silent_after"], heard["Máy 01"]) == (4, (4, True))


def test_who_has_left_signs_nothing_any_more(office: CommandLine, laptop: CommandLine) -> None:
    code = office("household", "find", "pao").data["results"][0]["code"]
    log = ("visit", "log", "--household", code, "--outcome", "not_home", "--by")
    for name in ("Hoàng Thị Thơm", "Lò Văn Ún"):
        office(*log, name)
    give = ("kit", "hand-over", "--from", "Hoàng Thị Thơm", "--to", "Lò Văn Ún")
    assert office(*give, "--stays").data["last_day"] is None
    assert office(*give, "--last-day", "2026-11-22").data["last_day"] == "2026-11-22"
    office(*log, "Hoàng Thị Thơm", at="2026-11-22T20:00")
    assert office(*log, "hoang thi thom", at="2026-11-23T08:00", expect=4).error["key"] == "has_left"
    office("kit", "hand-over", "--back", "Hoàng Thị Thơm", at="2026-11-23T08:00")
    office(*log, "Hoàng Thị Thơm", at="2026-11-23T08:10")
    assert laptop("kit", "hand-over", "--back", "Nobody", expect=3).error["key"] == "no_such_canvasser"
