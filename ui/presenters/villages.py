"""All villages of a unit in one table: sorted by any column, kept as a file, printed, results of one by Enter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.people import Scheme
from outreach_app.domain.text import sort_key_place
from outreach_app.domain.village_coverage import VillageLine, VillageTable
from outreach_app.i18n import Catalogue
from ui.models.chart_values import ChartTable
from ui.presenters.ports import Latest, Ports, ResultsAt, VillagesAt
from ui.presenters.table_saving import OpenSaving, TableSaving

if TYPE_CHECKING:
    from outreach_app.app import App

DAYS = (30, 60, 90)
_TABLES = ("visit", "household", "person", "membership", "enrolment", "village")


class Column(StrEnum):
    """What the table tells of a village, from left to right."""

    NAME = "name"
    KNOWN = "known"
    KNOCKED = "knocked"
    SPOKEN_TO = "spoken_to"
    NEGLECTED = "neglected"
    ADULTS = "adults"
    HEALTH = "health"
    VOLUNTARY = "voluntary"
    COVERAGE = "coverage"


_NUMBERS: Mapping[Column, Callable[[VillageLine], int | Decimal | None]] = {
    Column.KNOWN: lambda line: line.known, Column.KNOCKED: lambda line: line.knocked,
    Column.SPOKEN_TO: lambda line: line.spoken_to, Column.NEGLECTED: lambda line: line.neglected,
    Column.ADULTS: lambda line: line.adults, Column.VOLUNTARY: lambda line: line.members.get(Scheme.VOLUNTARY, 0),
    Column.HEALTH: lambda line: line.members.get(Scheme.HOUSEHOLD_HEALTH, 0),
    Column.COVERAGE: lambda line: line.coverage,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VillagesState:
    """The villages as they were read, in order by `sorted_by`; the largest first where `falling`."""

    loading: bool = True
    table: VillageTable | None = None
    days: int = DAYS[0]
    sorted_by: Column = Column.NEGLECTED
    falling: bool = True
    lines: tuple[VillageLine, ...] = ()
    shown: ChartTable | None = None
    stood_on: bytes | None = None
    saving: OpenSaving | None = None


class VillagesPresenter:
    """Reads the villages of a unit.

    Attribute: saving (keeping the table as a file).
    """

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[VillagesState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = VillagesState()
        self._reads = Latest()
        self._here = False
        self._unit = ""
        self.saving = TableSaving(ports, show=lambda form: self._set(saving=form))

    def enter(self, subject: object) -> None:
        """Look again; `subject` may name the unit whose villages are listed."""
        self._here = True
        if isinstance(subject, VillagesAt) and subject.unit != self._unit:
            self._unit = subject.unit
            self._state = replace(self._state, table=None, lines=(), shown=None, loading=True)
        self._show(self._state)
        self._reload()

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this place is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def leave(self) -> None:
        """Stop following what happens elsewhere."""
        self._here = False

    def go_back(self) -> None:
        """Put the question for a folder away, else go back to the results."""
        if not self.saving.leave():
            self._ports.places.go("campaign")

    # ------------------------------------------------------------------------------------------------------ choosing
    def choose_days(self, days: int) -> None:
        """Count doors as not visited after another number of days."""
        if days != self._state.days:
            self._set(days=days, loading=True)
            self._reload()

    def move_sort(self, step: int) -> None:
        """Sort by the column before or after; numbers the largest first."""
        columns = list(Column)
        column = columns[(columns.index(self._state.sorted_by) + step) % len(columns)]
        self._sort(column, falling=column is not Column.NAME)

    def turn_sort(self) -> None:
        """Sort the other way round."""
        self._sort(self._state.sorted_by, falling=not self._state.falling)

    def stand_on(self, place: int) -> None:
        """Remember the village stood on, so that sorting keeps it."""
        if 0 <= place < len(self._state.lines):
            self._set(stood_on=self._state.lines[place].village)

    def open(self, place: int) -> None:
        """Go to the results of a village."""
        if 0 <= place < len(self._state.lines):
            self._ports.places.go("campaign", ResultsAt(self._state.lines[place].village))

    # --------------------------------------------------------------------------------------------------- file, paper
    def save_table(self) -> None:
        """Ask where the table is kept."""
        table, words, coverage = self._state.table, self._ports.words, self._app.village_coverage
        if table is not None:
            self.saving.start(
                f"cac-thon-{table.unit}-{table.on:%Y-%m-%d}",
                lambda kind: coverage.write_table(table, kind, words),
            )

    def print_table(self) -> None:
        """Look at the table in the place Print."""
        if self._state.table is not None:
            self._ports.places.go("print", VillagesAt(self._state.table.unit, self._state.days))

    # ------------------------------------------------------------------------------------------------------- reading
    def _reload(self) -> None:
        unit, days = self._unit, self._state.days
        self._ports.query(lambda: self._read(unit, days), done=self._reads.only(self._take))

    def _read(self, unit: str, days: int) -> VillageTable:
        self._unit = unit or self._app.reports.own_unit()
        return self._app.village_coverage.read(self._unit, days=days)

    def _take(self, table: VillageTable) -> None:
        self._set(loading=False, table=table)
        self._sort(self._state.sorted_by, falling=self._state.falling)

    def _sort(self, column: Column, *, falling: bool) -> None:
        table = self._state.table
        if table is None:
            return
        lines = sort_lines(table.lines, column, falling=falling)
        shown = lay_lines(self._ports.words, lines, self._state.days)
        self._set(sorted_by=column, falling=falling, lines=tuple(lines), shown=shown)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def sort_lines(lines: Sequence[VillageLine], column: Column, *, falling: bool) -> list[VillageLine]:
    """Put villages in order; those with equal numbers stand by name, those without a number last."""
    by_name = sorted(lines, key=lambda line: (sort_key_place(line.name), line.commune, line.village))
    if column is Column.NAME:
        return by_name[::-1] if falling else by_name
    number = _NUMBERS[column]
    known = [line for line in by_name if number(line) is not None]
    sign = -1 if falling else 1
    ordered = sorted(known, key=lambda line: sign * (number(line) or 0))
    return [*ordered, *(line for line in by_name if number(line) is None)]


def name_columns(words: Catalogue, days: int) -> tuple[str, ...]:
    """The heads of the columns."""
    return (
        words.context("villages", "Village"), words.context("villages", "Doors"),
        words.context("villages", "Knocked"), words.context("villages", "Spoken to"),
        words.context("villages", ">{days} days", days=days), words.context("villages", "Adults"),
        words.context("villages", "Health"), words.context("villages", "Voluntary"),
        words.context("villages", "Share"),
    )  # fmt: skip


def lay_lines(words: Catalogue, lines: Sequence[VillageLine], days: int) -> ChartTable:
    """Write the villages as the table shows them; of several communes each village with its own."""
    several = len({line.commune for line in lines}) > 1
    rows = []
    for line in lines:
        numbers = [_write(words, _NUMBERS[column](line)) for column in Column if column is not Column.NAME]
        rows.append((f"{line.name}, {line.commune}" if several else line.name, *numbers))
    return ChartTable(name_columns(words, days), tuple(rows))


def _write(words: Catalogue, number: int | Decimal | None) -> str:
    if number is None:
        return "–"
    return f"{words.decimal(number)}%" if isinstance(number, Decimal) else words.number(number)


def tell_whole(words: Catalogue, state: VillagesState) -> str:
    """The line beside the title: where, how many villages, and how far they are together."""
    table = state.table
    if table is None:
        return ""
    whole = table.whole
    return " · ".join(
        (
            table.name, words.plural("{count} village", "{count} villages", len(table.lines)),
            words.text("knocked on {knocked} of {known} doors", knocked=words.number(whole.knocked),
                       known=words.number(whole.known)),
            words.text("not visited for {days} days: {count}", days=table.days, count=words.number(whole.neglected)),
        )
    )  # fmt: skip


def tell_order(words: Catalogue, state: VillagesState) -> str:
    """By which column the rows are in order, and which way."""
    name = name_columns(words, state.days)[list(Column).index(state.sorted_by)]
    if state.sorted_by is Column.NAME:
        return words.text("sorted by name")
    if state.falling:
        return words.text("sorted by “{column}”, the largest first", column=name)
    return words.text("sorted by “{column}”, the smallest first", column=name)
