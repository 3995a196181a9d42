"""Open copies of the office's and a laptop's workspace, with a clock to turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.app import App
from tests.workspaces import Machine, copy_machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return copy_machine(tmp_path, "one")


@pytest.fixture
def one(machine: Machine) -> Iterator[App]:
    app = machine.open()
    app.office.say_who_works("Lường Thị Inh")
    yield app
    app.close()


@pytest.fixture
def office_machine(tmp_path: Path) -> Machine:
    return copy_machine(tmp_path, "office")


@pytest.fixture
def office(office_machine: Machine) -> Iterator[App]:
    app = office_machine.open()
    yield app
    app.close()
