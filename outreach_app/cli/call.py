"""One call of the command line: what was asked for in general, and the answer that is printed once at the end."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from outreach_app.cli import parsing
from outreach_app.cli.secrets import read_new_passphrase, read_passphrase
from outreach_app.errors import Message, OutreachError, StoreUnavailable, say
from outreach_app.i18n import LANGUAGES, Catalogue, open_catalogue
from outreach_app.settings import load_settings

if TYPE_CHECKING:
    from outreach_app.app import App

DONE, NEEDS_A_PERSON, WRONG_USAGE, NOTHING_CHANGED, NOT_ALLOWED, BUG = 0, 1, 2, 3, 4, 70


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """The options every command takes, as typed; what stands nearer to the command wins."""

    workspace: str | None = None
    by: str | None = None
    passphrase_file: str | None = None
    json: bool = False
    at: str | None = None
    on: str | None = None
    lang: str | None = None

    def overlay(self, given: Mapping[str, object]) -> Self:
        """Put what was given at one more place on top."""
        kept: dict[str, Any] = {name: value for name, value in given.items() if value not in (None, False)}
        return replace(self, **kept)


COMMON_NAMES = tuple(each.name for each in fields(CommonOptions))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found or did: the promised JSON object, the same in words (lines), and the exit code."""

    data: Mapping[str, object]
    lines: Sequence[Message | str] = ()
    code: int = DONE


@dataclass(slots=True)
class Call:
    """The call being carried out; commands get it as their first argument.

    Attributes: options (as far as they are parsed), arguments (the words typed).
    """

    arguments: Sequence[str] = ()
    options: CommonOptions = field(default_factory=CommonOptions)
    _language: str | None = None

    def take(self, given: Mapping[str, object]) -> None:
        """Take common options from one more place of the command line; WrongUsage for a language there is not."""
        language = given.get("lang")
        if language is not None:
            parsing.parse_choice(str(language), LANGUAGES, option="--lang")
        self.options = self.options.overlay(given)

    @property
    def words(self) -> Catalogue:
        """The language the answer is given in: `--lang`, else the settings of this account."""
        if self._language is None:
            self._language = load_settings().language
        return open_catalogue((self.options.lang or self._language).lower())

    @property
    def clock(self) -> Callable[[], datetime]:
        """This machine's clock, or the moment that `--at` or `--on` fixes."""
        return parsing.make_clock(self.options.at, self.options.on)

    @property
    def folder(self) -> Path:
        """The workspace's folder: `--workspace`, `OUTREACH_WORKSPACE`, or the platform's data folder.

        For the address of a hub it is the folder in which this account keeps what it needs there.
        """
        from outreach_app import paths

        named, address = self._named, self.hub
        if address is not None:
            return paths.hub_folder(address)
        return parsing.parse_folder(named) if named else paths.default_workspace()

    @property
    def hub(self) -> str | None:
        """The address of the hub that the call names; None for a folder."""
        from outreach_app.services import hub_addresses

        named = self._named
        return hub_addresses.parse_address(named) if hub_addresses.is_address(named) else None

    @property
    def _named(self) -> str:
        return self.options.workspace or os.environ.get("OUTREACH_WORKSPACE") or ""

    def need_workspace(self) -> Path:
        """The folder of a workspace that is there; of a hub only when this account has joined it."""
        from outreach_app import paths

        address, folder = self.hub, self.folder
        if address is not None:
            self._warn_of(address)
            if not paths.is_workspace(folder):
                raise StoreUnavailable(
                    say("This account has not joined the hub {address} yet.", address=address),
                    say(
                        "Let somebody who works there write a key file: outreach hub key. Then: outreach hub join."
                    ),
                    key="no_workspace",
                )
        return folder

    def _warn_of(self, address: str) -> None:
        from outreach_app.services.hub_addresses import warn_of_open_way

        warning = warn_of_open_way(address)
        if warning is not None:
            self.tell(warning)

    def passphrase(self, *, twice: bool = False) -> str:
        """The passphrase of the workspace; `twice` asks a second time for one that is being chosen."""
        return read_passphrase(self.options.passphrase_file, words=self.words, twice=twice)

    def new_passphrase(self, file: str | None, *, recovering: bool = False) -> str:
        """A passphrase that replaces another; for a forgotten one the usual places are looked at too."""
        former = self.options.passphrase_file if recovering else None
        return read_new_passphrase(file, former, words=self.words, recovering=recovering)

    @contextmanager
    def open(self) -> Iterator["App"]:
        """Open the workspace for one command and leave it again."""
        folder, clock = self.need_workspace(), self.clock
        passphrase = self._passphrase_for(folder)
        from outreach_app.app import open_workspace

        with self.holding(open_workspace(folder, passphrase, clock=clock)) as app:
            yield app

    @contextmanager
    def holding(self, app: "App") -> Iterator["App"]:
        """Close a workspace at the end; trouble while closing never hides what the command says."""
        try:
            yield app
        except BaseException:
            with suppress(OutreachError):
                app.close()
            raise
        try:
            app.close()
        except OutreachError as trouble:  # what the command did is on disk already
            self.tell(trouble.message)

    def sign(self, app: "App", *, trial: Callable[[], object] | None = None) -> None:
        """Sign what follows with the person named by `--by`; commands that only read never call this.

        Somebody new is entered; `trial` is run before that, so that a command which fails has entered nobody.
        """
        if self.options.by:
            sign_as(app, self.options.by, trial=trial)

    def tell(self, message: Message | str) -> None:
        """Say how far things are, on standard error."""
        print(self.render(message), file=sys.stderr, flush=True)  # noqa: T201 - the command line speaks here

    def render(self, message: Message | str) -> str:
        """Put a message into the language of the answer; plain text passes."""
        return message if isinstance(message, str) else self.words.render(message)

    def _passphrase_for(self, folder: Path) -> str:
        from outreach_app import paths

        # Nobody is asked for the passphrase of a workspace that is not there: opening it gives the better sentence.
        return self.passphrase() if paths.is_workspace(folder) else ""


def sign_as(
    app: "App", name: str, *, remember: bool = False, trial: Callable[[], object] | None = None
) -> None:
    """Make a person the author of what follows in this workspace; `remember` for later starts as well."""
    from outreach_app.domain.text import normalize
    from outreach_app.services.office import find_named

    wanted = normalize(name)
    who = find_named(app.office.list_canvassers(), wanted, app.desk.today)
    if who is None:
        if trial is not None:
            trial()
        who = app.office.add_canvasser(wanted).value
    app.office.choose_canvasser(who.id, remember=remember, pin=_find_pin(app, who.id))


def _find_pin(app: "App", person: bytes) -> str:
    from outreach_app.cli.secrets import read_pin

    asked = person != app.desk.canvasser and person in app.pins.list_with_pin()
    return read_pin() if asked else ""


def done(data: Mapping[str, object], sentence: str, /, **values: object) -> Answer:
    """An answer in one sentence that is marked for translation by the caller."""
    return Answer(data, (say(sentence, **values),))
