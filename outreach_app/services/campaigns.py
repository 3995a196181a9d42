"""Drives, targets that are set and handed down, and official figures as somebody published them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.campaigns import Campaign, add_standing
from outreach_app.domain.contrasts import ModelMark
from outreach_app.domain.official_figures import FLOWS, OfficialFigure
from outreach_app.domain.periods import Period
from outreach_app.domain.targets import (
    Parts,
    Proposal,
    Subject,
    SubjectKind,
    Target,
    Weight,
    add_up_parts,
)
from outreach_app.domain.territory import name_village
from outreach_app.domain.text import fold, normalize, normalize_note
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services import handing_down
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk, Done
from outreach_app.services.result_lines import find_places
from outreach_app.services.territory_data import load_territory, read_standing
from outreach_app.store import campaigns, canvassers, model_marks, villages
from outreach_app.store.journal import Writer

_OFFICE = say("Only the office sets targets and enters official figures.")

MOST_PEOPLE = 200_000_000
_GONE = "taken back"


@dataclass(frozen=True, slots=True)
class Campaigns:
    """The office writes all of it; every machine reads it."""

    desk: Desk

    def list_drives(self) -> list[Campaign]:
        """List the drives with the standing ones: May of this year and the last where none was entered."""
        year = self.desk.today.year
        return add_standing(self.list_campaigns(), (year, year - 1))

    def list_campaigns(self) -> list[Campaign]:
        """List the drives, the latest first."""
        with self.desk.read() as session:
            return campaigns.list_campaigns(session)

    def add_campaign(
        self, name: str, period: Period, *, unit_code: str = "", note: str = ""
    ) -> Done[Campaign]:
        """Enter a drive; a unit's code keeps it to that unit."""
        proper, vintage = _need_name(name), ""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            if unit_code:
                vintage = _need_unit(writer.session, unit_code, load_territory().present)
            told = {
                "name": proper, "starts_on": period.first.isoformat(), "ends_on": period.last.isoformat(),
                "unit_code": unit_code, "unit_vintage": vintage, "note": normalize_note(note),
            }  # fmt: skip
            made = writer.create("campaign", told)
        return Done(Campaign(made, proper, period, unit_code, vintage, note), writer.changes())

    def change_campaign(self, drive: Campaign) -> Done[Campaign]:
        """Correct name, days and note of a drive that stands, by its id; the unit it is kept to stays."""
        proper = _need_name(drive.name)
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            known = {each.id: each for each in campaigns.list_campaigns(writer.session)}.get(drive.id)
            if known is None:
                raise NotFound(
                    say("This drive does not stand any more."), say("Look at the list of drives again.")
                )
            told = {
                "name": proper, "starts_on": drive.period.first.isoformat(), "ends_on": drive.period.last.isoformat(),
                "note": normalize_note(drive.note),
            }  # fmt: skip
            writer.edit("campaign", drive.id, told)
        return Done(replace(known, name=proper, period=drive.period, note=drive.note), writer.changes())

    def list_targets(self, subject: Subject | None = None) -> list[Target]:
        """List the targets of a subject, or all."""
        with self.desk.read() as session:
            return campaigns.list_targets(session, subject)

    def set_target(self, target: Target) -> Done[Target]:
        """Enter a target (its id is ignored); a part of another one names that as `parent`."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            made = _create_target(writer, target)
        return Done(replace(target, id=made), writer.changes())

    def change_target(self, target: Target) -> Done[Target]:
        """Change a target that stands, by its id; its parts stay its parts."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            _need_target(writer.session, target.id)
            writer.edit("target", target.id, _target_values(writer.session, target))
        return Done(target, writer.changes())

    def propose_parts(self, target: bytes, weight: Weight, *, kind: SubjectKind | None = None) -> Proposal:
        """Propose how to hand a target down to what lies right under its unit, or to everybody of a kind."""
        with self.desk.read() as session:
            return handing_down.propose(session, _need_target(session, target), weight, kind=kind)

    def hand_down(self, parent: bytes, shares: Mapping[Subject, int]) -> Done[Parts]:
        """Give parts of a target to units, villages, teams, organisations or collectors.

        Their earlier parts of it are replaced (by nil: taken back). What does not add up is told and stands.
        """
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            whole = _need_target(writer.session, parent)
            for each in campaigns.list_targets(writer.session):
                if each.parent == parent and each.subject in shares:
                    writer.edit("target", each.id, {"removed": _GONE})
            for subject, people in shares.items():
                if people != 0:
                    _create_target(writer, replace(whole, subject=subject, people=people, parent=parent))
        with self.desk.read() as session:
            return Done(add_up_parts(whole, campaigns.list_targets(session)), writer.changes())

    def add_up_parts(self, target: bytes) -> Parts:
        """Add up what was handed down of a target."""
        with self.desk.read() as session:
            return add_up_parts(_need_target(session, target), campaigns.list_targets(session))

    def take_back(self, table: str, row: bytes) -> Done[None]:
        """Take back a drive, target, official figure or mark that was entered wrongly."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            writer.edit(table, row, {"removed": _GONE})
        return Done(None, writer.changes())

    def restore(self, table: str, row: bytes) -> Done[None]:
        """Let stand again what was taken back."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            writer.edit(table, row, {"removed": None})
        return Done(None, writer.changes())

    def list_marks(self) -> list[ModelMark]:
        """List the communes and villages that are, were or will be models."""
        with self.desk.read() as session:
            return model_marks.list_marks(session)

    def mark_model(self, subject: Subject, first: date, last: date | None = None) -> Done[ModelMark]:
        """Mark a commune or village as a model from a day on, to a last day or until further notice."""
        if subject.kind not in (SubjectKind.UNIT, SubjectKind.VILLAGE):
            raise BadInput(
                say("Only a commune or a village is a model."), say("Choose a place."), key="no_place"
            )
        _check_days(first, last)
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            _need_subject(writer.session, subject)
            told = {**_subject_values(subject), "starts_on": first.isoformat(), "ends_on": _iso(last)}
            made = writer.create("model_mark", told)
        return Done(ModelMark(made, subject, first, last), writer.changes())

    def end_mark(self, mark: bytes, last: date) -> Done[None]:
        """Tell the last day on which a place is a model."""
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            known = next((each for each in model_marks.list_marks(writer.session) if each.id == mark), None)
            if known is None:
                raise NotFound(
                    say("This mark does not stand any more."), say("Look at the list of models again.")
                )
            _check_days(known.first, last)
            writer.edit("model_mark", mark, {"ends_on": last.isoformat()})
        return Done(None, writer.changes())

    def list_figures(
        self, subject: Subject | None = None, *, until: date | None = None
    ) -> list[OfficialFigure]:
        """List the official figures of a subject (or all) up to a day, oldest first."""
        with self.desk.read() as session:
            return [
                each for each in campaigns.list_figures(session, subject) if until is None or each.on <= until
            ]

    def enter_figure(self, figure: OfficialFigure) -> Done[OfficialFigure]:
        """Enter a number as it was published (its id is ignored); its source has to be named."""
        _check_figure(figure)
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            made = writer.create("official_figure", _figure_values(writer.session, figure))
        return Done(replace(figure, id=made), writer.changes())

    def change_figure(self, figure: OfficialFigure) -> Done[OfficialFigure]:
        """Correct a number that stands, by its id; it has to name its source as a new one does."""
        _check_figure(figure)
        with self.desk.write() as writer:
            need_office(writer.session, _OFFICE)
            if not any(each.id == figure.id for each in campaigns.list_figures(writer.session)):
                raise NotFound(
                    say("This figure does not stand any more."), say("Look at the list of figures again.")
                )
            writer.edit("official_figure", figure.id, _figure_values(writer.session, figure))
        return Done(figure, writer.changes())

    def name_subject(self, subject: Subject) -> str:
        """Name whom a number is about, as it is called in its own time; its key when nobody knows it."""
        with self.desk.read() as session:
            if subject.kind is SubjectKind.UNIT:
                unit = read_standing(session).unit(subject.key, subject.vintage)
                return unit.full_name if unit else subject.key
            return _name_row(session, subject) or subject.key

    def list_subjects(self, unit_code: str) -> dict[Subject, str]:
        """Name a unit and what lies right under it: the places a number is given to from here."""
        with self.desk.read() as session:
            return {
                each.subject: each.name for each in find_places(session, read_standing(session), unit_code)
            }

    def find_agency(self, name: str) -> Subject:
        """The support organisation of a name, as it stands with those who work for it."""
        wanted = fold(name)
        with self.desk.read() as session:
            known = {fold(each.agency) for each in canvassers.list_canvassers(session) if each.agency}
        if wanted not in known:
            raise NotFound(
                say("Nobody here works for {name}.", name=name),
                say("Write the organisation as it stands with its people."),
            )
        return Subject(SubjectKind.AGENCY, wanted)


