"""The office's data for analysts, in a new folder with a data dictionary: everything appears at once, or nothing."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from outreach_app import assets, files
from outreach_app.domain.access import AccessAct
from outreach_app.domain.export_words import list_words
from outreach_app.domain.exports import Column, Dictionary, ExportFormat, ExportTable, read_dictionary
from outreach_app.domain.periods import Period
from outreach_app.domain.progress import Step, Stopped, Watch, unwatched
from outreach_app.errors import BadInput, EnvironmentTrouble, say
from outreach_app.exchange.export_files import make_sheet, write_dictionary, write_text_table, write_workbook
from outreach_app.exchange.table_writer import Table
from outreach_app.services.access import AccessLog
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk
from outreach_app.services.export_tables import Batch, TableRows
from outreach_app.store import export_rows

_OFFICE = say("Only the office exports its data.")

WORKBOOK = "export.xlsx"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be written: no tables means all, no period means every day."""

    format: ExportFormat = ExportFormat.PARQUET
    tables: tuple[str, ...] = ()
    within: Period | None = None
    with_names: bool = False


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table that was written: where, and how many rows."""

    name: str
    path: Path
    rows: int


@dataclass(frozen=True, slots=True)
class WrittenExport:
    """A finished export; `left_out` are people who withdrew consent or whose data may not be used."""

    folder: Path
    tables: tuple[WrittenTable, ...]
    left_out: int


class ExportStopped(Stopped):
    """Somebody stopped an export; no file was left behind."""

    def __init__(self) -> None:
        super().__init__()
        self.message = say("The export was stopped. No file was kept.")
        self.advice = say("Begin again whenever you like.")


def load_dictionary() -> Dictionary:
    """Read the dictionary that is shipped."""
    return read_dictionary(assets.read_text("exports/dictionary.toml"))


@dataclass(frozen=True, slots=True)
class Exports:
    """Writes what analysts work with; only the office may."""

    desk: Desk
    log: AccessLog

    def write(self, wish: ExportWish, target: Path, *, watch: Watch = unwatched) -> WrittenExport:
        """Write tables and dictionary into a new folder; `watch` may raise ExportStopped, then nothing is left.

        NotAllowed away from the office; BadInput for a folder that is there, or a table there is not. With names the
        access log tells of everybody who is in it before the folder can be seen.
        """
        with self.desk.read() as session:
            need_office(session, _OFFICE)
        dictionary = load_dictionary()
        tables = _choose(dictionary, wish.tables)
        with _stage(target) as stage, self.desk.read() as session:
            rows = TableRows(session, wish.within)
            written = self._write_tables(wish, tables, rows, stage, watch)
            if wish.with_names:
                self._note(rows, dictionary)
            left_out = export_rows.count_left_out(session)
            about = self._describe(wish, dictionary, written, left_out)
            write_dictionary(stage, tables, list_words(dictionary), about, with_names=wish.with_names)
            watch(Step(len(tables), len(tables), ""))
        moved = tuple(WrittenTable(each.name, target / each.path.name, each.rows) for each in written)
        return WrittenExport(target, moved, left_out)

    def _write_tables(
        self, wish: ExportWish, tables: Sequence[ExportTable], rows: TableRows, stage: Path, watch: Watch
    ) -> list[WrittenTable]:
        written: list[WrittenTable] = []
        with _open_writer(wish.format, stage, self.desk) as write:
            for place, table in enumerate(tables):
                watch(Step(place, len(tables), table.name))
                batches = _watched(
                    rows.read(table, with_names=wish.with_names), watch, place, table, len(tables)
                )
                columns = table.choose(with_names=wish.with_names)
                path, count = write(table, columns, batches)
                written.append(WrittenTable(table.name, path, count))
        return written

    def _note(self, rows: TableRows, dictionary: Dictionary) -> None:
        person = dictionary.tables["person"]
        for batch in rows.read(person, with_names=False):
            self.log.note(AccessAct.EXPORTED, [bytes.fromhex(row[0]) for row in batch])
        self.log.flush()

    def _describe(
        self, wish: ExportWish, dictionary: Dictionary, written: Sequence[WrittenTable], left_out: int
    ) -> dict[str, object]:
        return {
            "version": dictionary.version, "written_at": self.desk.now.isoformat(timespec="seconds"),
            "format": wish.format.value, "with_names": wish.with_names,
            "from": wish.within.first.isoformat() if wish.within else None,
            "to": wish.within.last.isoformat() if wish.within else None,
            "people_left_out": left_out,
            "rows": {each.name: each.rows for each in written},
            "files": {each.name: each.path.name for each in written},
        }  # fmt: skip


Writer = Callable[[ExportTable, Sequence[Column], Iterator[Batch]], tuple[Path, int]]


@contextmanager
def _open_writer(format: ExportFormat, stage: Path, desk: Desk) -> Iterator[Writer]:
    if format is ExportFormat.PARQUET:
        from outreach_app.exchange.parquet_tables import ParquetTables

        with ParquetTables(stage) as parquet:
            yield lambda table, columns, batches: (
                stage / f"{table.name}.parquet", parquet.write(table.name, columns, batches)
            )  # fmt: skip
    elif format is ExportFormat.CSV:
        yield lambda table, columns, batches: (
            stage / f"{table.name}.csv", write_text_table(stage / f"{table.name}.csv", columns, batches)
        )  # fmt: skip
    else:
        sheets: list[Table] = []

        def gather(
            table: ExportTable, columns: Sequence[Column], batches: Iterator[Batch]
        ) -> tuple[Path, int]:
            sheets.append(make_sheet(table, columns, batches))
            return stage / WORKBOOK, len(sheets[-1].rows)

        yield gather
        write_workbook(stage / WORKBOOK, sheets, day=desk.today)


def _watched(
    batches: Iterator[Batch], watch: Watch, place: int, table: ExportTable, total: int
) -> Iterator[Batch]:
    for batch in batches:
        watch(Step(place, total, table.name))
        yield batch


def _choose(dictionary: Dictionary, names: Sequence[str]) -> list[ExportTable]:
    unknown = [name for name in names if name not in dictionary.tables]
    if unknown:
        raise BadInput(
            say("There is no table {name}.", name=unknown[0]),
            say("Tables are: {tables}.", tables=", ".join(dictionary.tables)),
            key="unknown_table",
        )
    return [table for name, table in dictionary.tables.items() if not names or name in names]


@contextmanager
def _stage(target: Path) -> Iterator[Path]:
    """Lend a folder beside the target that becomes it at the end, or is removed with everything in it."""
    if os.path.lexists(target):
        raise BadInput(
            say("There is already something named “{name}” here.", name=target.name),
            say("Name a new folder."),
            key="file_exists",
        )
    stage = target.parent / f"{files.LEFTOVER_PREFIX}{target.name}{files.LEFTOVER_SUFFIX}"
    try:
        shutil.rmtree(stage, ignore_errors=True)  # what a kill left of an earlier try
        stage.mkdir(mode=0o700)
        yield stage
        _settle(stage)
        files.replace_patiently(stage, target)
        files.sync_folder(target.parent)
    except OSError as error:
        raise EnvironmentTrouble(
            say("The tables cannot be written into or read from “{folder}”.", folder=str(target.parent)),
            say("Free some space or choose another folder, then try again."),
            key="export_folder",
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(stage)


def _settle(stage: Path) -> None:
    """Have every file on the disk before its name appears."""
    for path in sorted(stage.iterdir()):
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    files.sync_folder(stage)
