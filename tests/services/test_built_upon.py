"""Taking a command back stays away from what others built upon, and brings nobody erased back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.requests import RequestKind, RequestStep
from outreach_app.errors import BadInput
from tests.workspaces import card_of, copy_machine

HEAD = "Lò Văn Páo"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[App]:
    app = copy_machine(tmp_path, "office").open()
    yield app
    app.close()


def test_a_request_somebody_decided_on_is_not_taken_back_under_the_decision(office: App) -> None:
    asked = office.requests.ask(card_of(office, HEAD).members[0].id, RequestKind.RESTRICT)
    office.requests.take_step(asked.value, RequestStep.DONE)
    assert asked.changes.written is not None
    with pytest.raises(BadInput) as refusal:
        office.commands.take_back(asked.changes.written)
    assert refusal.value.key == "built_on"
    (task,) = office.requests.list()
    assert (task.request.closed is not None, task.request.restricts) == (True, True)


def test_taking_a_change_back_after_an_erasure_brings_nothing_back(office: App) -> None:
    person = card_of(office, HEAD).members[1].id
    office.households.edit_person(person, {"phone": "0912345888"})
    later = office.households.edit_person(person, {"phone": "0912345777"})
    office.erasing.erase(person, why="theo đơn")
    assert later.changes.written is not None
    office.commands.take_back(later.changes.written)
    assert "0912345" not in repr(office.histories.of_person(person))
    with office.desk.read() as session:
        statement = "SELECT phone FROM person WHERE id = ?"
        assert session.connection().exec_driver_sql(statement, (person,)).scalar_one() is None
    assert office.upkeep.check().ok
