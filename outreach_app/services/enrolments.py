"""Sign-ups with amounts from the dated rules, and the money taken for them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.health import SupportGroup, quote_health
from outreach_app.domain.joining import JoinObstacle, facts_of, find_obstacle
from outreach_app.domain.methods import Method, parse_method
from outreach_app.domain.people import OFFERED_SCHEMES, Category, Scheme
from outreach_app.domain.prospects import Stage
from outreach_app.domain.quotes import HealthQuote, VoluntaryQuote
from outreach_app.domain.receipts import UNDONE
from outreach_app.domain.retirement import retirement_day
from outreach_app.domain.rows import EnrolmentRow, HouseholdCard, PersonRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.text import normalize
from outreach_app.domain.voluntary import IncomeRange, income_range, quote_voluntary
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.consent_checks import find_consent_gaps
from outreach_app.services.desk import Desk, Done
from outreach_app.services.health_terms import HealthTerms, read_terms
from outreach_app.services.paid_periods import read_subsidised
from outreach_app.services.places import read_top_ups
from outreach_app.services.receipt_checks import check_receipt
from outreach_app.services.rule_book import current_book
from outreach_app.services.sign_up_checks import (
    NewEnrolment,
    check_new,
    count_before,
    find_problems,
    read_ladder,
)
from outreach_app.store import enrolments, households
from outreach_app.store.journal import Writer

__all__ = ["Enrolled", "EnrolmentQuote", "Enrolments", "NewEnrolment"]

_HEALTH = frozenset({Scheme.HEALTH, Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH})


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A stored sign-up and what still stands in its way; `consents` are those that nobody has given yet."""

    enrolment: EnrolmentRow
    problems: tuple[Message, ...]
    consents: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class EnrolmentQuote:
    """What a sign-up would cost today, one of the two quotes by its scheme, and what would stand in its way.

    `proposals` are groups that the household's place suggests; nobody is put into one unasked. `consents` are those
    that nobody has given yet.
    """

    voluntary: VoluntaryQuote | None
    health: HealthQuote | None
    problems: tuple[Message, ...]
    proposals: tuple[Message, ...] = ()
    consents: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolments:
    """Quotes, sign-ups and receipts."""

    desk: Desk

    def quote_voluntary(
        self, *, income: int, method: Method, category: Category, on: date | None = None
    ) -> VoluntaryQuote:
        """Work out one payment of voluntary insurance by the rules of a day (today)."""
        return quote_voluntary(
            self._book(), income=income, method=method, category=category, on=on or self.desk.today
        )

    def quote_health(
        self, *, members: int, months: int, on: date | None = None, already: int = 0,
        support: SupportGroup = SupportGroup.NONE,
    ) -> HealthQuote:  # fmt: skip
        """Work out household health insurance for members joining together after `already` others this year."""
        return quote_health(
            self._book(),
            members=members,
            months=months,
            on=on or self.desk.today,
            support=support,
            already=already,
        )

    def least_income(self, on: date | None = None) -> int:
        """The lowest income that may be chosen on a day, in đồng a month."""
        return income_range(self._book(), on or self.desk.today).floor

    def read_income_range(self, on: date | None = None) -> IncomeRange:
        """Between which incomes a person may choose on a day, and the step from one to the next, in đồng a month."""
        return income_range(self._book(), on or self.desk.today)

    def _book(self) -> RuleBook:
        with self.desk.read() as session:
            return current_book(session)

    def quote_for(self, new: NewEnrolment) -> EnrolmentQuote:
        """Work out a sign-up before it is stored, with this person's category, earlier months and ladder place.

        Raises BadInput exactly when storing it would.
        """
        today = self.desk.today
        with self.desk.read() as session:
            person = _need_person(session, new.person)
            check_new(session, new, person, today=today)
            voluntary = (
                _quote_voluntary(session, new, person, today) if new.scheme is Scheme.VOLUNTARY else None
            )
            health = (
                _quote_health(session, new, person, today) if new.scheme is Scheme.HOUSEHOLD_HEALTH else None
            )
            problems = find_problems(session, new, person)
            problems += self._check_money(session, new, person)
            gaps = tuple(find_consent_gaps(session, person, on=today))
            proposals: tuple[Message, ...] = ()
            if health is not None:
                terms = _read_terms(session, person, today)
                problems += tuple(terms.doubt(new.support))
                proposals = tuple(each.text for each in terms.proposals if each.group != new.support)
        if voluntary is None and health is None:
            raise _not_at_the_door()
        return EnrolmentQuote(voluntary, health, problems, proposals, gaps)

    def list_obstacles(self, card: HouseholdCard) -> dict[tuple[bytes, Scheme], JoinObstacle]:
        """What keeps each member of a household from each scheme offered today; who is free stands in no entry."""
        today = self.desk.today
        book = self._book()
        judged = {
            (person.id, scheme): find_obstacle(book, facts_of(card, person), scheme, on=today)
            for person in card.members
            for scheme in OFFERED_SCHEMES
        }
        return {key: obstacle for key, obstacle in judged.items() if obstacle is not None}

    def count_places_taken(self, household: bytes, on: date | None = None) -> int:
        """Count the members who hold a place on the household's health ladder in the year of a day."""
        with self.desk.read() as session:
            return len(read_ladder(session, household, on or self.desk.today))

    def sign_up(self, new: NewEnrolment) -> Done[Enrolled]:
        """Store a sign-up with the amounts of today's rules, its receipt when money was taken, and the won prospect."""
        today = self.desk.today
        with self.desk.write() as writer:
            person = _need_person(writer.session, new.person)
            check_new(writer.session, new, person, today=today)
            values = self._values(writer.session, new, person, today)
            about_money = self._check_money(writer.session, new, person)
            stored = writer.create("enrolment", values)
            if new.money:
                self._take_money(writer, stored, new, today)
            known = enrolments.find_prospect(writer.session, new.person, new.scheme)
            if known is not None:
                writer.edit("prospect", known.id, {"stage": Stage.WON.value})
            row = enrolments.read_enrolment(writer.session, stored)
            problems = (*find_problems(writer.session, new, person, stored=stored), *about_money)
            gaps = tuple(find_consent_gaps(writer.session, person, on=today))
            if new.scheme is Scheme.HOUSEHOLD_HEALTH:
                problems += tuple(_read_terms(writer.session, person, today).doubt(new.support))
        assert row is not None
        return Done(Enrolled(row, problems, gaps), writer.changes())

    def take_back(self, enrolment: bytes) -> Done[None]:
        """Remove a sign-up that was written down wrongly; its receipts are replaced by one over nothing.

        The won prospect goes back to being talked to. An unknown sign-up raises NotFound.
        """
        with self.desk.write() as writer:
            row = enrolments.read_enrolment(writer.session, enrolment)
            if row is None:
                raise NotFound(say("This sign-up is not in the workspace."), say("Open the household again."))
            writer.edit("enrolment", enrolment, {"removed": "taken back"})
            for receipt in enrolments.list_receipts(writer.session, enrolment):
                self._void(writer, enrolment, receipt)
            known = enrolments.find_prospect(writer.session, row.person, row.scheme)
            if known is not None and known.stage is Stage.WON:
                writer.edit("prospect", known.id, {"stage": Stage.TALKING.value})
        return Done(None, writer.changes())

    def _void(self, writer: Writer, enrolment: bytes, receipt: bytes) -> None:
        writer.create(
            "receipt",
            {
                "enrolment": enrolment, "amount": 0, "received_on": self.desk.today.isoformat(),
                "canvasser": self.desk.canvasser, "supersedes": receipt, "voided": UNDONE,
            },
        )  # fmt: skip

    def list_of_day(self, day: date | None = None) -> list[EnrolmentRow]:
        """Read the sign-ups of a day (today)."""
        with self.desk.read() as session:
            return enrolments.list_of_day(session, day or self.desk.today)

    def _values(
        self, session: Session, new: NewEnrolment, person: PersonRow, today: date
    ) -> dict[str, object]:
        common: dict[str, object] = {
            "person": new.person, "household": person.household, "scheme": new.scheme.value, "kind": new.kind,
            "first_month": f"{new.first_month:%Y-%m}", "signed_on": today.isoformat(), "visit": new.visit,
            "canvasser": self.desk.canvasser, "card": new.card.value if new.card else "",
        }  # fmt: skip
        if new.scheme is Scheme.VOLUNTARY:
            return common | _voluntary_values(_quote_voluntary(session, new, person, today))
        if new.scheme is Scheme.HOUSEHOLD_HEALTH:
            told = {"hospital": normalize(new.hospital)}
            return common | told | _health_values(_quote_health(session, new, person, today))
        raise _not_at_the_door()

    def _check_money(self, session: Session, new: NewEnrolment, person: PersonRow) -> tuple[Message, ...]:
        if new.money <= 0:
            return ()
        return check_receipt(
            session, new.receipt, means=new.means, household=person.household, canvasser=self.desk.canvasser,
            on=self.desk.today,
        )  # fmt: skip

    def _take_money(self, writer: Writer, enrolment: bytes, new: NewEnrolment, today: date) -> None:
        if new.money < 0:
            raise BadInput(
                say("The amount taken cannot be below zero."), say("Type what was handed over."), key="money"
            )
        writer.create(
            "receipt",
            {
                "enrolment": enrolment, "amount": new.money, "receipt_number": normalize(new.receipt),
                "received_on": today.isoformat(), "canvasser": self.desk.canvasser, "means": new.means.value,
            },
        )  # fmt: skip


