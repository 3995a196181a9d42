"""Reports across a change of the territory: by units as they are at the end of its days, or were at their start."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.targets import Subject, SubjectKind, Target
from outreach_app.domain.territory import Level, Territory, Unit, name_village
from outreach_app.domain.territory_steps import (
    DatedUnits,
    Step,
    StepKind,
    StepLevel,
    find_divisions,
    village_on,
)
from outreach_app.errors import Message, NotFound, say
from outreach_app.i18n import Count
from outreach_app.services.counting import Counts
from outreach_app.services.result_lines import Lines, Whose, make_village, read_lines
from outreach_app.services.territory_data import load_territory
from outreach_app.store import merged, results, territory, villages

_CARRYING = frozenset({StepKind.MERGED, StepKind.DIVIDED})


class UnitsAs(StrEnum):
    """Which units a report is by."""

    END = "end"
    START = "start"


@dataclass(frozen=True, slots=True)
class DatedReport:
    """The places of a report, the whole first, what their lines are made from, and what is said about the units."""

    places: list[Whose]
    lines: Lines
    notes: tuple[Message, ...]


def read_dated(
    session: Session, unit_code: str, period: Period, *, today: date, units: UnitsAs = UnitsAs.END
) -> DatedReport:
    """Read what the report of a unit needs; `unit_code` may name the list it belongs to as CODE@VINTAGE.

    NotFound for a code that no unit has.
    """
    steps = territory.list_steps(session)
    dated = DatedUnits(load_territory(), steps)
    on = period.first if units is UnitsAs.START else min(period.last, today)
    rows = _list_rows(session, steps, on) if units is UnitsAs.START else villages.list_villages(session)
    unit = _find_unit(dated, unit_code, on)
    places = _arrange(dated, unit, [(row, _then(row, steps, units, on)) for row in rows], on)
    lines = read_lines(session, period, today=today)
    former = _find_former(session, steps, period.first) if units is UnitsAs.START else {}
    lines = replace(lines, counts=_lead_people(session, lines.counts, former))
    lines = replace(lines, targets=_lead_targets(session, dated, lines.targets, on=on, units=units))
    if units is UnitsAs.START:
        lines = replace(lines, adults=_count_adults(session, lines, former))
    crossed = _find_crossed(steps, period, today)
    notes = tuple(_tell(session, dated, steps, crossed, lines, period=period, units=units))
    return DatedReport(places, lines.about(load_territory(), places[0]), notes)


def has_changed(session: Session, period: Period, *, today: date) -> bool:
    """Whether a decision on the territory, or a new list of units, falls within some days that have come."""
    crossed = _find_crossed(territory.list_steps(session), period, today)
    return bool(crossed) or _is_across_reform(load_territory(), period)


def _find_crossed(steps: Sequence[Step], period: Period, today: date) -> list[Step]:
    last = min(period.last, today)
    return [step for step in steps if step.carried_on is not None and period.first < step.on <= last]


def _is_across_reform(known: Territory, period: Period) -> bool:
    reform = next((v.valid_from for v in known.vintages if v.valid_from), None)
    return reform is not None and period.first < reform <= period.last


def _then(row: VillageRow, steps: Sequence[Step], units: UnitsAs, on: date) -> VillageRow:
    return village_on(row, steps, on) if units is UnitsAs.START else row


def _list_rows(session: Session, steps: Sequence[Step], on: date) -> list[VillageRow]:
    """The villages as they stood on a day: what was merged or divided later, without what was made by it."""
    later = [
        s for s in steps if s.is_village and s.on > on and s.carried_on is not None and s.kind in _CARRYING
    ]
    gone = {s.old.village for s in later}
    made = territory.list_made(session, later)
    known = villages.list_villages(session, with_merged=True)
    divided = [row for key in gone if (row := villages.read_village(session, key)) is not None]
    rows = {row.id: row for row in (*known, *divided)}
    found = [
        row for row in rows.values() if row.id not in made and (row.merged_into is None or row.id in gone)
    ]
    return sorted(found, key=lambda row: row.name)


def _find_unit(dated: DatedUnits, text: str, on: date) -> Unit:
    code, _, vintage = text.partition("@")
    unit = dated.unit(code.strip(), vintage.strip() or dated.territory.present, on)
    if unit is None:
        raise NotFound(
            say("No unit has the code {code}.", code=text), say("Search for the unit by its name.")
        )
    return unit


def _arrange(
    dated: DatedUnits, unit: Unit, rows: Iterable[tuple[VillageRow, VillageRow]], on: date
) -> list[Whose]:
    """The unit and what lies right under it: villages of a commune, communes of anything above."""
    inside = [
        (row, then, below)
        for row, then in rows
        if (below := _find_below(dated, unit, row, then, on)) is not None
    ]
    whole = _make_unit(unit, tuple(row.id for row, _, _ in inside))
    if unit.level is Level.COMMUNE:
        return [whole, *(make_village(row.id, name_village(then.kind, then.name)) for row, then, _ in inside)]
    communes: dict[tuple[str, str], tuple[Unit, list[bytes]]] = {}
    for row, _, below in inside:
        communes.setdefault((below.vintage, below.code), (below, []))[1].append(row.id)
    return [whole, *(_make_unit(below, tuple(ids)) for _, (below, ids) in sorted(communes.items()))]


def _find_below(dated: DatedUnits, unit: Unit, row: VillageRow, then: VillageRow, on: date) -> Unit | None:
    """The commune under which a village stands in a unit, as it lay then or else as it lies today; None elsewhere."""
    for each in (then, row):
        commune = dated.unit(each.commune_code, each.commune_vintage, on)
        if commune is None:
            continue
        chain = (commune, *dated.ancestors(commune))
        if any((step.code, step.vintage) == (unit.code, unit.vintage) for step in chain):
            return commune
    return None


def _make_unit(unit: Unit, ids: tuple[bytes, ...]) -> Whose:
    return Whose(Subject(SubjectKind.UNIT, unit.code, unit.vintage), unit.full_name, SubjectKind.VILLAGE, ids)


# ---------------------------------------------------------------------------------------------------- who lived where
def _lead_people(session: Session, counts: Counts, former: Mapping[bytes, bytes]) -> Counts:
    """Count people in the village that is left of theirs, or in the one they lived in before what came later."""
    left = merged.read_villages_left(session)
    return Counts(counts.facts.lead(left, former), counts.today, counts.teams)


def _find_former(session: Session, steps: Sequence[Step], on: date) -> dict[bytes, bytes]:
    """Of everybody whose household was carried to another village after a day the one it lay in before."""
    pairs = {
        (s.old.village, s.new.village)
        for s in steps
        if s.is_village and s.on > on and s.kind in _CARRYING and s.new.key
    }
    found: dict[bytes, bytes] = {}
    moves = territory.read_moves(session) if pairs else {}
    former = {home: first for home, known in moves.items() if (first := _go_back(known, pairs)) is not None}
    for person, home in territory.list_residents(session, former):
        found[person] = former[home]
    return found


def _go_back(moves: Iterable[tuple[bytes, bytes]], pairs: set[tuple[bytes, bytes]]) -> bytes | None:
    """The village before the first of the moves that a decision made; None where no decision moved the household."""
    carried = {into: was for was, into in moves if (was, into) in pairs}
    first = next((into for into in carried if into not in carried.values()), None)
    passed: set[bytes] = set()
    while first in carried and first not in passed:
        passed.add(first)
        first = carried[first]
    return first if passed else None


def _count_adults(session: Session, lines: Lines, former: Mapping[bytes, bytes]) -> dict[bytes, int]:
    """Count the people of 18 and over by the village they lived in then."""
    counted: dict[bytes, int] = defaultdict(int)
    left = merged.read_villages_left(session)
    for person, village in results.list_adults(session, lines.on):
        counted[former.get(person) or left.get(village, village)] += 1
    return dict(counted)


# ------------------------------------------------------------------------------------------------------------- targets
_Targets = Mapping[tuple[Subject, Scheme], Sequence[Target]]


def _lead_targets(
    session: Session, dated: DatedUnits, targets: _Targets, *, on: date, units: UnitsAs
) -> _Targets:
    """Targets of places that became another one count for that; several of one plan add up there."""
    was = territory.read_carried_targets(session)
    known = [target for found in targets.values() for target in found]
    if units is UnitsAs.START:
        known = [
            replace(each, subject=replace(each.subject, key=was.get(each.id, each.subject.key)))
            for each in known
        ]
        return _sort_targets(known)
    gathered: dict[Target, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for target in known:
        led = replace(target, subject=_lead_subject(dated, target.subject, on))
        origin = was.get(target.id, target.subject.key + target.subject.vintage)
        gathered[replace(led, id=b"", people=0)][origin].append(led)
    return _sort_targets(each for origins in gathered.values() for each in _add_up(origins))


def _add_up(origins: Mapping[str, Sequence[Target]]) -> list[Target]:
    """One target for what several places were given by one plan; one place's own stay as they are."""
    found = list(origins.values())
    if len(found) < 2:
        return [each for known in found for each in known]
    firsts = [known[0] for known in found]
    rest = [each for known in found for each in known[1:]]
    return [replace(firsts[0], people=sum(each.people for each in firsts)), *rest]


