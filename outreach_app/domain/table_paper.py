"""A report as pages of tables: what it is, whose, of which days, and its parts; nothing is signed or numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach_app.domain.official_paper import Part


@dataclass(frozen=True, slots=True)
class TablePaper:
    """All words are in the reader's language already; `about` are unit, days and on which day it was known.

    `foot` stands below every page with the title and what it is about.
    """

    title: str
    office: str
    about: Sequence[str]
    parts: Sequence[Part]
    foot: str = ""
