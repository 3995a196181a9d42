"""Who of a list is entered into the register: people who are not here, with their household, to be asked.

Whatever an entry would have to guess keeps it out: no birth, no village, a row of the same household that waits for a
person, a household in which somebody was erased. The row then says what is missing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from outreach_app.domain.listed_judging import ListedFacts, ListedState, ListedVerdict, ListJudge, first_of
from outreach_app.domain.listed_people import ListedMatch, ListedPerson
from outreach_app.domain.people import HEAD, Category, Scheme
from outreach_app.domain.progress import Watch, tell_progress, unwatched
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.stopped import Finding
from outreach_app.domain.stopped_periods import HeldPeriod, Holdings
from outreach_app.errors import Message, say
from outreach_app.exchange.listed_homes import RowPlace, complete_member
from outreach_app.exchange.register import RegisterHousehold, RegisterPerson, SheetHomes
from outreach_app.services.list_places import Places
from outreach_app.services.listed_villages import VillageFinder
from outreach_app.services.register_plan import Plan, PlannedHousehold, PlannedPerson, make_plan
from outreach_app.store import listed as store
from outreach_app.store import registers
from outreach_app.store.list_entries import read_erased_homes, read_headed_homes
from outreach_app.store.stopped import Resident

_CLOSING = {ListedState.COMPULSORY: "compulsory", ListedState.NEVER: "pensioner"}
_FRESH = frozenset({"compulsory_occupation", "pensioner"})

ENTER = "enter"
"""The step of looking where newcomers belong, as a watch is told it."""


def closing_reason(verdict: ListedVerdict) -> str:
    """Why the list itself tells that somebody is not to be asked: the reason of a closed prospect, or ''."""
    return _CLOSING.get(verdict.state, "") if verdict.reason_key in _FRESH else ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to be entered: as the list has them, and what they are to be asked about."""

    member: RegisterPerson
    listed: ListedPerson
    verdicts: tuple[ListedVerdict, ...]

    @property
    def asked(self) -> tuple[Scheme, ...]:
        """What they are to be asked about."""
        return tuple(each.scheme for each in self.verdicts if each.state is ListedState.NEW)

    @property
    def closing(self) -> str:
        """Why they are marked as not to be asked, or ''."""
        return next(filter(None, map(closing_reason, self.verdicts)), "")


@dataclass(frozen=True, slots=True)
class NewHome:
    """A household with those of it who are entered; `household` is the one that is here already, if there is one."""

    listed: RegisterHousehold
    village: bytes
    household: bytes | None
    members: tuple[Newcomer, ...]

    def plan(self) -> PlannedHousehold:
        """The same as a register's import writes it; nobody who is here already is changed."""
        members = tuple(
            PlannedPerson(each.member, None, {}, each.member.health_until) for each in self.members
        )
        home = replace(self.listed, members=tuple(each.member for each in self.members))
        return PlannedHousehold(home, self.village, self.household, {}, members)


