"""Sign-ups whose amounts no longer hold: worked out again by the book in use, old and new amount side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.earlier_amounts import EarlierAmount
from outreach_app.domain.health import quote_health
from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rows import EnrolmentRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.errors import OutreachError
from outreach_app.services.health_terms import read_terms
from outreach_app.services.paid_periods import read_subsidised
from outreach_app.services.places import read_top_ups
from outreach_app.services.rule_book import current_book
from outreach_app.services.sign_up_checks import read_ladder
from outreach_app.store import enrolments, households

_GROUPS = frozenset(group.value for group in SupportGroup)


@dataclass(frozen=True, slots=True)
class _Today:
    session: Session
    book: RuleBook
    day: date


def list_earlier_amounts(session: Session, household: bytes, *, today: date) -> tuple[EarlierAmount, ...]:
    """The unpaid sign-ups of a household that were counted by another book or that no longer hold, if they differ."""
    now = _Today(session, current_book(session), today)
    return tuple(_recount(now, enrolments.list_of_household(session, household)))


def _recount(now: _Today, rows: Iterable[EnrolmentRow]) -> Iterator[EarlierAmount]:
    for row in rows:
        # What was paid was paid by the rules of its day; only what is still to be paid follows the rules of today.
        if row.money_taken < row.own and _is_outdated(row, now):
            amount, confirmed = _amount(now, row)
            if amount != row.own:
                yield EarlierAmount(
                    row.person_name,
                    row.scheme,
                    row.months,
                    row.own,
                    row.signed_on,
                    row.rule_book,
                    amount,
                    confirmed,
                )


def _is_outdated(row: EnrolmentRow, now: _Today) -> bool:
    return row.rule_book != now.book.version or (row.valid_until is not None and now.day > row.valid_until)


def _amount(now: _Today, row: EnrolmentRow) -> tuple[int | None, bool]:
    try:
        return _count_voluntary(now, row) if row.scheme is Scheme.VOLUNTARY else _count_health(now, row)
    except OutreachError:
        return None, False


def _count_voluntary(now: _Today, row: EnrolmentRow) -> tuple[int | None, bool]:
    person = households.read_person(now.session, row.person)
    home = households.read_household(now.session, row.household)
    if person is None or row.income is None:
        return None, False
    quote = quote_voluntary(
        now.book,
        income=max(row.income, now.book.amount("voluntary.income_floor", now.day)),
        method=parse_method(row.method),
        category=row.category,
        on=now.day,
        first_month=date.fromisoformat(f"{row.first_month}-01"),
        past=read_subsidised(now.session, person, on=now.day),
        top_ups=read_top_ups(
            now.session, now.book, scheme=row.scheme, category=row.category,
            village=home.village if home else None, on=now.day,
        ),
    )  # fmt: skip
    return quote.own, quote.confirmed


def _count_health(now: _Today, row: EnrolmentRow) -> tuple[int | None, bool]:
    if row.support not in _GROUPS:
        return None, False  # the row does not tell which group the state helps
    home = households.read_household(now.session, row.household)
    category, village = (home.category, home.village) if home else (Category.OTHER, None)
    terms = read_terms(now.session, now.book, category=category, village=village, on=now.day)
    before = row.position - 1 if row.position else len(read_ladder(now.session, row.household, now.day))
    member = terms.member(SupportGroup(row.support))
    quote = quote_health(
        now.book, members=[member], months=row.months, on=now.day, already=before, top_ups=terms.top_ups
    )
    return quote.total_own, quote.confirmed
