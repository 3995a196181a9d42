"""Household health insurance: the premium ladder, the supported groups, and the form that is cheapest for the family.

All months of a payment cost what the rules of the payment day say (the amounts of one day are the amounts of 3, 6 and
12 months on that day). Whether months after a later change would be charged again is not settled by any text at hand;
the quote names that change in `crosses` and says so in its notes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial

from outreach_app.domain.cards import card_valid_from
from outreach_app.domain.health_groups import SUPPORT_NAMES, SupportGroup
from outreach_app.domain.health_seats import (
    ENDS_WITHIN,
    NOTHING_ADDED,
    HealthMember,
    Seat,
    TopUps,
    choose_ladder,
    ladder_rule,
    rate_for,
    take_seat,
)
from outreach_app.domain.months import add_months
from outreach_app.domain.quotes import HealthQuote, HealthShare, Workings
from outreach_app.domain.rules import Rule, RuleBook
from outreach_app.domain.support import deduct_support
from outreach_app.errors import BadInput, Message
from outreach_app.i18n import Dong, say

__all__ = [
    "MOST_MEMBERS", "PERIODS", "SUPPORT_NAMES", "HealthMember", "SupportGroup", "card_valid_from", "count_places",
    "quote_health",
]  # fmt: skip

PERIODS = (3, 6, 12)
MOST_MEMBERS = 100


def quote_health(
    book: RuleBook,
    *,
    members: int | Sequence[SupportGroup | HealthMember],
    months: int,
    on: date,
    support: SupportGroup = SupportGroup.NONE,
    already: int = 0,
    first_time: bool = False,
    covered_until: date | None = None,
    cheapest: bool = False,
    top_ups: TopUps = NOTHING_ADDED,
) -> HealthQuote:
    """What some members of one household pay together on a day for 3, 6 or 12 months.

    `members` is a count (all in the `support` group) or each person's group or groups in the order they join; `already`
    counts those of the household who hold a place on the ladder in the same financial year (see count_places).
    `cheapest` lets supported members take the ladder where that costs the family less (Art 13(5)(e)). `top_ups` are
    told by support group; a percentage is of each one's own contribution. Without money or in doubt they are shown.
    """
    people = _list_members(members, support=support)
    if already < 0:
        raise BadInput(
            say("The number of members who have joined already cannot be below zero."),
            say("Count them again."),
        )
    work = Workings(book, on)
    months = _take_period(work, months)
    valid_from = _card_day(work, first_time=first_time, covered_until=covered_until)
    starts = partial(_first_day, book, first_time=first_time, covered_until=covered_until)
    seats = [take_seat(work, person, months=months, starts=starts) for person in people]
    if cheapest:
        seats = choose_ladder(work, seats, already=already, months=months, top_ups=top_ups)
    shares, place = [], already
    for seat in seats:
        place += seat.group is SupportGroup.NONE
        shares.append(_share(work, seat, place=place, months=months, top_ups=top_ups))
    _add_card_step(work, valid_from, renewed=covered_until is not None)
    quote = _hand_over(work, tuple(shares), months=months, valid_from=valid_from)
    ends = [day for day in (quote.valid_until, *(seat.holds_until for seat in seats)) if day is not None]
    return replace(quote, valid_until=min(ends, default=None))


def count_places(joined: Iterable[date], on: date) -> int:
    """How many of a household's joining days fall into the financial (calendar) year of a day, up to that day."""
    return sum(day.year == on.year and day <= on for day in joined)


def _hand_over(
    work: Workings, shares: tuple[HealthShare, ...], *, months: int, valid_from: date | None
) -> HealthQuote:
    crosses = work.change_before(add_months(work.on, months))
    after = sum(add_months(work.on, month) >= crosses for month in range(months)) if crosses else 0
    return HealthQuote(
        members=shares,
        months=months,
        on=work.on,
        total_contribution=sum(share.contribution for share in shares),
        total_state=sum(share.state for share in shares),
        total_top_up=sum(share.top_up for share in shares),
        total_own=sum(share.own for share in shares),
        valid_from=valid_from,
        confirmed=work.confirmed,
        rule_book=work.book.version,
        valid_until=work.valid_until,
        crosses=crosses,
        steps=tuple(work.steps),
        months_after_change=after,
        notes=_note_crossing(crosses, months=months, after=after),
    )


def _note_crossing(crosses: date | None, *, months: int, after: int) -> tuple[Message, ...]:
    if crosses is None:
        return ()
    return (
        say(
            "Rules change on {day}; {after} of the {months} months begin later.",
            day=crosses, after=after, months=months,
        ),
        say("What is paid today holds for the months before; no text says whether later months are charged again."),
    )  # fmt: skip


