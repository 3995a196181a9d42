"""What is known of people's insurance: the facts from which the renewal list is worked out, read in few passes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.methods import Method, recall_method
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.prospects import OPEN_STAGES
from outreach_app.domain.renewal_reasons import SOON_DAYS, TURNED_DAYS, InsuranceFacts
from outreach_app.domain.renewals import period_of
from outreach_app.domain.rows import RenewalPerson
from outreach_app.domain.subsidy import PaidPeriod
from outreach_app.domain.visits import Outcome
from outreach_app.store.engine import sqlite
from outreach_app.store.households import read_date

LAPSED_DAYS = 365
"""How long somebody whose card has ended is still listed."""
_FIFTEEN = 15
_BATCH = 5_000
_CARDS = (Scheme.HOUSEHOLD_HEALTH.value, Scheme.SELF_PAID_HEALTH.value, Scheme.HEALTH.value)
_OPEN = tuple(sorted(stage.value for stage in OPEN_STAGES))
_CATEGORIES = frozenset(category.value for category in Category)

_PERIODS = """
SELECT t.person, t.scheme, t.starts, t.ends FROM membership t{place}
WHERE t.removed IS NULL AND t.scheme IN ('voluntary', 'compulsory') AND t.person IS NOT NULL{where}
"""
_CARDS_OF = """
SELECT person, max(ends), count(*) - count(ends) FROM membership
WHERE removed IS NULL AND +scheme IN (?, ?, ?) AND person IN ({marks}) GROUP BY person
"""
_PAID = """
SELECT t.person, t.scheme, t.first_month, t.months, t.state, t.method FROM enrolment t{place}
WHERE t.removed IS NULL AND t.person IS NOT NULL AND t.months > 0{where}
"""
_FREE = """
SELECT t.person, t.made FROM prospect t{place}
WHERE t.removed IS NULL AND t.reason = 'free_card_ended' AND t.stage IN (?, ?, ?) AND t.person IS NOT NULL{where}
"""
_WON_BACK = """
SELECT t.person, t.scheme FROM prospect t{place}
WHERE t.removed IS NULL AND t.reason = 'stopped' AND t.stage IN (?, ?, ?) AND t.person IS NOT NULL{where}
"""
_TURNING = "SELECT p.id FROM person p{home} WHERE p.born BETWEEN ? AND ?{where}"
_PEOPLE = """
SELECT p.id, p.household, p.name, p.sex, p.born, p.phone, p.away, h.code, h.category, h.village, coalesce(v.name, ''),
 s.head_name, s.last_visit, s.last_outcome
FROM person p JOIN household h ON h.id = p.household JOIN household_state s ON s.household = h.id
LEFT JOIN village v ON v.id = h.village
WHERE p.id IN ({marks}) AND p.removed IS NULL AND p.merged_into IS NULL AND NOT p.deceased AND NOT p.do_not_contact
 AND NOT s.hidden AND NOT h.do_not_contact
"""
_CARDS_ENDING = """
SELECT t.person, t.last, p.household, p.born FROM (SELECT t.person, max(t.ends) AS last FROM membership t{place}
WHERE t.removed IS NULL AND +t.scheme IN (?, ?, ?){where}
GROUP BY t.person HAVING count(t.ends) = count(*) AND max(t.ends) BETWEEN ? AND ?) t
JOIN person p ON p.id = t.person
WHERE p.removed IS NULL AND p.merged_into IS NULL AND NOT p.deceased AND NOT p.do_not_contact
"""
_UNLIKE_OTHERS = """
SELECT id, category, do_not_contact OR removed IS NOT NULL OR merged_into IS NOT NULL FROM household
WHERE category <> 'other' OR do_not_contact OR removed IS NOT NULL OR merged_into IS NOT NULL
"""
_NEAR = """
SELECT t.person FROM membership t JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household
WHERE t.removed IS NULL AND t.scheme = ? AND t.ends BETWEEN ? AND ? AND NOT p.do_not_contact
 AND NOT h.do_not_contact{where} ORDER BY t.ends {order} LIMIT ?
"""
_NEAR_SIGNED = """
SELECT t.person FROM enrolment t JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household
WHERE t.removed IS NULL AND t.signed_on >= ? AND NOT p.do_not_contact AND NOT h.do_not_contact{where}
ORDER BY t.signed_on DESC LIMIT ?
"""
_NEAR_STOPPED = """
SELECT t.person FROM prospect t JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household
WHERE t.removed IS NULL AND t.reason = 'stopped' AND t.stage IN (?, ?, ?) AND NOT p.do_not_contact
 AND NOT h.do_not_contact{where} ORDER BY t.made DESC LIMIT ?
