"""A fixed set of quotes whose amounts show what a changed rule book means for families."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from outreach_app.domain.health import quote_health
from outreach_app.domain.health_groups import SUPPORT_NAMES, SupportGroup
from outreach_app.domain.local_rules import Place
from outreach_app.domain.methods import describe_method, parse_method
from outreach_app.domain.people import CATEGORY_NAMES, Category, Scheme
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.voluntary import income_range, quote_voluntary
from outreach_app.errors import Message, OutreachError
from outreach_app.i18n import Dong, say

_MOST_MEMBERS = 5
_HIGHER_INCOME = 5_000_000


@dataclass(frozen=True, slots=True)
class StandardQuote:
    """One quote of the set: for whom it is, and how its book works it out: own part in đồng and whether certain."""

    whom: Message
    work: Callable[[RuleBook, date], tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class AmountChange:
    """What a family pays on a day by two books, in đồng; None = that book gives no amount."""

    whom: Message
    on: date
    before: int | None
    after: int | None
    confirmed: bool


def compare_amounts(
    before: RuleBook, after: RuleBook, *, days: tuple[date, ...], place: Place
) -> tuple[AmountChange, ...]:
    """The standard quotes that cost something else by the second book, on each of the days."""
    found = []
    for quote in _standard_quotes(place):
        for day in days:
            old, new = _amount(quote, before, day), _amount(quote, after, day)
            if old != new:
                confirmed = new is not None and new[1]
                found.append(
                    AmountChange(quote.whom, day, old[0] if old else None, new[0] if new else None, confirmed)
                )
    return tuple(found)


def _amount(quote: StandardQuote, book: RuleBook, day: date) -> tuple[int, bool] | None:
    try:
        return quote.work(book, day)
    except OutreachError:
        return None


def _standard_quotes(place: Place) -> Iterator[StandardQuote]:
    for category in Category:
        yield StandardQuote(
            say("{category}: lowest income, every month", category=say(CATEGORY_NAMES[category])),
            lambda book, day, c=category: _voluntary(book, day, category=c, place=place),  # type: ignore[misc]
        )
    for method in ("12", "ahead-2"):
        yield StandardQuote(
            say(
                "other: income of {income}, {method}",
                income=Dong(_HIGHER_INCOME),
                method=describe_method(parse_method(method)),
            ),
            lambda book, day, m=method: _voluntary(book, day, method=m, income=_HIGHER_INCOME, place=place),  # type: ignore[misc]
        )
    for members in range(1, _MOST_MEMBERS + 1):
        yield StandardQuote(
            say("Health insurance, {count} on the household's ladder, a year", count=members),
            lambda book, day, n=members: _health(book, day, members=n),  # type: ignore[misc]
        )
    for group in SupportGroup:
        if group is not SupportGroup.NONE:
            yield StandardQuote(
                say("Health insurance, {group}, a year", group=say(SUPPORT_NAMES[group])),
                lambda book, day, g=group: _health(book, day, group=g),  # type: ignore[misc]
            )


def _voluntary(
    book: RuleBook,
    day: date,
    *,
    place: Place,
    category: Category = Category.OTHER,
    method: str = "1",
    income: int = 0,
) -> tuple[int, bool]:
    quote = quote_voluntary(
        book, income=income or income_range(book, day).floor, method=parse_method(method), category=category, on=day,
        top_ups=book.top_ups(Scheme.VOLUNTARY, category, place=place, on=day),
    )  # fmt: skip
    return quote.own, quote.confirmed


def _health(
    book: RuleBook, day: date, *, members: int = 1, group: SupportGroup = SupportGroup.NONE
) -> tuple[int, bool]:
    quote = quote_health(book, members=members, months=12, on=day, support=group)
    return quote.total_own, quote.confirmed
