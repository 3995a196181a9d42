"""The passes that gather what is known of people's insurance: periods of lists, sign-ups, prospects, ages, requests."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from outreach_app.domain.clock import moment_of
from outreach_app.domain.methods import Method, recall_method
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.prospects import OPEN_STAGES
from outreach_app.domain.renewal_reasons import SOON_DAYS, TURNED_DAYS, InsuranceFacts
from outreach_app.domain.subsidy import PaidPeriod
from outreach_app.store import engine, one_offs

BATCH = 5_000
CARDS = (Scheme.HOUSEHOLD_HEALTH.value, Scheme.SELF_PAID_HEALTH.value, Scheme.HEALTH.value)
OPEN = tuple(sorted(stage.value for stage in OPEN_STAGES))
_FIFTEEN = 15
_CATEGORIES = frozenset(category.value for category in Category)
_DATES_KEPT = 65_536

_INSURED = """
SELECT t.person FROM membership t{place}
WHERE t.removed IS NULL AND t.scheme = 'compulsory' AND t.person IS NOT NULL AND coalesce(t.starts, '') <= ?
 AND coalesce(t.ends, ?) >= ?{where}
"""
_PERIODS = """
SELECT t.person, t.scheme, t.starts, t.ends FROM membership t{place}
WHERE t.removed IS NULL AND t.person IS NOT NULL AND (t.scheme = 'voluntary'
 OR (t.scheme = 'compulsory' AND NOT (coalesce(t.starts, '') <= ? AND coalesce(t.ends, ?) >= ?))){where}
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


@dataclass(slots=True)
class Told:
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
    withdrawing: date | None = None
    closed: bool = False

    @property
    def is_wanted(self) -> bool:
        """Whether any reason may follow: not from compulsory insurance alone, unless a list told that it stopped."""
        told = self.paid or self.card_until or self.free_listed or self.turning or self.won_back
        return bool(told or self.withdrawing or self.closed)

    @property
    def free_card_ended(self) -> date | None:
        """The end of the free card: its own if known, else the day of the list that named them."""
        listed = self.free_listed
        return min(listed, self.card_until) if listed and self.card_until else listed


@dataclass(frozen=True, slots=True)
class Place:
    """Whom the passes look at: some people, or those of some villages, or everybody."""

    villages: Collection[bytes] | None
    people: Collection[bytes] | None

    @property
    def bound(self) -> Collection[bytes]:
        """What stands in for the marks of the statement."""
        return self.people if self.people is not None else self.villages or ()

    def holds(self, person: bytes, village: bytes | None) -> bool:
        """Whether somebody of a village is among them."""
        if self.people is not None:
            return person in self.people
        return self.villages is None or village in self.villages


def gather(
    session: Session, on: date, scope: Place, *, closed: Collection[bytes]
) -> tuple[dict[bytes, Told], set[bytes]]:
    """Gather what is told of everybody of whom more than a card is known, and who is in compulsory insurance now.

    `closed` are people of whom all is to be gathered although nothing but a card may be known.
    """
    told: defaultdict[bytes, Told] = defaultdict(Told)
    # Nothing is asked of those whom an employer insures now; whatever else is told of them is left aside.
    insured = _gather_insured(session, on, scope)
    _gather_periods(session, told, on, scope)
    _gather_enrolments(session, told, scope)
    _gather_free(session, told, on, scope)
    _gather_stopped(session, told, scope)
    _gather_turning(session, told, on, scope)
    _gather_withdrawing(session, told)
    for person in closed:
        told[person].closed = True
    for person in insured:
        told.pop(person, None)
    _settle_cards(session, told)
    return told, insured


def fetch(
    session: Session,
    statement: str,
    scope: Place,
    *,
    before: Iterable[Any] = (),
    after: Iterable[Any] = (),
) -> list[tuple[Any, ...]]:
    """Run a statement over all or some villages; `before` and `after` are bound around the villages."""
    place, home, where = "", "", ""
    if scope.people is not None:
        who = "p.id" if "{home}" in statement else "t.person"
        where = f" AND {who} IN ({engine.placeholders(len(scope.people))})"
    elif scope.villages is not None:
        home = " JOIN household h ON h.id = p.household"
        place = f" JOIN person p ON p.id = t.person{home}"
        where = f" AND h.village IN ({engine.placeholders(len(scope.villages))})"
    text = statement.format(place=place, home=home, where=where)
    return engine.fetch_rows(session.connection(), text, (*before, *scope.bound, *after))


def _gather_insured(session: Session, on: date, scope: Place) -> set[bytes]:
    today = on.isoformat()
    return {row[0] for row in fetch(session, _INSURED, scope, before=(today,) * 3)}


