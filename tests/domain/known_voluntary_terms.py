"""Joining, changes, windows let pass, refunds and late payments by hand: see known_values.py for the two tables."""

from collections.abc import Callable
from datetime import date

from outreach_app.domain.eligibility import Circumstances, Occupation, assess_eligibility
from outreach_app.domain.late_payments import quote_late_payment
from outreach_app.domain.method_changes import find_change
from outreach_app.domain.methods import parse_method
from outreach_app.domain.payments import Payment
from outreach_app.domain.people import Category, PartialDate
from outreach_app.domain.refunds import RefundCase, quote_refund
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.support import ExtraSupport
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.domain.windows import find_standing
from outreach_app.errors import OutreachError
from tests.domain.known_values import Vector, told_by

_OLD, _NEW = ("2016-01-01", "2025-06-30"), ("2025-07-01", "")
_L58, _L41, _D159 = "Luật 58/2014/QH13", "Luật 41/2024/QH15", "Nghị định 159/2025/NĐ-CP"
_Q595 = "Quyết định 595/QĐ-BHXH"

# Compulsory before 1 July 2025 and since, and the point of Art 2(1) that says so now.
OCCUPATIONS = (
    ("employee", True, True, "điểm a"),
    ("part_time_employee", False, True, "điểm l"),
    ("official", True, True, "điểm b"),
    ("armed_forces", True, True, "điểm c, d, đ"),
    ("standing_militia", False, True, "điểm e"),
    ("overseas_worker", True, True, "điểm g"),
    ("mission_spouse", False, True, "điểm h"),
    ("paid_manager", True, True, "điểm i"),
    ("unpaid_manager", False, True, "điểm n"),
    ("commune_part_timer", True, True, "điểm k"),
    ("village_part_timer", False, True, "điểm k"),
    ("business_owner", False, True, "điểm m; Nghị định 158/2025/NĐ-CP, Điều 3"),
    ("domestic_helper", False, False, "Điều 2(7)(b)"),
    ("suspended_contract", False, False, "Điều 2(4)(b)"),
)

PINS = (
    *(
        pin
        for name, before, now, point in OCCUPATIONS
        for pin in (
            *told_by(f"{_L58}, khoản 1 Điều 2", (f"compulsory.{name}", *_OLD, before)),
            *told_by(f"{_L41}, Điều 2, {point}", (f"compulsory.{name}", *_NEW, now)),
        )
    ),
    *told_by(
        "Nghị định 158/2025/NĐ-CP, Điều 3, theo báo chí",
        ("compulsory.other_business_owner", "2016-01-01", "2029-06-30", False),
        ("compulsory.other_business_owner", "2029-07-01", "", True),
    ),
    *told_by(f"{_L41}, điểm c khoản 7 Điều 2", ("compulsory.free_at_retirement_age", *_NEW, True)),
    *told_by(
        f"{_L58}, khoản 4 Điều 2",
        ("voluntary.citizens_only", *_OLD, True),
        ("voluntary.barred.pensioner", *_OLD, True),
    ),
    *told_by(
        f"{_L41}, điểm a khoản 4 Điều 2",
        ("voluntary.citizens_only", *_NEW, True),
        ("voluntary.barred.pensioner", *_NEW, True),
    ),
    *told_by(f"{_Q595}, Điều 9", ("voluntary.barred.unemployment_benefit", "2016-01-01", "2026-04-30", True)),
    *told_by(
        "Quyết định 366/QĐ-BHXH, điểm a khoản 1.3.2 Điều 5",
        ("voluntary.barred.unemployment_benefit", "2026-05-01", "", True),
    ),
    *told_by(f"{_Q595}, khoản 5 Điều 10", ("voluntary.prepaid_frozen", *_OLD, True)),
    *told_by(f"{_Q595}, khoản 3 Điều 9", ("voluntary.change.after_period", *_OLD, True)),
    *told_by(f"{_Q595}, khoản 3 Điều 9", ("voluntary.change.missing_at_once", *_OLD, True)),
    *told_by(f"{_Q595}, điểm 1.6 khoản 1 Điều 9", ("voluntary.missing.months_before_age", *_OLD, 0)),
    *told_by(f"{_L41}, điểm e khoản 3 Điều 36", ("voluntary.missing.months_before_age", *_NEW, 1)),
    *told_by(
        f"{_Q595}, khoản 3 Điều 11",
        ("voluntary.stopped_after_window", *_OLD, True),
        ("voluntary.late_makeup", *_OLD, True),
    ),
    *told_by(
        f"{_Q595}, khoản 6 Điều 10",
        ("voluntary.refund.compulsory", *_OLD, True),
        ("voluntary.refund.one_off", *_OLD, True),
        ("voluntary.refund.death", *_OLD, True),
        ("voluntary.refund.pension", *_OLD, False),
    ),
    *told_by(f"{_Q595}, khoản 4 Điều 12", ("voluntary.refund.state_returns", *_OLD, True)),
    *told_by(
        f"{_D159}, Điều 8",
        ("voluntary.refund.compulsory", *_NEW, True),
        ("voluntary.refund.one_off", *_NEW, True),
        ("voluntary.refund.death", *_NEW, True),
        ("voluntary.refund.pension", *_NEW, True),
        ("voluntary.refund.state_returns", *_NEW, True),
    ),
    *told_by(
        f"{_D159}: not seen, kept as it was",
        ("voluntary.prepaid_frozen", *_NEW, True),
        ("voluntary.change.after_period", *_NEW, True),
        ("voluntary.change.missing_at_once", *_NEW, True),
        ("voluntary.stopped_after_window", *_NEW, True),
        ("voluntary.late_makeup", *_NEW, False),
        ("voluntary.refund.extra_returns", "2016-01-01", "", True),
    ),
)


