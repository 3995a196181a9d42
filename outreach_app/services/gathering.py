"""What the tables tell of people, gathered by village into facts that can be counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from outreach_app.domain.covers import ALWAYS, ENDLESS, Cover, join_covers
from outreach_app.domain.facts import Facts
from outreach_app.domain.lapses import LapseReason, ToldLapse
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import Scheme
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.village_facts import RENEWED_WITHIN, CoverRow, SignUp, VillageFacts, pack_rows
from outreach_app.store import results

_CARDS = frozenset({Scheme.HOUSEHOLD_HEALTH.value, Scheme.HEALTH.value})
_FIGURES = {"new": Figure.NEW, "re_registered": Figure.WON_BACK, "continuing": Figure.CONTINUING}
_SCHEMES = {scheme.value: scheme for scheme in Scheme}
_REASONS = {reason.value: reason for reason in LapseReason}


@dataclass(slots=True)
class _Village:
    """What was read of the people of a village so far: covers by scheme, those that lists told of as plain rows."""

    listed: dict[str, list[CoverRow]] = field(default_factory=lambda: defaultdict(list))
    signed: dict[str, list[tuple[bytes, Cover]]] = field(default_factory=lambda: defaultdict(list))
    sign_ups: dict[Scheme, list[SignUp]] = field(default_factory=lambda: defaultdict(list))
    told: dict[tuple[bytes, Scheme], list[ToldLapse]] = field(default_factory=lambda: defaultdict(list))
    dead: set[bytes] = field(default_factory=set)

    def pack(self) -> VillageFacts:
        """Join everybody's covers."""
        return VillageFacts(
            {
                _SCHEMES[name]: pack_rows(_join(name, self.listed.get(name, ()), self.signed.get(name, ())))
                for name in self.listed.keys() | self.signed.keys()
            },
            dict(self.sign_ups), dict(self.told), frozenset(self.dead),
        )  # fmt: skip


class _Days(dict[str | None, int]):
    """The numbers of days told in ISO form: a province tells of a million covers on a few thousand different days."""

    def __missing__(self, day: str | None) -> int:
        number = self[day] = date.fromisoformat(day or "").toordinal()
        return number


def gather_facts(session: Session, residents: results.Residents) -> Facts:
    """Gather the facts of these people by village, each table read once."""
    found: dict[bytes, _Village] = defaultdict(_Village)
    villages = residents.villages
    for person in residents.dead:
        found[villages[person]].dead.add(person)
    _gather_listed(results.read_listed(session, residents), villages, found)
    _gather_signed(results.read_signed(session, residents), villages, found)
    for person, scheme, reason, day in results.read_told_reasons(session, residents):
        if scheme in _SCHEMES and reason in _REASONS:
            told = ToldLapse(_REASONS[reason], date.fromisoformat(day))
            found[villages[person]].told[person, _SCHEMES[scheme]].append(told)
    births = {village: tuple(sorted(known)) for village, known in residents.births.items() if known}
    return Facts({village: known.pack() for village, known in found.items()}, births)


def _gather_listed(
    rows: Iterable[tuple[Any, ...]], villages: Mapping[bytes, bytes], found: Mapping[bytes, _Village]
) -> None:
    starting, ending = _Days({None: ALWAYS, "": ALWAYS}), _Days({None: ENDLESS, "": ENDLESS})
    for person, scheme, starts, ends in rows:
        if scheme in _SCHEMES:
            found[villages[person]].listed[scheme].append((person, starting[starts], ending[ends], None))


def _gather_signed(
    rows: Iterable[tuple[Any, ...]], villages: Mapping[bytes, bytes], found: Mapping[bytes, _Village]
) -> None:
    people: dict[bytes | None, bytes | None] = {}
    for person, name, first_month, months, kind, day, told_by, _, _ in rows:
        if name not in _SCHEMES:
            continue
        village, who = found[villages[person]], people.setdefault(told_by, told_by)
        if months > 0:
            first, last = _find_months(first_month, months)
            village.signed[name].append((person, Cover(first, last, kind == "continuing", who)))
        if kind in _FIGURES:
            village.sign_ups[_SCHEMES[name]].append(SignUp(person, _FIGURES[kind], _read_day(day), who))


def _join(scheme: str, listed: Sequence[CoverRow], signed: Iterable[tuple[bytes, Cover]]) -> list[CoverRow]:
    """Join the covers of whoever has more than one; most people have one, and a province has a million."""
    bridged = RENEWED_WITHIN.days if scheme in _CARDS else 0
    several: dict[bytes, list[Cover]] = {person: [] for person, _ in signed}
    people = [row[0] for row in listed]
    if len(set(people)) < len(people):
        several |= {person: [] for person, count in Counter(people).items() if count > 1}
    rows = []
    for row in listed:
        if row[0] in several:
            several[row[0]].append(Cover(row[1], row[2]))
        elif row[1] <= row[2]:
            rows.append(row)
    for person, cover in signed:
        several[person].append(cover)
    for person, known in several.items():
        joined = join_covers(known, bridged_days=bridged) if len(known) > 1 else known
        rows += [(person, each.first, each.last, each.by) for each in joined if each.first <= each.last]
    return sorted(rows)


_read_day = lru_cache(20_000)(date.fromisoformat)


@lru_cache(20_000)
def _find_months(first_month: str, months: int) -> tuple[int, int]:
    first = date.fromisoformat(f"{first_month}-01")
    return first.toordinal(), last_of_month(add_months(first, months - 1)).toordinal()
