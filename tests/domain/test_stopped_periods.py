"""What a stop adds to what is known: written once, never against a newer sign-up, never a card cut short unasked."""

from dataclasses import replace
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from outreach_app.domain.months import add_months
from outreach_app.domain.people import Scheme
from outreach_app.domain.prospects import OPEN_STAGES, Stage
from outreach_app.domain.stopped_periods import (
    STOPPED_REASON,
    HeldPeriod,
    HeldProspect,
    Holdings,
    Judgement,
    ProspectStep,
    Verdict,
    judge_stop,
    kinds_of,
    last_day_of,
    step_prospect,
)

TODAY = date(2026, 11, 22)
months = st.integers(0, 30).map(lambda ago: add_months(date(2026, 12, 1), -ago))
days = st.dates(date(2024, 1, 1), date(2028, 1, 1))
schemes = st.sampled_from((Scheme.VOLUNTARY, Scheme.COMPULSORY, Scheme.HEALTH, Scheme.HOUSEHOLD_HEALTH))
periods = st.builds(
    HeldPeriod, st.binary(min_size=1, max_size=8), schemes, st.none() | days, st.none() | days
).filter(lambda each: each.starts is None or each.ends is None or each.starts <= each.ends)
holdings = st.builds(Holdings, st.lists(periods, max_size=3), st.lists(st.tuples(schemes, days), max_size=1))


def apply(scheme: Scheme, stopped: date, held: Holdings, judged: Judgement) -> Holdings:
    """What is known once the list was taken in."""
    last = last_day_of(stopped)
    kept = [replace(each, ends=last) if each in judged.ended else each for each in held.periods]
    fresh = [HeldPeriod(b"new", scheme, None, last)] if judged.verdict is Verdict.NEW else []
    return Holdings([*kept, *fresh], list(held.signed))


@given(schemes, months, holdings, st.booleans())
@example(Scheme.HEALTH, date(2025, 5, 1), Holdings([HeldPeriod(b"1", Scheme.HEALTH, None, None)]), False)
def test_what_was_taken_in_once_is_known(
    scheme: Scheme, stopped: date, held: Holdings, certain: bool
) -> None:
    judged = judge_stop(scheme, stopped, held, today=TODAY, certain=certain)
    after = apply(scheme, stopped, held, judged)
    again = judge_stop(scheme, stopped, after, today=TODAY, certain=certain)
    if judged.verdict in (Verdict.NEW, Verdict.ENDS):
        assert again.verdict in (Verdict.KNOWN, Verdict.AGAIN)
    else:
        assert again == judged


@given(schemes, months, holdings)
def test_an_end_in_the_future_gives_way_only_when_somebody_says_so(
    scheme: Scheme, stopped: date, held: Holdings
) -> None:
    judged = judge_stop(scheme, stopped, held, today=TODAY)
    assert all(each.ends is None for each in judged.ended)
    if judged.verdict is Verdict.LATER:
        certain = judge_stop(scheme, stopped, held, today=TODAY, certain=True)
        assert certain.verdict is Verdict.ENDS
        assert not apply(scheme, stopped, held, certain).lasts_beyond(
            scheme, max(TODAY, last_day_of(stopped))
        )


@given(schemes, months, holdings, days)
def test_a_sign_up_after_the_month_always_counts(
    scheme: Scheme, stopped: date, held: Holdings, until: date
) -> None:
    signed = Holdings(held.periods, [(next(iter(kinds_of(scheme))), until)])
    judged = judge_stop(scheme, stopped, signed, today=TODAY, certain=True)
    if until >= add_months(stopped, 1):
        assert (judged.verdict, judged.until, judged.ended) == (Verdict.AGAIN, until, ())


@given(st.sampled_from(Stage), st.sampled_from(("met_at_door", STOPPED_REASON)), st.booleans())
def test_a_prospect_is_renamed_while_it_is_open_and_made_anew_once_it_was_won(
    stage: Stage, reason: str, fresh: bool
) -> None:
    held = Holdings(prospects={Scheme.VOLUNTARY: HeldProspect(b"1", reason, stage)})
    step = step_prospect(Scheme.VOLUNTARY, held, last=date(2025, 4, 30), fresh=fresh)
    open_otherwise = stage in OPEN_STAGES and reason != STOPPED_REASON
    if not fresh or stage in (Stage.LOST, Stage.CLOSED):
        assert step is ProspectStep.LEAVE
    elif stage is Stage.WON:
        assert step is ProspectStep.MAKE
    else:
        assert step is (ProspectStep.RENAME if open_otherwise else ProspectStep.LEAVE)


def test_a_month_told_is_the_first_without_cover() -> None:
    assert last_day_of(date(2025, 5, 1)) == date(2025, 4, 30)
    april = Holdings([HeldPeriod(b"1", Scheme.HEALTH, None, date(2025, 4, 30))])
    may = Holdings([HeldPeriod(b"1", Scheme.HEALTH, None, date(2025, 5, 31))])
    older = Holdings([HeldPeriod(b"1", Scheme.HEALTH, None, date(2025, 3, 31))])
    newer = Holdings([HeldPeriod(b"1", Scheme.HEALTH, None, date(2025, 6, 30))])
    verdicts = [
        judge_stop(Scheme.HEALTH, date(2025, 5, 1), held, today=TODAY).verdict
        for held in (april, may, older, newer)
    ]
    assert verdicts == [Verdict.KNOWN, Verdict.KNOWN, Verdict.NEW, Verdict.AGAIN]
