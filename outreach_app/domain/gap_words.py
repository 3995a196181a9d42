"""A difference from an official number of members in sentences: who may explain it, and why nobody is named."""

from collections.abc import Mapping

from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.report_rows import COUNTED_BY_US, Cause, GapReport
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Count

LIKELY = say("These people are likely, never sure: the number was published without names.")
ANY_SCHEME = N_("In any scheme")

CAUSE_HEADS: Mapping[Cause, str] = {
    Cause.NOT_HANDED_IN: N_("Papers not handed in yet"),
    Cause.NOT_ANSWERED: N_("Papers not answered yet"),
    Cause.RETURNED: N_("Papers returned"),
    Cause.SIGNED_LATER: N_("Signed after that day"),
    Cause.NO_END_TOLD: N_("Nobody told until when"),
    Cause.LIKELY_TWICE: N_("Perhaps counted twice"),
    Cause.JUST_STOPPED: N_("Time ran out shortly before"),
    Cause.DIED: N_("Noted as having died"),
    Cause.UNKNOWN_CARD: N_("Kind of card not known"),
    Cause.NOT_BEGUN: N_("First month still to come"),
    Cause.TAKEN_OFF: N_("Taken off our lists"),
}
"""The reasons in a few words, for headings; the whole sentence is in CAUSE_NAMES."""

CAUSE_STEPS: Mapping[Cause, str] = {
    Cause.NOT_HANDED_IN: N_("Hand their papers in, then compare with the next number."),
    Cause.NOT_ANSWERED: N_(
        "Ask how far their papers have come; bring in the list of accepted and returned papers."
    ),
    Cause.RETURNED: N_("Mend their papers and hand them in again, or take the sign-up back."),
    Cause.SIGNED_LATER: N_("Nothing needs to be done: a number of a later day has them."),
    Cause.NO_END_TOLD: N_("Ask until when they have paid, or bring in a newer list that tells it."),
    Cause.LIKELY_TWICE: N_("Look whether the two are one person, and join them."),
    Cause.JUST_STOPPED: N_("Ask whether they have paid elsewhere; if not, remind them."),
    Cause.DIED: N_("See that the death is reported, so that nobody counts them any more."),
    Cause.UNKNOWN_CARD: N_("Ask for the code on their card and enter it."),
    Cause.NOT_BEGUN: N_("Nothing needs to be done: they count from their first month on."),
    Cause.TAKEN_OFF: N_("Look why they were taken off; whoever moved away may be counted elsewhere."),
}
"""What can be done about somebody whom the two are likely to see differently."""


def name_scheme(scheme: Scheme | None, words: Catalogue) -> str:
    """The scheme a published number counts; without one, people in any."""
    return words.text(SCHEME_NAMES[scheme] if scheme else ANY_SCHEME)


def tell_gap(report: GapReport) -> list[Message]:
    """The two numbers, whom each of them may have alone, and what nobody named could explain.

    Where nobody is named, the sentences of `tell_nobody` instead.
    """
    gap = report.gap
    lines = [
        say("Official on {day}: {official}; ours: {ours}.", day=gap.official.on, official=Count(gap.official.value),
            ours=Count(gap.ours)),
    ]  # fmt: skip
    if not report.people:
        return [*lines, *tell_nobody(report)]
    lines.append(
        say("{more} people may be ours alone, {fewer} may be the office's alone.", more=Count(report.more),
            fewer=Count(report.fewer))
    )  # fmt: skip
    if report.unexplained:
        lines += [
            say("Even so at least {count} of the difference are explained by nobody named here.",
                count=Count(report.unexplained)),
            _advise(report),
        ]  # fmt: skip
    return [*lines, LIKELY]


def tell_nobody(report: GapReport) -> tuple[Message, Message]:
    """Why nobody is named, and what can be done next."""
    difference = report.gap.difference
    if difference == 0:
        why = say("The two numbers are the same, and nobody here is likely to stand in one of them alone.")
    elif difference < 0:
        why = say(
            "The official number has {count} people more, and nobody of this register explains that: nobody stopped"
            " shortly before that day, waits for a first month, died or was taken off a list.",
            count=Count(-difference),
        )
    else:
        why = say(
            "We have {count} people more, and nobody of ours explains that: everybody we count is told by a list with"
            " an end or by papers accepted by that day.",
            count=Count(difference),
        )
    return why, _advise(report)


def _advise(report: GapReport) -> Message:
    """What an office can do about a difference that nobody named explains."""
    difference = report.gap.difference
    if difference == 0:
        return say("Nothing needs to be done; compare again when the next number is published.")
    if difference < 0:
        return say(
            "Check that the number is for this unit, scheme and day and that every village is here; then bring in a"
            " list of members, and ask at the doors who takes part already."
        )
    return say(
        "Check that the number is for this unit, scheme and day; then bring in newer lists of members and of those who"
        " stopped."
    )


def is_ours(cause: Cause) -> bool:
    """Whether somebody named with this cause is counted by us and perhaps not by the office."""
    return cause in COUNTED_BY_US
