"""Starting is quick because only what was named is loaded; `python -m outreach_app` is the same program."""

import subprocess
import sys

import pytest

from outreach_app.cli.contents import MODULES
from outreach_app.cli.main import make_app
from tests.cli.command_line import run_apart

HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "alembic",
    "reportlab",
    "openpyxl",
    "nacl",
    "pyrage",
    "rich",
    "docx",
    "lxml",
}


def loaded_by(*words: str) -> set[str]:
    """Run a command line in a fresh interpreter and name the top-level packages it loaded."""
    script = (
        "import sys, contextlib, io\n"
        "from outreach_app.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        "    main(sys.argv[1:])\n"
        "print(' '.join(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_help_loads_neither_the_store_nor_any_command() -> None:
    loaded = loaded_by("--help")
    assert not HEAVY & {name.partition(".")[0] for name in loaded}
    assert not {
        name
        for name in loaded
        if name.startswith("outreach_app.cli.") and name.endswith(("_commands", "_command"))
    }
    assert "outreach_app.domain.rows" not in loaded


def test_a_quote_needs_no_store() -> None:
    loaded = {name.partition(".")[0] for name in loaded_by("quote", "health", "--members", "1")}
    assert not loaded & {"sqlmodel", "sqlalchemy", "nacl", "reportlab"}


@pytest.mark.parametrize("word", sorted(MODULES))
def test_every_first_word_has_a_help_page_of_its_own(word: str) -> None:
    names = [group.name for group in make_app(words=[word]).registered_groups]
    commands = [command.name for command in make_app(words=[word]).registered_commands]
    assert word in names + commands
    assert len(names + commands) == len(MODULES)


def test_the_package_runs_as_a_module() -> None:
    said = run_apart("--help", "--lang", "en")
    assert said.code == 0
    assert said.out.startswith("Usage: outreach COMMAND ... [OPTIONS]")
    assert all(word in said.out for word in MODULES)
