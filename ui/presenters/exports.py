"""The office's data for analysts in the window: what goes out, with or without names, how far it is, where it lies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.domain.exports import ExportFormat
from outreach_app.domain.people import PartialDate
from outreach_app.domain.periods import Period
from outreach_app.domain.progress import Step
from outreach_app.errors import BadInput, EnvironmentTrouble, Message, OutreachError, say
from outreach_app.services.exports import ExportStopped, ExportWish, WrittenExport, load_dictionary
from ui.presenters.pages import default_folder
from ui.presenters.ports import Latest, Ports

if TYPE_CHECKING:
    from datetime import date

    from outreach_app.app import App

_LOOK_MS = 200
_FIELDS_OF_KEYS = {
    "file_exists": "name",
    "export_folder": "folder",
    "no_folder": "folder",
    "wrong_way_round": "last",
}
_EARLIEST, _LATEST = "1900-01-01", "2999-12-31"


class Stage(StrEnum):
    """What is going on."""

    READING = "reading"
    CHOOSING = "choosing"
    WRITING = "writing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ExportsState:
    """The form with the errors beside its fields, and how far the export is; `who` works here (nobody: empty).

    `tables` are those an export holds, each with its sentence; `written` is the last one that was finished.
    """

    stage: Stage = Stage.READING
    who: str = ""
    tables: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=lambda: MappingProxyType({}))
    step: Step | None = None
    written: WrittenExport | None = None
    had_names: bool = False

    @property
    def with_names(self) -> bool:
        """Whether names are asked for."""
        return bool(self.values.get("with_names"))


class _Watched:
    """What the background tells of itself and what it is told."""

    def __init__(self) -> None:
        self.step: Step | None = None
        self.stopped = False

    def __call__(self, step: Step) -> None:
        if self.stopped:
            raise ExportStopped
        self.step = step


class ExportsPresenter:
    """Writes one export at a time; it goes on while other places are looked at."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[ExportsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = ExportsState()
        self._reads = Latest()
        self._watched = _Watched()

    def enter(self, _subject: object) -> None:
        """Look who works here; what was typed stays."""
        self._show(self._state)
        self._ports.query(self._read, done=self._reads.only(self._take))

    def follow(self, _news: object) -> None:
        """Nothing of it changes with a command: the rows are read when they are written."""

    def go_back(self) -> None:
        """Stop what is being written, else go back to the results."""
        if self._state.stage is Stage.WRITING:
            self._watched.stopped = True
        else:
            self._ports.places.go("campaign")

    def _read(self) -> "tuple[str, tuple[tuple[str, str], ...], date]":
        app, language = self._app, self._ports.words.language
        people = {each.id: each.name for each in app.office.list_canvassers()}
        who = people.get(app.desk.canvasser or b"", "")
        known = load_dictionary().tables.values()
        tables = tuple((each.name, each.vi if language == "vi" else each.en) for each in known)
        return who, tables, app.desk.today

    def _take(self, read: "tuple[str, tuple[tuple[str, str], ...], date]") -> None:
        who, tables, today = read
        values = self._state.values or {
            "format": ExportFormat.PARQUET, "first": None, "last": None, "with_names": False,
            "folder": default_folder(), "name": f"xuat-du-lieu-{today:%Y-%m-%d}",
        }  # fmt: skip
        stage = Stage.CHOOSING if self._state.stage is Stage.READING else self._state.stage
        self._set(who=who, tables=tables, values=values, stage=stage)

    def change(self, values: Mapping[str, object]) -> None:
        """Something was typed or ticked."""
        if self._state.stage is not Stage.WRITING:
            self._set(values=dict(values), stage=Stage.CHOOSING, errors={})

    # ------------------------------------------------------------------------------------------------------- writing
    def write(self, values: Mapping[str, Any]) -> None:
        """Write the export into its new folder; what is wrong with a field is said beside it."""
        if self._state.stage in (Stage.READING, Stage.WRITING):
            return
        self._set(values=dict(values), errors={})
        try:
            wish, target = self._read_wish(values), _read_target(values)
        except OutreachError as error:
            self._failed(error)
            return
        watched = self._watched = _Watched()
        self._set(stage=Stage.WRITING, step=None)
        self._ports.query(
            lambda: self._app.exports.write(wish, target, watch=watched),
            done=lambda written: self._written(written, wish), failed=self._failed,
        )  # fmt: skip
        self._look(watched)

    def _read_wish(self, values: Mapping[str, Any]) -> ExportWish:
        named = bool(values["with_names"])
        if named and not self._state.who:
            raise BadInput(
                say("Nobody is named who works here; the access log has to say who exported names."),
                say("Press F12 and choose who works here."), key="nobody_works",
            )  # fmt: skip
        return ExportWish(ExportFormat(values["format"]), within=_read_days(values), with_names=named)

    def _look(self, watched: _Watched) -> None:
        if self._watched is watched and self._state.stage is Stage.WRITING:
            if watched.step != self._state.step:
                self._set(step=watched.step)
            self._ports.later(_LOOK_MS, lambda: self._look(watched))

    def _written(self, written: WrittenExport, wish: ExportWish) -> None:
        self._set(stage=Stage.DONE, written=written, had_names=wish.with_names, step=None)
        self._ports.places.notice(say("The export is here: {folder}", folder=str(written.folder)))

    def _failed(self, error: OutreachError) -> None:
        beside = _FIELDS_OF_KEYS.get(error.key, "")
        errors = {beside: (error.message, error.advice)} if beside else {}
        self._set(stage=Stage.CHOOSING, step=None, errors=errors)
        if isinstance(error, ExportStopped):
            self._ports.places.notice(error.message)
        elif not errors:
            self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def _read_days(values: Mapping[str, Any]) -> Period | None:
    first, last = _read_day(values.get("first")), _read_day(values.get("last"))
    if first is None and last is None:
        return None
    from datetime import date

    begins, ends = first or date.fromisoformat(_EARLIEST), last or date.fromisoformat(_LATEST)
    if ends < begins:
        raise BadInput(
            say("The last day comes before the first."), say("Check the two days."), key="wrong_way_round"
        )
    return Period(begins, ends)


def _read_day(value: object) -> "date | None":
    return value.first_day if isinstance(value, PartialDate) and value.day is not None else None


def _read_target(values: Mapping[str, Any]) -> Path:
    folder, name = paths.read_typed(str(values["folder"])), str(values["name"]).strip()
    if not name or Path(name).name != name:
        raise BadInput(
            say("This is no name of a folder."), say("Type a name without slashes."), key="file_exists"
        )
    if not folder.is_dir():
        raise EnvironmentTrouble(
            say("The folder “{folder}” does not exist.", folder=str(folder)),
            say("Plug in the stick or choose another folder."), key="no_folder",
        )  # fmt: skip
    return folder / name
