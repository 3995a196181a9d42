"""The handbook with the names that the program has now: read once for each role and language."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from outreach_app.errors import EnvironmentTrouble, say
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.services.handbook import Handbook, read_handbook
from ui.presenters.handbook_words import HandbookWords, NamedKey, NamedPlace
from ui.presenters.pages import default_folder
from ui.widgets.key_lists import KEYS_OF_PLACES
from ui.wiring.places import PLACES


@cache
def open_handbook(role: str, language: str) -> Handbook:
    """Read a role's book, or the `ENTRANCE` one; HandbookFault when a text names what the program does not have."""
    return read_handbook(role, language, name_things(open_catalogue(language)).fill)


def name_things(words: Catalogue) -> HandbookWords:
    """Name every place and key of the program in one language."""
    places = {place.key: NamedPlace(words.text(place.title), place.sign) for place in PLACES}
    source = open_catalogue("en")
    keys = {
        place: tuple(NamedKey(line.caps, line.text) for line in lines(source))
        for place, lines in KEYS_OF_PLACES.items()
    }
    return HandbookWords(words, places, keys)


def print_handbook_apart(role: str, language: str, *, folder: Path | None = None) -> Path:
    """Print a handbook with its pictures in a process of its own, into the folder where papers are kept.

    EnvironmentTrouble when that process could not do it. Takes about a minute.
    """
    target = _free_name(Path(folder or default_folder()), f"handbook-{role}-{language}")
    asked = ["print", "handbook", "--role", role, "--lang", language, "--out", str(target)]
    ended = subprocess.run(
        [*_command_line(), *asked],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        told = ended.stderr.strip().splitlines()
        raise EnvironmentTrouble(
            say("The handbook could not be made: {why}", why=told[-1] if told else str(ended.returncode)),
            say("Try it once more, or print it on the command line."),
            key="handbook_failed",
        )
    return target


def _command_line() -> list[str]:
    """How this program is called without a window; in a frozen folder the command line stands beside the window."""
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        return [str(program.with_name("outreach").with_suffix(program.suffix))]
    return [sys.executable, "-m", "ui"]


def _free_name(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    tries = (folder / f"{name}{f'-{number}' if number else ''}.pdf" for number in range(1000))
    return next(each for each in tries if not each.exists())
