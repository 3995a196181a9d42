"""Bringing in a list: choose a file, look at what it would do, correct it or choose who is meant, take it in whole."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.domain.changes import Changes
from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.rows import ImportReport
from outreach_app.errors import OutreachError, say
from ui.presenters.drives import Drive, find_drives
from ui.presenters.found_lists import FoundReport
from ui.presenters.found_lists import can_bring_in as can_bring_in_found
from ui.presenters.list_choices import choose_columns, make_choice
from ui.presenters.list_naming import Naming, NamingRoad, make_named
from ui.presenters.listed_road import ListedRoad
from ui.presenters.lists_state import FOUND_KINDS, KIND_NAMES, ListKind, ListsState, Stage
from ui.presenters.lists_words import can_bring_in
from ui.presenters.ports import Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.dossier_lists import DossierReport
    from outreach_app.domain.stopped_lines import StoppedReport
    from outreach_app.services.desk import Done
    from outreach_app.services.dossier_lists import DossierLists
    from outreach_app.services.lists import PastImport
    from outreach_app.services.stopped_lists import StoppedLists

__all__ = ["KIND_NAMES", "ListKind", "ListsPresenter", "ListsState", "Stage", "can_bring_in", "make_choice"]

_PAUSE_MS = 400


@dataclass(frozen=True, slots=True)
class _Look:
    """What stands around an import."""

    history: "tuple[PastImport, ...]"
    drives: tuple[Drive, ...]
    communes: tuple[tuple[str, str], ...]
    waiting: int


class ListsPresenter:
    """Keeps the preview true to the choices and brings the list in once somebody says so."""

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        show: Callable[[ListsState], None],
        drives: Callable[[], tuple[Drive, ...]] = find_drives,
    ) -> None:
        self._app, self._ports, self._show, self._find_drives = app, ports, show, drives
        self._state = ListsState()
        self._looks, self._previews, self._pauses = Latest(), Latest(), Latest()
        self.listed = ListedRoad(app, ports, state=lambda: self._state, change=self._set, again=self._reload)
        self._naming = NamingRoad(app, ports, take=self._take_naming)

    def enter(self, _subject: object) -> None:
        """Look at what was brought in before."""
        self._reload()

    def follow(self, news: object) -> None:
        """Look again after a command that may have made villages or brought in a list."""
        if isinstance(news, Changes) and news.touches("village", "list_import"):
            self._reload()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._looks.only(self._take_look))

    def _read(self) -> _Look:
        lists = self._app.lists
        drives, communes = self._find_drives(), tuple(lists.list_communes())
        return _Look(tuple(lists.list_imports()), drives, communes, self._app.listed_doubts.count())

    def _take_look(self, look: _Look) -> None:
        self._set(history=look.history, drives=look.drives, communes=look.communes, waiting=look.waiting)

    def start(self) -> None:
        """Choose another file; a long list that is being brought in is stopped instead."""
        if self._state.stage is Stage.BRINGING:
            self.listed.stop()
        else:
            self._previews.drop()
            self.listed.drop()
            self._pauses.drop()
            self._set(
                stage=Stage.START, report=None, path="", recognised=(), corrected={}, stopped=None, choices={}
            )
            self._set(
                undoing=None, listed=None, doubts=(), step=None, naming=None, named=None, entering=False
            )
            self._reload()

    def choose_kind(self, kind: ListKind) -> None:
        """Say what the next list is of."""
        if self._state.stage is Stage.START:
            self._set(kind=kind)

    def choose_layout(self, layout: LayoutKey) -> None:
        """Say what the next list of people to be asked is of."""
        self._set(layout=layout)

    def choose_person(self, row: int, person: bytes | None) -> None:
        """Say who is meant in a row of a list of people who stopped, or in one that waits (None: nobody of here)."""
        if self._state.stage is Stage.SETTLING and row < len(self._state.doubts):
            self.listed.settle(self._state.doubts[row], person)
            return
        if person is None:
            return
        if self._state.stage is Stage.PREVIEW and self._state.stopped is not None:
            self._set(choices={**self._state.choices, row: person.hex()})
            self._preview()

    def take_back(self) -> None:
        """Take the newest list back: first it is told what that would do, then it is done."""
        imports, told = self._app.imports, self._state.undoing
        if self._state.stage not in (Stage.START, Stage.RESULT):
            return
        if told is None:
            self._ports.query(
                lambda: imports.preview_undo(imports.find_last("list")),
                done=self._looks.only(lambda report: self._set(undoing=report)),
                failed=self._ports.places.trouble,
            )
            return
        self._set(undoing=None)
        self._ports.command(
            lambda: imports.undo(told.import_id),
            done=lambda _done: self._taken_back(),
            failed=self._ports.places.trouble,
        )

    def _taken_back(self) -> None:
        self._ports.places.notice(say("The list was taken back."))
        self.start()

    def look_into(self, path: str) -> None:
        """Say what bringing in this file would do."""
        if self._state.stage is not Stage.BRINGING:
            self._set(path=str(paths.read_typed(path)), recognised=(), corrected={}, report=None)
            self._set(stopped=None, choices={}, undoing=None, listed=None, step=None, naming=None, named=None)
            self._set(entering=False)
            self._preview()

    def turn_entering(self) -> None:
        """Enter whoever of the list is not in the register, or leave them out again: the list is read anew."""
        if self._state.can_enter:
            self._set(entering=not self._state.entering)
            self._preview()

    # ------------------------------------------------------------------------------------------------- columns
    def name_columns(self) -> None:
        """Say by hand which column is what, of a list that is on the screen."""
        state = self._state
        if state.stage is Stage.PREVIEW:
            self._naming.open(Path(state.path), state.columns_kind, failed=self._ports.places.trouble)

    def choose_sheet(self, sheet: str) -> None:
        """Read that sheet alone."""
        if self._state.naming is not None:
            self._naming.choose_sheet(self._state.naming, sheet)

    def choose_heading_row(self, row: int) -> None:
        """Take the headings from that row; 0 for none."""
        if self._state.naming is not None:
            self._naming.choose_row(self._state.naming, row)

    def name_column(self, field: str, letter: str) -> None:
        """Say in which column a field stands; '' for none."""
        if self._state.naming is not None:
            self._naming.choose_column(self._state.naming, field, letter)

    def read_named(self) -> None:
        """Read the list by the columns that were named."""
        naming = self._state.naming
        if self._state.stage is Stage.NAMING and naming is not None and naming.is_ready:
            self._set(named=make_named(naming), recognised=(), corrected={}, choices={})
            self._preview()

    def _take_naming(self, naming: Naming) -> None:
        self._set(stage=Stage.NAMING, naming=naming, report=None, stopped=None, listed=None, step=None)

    def read_anew(self) -> None:
        """Forget how lists headed alike were read by hand, and read the columns by their headings."""
        state, columns = self._state, self._app.list_columns
        shown = state.shown
        if shown is not None and shown.remembered is not None and state.stage is Stage.PREVIEW:
            self._ports.query(
                lambda: columns.forget(Path(state.path), state.columns_kind),
                done=lambda _nothing: self.look_into(state.path),
                failed=self._ports.places.trouble,
            )

    def choose_commune(self, code: str) -> None:
        """Say which commune the list is of."""
        self._set(commune=code)
        if self._state.path:
            self._preview()

    def choose_field(self, letter: str, name: str) -> None:
        """Read a column as another field; an empty name leaves it out.

        Whoever walks through the choices with the arrow keys is waited for; the list is read again once they stop.
        """
        shown = self._state.report is not None or self._state.listed is not None
        if not shown or self._state.stage not in (Stage.PREVIEW, Stage.LOOKING):
            return
        self._set(corrected={**self._state.corrected, letter: name}, stage=Stage.LOOKING)
        self._previews.drop()
        read = self._pauses.only(lambda _nothing: self._preview())
        self._ports.later(_PAUSE_MS, lambda: read(None))

    def _preview(self) -> None:
        self._set(stage=Stage.LOOKING)
        state = self._state
        path, choice = Path(state.path), choose_columns(state)
        if state.kind in FOUND_KINDS:
            lists = self._find_service(state.kind)
            self._ports.query(
                lambda: lists.preview(path, choices=state.choices, columns=choice),
                done=self._previews.only(lambda told: self._set(stage=Stage.PREVIEW, stopped=told)),
                failed=self._fail,
            )
            return
        if state.kind is ListKind.PROSPECTS:
            self.listed.preview(choice, failed=self._fail)
            return
        self._ports.query(
            lambda: self._app.lists.preview_register(path, columns=choice, commune=state.commune),
            done=self._previews.only(self._take_preview),
            failed=self._fail,
        )

    def _take_preview(self, report: ImportReport) -> None:
        recognised = self._state.recognised or report.listed
        self._set(stage=Stage.PREVIEW, report=report, recognised=recognised)

    def _fail(self, error: OutreachError) -> None:
        """A correction that cannot be read is taken back; a file that cannot be read leaves the first page.

        Where only the headings do not tell who a row is about, somebody names the columns.
        """
        state = self._state
        told = state.is_shown or state.naming is not None
        if state.stage is Stage.LOOKING and error.key == "no_header" and not told:
            self._naming.open(Path(state.path), state.columns_kind, failed=self._fail_naming)
            return
        self._ports.places.trouble(error)
        if self._state.stage is not Stage.LOOKING:
            return
        if state.naming is not None and not state.is_shown:
            self._set(stage=Stage.NAMING)
        elif self._state.stopped is not None and self._state.choices:
            self._set(choices={})
            self._preview()
        elif self._state.listed is not None and self._state.corrected:
            self._set(corrected={})
            self._preview()
        elif self._state.report is not None and self._state.corrected:
            self._set(corrected={}, report=replace(self._state.report, listed=self._state.recognised))
            self._preview()
        else:
            self._set(stage=Stage.START, report=None, stopped=None, listed=None)

    def _fail_naming(self, error: OutreachError) -> None:
        self._set(stage=Stage.START)
        self._ports.places.trouble(error)

    def bring_in(self) -> None:
        """Bring in the list whole, or nothing of it."""
        state = self._state
        if state.kind in FOUND_KINDS:
            self._bring_in_found(state)
            return
        if state.kind is ListKind.PROSPECTS:
            self.listed.bring_in(choose_columns(state))
            return
        if state.stage is not Stage.PREVIEW or state.must_choose_commune or not can_bring_in(state.report):
            return
        self._set(stage=Stage.BRINGING)
        path, choice = Path(state.path), choose_columns(state)
        self._ports.command(
            lambda: self._app.lists.import_register(path, columns=choice, commune=state.commune),
            done=lambda done: self._take_result(done.value),
            failed=self._fail_bringing,
        )

    def _take_result(self, report: ImportReport) -> None:
        self._set(stage=Stage.RESULT, report=report)
        if (import_id := report.import_id) is not None:
            undo = Undo(
                say("the list {name}", name=Path(self._state.path).name),
                lambda: self._app.imports.undo(import_id),
            )
            self._ports.places.remember(undo)
            if not self._state.history:
                self._ports.places.notice(
                    say("The list is in. Next: set-up files for the laptops, in Settings.")
                )
        self._reload()

    def _find_service(self, kind: ListKind) -> "StoppedLists | DossierLists":
        return self._app.dossier_lists if kind is ListKind.DOSSIERS else self._app.stopped_lists

    def _bring_in_found(self, state: ListsState) -> None:
        if state.stage is not Stage.PREVIEW or not can_bring_in_found(state.stopped):
            return
        self._set(stage=Stage.BRINGING)
        path, app, lists = Path(state.path), self._app, self._find_service(state.kind)

        def taken(done: "Done[StoppedReport] | Done[DossierReport]") -> None:
            report: FoundReport = done.value
            if (import_id := report.import_id) is not None:
                undo = Undo(say("the list {name}", name=path.name), lambda: app.imports.undo(import_id))
                self._ports.places.remember(undo)
            self._set(stage=Stage.RESULT, stopped=report)
            self._reload()

        self._ports.command(
            lambda: lists.bring_in(path, choices=state.choices, columns=choose_columns(state)),
            done=taken,
            failed=self._fail_bringing,
        )

    def _fail_bringing(self, error: OutreachError) -> None:
        self._set(stage=Stage.PREVIEW)
        self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