def _gather_periods(session: Session, told: defaultdict[bytes, Told], on: date, scope: Place) -> None:
    """Gather the periods of lists, but for compulsory insurance that runs on the day."""
    today = on.isoformat()
    for person, scheme, starts, ends in fetch(session, _PERIODS, scope, before=(today,) * 3):
        about, until = told[person], ends or today
        period = _period_between(starts or until, until)
        if scheme != Scheme.VOLUNTARY.value:
            about.compulsory += [period] if period else []
            continue
        about.open_ended |= ends is None
        if period is not None:
            about.paid.append(period)
            about.subsidised.append(period)


def _period_between(starts: str, ends: str) -> PaidPeriod | None:
    """The whole months between two days in ISO form, None when there are none; read by position, there are many."""
    if starts > ends:
        return None
    year, month = int(starts[:4]), int(starts[5:7])
    return PaidPeriod(date(year, month, 1), (int(ends[:4]) - year) * 12 + int(ends[5:7]) - month + 1)


def _gather_enrolments(session: Session, told: defaultdict[bytes, Told], scope: Place) -> None:
    for person, scheme, first_month, months, state, method in fetch(session, _PAID, scope):
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


def _gather_free(session: Session, told: defaultdict[bytes, Told], on: date, scope: Place) -> None:
    for person, made in fetch(session, _FREE, scope, before=OPEN):
        told[person].free_listed = min(moment_of(made).date(), on)


def _gather_stopped(session: Session, told: defaultdict[bytes, Told], scope: Place) -> None:
    for person, scheme in fetch(session, _WON_BACK, scope, before=OPEN):
        told[person].won_back.add(scheme)


def _settle_cards(session: Session, told: defaultdict[bytes, Told]) -> None:
    """Let a longer or an endless card of the lists count for those whose card was known from elsewhere."""
    carded = [person for person, about in told.items() if about.is_wanted]
    for chunk in engine.in_chunks(carded, size=BATCH):
        statement = _CARDS_OF.format(marks=engine.placeholders(len(chunk)))
        for person, ends, open_ended in engine.fetch_rows(session.connection(), statement, (*CARDS, *chunk)):
            about = told[person]
            if open_ended:
                about.card_until = about.free_listed = None
            elif ends:
                about.card_until = max(about.card_until or date.min, date.fromisoformat(ends))


def _gather_turning(session: Session, told: defaultdict[bytes, Told], on: date, scope: Place) -> None:
    first = add_months(on - timedelta(days=TURNED_DAYS + 1), -_FIFTEEN * 12)
    last = add_months(on + timedelta(days=SOON_DAYS + 1), -_FIFTEEN * 12)
    span = (first.isoformat()[:7], last.isoformat())
    for (person,) in fetch(session, _TURNING, scope, before=span):
        told[person].turning = True


def _gather_withdrawing(session: Session, told: defaultdict[bytes, Told]) -> None:
    for person, came_on in one_offs.read_waiting(session).items():
        told[person].withdrawing = came_on


@lru_cache(maxsize=_DATES_KEPT)
def read_born(text: str) -> PartialDate:
    """A date of birth; many people share one."""
    return PartialDate.parse(text)


def make_facts(row: tuple[Any, ...], about: Told) -> InsuranceFacts:
    """Make the facts of one person: of the row the sex stands fourth, the birth fifth, the home's category ninth."""
    return InsuranceFacts(
        category=read_category(row[8]),
        born=read_born(row[4]) if row[4] else None,
        sex=Sex(row[3]) if row[3] else None,
        paid=tuple(about.paid),
        last_method=_last_method(about),
        open_ended=about.open_ended,
        subsidised=tuple(about.subsidised),
        compulsory=tuple(about.compulsory),
        card_until=about.card_until,
        free_card_ended=about.free_card_ended,
        left_compulsory=Scheme.VOLUNTARY.value in about.won_back,
        withdrawing=about.withdrawing,
    )


def read_category(text: str) -> Category:
    """A household's category; a word of a newer program counts as none."""
    return Category(text) if text in _CATEGORIES else Category.OTHER


def _last_method(about: Told) -> Method | None:
    """The method of the last payment, when it is one written down here and no list tells of later months."""
    if about.last is None:
        return None
    first, months, method = about.last
    latest = max(_end_of(period.first_month, period.months) for period in about.paid)
    return recall_method(method) if _end_of(first, months) >= latest else None


def _end_of(first: date, months: int) -> int:
    """The number of the month behind the last one."""
    return first.year * 12 + first.month + months
