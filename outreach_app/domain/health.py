"""Household health insurance: the premium ladder, the supported groups, and the first day of the card.

All months of a payment cost what the rules of the payment day say (the amounts of one day are the amounts of 3, 6 and
12 months on that day). Whether months after a later change would be charged again is not settled by any text at hand;
the quote names that change in `crosses`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from outreach_app.domain.months import add_months
from outreach_app.domain.quotes import HealthQuote, HealthShare, Workings
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import BadInput
from outreach_app.i18n import N_, Dong, say

PERIODS = (3, 6, 12)
MOST_MEMBERS = 100
_LADDER_STEPS = 5


class SupportGroup(StrEnum):
    """Why the state pays a part (Law on Health Insurance Art 12(4), (5)); `none` pays by the household ladder.

    A supported person pays the single rate less the support and takes no place on the ladder; `individual` pays the
    single rate without ladder or support.
    """

    NONE = "none"
    NEAR_POOR = "near_poor"
    NEAR_POOR_POOR_COMMUNE = "near_poor_poor_commune"
    PUPIL = "pupil"
    FARM_AVERAGE = "farm_average"
    LEFT_DIFFICULT_AREA = "left_difficult_area"
    INDIVIDUAL = "individual"


SUPPORT_NAMES: dict[SupportGroup, str] = {
    SupportGroup.NONE: N_("household ladder, no support"),
    SupportGroup.NEAR_POOR: N_("person of a near-poor household"),
    SupportGroup.NEAR_POOR_POOR_COMMUNE: N_("person of a near-poor household in a poor commune"),
    SupportGroup.PUPIL: N_("pupil or student"),
    SupportGroup.FARM_AVERAGE: N_(
        "person of a farming, forestry, fishery or salt household of average means"
    ),
    SupportGroup.LEFT_DIFFICULT_AREA: N_(
        "ethnic minority in a commune that has left the list of difficult areas"
    ),
    SupportGroup.INDIVIDUAL: N_("pays alone, outside the household"),
}


def quote_health(
    book: RuleBook,
    *,
    members: int | Sequence[SupportGroup],
    months: int,
    on: date,
    support: SupportGroup = SupportGroup.NONE,
    already: int = 0,
    first_time: bool = False,
    covered_until: date | None = None,
) -> HealthQuote:
    """What some members of one household pay together on a day for 3, 6 or 12 months.

    `members` is a count (all in the `support` group) or each person's group in the order they join; `already` counts
    those of the household who hold a place on the ladder in the same financial year (see count_places).
    """
    groups = _list_groups(members, support=support)
    if already < 0:
        raise BadInput(
            say("The number of members who have joined already cannot be below zero."),
            say("Count them again."),
        )
    work = Workings(book, on)
    _take_period(work, months)
    shares, place = [], already
    for group in groups:
        place += group is SupportGroup.NONE
        shares.append(_share(work, group, place=place, months=months))
    valid_from = _card_day(work, first_time=first_time, covered_until=covered_until)
    return _hand_over(work, tuple(shares), months=months, valid_from=valid_from)


def _hand_over(
    work: Workings, shares: tuple[HealthShare, ...], *, months: int, valid_from: date | None
) -> HealthQuote:
    return HealthQuote(
        members=shares,
        months=months,
        on=work.on,
        total_contribution=sum(share.contribution for share in shares),
        total_state=sum(share.state for share in shares),
        total_own=sum(share.own for share in shares),
        valid_from=valid_from,
        confirmed=work.confirmed,
        rule_book=work.book.version,
        valid_until=work.valid_until,
        crosses=work.change_before(add_months(work.on, months)),
        steps=tuple(work.steps),
    )


def count_places(joined: Iterable[date], on: date) -> int:
    """How many of a household's joining days fall into the financial (calendar) year of a day, up to that day."""
    return sum(day.year == on.year and day <= on for day in joined)


def card_valid_from(book: RuleBook, paid_on: date, *, covered_until: date | None) -> date:
    """The first day of a card paid in full on a day; `covered_until` ends the card before (None = first card).

    First card, or 90 days or more without cover: 30 days after payment (Law on Health Insurance Art 16(3)(c)).
    Otherwise from the payment, or from the day after the running card ends.
    """
    if covered_until is not None:
        gap = (paid_on - covered_until).days - 1
        if gap < 0:
            return covered_until + timedelta(days=1)
        if gap < book.amount("health.card_gap_days", paid_on):
            return paid_on
    return paid_on + timedelta(days=book.amount("health.card_wait_days", paid_on))


def _list_groups(members: int | Sequence[SupportGroup], *, support: SupportGroup) -> Sequence[SupportGroup]:
    count = members if isinstance(members, int) else len(members)
    if not 1 <= count <= MOST_MEMBERS:
        raise BadInput(
            say("{count} members cannot be quoted together.", count=count),
            say("Give between 1 and {most} members.", most=MOST_MEMBERS),
        )
    return (support,) * count if isinstance(members, int) else members


def _take_period(work: Workings, months: int) -> None:
    if months not in PERIODS:
        raise BadInput(
            say("Health insurance is not paid for {months} months at a time.", months=months),
            say("Choose 3, 6 or 12 months."),
        )
    rule = work.take(f"health.period.{months}")
    work.add(rule, say("Months paid for: {months}", months=months), result=months)
    base, rate = work.take("base_salary"), work.take("health.rate")
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


def _share(work: Workings, group: SupportGroup, *, place: int, months: int) -> HealthShare:
    full = work.taken["health.rate"].share * work.taken["base_salary"].amount * months
    if group is SupportGroup.NONE:
        return _ladder_share(work, full, place=place, months=months)
    contribution = work.round_dong(full)
    text = say(
        "Outside the ladder: {months} months at the full rate = {amount}",
        months=months,
        amount=Dong(contribution),
    )
    work.add(work.taken["health.rate"], text, result=contribution)
    state = 0 if group is SupportGroup.INDIVIDUAL else _state_part(work, group, full=full)
    return HealthShare(None, 100, group.value, contribution, state, contribution - state)


def _ladder_share(work: Workings, full: Fraction, *, place: int, months: int) -> HealthShare:
    rule = work.take(f"health.ladder.{min(place, _LADDER_STEPS)}")
    amount = work.round_dong(full * rule.share)
    text = say(
        "Member {place} of the household: {percent}% of the full rate for {months} months = {amount}",
        place=place, percent=rule.value, months=months, amount=Dong(amount),
    )  # fmt: skip
    work.add(rule, text, result=amount)
    return HealthShare(place, rule.value, SupportGroup.NONE.value, amount, 0, amount)


def _state_part(work: Workings, group: SupportGroup, *, full: Fraction) -> int:
    rule = work.take(f"health.support.{group}")
    state = work.round_dong(full * rule.share)
    work.add(
        rule,
        say("The state pays {percent}% = {amount}", percent=rule.value, amount=Dong(state)),
        result=state,
    )
    return state


def _card_day(work: Workings, *, first_time: bool, covered_until: date | None) -> date | None:
    if covered_until is None and not first_time:
        return None
    starts = card_valid_from(work.book, work.on, covered_until=covered_until)
    rule = work.take("health.card_gap_days" if covered_until is not None else "health.card_wait_days")
    work.add(rule, say("The card counts from {day}", day=starts), result=starts)
    return starts
