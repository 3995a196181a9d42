"""The field of the tests of files between machines: a copy for each, its machines opened as they are asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach_app.app import App
from tests.workspaces import Field, copy_field


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


@pytest.fixture
def office(field: Field) -> Iterator[App]:
    app = field.office.open()
    yield app
    app.close()


@pytest.fixture
def one(field: Field) -> Iterator[App]:
    app = field.one.open()
    yield app
    app.close()


@pytest.fixture
def two(field: Field) -> Iterator[App]:
    app = field.two.open()
    yield app
    app.close()


@pytest.fixture
def lead(field: Field) -> Iterator[App]:
    app = field.lead.open()
    yield app
    app.close()
