"""The paged model: lawful to Qt, frugal with the store, and deaf to answers that came too late."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui import crash
from ui.models.paged import (
    CONTENT_ROLE,
    GROUP_ROLE,
    ID_ROLE,
    PAGE,
    PAGES_AT_ONCE,
    PAGES_KEPT,
    Column,
    Page,
    PagedTableModel,
)

COLUMNS = (
    Column[str]("Name", content=lambda row: ("painted", row), text=lambda row: row),
    Column[str]("Length", content=len, text=lambda row: str(len(row)), right=True),
)


@dataclass(frozen=True)
class Heading:
    text: str


class Shelf:
    """Answers pages at once, or keeps them until asked; counts every call."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.at_once, self.pages = at_once, list[Page[str]]()

    def fetch(self, page: Page[str]) -> None:
        self.pages.append(page)
        if self.at_once:
            self.answer(page)

    @staticmethod
    def answer(page: Page[str]) -> None:
        page.done({id_: f"row {id_}" for id_ in page.ids})


def make(shelf: Shelf) -> PagedTableModel[str]:
    return PagedTableModel(shelf.fetch, COLUMNS)


def look_at(
    model: PagedTableModel[str], row: int, role: int = Qt.ItemDataRole.DisplayRole, column: int = 0
) -> object:
    return model.data(model.index(row, column), role)


def turn(qapp: QApplication) -> None:
    for _ in range(3):
        qapp.processEvents()


@pytest.fixture
def bugs(qtbot: QtBot) -> Iterator[list[object]]:
    seen: list[object] = []
    desk = crash.crash_desk()
    desk.reported.connect(seen.append)
    yield seen
    desk.reported.disconnect(seen.append)


def test_the_model_keeps_qts_laws(qtmodeltester: ModelTester, qapp: QApplication) -> None:
    model = make(Shelf())
    qtmodeltester.check(model)
    model.set_rows(list(range(450)), groups=[(0, Heading("today")), (200, Heading("later"))])
    turn(qapp)
    model.set_rows([3, 1, 2])
    model.refresh()
    turn(qapp)
    model.set_rows([])


def test_rows_come_in_pages_and_never_one_by_one(qapp: QApplication) -> None:
    shelf = Shelf()
    model = make(shelf)
    model.set_rows(range(1000))
    for row in range(300):
        assert look_at(model, row) is None
    assert shelf.pages == []
    turn(qapp)
    assert [page.ids for page in shelf.pages] == [tuple(range(200)), tuple(range(200, 400))]
    assert [look_at(model, row) for row in (0, 199, 299)] == ["row 0", "row 199", "row 299"]
    turn(qapp)
    assert len(shelf.pages) == 2


def test_a_fast_scroll_asks_only_for_what_is_still_in_sight(qapp: QApplication) -> None:
    shelf = Shelf()
    model = make(shelf)
    model.set_rows(range(100 * PAGE))
    for page in range(100):
        look_at(model, page * PAGE)
    turn(qapp)
    assert len(shelf.pages) == PAGES_AT_ONCE
    assert shelf.pages[-1].ids[0] == 99 * PAGE


def test_far_pages_are_let_go(qapp: QApplication) -> None:
    shelf = Shelf()
    model = make(shelf)
    model.set_rows(range((PAGES_KEPT + 5) * PAGE))
    for page in range(PAGES_KEPT + 5):
        look_at(model, page * PAGE)
        turn(qapp)
    assert model.row_at(0) is None
    assert model.row_at((PAGES_KEPT + 4) * PAGE) is not None
    assert sum(model.row_at(page * PAGE) is not None for page in range(PAGES_KEPT + 5)) == PAGES_KEPT


def test_an_answer_for_rows_no_longer_shown_is_not_taken(qapp: QApplication) -> None:
    shelf = Shelf(at_once=False)
    model = make(shelf)
    model.set_rows([1, 2, 3])
    look_at(model, 0)
    turn(qapp)
    model.set_rows([7, 8])
    shelf.answer(shelf.pages[0])
    assert model.row_at(0) is None
    look_at(model, 0)
    turn(qapp)
    shelf.answer(shelf.pages[1])
    assert look_at(model, 0) == "row 7"


def test_a_page_that_fails_is_told_and_asked_again_on_refresh(qapp: QApplication) -> None:
    shelf, troubles = Shelf(at_once=False), list[object]()
    model = make(shelf)
    model.trouble.connect(troubles.append)
    model.set_rows([1, 2])
    look_at(model, 0)
    turn(qapp)
    shelf.pages[0].failed("disk")
    assert troubles == ["disk"]
    look_at(model, 1)
    turn(qapp)
    assert len(shelf.pages) == 1
    model.refresh()
    look_at(model, 0)
    turn(qapp)
    shelf.answer(shelf.pages[1])
    assert look_at(model, 1) == "row 2"