"""
_SAID = """
SELECT o.person, o.scheme, o.outcome, f.visited_on FROM visit_outcome o JOIN visit_fact f ON f.visit = o.visit
WHERE f.current AND f.household IN ({marks}) ORDER BY f.visited_on
"""


@dataclass(slots=True)
class _Told:
    """What the passes gather about one person."""

    paid: list[PaidPeriod] = field(default_factory=list)
    subsidised: list[PaidPeriod] = field(default_factory=list)
    compulsory: list[PaidPeriod] = field(default_factory=list)
    open_ended: bool = False
    last: tuple[date, int, str] | None = None
    card_until: date | None = None
    free_listed: date | None = None
    turning: bool = False
    won_back: set[str] = field(default_factory=set)

    @property
    def is_wanted(self) -> bool:
        """Whether any reason may follow: not from compulsory insurance alone, unless a list told that it stopped."""
        return bool(self.paid or self.card_until or self.free_listed or self.turning or self.won_back)

    @property
    def free_card_ended(self) -> date | None:
        """The end of the free card: its own if known, else the day of the list that named them."""
        listed = self.free_listed
        return min(listed, self.card_until) if listed and self.card_until else listed


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whom the passes look at: some people, or those of some villages, or everybody."""

    villages: Collection[bytes] | None
    people: Collection[bytes] | None

    @property
    def bound(self) -> Collection[bytes]:
        """What stands in for the marks of the statement."""
        return self.people if self.people is not None else self.villages or ()


