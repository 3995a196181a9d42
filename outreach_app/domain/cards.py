"""The health insurance card: its first day, the gap that brings the wait back, and five consecutive years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from outreach_app.domain.months import add_months
from outreach_app.domain.quotes import Step, Workings
from outreach_app.domain.rules import RuleBook
from outreach_app.i18n import Dong, say

_DAY = timedelta(days=1)
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Cover:
    """A period in which a card counts, both days included; `ends` None while nothing is known of its end."""

    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class FiveYears:
    """The run of cover a day lies in, and what five consecutive years bring (Law on Health Insurance Art 22(1)(d)).

    `since` is its first day (None: no run reaches the day), `gap_days` the days without a card inside it, `full_on` the
    first day with five years behind it if no more is missed; from then on co-payments of a year above `limit` đồng are
    paid back in full.
    """

    since: date | None
    gap_days: int
    full_on: date | None
    reached: bool
    limit: int
    confirmed: bool
    steps: tuple[Step, ...]


def card_valid_from(book: RuleBook, paid_on: date, *, covered_until: date | None) -> date:
    """The first day of a card paid in full on a day; `covered_until` ends the card before (None = first card).

    First card, or 90 days or more without cover: 30 days after payment (Law on Health Insurance Art 16(3)(c)).
    Otherwise from the payment, or from the day after the running card ends.
    """
    if covered_until is not None:
        if covered_until >= paid_on:
            return covered_until + _DAY
        if count_gap(covered_until, paid_on) < book.amount("health.card_gap_days", paid_on):
            return paid_on
    return paid_on + timedelta(days=book.amount("health.card_wait_days", paid_on))


def count_gap(covered_until: date, next_day: date) -> int:
    """The whole days without a card between the end of one and the first day of the next; 0 when they meet."""
    return max((next_day - covered_until).days - 1, 0)


def last_day_without_wait(book: RuleBook, covered_until: date, *, on: date) -> date:
    """The last day on which paying brings a card at once, by the rules of a day: one day later the gap has 90 days."""
    return covered_until + timedelta(days=book.amount("health.card_gap_days", on))


def count_five_years(book: RuleBook, covers: Iterable[Cover], on: date) -> FiveYears:
    """How far somebody is towards five consecutive years on a day.

    A gap of as many days as brings back the wait starts the years anew; days in a shorter gap do not count. Both rest
    on an unconfirmed rule, which is taken only when there is a gap.
    """
    work = Workings(book, on)
    run = _last_run(work, covers)
    years, times, base = (
        work.take(key) for key in ("health.five_years", "health.co_payment_multiple", "base_salary")
    )
    limit = base.amount * times.amount
    gap = sum(count_gap(a.ends or on, b.starts) for a, b in pairwise(run))
    full = _add_years(run[0].starts, years.amount) + timedelta(days=gap) if run else None
    if full is not None:
        work.add(years, say("Five consecutive years are full on {day}", day=full), result=full)
    text = say(
        "Above {times} × {base} = {amount} of co-payments in a year the fund pays everything",
        times=times.value, base=Dong(base.amount), amount=Dong(limit),
    )  # fmt: skip
    work.add(times, text, result=limit)
    reached = full is not None and full <= on
    since = run[0].starts if run else None
    return FiveYears(since, gap, full, reached, limit, work.confirmed, tuple(work.steps))


def _last_run(work: Workings, covers: Iterable[Cover]) -> list[Cover]:
    """The covers that hang together up to the day, joined where they meet or overlap; empty when the run is broken."""
    run: list[Cover] = []
    for cover in _joined(covers, work.on):
        if run and not _hangs_together(work, run[-1], cover.starts):
            run = []
        run.append(cover)
    reaches = bool(run) and _hangs_together(work, run[-1], work.on)
    return run if reaches else []


def _joined(covers: Iterable[Cover], on: date) -> list[Cover]:
    found: list[Cover] = []
    for cover in sorted((c for c in covers if c.starts <= on), key=lambda c: c.starts):
        ends = min(cover.ends or on, on)
        if ends < cover.starts:
            continue
        if found and cover.starts <= (found[-1].ends or on) + _DAY:
            found[-1] = Cover(found[-1].starts, max(found[-1].ends or on, ends))
        else:
            found.append(Cover(cover.starts, ends))
    return found


def _hangs_together(work: Workings, earlier: Cover, next_day: date) -> bool:
    gap = count_gap(earlier.ends or work.on, next_day)
    if gap == 0:
        return True
    rule = work.take("health.five_years_gap_days")
    work.add(rule, say("Days without a card: {days}", days=gap), result=gap)
    return gap < rule.amount


def _add_years(day: date, years: int) -> date:
    later = add_months(day, years * _YEAR)
    return later if later.day == day.day else later + _DAY
