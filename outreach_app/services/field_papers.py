"""What was heard at the doors, training and committees as pages of tables, out of the same tables as files."""

from collections.abc import Sequence

from outreach_app.domain.committees import SEAT_NAMES, Committee, CommitteeList
from outreach_app.domain.contact_counts import ContactReport
from outreach_app.domain.field_words import CAUTION, say_questions, say_training, say_until_answered
from outreach_app.domain.official_paper import Cell, Part, Sentence
from outreach_app.domain.question_counts import QuestionReport
from outreach_app.domain.report_groups import SPLIT_NAMES, Group
from outreach_app.domain.table_paper import TablePaper
from outreach_app.domain.training_counts import TrainingReport
from outreach_app.domain.worry_counts import WorryReport
from outreach_app.errors import Message, say
from outreach_app.exchange.table_writer import Table, TableKind
from outreach_app.i18n import N_, Catalogue, Count
from outreach_app.services.field_tables import (
    CONTACT_COLUMNS,
    make_committee_tables,
    make_contact_tables,
    make_question_tables,
    make_report_tables,
    make_training_tables,
    make_worry_tables,
    write_tables,
)
from outreach_app.services.table_pages import drop_empty, lay_table, render_pages

FieldReport = WorryReport | ContactReport | QuestionReport | TrainingReport


def write_report(report: FieldReport, kind: TableKind, words: Catalogue) -> bytes:
    """Write any of the reports as a workbook, as pages (PDF), or its counts alone as comma-separated text."""
    if kind is TableKind.PDF:
        return render_pages(make_paper(report, words), words)
    return write_tables(make_report_tables(report, words), kind, day=report.on)


def write_committees(known: CommitteeList, kind: TableKind, words: Catalogue) -> bytes:
    """Write committees, recipients and the communes without a committee; as text with commas the members alone."""
    if kind is TableKind.PDF:
        return render_pages(make_committee_paper(known, words), words)
    return write_tables(make_committee_tables(known, words), kind, day=known.on)


def make_paper(report: FieldReport, words: Catalogue) -> TablePaper:
    """Put any of the reports on paper."""
    if isinstance(report, WorryReport):
        return _worry_paper(report, words)
    if isinstance(report, ContactReport):
        return _contact_paper(report, words)
    if isinstance(report, QuestionReport):
        return _question_paper(report, words)
    return _training_paper(report, words)


# ------------------------------------------------------------------------------------------------- worries, channels
def _worry_paper(report: WorryReport, words: Catalogue) -> TablePaper:
    worries, told = make_worry_tables(report, words)
    counted = say("Visits with somebody spoken to: {visits}; with a worry: {named}.", visits=Count(report.visits),
                  named=Count(report.named))  # fmt: skip
    wholes = [row.group for row in report.rows]
    answered = [row.group for row in report.rows for _ in row.answers]
    parts: list[Part] = [
        *_tell(words, counted, CAUTION),
        *lay_table(worries, words, banded=True, bold=_find_wholes(wholes)),
        *lay_table(told, words, banded=True, bold=_find_wholes(answered)),
    ]
    return _paper(N_("Worries heard at the doors"), report, words, parts)


def _contact_paper(report: ContactReport, words: Catalogue) -> TablePaper:
    bold = _find_wholes([row.group for row in report.rows])
    (table,) = make_contact_tables(report, words)
    kept = drop_empty(table, first=CONTACT_COLUMNS)
    return _paper(N_("Ways of contact"), report, words, list(lay_table(kept, words, banded=True, bold=bold)))


# ------------------------------------------------------------------------------------------------ questions, training
def _question_paper(report: QuestionReport, words: Catalogue) -> TablePaper:
    counts, *lists = make_question_tables(report, words)
    delay = [say_until_answered(report.whole.days)] if report.whole.days else []
    bold = _find_wholes([row.group for row in report.rows])
    parts: list[Part] = [
        *_tell(words, say_questions(report.whole), *delay),
        *lay_table(counts, words, bold=bold),
    ]
    parts += [part for table in lists for part in lay_table(table, words)]
    return _paper(N_("Questions and difficulties"), report, words, parts)


def _training_paper(report: TrainingReport, words: Catalogue) -> TablePaper:
    parts: list[Part] = list(_tell(words, say_training(report)))
    if report.without:
        names = ", ".join(row.name for row in report.without)
        parts += _tell(words, say("Communes where nobody trained canvasses: {names}.", names=names))
    parts += [part for table in make_training_tables(report, words) for part in lay_table(table, words)]
    return _paper(N_("Training"), report, words, parts)


# --------------------------------------------------------------------------------------------------------- committees
def make_committee_paper(known: CommitteeList, words: Catalogue) -> TablePaper:
    """Put committees with their members, recipients and the communes without a committee on paper."""
    sitting, *rest = make_committee_tables(known, words)
    labels = [sitting.labels[0], *sitting.labels[4:]]
    rows = [line for each in known.committees for line in _seat_lines(each, words)]
    parts: list[Part] = list(lay_table(Table(sitting.name, labels, rows), words, banded=True))
    parts += [part for table in rest for part in lay_table(table, words)]
    title = words.text("Steering committees and recipients of reports")
    about = [known.name, words.context("print", "as known on {day}", day=known.on)]
    return TablePaper(title, known.office_name, about, parts)


def _seat_lines(row: Committee, words: Catalogue) -> list[list[Cell]]:
    """A line for each member below the unit with its decision; one without anybody keeps a line."""
    day = words.date(row.decided_on) if row.decided_on else ""
    head = " · ".join(part for part in (row.unit_name, row.decision, day, row.issued_by) if part)
    lines: list[list[Cell]] = [
        [head, each.name, each.office_held or None, words.text(SEAT_NAMES[each.seat]), each.ends_on]
        for each in row.members
    ]
    return lines or [[head, None, None, None, None]]


# ------------------------------------------------------------------------------------------------------------- laying
def _paper(title: str, report: FieldReport, words: Catalogue, parts: Sequence[Part]) -> TablePaper:
    foot = words.text("From the visits and lists of this workspace.")
    return TablePaper(words.text(title), report.office_name, _tell_days(report, words), parts, foot)


def _tell_days(report: FieldReport, words: Catalogue) -> list[str]:
    known = words.context("print", "as known on {day}", day=report.on)
    if isinstance(report, TrainingReport):
        first = [words.text("since {day}", day=report.first)] if report.first else []
        return [report.name, *first, known]
    period = report.period
    days = words.context(
        "print", "{first} to {last} ({days} days)", first=period.first, last=period.last, days=period.days
    )
    return [report.name, days, words.text(SPLIT_NAMES[report.split]), known]


def _tell(words: Catalogue, *messages: Message) -> list[Sentence]:
    return [Sentence(words.render(message), listed=True) for message in messages]


def _find_wholes(groups: Sequence[Group]) -> frozenset[int]:
    """The places of the lines of the whole unit."""
    return frozenset(place for place, group in enumerate(groups) if group.kind is None)
