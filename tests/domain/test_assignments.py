"""Who goes to which door: the narrower wins, days count at both ends, overlaps as found by looking at every day."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_app.domain.assignments import (
    Door,
    Memberships,
    Plan,
    Task,
    find_overlaps,
    is_rival,
    resolve,
)
from outreach_app.domain.periods import Period

START = date(2026, 1, 25)
DAYS = [START + timedelta(days=n) for n in range(40)]  # over two ends of months
DOORS = [
    Door(f"{village}{group}{n}".encode(), village.encode(), group)
    for village in "AB" for group in ("", "1", "2") for n in (1, 2)
]  # fmt: skip
PEOPLE, TEAMS = (b"lu", b"tham", b"mo"), (b"t1", b"t2")

days = st.sampled_from(DAYS)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(days)
    last = draw(
        st.one_of(st.just(first), st.sampled_from([d for d in DAYS if d >= first]), st.just(date.max))
    )
    return Period(first, last)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    door, period = draw(st.sampled_from(DOORS)), draw(periods())
    who = draw(st.sampled_from([*((p, None) for p in PEOPLE), *((None, t) for t in TEAMS)]))
    group, household = draw(st.sampled_from([(None, None), (door.group, None), (None, door.household)]))
    return Task(draw(st.binary(min_size=4, max_size=4)), door.village, period, *who, group, household)


task_lists = st.lists(tasks(), max_size=7, unique_by=lambda task: task.id)
members = st.dictionaries(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(TEAMS)), st.lists(periods(), max_size=2), max_size=4
)


def find_winning(door: Door, day: date, known: list[Task]) -> list[Task]:
    """The rule once more, in the plainest words."""
    there = [t for t in known if t.period.first <= day <= t.period.last and t.village == door.village]
    single = [t for t in there if t.household == door.household]
    grouped = [t for t in there if t.household is None and t.group == door.group]
    whole = [t for t in there if t.household is None and t.group is None]
    for level in (single, grouped, whole):
        today = [t for t in level if t.period.first == t.period.last]
        if level:
            return today or level
    return []


@given(task_lists, st.sampled_from(DOORS), days, members)
def test_the_narrower_wins_on_every_day(
    known: list[Task], door: Door, day: date, memberships: Memberships
) -> None:
    found = resolve(door, day, known, memberships)
    assert sorted(t.id for t in found.tasks) == sorted(t.id for t in find_winning(door, day, known))
    quick = Plan(known).resolve(door, day, memberships)
    assert (sorted(t.id for t in quick.tasks), quick.contested) == (
        sorted(t.id for t in found.tasks), found.contested
    )  # fmt: skip


@settings(max_examples=60)
@given(task_lists, members)
def test_overlaps_are_those_that_looking_at_every_door_and_day_finds(
    known: list[Task], memberships: Memberships
) -> None:
    last = [date(2026, 4, 1)]  # stands for every day after the last one that anything changes on
    looked = {
        (frozenset({one.id, other.id}), door.household)
        for door in DOORS
        for day in (*DAYS, *last)
        for one, other in combinations(find_winning(door, day, known), 2)
        if is_rival(one, other, day, memberships)
    }
    found = find_overlaps(known, DOORS, memberships)
    told = [(frozenset({each.one.id, each.other.id}), door) for each in found for door in each.doors]
    assert len(told) == len(set(told))
    assert set(told) == looked


@given(periods(), periods())
def test_what_is_left_of_a_time_is_every_day_of_it_but_the_others(one: Period, other: Period) -> None:
    left = one.subtract(other)
    for day in (*DAYS, date(2027, 1, 1), date.max):
        assert any(piece.holds(day) for piece in left) == (one.holds(day) and not other.holds(day))
    assert all(piece.first <= piece.last for piece in left)
    assert (one.meet(other) is None) == (left == (one,))


def test_both_ends_of_a_month_are_within() -> None:
    month = Task(b"1", b"A", Period(date(2026, 2, 1), date(2026, 2, 28)), b"lu")
    inside = [d for d in DAYS if resolve(DOORS[0], d, [month], {}).tasks]
    assert (inside[0], inside[-1], len(inside)) == (date(2026, 2, 1), date(2026, 2, 28), 28)


def test_somebody_of_a_team_is_no_second_person() -> None:
    team = Task(b"1", b"A", Period(date(2026, 2, 1)), team=b"t1")
    person = Task(b"2", b"A", Period(date(2026, 2, 1)), canvasser=b"lu")
    until = {(b"lu", b"t1"): [Period(date(2026, 1, 1), date(2026, 2, 10))]}
    assert not resolve(DOORS[0], date(2026, 2, 10), [team, person], until).contested
    gone = resolve(DOORS[0], date(2026, 2, 11), [team, person], until)
    assert gone.contested
    assert gone.is_for(b"lu", ())
    assert not gone.is_for(b"tham", (b"t1",))
    assert resolve(DOORS[0], date(2026, 2, 1), [team], until).is_for(b"tham", (b"t1",))