@dataclass(frozen=True, slots=True)
class CardDay:
    """Everybody of whom nothing is known but a health card that ends or ended on a day; see read_shown for the people.

    `rows` are kept as they were read, by far the most of all: the person stands first, the date of birth as text last.
    """

    until: date
    category: Category
    rows: list[tuple[Any, ...]]

    @property
    def people(self) -> list[bytes]:
        """Who they are."""
        return [row[0] for row in self.rows]

    def leave_out(self, is_small: Callable[[PartialDate], bool], *, youngest: int) -> "CardDay":
        """The same without those for whom `is_small` holds; of nobody born before a year is the date even read."""
        least = f"{youngest:04d}"
        rows = [
            row
            for row in self.rows
            if not (row[3] and row[3] >= least and is_small(PartialDate.parse(row[3])))
        ]
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with all the facts; the person is made when shown."""

    facts: InsuranceFacts
    row: tuple[Any, ...]

    @property
    def person(self) -> RenewalPerson:
        """Whom it is about."""
        return _make_person(self.row)


def read_people(
    session: Session,
    on: date,
    *,
    villages: Collection[bytes] | None = None,
    people: Collection[bytes] | None = None,
) -> tuple[list[Known], list[CardDay]]:
    """Read everybody about whom a renewal could be said on a day, in some villages, of some people or everywhere.

    Those of whom only a card's end is known are by far the most: they come apart, with as little work as can be.
    """
    scope = _Scope(villages, people)
    told: defaultdict[bytes, _Told] = defaultdict(_Told)
    # Nothing is asked of those whom an employer insures now; whatever else is told of them is left aside.
    insured = _gather_periods(session, told, on, scope)
    _gather_enrolments(session, told, scope)
    _gather_free(session, told, on, scope)
    _gather_stopped(session, told, scope)
    _gather_turning(session, told, on, scope)
    for person in insured:
        told.pop(person, None)
    _settle_cards(session, told)
    wanted = [person for person, about in told.items() if about.is_wanted]
    known = [Known(_make_facts(row, told[row[0]]), row) for row in _people(session, wanted)]
    return known, _read_card_ends(session, insured | told.keys(), on, scope)


def _people(session: Session, wanted: Iterable[bytes]) -> Iterator[tuple[Any, ...]]:
    for chunk in sqlite.in_chunks(wanted, size=_BATCH):
        statement = _PEOPLE.format(marks=sqlite.placeholders(len(chunk)))
        yield from sqlite.fetch_rows(session.connection(), statement, chunk)


def _read_card_ends(session: Session, apart: Collection[bytes], on: date, scope: _Scope) -> list[CardDay]:
    span = ((on - timedelta(days=LAPSED_DAYS)).isoformat(), (on + timedelta(days=SOON_DAYS)).isoformat())
    homes = {
        home: None if closed else _category(category)
        for home, category, closed in sqlite.fetch_rows(session.connection(), _UNLIKE_OTHERS)
    }
    # Some hundred days for thousands of cards: what follows from the day is then worked out once for all of them.
    days: dict[tuple[str, Category], list[tuple[Any, ...]]] = {}
    for row in _fetch(session, _CARDS_ENDING, scope, before=_CARDS, after=span):
        category = homes.get(row[2], Category.OTHER)
        if category is not None and row[0] not in apart:
            days.setdefault((row[1], category), []).append(row)
    return [CardDay(date.fromisoformat(last), category, rows) for (last, category), rows in days.items()]


def list_near(session: Session, on: date, *, village: bytes | None, most: int) -> set[bytes]:
    """The people whose months paid for or whose cards ended lately, at most so many of each kind, the nearest first;
    and those whom lists of stopped members named, the newest first.
    """
    where, bound = (" AND h.village = ?", (village,)) if village else ("", ())
    ago = [(on - timedelta(days=days)).isoformat() for days in (LAPSED_DAYS, 91, 90, 60, 0)]
    found: set[bytes] = set()
    for scheme, first, last, order in (
        (Scheme.VOLUNTARY.value, ago[0], ago[4], "DESC"),
        *((card, ago[2], ago[3], "ASC") for card in _CARDS),
        *((card, ago[0], ago[1], "DESC") for card in _CARDS),
    ):
        # One scheme at a time: so the index gives them in order, and no more are read than are wanted.
        text = _NEAR.format(where=where, order=order)
        rows = sqlite.fetch_rows(session.connection(), text, (scheme, first, last, *bound, most))
        found.update(row[0] for row in rows)
    signed = _NEAR_SIGNED.format(where=where)
    earliest = (on - timedelta(days=3 * LAPSED_DAYS)).isoformat()
    found.update(row[0] for row in sqlite.fetch_rows(session.connection(), signed, (earliest, *bound, most)))
    listed = _NEAR_STOPPED.format(where=where)
    found.update(row[0] for row in sqlite.fetch_rows(session.connection(), listed, (*_OPEN, *bound, most)))
    return found


def read_shown(session: Session, people: Iterable[bytes]) -> dict[bytes, RenewalPerson]:
    """Read the people of some lines; who may not be shown is left out."""
    return {row[0]: _make_person(row) for row in _people(session, people)}


def read_answers(
    session: Session, homes: Iterable[bytes]
) -> dict[tuple[bytes, Scheme], tuple[Outcome, date]]:
    """Read what people of these households said last about each scheme, and when."""
    found: dict[tuple[bytes, Scheme], tuple[Outcome, date]] = {}
    for chunk in sqlite.in_chunks(homes, size=_BATCH):
        statement = _SAID.format(marks=sqlite.placeholders(len(chunk)))
        for person, scheme, outcome, day in sqlite.fetch_rows(session.connection(), statement, chunk):
            found[person, Scheme(scheme)] = Outcome(outcome), date.fromisoformat(day)
    return found


def _fetch(
    session: Session,
    statement: str,
    scope: _Scope,
    *,
    before: Iterable[Any] = (),
    after: Iterable[Any] = (),
) -> list[tuple[Any, ...]]:
    """Run a statement over all or some villages; `before` and `after` are bound around the villages."""
    place, home, where = "", "", ""
    if scope.people is not None:
        who = "p.id" if "{home}" in statement else "t.person"
        where = f" AND {who} IN ({sqlite.placeholders(len(scope.people))})"
    elif scope.villages is not None:
        home = " JOIN household h ON h.id = p.household"
        place = f" JOIN person p ON p.id = t.person{home}"
        where = f" AND h.village IN ({sqlite.placeholders(len(scope.villages))})"
    text = statement.format(place=place, home=home, where=where)
    return sqlite.fetch_rows(session.connection(), text, (*before, *scope.bound, *after))


def _gather_periods(session: Session, told: defaultdict[bytes, _Told], on: date, scope: _Scope) -> set[bytes]:
    """Gather the periods of lists; returns who is in compulsory insurance on the day."""
    today, insured = on.isoformat(), set()
    for person, scheme, starts, ends in _fetch(session, _PERIODS, scope):
        voluntary = scheme == Scheme.VOLUNTARY.value
        if not voluntary and (starts or "") <= today and (ends or today) >= today:
            insured.add(person)
            continue
        about = told[person]
        about.open_ended |= voluntary and ends is None
        until = date.fromisoformat(ends) if ends else on
        period = period_of(date.fromisoformat(starts) if starts else until, until)
        if period is not None:
            (about.paid if voluntary else about.compulsory).append(period)
            if voluntary:
                about.subsidised.append(period)
    return insured


def _gather_enrolments(session: Session, told: defaultdict[bytes, _Told], scope: _Scope) -> None:
    for person, scheme, first_month, months, state, method in _fetch(session, _PAID, scope):
        about, first = told[person], date.fromisoformat(f"{first_month}-01")
        ends = last_of_month(add_months(first, months - 1))
        if scheme == Scheme.VOLUNTARY.value:
            period = PaidPeriod(first, months)
            about.paid.append(period)
            about.last = max(about.last or (first, months, method), (first, months, method))
            if state:
                about.subsidised.append(period)
        elif scheme == Scheme.HOUSEHOLD_HEALTH.value:
            about.card_until = max(about.card_until or ends, ends)


def _gather_free(session: Session, told: defaultdict[bytes, _Told], on: date, scope: _Scope) -> None:
    for person, made in _fetch(session, _FREE, scope, before=_OPEN):
        told[person].free_listed = min(moment_of(made).date(), on)


def _gather_stopped(session: Session, told: defaultdict[bytes, _Told], scope: _Scope) -> None:
    for person, scheme in _fetch(session, _WON_BACK, scope, before=_OPEN):
        told[person].won_back.add(scheme)


def _settle_cards(session: Session, told: defaultdict[bytes, _Told]) -> None:
    """Let a longer or an endless card of the lists count for those whose card was known from elsewhere."""
    carded = [person for person, about in told.items() if about.is_wanted]
    for chunk in sqlite.in_chunks(carded, size=_BATCH):
        statement = _CARDS_OF.format(marks=sqlite.placeholders(len(chunk)))
        for person, ends, open_ended in sqlite.fetch_rows(session.connection(), statement, (*_CARDS, *chunk)):
            about = told[person]
            if open_ended:
                about.card_until = about.free_listed = None
            elif ends:
                about.card_until = max(about.card_until or date.min, date.fromisoformat(ends))


def _gather_turning(session: Session, told: defaultdict[bytes, _Told], on: date, scope: _Scope) -> None:
    first = add_months(on - timedelta(days=TURNED_DAYS + 1), -_FIFTEEN * 12)
    last = add_months(on + timedelta(days=SOON_DAYS + 1), -_FIFTEEN * 12)
    span = (first.isoformat()[:7], last.isoformat())
    for (person,) in _fetch(session, _TURNING, scope, before=span):
        told[person].turning = True


def _make_person(row: tuple[Any, ...]) -> RenewalPerson:
    return RenewalPerson(
        id=row[0], household=row[1], name=row[2], born=PartialDate.parse(row[4]) if row[4] else None, phone=row[5],
        away=bool(row[6]), code=row[7], village=row[9] or b"", village_name=row[10], head=row[11],
        last_visit=read_date(row[12]), last_outcome=Outcome(row[13]) if row[13] else None,
    )  # fmt: skip


def _make_facts(row: tuple[Any, ...], about: _Told) -> InsuranceFacts:
    return InsuranceFacts(
        category=_category(row[8]),
        born=PartialDate.parse(row[4]) if row[4] else None,
        sex=Sex(row[3]) if row[3] else None,
        paid=tuple(about.paid),
        last_method=_last_method(about),
        open_ended=about.open_ended,
        subsidised=tuple(about.subsidised),
        compulsory=tuple(about.compulsory),
        card_until=about.card_until,
        free_card_ended=about.free_card_ended,
        left_compulsory=Scheme.VOLUNTARY.value in about.won_back,
    )


def _category(text: str) -> Category:
    return Category(text) if text in _CATEGORIES else Category.OTHER


def _last_method(about: _Told) -> Method | None:
    """The method of the last payment, when it is one written down here and no list tells of later months."""
    if about.last is None:
        return None
    first, months, method = about.last
    latest = max(add_months(period.first_month, period.months - 1) for period in about.paid)
    return recall_method(method) if add_months(first, months - 1) >= latest else None
