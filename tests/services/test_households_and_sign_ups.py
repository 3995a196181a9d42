"""Search, families added and changed at the door, who works, sign-ups with ladder places and money."""

from dataclasses import replace
from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.people import Category, PartialDate, Scheme, Sex
from outreach_app.domain.rows import HitKind, HouseholdFilter
from outreach_app.errors import BadInput, NotFound
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.households import NewPerson
from tests.workspaces import COMMUNE, Machine, card_of, cards, door

DAY = date(2026, 11, 21)


def names(app: App, text: str, *, village: bytes | None = None) -> list[str]:
    return [hit.name for hit in app.households.find(text, village=village).hits]


@pytest.mark.parametrize(
    "text",
    ["lo van pao", "PÁO lò", "páo", "lof van paos", "van pa", "0912345001", "0912 345 001", "0912 345", "5001",
     "012061000017", "0017", "01206"],
)  # fmt: skip
def test_a_person_is_found_by_words_in_any_order_keys_and_fragments(office: App, text: str) -> None:
    assert names(office, text)[0] == "Lò Văn Páo"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "*",
        '"',
        "NEAR(",
        "a OR",
        "z",
        "zv1",
        "zc03424",
        "ʒv1",
        "'; DROP TABLE person",
        "\0",
        "đ" * 300,
    ],
)
def test_odd_texts_find_nothing_and_break_nothing(office: App, text: str) -> None:
    assert names(office, text) == []


def test_the_own_village_comes_first_and_the_list_is_capped(office: App) -> None:
    villages = {v.name: v.id for v in office.households.list_villages()}
    for name in ("Nà Ly", "Hua Sẳng"):
        for _ in range(4):
            office.households.add(villages[name], NewPerson("Lý A Dế"))
    for name, village in villages.items():
        page = office.households.find("ly de", village=village, limit=6)
        assert [hit.village_name for hit in page.hits][:4] == [name] * 4
        assert (len(page.hits), page.capped) == (6, True)


def test_a_household_is_found_by_its_code_and_a_mistyped_one_is_told(office: App) -> None:
    card = card_of(office, "Giàng A Chư")
    hits = office.households.find(card.household.code.lower()).hits
    assert (hits[0].kind, hits[0].household) == (HitKind.HOUSEHOLD, card.household.id)
    assert office.households.find_code(card.household.code.replace("-", "")) == card.household.id
    with pytest.raises(BadInput):
        office.households.find_code(
            card.household.code[:-1] + ("9" if card.household.code[-1] != "9" else "8")
        )


def test_a_family_on_no_list_is_marked_and_gets_the_laptops_code(one: App) -> None:
    village = one.households.list_villages()[0].id
    wife = NewPerson("Mùa Thị Dợ", "wife", Sex.FEMALE, PartialDate(1990), phone="0912 345 999")
    made = one.households.add(village, NewPerson("Lý A Dế"), others=(wife,), category=Category.POOR).value
    card = one.households.read_card(made)
    assert card.household.added_at_door
    assert card.household.code.startswith("NL-M01001")
    assert [(m.name, m.phone) for m in card.members] == [("Lý A Dế", None), ("Mùa Thị Dợ", "0912345999")]
    assert one.households.list_numbers(HouseholdFilter(added_at_door=True)) == [card.household.number]
    second = one.households.add(village, NewPerson("Lý A Vảng")).value
    assert one.households.read_card(second).household.code.startswith("NL-M01002")
    one.households.add_person(made, NewPerson("Lý Thị Xóm", "child"))
    assert len(one.households.read_card(made).members) == 3
    with pytest.raises(NotFound):
        one.households.add_person(b"x" * 16, NewPerson("Ai"))
    with pytest.raises(NotFound):
        one.households.add(b"x" * 16, NewPerson("Ai"))


@pytest.mark.parametrize(
    "values",
    [{"born": "gestern"}, {"born": "1984-13-01"}, {"sex": "x"}, {"name": "  "}, {"relation": "boss"}, {"phone": "12"},
     {"citizen_number": "1"}, {"insurance_number": "abc"}, {"deceased": "yes"}, {"household": b"x" * 16},
     {"merged_into": b"x" * 16}, {"name = 'x' --": "1"}, {"number": 1}],
)  # fmt: skip
def test_what_could_not_be_read_back_is_refused_and_leaves_nothing(
    one: App, values: dict[str, object]
) -> None:
    card, before = card_of(one, "Lò Văn Páo"), one.upkeep.check()
    with pytest.raises(BadInput) as told:
        one.households.edit_person(card.members[0].id, values)
    assert str(told.value)
    assert one.upkeep.check() == before
    assert card_of(one, "Lò Văn Páo") == card