def _lead_subject(dated: DatedUnits, subject: Subject, on: date) -> Subject:
    if subject.kind is not SubjectKind.UNIT:
        return subject
    ends = dated.successors(subject.key, subject.vintage, on)
    return Subject(subject.kind, ends[0].code, ends[0].vintage) if len(ends) == 1 else subject


def _sort_targets(targets: Iterable[Target]) -> _Targets:
    found: dict[tuple[Subject, Scheme], list[Target]] = defaultdict(list)
    for target in targets:
        found[target.subject, target.scheme].append(target)
    return found


# --------------------------------------------------------------------------------------------------------------- notes
def _tell(
    session: Session, dated: DatedUnits, steps: Sequence[Step], crossed: Sequence[Step], lines: Lines, *,
    period: Period, units: UnitsAs,
) -> Iterable[Message]:  # fmt: skip
    if crossed or _is_across_reform(dated.territory, period):
        day = period.first if units is UnitsAs.START else lines.on
        yield (
            say("By units as they were on {day}, before what changed within these days.", day=day)
            if units is UnitsAs.START
            else say("By units as they are on {day}; what lay in former ones is counted with them.", day=day)
        )
    for level, divisions in ((level, find_divisions(steps, level)) for level in StepLevel):
        for key, division in divisions.items():
            yield from _tell_division(session, level, key, division, lines)


def _tell_division(
    session: Session, level: StepLevel, key: str, division: Sequence[Step], lines: Lines
) -> Iterable[Message]:
    old = division[0].old
    kind = SubjectKind.VILLAGE if level is StepLevel.VILLAGE else SubjectKind.UNIT
    if level is StepLevel.VILLAGE:
        waiting = len(territory.list_waiting(session, old.village, {step.id for step in division}))
        if waiting:
            yield say(
                "{name} was divided on {day}: {count} households wait for their place and are counted there.",
                name=old.full_name, day=division[0].on, count=Count(waiting),
            )  # fmt: skip
    parts = {step.new.key for step in division}
    for (subject, _), targets in lines.targets.items():
        if subject.kind is kind and subject.key == key and key not in parts:
            for target in targets:
                yield say(
                    "The target of {people} for {name} stays under it, because it was divided on {day}.",
                    people=Count(target.people), name=old.name, day=division[0].on,
                )  # fmt: skip
