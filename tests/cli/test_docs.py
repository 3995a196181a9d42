"""docs/cli.md names every command, argument and option there is, and none that there is not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.main import get_command

from outreach_app.cli.contents import HELP, MODULES
from outreach_app.cli.main import make_app
from outreach_app.cli.options import COMMON_HELP
from outreach_app.domain.health import SupportGroup
from outreach_app.domain.people import OFFERED_SCHEMES, RELATIONS, Category
from outreach_app.domain.visits import OBJECTION_NAMES, ROW_KEYS, Outcome
from ui.commands import register

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
HEADING = re.compile(r"`outreach ((?:[a-z][a-z0-9-]* ?)+?)(?: [A-Z\[].*)?`")


def walk(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command with its words."""
    for name, each in command.commands.items():
        if isinstance(each, TyperGroup):
            yield from walk(each, (*path, name))
        else:
            yield " ".join((*path, name)), each


COMMANDS = dict(walk(get_command(make_app(more=register))))
SECTIONS = {
    HEADING.match(block)[1].strip(): block  # type: ignore[index]
    for block in re.split(r"(?m)^### ", PAGE)[1:]
}


def test_every_command_has_a_section_and_no_section_lacks_its_command() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_section_lists_every_argument_and_option_with_its_help(name: str) -> None:
    section = SECTIONS[name]
    own = [p for p in COMMANDS[name].params if not p.name.startswith("common_")]
    listed = set(re.findall(r"(?m)^- `([^`]+)`", section))
    options = {opt for line in listed for opt in re.findall(r"--[a-z-]+", line)}
    assert options == {opt for p in own if isinstance(p, TyperOption) for opt in p.opts}
    for parameter in own:
        assert parameter.help in section
        if isinstance(parameter, TyperArgument):
            assert (parameter.metavar or parameter.name.upper()) in listed
    assert COMMANDS[name].help in section


def test_every_common_option_is_explained() -> None:
    for option, metavar, _ in COMMON_HELP.values():
        assert f"- `{' '.join(filter(None, (option, metavar)))}`" in PAGE


@pytest.mark.parametrize(
    "keys", [Outcome, OBJECTION_NAMES, OFFERED_SCHEMES, Category, RELATIONS, SupportGroup], ids=str
)
def test_every_key_that_may_be_typed_is_listed(keys: Any) -> None:
    words = set(re.findall(r"[a-z_]+", PAGE))
    assert {str(key) for key in keys} <= words


def test_the_digits_of_a_sheet_are_explained() -> None:
    assert all(
        f"{digit} {outcome}" in SECTIONS["sheet record"].replace("\n", " ")
        for digit, outcome in ROW_KEYS.items()
    )


def test_the_contents_name_every_first_word() -> None:
    first = {name.split()[0] for name in COMMANDS} - {"window", "screens"}
    assert set(MODULES) == set(HELP) == first
