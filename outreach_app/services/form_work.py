"""The sign-ups a form is made of: which ones, what they lack, and what else of the form nobody has told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlmodel import Session

from outreach_app.domain.form_gaps import FormGap, FormGaps, find_repeats
from outreach_app.domain.forms import FORM_NAMES, Form, ResultForm, find_result
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import EnrolmentRow, HouseholdRow, PersonRow
from outreach_app.domain.rules import RuleBook
from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.i18n import N_
from outreach_app.services.rule_book import current_book
from outreach_app.store import canvassers, consents, enrolments, households, settings

_SCHEMES = {
    Form.VOLUNTARY_LIST: Scheme.VOLUNTARY,
    Form.HEALTH_LIST: Scheme.HOUSEHOLD_HEALTH,
    Form.DECLARATION: Scheme.VOLUNTARY,
}

_CODES = "organisation_codes"

BY_HAND: dict[str, str] = {
    "organisation": N_("the name of the organisation"),
    "organisation_code": N_("the code of the organisation"),
    "collector": N_("the collector's name"),
    "collector_code": N_("the collector's code"),
    "number": N_("the number of the list"),
    "result": N_("whether on paper or electronic"),
    "hospital": N_("where health care begins"),
    "ethnicity": N_("the ethnic group"),
    "email": N_("the e-mail address"),
}
"""What a form asks for and nobody has told: it stays empty for the hand."""


@dataclass(frozen=True, slots=True)
class FormWish:
    """Which sign-ups a form is made of and what is not stored about it.

    Named `enrolments`, the newest ones of the members of named `households`, or without either all that were signed
    from `since` to `until`. `day` is the day of the list and chooses the layout; `result` holds for those who were not
    asked.
    """

    enrolments: tuple[bytes, ...] = ()
    households: tuple[bytes, ...] = ()
    since: date | None = None
    until: date | None = None
    day: date | None = None
    result: ResultForm | None = None
    number: str = ""
    organisation: str = ""
    organisation_code: str = ""


class FindGaps(Protocol):
    """How a form finds what a sign-up lacks on a day."""

    def __call__(self, row: EnrolmentRow, person: PersonRow | None, *, on: date) -> Iterator[FormGap]:
        """Say each gap in a sentence."""


class FormWork:
    """One form being gathered inside an open session."""

    def __init__(self, session: Session, form: Form, wish: FormWish, today: date) -> None:
        self.session = session
        self.form = form
        self.wish = wish
        self.day = wish.day or today
        self.rows = _choose_rows(session, form, wish, today)
        self.book: RuleBook = current_book(session)
        self._people = households.read_people(session, [row.person for row in self.rows])
        self._sensitive = consents.read_sensitive(session, [row.person for row in self.rows])
        self._codes = read_organisation_codes(session)
        self._missing: set[str] = set()
        self.organisations: set[str] = set()

    def refuse_gaps(self, find: FindGaps) -> None:
        """Stop unless everything the form needs is known."""
        gaps = [gap for row in self.rows for gap in find(row, self._people.get(row.person), on=self.day)]
        gaps += find_repeats(self.rows)
        if gaps:
            raise FormGaps(self.form, gaps)

    def person(self, row: EnrolmentRow) -> PersonRow:
        """Whose sign-up it is."""
        return self._people[row.person]

    def ethnicity(self, row: EnrolmentRow) -> str:
        """The ethnic group, as far as consent lets it stand on a form."""
        told = self._sensitive.get(row.person)
        return (told.ethnicity or "") if told else ""

    def home(self, row: EnrolmentRow) -> HouseholdRow | None:
        """Where that person lives now."""
        return households.read_household(self.session, self.person(row).household)

    def by_collector(self) -> Iterator[tuple[bytes | None, list[EnrolmentRow]]]:
        """The sign-ups of each collector, in the order of their first one."""
        for collector in dict.fromkeys(row.canvasser for row in self.rows):
            yield collector, [row for row in self.rows if row.canvasser == collector]

    def by_household(self) -> Iterator[tuple[HouseholdRow, list[EnrolmentRow]]]:
        """The sign-ups of each household, in the order of their first one."""
        homes = {row.id: self.home(row) for row in self.rows}
        for home in dict.fromkeys(home for home in homes.values() if home is not None):
            yield home, [row for row in self.rows if homes[row.id] == home]

    def head_fields(self, collector: bytes | None) -> dict[str, str]:
        """Who hands the list in: the organisation, with the code it was told with last, and its collector."""
        who = canvassers.read_canvasser(self.session, collector) if collector else None
        organisation = self.wish.organisation or (who.agency if who else "")
        self.organisations.add(organisation)
        fields = {
            "organisation": organisation,
            "organisation_code": self.wish.organisation_code or self._codes.get(fold(organisation), ""),
            "collector": who.name if who else "",
            "collector_code": who.code if who else "",
        }
        self._missing |= {name for name, told in fields.items() if not told}
        return fields

    def list_by_hand(self, empty: Iterable[str], *, heads: bool = True) -> tuple[str, ...]:
        """What stays empty, by the keys of BY_HAND in their order."""
        missing = {*empty, *(self._missing if heads else ())}
        if self.wish.number:
            missing.discard("number")
        if any(find_result(row, self.wish.result) is None for row in self.rows):
            missing.add("result")
        return tuple(name for name in BY_HAND if name in missing)


def read_organisation_codes(session: Session) -> dict[str, str]:
    """The codes that lists made here were told with last, by the organisation's folded name."""
    return dict(settings.read_setting(session, _CODES) or {})


