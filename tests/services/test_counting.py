"""Counting people by village, by who signed and by team: parts come to the whole, every number is a list."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.covers import ENDLESS, Cover, find_cover, join_covers
from outreach_app.domain.crowds import CARDS_OF_KNOWN_KIND, Crowd, schemes_of
from outreach_app.domain.facts import Facts
from outreach_app.domain.lapses import LapseReason, ToldLapse
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.targets import SubjectKind
from outreach_app.domain.teams import MemberRow, Part, TeamKind, TeamRow
from outreach_app.domain.village_facts import RENEWED_WITHIN, SignUp, VillageFacts, pack_covers
from outreach_app.services.counting import Counts

TODAY = date(2026, 11, 21)
VILLAGES, SIGNERS, TEAMS = (b"v1", b"v2", b""), (b"c1", b"c2", b"c3"), (b"t1", b"t2")
PEOPLE = tuple(b"p%d" % number for number in range(8))
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
SCHEMES = (*OFFERED_SCHEMES, Scheme.HEALTH, Scheme.COMPULSORY)
FIGURES = (Figure.NEW, Figure.WON_BACK, Figure.CONTINUING)
COUNTED = (*Crowd, *SCHEMES)


@dataclass
class Story:
    """What is known of a few people, person by person."""

    homes: dict[bytes, bytes]
    dead: set[bytes] = field(default_factory=set)
    covers: dict[Scheme, dict[bytes, list[Cover]]] = field(default_factory=dict)
    signed: dict[Scheme, list[SignUp]] = field(default_factory=dict)
    told: dict[tuple[bytes, Scheme], list[ToldLapse]] = field(default_factory=dict)

    def pack(self) -> Facts:
        return Facts({village: self._pack(village) for village in set(self.homes.values())})

    def _pack(self, village: bytes) -> VillageFacts:
        def here(person: bytes) -> bool:
            return self.homes[person] == village

        return VillageFacts(
            {
                scheme: pack_covers({who: known for who, known in covers.items() if here(who)})
                for scheme, covers in self.covers.items()
            },
            {
                scheme: sorted((each for each in signed if here(each.person)), key=lambda each: each.on)
                for scheme, signed in self.signed.items()
            },
            {key: told for key, told in self.told.items() if here(key[0])},
            frozenset(filter(here, self.dead)),
        )

    def is_member(self, who: bytes, counted: Crowd | Scheme, on: date) -> bool:
        """By the words of the decision: covered under one of the schemes, and no card of a known kind beside it."""

        def covered(schemes: Sequence[Scheme]) -> bool:
            return any(
                find_cover(self.covers.get(scheme, {}).get(who, ()), on.toordinal()) for scheme in schemes
            )

        known = counted is Crowd.UNKNOWN_CARD and covered(CARDS_OF_KNOWN_KIND)
        return who not in self.dead and covered(schemes_of(counted)) and not known

    def list_stops(self, scheme: Scheme, period: Period) -> Iterator[tuple[date, bytes]]:
        """Every day without cover that follows one with it, by person and day, where no card that counts follows."""
        follow = CARDS_OF_KNOWN_KIND if scheme is Scheme.HEALTH else (Scheme.HEALTH,)
        for who, known in self.covers.get(scheme, {}).items():
            stops = [date.fromordinal(cover.last + 1) for cover in known if cover.last != ENDLESS]
            inside = [day for day in stops if period.holds(day)]
            if scheme is Scheme.HEALTH:
                inside = inside[-1:]
            for day in inside:
                if scheme is Scheme.VOLUNTARY or not any(self._has(each, who, day) for each in follow):
                    yield day, who

    def _has(self, scheme: Scheme, who: bytes, day: date) -> bool:
        until = (day + RENEWED_WITHIN).toordinal()
        known = self.covers.get(scheme, {}).get(who, ())
        return any(cover.first <= until and cover.last >= day.toordinal() for cover in known)


def number(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def tell_story(dice: random.Random) -> Story:
    """A few people with any covers, sign-ups, reasons and deaths: drawn one by one they would take too long."""

    def day() -> date:
        return date(2025, 1, 1) + timedelta(dice.randrange(730))

    def cover() -> Cover:
        first = day().toordinal()
        last = ENDLESS if dice.random() < 0.2 else first + dice.randrange(500)
        return Cover(first, last, by=dice.choice((*SIGNERS, None)))

    def sign_up() -> SignUp:
        return SignUp(dice.choice(PEOPLE), dice.choice(FIGURES), day(), dice.choice((*SIGNERS, None)))

    story = Story({person: dice.choice(VILLAGES) for person in PEOPLE})
    story.dead = {person for person in PEOPLE if dice.random() < 0.15}
    story.signed = {scheme: [sign_up() for _ in range(dice.randrange(12))] for scheme in OFFERED_SCHEMES}
    for _ in range(4):
        key = (dice.choice(PEOPLE), dice.choice(OFFERED_SCHEMES))
        story.told[key] = [ToldLapse(dice.choice(tuple(LapseReason)), day()) for _ in range(2)]
    for scheme in SCHEMES:
        for person in PEOPLE:
            if dice.random() < 0.6:
                told = [cover() for _ in range(dice.randrange(1, 4))]
                joined = join_covers(told, bridged_days=RENEWED_WITHIN.days)
                story.covers.setdefault(scheme, {})[person] = joined
    return story


def stories() -> st.SearchStrategy[Story]:
    return st.integers(0, 10**9).map(lambda seed: tell_story(random.Random(seed)))


def facts() -> st.SearchStrategy[Facts]:
    return stories().map(Story.pack)


def member(team: bytes, canvasser: bytes, first: date | None = None, last: date | None = None) -> MemberRow:
    return MemberRow(b"m", team, canvasser, "", Part.OTHER, False, None, "", None, None, first, last)


def team(row: bytes, *members: MemberRow) -> TeamRow:
    return TeamRow(row, "", TeamKind.THREE_PART, "", None, None, members)


PERIODS = st.tuples(DAYS, st.integers(0, 400)).map(lambda told: Period(told[0], told[0] + timedelta(told[1])))
KEYS = {SubjectKind.VILLAGE: VILLAGES, SubjectKind.COLLECTOR: (*SIGNERS, b"")}


@given(facts(), PERIODS, st.sampled_from(OFFERED_SCHEMES))
def test_villages_and_collectors_come_to_the_whole_and_every_number_is_a_list(
    known: Facts, period: Period, scheme: Scheme
) -> None:
    counts = Counts(known, TODAY)
    signed, stopped = counts.list_sign_ups(scheme, period), counts.list_stops(scheme, period)
    assert len({each.person for each in signed}) == len(signed), "everybody once"
    assert len({each.person for each in stopped}) == len(stopped)
    for kind, keys in KEYS.items():
        whole = counts.tally(scheme, period, kind, keys=keys)
        assert whole == sum(
            (counts.tally(scheme, period, kind, keys=(key,)) for key in keys), start=type(whole)()
        )
        assert (whole.total, whole.lapsed) == (len(signed), len(stopped))
        assert whole.net == whole.new + whole.won_back - whole.lapsed
        members = counts.count_members(scheme, period.last, kind, keys=keys)
        assert members == len(list(counts.list_members(scheme, min(period.last, TODAY))))
        reasons = counts.sort_stops(scheme, period, kind, keys=keys)
        assert sum(map(len, reasons.values())) == len(stopped)
        assert {who for people in reasons.values() for who in people} == {each.person for each in stopped}


@given(facts(), PERIODS, st.sampled_from(OFFERED_SCHEMES))
def test_a_part_of_the_area_counts_what_lies_in_it(known: Facts, period: Period, scheme: Scheme) -> None:
    counts = Counts(known, TODAY)
    inside = counts.within([b"v1"])
    by_village = counts.tally(scheme, period, SubjectKind.VILLAGE, keys=(b"v1",))
    assert inside.tally(scheme, period, SubjectKind.COLLECTOR, keys=(*SIGNERS, b"")) == by_village


@given(facts(), PERIODS)
def test_teams_overlap_only_where_people_do(known: Facts, period: Period) -> None:
    apart = (team(b"t1", member(b"t1", b"c1")), team(b"t2", member(b"t2", b"c2")))
    both = (apart[0], team(b"t2", member(b"t2", b"c1"), member(b"t2", b"c2")))
    for teams, overlapping in ((apart, False), (both, True)):
        counts = Counts(known, TODAY, teams)
        signed = counts.list_sign_ups(Scheme.VOLUNTARY, period)
        keys = (*TEAMS, b"")
        told = counts.tally_sign_ups(Scheme.VOLUNTARY, period, SubjectKind.TEAM, keys=keys).total
        twice = sum(each.canvasser == b"c1" for each in signed) if overlapping else 0
        assert told == len(signed) + twice


@given(facts(), DAYS)
def test_different_people_are_never_more_than_the_schemes_together(known: Facts, day: date) -> None:
    counts = Counts(known, TODAY)
    people = {person for person, _ in counts.list_members(Crowd.ANY, day)}
    by_scheme = [{person for person, _ in counts.list_members(scheme, day)} for scheme in SCHEMES]
    assert people == set().union(*by_scheme)
    unknown = {person for person, _ in counts.list_members(Crowd.UNKNOWN_CARD, day)}
    household = {person for person, _ in counts.list_members(Scheme.HOUSEHOLD_HEALTH, day)}
    assert unknown <= people - household
    both = {person for person, _ in counts.list_members(Crowd.SOCIAL, day)}
    assert both == set().union(
        *({p for p, _ in counts.list_members(each, day)} for each in schemes_of(Crowd.SOCIAL))
    )


@given(stories(), PERIODS, st.sampled_from(COUNTED))
def test_what_is_counted_from_columns_is_what_the_words_say_of_each_person(
    story: Story, period: Period, counted: Crowd | Scheme
) -> None:
    counts = Counts(story.pack(), TODAY)
    day = min(period.first, TODAY)
    members = {who for who in PEOPLE if story.is_member(who, counted, day)}
    assert {who for who, _ in counts.list_members(counted, day)} == members
    for village in VILLAGES:
        there = {who for who in members if story.homes[who] == village}
        assert counts.count_members(counted, day, SubjectKind.VILLAGE, keys=(village,)) == len(there)
    if isinstance(counted, Scheme) and counted is not Scheme.COMPULSORY:
        past = period.until(TODAY)
        last = {who: day for day, who in story.list_stops(counted, past)} if past else {}
        assert {each.person: each.on for each in counts.list_stops(counted, period)} == last


@given(stories(), st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from((*VILLAGES, b"v3"))))
def test_who_is_counted_elsewhere_is_known_there_as_before(story: Story, moved: dict[bytes, bytes]) -> None:
    led = story.pack().lead({b"v2": b"v1"}, moved)
    story.homes = {who: moved.get(who, b"v1" if home == b"v2" else home) for who, home in story.homes.items()}
    for village, expected in story.pack().villages.items():
        found = led.villages[village]
        for scheme in SCHEMES:
            assert found.covers.get(scheme, pack_covers({})) == expected.covers.get(scheme, pack_covers({}))
            assert sorted(found.sign_ups.get(scheme, ())) == sorted(expected.sign_ups.get(scheme, ()))
        assert (found.told, found.dead) == (expected.told, expected.dead)


def test_somebody_is_of_the_team_that_had_them_on_the_day() -> None:
    first, second = date(2026, 5, 1), date(2026, 6, 1)
    known = Story({b"p0": b"v1", b"p1": b"v1"})
    known.signed[Scheme.VOLUNTARY] = [
        SignUp(b"p0", Figure.NEW, first, b"c1"),
        SignUp(b"p1", Figure.NEW, second, b"c1"),
    ]
    left = member(b"t1", b"c1", last=date(2026, 5, 31))
    counts = Counts(known.pack(), TODAY, (team(b"t1", left),))
    period = Period(first, second)
    told = [
        counts.tally_sign_ups(Scheme.VOLUNTARY, period, SubjectKind.TEAM, keys=(key,)).new
        for key in (b"t1", b"")
    ]
    assert told == [1, 1]


def test_the_reason_is_that_of_this_stop_and_not_of_an_earlier_one() -> None:
    stopped = [
        Cover(number(2024, 1, 1), number(2024, 6, 30)), Cover(number(2025, 1, 1), number(2026, 5, 31))
    ]  # fmt: skip
    known = Story({b"p0": b"v1", b"p1": b"v1"}, {b"p1"})
    known.covers[Scheme.VOLUNTARY] = {b"p0": stopped, b"p1": [stopped[1]]}
    known.told = {(b"p0", Scheme.VOLUNTARY): [ToldLapse(LapseReason.HARDSHIP, date(2024, 7, 9))]}
    facts = known.pack()
    (one, dead) = facts.list_stops(Scheme.VOLUNTARY, Period(date(2026, 1, 1), TODAY))
    assert (one.on, one.reason, dead.reason) == (date(2026, 6, 1), None, LapseReason.DIED)
    (earlier,) = facts.list_stops(Scheme.VOLUNTARY, Period(date(2024, 1, 1), date(2024, 12, 31)))
    assert earlier.reason is LapseReason.HARDSHIP


def test_a_card_of_unknown_kind_that_follows_is_no_stop_and_no_member() -> None:
    card, health = Scheme.HOUSEHOLD_HEALTH, Scheme.HEALTH
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    known = Story(dict.fromkeys(PEOPLE, b"v1"))
    ended = Cover(number(2025, 5, 1), number(2026, 4, 30))
    known.covers[card] = {b"p0": [ended], b"p1": [ended]}
    known.covers[health] = {
        b"p0": [Cover(number(2026, 7, 28), ENDLESS)],
        b"p1": [Cover(number(2026, 7, 30), ENDLESS)],
        b"p2": [Cover(number(2025, 1, 1), number(2026, 3, 31))],
        b"p3": [Cover(number(2025, 1, 1), ENDLESS)],
    }
    known.covers[Scheme.COMPULSORY] = {b"p3": [Cover(number(2025, 1, 1), ENDLESS)]}
    counts = Counts(known.pack(), TODAY)
    assert [each.person for each in counts.list_stops(card, year)] == [b"p1"], "90 days are too long"
    assert [each.person for each in counts.list_stops(health, year)] == [b"p2"]
    assert {person for person, _ in counts.list_members(Crowd.UNKNOWN_CARD, TODAY)} == {b"p0", b"p1"}
    assert not list(counts.list_members(card, TODAY))
