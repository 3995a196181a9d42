"""`outreach print monthly | b15a`: files of every kind, promised keys, and what cannot be answered with a sentence."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine

MONTH = ("--month", "2026-11")


def test_the_month_is_written_as_what_the_file_is_called(office: CommandLine, tmp_path: Path) -> None:
    begins = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK"}
    for kind, first in begins.items():
        out = tmp_path / f"thang.{kind}"
        data = office("print", "monthly", *MONTH, "--unit", "03424", "--out", out).data
        assert data == {
            "path": str(out), "bytes": out.stat().st_size, "unit": "03424", "month": "2026-11", "kind": kind,
        }  # fmt: skip
        assert out.read_bytes().startswith(first)
    assert "tháng 11" in office.plain(
        "print", "monthly", *MONTH, "--out", tmp_path / "own.xlsx", "--lang", "vi"
    ).out.replace("11/2026", "11")


def test_the_form_tells_what_is_left_to_the_hand(office: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "b15a.xlsx"
    data = office("print", "b15a", *MONTH, "--out", out).data
    assert (data["form"], data["unit"], data["organisations"], data["collectors"]) == ("b15a", "03424", 0, 0)
    assert data["by_hand"] == ["codes", "compulsory", "accident", "note"]
    assert out.stat().st_size == data["bytes"]


@pytest.mark.parametrize(
    ("words", "key", "code"),
    [
        (("monthly", *MONTH, "--out", "a.csv"), "usage", 2),
        (("b15a", *MONTH, "--out", "a.docx"), "usage", 2),
        (("monthly", "--month", "november", "--out", "a.pdf"), "usage", 2),
        (("monthly", *MONTH, "--unit", "99999", "--out", "a.pdf"), "not_found", 3),
        (("b15a", "--month", "2026-04", "--out", "a.xlsx"), "no_layout", 3),
    ],
)
def test_what_cannot_be_written_leaves_no_file(
    office: CommandLine, tmp_path: Path, words: tuple[str, ...], key: str, code: int
) -> None:
    out = tmp_path / words[-1]
    assert office("print", *words[:-1], out, expect=code).error["key"] == key
    assert not out.exists()
