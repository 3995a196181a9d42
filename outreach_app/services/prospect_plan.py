"""What bringing in a list of people to be asked will write: worked out whole before anything is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.list_layouts import ListLayout
from outreach_app.domain.listed_judging import ListedFacts, ListedState, ListedVerdict, ListJudge, first_of
from outreach_app.domain.listed_lines import ListedLine
from outreach_app.domain.listed_people import ListedMatch, ListedPerson, tell_match
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.progress import Watch, unwatched
from outreach_app.domain.prospects import OPEN_STAGES, Stage
from outreach_app.domain.stopped import Finding
from outreach_app.domain.stopped_lines import Candidate
from outreach_app.domain.stopped_periods import HeldPeriod, HeldProspect, Holdings
from outreach_app.errors import Message, say
from outreach_app.services.listed_newcomers import Newcomers, closing_reason
from outreach_app.services.rule_book import current_book
from outreach_app.store import listed as store
from outreach_app.store import stopped
from outreach_app.store.stopped import Resident

_PLANNED = b""


@dataclass(frozen=True, slots=True)
class PlannedProspect:
    """A prospect that is to be made, open or (`stage` closed) as a mark that somebody is not to be asked."""

    who: Resident
    scheme: Scheme
    reason: str
    stage: Stage
    listed: ListedPerson


@dataclass(slots=True)
class ListedPlan:
    """The rows to write: new prospects, prospects by row with a new reason or closed with it, last days of insurance;
    rows that wait for a person; and whoever is entered into the register.
    """

    prospects: list[PlannedProspect] = field(default_factory=list)
    renamed: dict[bytes, tuple[str, ListedPerson]] = field(default_factory=dict)
    closed: dict[bytes, tuple[str, ListedPerson]] = field(default_factory=dict)
    covers: list[tuple[bytes, Scheme, date]] = field(default_factory=list)
    doubts: list[ListedMatch] = field(default_factory=list)
    lines: list[ListedLine] = field(default_factory=list)
    newcomers: Newcomers = field(default_factory=Newcomers)
    reason: str = ""
    cover: Scheme | None = None

    def count_made(self) -> int:
        """How many prospects are to be asked who were not before."""
        entered = sum(len(each.asked) for each in self.newcomers.people)
        return sum(each.stage is Stage.NEW for each in self.prospects) + entered

    def count_closed(self) -> int:
        """How many are marked as not to be asked, or were to be asked until now."""
        entered = sum(bool(each.closing) for each in self.newcomers.people)
        return len(self.closed) + sum(each.stage is Stage.CLOSED for each in self.prospects) + entered

    def count_covers(self) -> int:
        """How many last days of insurance are written."""
        entered = self.newcomers.people if self.cover is not None else []
        return len(self.covers) + sum(each.listed.until is not None for each in entered)


@dataclass(slots=True)
class ListedPlanner:
    """Plans a list row by row; what earlier rows plan counts for later ones.

    Attributes: judge, residents (by person), held (by person), categories and shunned (by household), settled (rows
    that a person has decided on, by the name of the row).
    """

    judge: ListJudge
    residents: Mapping[bytes, Resident]
    held: dict[bytes, Holdings]
    categories: Mapping[bytes, Category]
    shunned: frozenset[bytes]
    plan: ListedPlan = field(default_factory=ListedPlan)

    @property
    def layout(self) -> ListLayout:
        """The layout of the list."""
        return self.judge.layout

    def add(self, match: ListedMatch, *, settled: bool = False) -> None:
        """Plan one row; `settled` that a person has decided on it before."""
        people = tuple(make_candidate(self.residents[person.id]) for person in match.people)
        place = match.listed.sheet, match.listed.row
        if place in self.plan.newcomers.verdicts:
            self._add_newcomer(match, self.plan.newcomers.verdicts[place])
        elif place in self.plan.newcomers.gaps:
            self._tell(match, (), None, state=ListedState.ABSENT, gap=self.plan.newcomers.gaps[place])
        elif match.person is not None:
            self._add_found(match, people)
        elif settled:
            done = say("Was settled by hand before.")
            self._tell(match, people, ListedVerdict(Scheme.VOLUNTARY, ListedState.LEFT_OUT, "settled", done))
        elif match.finding is Finding.DOUBTFUL:
            self.plan.doubts.append(match)
            self._tell(match, people, None, state=ListedState.MAYBE)
        else:
            self._tell(match, people, None, state=ListedState.ABSENT)

    def _add_found(self, match: ListedMatch, people: tuple[Candidate, ...]) -> None:
        assert match.person is not None, "only who was found is judged"
        who = self.residents[match.person.id]
        held = self.held.setdefault(who.person.id, Holdings())
        category = self.categories.get(who.household, Category.OTHER)
        facts = ListedFacts(who.person, category, held, who.household in self.shunned)
        verdicts = self.judge.judge(match.listed, facts)
        for verdict in verdicts:
            self._plan_verdict(verdict, match.listed, who, held)
        self._plan_cover(match.listed, who, held)
        made = tuple(each.scheme for each in verdicts if each.state is ListedState.NEW)
        self._tell(match, people, first_of(verdicts), schemes=made)

    def _add_newcomer(self, match: ListedMatch, verdicts: Sequence[ListedVerdict]) -> None:
        """Tell of somebody who is entered with the list."""
        made = tuple(each.scheme for each in verdicts if each.state is ListedState.NEW)
        entered = ListedMatch(match.listed, Finding.ABSENT, (), "entered")
        self._tell(entered, (), first_of(list(verdicts)), schemes=made)

    def _plan_verdict(
        self, verdict: ListedVerdict, listed: ListedPerson, who: Resident, held: Holdings
    ) -> None:
        if verdict.state is ListedState.NEW:
            self._make(who, verdict.scheme, self.layout.reason, Stage.NEW, listed, held)
        elif verdict.renames:
            known = held.prospects[verdict.scheme]
            self.plan.renamed[known.row] = self.layout.reason, listed
            held.prospects[verdict.scheme] = replace(known, reason=self.layout.reason)
        elif reason := closing_reason(verdict):
            self._close(reason, listed, who, held)

    def _close(self, reason: str, listed: ListedPerson, who: Resident, held: Holdings) -> None:
        """Close what is open, and leave a mark where nothing is: the next list knows it by that."""
        marked = False
        for scheme, known in list(held.prospects.items()):
            if known.stage in OPEN_STAGES and known.row != _PLANNED:
                self.plan.closed[known.row] = reason, listed
                held.prospects[scheme] = replace(known, reason=reason, stage=Stage.CLOSED)
                marked |= scheme is Scheme.VOLUNTARY
            marked |= scheme is Scheme.VOLUNTARY and known.stage is Stage.CLOSED and known.reason == reason
        if not marked:
            self._make(who, Scheme.VOLUNTARY, reason, Stage.CLOSED, listed, held)

    def _make(
        self, who: Resident, scheme: Scheme, reason: str, stage: Stage, listed: ListedPerson, held: Holdings
    ) -> None:
        self.plan.prospects.append(PlannedProspect(who, scheme, reason, stage, listed))
        held.prospects[scheme] = HeldProspect(_PLANNED, reason, stage)

    def _plan_cover(self, listed: ListedPerson, who: Resident, held: Holdings) -> None:
        """Write down until when somebody is or was insured, unless that or more is known."""
        scheme, until = self.layout.cover, listed.until
        if scheme is None or until is None:
            return
        same = any(each.ends == until for each in held.of_kind(scheme))
        if not same and not held.lasts_beyond(scheme, until):
            self.plan.covers.append((who.person.id, scheme, until))
            held.periods.append(HeldPeriod(_PLANNED, scheme, None, until))

    def _tell(
        self,
        match: ListedMatch,
        people: tuple[Candidate, ...],
        verdict: ListedVerdict | None,
        *,
        state: ListedState | None = None,
        schemes: tuple[Scheme, ...] = (),
        gap: tuple[Message | None, str] = (None, ""),
    ) -> None:
        told = state if verdict is None else verdict.state
        assert told is not None, "a row without a verdict has a state"
        self.plan.lines.append(
            ListedLine(
                row=match.listed.row, name=match.listed.name, state=told, people=people,
                found=tell_match(match.reason_key, match.people), found_key=match.reason_key,
                reason=verdict.reason if verdict else gap[0], reason_key=verdict.reason_key if verdict else gap[1],
                schemes=schemes, sheet=match.listed.sheet,
            )
        )  # fmt: skip


def make_candidate(resident: Resident) -> Candidate:
    """Somebody of here as a row shows them."""
    person = resident.person
    return Candidate(person.id, person.name, person.born, resident.code, resident.village)


def make_planner(
    session: Session,
    layout: ListLayout,
    residents: Mapping[bytes, Resident],
    found: Collection[bytes],
    *,
    today: date,
    watch: Watch = unwatched,
) -> ListedPlanner:
    """Make ready for planning a list by what is known of the people who were `found`, by their ids."""
    homes = {residents[person].household for person in found}
    return ListedPlanner(
        judge=ListJudge(layout, current_book(session), today),
        residents=residents,
        held=stopped.read_holdings(session, found, watch=watch),
        categories=store.read_categories(session, homes),
        shunned=store.read_shunned(session),
        plan=ListedPlan(reason=layout.reason, cover=layout.cover),
    )
