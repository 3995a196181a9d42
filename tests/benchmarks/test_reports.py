"""Reports over a province with three years of work: results, ranking, worries, coverage, and the weeks of an export."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from outreach_app.app import App
from outreach_app.domain.people import OFFERED_SCHEMES
from outreach_app.domain.periods import Period
from outreach_app.domain.rankings import Order, rank
from outreach_app.domain.report_groups import Split
from outreach_app.domain.weeks import Road
from outreach_app.exchange.parquet_tables import connect, name_file
from outreach_app.services.exports import ExportWish
from outreach_app.store import engine
from tests.benchmarks.results import report
from tests.benchmarks.rounds import processor_seconds, ratio_of, run_in_turns
from tests.benchmarks.three_years import FIRST, HOUSEHOLDS, LAST, VISITS_EACH, keep_three_years
from tests.benchmarks.workspaces import is_full, open_kept

PROVINCE = "14" if is_full() else "11"
"""The largest one whose communes are all populated; a smaller register fills the first province only."""

PERIOD = Period(date(2026, 1, 1), LAST)
BEFORE = PERIOD.year_before
WHOLE = Period(FIRST, LAST)
ROUNDS = 3 if is_full() else 1
SIZE = f"{HOUSEHOLDS:,} households of four, three years, {VISITS_EACH * HOUSEHOLDS:,} visits"

_HOME = (
    " JOIN person p ON p.id = t.person JOIN household h ON h.id = p.household JOIN village v ON v.id = h.village"
    " WHERE t.removed IS NULL AND p.removed IS NULL"
)
_MEMBERS = (
    f"SELECT v.commune_code, t.scheme, count(DISTINCT t.person) FROM membership t{_HOME} AND NOT p.deceased"
    " AND t.starts <= ? AND (t.ends IS NULL OR t.ends >= ?) GROUP BY 1, 2"
)
_STOPPED = (
    f"SELECT v.commune_code, t.scheme, count(DISTINCT t.person) FROM membership t{_HOME}"
    " AND t.ends BETWEEN ? AND ? GROUP BY 1, 2"
)
_SIGNED = (
    f"SELECT v.commune_code, t.scheme, t.kind, count(DISTINCT t.person) FROM enrolment t{_HOME}"
    " AND t.signed_on BETWEEN ? AND ? GROUP BY 1, 2, 3"
)
_WORRIES = (
    "SELECT h.village, t.objection, t.reaction, count(*) FROM visit_fact f JOIN visit t ON t.number = f.visit"
    " JOIN household h ON h.id = f.household WHERE f.current AND f.visited_on BETWEEN ? AND ? GROUP BY 1, 2, 3"
)
_COVERAGE = "SELECT village, count(*), sum(knocked), sum(spoken) FROM household_state WHERE NOT hidden GROUP BY village"

_DATED = {"visit": "visited_on", "visit_outcome": "visited_on", "sign_up": "signed_on"}


@pytest.fixture(scope="module")
def office() -> Iterator[App]:
    opened = open_kept(keep_three_years())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def exported(office: App) -> Path:
    """The export of everything, written once beside the workspace."""
    folder = office.desk.folder / "export"
    if not folder.exists():
        spent = processor_seconds(lambda: office.exports.write(ExportWish(), folder))
        rows = sum(
            connect().execute(f"SELECT count(*) FROM {name_file(path)}").fetchall()[0][0]
            for path in folder.glob("*.parquet")
        )
        report("exports", "writing every table as Parquet, processor time", ours=f"{rows:,} rows", limit="",
               found=spent, unit="s", goal=None, size=SIZE)  # fmt: skip
    return folder


def ask(office: App, *statements: tuple[str, tuple[str, ...]]) -> Callable[[], list[Any]]:
    """Raw statements over the same encrypted tables, every row fetched."""

    def run() -> list[Any]:
        with office.desk.read() as session:
            connection = session.connection()
            return [engine.fetch_rows(connection, statement, bound) for statement, bound in statements]

    return run


def days(period: Period) -> tuple[str, str]:
    return period.first.isoformat(), period.last.isoformat()


def compare(
    what: str, ours: Callable[[], object], limit: Callable[[], object], *, told: str, raw: str
) -> None:
    spent = run_in_turns({"ours": ours, "limit": limit}, rounds=ROUNDS)
    least = {name: f"{min(each):.2f} s" for name, each in spent.items()}
    report("reports", what, ours=f"{least['ours']}: {told}", limit=f"{least['limit']}: {raw}",
           found=ratio_of(spent["ours"], spent["limit"]), goal=None, size=SIZE)  # fmt: skip


def raw_results(office: App) -> Callable[[], list[Any]]:
    on = (LAST.isoformat(),) * 2
    return ask(
        office, (_MEMBERS, on), (_STOPPED, days(PERIOD)), (_SIGNED, days(PERIOD)), (_SIGNED, days(BEFORE))
    )


def afresh(office: App, way: Callable[[], object]) -> Callable[[], object]:
    """The same as the first thing that is asked after opening the workspace: nothing of it is kept."""

    def run() -> object:
        office.desk.database.kept.forget()
        return way()

    return run


def test_results_of_a_province(office: App) -> None:
    rows = office.reports.progress(PROVINCE, PERIOD)
    assert len(rows) > HOUSEHOLDS // 2_500

    def ask_for_them() -> object:
        return office.reports.progress(PROVINCE, PERIOD)

    told, raw = f"{len(rows)} lines", "members, stops, sign-ups of two years"
    compare("results of a province and every commune in it, first after opening", afresh(office, ask_for_them),
            raw_results(office), told=told, raw=raw)  # fmt: skip
    compare("results of a province and every commune in it, asked again", ask_for_them, raw_results(office), told=told,
            raw=raw)  # fmt: skip


def test_results_with_a_ranking(office: App) -> None:
    def ranked() -> list[Any]:
        rows = office.reports.progress(PROVINCE, PERIOD)[1:]
        return [
            rank([row for row in rows if row.scheme is scheme], each)
            for each in Order
            for scheme in OFFERED_SCHEMES
        ]

    assert all(len(each) > HOUSEHOLDS // 10_000 for each in ranked())
    compare("the same with the communes in every order", ranked, raw_results(office),
            told=f"{len(ranked())} rankings", raw="as above, in no order")  # fmt: skip


def test_the_place_campaign(office: App) -> None:
    def look() -> object:
        overview = office.overviews.read(PERIOD)
        return office.overviews.lay_level(overview, PROVINCE)

    compare("the place Campaign: days, months, a year before, first after opening", afresh(office, look),
            raw_results(office), told="everything below it", raw="as above")  # fmt: skip
    compare("the place Campaign: days, months, a year before, looked at again", look, raw_results(office),
            told="everything below it", raw="as above")  # fmt: skip


def test_worries_by_village(office: App) -> None:
    found = office.field_reports.worries(PROVINCE, PERIOD, split=Split.VILLAGE)
    compare("worries by village and what answered them",
            lambda: office.field_reports.worries(PROVINCE, PERIOD, split=Split.VILLAGE),
            ask(office, (_WORRIES, days(PERIOD))), told=f"{len(found.rows):,} lines",
            raw="worries and reactions of every village")  # fmt: skip


def test_coverage_of_every_village(office: App) -> None:
    found = office.households.read_coverage()
    compare("coverage of every village", office.households.read_coverage, ask(office, (_COVERAGE, ())),
            told=f"{len(found):,} villages", raw="counts by village")  # fmt: skip


def test_the_weeks_of_a_province(office: App, exported: Path) -> None:
    def by_export() -> object:
        return office.weekly.read(PROVINCE, WHOLE, export=exported)

    def bare() -> object:
        with connect() as connection:
            return [
                connection.execute(
                    f"SELECT {column}, count(*) FROM {name_file(exported / f'{table}.parquet')} GROUP BY 1"
                ).fetchall()
                for table, column in _DATED.items()
            ]

    told = office.weekly.read(PROVINCE, WHOLE, export=exported)
    assert told.road is Road.EXPORT
    assert sum(row.visits for row in told.rows) > HOUSEHOLDS * 2 // 5
    here = office.weekly.read(PROVINCE, WHOLE)
    assert here.rows == told.rows
    spent = run_in_turns({"export": by_export, "bare": bare}, rounds=9)
    lines = f"{len(told.rows):,} weeks of communes"
    report("exports", "weeks of a province over an export, against a bare count by day", ours=lines,
           limit=f"{min(spent['bare']):.2f} s", found=ratio_of(spent["export"], spent["bare"]),
           goal=None, size=SIZE)  # fmt: skip
    waits = sorted(_wait(by_export) for _ in range(9))
    report("exports", "weeks of a province over an export, waited", ours=lines, limit="", found=waits[4], unit="s",
           goal=0.5, size=SIZE, rounds=9, spread=f"{waits[0]:.2f} to {waits[-1]:.2f} s")  # fmt: skip
    roads = run_in_turns(
        {"export": by_export, "workspace": lambda: office.weekly.read(PROVINCE, WHOLE)}, rounds=3
    )
    report("exports", "the same over an export, against the encrypted workspace", ours=f"{min(roads['export']):.2f} s",
           limit=f"{min(roads['workspace']):.2f} s", found=ratio_of(roads["export"], roads["workspace"]), goal=None,
           size=SIZE)  # fmt: skip


def _wait(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began
