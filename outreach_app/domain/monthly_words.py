"""The monthly report as an official paper: its head and signature, and its parts in order, numbered as they come."""

from collections.abc import Callable, Iterator, Sequence

from outreach_app.domain.committees import ReportKind
from outreach_app.domain.monthly_field import (
    tell_coming,
    tell_official,
    tell_people,
    tell_questions,
    tell_worries,
)
from outreach_app.domain.monthly_results import tell_lapses, tell_results
from outreach_app.domain.monthly_rows import MonthlyReport
from outreach_app.domain.monthly_standing import tell_groups, tell_models, tell_praise
from outreach_app.domain.official_paper import (
    Grid,
    Heading,
    Letterhead,
    OfficialPaper,
    Part,
    Sentence,
    number_heading,
)
from outreach_app.i18n import N_, Catalogue

Tell = Callable[[MonthlyReport, Catalogue], list[Part]]

SECTIONS: Sequence[tuple[str, Tell]] = (
    (N_("Results against the plan and last year"), tell_results),
    (N_("Who stopped, and why"), tell_lapses),
    (N_("Order of the units and praise"), tell_praise),
    (N_("Model communes and villages"), tell_models),
    (N_("Organisations, collectors and teams"), tell_groups),
    (N_("Worries of the people and the answers given"), tell_worries),
    (N_("Questions without an answer, and difficulties"), tell_questions),
    (N_("Teams, training and steering committees"), tell_people),
    (N_("Official numbers beside ours"), tell_official),
    (N_("Work of the month after"), tell_coming),
)
"""The parts in order; one without anything to tell is left out, and the rest are numbered anew."""


def write_monthly(report: MonthlyReport, words: Catalogue) -> OfficialPaper:
    """Put the whole report into words."""
    unit = report.progress.name
    return OfficialPaper(
        words.language, report.sender.day, _write_head(report, words),
        words.context("paper", "REPORT"),
        _title(report, words),
        words.context("monthly", "To:"), [words.text(body, unit=unit) for body in _BODIES],
        [_open(report, words), *_number(report, words)],
        words.context("monthly", "Copies to:"), _list_copies(report, words),
        (words.context("paper", "DIRECTOR"), words.context("monthly", "(signature, full name, seal)")),
    )  # fmt: skip


_BODIES = (
    N_("The steering committee for social insurance and health insurance of {unit}"),
    N_("The standing members of the People's Council of {unit}"),
    N_("The People's Committee of {unit}"),
)


def _title(report: MonthlyReport, words: Catalogue) -> str:
    month = report.month.first
    return words.context(
        "monthly", "Members of voluntary social insurance and household health insurance in {month}/{year}, {unit}",
        month=month.month, year=str(month.year), unit=report.progress.name,
    )  # fmt: skip


def _write_head(report: MonthlyReport, words: Catalogue) -> Letterhead:
    sender, day = report.sender, report.sender.day
    return Letterhead(
        superior=sender.above.upper(),
        issuer=report.progress.office_name.upper(),
        nation=words.context("monthly", "SOCIALIST REPUBLIC OF VIET NAM"),
        motto=words.context("monthly", "Independence - Freedom - Happiness"),
        number=words.context("monthly", "No.:        /BC-BHXH"),
        place_and_day=words.context(
            "monthly", "{place}, {day}/{month}/{year}", place=sender.place, day=f"{day.day:02d}",
            month=f"{day.month:02d}" if day.month < 3 else str(day.month), year=str(day.year),
        ),
    )  # fmt: skip


def _open(report: MonthlyReport, words: Catalogue) -> Sentence:
    month = report.month.first
    return Sentence(
        words.context(
            "monthly", "{office} reports the results of {month}/{year}, as known on {day}, as follows:",
            office=report.progress.office_name, month=month.month, year=str(month.year), day=report.progress.on,
        )
    )  # fmt: skip


def _number(report: MonthlyReport, words: Catalogue) -> Iterator[Part]:
    place = 0
    for title, tell in SECTIONS:
        parts = tell(report, words)
        if parts:
            place += 1
            yield Heading(f"{number_heading(place)}. {words.text(title).upper()}")
            yield from (part.trimmed if isinstance(part, Grid) else part for part in parts)


def _list_copies(report: MonthlyReport, words: Catalogue) -> list[str]:
    """As above, whoever receives the report by the office's own list, the office above, and the registry."""
    named = [
        f"{each.name} ({each.office_held})" if each.office_held else each.name
        for each in report.committees.recipients
        if each.report is ReportKind.MONTHLY
    ]
    return [
        words.context("monthly", "As above"),
        *named,
        report.sender.above,
        words.context("monthly", "To be kept: registry"),
    ]
