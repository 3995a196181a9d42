"""The first start on a machine: set up a laptop from its file, create an office, or look around."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.errors import BadInput, OutreachError, say
from outreach_app.i18n import Catalogue
from ui.presenters.ports import Command, Later, Latest, Query

if TYPE_CHECKING:
    from outreach_app.app import App, CreatedOffice
    from outreach_app.domain import progress
    from outreach_app.services.workspace import Clock

FOUND_UNITS = 6
SHEET_NAME = "recovery-sheet.pdf"
_LOOK_MS = 150


class Step(StrEnum):
    """Where somebody stands on the first-run page."""

    CHOOSE = "choose"
    KIT = "kit"
    OFFICE = "office"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A commune found by name: its code and its full name with what stands above it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FirstRunState:
    """The page: its step, whether something is being made, and what went wrong.

    `units` are the communes found; `sheet` is where the recovery sheet was written, `code` what it says; `done` is how
    much of the sample data is made, in percent.
    """

    step: Step = Step.CHOOSE
    busy: bool = False
    error: OutreachError | None = None
    units: tuple[UnitFound, ...] = ()
    sheet: str = ""
    code: str = ""
    done: int | None = None


class FirstRunPresenter:
    """Makes a workspace in `folder` and hands the open App to `opened`."""

    def __init__(
        self,
        folder: Path,
        words: Catalogue,
        *,
        query: Query,
        command: Command,
        show: Callable[[FirstRunState], None],
        opened: "Callable[[App], None]",
        clock: "Clock",
        later: Later,
    ) -> None:
        self._step: progress.Step | None
        self._folder, self._words, self._clock = folder, words, clock
        self._query, self._command = query, command
        self._show, self._opened = show, opened
        self._state = FirstRunState()
        self._later, self._step = later, None
        self._units = Latest()
        self._app: App | None = None

    def start(self) -> None:
        """Show the ways to begin."""
        self._show(self._state)

    @property
    def made(self) -> "tuple[FirstRunState, App | None]":
        """How far somebody has come, with the office that was made and not entered yet."""
        return self._state, self._app

    def resume(self, former: object) -> None:
        """Go on where somebody was on a page in another language."""
        if isinstance(former, FirstRunPresenter):
            self._state, self._app = former.made
            self._show(self._state)

    def go_to(self, step: Step) -> None:
        """Open one of the ways, or go back to all of them."""
        if not self._state.busy:
            self._set(step=step, error=None, units=())

    def find_units(self, text: str) -> None:
        """Look for communes by name."""
        take: Callable[[tuple[UnitFound, ...]], None] = self._units.only(lambda units: self._set(units=units))
        self._query(lambda: _find_units(text), done=take, failed=self._fail)

    def open_kit(self, file: str, code: str, passphrase: str, again: str) -> None:
        """Set up this laptop from the office's file and the code that was told."""
        if not self._may_begin(passphrase, again):
            return

        def make() -> "App":
            from outreach_app.app import open_kit_file

            return open_kit_file(self._folder, paths.read_typed(file), code, passphrase, clock=self._clock)

        self._begin(make, done=self._hand_over)

    def make_office(self, name: str, unit_code: str, passphrase: str, again: str) -> None:
        """Make an office and write its recovery sheet beside the workspace."""
        if not self._may_begin(passphrase, again):
            return

        def make() -> "tuple[CreatedOffice, Path]":
            from outreach_app.app import create_office

            made = create_office(
                self._folder, passphrase=passphrase, name=name, unit_code=unit_code, clock=self._clock
            )
            return made, self._write_sheet(made)

        self._begin(make, done=self._show_recovery)

    def _write_sheet(self, made: "CreatedOffice") -> Path:
        from outreach_app.documents.recovery_sheet import RecoverySheet, render_recovery_sheet
        from outreach_app.files import write_file

        told = made.sheet
        sheet = RecoverySheet(
            told.office_name, told.key_id, told.recovery_code, told.escrow_identity, told.made_on
        )
        target = self._folder.with_name(f"{self._folder.name}-{SHEET_NAME}")
        write_file(target, render_recovery_sheet(sheet, self._words), overwrite=True, private=True)
        return target

    def _show_recovery(self, made: "tuple[CreatedOffice, Path]") -> None:
        created, sheet = made
        self._app = created.app
        self._set(step=Step.RECOVERY, busy=False, sheet=str(sheet), code=created.sheet.recovery_code)

    def go_on(self) -> None:
        """Enter the office once the recovery sheet was seen."""
        if self._app is not None:
            self._opened(self._app)

    def look_around(self) -> None:
        """Make a workspace with sample data in a folder of its own."""
        if self._state.busy:
            return

        def make() -> "App":
            from outreach_app.app import make_sample

            return make_sample(sample_folder(self._folder), clock=self._clock, watch=self._count)

        self._begin(make, done=self._hand_over)
        self._later(_LOOK_MS, self._tell_progress)

    def _count(self, step: "progress.Step") -> None:
        # Called where the work is done; the page looks at it from time to time.
        self._step = step

    def _tell_progress(self) -> None:
        if self._state.busy:
            self._set(done=self._step.done * 100 // self._step.total if self._step else 0)
            self._later(_LOOK_MS, self._tell_progress)

    def _may_begin(self, passphrase: str, again: str) -> bool:
        if self._state.busy:
            return False
        if passphrase == again:
            return True
        self._fail(passphrases_differ())
        return False

    def _begin(self, make: Callable[[], Any], *, done: Callable[[Any], None]) -> None:
        self._set(busy=True, error=None, done=None)
        self._command(make, done=done, failed=self._fail)

    def _hand_over(self, app: "App") -> None:
        self._set(busy=False)
        self._opened(app)

    def _fail(self, error: OutreachError) -> None:
        self._set(busy=False, error=error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def sample_folder(folder: Path) -> Path:
    """Where the sample stands beside a workspace's folder."""
    return folder.with_name(f"{folder.name}-sample")


def passphrases_differ() -> BadInput:
    """What is said when the same passphrase was not typed twice."""
    return BadInput(
        say("The two passphrases are not the same."),
        say("Type the passphrase twice."),
        key="passphrases_differ",
    )


def _find_units(text: str) -> tuple[UnitFound, ...]:
    from outreach_app.services.territory_data import load_territory

    territory = load_territory()
    found = [unit for unit in territory.find(text, limit=3 * FOUND_UNITS) if len(unit.code) > 2]
    return tuple(UnitFound(unit.code, territory.address_of(unit)) for unit in found[:FOUND_UNITS])