def test_the_same_ids_keep_place_and_choice(qapp: QApplication) -> None:
    model, resets, changed = make(Shelf()), list[int](), list[tuple[int, int]]()
    model.set_rows([1, 2, 3])
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.set_rows([1, 2, 3])
    assert (resets, changed) == ([], [(0, 2)])
    model.set_rows([1, 3, 2])
    assert resets == [1]


def test_group_rows_cannot_be_chosen_and_say_themselves(qapp: QApplication) -> None:
    model = make(Shelf())
    heading = Heading("Đã hẹn hôm nay")
    model.set_rows(["a", "b", "c"], groups=[(0, heading), (2, Heading("Sắp hết hạn"))])
    assert model.rowCount() == 5
    assert look_at(model, 0, GROUP_ROLE) is True
    assert look_at(model, 0, CONTENT_ROLE) is heading
    assert look_at(model, 0, Qt.ItemDataRole.AccessibleTextRole) == "Đã hẹn hôm nay"
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert [look_at(model, row, ID_ROLE) for row in range(5)] == [None, "a", "b", None, "c"]
    assert model.first_row() == 1
    assert model.row_of("c") == 4
    assert model.row_of("nobody") == -1


def test_every_role_and_wild_index_is_answered_without_raising(qapp: QApplication) -> None:
    model = make(Shelf())
    model.set_rows([1, 2], groups=[(1, Heading("later"))])
    turn(qapp)
    for role in (*range(-1, 40), CONTENT_ROLE, GROUP_ROLE, ID_ROLE):
        for row in range(3):
            model.data(model.index(row, 1), role)
        assert model.data(QModelIndex(), role) is None
    assert model.headerData(5, Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Length"


def test_what_is_painted_is_also_spoken(qapp: QApplication) -> None:
    model = make(Shelf())
    model.set_rows(["x"])
    look_at(model, 0)
    turn(qapp)
    assert look_at(model, 0, CONTENT_ROLE) == ("painted", "row x")
    assert look_at(model, 0, Qt.ItemDataRole.AccessibleTextRole) == "row x"
    assert look_at(model, 0, CONTENT_ROLE, 1) == 5
    assert look_at(model, 0, Qt.ItemDataRole.AccessibleTextRole, 1) == "5"


def test_a_row_that_vanished_meanwhile_stays_empty(qapp: QApplication) -> None:
    model = PagedTableModel(lambda page: page.done({}), COLUMNS)
    model.set_rows([1])
    look_at(model, 0)
    turn(qapp)
    assert look_at(model, 0) is None


@pytest.mark.usefixtures("caplog")
def test_a_column_with_a_bug_is_reported_once_and_shows_nothing(
    qtbot: QtBot, qapp: QApplication, bugs: list[object]
) -> None:
    broken: Callable[[str], object] = lambda row: row.no_such_thing  # type: ignore[attr-defined]  # noqa: E731
    model = PagedTableModel(Shelf().fetch, [Column("Broken", content=broken, text=str)])
    model.set_rows([1, 2])
    look_at(model, 0)
    turn(qapp)
    assert look_at(model, 0, CONTENT_ROLE) is None
    assert look_at(model, 1, CONTENT_ROLE) is None
    qtbot.waitUntil(lambda: len(bugs) == 1)
    turn(qapp)
    assert [note.kind for note in bugs if isinstance(note, crash.CrashNote)] == ["AttributeError"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(count=st.integers(0, 40), places=st.sets(st.integers(0, 40), max_size=6))
def test_every_id_stands_in_exactly_one_row(qapp: QApplication, count: int, places: set[int]) -> None:
    groups = [(place, Heading(str(place))) for place in sorted(places) if place <= count]
    model = make(Shelf())
    model.set_rows(list(range(count)), groups=groups)
    shown = [model.id_at(row) for row in range(model.rowCount())]
    assert [id_ for id_ in shown if id_ is not None] == list(range(count))
    assert all(shown[model.row_of(id_)] == id_ for id_ in range(count))
    for place, heading in groups:
        at = next(row for row in range(model.rowCount()) if look_at(model, row, CONTENT_ROLE) is heading)
        assert model.id_at(at) is None
        assert place == count or shown[model.row_of(place) - 1] is None


def test_a_quarter_of_a_million_rows_open_without_asking_for_any(qapp: QApplication) -> None:
    shelf = Shelf()
    model = make(shelf)
    ids: list[Hashable] = [number.to_bytes(16, "big") for number in range(250_000)]
    model.set_rows(ids)
    turn(qapp)
    assert shelf.pages == []
    look_at(model, 249_999)
    turn(qapp)
    assert len(shelf.pages) == 1
    rows: Mapping[Hashable, str] = dict.fromkeys(shelf.pages[0].ids, "x")
    assert len(rows) == PAGE
