"""Paper: visit lists, the daily summary, leaflets, the recovery sheet; each comes back as the bytes of a PDF."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from outreach_app.domain.access import AccessAct
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import (
    Appointment,
    CanvasserDay,
    DaySummary,
    EnrolmentRow,
    HouseholdRow,
    VisitRow,
)
from outreach_app.domain.visits import SPOKEN_TO, Outcome, was_spoken_to
from outreach_app.i18n import Catalogue
from outreach_app.services.desk import Desk
from outreach_app.services.place_names import NamesOfDay
from outreach_app.store import canvassers, enrolments, exchange, households, settings, villages, visits
from outreach_app.sync import gaps


@dataclass(frozen=True, slots=True)
class Printing:
    """Collects what a document says and renders it."""

    desk: Desk

    def summarise(self, day: date | None = None) -> DaySummary:
        """Count a day: doors, people, sign-ups, money, worries, tomorrow's promises, and which files are missing."""
        chosen = day or self.desk.today
        with self.desk.read() as session:
            return _summarise(session, chosen)

    def daily_summary(self, catalogue: Catalogue, *, day: date | None = None) -> bytes:
        """Render the day's summary as an A4 PDF."""
        from outreach_app.documents.daily_summary import render_daily_summary

        return render_daily_summary(self.summarise(day), catalogue)

    def leaflet(self, household: bytes, catalogue: Catalogue) -> bytes:
        """Render a family's own leaflet as an A5 PDF, with today's amounts."""
        from outreach_app.documents.leaflet import render_leaflet
        from outreach_app.services.leaflet_texts import LeafletShelf
        from outreach_app.services.leaflets import collect_leaflet

        with self.desk.read() as session:
            made = collect_leaflet(
                session, household, today=self.desk.today, canvasser=self.desk.canvasser, reader=catalogue,
                shelf=LeafletShelf.of(self.desk.folder),
            )  # fmt: skip
        self.desk.note_access(AccessAct.PRINTED, made.people)
        return render_leaflet(made.data, made.catalogue, texts=made.texts)

    def visit_list(self, sheet: bytes, catalogue: Catalogue, *, large_print: bool = False) -> bytes:
        """Render a sheet as an A4 PDF."""
        from outreach_app.documents.visit_list import render_visit_list
        from outreach_app.services.sheets import Sheets

        printed = Sheets(self.desk).open_id(sheet)
        with self.desk.read() as session:
            office = settings.read_machine(session).office_name
            members = {line.household.id: _names_to_ask(session, line.household) for line in printed.lines}
        return render_visit_list(
            printed, catalogue, office_name=office, members=members, large_print=large_print
        )


def _names_to_ask(session: Session, home: HouseholdRow) -> list[str]:
    # The head stands in the row's first line already.
    there = households.read_members(session, home.id)
    return [
        member.name for member in there if not (member.deceased or member.away or member.name == home.head)
    ]


def _summarise(session: Session, day: date) -> DaySummary:
    machine = settings.read_machine(session)
    made = visits.list_of_day(session, day)
    signed = enrolments.list_of_day(session, day)
    names = {c.id: c.name for c in canvassers.list_canvassers(session)}
    workers: list[bytes | None] = sorted(
        {v.canvasser for v in made} | {e.canvasser for e in signed}, key=lambda c: names.get(c or b"", "")
    )
    days = tuple(_count_day(w, names.get(w or b"", ""), _of(made, w), _of(signed, w)) for w in workers)
    money, receipts = enrolments.read_money_of_day(session, day)
    included, missing = _files_of(session)
    places = NamesOfDay.read(session, day)
    return DaySummary(
        day=day,
        office_name=machine.office_name,
        team_name=canvassers.read_team_name(session),
        commune_name=places.label(villages.list_villages(session)),
        machines=1 + len({name for name, _ in included}),
        canvassers=days,
        total=_count_day(None, "", made, signed),
        door_outcomes=_count_doors(made),
        coverage=places.coverage(villages.read_coverage(session)),
        objections=tuple(Counter(v.objection for v in made if v.objection).most_common(5)),
        money_taken=money,
        receipts=receipts,
        appointments=_appointments(session, day + timedelta(days=1)),
        files_included=included,
        files_missing=missing,
    )


