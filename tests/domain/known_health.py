"""Household health insurance by hand: see known_values.py for what the two tables are for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from outreach_app.domain.cards import Cover, count_five_years
from outreach_app.domain.health import HealthMember, SupportGroup, card_valid_from, quote_health
from outreach_app.domain.health_facts import list_health_facts
from outreach_app.domain.health_groups import PaidGroup, support_period, why_no_prospect
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import OutreachError
from tests.domain.known_values import Vector, told_by

PINS = (
    *told_by(
        "Nghị định 146/2018/NĐ-CP, Điều 7",
        ("health.rate", "2018-12-01", "2025-06-30", "4.5"),
    ),
    *told_by(
        "Nghị định 188/2025/NĐ-CP, Điều 6",
        ("health.rate", "2025-07-01", "2026-12-31", "4.5"),
    ),
    *told_by(
        "Nghị quyết 261/2025/QH15, tăng mức đóng từ năm 2027",
        ("health.rate", "2027-01-01", "", "5.1"),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, khoản 6 Điều 13",
        ("health.ladder.1", "2015-01-01", "", 100),
        ("health.ladder.2", "2015-01-01", "", 70),
        ("health.ladder.3", "2015-01-01", "", 60),
        ("health.ladder.4", "2015-01-01", "", 50),
        ("health.ladder.5", "2015-01-01", "", 40),
    ),
    *told_by(
        "Luật BHYT, khoản 6 Điều 15",
        ("health.period.3", "2015-01-01", "", 3),
        ("health.period.6", "2015-01-01", "", 6),
        ("health.period.12", "2015-01-01", "", 12),
    ),
    *told_by(
        "Nghị định 146/2018/NĐ-CP, Điều 8",
        ("health.support.near_poor", "2018-12-01", "2025-08-14", 70),
        ("health.support.pupil", "2018-12-01", "2025-06-30", 30),
        ("health.support.pupil", "2025-07-01", "2025-08-14", 30),
        ("health.support.farm_average", "2018-12-01", "2025-08-14", 30),
    ),
    *told_by(
        "Nghị định 188/2025/NĐ-CP, mức hỗ trợ theo khoản 4 Điều 12",
        ("health.support.near_poor", "2025-08-15", "", 70),
        ("health.support.near_poor_poor_commune", "2025-08-15", "", 100),
        ("health.support.pupil", "2025-08-15", "", 50),
        ("health.support.farm_average", "2025-08-15", "", 30),
        ("health.support.left_difficult_area", "2025-08-15", "", 70),
        ("health.support.grassroots_security", "2025-08-15", "", 50),
        ("health.support.village_health_worker", "2025-08-15", "", 50),
        ("health.support.hamlet_part_timer", "2025-08-15", "", 50),
        ("health.support.artisan", "2025-08-15", "", 50),
        ("health.support.trafficking_victim", "2025-08-15", "", 50),
        ("health.support_months.left_difficult_area", "2025-08-15", "", 36),
        ("health.support_months.trafficking_victim", "2025-08-15", "", 12),
        ("health.support_ends_within_payment", "2025-08-15", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, khoản 4 Điều 13",
        ("health.rate_cap", "2025-07-01", "", 6),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, khoản 2 Điều 17",
        ("health.card_issue_days", "2025-07-01", "", 5),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm d khoản 1 Điều 22",
        ("health.five_years", "2025-07-01", "", 5),
        ("health.co_payment_multiple", "2025-07-01", "", 6),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm c khoản 3 Điều 16",
        ("health.five_years_gap_days", "2025-07-01", "", 90),
        ("health.card_wait_days", "2025-07-01", "", 30),
        ("health.card_gap_days", "2025-07-01", "", 90),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm e khoản 1 Điều 22",
        ("health.covered.other", "2025-07-01", "", 80),
        ("health.covered.social_pension", "2025-07-01", "2025-12-31", 80),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm đ khoản 1 Điều 22",
        ("health.covered.near_poor", "2025-07-01", "2025-12-31", 95),
        ("health.covered.left_difficult_area", "2025-07-01", "", 95),
        ("health.covered.pensioner", "2025-07-01", "", 95),
    ),
    *told_by(
        "Nghị quyết 261/2025/QH15, điểm a khoản 1 Điều 2",
        ("health.covered.near_poor", "2026-01-01", "", 100),
        ("health.covered.social_pension", "2026-01-01", "", 100),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm a khoản 1 Điều 22",
        ("health.covered.paid_by_state", "2025-07-01", "", 100),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm e khoản 5 Điều 13",
        ("health.household_choice", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, các điểm a, c, d và e khoản 1 Điều 12",
        ("health.paid.employee", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, các điểm b và đ khoản 1 Điều 12",
        ("health.paid.business_owner", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm g khoản 1 Điều 12",
        ("health.paid.commune_part_timer", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm a khoản 2 Điều 12",
        ("health.paid.pensioner", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm d khoản 2 Điều 12",
        ("health.paid.unemployment_benefit", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, các điểm a và b khoản 3 Điều 12",
        ("health.paid.armed_forces", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm e khoản 3 Điều 12",
        ("health.paid.merit", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm h khoản 3 Điều 12",
        ("health.paid.under_six", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm o khoản 3 Điều 12",
        ("health.paid.poor", "2025-07-01", "", True),
        ("health.paid.near_poor_minority", "2025-07-01", "", True),
        ("health.paid.minority_difficult_area", "2025-07-01", "", True),
        ("health.paid.special_difficult_area", "2025-07-01", "", True),
        ("health.paid.island", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm r khoản 3 Điều 12",
        ("health.paid.social_allowance", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm s khoản 3 Điều 12",
        ("health.paid.survivor_allowance", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm t khoản 3 Điều 12",
        ("health.paid.social_pension", "2025-07-01", "", True),
    ),
    *told_by(
        "Luật BHYT, Luật 51/2024/QH15, điểm u khoản 3 Điều 12",
        ("health.paid.bridging_allowance", "2025-07-01", "", True),
    ),
)


def ladder(book: RuleBook, on: str, *, months: int = 12, members: int = 5) -> tuple[object, ...]:
    quote = quote_health(book, members=members, months=months, on=date.fromisoformat(on))
    return (*(share.own for share in quote.members), quote.confirmed)


def support(book: RuleBook, group: SupportGroup, on: str) -> tuple[object, ...]:
    quote = quote_health(book, members=1, months=12, on=date.fromisoformat(on), support=group)
    return quote.total_state, quote.total_own, quote.confirmed


def card(book: RuleBook, paid: str, covered_until: str = "") -> str:
    until = date.fromisoformat(covered_until) if covered_until else None
    return card_valid_from(book, date.fromisoformat(paid), covered_until=until).isoformat()


def facts(book: RuleBook, on: str) -> dict[str, int]:
    """Every fact about the card with its figure: percent, days, đồng."""
    return {
        fact.key.removeprefix("health."): fact.amount
        for fact in list_health_facts(book, date.fromisoformat(on))
    }


def five_years(book: RuleBook, *spans: tuple[str, str]) -> str:
    """The day on which five consecutive years are full, by cards held from one day to another."""
    covers = [Cover(date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in spans]
    return str(count_five_years(book, covers, date(2026, 11, 21)).full_on)


def cheapest(book: RuleBook) -> int:
    """What five people of farming households of average means pay together if they may choose the ladder."""
    members = [HealthMember((SupportGroup.FARM_AVERAGE,))] * 5
    return quote_health(book, members=members, months=12, on=date(2026, 11, 21), cheapest=True).total_own


def cut_short(book: RuleBook) -> tuple[object, ...]:
    """The state's part for somebody whose support ends within the payment, and what the explanation rests on."""
    member = HealthMember((SupportGroup.LEFT_DIFFICULT_AREA,), date(2027, 2, 28))
    quote = quote_health(book, members=[member], months=12, on=date(2026, 11, 21))
    flag = [step.value for step in quote.steps if step.rule == "health.support_ends_within_payment"]
    return quote.total_state, flag, quote.confirmed


