"""The people behind a figure of a report, and those who may explain a difference from an official one, by name.

Names are read for the office and team leads alone and noted in the access log; what may not be used stays empty.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.access import AccessAct
from outreach_app.domain.crowds import Crowd
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.published import judge_scheme
from outreach_app.domain.report_rows import Figure, FigurePerson, GapReport, PersonCause
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.domain.text import sort_key
from outreach_app.domain.village_facts import Event
from outreach_app.errors import NotAllowed, NotFound, say
from outreach_app.exchange.table_writer import TableKind
from outreach_app.i18n import Catalogue
from outreach_app.services.counting import Counts, read_facts
from outreach_app.services.dated_places import read_dated
from outreach_app.services.desk import Desk
from outreach_app.services.gap_people import find_causes
from outreach_app.services.gap_tables import write_gap_tables
from outreach_app.services.reports import crowd_of, find_gap, find_unit
from outreach_app.services.result_lines import Lines, Whose, find_groups
from outreach_app.store import campaigns, results, settings, villages

_JOINING = frozenset({Figure.NEW, Figure.WON_BACK, Figure.CONTINUING})


@dataclass(frozen=True, slots=True)
class FigurePeople:
    """Reads only."""

    desk: Desk

    def list(
        self, unit_code: str, period: Period, scheme: Scheme, figure: Figure, *, whose: Subject | None = None
    ) -> list[FigurePerson]:
        """List the people behind a figure of a unit, or of a village, team, organisation or collector in it.

        Those who stopped come by reason; then by village and name. NotAllowed for a canvasser.
        """
        with self.desk.read() as session:
            _need_lead(session)
            read = read_dated(session, unit_code, period, today=self.desk.today)
            lines = read.lines.within(read.places[0])
            events = _pick(lines, _find_whose(session, lines, read.places, whose), scheme, figure)
            found = _name(session, events)
        self.desk.note_access(AccessAct.OPENED, [each.person for each in found if each.name])
        return sorted(found, key=_by_reason)

    def explain(self, subject: Subject, scheme: Scheme | None, *, until: date) -> GapReport:
        """Name who may explain the difference from the latest official number of members up to a day.

        NotFound `no_figure` where none was entered, `no_village` where no village of the unit is known on that day;
        NotAllowed for a canvasser.
        """
        with self.desk.read() as session:
            _need_lead(session)
            whole = find_unit(session, subject, until)
            if whole is None:
                raise NotFound(
                    say("No village of this unit is known on {day}, so there is nobody to compare.", day=until),
                    say("Choose a unit of today whose villages are in this workspace."), key="no_village",
                )  # fmt: skip
            told = [each for each in campaigns.list_figures(session, subject) if each.on <= until]
            counts = Counts(read_facts(session), self.desk.today).within(whole.keys)
            gap = find_gap(judge_scheme(scheme, told, ()), counts, whole)
            if gap is None:
                raise NotFound(
                    say("There is no official number of members to compare with."),
                    say("Enter it first: outreach campaign figure enter."), key="no_figure",
                )  # fmt: skip
            causes = find_causes(session, counts, crowd_of(scheme), day=min(gap.official.on, self.desk.today))
            people = _name(session, [Event(who, Figure.MEMBERS, on) for who, (_, on) in causes.items()])
        self.desk.note_access(AccessAct.OPENED, [each.person for each in people if each.name])
        named = [PersonCause(each, causes[each.person][0]) for each in people]
        order = {cause: place for place, cause in enumerate(type(named[0].cause))} if named else {}
        return GapReport(
            gap, whole.name, tuple(sorted(named, key=lambda each: (order[each.cause], *_by_reason(each.person))))
        )  # fmt: skip

    def name_villages(self, report: GapReport) -> dict[bytes, str]:
        """Name the villages of the people named, by their row ids."""
        wanted = {each.person.village for each in report.people}
        with self.desk.read() as session:
            known = villages.list_villages(session, with_merged=True)
        return {each.id: each.name for each in known if each.id in wanted}

    def write_gap(self, report: GapReport, kind: TableKind, words: Catalogue) -> bytes:
        """Write who may explain a difference as a table; everybody in it is noted as exported."""
        named = self.name_villages(report)
        with self.desk.read() as session:
            office = settings.read_machine(session).office_name
        written = write_gap_tables(report, kind, words, villages=named, office=office)
        self.desk.note_access(
            AccessAct.EXPORTED, [each.person.person for each in report.people if each.person.name]
        )
        return written


def _pick(lines: Lines, whose: Whose, scheme: Scheme, figure: Figure) -> Iterable[Event]:
    counts, kind, keys = lines.counts, whose.kind, whose.keys
    if figure is Figure.LAPSED:
        stopped = counts.pick_stops(scheme, lines.period, kind, keys=keys)
        return {each.person: each for each in stopped}.values()
    if figure in _JOINING:
        signed = counts.pick_sign_ups(scheme, lines.period, kind, keys=keys)
        return [each for each in signed if each.figure is figure]
    counted = Crowd.UNKNOWN_CARD if figure is Figure.UNKNOWN_CARD else scheme
    members = counts.pick_members(counted, lines.on, kind, keys=keys)
    return [Event(who, Figure.MEMBERS, lines.on, by) for who, by in members]


def _find_whose(session: Session, lines: Lines, places: Sequence[Whose], subject: Subject | None) -> Whose:
    if subject is None:
        return places[0]
    known = list(places)
    if subject.kind not in (SubjectKind.UNIT, SubjectKind.VILLAGE):
        known = find_groups(session, subject.kind, known=lines.counts.teams, on=lines.on)
    found = next((each for each in known if each.subject == subject), None)
    if found is None:
        raise NotFound(say("This is not in the workspace."), say("Choose from the list."))
    return found


def _name(session: Session, events: Iterable[Event]) -> list[FigurePerson]:
    told: Mapping[bytes, Event] = {each.person: each for each in events}
    names = results.read_names(session, told.keys())
    return [
        FigurePerson(person, home, name, code, village, told[person].on, told[person].reason, told[person].canvasser)
        for person, (home, name, code, village) in names.items()
    ]  # fmt: skip


_REASONS = {reason: place for place, reason in enumerate((*LapseReason, None))}


def _by_reason(person: FigurePerson) -> tuple[int, bytes, str, bytes]:
    return _REASONS[person.reason], person.village, sort_key(person.name), person.person


def _need_lead(session: Session) -> None:
    if settings.read_machine(session).role == "canvasser":
        raise NotAllowed(
            say("Only the office and team leads see who stands behind a figure."), say("Ask your team lead."),
            key="lead_only",
        )  # fmt: skip