def _not_at_the_door() -> BadInput:
    return BadInput(
        say("This scheme is not signed up at the door."),
        say("Choose voluntary social insurance or household health insurance."),
        key="scheme",
    )


def _quote_voluntary(session: Session, new: NewEnrolment, person: PersonRow, today: date) -> VoluntaryQuote:
    home = households.read_household(session, person.household)
    category = home.category if home else Category.OTHER
    book = current_book(session)
    return quote_voluntary(
        book,
        income=new.income or income_range(book, today).floor,
        method=parse_method(new.method),
        category=category,
        on=today,
        first_month=new.first_month,
        past=read_subsidised(session, person, on=today),
        top_ups=read_top_ups(
            session,
            book,
            scheme=Scheme.VOLUNTARY,
            category=category,
            village=home.village if home else None,
            on=today,
        ),
        retires_on=_find_retirement(book, person),
    )


def _find_retirement(book: RuleBook, person: PersonRow) -> date | None:
    """The day of the retirement age, None while sex or birth are not known: then no time is refused."""
    if person.born is None or person.sex is None:
        return None
    return retirement_day(book, sex=person.sex, born=person.born).day


def _voluntary_values(quote: VoluntaryQuote) -> dict[str, object]:
    return {
        "months": quote.months, "method": quote.method, "income": quote.income, "category": quote.category,
        "contribution": quote.contribution, "state": quote.state, "top_up": quote.top_up, "other": quote.other,
        "own": quote.own, "confirmed": quote.confirmed, "rule_book": quote.rule_book,
        "valid_until": quote.valid_until.isoformat() if quote.valid_until else None,
    }  # fmt: skip