def told_months(book: RuleBook, months: int) -> list[object]:
    """The number of months that the explanation of a payment names."""
    quote = quote_health(book, members=1, months=months, on=date(2026, 11, 21))
    return [step.value for step in quote.steps if step.rule == f"health.period.{months}"]


def above_cap(book: RuleBook, rate: str) -> str:
    """Whether a book with this rate is refused because the law caps it."""
    dated = tuple(replace(rule, value=Decimal(rate)) for rule in book.rules["health.rate"])
    try:
        quote_health(
            replace(book, rules={**book.rules, "health.rate": dated}),
            members=1,
            months=12,
            on=date(2026, 11, 21),
        )
    except OutreachError as refusal:
        return refusal.key
    return "counted"


def paid_by_others(book: RuleBook) -> list[str]:
    """The groups that are no prospects on the day the amended law began."""
    return [each.value for each in PaidGroup if why_no_prospect(book, [each], date(2025, 7, 1)) is not None]


def lasts(book: RuleBook, group: SupportGroup) -> str:
    """The last day of support that began on 15 August 2025."""
    return support_period(book, group, date(2025, 8, 15)).last_day.isoformat()


_LADDER = ("health.rate", "health.ladder", "base_salary")
# 4.5 % of 2,340,000 is 105,300 a month, of 2,530,000 it is 113,850; 5.1 % of 2,530,000 is 129,030.
_OLD_YEAR = (1_263_600, 884_520, 758_160, 631_800, 505_440)
_NEW_YEAR = (1_366_200, 956_340, 819_720, 683_100, 546_480)
_NEXT_YEAR = (1_548_360, 1_083_852, 929_016, 774_180, 619_344)

