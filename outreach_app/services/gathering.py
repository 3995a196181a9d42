"""What the tables tell of people, gathered by village into facts that can be counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from outreach_app.domain.covers import ALWAYS, ENDLESS, Cover, join_covers
from outreach_app.domain.lapses import LapseReason, ToldLapse
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import Scheme
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.village_facts import RENEWED_WITHIN, SignUp, VillageFacts, pack_covers
from outreach_app.store import results

_CARDS = frozenset({Scheme.HOUSEHOLD_HEALTH.value, Scheme.HEALTH.value})
_FIGURES = {"new": Figure.NEW, "re_registered": Figure.WON_BACK, "continuing": Figure.CONTINUING}
_SCHEMES = {scheme.value: scheme for scheme in Scheme}
_REASONS = {reason.value: reason for reason in LapseReason}


@dataclass(slots=True)
class _Village:
    """What was read of the people of a village so far: covers as they were told, by scheme and person."""

    covers: dict[str, dict[bytes, list[Cover]]] = field(default_factory=lambda: defaultdict(dict))
    sign_ups: dict[Scheme, list[SignUp]] = field(default_factory=lambda: defaultdict(list))
    told: dict[tuple[bytes, Scheme], list[ToldLapse]] = field(default_factory=lambda: defaultdict(list))
    dead: set[bytes] = field(default_factory=set)

    def pack(self) -> VillageFacts:
        """Join everybody's covers."""
        return VillageFacts(
            {_SCHEMES[name]: pack_covers(_join(name, people)) for name, people in self.covers.items()},
            dict(self.sign_ups), dict(self.told), frozenset(self.dead),
        )  # fmt: skip


class _Days(dict[str | None, int]):
    """The numbers of days told in ISO form: a province tells of a million covers on a few thousand different days."""

    def __missing__(self, day: str | None) -> int:
        number = self[day] = date.fromisoformat(day or "").toordinal()
        return number


def gather_facts(session: Session, residents: results.Residents) -> dict[bytes, VillageFacts]:
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
    return {village: known.pack() for village, known in found.items()}


def _gather_listed(
    rows: Iterable[tuple[Any, ...]], villages: Mapping[bytes, bytes], found: Mapping[bytes, _Village]
) -> None:
    starting, ending = _Days({None: ALWAYS, "": ALWAYS}), _Days({None: ENDLESS, "": ENDLESS})
    for person, scheme, starts, ends in rows:
        if scheme in _SCHEMES:
            covers = found[villages[person]].covers[scheme]
            cover = Cover(starting[starts], ending[ends])
            if person in covers:
                covers[person].append(cover)
            else:
                covers[person] = [cover]


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
            village.covers[name].setdefault(person, []).append(Cover(first, last, kind == "continuing", who))
        if kind in _FIGURES:
            village.sign_ups[_SCHEMES[name]].append(SignUp(person, _FIGURES[kind], _read_day(day), who))


def _join(scheme: str, people: Mapping[bytes, list[Cover]]) -> dict[bytes, list[Cover]]:
    bridged = RENEWED_WITHIN.days if scheme in _CARDS else 0
    return {
        person: known
        if len(known) == 1 and known[0].first <= known[0].last
        else join_covers(known, bridged_days=bridged)
        for person, known in people.items()
    }


_read_day = lru_cache(20_000)(date.fromisoformat)


@lru_cache(20_000)
def _find_months(first_month: str, months: int) -> tuple[int, int]:
    first = date.fromisoformat(f"{first_month}-01")
    return first.toordinal(), last_of_month(add_months(first, months - 1)).toordinal()
