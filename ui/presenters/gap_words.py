"""What the page of a difference says: the numbers, who is named with which reason, and why nobody is."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from outreach_app.domain.gap_words import (
    CAUSE_HEADS,
    CAUSE_STEPS,
    LIKELY,
    is_ours,
    name_scheme,
    tell_gap,
    tell_nobody,
)
from outreach_app.domain.official_figures import Gap
from outreach_app.domain.report_rows import CAUSE_NAMES, Cause, GapReport, PersonCause
from outreach_app.i18n import Catalogue
from ui.presenters.gap_state import GapState, Missing
from ui.presenters.phrases import DOT
from ui.presenters.target_words import tell_number

MOST_PEOPLE = 500
"""Of each reason so many people are listed; the table has all."""

Sections = list[tuple[str, tuple[str, ...]]]


def name_gap(words: Catalogue, place: int, gap: Gap) -> str:
    """A difference among those offered, with the digit that chooses it."""
    return f"{place} {name_scheme(gap.official.scheme, words)}"


def tell_day(words: Catalogue, state: GapState) -> str:
    """The line beside the title: which unit, and the number of which day from which source."""
    if state.report is None:
        told = words.text("official numbers up to {day}", day=state.at.until) if state.at else ""
        return DOT.join(filter(None, (told, _tell_waiting(words, state))))
    official = state.report.gap.official
    day = words.text("official number of {day}", day=official.on)
    return DOT.join(filter(None, (state.report.name, day, official.source, _tell_waiting(words, state))))


def _tell_waiting(words: Catalogue, state: GapState) -> str:
    return words.text("being counted again") if state.loading else ""


def tell_numbers(words: Catalogue, report: GapReport) -> list[tuple[str, str, str]]:
    """The counts above the list: the number, what it counts, and a hint."""
    gap, number = report.gap, words.number
    sign = "+" if gap.difference > 0 else ""
    return [
        (tell_number(words, gap.official), words.context("gap", "official"), words.date(gap.official.on)),
        (number(gap.ours), words.context("gap", "ours"), words.text("counted for the same day")),
        (f"{sign}{number(gap.difference)}", words.context("gap", "difference"), ""),
        (number(report.more), words.text("perhaps only ours"), ""),
        (number(report.fewer), words.text("perhaps only theirs"), ""),
    ]


def group_people(report: GapReport) -> list[tuple[Cause, list[PersonCause]]]:
    """The people named by reason, in the order in which they are told."""
    return [(cause, list(people)) for cause, people in groupby(report.people, key=lambda each: each.cause)]


def tell_cause(words: Catalogue, cause: Cause, people: Sequence[PersonCause]) -> tuple[str, str]:
    """The heading of a reason: in a few words, then how many are named and which of the two may have them alone."""
    side = words.text("perhaps only ours") if is_ours(cause) else words.text("perhaps only theirs")
    count = words.number(len(people))
    if len(people) > MOST_PEOPLE:
        count = words.text("the first {shown} of {count}", shown=MOST_PEOPLE, count=count)
    return words.text(CAUSE_HEADS[cause]), DOT.join((count, side))


def tell_person(words: Catalogue, each: PersonCause, villages: Mapping[bytes, str]) -> tuple[str, str, str]:
    """Somebody in the list: name, where they live, and the day that tells the reason."""
    who = each.person
    village = villages.get(who.village, "")
    return who.name or who.code, DOT.join(filter(None, (village, who.code))), words.date(who.on)


def tell_sections(words: Catalogue, state: GapState) -> Sections:
    """Beside the list: who is stood on and why, what can be done, and how sure this is."""
    report, each = state.report, state.person
    if report is None:
        return []
    about: Sections = []
    if each is not None:
        title, where, day = tell_person(words, each, state.villages)
        about = [
            (title, (where, words.text(CAUSE_NAMES[each.cause]), day)),
            (words.text("What can be done"), (words.text(CAUSE_STEPS[each.cause]),)),
        ]
    lines = [LIKELY] if each is not None else []
    told = [line for line in tell_gap(report) if line not in lines]
    sure = (words.text("Likely, never sure"), tuple(map(words.render, lines)))
    return [*about, sure, (words.text("The difference"), tuple(map(words.render, told)))]


def tell_nothing(words: Catalogue, state: GapState) -> tuple[str, str]:
    """Why nobody is listed, and what to do next."""
    if state.report is not None:
        why, advice = tell_nobody(state.report)
        return words.render(why), words.render(advice)
    if state.missing is Missing.FIGURE:
        then = (
            words.text("G enters it: the unit, the scheme, the day and how many members were published.")
            if state.office
            else words.text("The office enters it; it comes with the office's next file.")
        )
        return words.text("No official number of members of this unit is known up to this day"), then
    if state.missing is Missing.VILLAGE:
        return words.text("No village of this unit is in this workspace"), words.text(
            "There is nobody to compare. Go back and look into a unit of today."
        )
    return words.text("Comparing with the official number"), words.text(
        "With a large register this takes a moment; other places can be opened meanwhile."
    )