VECTORS: tuple[Vector, ...] = (
    Vector(
        "a year on 30 June 2026",
        _LADDER,
        lambda book: ladder(book, "2026-06-30"),
        (*_OLD_YEAR, True),
        "NĐ 188/2025",
    ),
    Vector(
        "a year on 1 July 2026",
        _LADDER,
        lambda book: ladder(book, "2026-07-01"),
        (*_NEW_YEAR, True),
        "NĐ 188/2025",
    ),
    Vector(
        "a year on 31 December 2026",
        _LADDER,
        lambda book: ladder(book, "2026-12-31"),
        (*_NEW_YEAR, True),
        "NĐ 188/2025",
    ),
    Vector(
        "a year on 1 January 2027",
        _LADDER,
        lambda book: ladder(book, "2027-01-01"),
        (*_NEXT_YEAR, False),
        "NQ 261/2025",
    ),
    Vector(
        "first card",
        ("health.card",),
        lambda book: card(book, "2026-11-21"),
        "2026-12-21",
        "Luật BHYT, Điều 16(3)(c)",
    ),
    Vector(
        "gap of 90 days",
        ("health.card",),
        lambda book: card(book, "2026-11-21", "2026-08-22"),
        "2026-12-21",
        "Luật BHYT, Điều 16(3)(c)",
    ),
    Vector(
        "gap of 89 days",
        ("health.card",),
        lambda book: card(book, "2026-11-21", "2026-08-23"),
        "2026-11-21",
        "Luật BHYT, Điều 16(3)(c)",
    ),
    Vector(
        "a year in 2024",
        _LADDER,
        lambda book: ladder(book, "2024-07-01"),
        (*_OLD_YEAR, True),
        "NĐ 146/2018, Điều 7",
    ),
    # 70, 100, 50, 30 % of 1,366,200 a year.
    *(
        Vector(
            f"{group} on 21 November 2026",
            ("health.support.",),
            lambda book, g=group: support(book, g, "2026-11-21"),
            (state, 1_366_200 - state, True),
            "NĐ 188/2025, khoản 4 Điều 12 Luật BHYT",
        )
        for group, state in (
            (SupportGroup.NEAR_POOR, 956_340),
            (SupportGroup.NEAR_POOR_POOR_COMMUNE, 1_366_200),
            (SupportGroup.LEFT_DIFFICULT_AREA, 956_340),
            (SupportGroup.PUPIL, 683_100),
            (SupportGroup.GRASSROOTS_SECURITY, 683_100),
            (SupportGroup.VILLAGE_HEALTH_WORKER, 683_100),
            (SupportGroup.HAMLET_PART_TIMER, 683_100),
            (SupportGroup.ARTISAN, 683_100),
            (SupportGroup.TRAFFICKING_VICTIM, 683_100),
            (SupportGroup.FARM_AVERAGE, 409_860),
        )
    ),
    # 70, 30, 30 % of 1,263,600 a year; pupils 50 % from 15 August 2025, and nobody is sure of the weeks before.
    *(
        Vector(
            f"{group} on {on}",
            ("health.support.",),
            lambda book, g=group, d=on: support(book, g, d),
            (state, 1_263_600 - state, sure),
            "NĐ 146/2018, Điều 8; NĐ 188/2025",
        )
        for group, on, state, sure in (
            (SupportGroup.NEAR_POOR, "2025-08-14", 884_520, True),
            (SupportGroup.FARM_AVERAGE, "2025-08-14", 379_080, True),
            (SupportGroup.PUPIL, "2025-06-30", 379_080, True),
            (SupportGroup.PUPIL, "2025-07-01", 379_080, False),
            (SupportGroup.PUPIL, "2025-08-14", 379_080, False),
            (SupportGroup.PUPIL, "2025-08-15", 631_800, True),
        )
    ),
    *(
        Vector(
            f"facts on {on}",
            ("health.covered", "health.card_", "health.five_years", "health.co_payment", "base_salary"),
            lambda book, d=on: facts(book, d),
            {
                "covered.other": 80,
                "covered.near_poor": near_poor,
                "covered.left_difficult_area": 95,
                "covered.pensioner": 95,
                "covered.social_pension": social,
                "covered.paid_by_state": 100,
                "card_issue_days": 5,
                "card_wait_days": 30,
                "card_gap_days": 90,
                "five_years": 6 * base,
            },
            "Luật BHYT, Điều 16, 17, 22; NQ 261/2025, Điều 2(1)(a)",
        )
        for on, near_poor, social, base in (
            ("2025-12-31", 95, 80, 2_340_000),
            ("2026-01-01", 100, 100, 2_340_000),
            ("2026-11-21", 100, 100, 2_530_000),
        )
    ),
    Vector(
        "five years from 1 January 2020",
        ("health.five_years",),
        lambda book: five_years(book, ("2020-01-01", "")),
        "2025-01-01",
        "Luật BHYT, điểm d khoản 1 Điều 22",
    ),
    # Between 31 December and 31 March lie 89 days, which move the day to 31 March 2025; 90 begin the years anew.
    Vector(
        "five years with 89 and with 90 days without a card",
        ("health.five_years",),
        lambda book: (
            five_years(book, ("2020-01-01", "2022-12-31"), ("2023-03-31", "")),
            five_years(book, ("2020-01-01", "2022-12-31"), ("2023-04-01", "")),
        ),
        ("2025-03-31", "2028-04-01"),
        "Luật BHYT, điểm c khoản 3 Điều 16",
    ),
    # Ladder for five: 100 + 70 + 60 + 50 + 40 = 320 % of 1,366,200; with 30 % support each 350 %.
    Vector(
        "five farming people choose the ladder",
        ("health.household_choice", "health.ladder", "health.support.farm"),
        cheapest,
        4_371_840,
        "Luật BHYT, điểm e khoản 5 Điều 13",
    ),
    # The months beginning 21 November to 21 February: 4 x 70 % of 113,850.
    Vector(
        "support that ends on 28 February 2027",
        ("health.support_ends", "health.support.left"),
        cut_short,
        (318_780, [True], False),
        "NĐ 188/2025",
    ),
    *(
        Vector(
            f"{months} months are told",
            ("health.period",),
            lambda book, m=months: told_months(book, m),
            [months],
            "Luật BHYT, khoản 6 Điều 15",
        )
        for months in (3, 6, 12)
    ),
    Vector(
        "no rate above six percent",
        ("health.rate_cap",),
        lambda book: [above_cap(book, rate) for rate in ("5.9", "6", "6.1")],
        ["counted", "counted", "bad_rule_book"],
        "Luật BHYT, khoản 4 Điều 13",
    ),
    Vector(
        "whom others pay for",
        ("health.paid.",),
        paid_by_others,
        [
            "employee",
            "business_owner",
            "commune_part_timer",
            "pensioner",
            "unemployment_benefit",
            "armed_forces",
            "merit",
            "under_six",
            "poor",
            "near_poor_minority",
            "minority_difficult_area",
            "special_difficult_area",
            "island",
            "social_allowance",
            "survivor_allowance",
            "social_pension",
            "bridging_allowance",
        ],
        "Luật BHYT, khoản 1, 2, 3 Điều 12",
    ),
    Vector(
        "36 and 12 months of support",
        ("health.support_months",),
        lambda book: (
            lasts(book, SupportGroup.LEFT_DIFFICULT_AREA),
            lasts(book, SupportGroup.TRAFFICKING_VICTIM),
        ),
        ("2028-08-14", "2026-08-14"),
        "NĐ 188/2025",
    ),
)
