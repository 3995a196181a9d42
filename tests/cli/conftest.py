"""Command lines over fresh copies of the template workspaces."""

from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.conftest import PASSPHRASE


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give every command the passphrase of the templates by the environment, as scripts do."""
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("OUTREACH_WORKSPACE", raising=False)
    monkeypatch.delenv("OUTREACH_NEW_PASSPHRASE", raising=False)
    return PASSPHRASE


@pytest.fixture
def office(office_folder: Path) -> CommandLine:
    """The command line of the office."""
    return CommandLine(office_folder)


@pytest.fixture
def laptop(laptop_folder: Path) -> CommandLine:
    """The command line of a laptop."""
    return CommandLine(laptop_folder)
