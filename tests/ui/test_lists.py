"""Lists and tables of painted rows: heights, marks, focus, keys, and what a screen reader hears."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.typing import type_text
from ui.models.paged import Column, PagedTableModel
from ui.theme import Size, Theme, Tone, TypeSetting, apply_theme, look
from ui.widgets.cells import Cell, CellTable
from ui.widgets.paint import Tag, paint_text
from ui.widgets.rows import GroupLine, RowLine, RowList

ROWS = {
    1: RowLine("Lò Văn Páo", "Chị Thảo hẹn tối nay", "bản Nà Ly", "chờ 4 ngày"),
    2: RowLine("Giàng A Chư", "hẹn 21/11", "bản Cò Nọt", "chờ 12 ngày", Tag("tiếng Mông", "languages")),
    3: RowLine("Tẩn Mý Dao", "hạn đóng 30/11", "bản Nà Ly", "còn 9 ngày", right_tone=Tone.WAIT),
}
GROUPS = [
    (0, GroupLine("Đã hẹn hôm nay", "2 nhà", "calendar-clock")),
    (2, GroupLine("Sắp hết hạn đóng", "1 người")),
]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, Theme.LIGHT)
    yield
    apply_theme(qapp, Theme.LIGHT)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    kept = []

    def put(widget: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        column.addWidget(QPushButton("before"))
        column.addWidget(widget)
        qtbot.addWidget(window)
        window.resize(680, 420)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        for _ in range(5):
            QApplication.processEvents()
        return window

    return put


def make_list(rows: dict[int, RowLine] = ROWS, keys: Callable[[QKeyEvent], bool] | None = None) -> RowList:
    view = RowList(name="Việc hôm nay", keys=keys)
    column = Column[RowLine]("", content=lambda row: row, text=lambda row: row.text)
    model = PagedTableModel(lambda page: page.done({id_: rows[id_] for id_ in page.ids}), [column], view)
    model.set_rows(list(rows), groups=GROUPS if rows is ROWS else [])
    view.setModel(model)
    return view


def make_table(keys: Callable[[QKeyEvent], bool] | None = None) -> CellTable:
    view = CellTable(name="Tờ", keys=keys)
    columns = [
        Column[int]("Dòng", content=lambda row: Cell(str(row), right=True), text=str, right=True),
        Column[int]("Chủ hộ", content=lambda row: Cell("ẪỄỖ Nguyễn", name=True), text=lambda row: "Nguyễn"),
        Column[int]("Kết quả", content=lambda row: Cell(tag=Tag("Hẹn lại", "clock", Tone.ACCENT)), text=str),
    ]
    model = PagedTableModel(lambda page: page.done({id_: id_ for id_ in page.ids}), columns, view)
    model.set_rows([1, 2, 3, 4])
    view.setModel(model)
    view.set_widths(60, 200, 160, stretch=1)
    return view


def ink_rows(image: QImage) -> int:
    dark = [
        any(QColor(image.pixel(x, y)).lightness() < 120 for x in range(image.width()))
        for y in range(image.height())
    ]
    return sum(dark)


def test_rows_have_their_fixed_heights(show: Callable[[QWidget], QWidget]) -> None:
    view = make_list()
    show(view)
    heights = [view.visualRect(view.model().index(row, 0)).height() for row in range(5)]
    assert heights == [
        Size.ROW_GROUP,
        Size.ROW_TWO_LINES,
        Size.ROW_TWO_LINES,
        Size.ROW_GROUP,
        Size.ROW_TWO_LINES,
    ]


@pytest.mark.parametrize("setting", list(TypeSetting))
def test_stacked_marks_are_whole_in_both_lines(
    qapp: QApplication, show: Callable[[QWidget], QWidget], setting: TypeSetting
) -> None:
    apply_theme(qapp, Theme.LIGHT, type_setting=setting)
    expected = 0
    for size, weight in ((look().text, 600), (look().small, 400)):
        image = QImage(300, 80, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        font = look().font(size, weight)
        shade = look().colour("ink" if weight == 600 else "ink_2")
        paint_text(painter, QRect(5, 5, 290, 70), text="ẪỄỖẲg", font=font, colour=shade)
        painter.end()
        expected += ink_rows(image)
    view = make_list({1: RowLine("ẪỄỖẲg", "ẪỄỖẲg")})
    window = show(view)
    window.resize(680, 420)
    row = view.visualRect(view.model().index(0, 0))
    image = view.viewport().grab(row.adjusted(0, 0, 0, -1)).toImage()
    assert ink_rows(image) == expected


def test_group_rows_are_stepped_over(show: Callable[[QWidget], QWidget]) -> None:
    view, seen = make_list(), []
    view.stood_on.connect(seen.append)
    show(view)
    view.setFocus()
    view.stand_on(1)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert seen == [1, 2, 4, 2]


def test_enter_opens_and_letters_go_to_the_screen(show: Callable[[QWidget], QWidget]) -> None:
    keys, opened = [], []

    def take(event: QKeyEvent) -> bool:
        keys.append(event.key())
        return event.key() == Qt.Key.Key_P

    for view in (make_list(keys=take), make_table(keys=take)):
        keys.clear()
        opened.clear()
        view.opened.connect(opened.append)
        show(view)
        view.setFocus()
        view.stand_on(1)
        type_text(view, "pl")
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert view.current_row() == 1
        assert keys[:2] == [Qt.Key.Key_P, Qt.Key.Key_L]
        assert opened == [1]


def test_ctrl_enter_is_not_enter(show: Callable[[QWidget], QWidget]) -> None:
    view, opened = make_table(), []
    view.opened.connect(opened.append)
    show(view)
    view.stand_on(0)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened == []


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("make", [make_list, make_table])
def test_the_row_stood_on_has_a_frame(
    qapp: QApplication,
    show: Callable[[QWidget], QWidget],
    make: Callable[[], RowList | CellTable],
    theme: Theme,
) -> None:
    apply_theme(qapp, theme)
    view = make()
    show(view)
    view.setFocus()
    view.stand_on(2)
    QApplication.processEvents()
    row = view.visualRect(view.model().index(2, 0))
    image = view.viewport().grab(QRect(0, row.top(), view.viewport().width(), row.height())).toImage()
    accent, middle = look().colour("accent"), row.height() // 2
    assert [image.pixelColor(x, middle) == accent for x in range(4)] == [True] * 4
    assert all(image.pixelColor(x, 0) == accent for x in range(image.width()))
    assert image.pixelColor(image.width() - 1, middle) == accent


def test_a_click_chooses_the_row_and_shows_it(show: Callable[[QWidget], QWidget]) -> None:
    view = make_list()
    show(view)
    place = view.visualRect(view.model().index(4, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.hasFocus()
    assert view.current_row() == 4
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(3, 0)).center()
    )
    assert view.current_row() == 4


def test_table_rows_are_36_high_and_grow_with_the_type(qapp: QApplication) -> None:
    for setting, height in ((TypeSetting.NORMAL, 36), (TypeSetting.LARGEST, 48)):
        apply_theme(qapp, Theme.LIGHT, type_setting=setting)
        assert make_table().rowHeight(0) == height


def test_an_open_table_grows_with_the_type(qapp: QApplication, show: Callable[[QWidget], QWidget]) -> None:
    view = make_table()
    show(view)
    apply_theme(qapp, Theme.LIGHT, type_setting=TypeSetting.LARGEST)
    assert view.rowHeight(0) == 48
    assert view.columnWidth(0) == 80


class CountedModel(PagedTableModel[RowLine]):
    """Counts how often Qt asks for anything."""

    asked = 0

    def rowCount(self, *place: QModelIndex) -> int:
        CountedModel.asked += 1
        return super().rowCount(*place)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        CountedModel.asked += 1
        return super().data(index, role)


def test_a_quarter_of_a_million_rows_cost_no_more_than_a_screenful(
    show: Callable[[QWidget], QWidget],
) -> None:
    view = RowList(name="Hộ")
    column = Column[RowLine]("", content=lambda row: row, text=lambda row: row.text)
    model = CountedModel(lambda page: page.done(dict.fromkeys(page.ids, ROWS[1])), [column], view)
    view.setModel(model)
    show(view)
    CountedModel.asked = 0
    groups = [(place, GroupLine("xã")) for place in range(0, 250_000, 10_000)]
    model.set_rows(range(250_000), groups=groups)
    for row in (5, 249_000, 120_000):
        view.stand_on(row)
        for _ in range(3):
            QApplication.processEvents()
    assert 0 < CountedModel.asked < 5_000
    assert view.rowHeight(model.group_rows()[20]) == Size.ROW_GROUP


def test_a_list_over_any_other_model_finds_its_groups(show: Callable[[QWidget], QWidget]) -> None:
    plain = QStandardItemModel(0, 1)
    for content in (GROUPS[0][1], ROWS[1]):
        item = QStandardItem()
        item.setData(content, Qt.ItemDataRole.UserRole)
        plain.appendRow(item)
    view = RowList(name="Người")
    view.setModel(plain)
    show(view)
    assert [view.rowHeight(row) for row in range(2)] == [Size.ROW_GROUP, Size.ROW_TWO_LINES]


def test_rows_say_what_they_paint() -> None:
    assert ROWS[2].text == "Giàng A Chư, tiếng Mông, hẹn 21/11, bản Cò Nọt, chờ 12 ngày"
    assert GROUPS[0][1].text == "Đã hẹn hôm nay, 2 nhà"
    assert Cell("330.000 đ", "20%", right=True).spoken == "330.000 đ, 20%"
    assert Cell(tag=Tag("Hẹn lại", "clock")).spoken == "Hẹn lại"


def test_a_row_still_on_its_way_is_painted_empty(show: Callable[[QWidget], QWidget]) -> None:
    view = RowList(name="Hộ", alike=True)
    model = PagedTableModel(lambda page: None, [Column[RowLine]("", content=lambda row: row, text=str)], view)
    model.set_rows(range(1000))
    view.setModel(model)
    show(view)
    row = view.visualRect(model.index(0, 0)).adjusted(0, 0, 0, -1)
    assert ink_rows(view.viewport().grab(row).toImage()) == 0
