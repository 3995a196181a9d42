"""The weeks of an export, counted by DuckDB over its Parquet files."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from outreach_app.domain.periods import Period
from outreach_app.domain.weeks import Kept, Visited
from outreach_app.errors import BadInput, say
from outreach_app.exchange.parquet_tables import connect, name_file, readable_errors
from outreach_app.files import read_capped

_STATEMENT = (
    "SELECT commune_code, CAST(date_trunc('week', {day}) AS DATE), {picked} FROM {file}"
    " WHERE {day} BETWEEN $1 AND $2 AND commune_code IN (SELECT unnest($3)) GROUP BY ALL"
)
_NEEDED = {
    "visit": ("visited_on", "count(*), count(*) FILTER (spoken)"),
    "visit_outcome": ("visited_on", "outcome, count(*)"),
    "sign_up": ("signed_on", "sign_up_kind, count(*)"),
}
"""Of each table the day that dates it, and what is counted."""

_MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class ExportedWeeks:
    """What an export tells of its weeks: rows by week, when it was written, how many people are not in it."""

    visited: list[Visited]
    outcomes: list[Kept]
    sign_ups: list[Kept]
    written_at: str
    left_out: int


def count_weeks(folder: Path, within: Period, communes: Collection[str]) -> ExportedWeeks:
    """Count the weeks of some communes; BadInput when the folder holds no Parquet export of these days."""
    about = _read_about(folder)
    _check_days(about, within)
    bound = [within.first, within.last, sorted(communes)]
    with readable_errors(folder), connect() as connection:

        def ask(table: str) -> list[Any]:
            day, picked = _NEEDED[table]
            statement = _STATEMENT.format(day=day, picked=picked, file=name_file(folder / f"{table}.parquet"))
            return connection.execute(statement, bound).fetchall()

        visited, outcomes, sign_ups = (ask(table) for table in _NEEDED)
    return ExportedWeeks(visited, outcomes, sign_ups, about["written_at"], about["people_left_out"])


def _read_about(folder: Path) -> dict[str, Any]:
    path = folder / "dictionary.json"
    if not path.is_file():
        raise _no_export(folder)
    try:
        about = json.loads(read_capped(path, _MOST_BYTES))
        needed = {f"{table}.parquet" for table in _NEEDED} - set(about["files"].values())
        whole = (
            about["format"] == "parquet" and not needed and {"written_at", "people_left_out"} <= about.keys()
        )
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _no_export(folder) from error
    if not whole:
        raise _no_export(folder)
    found: dict[str, Any] = about
    return found


def _check_days(about: dict[str, Any], within: Period) -> None:
    if about.get("from") is None:
        return
    written = Period(date.fromisoformat(about["from"]), date.fromisoformat(about["to"]))
    if not written.covers(within):
        raise BadInput(
            say(
                "This export holds only the days from {first} to {last}.",
                first=written.first,
                last=written.last,
            ),
            say("Write another one, or ask for these days without it."),
            key="export_days",
        )


def _no_export(folder: Path) -> BadInput:
    return BadInput(
        say("“{folder}” holds no Parquet export with visits and sign-ups.", folder=str(folder)),
        say("Write one: outreach export --out DIR."),
        key="no_export",
    )