def _create_target(writer: Writer, target: Target) -> bytes:
    if target.parent is not None:
        _need_target(writer.session, target.parent)
    return writer.create("target", _target_values(writer.session, target))


def _target_values(session: Session, target: Target) -> dict[str, object]:
    if not 0 < target.people <= MOST_PEOPLE:
        raise BadInput(
            say("A target is a number of people above nil."), say("Check the number."), key="no_number"
        )
    _need_subject(session, target.subject)
    return {
        **_subject_values(target.subject), "scheme": target.scheme.value, "aim": target.aim.value,
        "starts_on": target.period.first.isoformat(), "ends_on": target.period.last.isoformat(),
        "people": target.people, "at_least": target.at_least, "set_by": normalize(target.set_by),
        "document": normalize(target.document), "set_on": _iso(target.set_on), "parent": target.parent,
    }  # fmt: skip


def _figure_values(session: Session, figure: OfficialFigure) -> dict[str, object]:
    _need_subject(session, figure.subject)
    return {
        **_subject_values(figure.subject), "scheme": figure.scheme.value if figure.scheme else "",
        "measure": figure.measure.value, "told_on": figure.on.isoformat(), "since_on": _iso(figure.since),
        "amount": figure.value, "decimals": figure.decimals, "sense": figure.sense.value,
        "source": normalize(figure.source), "note": normalize_note(figure.note),
    }  # fmt: skip