def _quote_health(session: Session, new: NewEnrolment, person: PersonRow, today: date) -> HealthQuote:
    covered_until, terms = _covered_until(session, new.person), _read_terms(session, person, today)
    return quote_health(
        current_book(session), members=[terms.member(new.support)], months=parse_method(new.method).months, on=today,
        already=count_before(session, new, person, today), first_time=covered_until is None,
        covered_until=covered_until, top_ups=terms.top_ups,
    )  # fmt: skip


def _read_terms(session: Session, person: PersonRow, today: date) -> HealthTerms:
    home = households.read_household(session, person.household)
    if home is None:
        return HealthTerms(today)
    book = current_book(session)
    return read_terms(session, book, category=home.category, village=home.village, on=today)


def _health_values(quote: HealthQuote) -> dict[str, object]:
    share = quote.members[0]
    return {
        "months": quote.months, "method": str(quote.months), "support": share.group, "position": share.position,
        "contribution": share.contribution, "state": share.state, "top_up": share.top_up, "own": share.own,
        "confirmed": quote.confirmed,
        "rule_book": quote.rule_book, "valid_until": quote.valid_until.isoformat() if quote.valid_until else None,
    }  # fmt: skip


def _covered_until(session: Session, person: bytes) -> date | None:
    ends = (row.ends for row in households.read_memberships(session, [person]) if row.scheme in _HEALTH)
    return max((day for day in ends if day is not None), default=None)


def _need_person(session: Session, person: bytes) -> PersonRow:
    found = households.read_person(session, person)
    if found is None:
        raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))
    return found
