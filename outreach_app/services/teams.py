"""Teams: who is in them for which part and from when, who leads; and what they lack, as a hint."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.teams import AgencyKind, Duty, MemberRow, Part, TeamKind, TeamRow, find_hints
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, Message, NotAllowed, NotFound, say
from outreach_app.services.deeds import need_lead, need_office
from outreach_app.services.desk import Desk, Done
from outreach_app.services.office import VINTAGE, find_named
from outreach_app.store import canvassers, incarnations, settings, teams, villages
from outreach_app.store.journal import Writer


@dataclass(frozen=True, slots=True)
class Contact:
    """How a member is reached and for whom they work; None leaves what is known of the person as it is."""

    phone: str | None = None
    agency: str | None = None
    agency_kind: AgencyKind | None = None
    duty: Duty | None = None


@dataclass(frozen=True, slots=True)
class Teams:
    """The office makes teams; it and team leads say who is in them."""

    desk: Desk

    def list_teams(self) -> list[TeamRow]:
        """List the teams by name with everybody who is, was or will be in them."""
        with self.desk.read() as session:
            return teams.list_teams(session)

    def find(self, name: str) -> TeamRow:
        """Find a team by its name, without regard to marks and capitals."""
        found = [each for each in self.list_teams() if fold(each.name) == fold(normalize(name))]
        if not found:
            raise NotFound(
                say("No team is called {name}.", name=name), say("See the teams: outreach team show."),
                key="no_such_team",
            )  # fmt: skip
        return found[0]

    def hints(self, team: TeamRow) -> list[Message]:
        """Tell what a team lacks today; nothing is refused for it."""
        return find_hints(team, self.desk.today)

    def add(
        self, name: str, commune_code: str, *, kind: TeamKind = TeamKind.THREE_PART,
        starts_on: date | None = None, ends_on: date | None = None,
    ) -> Done[TeamRow]:  # fmt: skip
        """Make a team of one commune; the office alone does."""
        proper = _need_name(name)
        _check_days(starts_on, ends_on)
        with self.desk.write() as writer:
            need_office(writer.session)
            if any(fold(each.name) == fold(proper) for each in teams.list_teams(writer.session)):
                raise BadInput(
                    say("There is a team {name} already.", name=proper), say("Choose another name."), key="team_exists"
                )  # fmt: skip
            made = writer.create(
                "team",
                {
                    "name": proper, "commune_code": commune_code, "commune_vintage": VINTAGE, "kind": kind.value,
                    "starts_on": _iso(starts_on), "ends_on": _iso(ends_on),
                },
            )  # fmt: skip
            row = _need_team(writer.session, made)
        return Done(row, writer.changes())

    def edit(
        self, team: bytes, *, name: str, kind: TeamKind, starts_on: date | None, ends_on: date | None
    ) -> Done[TeamRow]:
        """Change what a team is called, what it is for, its first and last day."""
        proper = _need_name(name)
        _check_days(starts_on, ends_on)
        with self.desk.write() as writer:
            need_office(writer.session)
            _need_team(writer.session, team)
            told = {
                "name": proper,
                "kind": kind.value,
                "starts_on": _iso(starts_on),
                "ends_on": _iso(ends_on),
            }
            writer.edit("team", team, told)
            row = _need_team(writer.session, team)
        return Done(row, writer.changes())

    def add_member(
        self, team: bytes, name: str, *, part: Part, leads: bool = False, contact: Contact | None = None,
        starts_on: date | None = None, ends_on: date | None = None,
    ) -> Done[MemberRow]:  # fmt: skip
        """Put somebody into a team from a day (today) on; somebody new is entered as a person who works here."""
        proper = _need_name(name)
        first = starts_on or self.desk.today
        _check_days(first, ends_on)
        with self.desk.write() as writer:
            need_lead(writer)
            _need_near(writer.session, team)
            person = _find_person(writer, proper, contact or Contact(), today=self.desk.today)
            _refuse_twice(writer.session, team, person, first, ends_on)
            made = writer.create(
                "team_member",
                {
                    "team": team, "canvasser": person, "part": part.value, "leads": leads,
                    "starts_on": first.isoformat(), "ends_on": _iso(ends_on),
                },
            )  # fmt: skip
            _keep_one_lead(writer, team, made) if leads else None
            row = _need_member(writer.session, made)
        return Done(row, writer.changes())

    def edit_member(
        self, member: bytes, *, part: Part, leads: bool, starts_on: date | None, ends_on: date | None,
        contact: Contact | None = None,
    ) -> Done[MemberRow]:  # fmt: skip
        """Change somebody's part, days and whether they lead; another lead of the same days steps back."""
        _check_days(starts_on, ends_on)
        with self.desk.write() as writer:
            need_lead(writer)
            former = _need_member(writer.session, member)
            _need_near(writer.session, former.team)
            _change_contact(writer, former.canvasser, contact or Contact())
            told = {
                "part": part.value, "leads": leads, "starts_on": _iso(starts_on), "ends_on": _iso(ends_on)
            }  # fmt: skip
            writer.edit("team_member", member, told)
            _keep_one_lead(writer, former.team, member) if leads else None
            row = _need_member(writer.session, member)
        return Done(row, writer.changes())

    def leave(self, member: bytes, last_day: date | None = None) -> Done[MemberRow]:
        """Let somebody's time in a team end with a day (today)."""
        with self.desk.write() as writer:
            need_lead(writer)
            former = _need_member(writer.session, member)
            _need_near(writer.session, former.team)
            last = last_day or self.desk.today
            _check_days(former.starts_on, last)
            writer.edit("team_member", member, {"ends_on": last.isoformat()})
            row = _need_member(writer.session, member)
        return Done(row, writer.changes())

    def remove_member(self, member: bytes) -> Done[None]:
        """Take out somebody who was put into a team by mistake."""
        with self.desk.write() as writer:
            need_lead(writer)
            _need_near(writer.session, _need_member(writer.session, member).team)
            writer.edit("team_member", member, {"removed": "mistake"})
        return Done(None, writer.changes())


