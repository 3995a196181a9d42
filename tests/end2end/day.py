"""The folders of one story, what its register holds, and what is asked of it from outside."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from tests.data_makers.living_standards import RegisterFacts
from tests.end2end.inspector import Inspector
from tests.pdf_texts import read_page_texts

OFFICE_WORDS = "nuong che suong som ngo truoc"
LAPTOP_WORDS = "ngo nep trang ben suoi lanh"


@dataclass
class Day:
    """The folders of two machines and a stick, what the register holds, and what was typed so far."""

    office: Path
    laptop: Path
    stick: Path
    printed: Path
    register: RegisterFacts
    heads: dict[str, list[str]]
    inspector: Inspector
    kit: tuple[str, str] = ("", "")

    def at_office(self, *words: str | Path, code: int = 0) -> dict[str, Any]:
        """Ask the office's workspace from outside."""
        return self.inspector.ask(self.office, *words, passphrase=OFFICE_WORDS, code=code)

    def at_laptop(self, *words: str | Path, code: int = 0) -> dict[str, Any]:
        """Ask the laptop's workspace from outside."""
        return self.inspector.ask(self.laptop, *words, passphrase=LAPTOP_WORDS, code=code)


def read_heads(path: Path) -> dict[str, list[str]]:
    """The heads of households by village, in the order of the register."""
    heads: dict[str, list[str]] = {}
    rows = openpyxl.load_workbook(path).active.iter_rows(min_row=4, values_only=True)
    for row in rows:
        if row[7] == "Chủ hộ":
            heads.setdefault(str(row[8]), []).append(str(row[2]))
    return heads


def personal_of(day: Day) -> list[str]:
    """Every name, number and village of the register."""
    rows = openpyxl.load_workbook(day.register.path).active.iter_rows(min_row=4, values_only=True)
    cells = {str(row[column]) for row in rows for column in (2, 5, 6, 8, 10) if row[column]}
    return sorted(cells)


def enrolments_of(day: Day, head: str) -> list[dict[str, Any]]:
    """The sign-ups of a household, asked from outside."""
    return list(card_of(day, head)["enrolments"])


def outcomes_of(day: Day, sheet: str) -> list[object]:
    """What was told of each row of a sheet, None where nothing was."""
    return [row["outcome"] for row in day.at_laptop("sheet", "show", sheet)["rows"]]


def visits_of(day: Day, head: str) -> list[dict[str, Any]]:
    """The visits at a household, newest first."""
    return list(card_of(day, head)["visits"])


def card_of(day: Day, head: str) -> dict[str, Any]:
    """A household of the laptop with everything about it."""
    hits = day.at_laptop("household", "find", head)["results"]
    code = next(hit["code"] for hit in hits if hit["name"] == head)
    return day.at_laptop("household", "show", code)


def sheets(day: Day) -> list[str]:
    """The codes of the sheets that are out."""
    return [sheet["code"] for sheet in day.at_laptop("sheet", "list")["sheets"]]


def read_pdf(path: Path) -> str:
    """The words of a PDF, NFC, with single blanks."""
    return unicodedata.normalize("NFC", " ".join("".join(read_page_texts(path)).split()))