def is_free(book: RuleBook, on: str, *occupations: str, retires: str = "", **more: bool) -> bool:
    """Whether somebody born in 1980 may join."""
    person = Circumstances(
        PartialDate(1980), occupations=tuple(map(Occupation, occupations)),
        retires_on=date.fromisoformat(retires) if retires else None, **more,
    )  # fmt: skip
    return assess_eligibility(book, person, on=date.fromisoformat(on)).allowed


def pay(book: RuleBook, on: str, method: str) -> tuple[int, int]:
    """Contribution and the state's part of 1,500,000 a month for nobody's special household."""
    quote = quote_voluntary(
        book,
        income=1_500_000,
        method=parse_method(method),
        category=Category.OTHER,
        on=date.fromisoformat(on),
    )
    return quote.contribution, quote.state


def is_frozen(book: RuleBook, on: str) -> bool:
    """Whether twelve months that cross a change stay as they were paid."""
    quote = quote_voluntary(
        book, income=1_500_000, method=parse_method("12"), category=Category.OTHER, on=date.fromisoformat(on)
    )
    assert quote.freeze is not None
    return bool(quote.freeze.value)


def change(book: RuleBook, on: str, to: str = "1", retires: str = "") -> str:
    """From which day somebody who has paid 12 months from January of the year of `on` may go over."""
    found = find_change(
        book, method=parse_method("12"), first_month=date.fromisoformat(on).replace(month=1), on=date.fromisoformat(on),
        to=parse_method(to), retires_on=date.fromisoformat(retires) if retires else None,
    )  # fmt: skip
    return found.from_day.isoformat()


def stand(book: RuleBook, on: str, last_paid: str) -> tuple[str, int]:
    """State and lost months of somebody who pays monthly."""
    found = find_standing(
        book, last_paid=date.fromisoformat(last_paid), method=parse_method("1"), on=date.fromisoformat(on)
    )
    return found.state.value, found.lost_months


def refund(
    book: RuleBook, paid_on: str, leaves: str, case: str = "compulsory", method: str = "12", top_up: int = 0
) -> tuple[int, int, int]:
    """Unused months, what goes back to state and givers, what the member gets, at 1,500,000 a month."""
    support = (ExtraSupport("NQ", monthly=top_up),) if top_up else ()
    first = date.fromisoformat(paid_on).replace(day=1)
    paid = Payment(1_500_000, parse_method(method), (Category.OTHER,), first, top_ups=support)
    day = date.fromisoformat(leaves)
    back = quote_refund(
        book, paid, paid_on=date.fromisoformat(paid_on), case=RefundCase(case), leaves=day, on=day
    )
    return back.months, back.state + back.top_up, back.amount


def late(book: RuleBook, on: str) -> int:
    """What 6,600,000 let pass four months ago cost."""
    return quote_late_payment(book, owed=6_600_000, months_late=4, on=date.fromisoformat(on)).amount


def outcome(compute: Callable[..., object], *given: object) -> object:
    """What a calculation gives, or the key of its refusal."""
    try:
        return compute(*given)
    except OutreachError as refusal:
        return refusal.key


