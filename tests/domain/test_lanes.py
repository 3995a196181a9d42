"""The order of doors: lanes together, houses by number, whatever way an address is written."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.lanes import lane_key
from outreach_app.domain.people import Category
from outreach_app.domain.rows import HouseholdRow, WorkItem, WorkReason
from outreach_app.domain.work_order import place_of

WALK = [
    "đường Láng",
    "12 đường Láng",
    "số 5 ngõ 2 đường Láng",
    "Số 5, ngõ 12/3, đường Láng",
    "số 5A ngõ 12/3 đường Láng",
    "số 5 B ngõ 12/3, đường Láng",
    "số 6 ngõ 12/3 đường Láng",
    "số 40 ngõ 12/3 đường Láng",
    "số 1 ngõ 12/10 đường Láng",
    "45/3 Lê Lợi",
    "45/3A Lê Lợi",
    "45/12 Lê Lợi",
    "thôn 2",
    "thôn 10",
    "",
]
numbers = st.integers(1, 999)
letters = st.sampled_from(["", "A", "B", "Đ"])
streets = st.sampled_from(["Láng", "Lê Lợi", "Nguyễn Trãi", "Trần Phú"])


def key(address: str, group: str = "") -> str:
    return lane_key(group, address)


def test_doors_are_walked_lane_by_lane() -> None:
    assert sorted(WALK, key=key) == WALK


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Số nhà 5A, ngõ 12/3, đường Láng", "5A ngõ 12/3 đường Láng"),
        ("NGÕ 12/3 ĐƯỜNG LÁNG, SỐ 5A", "số 5A ngõ 12/3 đường Láng"),
        ("nhà 7, xóm Đình", "xóm Đình, số 7"),
        ("số 5 A ngõ 7", "số 5A, ngõ 7"),
    ],
)
def test_one_door_has_one_place_however_it_is_written(one: str, other: str) -> None:
    assert key(one) == key(other)


@given(numbers, numbers, numbers, letters, streets)
def test_a_house_stands_by_its_number_in_its_lane(
    one: int, other: int, lane: int, letter: str, street: str
) -> None:
    first, second = (key(f"số {number}{letter} ngõ {lane} đường {street}") for number in (one, other))
    assert (first < second) == (one < other)
    assert (first == second) == (one == other)


@given(st.lists(st.tuples(numbers, numbers, streets), min_size=2, max_size=12))
def test_the_doors_of_one_lane_stand_together(doors: list[tuple[int, int, str]]) -> None:
    walked = sorted(doors, key=lambda door: key(f"số {door[0]} ngõ {door[1]} đường {door[2]}"))
    lanes = [door[1:] for door in walked]
    assert len(set(lanes)) == sum(a != b for a, b in itertools.pairwise(lanes)) + 1


@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=40))
def test_any_address_has_a_place_and_the_group_comes_first(one: str, group: str, other: str) -> None:
    assert isinstance(lane_key(group, one), str)
    assert key(one, "1") < key(other, "2") < key(one, "10")
    assert key(one, "10") < key(other)


def door(reason: WorkReason, *, day: date | None = None, address: str = "", waiting: int = 0) -> WorkItem:
    home = HouseholdRow(
        id=b"h" * 16, number=1, code="NL-0001-A", head="Lò Văn Páo", village=b"v" * 16, village_name="Nà Ly",
        address=address, neighbour_group="1", category=Category.OTHER, phone=None, members=1, last_visit=None,
        last_outcome=None, do_not_contact=False, added_at_door=False,
    )  # fmt: skip
    return WorkItem(home, reason, "", day, waiting)


def test_the_rule_of_today() -> None:
    listed = [
        door(WorkReason.PROMISED, day=date(2026, 11, 1), address="số 9"),
        door(WorkReason.PROMISED, day=date(2026, 11, 20), address="số 1"),
        door(WorkReason.WINDOW_CLOSING, day=date(2026, 11, 22), address="số 9"),
        door(WorkReason.WINDOW_CLOSING, day=date(2026, 11, 30), address="số 1"),
        door(WorkReason.UNFINISHED_SIGN_UP, day=date(2026, 11, 9)),
        door(WorkReason.WITHDRAWING, day=date(2026, 11, 9)),
        door(WorkReason.RETURNED, day=date(2026, 11, 9)),
        door(WorkReason.LAPSED, day=date(2026, 11, 9), address="số 2", waiting=5),
        door(WorkReason.LAPSED, day=date(2026, 1, 9), address="số 10", waiting=300),
        door(WorkReason.MEMBER_IN),
        door(WorkReason.LISTED),
        door(WorkReason.ASSIGNED, address="ngõ 2"),
        door(WorkReason.ASSIGNED, address="ngõ 10"),
        door(WorkReason.NOBODY_HOME),
        door(WorkReason.NEVER_VISITED),
    ]
    assert sorted([*listed[6:], *listed[:6]], key=place_of) == listed
    assert {item.reason for item in listed} == set(WorkReason)
    assert replace(listed[0], waiting_days=99).reason is WorkReason.PROMISED
