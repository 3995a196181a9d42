"""Who stands where: places, teams, organisations and collectors in order, and whom to praise for what.

Equal numbers share a place and the next one is left out (1, 2, 2, 4); those who share stand by name.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from outreach_app.domain.pension_rate import to_decimal
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.domain.text import sort_key, sort_key_place
from outreach_app.i18n import N_

BEST = 3
"""So many places are praised in each order; whoever shares the last one as well."""


class Order(StrEnum):
    """By what places are given."""

    PLAN = "plan"
    NEW = "new"
    RATE = "rate"
    NET = "net"


ORDER_NAMES: Mapping[Order, str] = {
    Order.PLAN: N_("by percent of the plan"),
    Order.NEW: N_("by new members"),
    Order.RATE: N_("by new members per 100 adults"),
    Order.NET: N_("by growth"),
}


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A row with its place, None without a number to go by; `shared` when somebody else has the same place."""

    row: ReportRow
    place: int | None
    value: Decimal | None
    shared: bool = False


class Merit(StrEnum):
    """What somebody is praised for."""

    PLAN_REACHED = "plan_reached"
    MOST_NEW = "most_new"
    BEST_RATE = "best_rate"
    MOST_GROWTH = "most_growth"


MERIT_NAMES: Mapping[Merit, str] = {
    Merit.PLAN_REACHED: N_("reached the plan"),
    Merit.MOST_NEW: N_("among the most new members"),
    Merit.BEST_RATE: N_("among the most new members per 100 adults"),
    Merit.MOST_GROWTH: N_("among the strongest growth"),
}
_MERIT_OF = {Order.NEW: Merit.MOST_NEW, Order.RATE: Merit.BEST_RATE, Order.NET: Merit.MOST_GROWTH}


@dataclass(frozen=True, slots=True)
class Praise:
    """Somebody on the praise list, and for what."""

    row: ReportRow
    merits: tuple[Merit, ...]


def _plan_value(row: ReportRow) -> Fraction | None:
    plan = row.plan
    return Fraction(plan.done * 100, plan.target.people) if plan and plan.target.people else None


def _rate_value(row: ReportRow) -> Fraction | None:
    return Fraction(row.tally.joined * 100, row.adults) if row.adults else None


_VALUES: Mapping[Order, Callable[[ReportRow], Fraction | None]] = {
    Order.PLAN: _plan_value,
    Order.NEW: lambda row: Fraction(row.tally.joined),
    Order.RATE: _rate_value,
    Order.NET: lambda row: Fraction(row.tally.net),
}


def rank(rows: Sequence[ReportRow], order: Order) -> list[RankedRow]:
    """Put rows of one scheme in order by exact numbers, not by printed ones; those without a number stand last.

    Leave the whole out before; what nobody is named for (an empty key) gets no place.
    """
    valued = [(_VALUES[order](row) if row.subject.key else None, row) for row in rows]
    known = sorted(
        ((value, row) for value, row in valued if value is not None),
        key=lambda each: (-each[0], *_place_by_name(each[1])),
    )
    counted = Counter(value for value, _ in known)
    first: dict[Fraction, int] = {}
    for place, (value, _) in enumerate(known, start=1):
        first.setdefault(value, place)
    ranked = [RankedRow(row, first[value], to_decimal(value), counted[value] > 1) for value, row in known]
    rest = sorted((row for value, row in valued if value is None), key=_place_by_name)
    return [*ranked, *(RankedRow(row, None, None) for row in rest)]


def praise(rows: Sequence[ReportRow]) -> list[Praise]:
    """List who reached the plan or stands among the first of rows of one scheme, with every reason, the most first.

    Nobody is praised for a number that is not above nil.
    """
    merits: dict[Subject, list[Merit]] = {}
    for row in rows:
        if row.subject.key and row.plan is not None and row.plan.is_reached:
            merits.setdefault(row.subject, []).append(Merit.PLAN_REACHED)
    for order, merit in _MERIT_OF.items():
        for each in rank(rows, order):
            if each.place is not None and each.place <= BEST and each.value is not None and each.value > 0:
                merits.setdefault(each.row.subject, []).append(merit)
    listed = [Praise(row, tuple(merits[row.subject])) for row in rows if row.subject in merits]
    return sorted(listed, key=lambda each: (-len(each.merits), *_place_by_name(each.row)))


def _place_by_name(row: ReportRow) -> tuple[str, str, str]:
    # People stand by their given names, everything else from left to right.
    key = sort_key(row.name) if row.subject.kind is SubjectKind.COLLECTOR else sort_key_place(row.name)
    return key, row.subject.kind.value, row.subject.key
