"""Slips for promised returns: whoever was promised a day gets one, six on a sheet, in words that a family can read."""

from datetime import timedelta
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.documents.appointments import render_appointments
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import NextStep, Outcome, PersonOutcome
from outreach_app.errors import NotFound
from outreach_app.i18n import open_catalogue
from outreach_app.services.visits import NewVisit
from tests.documents.reading import assert_sound, pages_of, words_of
from tests.workspaces import card_of

VI = open_catalogue("vi")


def promise(app: App, name: str, *, days: int, step: NextStep = NextStep.RETURN) -> bytes:
    card = card_of(app, name)
    told = (PersonOutcome(card.members[0].id, Scheme.HOUSEHOLD_HEALTH, Outcome.CALL_BACK),)
    day = app.desk.today + timedelta(days=days)
    app.visits.log(NewVisit(card.household.id, app.desk.today, outcomes=told, next_step=step, next_on=day))
    return card.household.id


def test_a_days_promises_become_slips(one: App, tmp_path: Path) -> None:
    promise(one, "Lò Văn Páo", days=3)
    promise(one, "Giàng A Chư", days=3)
    promise(one, "Tẩn Mý Dao", days=3, step=NextStep.CALL)
    day = one.desk.today + timedelta(days=3)
    slips = one.appointments.list_of_day(day)
    assert {slip.head for slip in slips} == {"Lò Văn Páo", "Giàng A Chư"}
    assert {slip.about for slip in slips} == {(Scheme.HOUSEHOLD_HEALTH,)}
    path = assert_sound(one.appointments.print_day(day, VI), tmp_path)
    text = words_of(path)
    for words in (
        "Lò Văn Páo",
        VI.long_date(day),
        "thẻ BHYT của cả nhà",
        "căn cước của từng người",
        "Lường Thị Inh",
    ):
        assert words in text
    assert "sổ BHXH" not in text


def test_a_household_has_its_last_promise_only(one: App) -> None:
    home = promise(one, "Lò Văn Páo", days=3)
    promise(one, "Lò Văn Páo", days=5)
    assert [slip.on - one.desk.today for slip in one.appointments.of_household(home)] == [timedelta(days=5)]


def test_without_a_promise_there_is_a_sentence(one: App) -> None:
    with pytest.raises(NotFound) as told:
        one.appointments.print_day(one.desk.today, VI)
    assert told.value.key == "no_appointments"


def test_who_wants_no_contact_gets_no_slip(one: App) -> None:
    home = promise(one, "Lò Văn Páo", days=3)
    one.households.edit_household(home, {"do_not_contact": True})
    assert one.appointments.of_household(home) == []


def test_seven_slips_take_two_sheets_and_repeat_byte_for_byte(one: App, tmp_path: Path) -> None:
    home = promise(one, "Lò Văn Páo", days=3)
    [slip] = one.appointments.of_household(home)
    pdf = render_appointments([slip] * 7, VI)
    assert pages_of(assert_sound(pdf, tmp_path)) == 2
    assert render_appointments([slip] * 7, VI) == pdf
    assert words_of(tmp_path / "printed.pdf").count("Lò Văn Páo") == 7
