"""The list that is held whole, and the row heights of the view over it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.models.lines import Line, LinesModel
from ui.models.paged import GROUP_ROLE
from ui.theme import Size, Theme, apply_theme
from ui.widgets.rows import GroupLine, RowLine, RowList

PROMISED, NEW = Line(None, GroupLine("Đã hẹn", "2 nhà")), Line(None, GroupLine("Chưa gõ cửa", "1 nhà"))
PAO, CHU, DAO = (Line(n, RowLine(name)) for n, name in enumerate(("Lò Văn Páo", "Giàng A Chư", "Tẩn Mý Dao")))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    apply_theme(qapp, Theme.LIGHT)


def test_the_model_keeps_qt_s_rules(qtmodeltester: ModelTester) -> None:
    model = LinesModel()
    model.set_lines([PROMISED, PAO, CHU, NEW, DAO])
    qtmodeltester.check(model)
    model.set_lines([])
    qtmodeltester.check(model)


def test_groups_are_known_and_cannot_be_stood_on() -> None:
    model = LinesModel()
    model.set_lines([PROMISED, PAO, CHU, NEW, DAO])
    assert model.group_rows() == [0, 3]
    assert model.first_row() == 1
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.index(3, 0).data(GROUP_ROLE) is True
    assert (model.row_of(2), model.row_of("nobody"), model.row_of(None)) == (4, -1, -1)
    assert (model.id_at(0), model.id_at(1), model.id_at(99)) == (None, 0, None)


def test_the_same_ids_keep_the_place_stood_on(qtbot: QtBot) -> None:
    model, view = LinesModel(), RowList()
    qtbot.addWidget(view)
    view.setModel(model)
    model.set_lines([PROMISED, PAO, CHU])
    view.stand_on(2)
    model.set_lines([PROMISED, PAO, Line(1, RowLine("Giàng A Chư", "hẹn 21/11"))])
    assert view.current_row() == 2
    assert model.index(2, 0).data(Qt.ItemDataRole.DisplayRole) == "Giàng A Chư, hẹn 21/11"


def test_rows_get_their_own_height_back_when_groups_move(qtbot: QtBot) -> None:
    model, view = LinesModel(), RowList()
    qtbot.addWidget(view)
    view.setModel(model)
    model.set_lines([PROMISED, PAO, CHU, NEW, DAO])
    model.set_lines([PROMISED, CHU, NEW, DAO])
    heights = [view.rowHeight(row) for row in range(model.rowCount())]
    assert heights == [Size.ROW_GROUP, Size.ROW_TWO_LINES, Size.ROW_GROUP, Size.ROW_TWO_LINES]
