"""People who are away for work: telling where and until when, who is back, and whom to call."""

from dataclasses import dataclass, replace
from datetime import date

from outreach_app.domain.absences import (
    FRESH,
    Absence,
    BackWhen,
    CallItem,
    LunarYears,
    Sureness,
    judge_calls,
    parse_partial,
    parse_return,
)
from outreach_app.domain.identity import normalize_phone
from outreach_app.domain.people import PartialDate
from outreach_app.domain.text import normalize
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.lunar_years import load_lunar_years
from outreach_app.store import absences


@dataclass(frozen=True, slots=True)
class ToldAbsence:
    """An absence as somebody typed it; None leaves a field as it is, an empty text empties it."""

    place: str | None = None
    since: str | None = None
    back: str | None = None
    sure: Sureness | None = None
    phone: str | None = None
    home_contact: str | None = None


@dataclass(frozen=True, slots=True)
class Absences:
    """Everything that reads or writes absences."""

    desk: Desk

    @property
    def years(self) -> LunarYears:
        """The first days of lunar years, for telling when Tết is."""
        return load_lunar_years()

    def read(self, person: bytes) -> Absence:
        """Read what is known of one person's absence."""
        with self.desk.read() as session:
            found = absences.read_absence(session, person)
        if found is None:
            raise _nobody()
        return found

    def list_calls(self, *, village: bytes | None = None) -> list[CallItem]:
        """List the people to call today: back home and not spoken to since, back soon, then everybody who is away."""
        today = self.desk.today
        with self.desk.read() as session:
            people = absences.list_away(session, village=village)
            people += absences.list_returned(session, today - FRESH, village=village)
        return judge_calls(people, today, years=self.years)

    def check(self, told: ToldAbsence) -> None:
        """Raise BadInput for what cannot be, before anything is written."""
        self._check(Absence(), told)

    def tell_away(self, person: bytes, told: ToldAbsence) -> Done[Absence]:
        """Write that somebody is away, or more of what is known of it; what was told of an earlier absence goes."""
        with self.desk.write() as writer:
            former = absences.read_absence(writer.session, person)
            if former is None:
                raise _nobody()
            stands = former if former.away and not former.is_stale else Absence()
            wanted = self._check(replace(stands, away=True, returned_on=None), told)
            writer.edit("person", person, values_of(wanted))
        return Done(wanted, writer.changes())

    def tell_back(self, person: bytes, day: date | None = None) -> Done[Absence]:
        """Write that somebody is back home since a day (today unless it is told); where they were stays readable."""
        returned = day or self.desk.today
        if returned > self.desk.today:
            raise BadInput(
                say("The day of coming home lies in the future."),
                say("Write it as the day they are expected back."),
                key="future_return",
            )
        with self.desk.write() as writer:
            former = absences.read_absence(writer.session, person)
            if former is None:
                raise _nobody()
            wanted = replace(former, away=False, returned_on=returned)
            writer.edit("person", person, {"away": False, "returned_on": returned.isoformat()})
        return Done(wanted, writer.changes())

    def put_back(self, person: bytes, absence: Absence) -> Done[None]:
        """Write an absence as it was known before."""
        with self.desk.write() as writer:
            if absences.read_absence(writer.session, person) is None:
                raise _nobody()
            writer.edit("person", person, values_of(absence))
        return Done(None, writer.changes())

    def _check(self, stands: Absence, told: ToldAbsence) -> Absence:
        return replace(
            stands,
            place=stands.place if told.place is None else normalize(told.place),
            since=stands.since if told.since is None else read_since(told.since, self.desk.today),
            back=stands.back if told.back is None else self._read_back(told.back),
            sure=stands.sure if told.sure is None else told.sure,
            phone=stands.phone if told.phone is None else _read_phone(told.phone),
            home_contact=stands.home_contact if told.home_contact is None else normalize(told.home_contact),
        )

    def _read_back(self, text: str) -> BackWhen | None:
        return parse_return(text, self.desk.today, years=self.years) if text.strip() else None


def values_of(absence: Absence) -> dict[str, object]:
    """The columns of an absence, for writing."""
    return {
        "away": absence.away,
        "away_place": absence.place,
        "away_since": str(absence.since) if absence.since else None,
        "back_when": str(absence.back) if absence.back else None,
        "back_sure": absence.sure.value if absence.sure else None,
        "away_phone": absence.phone,
        "home_contact": absence.home_contact,
        "returned_on": absence.returned_on.isoformat() if absence.returned_on else None,
    }


def read_since(text: str, today: date) -> PartialDate | None:
    """Read since when somebody is away: a day, a month or a year that is not to come; empty is not known."""
    if not text.strip():
        return None
    try:
        since = parse_partial(text.strip())
    except ValueError as error:
        raise BadInput(
            say("“{text}” does not tell since when somebody is away.", text=text.strip()),
            say("Write a day (06/02/2026), a month (02/2026) or a year."),
            key="away_since",
        ) from error
    if since.first_day > today:
        raise BadInput(
            say("The day somebody left lies in the future."),
            say("Write the day they left."),
            key="away_since",
        )
    return since


def _read_phone(text: str) -> str | None:
    return normalize_phone(text, old_prefixes=False) if text.strip() else None


def _nobody() -> NotFound:
    return NotFound(say("This person is not in the workspace."), say("Search for the person again."))