def _list_members(
    members: int | Sequence[SupportGroup | HealthMember], *, support: SupportGroup
) -> Sequence[SupportGroup | HealthMember]:
    count = members if isinstance(members, int) else len(members)
    if not 1 <= count <= MOST_MEMBERS:
        raise BadInput(
            say("{count} members cannot be quoted together.", count=count),
            say("Give between 1 and {most} members.", most=MOST_MEMBERS),
        )
    return (support,) * count if isinstance(members, int) else members


def _take_period(work: Workings, months: int) -> int:
    """The months the period pays for; the rate of one month is worked out as the first steps."""
    if months not in PERIODS:
        raise BadInput(
            say("Health insurance is not paid for {months} months at a time.", months=months),
            say("Choose 3, 6 or 12 months."),
        )
    rule = work.take(f"health.period.{months}")
    work.add(rule, say("Months paid for: {months}", months=rule.amount), result=rule.amount)
    base, rate = work.take("base_salary"), work.take("health.rate")
    _check_cap(work, rate)
    salary = base.amount
    work.add(base, say("Base salary on the payment day: {amount}", amount=Dong(salary)), result=salary)
    single = work.round_dong(salary * rate.share)
    text = say(
        "Rate for one month: {base} × {rate}% = {amount}",
        base=Dong(salary),
        rate=rate.value,
        amount=Dong(single),
    )
    work.add(rate, text, result=single)
    return rule.amount


def _check_cap(work: Workings, rate: Rule) -> None:
    """No rate above the law's own 6 % of the reference level (Art 13(4)): an edited book cannot overrule a law."""
    cap = work.book.find("health.rate_cap", work.on)
    if cap is not None and rate.share > cap.share:
        raise BadInput(
            say("The health insurance rate of {rate}% lies above the law's {cap}%.", rate=rate.value, cap=cap.value),
            say("Correct the rule book, or go back to the one that came with the program."),
            key="bad_rule_book",
        )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ amounts
def _share(work: Workings, seat: Seat, *, place: int, months: int, top_ups: TopUps) -> HealthShare:
    full = rate_for(work, months)
    if seat.group is SupportGroup.NONE:
        gross, share = (
            full * ladder_rule(work, place).share,
            _ladder_share(work, full, place=place, months=months),
        )
    else:
        gross, share = full, _single_share(work, seat, full, months=months)
    added = deduct_support(
        work, top_ups.get(seat.group, ()), room=share.own, line=gross / months, months=months
    )
    return replace(share, top_up=added, own=share.own - added)


def _single_share(work: Workings, seat: Seat, full: Fraction, *, months: int) -> HealthShare:
    contribution = work.round_dong(full)
    text = say(
        "Outside the ladder: {months} months at the full rate = {amount}",
        months=months,
        amount=Dong(contribution),
    )
    work.add(work.taken["health.rate"], text, result=contribution)
    alone = seat.group is SupportGroup.INDIVIDUAL
    state = 0 if alone else _state_part(work, seat, months=months)
    return HealthShare(None, 100, seat.group.value, contribution, state, contribution - state)


def _ladder_share(work: Workings, full: Fraction, *, place: int, months: int) -> HealthShare:
    rule = ladder_rule(work, place)
    amount = work.round_dong(full * rule.share)
    text = say(
        "Member {place} of the household: {percent}% of the full rate for {months} months = {amount}",
        place=place, percent=rule.value, months=months, amount=Dong(amount),
    )  # fmt: skip
    work.add(rule, text, result=amount)
    return HealthShare(place, rule.value, SupportGroup.NONE.value, amount, 0, amount)


def _state_part(work: Workings, seat: Seat, *, months: int) -> int:
    rule = work.take(f"health.support.{seat.group}")
    if seat.months < months:
        ends = work.take(ENDS_WITHIN)
        text = say(
            "Support ends within the payment: {months} of {all} months", months=seat.months, all=months
        )
        work.add(ends, text, result=seat.months)
    state = work.round_dong(rate_for(work, seat.months) * rule.share)
    work.add(
        rule,
        say("The state pays {percent}% = {amount}", percent=rule.value, amount=Dong(state)),
        result=state,
    )
    return state


def _card_day(work: Workings, *, first_time: bool, covered_until: date | None) -> date | None:
    if covered_until is None and not first_time:
        return None
    return card_valid_from(work.book, work.on, covered_until=covered_until)


def _first_day(book: RuleBook, paid_on: date, *, first_time: bool, covered_until: date | None) -> date:
    """The first day of the months paid for: the card's, or the payment day when nothing is known of earlier cards."""
    if covered_until is None and not first_time:
        return paid_on
    return card_valid_from(book, paid_on, covered_until=covered_until)


def _add_card_step(work: Workings, starts: date | None, *, renewed: bool) -> None:
    if starts is not None:
        rule = work.take("health.card_gap_days" if renewed else "health.card_wait_days")
        work.add(rule, say("The card counts from {day}", day=starts), result=starts)
