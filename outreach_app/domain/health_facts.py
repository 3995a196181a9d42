"""What a health insurance card brings, as dated facts with figures: the share of the cost, the days, five years."""

from dataclasses import dataclass
from datetime import date

from outreach_app.domain.health_groups import HealthGroup, PaidGroup, SupportGroup
from outreach_app.domain.quotes import Workings
from outreach_app.domain.rules import Mark, Rule, RuleBook
from outreach_app.errors import Message
from outreach_app.i18n import N_, Dong, say

COVERED: dict[str, str] = {
    "health.covered.other": N_("The card pays {percent}% of the covered cost."),
    "health.covered.near_poor": N_(
        "For people of near-poor households the card pays {percent}% of the covered cost."
    ),
    "health.covered.left_difficult_area": N_(
        "For ethnic minorities whose commune left the list of difficult areas the card pays {percent}%."
    ),
    "health.covered.pensioner": N_("For pensioners the card pays {percent}% of the covered cost."),
    "health.covered.social_pension": N_(
        "For people of 75 and more on the social pension the card pays {percent}% of the covered cost."
    ),
    "health.covered.paid_by_state": N_(
        "For poor households, children under six and others the state pays for, the card pays {percent}%."
    ),
}

_STATE_PAID = (
    PaidGroup.ARMED_FORCES, PaidGroup.MERIT, PaidGroup.UNDER_SIX, PaidGroup.POOR, PaidGroup.NEAR_POOR_MINORITY,
    PaidGroup.MINORITY_DIFFICULT_AREA, PaidGroup.SPECIAL_DIFFICULT_AREA, PaidGroup.ISLAND,
    PaidGroup.SOCIAL_ALLOWANCE, PaidGroup.SURVIVOR_ALLOWANCE,
)  # fmt: skip
_COVERED_AS: dict[HealthGroup, str] = {
    SupportGroup.NEAR_POOR: "near_poor",
    SupportGroup.NEAR_POOR_POOR_COMMUNE: "near_poor",
    SupportGroup.LEFT_DIFFICULT_AREA: "left_difficult_area",
    PaidGroup.PENSIONER: "pensioner",
    PaidGroup.SOCIAL_PENSION: "social_pension",
    **dict.fromkeys(_STATE_PAID, "paid_by_state"),
}


@dataclass(frozen=True, slots=True)
class HealthFact:
    """One fact with its figure (percent, days or đồng), its source, and whether every rule behind it is confirmed."""

    key: str
    text: Message
    amount: int
    source: str
    confirmed: bool


def covered_percent(book: RuleBook, groups: tuple[HealthGroup, ...], on: date) -> Rule:
    """The share of the covered cost the fund pays for somebody: the best of all the groups (Art 22(1), (2))."""
    keys = {"other", *(_COVERED_AS[group] for group in groups if group in _COVERED_AS)}
    return max((book.rule(f"health.covered.{key}", on) for key in sorted(keys)), key=lambda rule: rule.share)


def list_health_facts(book: RuleBook, on: date) -> tuple[HealthFact, ...]:
    """What can be told at the door about the card on a day, each fact with its law."""
    shares = tuple(
        _fact(book.rule(key, on), say(text, percent=book.value(key, on)), amount=book.amount(key, on))
        for key, text in COVERED.items()
    )
    return (*shares, *_card_facts(book, on), _five_years_fact(book, on))


def _card_facts(book: RuleBook, on: date) -> tuple[HealthFact, ...]:
    issue, wait, gap = (
        book.rule(f"health.{key}", on) for key in ("card_issue_days", "card_wait_days", "card_gap_days")
    )
    return (
        _fact(issue, say("The card is issued within {days} working days.", days=issue.amount), amount=issue.amount),
        _fact(
            wait,
            say("A first card counts from {days} days after full payment.", days=wait.amount),
            amount=wait.amount,
        ),
        _fact(
            gap,
            say(
                "After {gap} days or more without a card the wait of {days} days comes back.",
                gap=gap.amount, days=wait.amount,
            ),
            amount=gap.amount,
        ),
    )  # fmt: skip


def _five_years_fact(book: RuleBook, on: date) -> HealthFact:
    work = Workings(book, on)
    years, times, base = (
        work.take(key) for key in ("health.five_years", "health.co_payment_multiple", "base_salary")
    )
    limit = base.amount * times.amount
    text = say(
        "After {years} consecutive years the card pays everything above {limit} of co-payments in a year.",
        years=years.amount, limit=Dong(limit),
    )  # fmt: skip
    return HealthFact(years.key, text, limit, years.source, work.confirmed)


def _fact(rule: Rule, text: Message, *, amount: int) -> HealthFact:
    return HealthFact(rule.key, text, amount, rule.source, rule.mark is not Mark.UNCONFIRMED)