_RETURN = ("voluntary.monthly_return", "voluntary.ahead", "voluntary.missing", "rounding", "voluntary.rate")

VECTORS: tuple[Vector, ...] = (
    *(
        Vector(
            f"{name} on {day}",
            (f"compulsory.{name}",),
            lambda book, n=name, d=day: is_free(book, d, n),
            not compulsory,
            f"{_L41}, Điều 2, {point}",
        )
        for name, before, now, point in (*OCCUPATIONS,)
        for day, compulsory in (("2025-06-30", before), ("2025-07-01", now))
    ),
    *(
        Vector(
            f"other business owner on {day}",
            ("compulsory.other_business_owner",),
            lambda book, d=day: is_free(book, d, "other_business_owner"),
            free,
            "Nghị định 158/2025/NĐ-CP, Điều 3",
        )
        for day, free in (("2025-07-01", True), ("2029-06-30", True), ("2029-07-01", False))
    ),
    # Reached the age on 1 March 2026: free from that day, a day before still compulsory. Employees never.
    Vector(
        "owners at retirement age",
        ("compulsory.free_at_retirement_age",),
        lambda book: tuple(
            is_free(book, day, who, retires="2026-03-01")
            for who in ("business_owner", "unpaid_manager", "employee")
            for day in ("2026-02-28", "2026-03-01")
        ),
        (False, True, False, True, False, False),
        f"{_L41}, điểm c khoản 7 Điều 2",
    ),
    *(
        Vector(
            f"{fact} on {day}",
            ("voluntary.citizens_only", "voluntary.barred"),
            lambda book, d=day, f=fact, v=value: is_free(book, d, **{f: v}),
            False,
            f"{_L41}, khoản 4 Điều 2; Quyết định 366/QĐ-BHXH, Điều 5",
        )
        for fact, value, days in (
            ("citizen", False, ("2025-06-30", "2025-07-01")),
            ("pensioner", True, ("2025-06-30", "2025-07-01")),
            ("unemployment_benefit", True, ("2026-04-30", "2026-05-01")),
        )
        for day in days
    ),
    *(
        Vector(
            f"frozen when paid on {day}",
            ("voluntary.prepaid_frozen",),
            lambda book, d=day: is_frozen(book, d),
            True,
            f"{_Q595}, khoản 5 Điều 10, Ví dụ 11",
        )
        for day in ("2025-06-30", "2026-11-21")
    ),
    # Twelve months from January are over on the next 1 January.
    Vector(
        "change after the period, before",
        ("voluntary.change.after_period",),
        lambda book: change(book, "2025-05-05"),
        "2026-01-01",
        f"{_Q595}, khoản 3 Điều 9",
    ),
    Vector(
        "change after the period",
        ("voluntary.change.after_period",),
        lambda book: change(book, "2026-05-05"),
        "2027-01-01",
        f"{_D159}: not seen",
    ),
    # The age is reached on 15 October 2026: missing months from 1 September; until June 2025 not before the month.
    Vector(
        "missing months before the period is over",
        ("voluntary.change.missing_at_once", "voluntary.missing.months_before_age"),
        lambda book: change(book, "2026-05-05", "missing-10", "2026-10-15"),
        "2026-09-01",
        f"{_L41}, điểm e khoản 3 Điều 36",
    ),
    Vector(
        "missing months on the first day of the law",
        ("voluntary.missing.months_before_age",),
        lambda book: change(book, "2025-07-01", "missing-10", "2025-10-15"),
        "2025-09-01",
        f"{_L41}, điểm e khoản 3 Điều 36",
    ),
    Vector(
        "missing months under the old regime",
        ("voluntary.change.missing_at_once", "voluntary.missing.months_before_age"),
        lambda book: change(book, "2025-06-30", "missing-10", "2025-10-15"),
        "2025-10-01",
        f"{_Q595}, Điều 9",
    ),
    *(
        Vector(
            f"stopped on {day}",
            ("voluntary.stopped_after_window",),
            lambda book, d=day: stand(book, d, "2025-03-10"),
            ("stopped", lost),
            f"{_Q595}, khoản 3 Điều 11",
        )
        for day, lost in (("2025-06-30", 2), ("2025-07-01", 3))
    ),
    # 6,600,000 x 1.00363^4, by the return that counts in 2025.
    Vector(
        "late in June 2025",
        ("voluntary.late_makeup",),
        lambda book: outcome(late, book, "2025-06-30"),
        6_696_355,
        f"{_Q595}, khoản 3 Điều 11",
    ),
    Vector(
        "late since July 2025",
        ("voluntary.late_makeup",),
        lambda book: outcome(late, book, "2025-07-01"),
        "no_late_payment",
        f"{_D159}: not seen",
    ),
    # Twelve months from January, four used: eight months of 330,000 = 2,640,000; 33,000 or 66,000 of each go back.
    *(
        Vector(
            f"refund on {leaves}, {case}",
            (f"voluntary.refund.{case}", "voluntary.refund.state_returns"),
            lambda book, p=paid_on, d=leaves, c=case: outcome(refund, book, p, d, c),
            expected,
            f"{_Q595}, khoản 6 Điều 10; {_D159}, Điều 8",
        )
        for paid_on, leaves, expected, cases in (
            ("2025-01-10", "2025-05-20", (8, 264_000, 2_376_000), ("compulsory", "one_off", "death")),
            ("2025-01-10", "2025-05-20", "no_refund", ("pension",)),
            ("2025-02-10", "2025-06-30", (8, 264_000, 2_376_000), ("compulsory",)),
            ("2025-02-10", "2025-06-30", "no_refund", ("pension",)),
            ("2025-03-10", "2025-07-01", (8, 264_000, 2_376_000), ("compulsory", "pension")),
            (
                "2026-01-10",
                "2026-05-20",
                (8, 528_000, 2_112_000),
                ("compulsory", "one_off", "death", "pension"),
            ),
        )
        for case in cases
    ),
    # A top-up of 20,000 a month: 8 x 20,000 go back besides 8 x 66,000.
    Vector(
        "refund with a top-up",
        ("voluntary.refund.extra_returns",),
        lambda book: refund(book, "2026-01-10", "2026-05-20", top_up=20_000),
        (8, 688_000, 1_952_000),
        f"{_D159}: not seen",
    ),
    # The last 8 of 24 months ahead at 0.31 %: 330,000 x (1.0031^-16 + ... + 1.0031^-23) = 2,485,435; less 8 x 66,000.
    Vector(
        "refund of years ahead",
        ("voluntary.refund", "voluntary.monthly_return", "voluntary.ahead.support_discounted", "rounding"),
        lambda book: refund(book, "2026-01-10", "2027-05-20", method="ahead-2"),
        (8, 528_000, 1_957_435),
        f"{_D159}, Điều 8",
    ),
    # At 0.363 %: 330,000 discounted or compounded; 10 % or 20 % of it from the state, ahead without the return.
    *(
        Vector(
            f"{method} on {day}",
            _RETURN,
            lambda book, d=day, m=method: outcome(pay, book, d, m),
            expected,
            f"{_Q595}, Điều 9, 10, 12; {_D159}, Điều 6-7; {_L41}, Điều 36",
        )
        for day, method, expected in (
            ("2025-01-01", "ahead-2", (7_599_149, 792_000)),
            ("2025-06-30", "ahead-2", (7_599_149, 792_000)),
            ("2025-06-30", "ahead-5", (17_827_797, 1_980_000)),
            ("2025-06-30", "ahead-1", "bad_method"),
            ("2025-06-30", "ahead-6", "bad_method"),
            ("2025-07-01", "ahead-1", "bad_method"),
            ("2025-07-01", "ahead-2", (7_599_149, 1_584_000)),
            ("2025-07-01", "ahead-5", (17_827_797, 3_960_000)),
            ("2025-07-01", "ahead-6", "bad_method"),
            ("2025-12-31", "ahead-2", (7_599_149, 1_584_000)),
            ("2026-01-01", "ahead-2", (7_644_801, 1_584_000)),
            ("2026-12-31", "ahead-2", (7_644_801, 1_584_000)),
            ("2025-06-30", "missing-12", (4_054_691, 405_469)),
            ("2025-07-01", "missing-12", (4_054_691, 810_938)),
            ("2026-11-21", "missing-12", (4_040_708, 808_142)),
            ("2025-06-30", "missing-120", (49_695_336, 4_969_534)),
            ("2025-06-30", "missing-121", "bad_method"),
            ("2025-07-01", "missing-60", (22_157_245, 4_431_449)),
            ("2025-07-01", "missing-61", "bad_method"),
        )
    ),
)
