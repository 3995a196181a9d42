"""Sentences about results: how far a plan has come, what to expect, earlier days, why people stopped."""

from collections.abc import Iterator

from outreach_app.domain.lapses import LAPSE_NAMES
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.report_rows import DistinctPeople, ReasonCount, ReportRow
from outreach_app.domain.results import Forecast, Progress
from outreach_app.domain.targets import AIM_NAMES, SubjectKind
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Count

NONE = "–"


def say_plan(plan: Progress) -> Message:
    """Say how far a plan has come, and what every day left must bring."""
    target = plan.target
    told = {
        "who": target.set_by or say("giver not noted"),
        "plan": say("at least {people}", people=Count(target.people))
        if target.at_least
        else Count(target.people),
        "done": Count(plan.done),
        "percent": plan.percent,
    }
    if plan.is_reached:
        return say("Plan ({who}): {plan}; reached: {done}, {percent}%.", **told)
    if plan.needed_per_day is None:
        return say("Plan ({who}): {plan}; missed: {done}, {percent}%.", **told)
    return say(
        "Plan ({who}): {plan}; so far {done}, {percent}%. {left} are missing: {needed} a day for {days} days.",
        **told, left=Count(plan.left), needed=plan.needed_per_day, days=plan.days_left,
    )  # fmt: skip


def say_running(plan: Progress, words: Catalogue) -> Message:
    """Say the same of a plan for other days, with its days and what counts."""
    days, told = plan.target.period, say_plan(plan)
    return say(
        "Plan from {first} to {last}, {aim}: {told}", first=days.first, last=days.last,
        aim=words.text(AIM_NAMES[plan.target.aim]), told=told,
    )  # fmt: skip


def say_not_begun(row: ReportRow) -> Message | None:
    """Say why more joined than there are members; None where nothing of the kind is to be seen."""
    if row.tally.joined <= row.active:
        return None
    return say("Whoever has signed up counts as a member from the first day that is paid for.")


def say_last_year(row: ReportRow) -> Message:
    """Say how new members compare with the same days of the year before."""
    comparison = row.against_last_year
    told = {"new": Count(comparison.people), "before": Count(comparison.before)}
    if comparison.difference < 0:
        return say("{new} new members, {fewer} fewer than on the same days last year ({before}).", **told,
                   fewer=Count(-comparison.difference))  # fmt: skip
    return say("{new} new members, {more} more than on the same days last year ({before}).", **told,
               more=Count(comparison.difference))  # fmt: skip


_NOBODY: dict[SubjectKind, str] = {
    SubjectKind.TEAM: N_("in no team"),
    SubjectKind.AGENCY: N_("of no organisation"),
    SubjectKind.COLLECTOR: N_("nobody named"),
}


def name_row(words: Catalogue, row: ReportRow) -> str:
    """What a line is called; that of what nobody is named for says so."""
    return row.name or words.text(_NOBODY.get(row.subject.kind, N_("nobody named")))


def name_reason(words: Catalogue, count: ReasonCount) -> str:
    """Why they stopped, in words."""
    return words.text(LAPSE_NAMES[count.reason] if count.reason else N_("Nobody has told why"))


def say_reasons(row: ReportRow, words: Catalogue) -> Message | None:
    """Say why people stopped, the most frequent reason first; None when nobody did."""
    if not row.reasons:
        return None
    counted = sorted(row.reasons, key=lambda each: (each.reason is None, -len(each.people)))
    told = "; ".join(f"{name_reason(words, each)}: {words.number(len(each.people))}" for each in counted)
    return say("{count} stopped. {reasons}.", count=Count(row.tally.lapsed), reasons=told)


def say_forecast(forecast: Forecast) -> Message | None:
    """Say what the last day will show and how that is worked out; None once all days are over."""
    if forecast.days >= forecast.of_days:
        return None
    return say(
        "If it goes on as so far: {people} on the last day ({counted} in {days} days, {per_day} a day, {of_days} days"
        " in all).",
        people=Count(forecast.people), counted=Count(forecast.counted), days=forecast.days,
        per_day=forecast.per_day, of_days=forecast.of_days,
    )  # fmt: skip


def say_no_forecast(row: ReportRow) -> Message | None:
    """Say that the days that have passed carry no forecast yet; None where they do or where nothing is to come."""
    if row.forecast is not None or row.on is None or row.on >= row.period.last:
        return None
    return say("Too few days or people so far for a forecast.")


def say_earlier(row: ReportRow) -> Iterator[Message]:
    """Compare with the year before, the last drive (with a warning for another length), and the end of last year."""
    yield say_last_year(row)
    if row.before is not None:
        comparison = row.before.comparison
        name = row.before.name or say(
            "the drive month of May {year}", year=str(comparison.period_before.first.year)
        )
        yield say("In the drive before, {name}: {before} new members, now {new}.", name=name,
                  before=Count(comparison.before), new=Count(comparison.people))  # fmt: skip
        if (warning := comparison.warn()) is not None:
            yield warning
    yield say("{members} members, at the end of last year {before}; since 1 January {new} new, {lapsed} stopped.",
              members=Count(row.active), before=Count(row.year_end), new=Count(row.to_date.joined),
              lapsed=Count(row.to_date.lapsed))  # fmt: skip


def say_unknown_cards(row: ReportRow) -> Message | None:
    """Say how many have a health card of no known group and stand beside the members; None when nobody has."""
    if not row.unknown_cards and not row.unknown_stops:
        return None
    return say(
        "{count} more have a health card of unknown kind; {stopped} such cards ended and were not renewed. Neither is"
        " counted as household health insurance.",
        count=Count(row.unknown_cards), stopped=Count(row.unknown_stops),
    )  # fmt: skip


def say_distinct(people: DistinctPeople, words: Catalogue) -> Message:
    """Say how many different people are members of any scheme, beside the sum of the schemes."""
    check = people.check
    listed = ", ".join(
        f"{words.text(SCHEME_NAMES[each])} {words.number(count)}" for each, count in people.schemes
    )
    return say(
        "{distinct} different people in any scheme. The schemes: {listed}; with a card of unknown kind {unknown};"
        " together {total}.",
        distinct=Count(check.distinct), listed=listed or NONE, total=Count(check.total),
        unknown=Count(people.unknown_cards),
    )  # fmt: skip


def say_outlook(row: ReportRow, words: Catalogue) -> Iterator[Message]:
    """Say of a unit as a whole its plans, the forecast or why there is none, and earlier days."""
    yield from map(say_plan, row.plans)
    yield from (say_running(plan, words) for plan in row.running)
    forecast = say_forecast(row.forecast) if row.forecast else say_no_forecast(row)
    if forecast is not None:
        yield forecast
    yield from say_earlier(row)


def say_peculiarities(row: ReportRow, words: Catalogue) -> Iterator[Message]:
    """Say of a unit as a whole who has not begun yet, why people stopped, and cards of no known group."""
    told = (say_not_begun(row), say_reasons(row, words), say_unknown_cards(row))
    yield from (each for each in told if each is not None)
