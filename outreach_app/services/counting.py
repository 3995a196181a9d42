"""Our own numbers for the reports: who joined, went on or stopped within some days, and who is covered on one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from outreach_app.domain.covers import ENDLESS, Cover, find_lapses, is_covered, join_covers
from outreach_app.domain.months import add_months, last_of_month
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.results import Tally
from outreach_app.store import results

BRIDGED_DAYS = {Scheme.HOUSEHOLD_HEALTH: 89}
"""A health card that is renewed within 90 days keeps what the law grants to unbroken cover: nobody has stopped."""

_STRENGTH = {"new": 0, "re_registered": 1, "continuing": 2}
_SCHEMES = frozenset(scheme.value for scheme in Scheme)


@dataclass(frozen=True, slots=True)
class SignUp:
    """What somebody's sign-ups under a scheme come to within some days: the strongest kind, where, and by whom.

    Whoever joined and went on within the same days has joined.
    """

    person: bytes
    scheme: Scheme
    kind: str
    village: bytes
    canvasser: bytes | None


@dataclass(slots=True)
class Covers:
    """Who is covered: of every scheme the covers of each person, in which village everybody lives, and who has died.

    Whoever has died is no member, though nobody has told the end of the cover; who stopped before that has stopped.
    """

    by_scheme: dict[Scheme, dict[bytes, list[Cover]]] = field(default_factory=lambda: defaultdict(dict))
    homes: dict[bytes, bytes] = field(default_factory=dict)
    dead: set[bytes] = field(default_factory=set)

    def note(self, person: bytes, village: bytes | None, *, died: bool) -> None:
        """Keep where somebody lives, and that they have died."""
        self.homes[person] = village or b""
        if died:
            self.dead.add(person)

    def count_active(self, scheme: Scheme, on: date) -> Counter[bytes]:
        """Count by village the people covered under a scheme on a day."""
        covers = self.by_scheme.get(scheme, {})
        return Counter(
            self.homes[person]
            for person, known in covers.items()
            if person not in self.dead and is_covered(known, on)
        )

    def count_distinct(self, on: date) -> Counter[bytes]:
        """Count by village the people covered under any scheme on a day, everybody once."""
        covered = {
            person
            for covers in self.by_scheme.values()
            for person, known in covers.items()
            if person not in self.dead and is_covered(known, on)
        }
        return Counter(self.homes[person] for person in covered)

    def count_lapses(self, scheme: Scheme, within: Period) -> Counter[bytes]:
        """Count by village the people whose cover under a scheme ended within a period."""
        covers = self.by_scheme.get(scheme, {})
        return Counter(self.homes[person] for person, known in covers.items() if find_lapses(known, within))


def read_sign_ups(session: Session, within: Period) -> list[SignUp]:
    """Read what was signed within a period, one for each person and scheme."""
    best: dict[tuple[bytes, str], tuple[int, SignUp]] = {}
    for person, scheme, kind, village, canvasser in results.read_sign_ups(session, within):
        if scheme not in _SCHEMES:
            continue
        rank = _STRENGTH.get(kind, len(_STRENGTH))
        known = best.get((person, scheme))
        if known is None or rank < known[0]:
            best[person, scheme] = (rank, SignUp(person, Scheme(scheme), kind, village or b"", canvasser))
    return [sign_up for _, sign_up in best.values()]


def read_covers(session: Session) -> Covers:
    """Read everybody's covers, from lists and from sign-ups."""
    gathered: dict[tuple[bytes, str], list[Cover]] = defaultdict(list)
    covers = Covers()
    for person, village, scheme, starts, ends, died in results.read_listed(session):
        covers.note(person, village, died=bool(died))
        gathered[person, scheme].append(
            Cover(
                date.fromisoformat(starts) if starts else date.min,
                date.fromisoformat(ends) if ends else ENDLESS,
            )
        )
    for person, village, scheme, first_month, months, kind, died in results.read_signed(session):
        covers.note(person, village, died=bool(died))
        first = date.fromisoformat(f"{first_month}-01")
        last = last_of_month(add_months(first, months - 1))
        gathered[person, scheme].append(Cover(first, last, goes_on=kind == "continuing"))
    for (person, scheme), known in gathered.items():
        if scheme in _SCHEMES:
            bridged = BRIDGED_DAYS.get(Scheme(scheme), 0)
            covers.by_scheme[Scheme(scheme)][person] = join_covers(known, bridged_days=bridged)
    return covers


def tally_up(sign_ups: Iterable[SignUp], lapses: Mapping[bytes, int] | None = None) -> dict[bytes, Tally]:
    """Add up sign-ups and stops of one scheme by village."""
    counted: dict[bytes, Counter[str]] = defaultdict(Counter)
    for each in sign_ups:
        counted[each.village][each.kind] += 1
    villages = counted.keys() | (lapses or {}).keys()
    return {
        village: Tally(
            counted[village]["new"], counted[village]["re_registered"], counted[village]["continuing"],
            (lapses or {}).get(village, 0),
        )
        for village in villages
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbers:
    """Our own numbers of a period by scheme and village: sign-ups and stops, members on its last day."""

    period: Period
    tallies: Mapping[Scheme, Mapping[bytes, Tally]]
    active: Mapping[Scheme, Counter[bytes]]
    distinct: Counter[bytes]
    sign_ups: tuple[SignUp, ...]

    def sum_tally(self, scheme: Scheme, villages: Iterable[bytes]) -> Tally:
        """Add up what was signed and stopped in some villages."""
        told = self.tallies.get(scheme, {})
        return sum((told[village] for village in villages if village in told), Tally())

    def sum_active(self, scheme: Scheme, villages: Iterable[bytes]) -> int:
        """Add up the members in some villages."""
        told = self.active.get(scheme, Counter())
        return sum(told[village] for village in villages)


def count_numbers(session: Session, covers: Covers, period: Period, *, today: date) -> Numbers:
    """Count a period: what lies after today has not happened, so nobody stops then and members are those of today."""
    sign_ups = read_sign_ups(session, period)
    past = period.until(today)
    lapses = {scheme: covers.count_lapses(scheme, past) if past else Counter() for scheme in OFFERED_SCHEMES}
    by_scheme = {
        scheme: tally_up((each for each in sign_ups if each.scheme is scheme), lapses[scheme])
        for scheme in OFFERED_SCHEMES
    }
    on = min(period.last, today)
    active = {scheme: covers.count_active(scheme, on) for scheme in Scheme}
    return Numbers(period, by_scheme, active, covers.count_distinct(on), tuple(sign_ups))
