"""The groups of the Law on Health Insurance: whom others pay for, whom the state helps, and which group wins.

Law on Health Insurance Art 12 (who) and Art 13(5) (which of several), as amended by Law 51/2024/QH15.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.domain.months import add_months, first_of_month
from outreach_app.domain.people import Category, PartialDate, Scheme
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import Message
from outreach_app.i18n import N_, say


class SupportGroup(StrEnum):
    """Why the state pays a part (Art 12(4)), in the order of the law; `none` pays by the household ladder.

    A supported person pays the single rate less the support and takes no place on the ladder; `individual` pays the
    single rate without ladder or support (Art 12(5)(d)).
    """

    NONE = "none"
    NEAR_POOR = "near_poor"
    NEAR_POOR_POOR_COMMUNE = "near_poor_poor_commune"
    PUPIL = "pupil"
    GRASSROOTS_SECURITY = "grassroots_security"
    FARM_AVERAGE = "farm_average"
    VILLAGE_HEALTH_WORKER = "village_health_worker"
    HAMLET_PART_TIMER = "hamlet_part_timer"
    LEFT_DIFFICULT_AREA = "left_difficult_area"
    ARTISAN = "artisan"
    TRAFFICKING_VICTIM = "trafficking_victim"
    INDIVIDUAL = "individual"


SUPPORT_NAMES: dict[SupportGroup, str] = {
    SupportGroup.NONE: N_("household ladder, no support"),
    SupportGroup.NEAR_POOR: N_("person of a near-poor household"),
    SupportGroup.NEAR_POOR_POOR_COMMUNE: N_("person of a near-poor household in a poor commune"),
    SupportGroup.PUPIL: N_("pupil or student"),
    SupportGroup.GRASSROOTS_SECURITY: N_("member of the grassroots security force"),
    SupportGroup.FARM_AVERAGE: N_(
        "person of a farming, forestry, fishery or salt household of average means"
    ),
    SupportGroup.VILLAGE_HEALTH_WORKER: N_("village health worker or village midwife"),
    SupportGroup.HAMLET_PART_TIMER: N_("part-time officer of a village or neighbourhood"),
    SupportGroup.LEFT_DIFFICULT_AREA: N_(
        "ethnic minority in a commune that has left the list of difficult areas"
    ),
    SupportGroup.ARTISAN: N_("People's or Meritorious Artisan"),
    SupportGroup.TRAFFICKING_VICTIM: N_("victim of human trafficking"),
    SupportGroup.INDIVIDUAL: N_("pays alone, outside the household"),
}

SUPPORTED = tuple(
    group for group in SupportGroup if group not in (SupportGroup.NONE, SupportGroup.INDIVIDUAL)
)
"""The groups of Art 12(4), in the order of its points."""

MAY_CHOOSE_HOUSEHOLD = frozenset(SUPPORTED) - {SupportGroup.PUPIL}
"""Who may pay by the household ladder instead: points a, c, d, đ, e, g, h, i, not pupils (Art 13(5)(e))."""

TIME_LIMITED = frozenset({SupportGroup.LEFT_DIFFICULT_AREA, SupportGroup.TRAFFICKING_VICTIM})
"""Groups whose support ends some months after a day that a paper names."""


class PaidGroup(StrEnum):
    """Whose contribution others pay or share (Art 12(1) to (3)), in the order of the law: no prospects."""

    EMPLOYEE = "employee"
    BUSINESS_OWNER = "business_owner"
    COMMUNE_PART_TIMER = "commune_part_timer"
    PENSIONER = "pensioner"
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"
    ARMED_FORCES = "armed_forces"
    MERIT = "merit"
    UNDER_SIX = "under_six"
    POOR = "poor"
    NEAR_POOR_MINORITY = "near_poor_minority"
    MINORITY_DIFFICULT_AREA = "minority_difficult_area"
    SPECIAL_DIFFICULT_AREA = "special_difficult_area"
    ISLAND = "island"
    SOCIAL_ALLOWANCE = "social_allowance"
    SURVIVOR_ALLOWANCE = "survivor_allowance"
    SOCIAL_PENSION = "social_pension"
    BRIDGING_ALLOWANCE = "bridging_allowance"


PAID_REASONS: dict[PaidGroup, str] = {
    PaidGroup.EMPLOYEE: N_("Insured through the employer."),
    PaidGroup.BUSINESS_OWNER: N_("Insured as registered business owner or unpaid manager."),
    PaidGroup.COMMUNE_PART_TIMER: N_("Insured as part-time officer of the commune."),
    PaidGroup.PENSIONER: N_("Draws a pension: the insurance fund pays for the card."),
    PaidGroup.UNEMPLOYMENT_BENEFIT: N_("Draws unemployment benefit: the insurance fund pays for the card."),
    PaidGroup.ARMED_FORCES: N_("Serves in the army or the police: the state pays for the card."),
    PaidGroup.MERIT: N_("Person of merit or veteran: the state pays for the card."),
    PaidGroup.UNDER_SIX: N_("Younger than six: the state pays for the card."),
    PaidGroup.POOR: N_("Of a poor household: the state pays for the card."),
    PaidGroup.NEAR_POOR_MINORITY: N_(
        "Ethnic minority of a near-poor household in a minority or mountain area: the state pays for the card."
    ),
    PaidGroup.MINORITY_DIFFICULT_AREA: N_(
        "Ethnic minority in a difficult area: the state pays for the card."
    ),
    PaidGroup.SPECIAL_DIFFICULT_AREA: N_(
        "Lives in an area of special difficulty: the state pays for the card."
    ),
    PaidGroup.ISLAND: N_("Lives in an island commune: the state pays for the card."),
    PaidGroup.SOCIAL_ALLOWANCE: N_("Draws a monthly social allowance: the state pays for the card."),
    PaidGroup.SURVIVOR_ALLOWANCE: N_("Draws a survivor's allowance in old age: the state pays for the card."),
    PaidGroup.SOCIAL_PENSION: N_("Draws the social pension: the state pays for the card."),
    PaidGroup.BRIDGING_ALLOWANCE: N_(
        "Draws the monthly allowance for those short of a pension: the state pays for the card."
    ),
}

SCHOOL_AGE = 6
"""Until this age the state pays (Art 12(3)(h))."""

_FUND_FIRST = (PaidGroup.PENSIONER,)
_STATE_FIRST = (PaidGroup.SURVIVOR_ALLOWANCE, PaidGroup.SOCIAL_PENSION, PaidGroup.BRIDGING_ALLOWANCE)

HealthGroup = PaidGroup | SupportGroup


@dataclass(frozen=True, slots=True)
class SupportPeriod:
    """How long time-limited support lasts: the days, and the first days of its first and last month."""

    first_day: date
    last_day: date
    first_month: date
    last_month: date


def choose_group(book: RuleBook, groups: Iterable[HealthGroup], on: date) -> HealthGroup:
    """As what somebody in several groups is insured (Art 13(5)); nobody's group is the household ladder.

    The first in statutory order, except that pensioners stay with the fund (d), old-age allowances with the state
    (đ), a commune's part-time officer comes behind all who are paid or supported otherwise (c), and within Art 12(4)
    the highest support wins (g).
    """
    given = set(groups)
    paid = [group for group in PaidGroup if group in given]
    ordered = [*(g for g in _FUND_FIRST if g in given), *(g for g in _STATE_FIRST if g in given)]
    ordered += [group for group in paid if group is not PaidGroup.COMMUNE_PART_TIMER]
    supported = [group for group in SUPPORTED if group in given]
    if ordered:
        return ordered[0]
    if supported:
        return highest_support(book, supported, on) or supported[0]
    if paid:
        return paid[0]
    return SupportGroup.INDIVIDUAL if SupportGroup.INDIVIDUAL in given else SupportGroup.NONE


def highest_support(book: RuleBook, groups: Iterable[SupportGroup], on: date) -> SupportGroup | None:
    """Of several supported groups the one with the highest support on a day (Art 13(5)(g)), the first of equals.

    None when the rule book knows no support for any of them on that day.
    """
    wanted = set(groups)
    found = [(group, book.find(f"health.support.{group}", on)) for group in SUPPORTED if group in wanted]
    known = [(rule.share, group) for group, rule in found if rule is not None]
    return max(known, key=lambda each: each[0])[1] if known else None


def support_period(book: RuleBook, group: SupportGroup, since: date) -> SupportPeriod:
    """How long the support of a time-limited group lasts that began on a day (Decree 188/2025).

    For a commune that left the list of difficult areas `since` is the first day off the list, and so many calendar
    months count from it; for a victim of trafficking the day of the confirmation. Days before the decree count.
    """
    known = book.rules[f"health.support_months.{group}"]
    months = book.amount(known[0].key, max(since, known[0].since))
    last = add_months(since, months) - timedelta(days=1)
    first_month = first_of_month(since)
    return SupportPeriod(since, last, first_month, add_months(first_month, months - 1))


def find_groups(
    *, category: Category, born: PartialDate | None, schemes: Iterable[Scheme], on: date
) -> frozenset[HealthGroup]:
    """The groups that a register's own fields tell: category of the household, age, running insurance.

    `schemes` are those with a running period. Areas, allowances and occupations are not in the register.
    """
    found: set[HealthGroup] = set()
    if Scheme.COMPULSORY in schemes:
        found.add(PaidGroup.EMPLOYEE)
    if born is not None and born.age_on(on) < SCHOOL_AGE:
        found.add(PaidGroup.UNDER_SIX)
    by_category: dict[Category, HealthGroup] = {
        Category.POOR: PaidGroup.POOR,
        Category.ISLAND: PaidGroup.ISLAND,
        Category.NEAR_POOR: SupportGroup.NEAR_POOR,
    }
    if category in by_category:
        found.add(by_category[category])
    return frozenset(found)


def why_no_prospect(book: RuleBook, groups: Iterable[HealthGroup], on: date) -> Message | None:
    """Why somebody need not be asked to pay for health insurance, or None for a prospect (Art 12(1) to (3))."""
    group = choose_group(book, groups, on)
    if not isinstance(group, PaidGroup):
        return None
    rule = book.find(f"health.paid.{group}", on)
    if rule is None or not rule.value:
        return None
    return say(PAID_REASONS[group])
