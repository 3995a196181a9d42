"""Steering committees, who sits on them, and who receives which report: the office's own list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.committees import (
    Committee,
    CommitteeList,
    CommitteeMember,
    Recipient,
    ReportKind,
    Seat,
    Way,
    find_hints,
    list_without,
)
from outreach_app.domain.identity import normalize_phone
from outreach_app.domain.territory import Level, Territory
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.objections import need_office
from outreach_app.services.territory_data import read_standing
from outreach_app.store import committees, households, settings

_GONE = "taken back"


@dataclass(frozen=True, slots=True)
class NewMember:
    """What is entered of somebody who sits on a committee."""

    name: str
    office_held: str = ""
    seat: Seat = Seat.MEMBER
    phone: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewRecipient:
    """What is entered of somebody who receives a report; an e-mail needs an address."""

    name: str
    office_held: str = ""
    report: ReportKind = ReportKind.MONTHLY
    way: Way = Way.PAPER
    address: str = ""


@dataclass(frozen=True, slots=True)
class Committees:
    """Only the office writes and has these rows."""

    desk: Desk

    def list_all(self, unit_code: str | None = None) -> CommitteeList:
        """List committees and recipients of a unit (else the office's own) and what lies under it."""
        with self.desk.read() as session:
            territory = read_standing(session)
            code = unit_code or settings.read_machine(session).unit_code
            unit = territory.unit(code, territory.present)
            if unit is None:
                raise NotFound(
                    say("No unit has the code {code}.", code=code), say("Search for the unit by its name.")
                )
            units = (unit, *(() if unit.level is Level.COMMUNE else territory.communes_of(code)))
            codes = {each.code for each in units}
            office = settings.read_machine(session).office_name
            sitting = _name_committees(session, territory)
            receiving = [
                replace(each, unit_name=_name_unit(territory, each.unit_code, each.unit_vintage))
                for each in committees.list_recipients(session)
            ]
        there = [each for each in sitting if each.unit_code in codes]
        communes = [(each.code, each.full_name) for each in units if each.level is Level.COMMUNE]
        return CommitteeList(
            there, [each for each in receiving if each.unit_code in codes], list_without(communes, there),
            self.desk.today, office, unit.full_name,
        )  # fmt: skip

    def list_units(self) -> list[tuple[str, str]]:
        """List the units a committee may be of here, as (code, name): the office's own and its communes."""
        with self.desk.read() as session:
            machine, territory = settings.read_machine(session), read_standing(session)
        unit = territory.unit(machine.unit_code, machine.unit_vintage)
        under = territory.communes_of(machine.unit_code) if unit and unit.level is not Level.COMMUNE else ()
        return [(each.code, each.full_name) for each in (unit, *under) if each is not None]

    def list_members(self) -> list[tuple[CommitteeMember, Committee]]:
        """List everybody who sits on any committee today, with the committee."""
        with self.desk.read() as session:
            known = _name_committees(session, read_standing(session))
        return [(member, each) for each in known for member in each.list_in(self.desk.today)]

    def find_member(self, name: str) -> CommitteeMember:
        """Find a member by name, without regard to marks and capitals; of two of that name the id has to be told."""
        there = [member for member, _ in self.list_members() if fold(member.name) == fold(normalize(name))]
        if not there:
            raise NotFound(
                say("Nobody called {name} sits on a committee.", name=name),
                say("See who does: outreach committee list."), key="no_such_member",
            )  # fmt: skip
        if len(there) > 1:
            raise BadInput(
                say("{count} people called {name} sit on committees.", count=len(there), name=name),
                say("Name the one you mean by the id: outreach committee list."), key="several_members",
            )  # fmt: skip
        return there[0]

    def hints(self, committee: Committee) -> list[Message]:
        """Tell what a committee lacks today; nothing is refused for it."""
        return find_hints(committee, self.desk.today)

    def add(
        self, unit_code: str, *, decision: str = "", decided_on: date | None = None, issued_by: str = ""
    ) -> Done[Committee]:
        """Enter the committee of a unit with the decision that set it up."""
        with self.desk.write() as writer:
            need_office(writer.session)
            vintage = _need_unit(writer.session, unit_code)
            told = _decision(decision, decided_on, issued_by)
            made = writer.create("committee", {"unit_code": unit_code, "unit_vintage": vintage, **told})
            row = _need_committee(writer.session, made)
        return Done(row, writer.changes())

    def edit(
        self, committee: bytes, *, decision: str, decided_on: date | None, issued_by: str
    ) -> Done[Committee]:
        """Change what is known of the decision."""
        with self.desk.write() as writer:
            need_office(writer.session)
            _need_committee(writer.session, committee)
            writer.edit("committee", committee, _decision(decision, decided_on, issued_by))
            row = _need_committee(writer.session, committee)
        return Done(row, writer.changes())

    def seat(self, committee: bytes, new: NewMember, *, person: bytes | None = None) -> Done[CommitteeMember]:
        """Enter somebody who sits on a committee; `person` when the register knows them."""
        told = _member(new)
        with self.desk.write() as writer:
            need_office(writer.session)
            there = _need_committee(writer.session, committee).list_in(self.desk.today)
            _need_person(writer.session, person)
            if any(fold(each.name) == fold(str(told["name"])) for each in there):
                raise BadInput(
                    say("{name} sits on this committee already.", name=told["name"]),
                    say("Change that entry instead."), key="member_already",
                )  # fmt: skip
            made = writer.create("committee_member", {"committee": committee, "person": person, **told})
            row = _need_member(writer.session, made)
        return Done(row, writer.changes())

    def edit_member(self, member: bytes, new: NewMember) -> Done[CommitteeMember]:
        """Change what is known of a member, and their last day."""
        told = _member(new)
        with self.desk.write() as writer:
            need_office(writer.session)
            _need_member(writer.session, member)
            writer.edit("committee_member", member, told)
            row = _need_member(writer.session, member)
        return Done(row, writer.changes())

    def send_to(self, unit_code: str, new: NewRecipient, *, person: bytes | None = None) -> Done[Recipient]:
        """Enter who receives a report of a unit, and how."""
        told = _recipient(new)
        with self.desk.write() as writer:
            need_office(writer.session)
            vintage = _need_unit(writer.session, unit_code)
            _need_person(writer.session, person)
            place = {"unit_code": unit_code, "unit_vintage": vintage, "person": person}
            made = writer.create("report_recipient", {**place, **told})
            row = _need_recipient(writer.session, made)
        return Done(row, writer.changes())

    def edit_recipient(self, recipient: bytes, new: NewRecipient) -> Done[Recipient]:
        """Change who receives a report and how."""
        told = _recipient(new)
        with self.desk.write() as writer:
            need_office(writer.session)
            _need_recipient(writer.session, recipient)
            writer.edit("report_recipient", recipient, told)
            row = _need_recipient(writer.session, recipient)
        return Done(row, writer.changes())

    def take_back(self, table: str, row: bytes) -> Done[None]:
        """Take a committee, a member or a recipient off the list."""
        return self._mark(table, row, _GONE)

    def restore(self, table: str, row: bytes) -> Done[None]:
        """Put back what was taken off."""
        return self._mark(table, row, None)

    def _mark(self, table: str, row: bytes, removed: str | None) -> Done[None]:
        with self.desk.write() as writer:
            need_office(writer.session)
            writer.edit(table, row, {"removed": removed})
        return Done(None, writer.changes())


def _name_committees(session: Session, territory: Territory) -> list[Committee]:
    return [
        replace(each, unit_name=_name_unit(territory, each.unit_code, each.unit_vintage))
        for each in committees.list_committees(session)
    ]


def _name_unit(territory: Territory, code: str, vintage: str) -> str:
    unit = territory.unit(code, vintage)
    return unit.full_name if unit else code


def _need_unit(session: Session, code: str) -> str:
    territory = read_standing(session)
    if territory.unit(code, territory.present) is None:
        raise NotFound(
            say("No unit has the code {code}.", code=code), say("Search for the unit by its name.")
        )
    return territory.present


def _need_committee(session: Session, committee: bytes) -> Committee:
    found = next((c for c in _name_committees(session, read_standing(session)) if c.id == committee), None)
    if found is None:
        raise NotFound(say("This committee is not in the workspace."), say("Choose one from the list."))
    return found


def _need_member(session: Session, member: bytes) -> CommitteeMember:
    everybody = (each for known in committees.list_committees(session) for each in known.members)
    found = next((each for each in everybody if each.id == member), None)
    if found is None:
        raise NotFound(say("Nobody of this id sits on a committee."), say("Choose one from the list."))
    return found


def _need_recipient(session: Session, recipient: bytes) -> Recipient:
    found = next((each for each in committees.list_recipients(session) if each.id == recipient), None)
    if found is None:
        raise NotFound(say("Nobody of this id receives reports."), say("Choose one from the list."))
    return replace(found, unit_name=_name_unit(read_standing(session), found.unit_code, found.unit_vintage))


def _need_person(session: Session, person: bytes | None) -> None:
    if person is not None and households.read_person(session, person) is None:
        raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))


def _decision(decision: str, decided_on: date | None, issued_by: str) -> Mapping[str, object]:
    day = decided_on.isoformat() if decided_on else None
    return {"decision": normalize(decision), "decided_on": day, "issued_by": normalize(issued_by)}


def _need_name(name: str) -> str:
    proper = normalize(name)
    if not proper:
        raise BadInput(say("The name is missing."), say("Type the person's name."), key="name_missing")
    return proper


def _member(new: NewMember) -> Mapping[str, object]:
    return {
        "name": _need_name(new.name), "office_held": normalize(new.office_held), "seat": new.seat.value,
        "phone": normalize_phone(new.phone) if new.phone.strip() else None,
        "ends_on": new.ends_on.isoformat() if new.ends_on else None,
    }  # fmt: skip


def _recipient(new: NewRecipient) -> Mapping[str, object]:
    address = normalize(new.address)
    if new.way is Way.EMAIL and "@" not in address:
        raise BadInput(
            say("“{address}” is no e-mail address.", address=address),
            say("Type it with its @."),
            key="no_address",
        )
    return {
        "name": _need_name(new.name), "office_held": normalize(new.office_held), "report": new.report.value,
        "way": new.way.value, "address": address,
    }  # fmt: skip
