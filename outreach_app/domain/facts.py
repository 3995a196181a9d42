"""What sign-ups, covers and told reasons come to: who joined, went on, stopped and is a member, each with their id.

Everything is counted from the same lists of people, so that parts come to their whole and every number can be opened.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from outreach_app.domain.months import add_months
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.results import NOTHING, Tally
from outreach_app.domain.village_facts import Event, VillageFacts, join_villages

ADULT_YEARS = 18


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of everybody, by the village they live in (nobody knows where: empty).

    `births` are the days or years of birth of the living there in ISO form and in order, empty where nobody knows.
    """

    villages: Mapping[bytes, VillageFacts] = field(default_factory=dict)
    births: Mapping[bytes, Sequence[str]] = field(default_factory=dict)

    def count_adults(self, on: date) -> dict[bytes, int]:
        """Count by village the people of 18 and over; whose year of birth nobody knows counts as one."""
        born = add_months(on, -12 * ADULT_YEARS).isoformat()
        counted = {village: bisect_right(births, born) for village, births in self.births.items() if village}
        return {village: count for village, count in counted.items() if count}

    def list_sign_ups(self, scheme: Scheme, period: Period) -> list[Event]:
        """List who signed up within a period, as `VillageFacts.list_sign_ups` does."""
        return [event for each in self.villages.values() for event in each.list_sign_ups(scheme, period)]

    def list_stops(self, scheme: Scheme, period: Period) -> list[Event]:
        """List whose cover ended within a period, everybody once with the last stop."""
        return [event for each in self.villages.values() for event in each.list_stops(scheme, period)]

    def list_dead(self) -> Iterator[tuple[bytes, VillageFacts]]:
        """List the dead, each with the facts of their village."""
        return ((person, each) for each in self.villages.values() for person in each.dead)

    def list_people(self) -> Iterator[bytes]:
        """Everybody of whom anything is known; some more than once."""
        return chain.from_iterable(each.list_people() for each in self.villages.values())

    def find_villages(self, people: Collection[bytes]) -> set[bytes]:
        """Find the villages in which any of these people is known."""
        wanted = frozenset(people)
        return {key for key, each in self.villages.items() if not wanted.isdisjoint(each.list_people())}

    def within(self, villages: Collection[bytes]) -> "Facts":
        """Leave the facts of some villages."""
        return Facts({key: self.villages[key] for key in villages if key in self.villages}, self.births)

    def replace(self, villages: Collection[bytes], others: "Facts") -> "Facts":
        """Put other facts in the place of those of some villages."""
        known = {key: each for key, each in self.villages.items() if key not in villages}
        births = {key: each for key, each in self.births.items() if key not in villages}
        return Facts({**known, **others.villages}, {**births, **others.births})

    def lead(self, villages: Mapping[bytes, bytes], people: Mapping[bytes, bytes]) -> "Facts":
        """Count villages under other ones, and people in other villages whatever theirs is."""
        if not villages and not people:
            return self
        moved = self.find_villages(people.keys())
        parts: dict[bytes, list[VillageFacts]] = defaultdict(list)
        for key, each in self.villages.items():
            staying = each
            if key in moved:
                for into in {people[who] for who in each.list_people() if who in people}:
                    going = {who for who, village in people.items() if village == into}
                    part, staying = staying.divide(going)
                    parts[into].append(part)
            parts[villages.get(key, key)].append(staying)
        return Facts({key: join_villages(found) for key, found in parts.items()}, self.births)


Axis = Callable[[bytes | None, date], Collection[bytes]]
"""By what is counted: the keys of whoever signed, on a day; several when they overlap, as teams may."""


def tally_events(events: Iterable[Event], axis: Axis) -> dict[bytes, Tally]:
    """Count events by key."""
    counted: dict[bytes, Counter[Figure]] = defaultdict(Counter)
    for each in events:
        for key in axis(each.canvasser, each.on):
            counted[key][each.figure] += 1
    return {
        key: Tally(
            told[Figure.NEW], told[Figure.WON_BACK], told[Figure.CONTINUING], told[Figure.LAPSED]
        )
        for key, told in counted.items()
    }  # fmt: skip


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies."""
    new = won_back = continuing = lapsed = 0
    for each in tallies:
        new, won_back = new + each.new, won_back + each.won_back
        continuing, lapsed = continuing + each.continuing, lapsed + each.lapsed
    return Tally(new, won_back, continuing, lapsed) if new or won_back or continuing or lapsed else NOTHING
