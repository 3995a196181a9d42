"""Slips for promised returns: when somebody comes again, what to have ready, whom to call; several on a sheet of A4."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.documents.appointments import AppointmentSlip
from outreach_app.domain.access import AccessAct
from outreach_app.domain.identity import format_phone
from outreach_app.domain.lanes import lane_key
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import HouseholdRow, VisitRow
from outreach_app.domain.text import sort_key_place
from outreach_app.domain.visits import NextStep
from outreach_app.errors import NotFound, say
from outreach_app.i18n import Catalogue
from outreach_app.services.desk import Desk
from outreach_app.store import canvassers, households, objections, settings, visits


@dataclass(frozen=True, slots=True)
class AppointmentSlips:
    """Collects promised returns and prints their slips."""

    desk: Desk

    def list_of_day(self, day: date) -> list[AppointmentSlip]:
        """The returns promised for a day, in walking order."""
        with self.desk.read() as session:
            due = [visit for visit in visits.list_due(session, day) if visit.next_step is NextStep.RETURN]
            return _make_all(session, due)

    def of_household(self, household: bytes) -> list[AppointmentSlip]:
        """The return promised to one household at its last visit, if it is not past."""
        with self.desk.read() as session:
            last = visits.list_of_household(session, household)[:1]
            due = [
                v
                for v in last
                if v.next_step is NextStep.RETURN and v.next_on and v.next_on >= self.desk.today
            ]
            return _make_all(session, due)

    def print_day(self, day: date, catalogue: Catalogue) -> bytes:
        """Print a day's slips as A4; NotFound when nothing was promised."""
        return self._print(self.list_of_day(day), catalogue)

    def print_household(self, household: bytes, catalogue: Catalogue) -> bytes:
        """Print one household's slip; NotFound when nothing was promised."""
        return self._print(self.of_household(household), catalogue)

    def _print(self, slips: list[AppointmentSlip], catalogue: Catalogue) -> bytes:
        from outreach_app.documents.appointments import render_appointments

        if not slips:
            raise NotFound(
                say("No return was promised for then."),
                say("Choose another day or household."),
                key="no_appointments",
            )
        self.desk.note_access(AccessAct.PRINTED, [person for slip in slips for person in slip.people])
        return render_appointments(slips, catalogue)


def _make_all(session: Session, due: list[VisitRow]) -> list[AppointmentSlip]:
    homes = households.read_many(session, [visit.household for visit in due])
    told = [(homes[visit.household], visit) for visit in due if visit.household in homes]
    told = [(home, visit) for home, visit in told if not home.do_not_contact]
    told.sort(key=lambda each: _walk(each[0]))
    office, phone = settings.read_machine(session).office_name, objections.read_phone(session)
    return [_make(session, home, visit, office=office, office_phone=phone) for home, visit in told]


def _walk(home: HouseholdRow) -> tuple[str, str, str]:
    return sort_key_place(home.village_name), lane_key(home.neighbour_group, home.address), home.code


def _make(
    session: Session, home: HouseholdRow, visit: VisitRow, *, office: str, office_phone: str
) -> AppointmentSlip:
    assert visit.next_on is not None, "a promise has a day"
    who = canvassers.read_canvasser(session, visit.canvasser) if visit.canvasser else None
    members = households.read_members(session, home.id)
    return AppointmentSlip(
        code=home.code,
        head=home.head,
        village=home.village_name,
        on=visit.next_on,
        about=tuple(scheme for scheme in Scheme if any(each.scheme is scheme for each in visit.outcomes)),
        canvasser=who.name if who else visit.canvasser_name,
        agency=who.agency if who else "",
        phone=format_phone(who.phone) if who and who.phone else "",
        office=office,
        office_phone=format_phone(office_phone) if office_phone else "",
        people=tuple(member.id for member in members),
    )