def test_fields_are_changed_and_emptied(one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    person = card.members[0].id
    one.households.edit_person(
        person, {"born": "1961", "phone": "", "name": "Lò Văn Pánh", "sex": "m", "away": True}
    )
    changed = one.households.read_person(person)
    assert (changed.name, changed.phone, changed.born, changed.away) == (
        "Lò Văn Pánh",
        None,
        PartialDate(1961),
        True,
    )
    assert card_of(one, "Lò Văn Pánh").household.id == card.household.id
    assert names(one, "panh") == ["Lò Văn Pánh"]
    one.households.edit_household(card.household.id, {"category": "poor", "address": "  đầu bản "})
    home = card_of(one, "Lò Văn Pánh").household
    assert (home.category, home.address) == (Category.POOR, "đầu bản")
    for values in ({"category": "rich"}, {"village": b"x" * 16}):
        with pytest.raises(BadInput):
            one.households.edit_household(card.household.id, values)


def test_who_works_is_remembered_and_not_entered_twice(one: App, machine: Machine) -> None:
    first = one.office.say_who_works("Cà Văn Hặc")
    assert one.office.say_who_works("  ca van hac ") == first
    assert one.standing().canvasser == first
    again = machine.open()
    assert again.standing().canvasser == first
    again.close()
    with pytest.raises(BadInput):
        one.office.say_who_works("  ")
    assert len(one.office.list_canvassers()) == 2


def test_the_header_counts_what_waits(one: App, office: App) -> None:
    standing = one.standing()
    assert (standing.role, standing.device_name, standing.device_number) == ("canvasser", "Máy one", 1)
    before = standing.to_send
    one.visits.log(door(card_of(one, "Tẩn Mý Dao")))
    assert one.standing().to_send == before + 1
    assert one.standing().last_saved is not None
    assert (office.standing().role, office.standing().to_send) == ("office", 0)
    assert office.standing().last_backup is None
    office.upkeep.make_backup()
    assert office.standing().last_backup is not None


def test_villages_are_added_renamed_and_merged(office: App) -> None:
    added = office.office.add_village("bản Thẳm Phé", COMMUNE).value
    with pytest.raises(BadInput):
        office.office.add_village("Thôn Thẳm Phé", COMMUNE)
    with pytest.raises(NotFound):
        office.office.add_village("bản Mới", "99999")
    office.office.rename_village(added.id, "Thẳm Pha")
    assert office.office.find_village("tham pha").id == added.id
    gone = office.office.find_village("bản Hua Sẳng")
    assert office.office.merge_villages(gone.id, added.id).value == 2
    assert {c.village.name for c in cards(office)} == {"Nà Ly", "Thẳm Pha"}
    for pair in ((gone.id, added.id), (added.id, gone.id), (added.id, added.id)):
        with pytest.raises(BadInput):
            office.office.merge_villages(*pair)
    assert office.upkeep.check().ok


# --------------------------------------------------------------------------------------------------------- sign-ups
def health(person: bytes, months: str = "12", first: date = date(2026, 12, 1)) -> NewEnrolment:
    return NewEnrolment(person, Scheme.HOUSEHOLD_HEALTH, months, first)


def test_places_on_the_ladder_are_taken_within_a_year_and_kept_when_paying_again(
    one: App, machine: Machine
) -> None:
    people = [m.id for m in card_of(one, "Lò Văn Páo").members]
    rows = [one.enrolments.sign_up(health(p, "3")).value.enrolment for p in people]
    assert [row.position for row in rows] == [1, 2, 3]
    assert rows[0].own > rows[1].own > rows[2].own > 0
    household = card_of(one, "Lò Văn Páo").household.id
    assert one.enrolments.count_places_taken(household) == 3
    for first in (date(2026, 12, 1), date(2027, 1, 1)):
        with pytest.raises(BadInput) as told:
            one.enrolments.sign_up(health(people[1], "3", first))
        assert told.value.key == "already_enrolled"
    again = one.enrolments.sign_up(replace(health(people[1], "3", date(2027, 3, 1)), kind="continuing")).value
    assert (again.enrolment.position, again.enrolment.own) == (2, rows[1].own)
    assert one.enrolments.count_places_taken(household) == 3
    machine.clock.pass_by(days=60)
    fresh = one.enrolments.sign_up(health(people[2], "3", date(2027, 6, 1))).value.enrolment
    assert fresh.position == 1


def test_supported_people_hold_no_place_on_the_ladder(one: App) -> None:
    card = card_of(one, "Lò Văn Páo")
    people = [m.id for m in card.members]
    helped = one.enrolments.sign_up(
        replace(health(people[0]), support=SupportGroup.NEAR_POOR)
    ).value.enrolment
    assert (helped.position, helped.support, helped.own) == (None, "near_poor", 409_860)
    assert one.enrolments.count_places_taken(card.household.id) == 0
    rows = [one.enrolments.sign_up(health(p)).value.enrolment for p in people[1:]]
    # 100 and 70 % of 1,366,200
    assert [(row.position, row.own) for row in rows] == [(1, 1_366_200), (2, 956_340)]
    advice = one.advice.read(card.household.id)
    assert [p.health_closed is not None for p in advice.people] == [True, True, True]


def test_income_and_method_stay_until_the_months_paid_for_are_over(one: App) -> None:
    person = card_of(one, "Giàng A Chư").members[0].id
    one.enrolments.sign_up(NewEnrolment(person, Scheme.VOLUNTARY, "6", date(2026, 12, 1), income=2_000_000))
    change = NewEnrolment(person, Scheme.VOLUNTARY, "1", date(2027, 5, 1), income=3_000_000)
    (early,) = one.enrolments.quote_for(change).problems
    assert early.key == "The months paid for run until {day}; change after that."
    assert early.parameters["day"] == date(2027, 6, 1)
    assert one.enrolments.quote_for(replace(change, first_month=date(2027, 6, 1))).problems == ()


def test_money_is_stored_with_its_receipt_and_counted(one: App) -> None:
    person = card_of(one, "Giàng A Chư").members[0].id
    done = one.enrolments.sign_up(
        NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1), money=891_000, receipt=" 0047 ")
    ).value
    assert (done.enrolment.money_taken, done.enrolment.receipts, done.problems) == (891_000, ("0047",), ())
    assert done.enrolment.own + done.enrolment.state + done.enrolment.top_up + done.enrolment.other == (
        done.enrolment.contribution
    )
    summary = one.printing.summarise(DAY)
    assert (summary.money_taken, summary.receipts, summary.total.voluntary_new) == (891_000, 1, 1)


