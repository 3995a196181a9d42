"""Counting people by village, by who signed and by team: parts come to the whole, every number is a list."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.covers import ENDLESS, Cover, join_covers
from outreach_app.domain.facts import RENEWED_WITHIN, Crowd, Facts, SignUp, schemes_of, sort_reasons
from outreach_app.domain.lapses import LapseReason, ToldLapse
from outreach_app.domain.people import OFFERED_SCHEMES, Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.report_rows import Figure
from outreach_app.domain.targets import SubjectKind
from outreach_app.domain.teams import MemberRow, Part, TeamKind, TeamRow
from outreach_app.services.counting import Counts

TODAY = date(2026, 11, 21)
VILLAGES, SIGNERS, TEAMS = (b"v1", b"v2", b""), (b"c1", b"c2", b"c3"), (b"t1", b"t2")
PEOPLE = tuple(b"p%d" % number for number in range(8))
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
SCHEMES = (*OFFERED_SCHEMES, Scheme.HEALTH, Scheme.COMPULSORY)
FIGURES = (Figure.NEW, Figure.WON_BACK, Figure.CONTINUING)


def make_facts(dice: random.Random) -> Facts:
    """A few people with any covers, sign-ups, reasons and deaths: drawn one by one they would take too long."""

    def day() -> date:
        return date(2025, 1, 1) + timedelta(dice.randrange(730))

    def cover() -> Cover:
        first = day()
        last = ENDLESS if dice.random() < 0.2 else first + timedelta(dice.randrange(500))
        return Cover(first, last, by=dice.choice((*SIGNERS, None)))

    def sign_up() -> SignUp:
        return SignUp(dice.choice(PEOPLE), dice.choice(FIGURES), day(), dice.choice((*SIGNERS, None)))

    known = Facts(
        homes={person: dice.choice(VILLAGES) for person in PEOPLE},
        dead={person for person in PEOPLE if dice.random() < 0.15},
        sign_ups={
            scheme: sorted((sign_up() for _ in range(dice.randrange(12))), key=lambda each: each.on)
            for scheme in OFFERED_SCHEMES
        },
        told={
            (dice.choice(PEOPLE), dice.choice(OFFERED_SCHEMES)): [
                ToldLapse(dice.choice(tuple(LapseReason)), day()) for _ in range(2)
            ]
            for _ in range(4)
        },
    )
    for scheme in SCHEMES:
        for person in PEOPLE:
            if dice.random() < 0.6:
                told = [cover() for _ in range(dice.randrange(1, 4))]
                known.covers[scheme][person] = join_covers(told, bridged_days=RENEWED_WITHIN.days)
    return known


def facts() -> st.SearchStrategy[Facts]:
    return st.integers(0, 10**9).map(lambda seed: make_facts(random.Random(seed)))


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
    assert sum(len(people) for people in sort_reasons(stopped).values()) == len(stopped)


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


def test_somebody_is_of_the_team_that_had_them_on_the_day() -> None:
    first, second = date(2026, 5, 1), date(2026, 6, 1)
    known = Facts(
        homes={b"p0": b"v1", b"p1": b"v1"},
        sign_ups={
            Scheme.VOLUNTARY: [
                SignUp(b"p0", Figure.NEW, first, b"c1"),
                SignUp(b"p1", Figure.NEW, second, b"c1"),
            ]
        },
    )
    left = member(b"t1", b"c1", last=date(2026, 5, 31))
    counts = Counts(known, TODAY, (team(b"t1", left),))
    period = Period(first, second)
    told = [
        counts.tally_sign_ups(Scheme.VOLUNTARY, period, SubjectKind.TEAM, keys=(key,)).new
        for key in (b"t1", b"")
    ]
    assert told == [1, 1]


def test_the_reason_is_that_of_this_stop_and_not_of_an_earlier_one() -> None:
    stopped = [Cover(date(2024, 1, 1), date(2024, 6, 30)), Cover(date(2025, 1, 1), date(2026, 5, 31))]
    known = Facts(homes={b"p0": b"v1"}, dead={b"p1"})
    known.covers[Scheme.VOLUNTARY] = {b"p0": stopped, b"p1": [stopped[1]]}
    known.told = {(b"p0", Scheme.VOLUNTARY): [ToldLapse(LapseReason.HARDSHIP, date(2024, 7, 9))]}
    (one, dead) = known.list_stops(Scheme.VOLUNTARY, Period(date(2026, 1, 1), TODAY))
    assert (one.on, one.reason, dead.reason) == (date(2026, 6, 1), None, LapseReason.DIED)
    (earlier,) = known.list_stops(Scheme.VOLUNTARY, Period(date(2024, 1, 1), date(2024, 12, 31)))
    assert earlier.reason is LapseReason.HARDSHIP


def test_a_card_of_unknown_kind_that_follows_is_no_stop_and_no_member() -> None:
    card, health = Scheme.HOUSEHOLD_HEALTH, Scheme.HEALTH
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    known = Facts(homes=dict.fromkeys(PEOPLE, b"v1"))
    ended = Cover(date(2025, 5, 1), date(2026, 4, 30))
    known.covers[card] = {b"p0": [ended], b"p1": [ended]}
    known.covers[health] = {
        b"p0": [Cover(date(2026, 7, 28), ENDLESS)],
        b"p1": [Cover(date(2026, 7, 30), ENDLESS)],
        b"p2": [Cover(date(2025, 1, 1), date(2026, 3, 31))],
        b"p3": [Cover(date(2025, 1, 1), ENDLESS)],
    }
    known.covers[Scheme.COMPULSORY] = {b"p3": [Cover(date(2025, 1, 1), ENDLESS)]}
    counts = Counts(known, TODAY)
    assert [each.person for each in counts.list_stops(card, year)] == [b"p1"], "90 days are too long"
    assert [each.person for each in counts.list_stops(health, year)] == [b"p2"]
    assert {person for person, _ in counts.list_members(Crowd.UNKNOWN_CARD, TODAY)} == {b"p0", b"p1"}
    assert not list(counts.list_members(card, TODAY))