@dataclass(slots=True)
class Newcomers:
    """Everybody who is entered, and by row why somebody is not."""

    homes: list[NewHome] = field(default_factory=list)
    verdicts: dict[RowPlace, tuple[ListedVerdict, ...]] = field(default_factory=dict)
    gaps: dict[RowPlace, tuple[Message, str]] = field(default_factory=dict)

    @property
    def people(self) -> list[Newcomer]:
        """Everybody who is entered, household by household."""
        return [each for home in self.homes for each in home.members]

    @property
    def made_homes(self) -> int:
        """How many households are made."""
        return sum(home.household is None for home in self.homes)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A household with those who may be entered; `owner` is where others of it live here."""

    sheet: str
    home: RegisterHousehold
    owner: bytes | None


def plan_newcomers(
    session: Session,
    sheets: Sequence[SheetHomes],
    matches: Mapping[RowPlace, ListedMatch],
    judge: ListJudge,
    *,
    residents: Mapping[bytes, Resident],
    places: Places,
    settled: Collection[RowPlace] = (),
    watch: Watch = unwatched,
) -> Newcomers:
    """Work out who is entered; of doubtful rows that are `settled` somebody has said that it is one of those meant."""
    erased = read_erased_homes(session)
    planner = _Planner(session, matches, residents, VillageFinder(places), erased, settled)
    listed = [(sheet, home) for sheet in sheets for home in sheet.households]
    for sheet in sheets:
        for row in sheet.refused:
            match = matches.get((sheet.sheet, row.row))
            if match is not None and match.finding is Finding.ABSENT:
                planner.found.gaps[sheet.sheet, row.row] = row.reason, row.reason_key
    asked = [planner.prepare(sheet.sheet, home) for sheet, home in tell_progress(listed, watch, ENTER)]
    homes = planner.place([each for each in asked if each is not None])
    planner.judge_homes(homes, judge)
    return planner.found


@dataclass(slots=True)
class _Planner:
    session: Session
    matches: Mapping[RowPlace, ListedMatch]
    residents: Mapping[bytes, Resident]
    finder: VillageFinder
    erased: Collection[bytes]
    settled: Collection[RowPlace]
    found: Newcomers = field(default_factory=Newcomers)

    # ------------------------------------------------------------------------------------------- who may be entered
    def prepare(self, sheet: str, home: RegisterHousehold) -> _Asked | None:
        """Keep those of a household who are not here and of whom enough is told; None when there is nobody."""
        told = [(each, self.matches.get((sheet, each.row))) for each in home.members]
        absent = [
            (member, match.listed)
            for member, match in told
            if match is not None and match.finding is Finding.ABSENT
        ]
        if not absent:
            return None
        people = [member for member, _ in absent]
        waiting = next((member.row for member, match in told if self._waits(match)), None)
        if waiting is not None:
            text = say("Row {row} of the same household waits for a person; settle it first.", row=waiting)
            self._keep_out(sheet, people, text, "waiting")
            return None
        there = {
            self.residents[person.id].household
            for _, match in told
            if match is not None and match.finding is not Finding.ABSENT
            for person in match.people
        }
        if len(there) > 1:
            text = say("The people of this household live in several households here.")
            self._keep_out(sheet, people, text, "several_homes")
            return None
        members = [complete_member(member, listed) for member, listed in absent]
        unborn = [member for member in members if member.born is None]
        self._keep_out(sheet, unborn, say("The list does not tell when this person was born."), "no_birth")
        left = tuple(member for member in members if member.born is not None)
        return _Asked(sheet, replace(home, members=left), next(iter(there), None)) if left else None

    def _waits(self, match: ListedMatch | None) -> bool:
        """Whether a person has to say who is meant in a row; once that was done, the row waits no more."""
        if match is None or match.finding is not Finding.DOUBTFUL:
            return False
        return (match.listed.sheet, match.listed.row) not in self.settled

    def _keep_out(self, sheet: str, people: Collection[RegisterPerson], text: Message, key: str) -> None:
        for member in people:
            self.found.gaps[sheet, member.row] = text, key

    # ---------------------------------------------------------------------------------------- where they belong
    def place(self, asked: Sequence[_Asked]) -> list[tuple[_Asked, bytes, PlannedHousehold]]:
        """Find the village of each, and by the rules of a register whoever is here after all."""
        placed: list[tuple[_Asked, bytes]] = []
        for each in asked:
            village = b"" if each.owner is not None else self.finder.find(each.home)
            if village is None:
                for member in each.home.members:
                    refused = self.finder.refuse(each.home, member.row)
                    self._keep_out(each.sheet, [member], refused.reason, refused.reason_key)
            else:
                placed.append((each, village))
        plan = self._match([(each.home, village) for each, village in placed])
        return [(each, village, home) for (each, village), home in zip(placed, plan.households, strict=True)]

    def _match(self, homes: Sequence[tuple[RegisterHousehold, bytes]]) -> Plan:
        members = [member for home, _ in homes for member in home.members]
        known = registers.read_known(
            self.session,
            {village for _, village in homes if village},
            citizen_numbers={m.citizen_number for m in members if m.citizen_number},
            insurance_numbers={m.insurance_number for m in members if m.insurance_number},
        )
        return make_plan(homes, known)

    # --------------------------------------------------------------------------------------- what they are asked
    def judge_homes(self, homes: Sequence[tuple[_Asked, bytes, PlannedHousehold]], judge: ListJudge) -> None:
        """Enter a household when somebody of it is to be asked: then all of it that is told, else nobody."""
        owners = [each.owner or planned.household for each, _, planned in homes]
        categories = store.read_categories(self.session, {owner for owner in owners if owner is not None})
        shunned = store.read_shunned(self.session)
        headed = read_headed_homes(self.session) if any(owners) else frozenset()
        for (each, village, planned), owner in zip(homes, owners, strict=True):
            fresh = [member.listed for member in planned.members if member.person is None]
            here = [member.listed for member in planned.members if member.person is not None]
            text = say("Is in the register, but does not live here any more.")
            self._keep_out(each.sheet, here, text, "gone")
            if owner in self.erased:
                said = say(
                    "Somebody of this household was erased at their request; ask before entering anybody."
                )
                self._keep_out(each.sheet, fresh, said, "erased_home")
                continue
            category = categories.get(owner, Category.OTHER) if owner else planned.listed.category
            new = [
                self._judge(each.sheet, member, judge, category or Category.OTHER, owner in shunned)
                for member in fresh
            ]
            if owner in headed:
                new = [replace(one, member=_follow(one.member)) for one in new]
            self._take(each.sheet, NewHome(each.home, village, owner, tuple(new)))

    def _judge(
        self, sheet: str, member: RegisterPerson, judge: ListJudge, category: Category, shunned: bool
    ) -> Newcomer:
        listed = self.matches[sheet, member.row].listed
        person = PersonRow(
            b"", b"", member.name, member.relation, member.sex, member.born, member.citizen_number,
            member.insurance_number, member.phone,
        )  # fmt: skip
        held = Holdings()
        if member.health_until is not None:
            held.periods.append(HeldPeriod(b"", Scheme.HEALTH, None, member.health_until))
        verdicts = judge.judge(listed, ListedFacts(person, category, held, shunned))
        return Newcomer(member, listed, tuple(verdicts))

    def _take(self, sheet: str, home: NewHome) -> None:
        if any(each.state is ListedState.NEW for member in home.members for each in member.verdicts):
            self.found.homes.append(home)
            self.found.verdicts |= {(sheet, each.member.row): each.verdicts for each in home.members}
            return
        for each in home.members:
            first = first_of(list(each.verdicts))
            self.found.gaps[sheet, each.member.row] = first.reason, first.reason_key


def _follow(member: RegisterPerson) -> RegisterPerson:
    """Somebody of a household that has a head is no second one."""
    return replace(member, relation="other") if member.relation == HEAD else member