def test_what_the_office_would_bounce_is_told_and_stored_all_the_same(one: App) -> None:
    person = card_of(one, "Giàng A Chư").members[1].id
    done = one.enrolments.sign_up(replace(health(person), money=1000)).value
    said = [problem.key for problem in done.problems]
    assert said == ["The citizen ID of {name} is missing.", "Money was taken without a receipt number."]


@pytest.mark.parametrize(
    "change",
    [{"money": -1}, {"method": "2"}, {"income": 1}, {"kind": "odd"}, {"scheme": Scheme.COMPULSORY},
     {"person": b"x" * 16}],
)  # fmt: skip
def test_an_impossible_sign_up_leaves_nothing(one: App, change: dict[str, object]) -> None:
    person, before = card_of(one, "Giàng A Chư").members[0].id, one.upkeep.check()
    new = NewEnrolment(person, Scheme.VOLUNTARY, "3", date(2026, 12, 1))
    with pytest.raises(BadInput):
        one.enrolments.sign_up(replace(new, **change))  # type: ignore[arg-type]
    assert one.upkeep.check() == before


def test_a_child_cannot_join_and_the_same_key_twice_signs_up_once(one: App) -> None:
    card = card_of(one, "Giàng A Chư")
    child = one.households.add_person(
        card.household.id, NewPerson("Giàng Thị Xua", "child", born=PartialDate(2015))
    ).value
    with pytest.raises(BadInput) as told:
        one.enrolments.sign_up(NewEnrolment(child, Scheme.VOLUNTARY, "3", date(2026, 12, 1)))
    assert told.value.key == "not_eligible"
    new = NewEnrolment(card.members[0].id, Scheme.VOLUNTARY, "3", date(2026, 12, 1))
    one.enrolments.sign_up(new)
    with pytest.raises(BadInput) as told:
        one.enrolments.sign_up(new)
    assert told.value.key == "already_enrolled"
    other = one.enrolments.sign_up(replace(new, method="6")).value
    assert [p.key for p in other.problems] == [
        "{name} is signed up for this month already.",
        "The months paid for run until {day}; change after that.",
    ]
    one.households.edit_person(card.members[1].id, {"deceased": True})
    with pytest.raises(BadInput) as told:
        one.enrolments.sign_up(health(card.members[1].id))
    assert told.value.key == "deceased"