def remember_organisation_code(session: Session, organisation: str, code: str) -> None:
    """Keep the code of an organisation for the lists to come; on this machine only."""
    settings.write_setting(session, _CODES, read_organisation_codes(session) | {fold(organisation): code})


def _choose_rows(session: Session, form: Form, wish: FormWish, today: date) -> list[EnrolmentRow]:
    scheme = _SCHEMES[form]
    if wish.enrolments or wish.households:
        chosen = [row for each in wish.enrolments for row in _read_one(session, each, form)]
        chosen += [row for home in wish.households for row in _newest_of(session, home, scheme)]
        rows = list({row.id: row for row in chosen if _is_within(row, wish)}.values())
    else:
        first, last = wish.since or wish.until or today, wish.until or today
        rows = enrolments.list_of_period(session, first, last, scheme=scheme)
    if not rows:
        raise NotFound(
            say("There is no sign-up here for the form {form}.", form=FORM_NAMES[form]),
            say("Choose other days, or name the households."),
            key="no_sign_ups",
        )
    return rows


def _is_within(row: EnrolmentRow, wish: FormWish) -> bool:
    return (wish.since is None or wish.since <= row.signed_on) and (
        wish.until is None or row.signed_on <= wish.until
    )


def _read_one(session: Session, enrolment: bytes, form: Form) -> list[EnrolmentRow]:
    row = enrolments.read_enrolment(session, enrolment)
    standing = {each.id for each in enrolments.list_of_household(session, row.household)} if row else set()
    if row is None or row.id not in standing:
        raise NotFound(say("This sign-up is not in the workspace."), say("Open the household again."))
    if row.scheme is not _SCHEMES[form]:
        raise BadInput(
            say(
                "The sign-up of {name} does not belong on the form {form}.",
                name=row.person_name,
                form=FORM_NAMES[form],
            ),
            say("Voluntary insurance goes on D05-TS and TK1-TS, household health insurance on Mẫu số 4."),
            key="other_form",
        )
    return [row]


def _newest_of(session: Session, household: bytes, scheme: Scheme) -> list[EnrolmentRow]:
    """The newest sign-up of each member for a scheme, in the order they were written."""
    newest: dict[bytes, EnrolmentRow] = {}
    for row in enrolments.list_of_household(session, household):
        if row.scheme is scheme:
            newest.setdefault(row.person, row)
    return list(reversed(newest.values()))
