"""What bringing in a list of stopped members will write: worked out whole before anything is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.people import Scheme
from outreach_app.domain.prospects import Stage
from outreach_app.domain.stopped import Finding, StoppedMatch, StoppedMember
from outreach_app.domain.stopped_lines import Candidate, LineState, StoppedLine
from outreach_app.domain.stopped_periods import (
    STOPPED_REASON,
    HeldPeriod,
    HeldProspect,
    Holdings,
    Judgement,
    ProspectStep,
    Verdict,
    judge_stop,
    last_day_of,
    offer_after,
    step_prospect,
)
from outreach_app.errors import Message, say
from outreach_app.store.stopped import Resident

_PLANNED = b""
_CHOSEN = "chosen"


@dataclass(slots=True)
class StoppedPlan:
    """The rows to write: new periods, periods by row with their new end, both with why as far as the list tells; new
    prospects, prospects to rename.
    """

    periods: list[tuple[bytes, Scheme, date, LapseReason | None]] = field(default_factory=list)
    ends: dict[bytes, tuple[date, LapseReason | None]] = field(default_factory=dict)
    prospects: list[tuple[Resident, Scheme]] = field(default_factory=list)
    renamed: list[bytes] = field(default_factory=list)
    lines: list[StoppedLine] = field(default_factory=list)


def make_stopped_plan(
    matches: Iterable[StoppedMatch],
    residents: Mapping[bytes, Resident],
    holdings: Mapping[bytes, Holdings],
    *,
    today: date,
) -> StoppedPlan:
    """Plan a list; every match has a month. The earliest month comes first, so that the order of lines is no matter."""
    plan, held = StoppedPlan(), dict(holdings)
    matches = list(matches)
    sure = {match.person.id for match in matches if match.person}
    taken = {
        match.listed.row: _find_taken(match, held, sure, today) for match in matches if match.person is None
    }
    for match in sorted(matches, key=lambda each: (each.listed.stopped or today, each.listed.row)):
        people = tuple(_make_candidate(residents[person.id]) for person in match.people)
        if (before := taken.get(match.listed.row)) is not None:
            one = (_make_candidate(residents[before]),)
            plan.lines.append(_make_line(match, LineState.KNOWN, one, note=say("Was taken in before.")))
        elif match.person is None:
            state = LineState.UNKNOWN if match.finding is Finding.ABSENT else LineState.CHOOSE
            plan.lines.append(_make_line(match, state, people))
        else:
            who = residents[match.person.id]
            known = held.setdefault(who.person.id, Holdings())
            state, note = _plan_person(plan, match, who, known, today)
            plan.lines.append(_make_line(match, state, people, note=note))
    plan.lines.sort(key=lambda line: line.row)
    return plan


def _find_taken(
    match: StoppedMatch, held: Mapping[bytes, Holdings], sure: Collection[bytes], today: date
) -> bytes | None:
    """Who of those to choose among was chosen for this stop before; nobody who has a row of their own in the list."""
    found = [
        person.id
        for person in match.people
        if person.id not in sure and _was_taken(match, held.get(person.id, Holdings()), today)
    ]
    return found[0] if len(found) == 1 else None


def _was_taken(match: StoppedMatch, held: Holdings, today: date) -> bool:
    """Whether a list has told this stop before: every scheme is known, and a prospect that only lists make is there."""
    stopped, listed = match.listed.stopped, match.listed
    assert stopped is not None, "lines without a month are refused before"
    verdicts = {judge_stop(scheme, stopped, held, today=today).verdict for scheme in listed.schemes}
    prospects = [held.prospects.get(offered) for scheme in listed.schemes if (offered := offer_after(scheme))]
    named = any(each is not None and each.reason == STOPPED_REASON for each in prospects)
    return verdicts == {Verdict.KNOWN} and named


def _plan_person(
    plan: StoppedPlan, match: StoppedMatch, who: Resident, held: Holdings, today: date
) -> tuple[LineState, Message | None]:
    """Plan one line: all of its schemes or none, so that a line a person has to look at is not taken in by half."""
    stopped = match.listed.stopped
    assert stopped is not None, "lines without a month are refused before"
    certain = match.reason_key == _CHOSEN
    judged = [
        (scheme, judge_stop(scheme, stopped, held, today=today, certain=certain))
        for scheme in match.listed.schemes
    ]
    if running := _first(judged, Verdict.LATER):
        return LineState.CHOOSE, say("Covered until {day} as far as is known here.", day=running.until)
    fresh = [_plan_period(plan, who, held, scheme, judgement, match.listed) for scheme, judgement in judged]
    told = [
        _plan_prospect(plan, who, held, offered, stopped, fresh=any(fresh))
        for offered in _offers(judged)
        if not who.person.do_not_contact
    ]
    if any(fresh) or any(told):
        return LineState.MATCHED, None
    again = _first(judged, Verdict.AGAIN)
    return (LineState.JOINED_AGAIN, _tell_again(again)) if again else (LineState.KNOWN, None)


def _plan_period(
    plan: StoppedPlan,
    who: Resident,
    held: Holdings,
    scheme: Scheme,
    judgement: Judgement,
    listed: StoppedMember,
) -> bool:
    """Plan what one scheme adds; tells whether it adds anything."""
    assert listed.stopped is not None, "lines without a month are refused before"
    last = last_day_of(listed.stopped)
    if judgement.verdict is Verdict.NEW:
        plan.periods.append((who.person.id, scheme, last, listed.why))
        held.periods.append(HeldPeriod(_PLANNED, scheme, None, last))
    for period in judgement.ended:
        plan.ends[period.row] = last, listed.why
        held.periods.remove(period)
        held.periods.append(HeldPeriod(period.row, period.scheme, period.starts, last))
    return judgement.verdict in (Verdict.NEW, Verdict.ENDS)


def _plan_prospect(
    plan: StoppedPlan, who: Resident, held: Holdings, offered: Scheme, stopped: date, *, fresh: bool
) -> bool:
    step = step_prospect(offered, held, last=last_day_of(stopped), fresh=fresh)
    known = held.prospects.get(offered)
    if step is ProspectStep.MAKE:
        plan.prospects.append((who, offered))
        held.prospects[offered] = HeldProspect(_PLANNED, STOPPED_REASON, Stage.NEW)
    elif step is ProspectStep.RENAME and known is not None:
        plan.renamed.append(known.row)
        held.prospects[offered] = HeldProspect(known.row, STOPPED_REASON, known.stage)
    return step is not ProspectStep.LEAVE


def _offers(judged: Sequence[tuple[Scheme, Judgement]]) -> list[Scheme]:
    """What to win the person for, each once; nothing for a scheme that was joined again."""
    stopped = (scheme for scheme, judgement in judged if judgement.verdict is not Verdict.AGAIN)
    return list(dict.fromkeys(offered for scheme in stopped if (offered := offer_after(scheme))))


def _first(judged: Iterable[tuple[Scheme, Judgement]], verdict: Verdict) -> Judgement | None:
    return next((judgement for _, judgement in judged if judgement.verdict is verdict), None)


def _tell_again(judgement: Judgement) -> Message:
    if judgement.until is None:
        return say("Has joined again since.")
    return say("Has joined again since: covered until {day}.", day=judgement.until)


def _make_candidate(resident: Resident) -> Candidate:
    person = resident.person
    return Candidate(person.id, person.name, person.born, resident.code, resident.village)


def _make_line(
    match: StoppedMatch, state: LineState, people: tuple[Candidate, ...], *, note: Message | None = None
) -> StoppedLine:
    listed = match.listed
    return StoppedLine(
        listed.row, listed.name, listed.schemes, listed.stopped, state, people, match.reason, match.reason_key, note
    )  # fmt: skip


def choose(match: StoppedMatch, who: Resident) -> StoppedMatch:
    """The match of a line of which somebody has said who is meant."""
    text = say("Chosen by hand.")
    return StoppedMatch(match.listed, Finding.FOUND, (who.person,), _CHOSEN, text)
