"""Keeping a table as a file: which kind, and in which folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from outreach_app import paths
from outreach_app.errors import Message, OutreachError, say
from outreach_app.exchange.table_writer import TableKind
from ui.presenters.pages import default_folder, write_beside
from ui.presenters.ports import Ports

Make = Callable[[TableKind], bytes]


@dataclass(frozen=True, slots=True)
class OpenSaving:
    """The form with the values it opened with, the errors beside its fields, and whether the file is being made."""

    values: Mapping[str, object]
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=lambda: MappingProxyType({}))
    busy: bool = False


class TableSaving:
    """Asks and writes; `show` gets the open form or None."""

    def __init__(self, ports: Ports, *, show: Callable[[OpenSaving | None], None]) -> None:
        self._ports, self._show = ports, show
        self._form: OpenSaving | None = None
        self._name = ""
        self._make: Make | None = None
        self._folder = ""

    def start(self, name: str, make: Make) -> None:
        """Ask where a table goes; `name` is its file's, without an ending."""
        self._name, self._make = name, make
        self._put(OpenSaving({"kind": TableKind.XLSX, "folder": self._folder or default_folder()}))

    def leave(self) -> bool:
        """Put the question away; tells whether there was one."""
        was_open = self._form is not None
        if was_open:
            self._put(None)
        return was_open

    def store(self, values: Mapping[str, Any]) -> None:
        """Make the file and keep it under a name that is free in the folder."""
        form, make = self._form, self._make
        if form is None or form.busy or make is None:
            return
        kind, folder = values["kind"], str(values["folder"]).strip()
        self._put(replace(form, values=dict(values), errors={}, busy=True))
        name, place = self._name, paths.read_typed(folder)
        self._ports.query(
            lambda: write_beside(place, name, make(kind), ending=f".{kind}"),
            done=self._stored,
            failed=self._failed,
        )

    def _stored(self, path: Path) -> None:
        self._folder = str(path.parent)
        if self._form is not None:
            self._put(None)
        self._ports.places.notice(say("Kept as {path}.", path=str(path)))

    def _failed(self, error: OutreachError) -> None:
        if self._form is not None:
            self._put(replace(self._form, busy=False, errors={"folder": (error.message, error.advice)}))

    def _put(self, form: OpenSaving | None) -> None:
        self._form = form
        self._show(form)
