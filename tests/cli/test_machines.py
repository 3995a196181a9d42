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
