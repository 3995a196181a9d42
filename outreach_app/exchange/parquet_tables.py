"""Tables as Parquet, written and asked by DuckDB in memory alone: it never puts anything onto a disk but what is asked.

DuckDB is loaded when the first table is written; it fetches no extensions, keeps no secrets and reads no settings.
"""

import glob
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from outreach_app.domain.exports import Column
from outreach_app.errors import EnvironmentTrouble, StoreUnavailable, say

if TYPE_CHECKING:
    import duckdb

PART_ROWS = 200_000
"""So many rows are in memory at once; a longer table is put together from parts of this length."""

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",  # nothing spills: what does not fit into memory is an error, not a file
    "memory_limit": "1GiB",
    "threads": "2",
    "preserve_insertion_order": "true",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "pandas_analyze_sample": "0",  # cells come as they are and are cast by the dictionary, never guessed
}

Batch = Sequence[Sequence[Any]]


def connect() -> "duckdb.DuckDBPyConnection":
    """Open DuckDB over memory, closed against everything but the files it is told of.

    EnvironmentTrouble where it is not installed: the frozen folder for laptops does without its 140 MB.
    """
    try:
        import duckdb
    except ImportError as missing:
        raise EnvironmentTrouble(
            say("This program was built without what writes and reads Parquet."),
            say("Export csv or xlsx, or use a program that was built for analysis."),
            key="no_parquet",
        ) from missing
    return duckdb.connect(":memory:", config=_CONFIG)


class ParquetTables:
    """Writes tables into one folder, `name.parquet` each, for as long as the block lasts."""

    def __init__(self, folder: Path, *, part_rows: int = PART_ROWS) -> None:
        self._folder, self._part_rows = folder, part_rows

    def __enter__(self) -> Self:
        self._connection = connect()
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def write(self, name: str, columns: Sequence[Column], batches: Iterable[Batch]) -> int:
        """Write one table with the dictionary's types; returns how many rows it has.

        Raises EnvironmentTrouble when the disk refuses, StoreUnavailable when memory does not suffice.
        """
        with readable_errors(self._folder):
            defined = ", ".join(f'"{each.name}" {each.sql_type}' for each in columns)
            self._connection.execute(f"CREATE TABLE told ({defined})")
            try:
                return self._write_parts(name, columns, batches)
            finally:
                with suppress(Exception):
                    self._connection.execute("DROP TABLE told")

    def _write_parts(self, name: str, columns: Sequence[Column], batches: Iterable[Batch]) -> int:
        parts, waiting, written = list[Path](), 0, 0
        for batch in batches:
            waiting += self._insert(columns, batch)
            if waiting >= self._part_rows:
                parts.append(self._copy("told", self._folder / f"{name}.{len(parts)}.part"))
                self._connection.execute("DELETE FROM told")
                written, waiting = written + waiting, 0
        target = self._folder / f"{name}.parquet"
        if not parts:
            self._copy("told", target)
            return waiting
        parts.append(self._copy("told", self._folder / f"{name}.{len(parts)}.part"))
        self._copy(name_file(*parts), target)
        for part in parts:
            part.unlink()
        return written + waiting

    def _insert(self, columns: Sequence[Column], batch: Batch) -> int:
        if not batch:
            return 0
        cells = zip(*batch, strict=True)
        arrays = {each.name: _as_array(column) for each, column in zip(columns, cells, strict=True)}
        self._connection.register("batch", arrays)
        picked = ", ".join(f'TRY_CAST("{each.name}" AS {each.sql_type})' for each in columns)
        self._connection.execute(f"INSERT INTO told SELECT {picked} FROM batch")  # noqa: S608 - names of our columns
        self._connection.unregister("batch")
        return len(batch)

    def _copy(self, source: str, target: Path) -> Path:
        self._connection.execute(
            f"COPY (SELECT * FROM {source}) TO {_quote(str(target))} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
        )
        return target


def name_file(*paths: Path) -> str:
    """Name Parquet files in a statement, their signs taken as they are."""
    return f"read_parquet([{', '.join(_quote(glob.escape(str(path))) for path in paths)}])"


def _as_array(column: Sequence[Any]) -> Any:
    import numpy as np

    array = np.empty(len(column), dtype=object)
    array[:] = column
    return array


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def readable_errors(folder: Path) -> Iterator[None]:
    """Turn what DuckDB raises about memory and disks into sentences; anything else is a bug and passes."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreUnavailable(
            say("This machine has too little free memory for this."),
            say("Close other programs and try again."),
            key="memory",
        ) from error
    except duckdb.IOException as error:
        raise EnvironmentTrouble(
            say("The tables cannot be written into or read from “{folder}”.", folder=str(folder)),
            say("Free some space or choose another folder, then try again."),
            key="export_folder",
        ) from error
