"""A table model that knows all ids and holds only the rows near the screen."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from ui import crash

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")

PAGE = 200
PAGES_KEPT = 32
PAGES_AT_ONCE = 3
CONTENT_ROLE = Qt.ItemDataRole.UserRole
GROUP_ROLE = Qt.ItemDataRole(Qt.ItemDataRole.UserRole + 1)
ID_ROLE = Qt.ItemDataRole(Qt.ItemDataRole.UserRole + 2)
_NOWHERE = QModelIndex()


class Spoken(Protocol):
    """What stands in a group row: it can say itself."""

    @property
    def text(self) -> str:
        """The row as a screen reader says it."""


# Without slots: `Column[HouseholdRow](...)` of a slotted frozen generic dataclass raises TypeError in CPython 3.11.
@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column as data: its heading, what the delegate paints, and what a screen reader says."""

    heading: str
    content: Callable[[Row], object]
    text: Callable[[Row], str]
    right: bool = False


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A request for the rows of some ids: call `done` with what was found, or `failed`; both on the main thread."""

    ids: tuple[Hashable, ...]
    done: Callable[[Mapping[Hashable, Row]], None]
    failed: Callable[[object], None]


class PagedTableModel(QAbstractTableModel, Generic[Row]):
    """All ids in order, group rows between them, and pages of 200 rows fetched on demand through a callable.

    `fetch` gets a `Page` and answers at once or later. Until a page has come its cells have no content, and `data()`
    asks for nothing by itself: wanted pages are requested once the event loop turns, the last wanted first. Signal
    `trouble(object)`: a page could not be fetched; `refresh()` asks again.
    """

    trouble = Signal(object)

    def __init__(
        self,
        fetch: Callable[[Page[Row]], None],
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch, self._columns = fetch, tuple(columns)
        self._ids: Sequence[Hashable] = ()
        self._groups: tuple[Spoken, ...] = ()
        self._group_rows: list[int] = []
        self._pages: OrderedDict[int, Mapping[Hashable, Row]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: set[int] = set()
        self._round = 0
        self._bug_told = False
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.setInterval(0)
        self._ask_soon.timeout.connect(self._ask)

    def set_rows(self, ids: Sequence[Hashable], *, groups: Sequence[tuple[int, Spoken]] = ()) -> None:
        """Show these ids; a group is (place among the ids before which it stands, content).

        The same ids in the same order keep place and choice: only their rows are read again.
        """
        if ids == self._ids and tuple(content for _, content in groups) == self._groups and self._ids:
            self.refresh()
            return
        self.beginResetModel()
        self._ids = ids
        self._groups = tuple(content for _, content in groups)
        self._group_rows = [place + earlier for earlier, (place, _) in enumerate(groups)]
        self._forget()
        self.endResetModel()

    def refresh(self) -> None:
        """Read the rows again, keeping order, place and choice."""
        self._forget()
        if self.rowCount():
            self._tell(0, self.rowCount() - 1)

    def _forget(self) -> None:
        self._round += 1
        self._pages.clear()
        self._wanted.clear()
        self._asked.clear()

    def id_at(self, row: int) -> Hashable | None:
        """The id in a row, or None for a group row or no row."""
        place = self._place(row)
        return None if place is None else self._ids[place]

    def row_at(self, row: int) -> Row | None:
        """What was fetched for a row, if it has come."""
        place = self._place(row)
        if place is None:
            return None
        page = self._pages.get(place // PAGE)
        return None if page is None else page.get(self._ids[place])

    def row_of(self, wanted: Hashable) -> int:
        """The row of an id, or -1."""
        try:
            place = self._ids.index(wanted)
        except ValueError:
            return -1
        earlier = bisect_right([row - n for n, row in enumerate(self._group_rows)], place)
        return place + earlier

    def group_rows(self) -> list[int]:
        """The rows in which groups stand."""
        return list(self._group_rows)

    def first_row(self) -> int:
        """The first row that can be chosen, or -1."""
        return next(
            (
                row
                for row in range(min(self.rowCount(), len(self._groups) + 1))
                if self._place(row) is not None
            ),
            -1,
        )

    def _place(self, row: int) -> int | None:
        if not 0 <= row < self.rowCount() or self._group_at(row) is not None:
            return None
        return row - bisect_left(self._group_rows, row)

    def _group_at(self, row: int) -> Spoken | None:
        at = bisect_left(self._group_rows, row)
        return self._groups[at] if at < len(self._group_rows) and self._group_rows[at] == row else None

    def _want(self, row: int) -> None:
        place = self._place(row)
        if place is None:
            return
        page = place // PAGE
        if page in self._pages:
            self._pages.move_to_end(page)
        elif page not in self._asked:
            self._wanted[page] = None
            self._wanted.move_to_end(page)
            self._ask_soon.start()

    def _ask(self) -> None:
        # A fast scroll wants many pages; only the last ones are still in sight.
        pages = list(self._wanted)[-PAGES_AT_ONCE:]
        self._wanted.clear()
        for page in pages:
            self._asked.add(page)
            self._fetch(self._page(page))

    def _page(self, number: int) -> Page[Row]:
        ids = tuple(self._ids[number * PAGE : (number + 1) * PAGE])
        asked_in = self._round

        def take(rows: Mapping[Hashable, Row]) -> None:
            if asked_in == self._round:
                self._keep(number, rows)

        def fail(reason: object) -> None:
            if asked_in == self._round:
                self.trouble.emit(reason)

        return Page(ids, take, fail)

    def _keep(self, number: int, rows: Mapping[Hashable, Row]) -> None:
        self._pages[number] = rows
        self._asked.discard(number)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first, last = number * PAGE, min((number + 1) * PAGE, len(self._ids)) - 1
        self._tell(self.row_of_place(first), self.row_of_place(last))

    def row_of_place(self, place: int) -> int:
        """The row in which the id at a place stands."""
        return place + bisect_right([row - n for n, row in enumerate(self._group_rows)], place)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids) + len(self._groups)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._group_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        group = self._group_at(index.row())
        if group is not None:
            return self._group_data(group, index.column(), role)
        if role == ID_ROLE:
            return self.id_at(index.row())
        if role not in (CONTENT_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        self._want(index.row())
        row = self.row_at(index.row())
        if row is None:
            return None
        return self._shown(row, self._columns[index.column()], painted=role == CONTENT_ROLE)

    def _shown(self, row: Row, column: Column[Row], *, painted: bool) -> object:
        """A column that cannot show a row is a bug: reported once, never raised into the painting of a list."""
        try:
            return column.content(row) if painted else column.text(row)
        except Exception as bug:
            if not self._bug_told:
                self._bug_told = True
                crash.report(bug)
            return None

    @staticmethod
    def _group_data(group: Spoken, column: int, role: int) -> Any:
        if role == GROUP_ROLE:
            return True
        if role == CONTENT_ROLE:
            return group
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and column == 0:
            return group.text
        return None
