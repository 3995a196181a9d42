"""Whoever had the use of their data restricted is on no list of people to call and is handed out to nobody."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.requests import RequestKind
from outreach_app.services.absences import ToldAbsence
from tests.workspaces import card_of, copy_machine


@pytest.fixture
def office(tmp_path: Path) -> Iterator[App]:
    app = copy_machine(tmp_path, "office").open()
    yield app
    app.close()


def test_a_restriction_takes_somebody_away_off_the_list_of_calls_and_the_door_off_the_day(
    office: App,
) -> None:
    card = card_of(office, "Tẩn Mý Dao")  # lives alone
    person, home = card.members[0].id, card.household.id
    with office.desk.write() as writer:
        who = writer.create("canvasser", {"name": "Lò Thị Hoa"})
    office.absences.tell_away(person, ToldAbsence(place="Bắc Ninh", phone="0912345678"))
    assert [call.who.person for call in office.absences.list_calls()] == [person]
    assert [row.id for row in office.handing_out.preview([home], who, day=date(2026, 11, 21))[0]] == [home]
    office.requests.ask(person, RequestKind.RESTRICT)
    assert office.absences.list_calls() == []
    assert office.handing_out.preview([home], who, day=date(2026, 11, 21))[0] == []
