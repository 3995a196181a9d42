"""Stopped members looked up by number and name: what is sure, what a person decides, what is not here, and why."""

from dataclasses import replace
from datetime import date

import pytest

from outreach_app.domain.people import PartialDate, Scheme, Sex
from outreach_app.domain.rows import PersonRow
from outreach_app.domain.stopped import (
    Finding,
    StoppedMatch,
    StoppedMember,
    Villager,
    index_villagers,
    match_stopped,
)

PAO = PersonRow(
    id=b"pao", household=b"h", name="Lò Văn Páo", relation="head", sex=Sex.MALE, born=PartialDate(1961, 3, 12),
    citizen_number="012061000017", insurance_number="0123456789", phone="0912345001",
)  # fmt: skip
THAM = replace(PAO, id=b"tham", name="Lò Thị Thắm", citizen_number=None, insurance_number=None, phone=None)
LISTED = StoppedMember(11, "Lò Văn Páo", "0123456789", (Scheme.VOLUNTARY,), date(2025, 5, 1))


def look_up(listed: StoppedMember, *people: tuple[PersonRow, str]) -> StoppedMatch:
    return match_stopped(listed, index_villagers(Villager(person, village) for person, village in people))


@pytest.mark.parametrize("name", ["Lò Văn Páo", "LÒ VĂN PÁO", "lo van pao", "Lò Páo", "Páo Lò"])
@pytest.mark.parametrize("number", ["0123456789", "012061000017"])
def test_either_number_with_the_name_is_sure(name: str, number: str) -> None:
    found = look_up(replace(LISTED, name=name, number=number), (PAO, "Nà Ly"), (THAM, "Nà Ly"))
    assert (found.finding, found.person, found.reason_key) == (Finding.FOUND, PAO, "number_and_name")


def test_a_number_with_another_name_is_for_a_person_to_decide() -> None:
    found = look_up(replace(LISTED, name="Giàng A Chư"), (PAO, "Nà Ly"))
    assert (found.finding, found.people, found.person) == (Finding.DOUBTFUL, (PAO,), None)
    assert str(found.reason) == "The number belongs to Lò Văn Páo here."


def test_one_number_of_two_namesakes_is_doubtful() -> None:
    found = look_up(LISTED, (PAO, "Nà Ly"), (replace(PAO, id=b"again"), "Nà Ly"))
    assert (found.finding, found.reason_key, len(found.people)) == (Finding.DOUBTFUL, "number_twice", 2)


def test_a_namesake_with_another_number_is_somebody_else() -> None:
    found = look_up(replace(LISTED, number="0999999999"), (PAO, "Nà Ly"))
    assert (found.finding, found.people, found.reason_key) == (Finding.ABSENT, (), "not_here")
    # a citizen ID on the list says nothing against an insurance number here
    other_kind = look_up(replace(LISTED, number="012061999999"), (replace(PAO, citizen_number=None), "Nà Ly"))
    assert other_kind.finding is Finding.DOUBTFUL


@pytest.mark.parametrize(
    ("phone", "address", "key", "who"),
    [
        ("0912345001", "", "name_and_phone", b"one"),
        (None, "Bản Hua Sẳng, xã Bản Bo", "name_and_village", b"two"),
        (None, "ban hua sang", "name_and_village", b"two"),
        (None, "Bản Hua, xã Bản Bo", "several_names", None),
        (None, "", "several_names", None),
    ],
)
def test_namesakes_are_told_apart_by_telephone_and_village(
    phone: str | None, address: str, key: str, who: bytes | None
) -> None:
    one = replace(PAO, id=b"one", insurance_number=None, citizen_number=None)
    two = replace(one, id=b"two", phone=None)
    found = look_up(
        replace(LISTED, number="", phone=phone, address=address), (one, "Nà Ly"), (two, "Hua Sẳng")
    )
    assert (found.reason_key, found.person.id if found.person else None) == (key, who)


def test_a_name_alone_is_never_sure() -> None:
    found = look_up(replace(LISTED, name="Lò Thị Thắm", number="0555555555"), (PAO, "Nà Ly"), (THAM, "Nà Ly"))
    assert (found.finding, found.people, found.reason_key) == (Finding.DOUBTFUL, (THAM,), "only_name")


def test_the_dead_are_not_looked_for() -> None:
    assert look_up(LISTED, (replace(PAO, deceased=True), "Nà Ly")).finding is Finding.ABSENT