def _need_name(name: str) -> str:
    proper = normalize(name)
    if not proper:
        raise BadInput(say("The name is missing."), say("Type a name."), key="name_missing")
    return proper


def _check_days(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise BadInput(
            say("The last day, {last}, lies before the first, {first}.", last=last, first=first),
            say("Change one of them."),
            key="days_turned",
        )


def _need_team(session: Session, team: bytes) -> TeamRow:
    row = teams.read_team(session, team)
    if row is None:
        raise NotFound(say("This team is not in the workspace."), say("Choose a team from the list."))
    return row


def _need_near(session: Session, team: bytes) -> None:
    """Refuse on a lead's laptop what every other machine would refuse: teams of communes without a village here."""
    _need_team(session, team)
    if settings.read_machine(session).role == "office":
        return
    here = [village.id for village in villages.list_villages(session, with_merged=True)]
    if teams.are_foreign(session, (team,), area=here):
        raise NotAllowed(
            say("This team belongs to a commune outside the area of this machine."),
            say("Choose another team, or ask the office."),
            key="outside_area",
        )


def _need_member(session: Session, member: bytes) -> MemberRow:
    row = teams.read_member(session, member)
    if row is None:
        raise NotFound(say("This person is not in the team."), say("Choose somebody from the list."))
    return row


def _find_person(writer: Writer, name: str, contact: Contact, *, today: date) -> bytes:
    known = find_named(canvassers.list_canvassers(writer.session), name, today)
    if known is None:
        return writer.create("canvasser", {"name": name, "role": "canvasser", **_contact_values(contact)})
    _change_contact(writer, known.id, contact)
    return known.id


def _contact_values(contact: Contact) -> dict[str, object]:
    told: dict[str, object] = {
        "phone": contact.phone, "agency": normalize(contact.agency) if contact.agency is not None else None,
        "agency_kind": contact.agency_kind.value if contact.agency_kind else None,
        "duty": contact.duty.value if contact.duty else None,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def _change_contact(writer: Writer, person: bytes, contact: Contact) -> None:
    row = canvassers.read_canvasser(writer.session, person)
    told = _contact_values(contact)
    changed = {name: value for name, value in told.items() if value != (getattr(row, name) or "")}
    if not changed:
        return
    office = settings.read_machine(writer.session).role == "office"
    if not office and person[:8] not in incarnations.list_own(writer.session):
        raise BadInput(
            say("This person was entered on another machine: phone and organisation are changed there."),
            say("Leave them as they are, or ask the office."),
            key="not_own",
        )
    writer.edit("canvasser", person, changed)


def _refuse_twice(session: Session, team: bytes, person: bytes, first: date, last: date | None) -> None:
    for each in _need_team(session, team).members:
        starts, ends = each.starts_on or date.min, each.ends_on or date.max
        if each.canvasser == person and starts <= (last or date.max) and first <= ends:
            raise BadInput(
                say("{name} is in this team already.", name=each.name),
                say("Change their place in the team instead."),
                key="member_already",
            )


def _keep_one_lead(writer: Writer, team: bytes, lead: bytes) -> None:
    """Of two leads of the same days the one told last counts."""
    rows = {each.id: each for each in _need_team(writer.session, team).members}
    new = rows[lead]
    for each in rows.values():
        apart = (each.ends_on or date.max) < (new.starts_on or date.min) or (new.ends_on or date.max) < (
            each.starts_on or date.min
        )
        if each.id != lead and each.leads and not apart:
            writer.edit("team_member", each.id, {"leads": False})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
