"""The rule book in Settings: what counts and what changes; at the office a changed folder and its signature."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.domain.rule_changes import RuleChange
from outreach_app.errors import OutreachError, say
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.rule_book import BookInUse, UnusedEdition
    from outreach_app.services.rule_editing import BookPreview


class RuleWork(StrEnum):
    """What is running; one thing at a time."""

    NOTHING = ""
    WRITING = "writing"
    LOOKING = "looking"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class RulesState:
    """The book in use and what it knows to change; `preview` is a changed folder nobody has signed yet."""

    today: date | None = None
    used: "BookInUse | None" = None
    changes: tuple[RuleChange, ...] = ()
    unused: "tuple[UnusedEdition, ...]" = ()
    work: RuleWork = RuleWork.NOTHING
    folder: str = ""
    preview: "BookPreview | None" = None


class RuleSettings:
    """Reads, writes out, looks at and issues rule books."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[RulesState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = RulesState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look at the book in use again."""
        self._ports.query(self._read, done=self._reads.only(lambda read: self._set(**read)))

    def _read(self) -> dict[str, Any]:
        books = self._app.rule_books
        return {
            "today": self._app.desk.today,
            "used": books.read(),
            "changes": books.list_next_changes(),
            "unused": tuple(books.list_unused()),
        }

    def write_files(self, folder: str) -> None:
        """Write the book's files into a folder to be changed there."""
        if self._begin(RuleWork.WRITING, folder):
            target = paths.read_typed(folder)
            self._ports.query(
                lambda: self._app.rule_books.write_folder(target), done=self._say_written, failed=self._fail
            )

    def _say_written(self, files: list[Path]) -> None:
        self._set(work=RuleWork.NOTHING)
        self._ports.places.notice(
            say("{count} files were written into {folder}.", count=len(files), folder=self._state.folder)
        )

    def look_into(self, folder: str) -> None:
        """Read a changed folder and show what it would change; nothing is issued."""
        if self._begin(RuleWork.LOOKING, folder):
            source = paths.read_typed(folder)
            self._ports.query(
                lambda: self._app.rule_books.preview_folder(source),
                done=self._take_preview,
                failed=self._fail,
            )

    def _take_preview(self, preview: "BookPreview") -> None:
        self._set(work=RuleWork.NOTHING, preview=None if preview.is_same else preview)
        if preview.is_same:
            self._ports.places.notice(say("The files say what the rule book in use says already."))

    def issue(self, note: str) -> None:
        """Sign the folder that was looked at and count with it from now on.

        No Ctrl+Z: families may have been told its amounts; an earlier book is issued anew.
        """
        if self._state.preview is None or self._state.work is not RuleWork.NOTHING:
            return
        self._set(work=RuleWork.SIGNING)
        source = paths.read_typed(self._state.folder)
        self._ports.command(
            lambda: self._app.rule_books.issue_folder(source, note=note),
            done=lambda done: self._say_issued(done.value.version), failed=self._fail,
        )  # fmt: skip

    def _say_issued(self, version: str) -> None:
        self._set(work=RuleWork.NOTHING, preview=None)
        self._ports.places.notice(
            say(
                "The rule book {version} counts here now; laptops get it with their next file.",
                version=version,
            )
        )
        self.reload()

    def forget_preview(self) -> None:
        """Go back to the book in use."""
        self._set(preview=None)

    def _begin(self, work: RuleWork, folder: str) -> bool:
        if self._state.work is not RuleWork.NOTHING:
            return False
        self._set(work=work, folder=folder.strip(), preview=None)
        return True

    def _fail(self, error: OutreachError) -> None:
        self._set(work=RuleWork.NOTHING)
        self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