def _of(rows: Sequence[VisitRow] | Sequence[EnrolmentRow], worker: bytes | None) -> list:  # type: ignore[type-arg]
    return [row for row in rows if row.canvasser == worker]


def _count_day(
    worker: bytes | None, name: str, made: Sequence[VisitRow], signed: Sequence[EnrolmentRow]
) -> CanvasserDay:
    spoken = {v.household for v in made if was_spoken_to(v.door_outcome, v.outcomes, v.met)}
    advised = {o.person for v in made for o in v.outcomes if o.outcome in _ADVISED} | {
        p for v in made for p in v.met
    }
    counts = Counter((e.scheme, e.kind == "new") for e in signed)
    backs = {v.household for v in made if _says(v, Outcome.CALL_BACK)}
    return CanvasserDay(
        canvasser=worker,
        name=name,
        knocked=len({v.household for v in made}),
        spoken_to=len(spoken),
        people_advised=len(advised),
        voluntary_new=counts[Scheme.VOLUNTARY, True],
        voluntary_continuing=counts[Scheme.VOLUNTARY, False],
        health_new=counts[Scheme.HOUSEHOLD_HEALTH, True],
        health_continuing=counts[Scheme.HOUSEHOLD_HEALTH, False],
        call_backs=len(backs),
    )


_ADVISED = SPOKEN_TO - {Outcome.DECEASED}
"""Outcomes of a person that was there to be advised: not one who works away, moved, or has died."""


def _says(visit: VisitRow, outcome: Outcome) -> bool:
    return visit.door_outcome is outcome or any(told.outcome is outcome for told in visit.outcomes)


_DOORS = (
    Outcome.SIGNED_UP,
    Outcome.CONTINUING,
    Outcome.CALL_BACK,
    Outcome.THINKING,
    Outcome.REFUSED,
    Outcome.WORKING_AWAY,
    Outcome.NOT_HOME,
    Outcome.MOVED_AWAY,
    Outcome.WRONG_ADDRESS,
    Outcome.ALREADY_COVERED,
    Outcome.NOT_ELIGIBLE,
    Outcome.BELONGS_TO_COMPULSORY,
    Outcome.DECEASED,
    Outcome.DO_NOT_CONTACT,
)
"""Each door counts once, under the first of these that was said there."""


def _count_doors(made: Sequence[VisitRow]) -> tuple[tuple[Outcome, int], ...]:
    said: dict[bytes, set[Outcome]] = {}
    for visit in made:
        told = {each.outcome for each in visit.outcomes} | (
            {visit.door_outcome} if visit.door_outcome else set()
        )
        said.setdefault(visit.household, set()).update(told)
    counts = Counter(next(o for o in _DOORS if o in told) for told in said.values() if told)
    return tuple((outcome, counts[outcome]) for outcome in _DOORS if counts[outcome])


def _appointments(session: Session, day: date) -> tuple[Appointment, ...]:
    due = visits.list_due(session, day)
    homes = households.read_many(session, [visit.household for visit in due])
    return tuple(
        Appointment(homes[visit.household], day, visit.note, visit.canvasser_name)
        for visit in due
        if visit.household in homes and not homes[visit.household].do_not_contact
    )


def _files_of(session: Session) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    included, missing = [], []
    for peer in exchange.list_peers(session):
        numbers = exchange.numbers_read(session, peer.id, peer.incarnation) if peer.incarnation else []
        if numbers:
            included.append((peer.name, numbers[-1]))
            missing += [(peer.name, number) for number in gaps.find_missing(session, peer)]
    return tuple(included), tuple(missing)
