"""Where a passphrase comes from: a file, the environment, a prompt; never an argument, which all can see."""

import getpass
import os
import sys
from pathlib import Path

from outreach_app.errors import BadInput, NotAllowed, say
from outreach_app.files import read_capped
from outreach_app.i18n import N_, Catalogue
from outreach_app.paths import read_named

PASSPHRASE = "OUTREACH_PASSPHRASE"  # noqa: S105 - the name of a variable
NEW_PASSPHRASE = "OUTREACH_NEW_PASSPHRASE"  # noqa: S105
PIN, NEW_PIN = "OUTREACH_PIN", "OUTREACH_NEW_PIN"
_LIMIT = 64 * 1024


def read_passphrase(file: str | None, *, words: Catalogue, twice: bool = False) -> str:
    """Read the passphrase from `--passphrase-file`, `OUTREACH_PASSPHRASE`, or a prompt; NotAllowed without any."""
    given = _find(file, PASSPHRASE)
    return given if given is not None else _ask(words, N_("Passphrase: "), twice=twice)


def read_new_passphrase(file: str | None, former: str | None, *, words: Catalogue, recovering: bool) -> str:
    """Read a new passphrase from `--new-passphrase-file`, `OUTREACH_NEW_PASSPHRASE`, or a prompt.

    When a forgotten one is replaced nothing else needs a passphrase, so its usual places count as well.
    """
    given = _find(file, NEW_PASSPHRASE)
    if given is None and recovering:
        given = _find(former, PASSPHRASE)
    return given if given is not None else _ask(words, N_("New passphrase: "), twice=True)


def read_pin() -> str:
    """Read a PIN from `OUTREACH_PIN`; empty without, so that the command is told that one is needed."""
    return os.environ.get(PIN, "")


def read_new_pin() -> str:
    """Read a PIN that is being set from `OUTREACH_NEW_PIN`; empty without."""
    return os.environ.get(NEW_PIN, "")


def _find(file: str | None, variable: str) -> str | None:
    if file is not None:
        return _read_first_line(read_named(file))
    return os.environ.get(variable) or None


def _read_first_line(file: Path) -> str:
    try:
        text = read_capped(file, _LIMIT).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(file) from error
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise _unreadable(file)
    return lines[0]


def _unreadable(file: Path) -> BadInput:
    return BadInput(
        say("The file “{name}” holds no passphrase.", name=file.name),
        say("Write the passphrase on its first line, in UTF-8."),
        key="passphrase_file",
    )


def _ask(words: Catalogue, prompt: str, *, twice: bool) -> str:
    if not sys.stdin.isatty():
        raise _none_given()
    try:
        first = getpass.getpass(words.text(prompt))
        again = getpass.getpass(words.text(N_("Once more: "))) if twice else first
    except EOFError as error:
        raise _none_given() from error
    if again != first:
        raise BadInput(
            say("The two passphrases differ."),
            say("Type the same passphrase twice."),
            key="passphrases_differ",
        )
    return first


def _none_given() -> NotAllowed:
    return NotAllowed(
        say("No passphrase was given."),
        say("Set {variable}, or name a file with --passphrase-file.", variable=PASSPHRASE),
        key="no_passphrase",
    )
