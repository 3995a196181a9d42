"""Registers in the reader's words: what a list would do, which rows it leaves out and why, and former imports."""

from typing import TYPE_CHECKING

from outreach_app.domain.rows import ImportReport, RefusedListRow
from outreach_app.exchange.wordings import FIELD_NAMES
from outreach_app.i18n import Catalogue
from ui.presenters.ports import Sense

if TYPE_CHECKING:
    from outreach_app.services.lists import PastImport

DOT = " · "
_TAIL = 4


def list_fields(words: Catalogue) -> list[tuple[str, str]]:
    """What a column may be read as, by its key; the first choice leaves it out."""
    return [
        ("", words.text("left out")),
        *((str(key), words.text(name)) for key, name in FIELD_NAMES.items()),
    ]


def tell_figures(words: Catalogue, report: ImportReport) -> list[tuple[str, str, str, Sense | None]]:
    """Five counts of a list: number, what, hint, and its sense when it asks for something."""
    new = words.plural("{count} of them new", "{count} of them new", report.households_new)
    refused = len(report.refused)
    counted = [
        (report.households, words.text("households"), new, None),
        (
            report.new,
            words.text("new people"),
            words.text("on no list so far"),
            Sense.ACCENT if report.new else None,
        ),
        (report.changed, words.text("people filled in"), words.text("something missing was added"), None),
        (report.unchanged, words.text("people unchanged"), words.text("known already"), None),
        (refused, words.text("rows left out"), words.text("see why below"), Sense.BAD if refused else None),
    ]
    return [(words.number(count), text, hint, sense) for count, text, hint, sense in counted]


def tell_row(words: Catalogue, row: RefusedListRow) -> tuple[str, str]:
    """A row of the file and why it is named."""
    number = words.text("Row {row}", row=row.row)
    return f"{number}{DOT}{row.sheet}" if row.sheet else number, words.render(row.reason)


def tell_sample(sample: tuple[str, ...]) -> tuple[str, str]:
    """A person of the list as the program reads them; of the citizen number only the end is shown."""
    village, name, born, citizen = sample
    day = "/".join(reversed(born.split("-")))
    tail = f"…{citizen[-_TAIL:]}" if citizen else ""
    return name, DOT.join(part for part in (day, tail, village) if part)


def tell_result(words: Catalogue, report: ImportReport) -> tuple[str, str]:
    """What bringing in a list did."""
    done = words.plural(
        "{count} household brought in.", "{count} households brought in.", report.households_new
    )
    villages = len(report.villages_new)
    counted = (
        (report.new, words.plural("{count} new person", "{count} new people", report.new)),
        (report.changed, words.plural("{count} person filled in", "{count} people filled in", report.changed)),
        (len(report.refused), words.plural("{count} row left out", "{count} rows left out", len(report.refused))),
        (villages, words.plural("{count} village made", "{count} villages made", villages)),
    )  # fmt: skip
    return done, DOT.join(text for count, text in counted if count)


def tell_past(words: Catalogue, past: "PastImport") -> tuple[str, str]:
    """A list that was brought in before: its file's name, when, and how much of it."""
    people = past.counts.get("new", 0)
    parts = [words.text("brought in {moment}", moment=past.made_at)]
    parts.append(words.plural("{count} new person", "{count} new people", people))
    if refused := past.counts.get("refused", 0):
        parts.append(words.plural("{count} row left out", "{count} rows left out", refused))
    return past.name, DOT.join(parts)


def tell_earlier(words: Catalogue, report: ImportReport) -> tuple[str, str]:
    """That this very file was brought in before."""
    if report.earlier is None:
        return "", ""
    said = words.text("This file was brought in before, {moment}.", moment=report.earlier)
    return said, words.text("Bringing it in again makes nothing twice.")