def _need_name(name: str) -> str:
    proper = normalize(name)
    if not proper:
        raise BadInput(say("The drive has no name."), say("Type its name."), key="name_missing")
    return proper


def _check_figure(figure: OfficialFigure) -> None:
    if not normalize(figure.source):
        raise BadInput(
            say("An official figure needs its source."),
            say("Write where it was published."),
            key="source_missing",
        )
    if figure.measure in FLOWS and figure.since is None:
        raise BadInput(
            say("This number counts what happened within some days: their first one is missing."),
            say("Tell from which day on it counts."), key="since_missing",
        )  # fmt: skip
    _check_days(figure.since, figure.on)
    if not 0 <= figure.value <= MOST_PEOPLE:
        raise BadInput(say("This is no number of people."), say("Check the number."), key="no_number")


def _check_days(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise BadInput(
            say("The last day comes before the first."), say("Check the two days."), key="wrong_way_round"
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _subject_values(subject: Subject) -> dict[str, object]:
    return {
        "subject_kind": subject.kind.value, "subject_key": subject.key, "subject_vintage": subject.vintage
    }  # fmt: skip


def _need_subject(session: Session, subject: Subject) -> None:
    if subject.kind is SubjectKind.UNIT:
        _need_unit(session, subject.key, subject.vintage)
    elif subject.kind is not SubjectKind.AGENCY and not _name_row(session, subject):
        raise NotFound(say("This is not in the workspace."), say("Choose from the list."))


def _need_unit(session: Session, code: str, vintage: str) -> str:
    unit = read_standing(session).unit(code, vintage)
    if unit is None:
        raise NotFound(
            say("No unit has the code {code}.", code=code), say("Search for the unit by its name.")
        )
    return unit.vintage


def _name_row(session: Session, subject: Subject) -> str:
    if subject.kind is SubjectKind.AGENCY:
        named = (
            each.agency for each in canvassers.list_canvassers(session) if fold(each.agency) == subject.key
        )
        return next(named, "")
    row = bytes.fromhex(subject.key)
    if subject.kind is SubjectKind.VILLAGE:
        village = villages.read_village(session, row)
        return name_village(village.kind, village.name) if village else ""
    if subject.kind is SubjectKind.TEAM:
        return canvassers.read_team_name(session, row)
    canvasser = canvassers.read_canvasser(session, row)
    return canvasser.name if canvasser else ""


def _need_target(session: Session, target: bytes) -> Target:
    found = campaigns.read_target(session, target)
    if found is None:
        raise NotFound(say("This target does not stand any more."), say("Look at the list of targets again."))
    return found
