"""Absences: told bit by bit, ended by coming home, listed as people to call; old phone numbers asked back."""

from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.absences import Absence, CallState, Sureness
from outreach_app.domain.identity import InvalidNumber
from outreach_app.domain.people import PartialDate, Scheme
from outreach_app.domain.requests import RequestKind
from outreach_app.domain.rows import HouseholdFilter, WorkReason
from outreach_app.domain.visits import Channel, Outcome, PersonOutcome
from outreach_app.errors import BadInput, NotFound
from outreach_app.services.absences import ToldAbsence
from outreach_app.services.visits import NewVisit
from tests.workspaces import Machine, card_of

DAY = date(2026, 11, 21)
TOLD = ToldAbsence(
    place="khu công nghiệp Quế Võ, Bắc Ninh", since="3/2026", back="Tết", sure=Sureness.LIKELY, phone="0987 654 321",
    home_contact="mẹ: Quàng Thị Ngoan",
)  # fmt: skip


def tham(app: App) -> bytes:
    return card_of(app, "Lò Văn Páo").members[2].id


def test_an_absence_stands_on_the_card_and_among_the_people_to_call(one: App) -> None:
    person = tham(one)
    one.absences.tell_away(person, TOLD)
    member = next(m for m in card_of(one, "Lò Văn Páo").members if m.id == person)
    assert (member.away, member.absence.since, str(member.absence.back)) == (
        True,
        PartialDate(2026, 3),
        "tet-2027",
    )
    (call,) = one.absences.list_calls()
    assert (call.who.name, call.who.number, call.state, call.due_on) == (
        "Lò Thị Thắm", "0987654321", CallState.AWAY, date(2027, 2, 6),
    )  # fmt: skip
    assert call.who.home_phone == "0912345001"
    one.absences.tell_away(person, ToldAbsence(back="12/2026", home_contact=""))
    told = one.absences.read(person)
    assert (told.place, str(told.back), told.home_contact) == (TOLD.place, "2026-12", "")
    assert [c.state for c in one.absences.list_calls()] == [CallState.BACK_SOON]
    homes = one.households.read_rows(one.households.list_numbers(HouseholdFilter(away=True)))
    assert [home.head for home in homes] == ["Lò Văn Páo"]
    assert one.upkeep.check().ok


def test_who_is_back_stands_on_todays_list_until_somebody_was_there(one: App, machine: Machine) -> None:
    person, card = tham(one), card_of(one, "Lò Văn Páo")
    one.absences.tell_away(person, TOLD)
    one.absences.tell_back(person, date(2026, 11, 19))
    (first, *others) = one.work.list_today()
    assert (first.household.head, first.reason, first.detail, first.due_on, first.waiting_days) == (
        "Lò Văn Páo", WorkReason.RETURNED, "Lò Thị Thắm", date(2026, 11, 19), 2,
    )  # fmt: skip
    assert WorkReason.RETURNED not in {item.reason for item in others}
    one.visits.log(NewVisit(card.household.id, visited_on=DAY, door_outcome=Outcome.REFUSED))
    assert card.household.id not in {item.household.id for item in one.work.list_today()}
    machine.clock.pass_by(days=4)
    assert one.work.list_today()[0].reason is WorkReason.RETURNED, "nobody has spoken with her yet"
    one.requests.ask(person, RequestKind.OBJECT)
    assert WorkReason.RETURNED not in {item.reason for item in one.work.list_today()}


def test_who_is_back_is_called_until_somebody_spoke_to_them(one: App) -> None:
    person, card = tham(one), card_of(one, "Lò Văn Páo")
    one.absences.tell_away(person, TOLD)
    one.absences.tell_back(person, date(2026, 11, 19))
    assert [(c.state, c.due_on) for c in one.absences.list_calls()] == [
        (CallState.RETURNED, date(2026, 11, 19))
    ]
    assert one.households.list_numbers(HouseholdFilter(away=True)) == []
    said = PersonOutcome(person, Scheme.VOLUNTARY, Outcome.THINKING)
    visit = NewVisit(card.household.id, DAY, channel=Channel.PHONE, outcomes=(said,), met=(person,))
    one.visits.log(visit)
    assert one.absences.list_calls() == []
    assert one.absences.read(person).place == TOLD.place
    one.absences.tell_away(person, ToldAbsence(since="2026-11-20"))
    told = one.absences.read(person)
    assert told == Absence(away=True, since=PartialDate(2026, 11, 20))


def test_who_is_only_spoken_of_as_away_was_not_spoken_to(one: App) -> None:
    person, card = tham(one), card_of(one, "Lò Văn Páo")
    away = PersonOutcome(person, Scheme.VOLUNTARY, Outcome.WORKING_AWAY)
    one.visits.log(NewVisit(card.household.id, DAY, outcomes=(away,)))
    (call,) = one.absences.list_calls()
    assert (call.state, call.who.last_talk) == (CallState.AWAY, None)


def test_nobody_is_listed_who_asked_not_to_be_called_or_lives_elsewhere(one: App) -> None:
    person = tham(one)
    one.absences.tell_away(person, TOLD)
    assert one.absences.list_calls(village=b"v" * 16) == []
    assert len(one.absences.list_calls(village=card_of(one, "Lò Văn Páo").village.id)) == 1
    one.households.edit_person(person, {"do_not_contact": True})
    assert one.absences.list_calls() == []


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (ToldAbsence(back="sang năm"), "back_when"),
        (ToldAbsence(since="12/2026"), "away_since"),
        (ToldAbsence(since="hôm nọ"), "away_since"),
        (ToldAbsence(phone="12"), "bad_number"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(one: App, told: ToldAbsence, key: str) -> None:
    with pytest.raises(BadInput) as problem:
        one.absences.tell_away(tham(one), told)
    assert problem.value.key in (key, InvalidNumber.key)
    assert one.absences.list_calls() == []


def test_nobody_comes_home_tomorrow_and_nobody_unknown_is_away(one: App) -> None:
    with pytest.raises(BadInput) as problem:
        one.absences.tell_back(tham(one), date(2026, 11, 22))
    assert problem.value.key == "future_return"
    with pytest.raises(NotFound):
        one.absences.tell_away(b"x" * 16, TOLD)


def test_channels_and_numbers_are_kept_and_old_numbers_asked_back(one: App) -> None:
    person = tham(one)
    one.households.edit_person(person, {"zalo": "+84 987 654 321", "preferred_channel": "chat"})
    member = next(m for m in card_of(one, "Lò Văn Páo").members if m.id == person)
    assert (member.zalo, member.preferred_channel) == ("0987654321", Channel.CHAT)
    with pytest.raises(InvalidNumber) as told:
        one.households.edit_person(person, {"phone": "0169 712 3456"})
    assert "0397 123 456" in str(told.value.advice)
    with pytest.raises(BadInput):
        one.households.edit_person(person, {"preferred_channel": "pigeon"})
    home = card_of(one, "Lò Văn Páo").household
    one.households.edit_household(home.id, {"preferred_channel": "phone"})
    assert card_of(one, "Lò Văn Páo").household.preferred_channel is Channel.PHONE
    one.absences.tell_away(person, ToldAbsence())
    assert [call.who.channel for call in one.absences.list_calls()] == [Channel.CHAT]
