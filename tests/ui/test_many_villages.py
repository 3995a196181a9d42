"""Today over a province: a strip of two dozen villages instead of thousands, and the others as one."""

from dataclasses import replace
from datetime import UTC, date, datetime

from pytestqt.qtbot import QtBot

from outreach_app.domain.difficulties import Difficulty
from outreach_app.domain.rows import Coverage, Draft, VillageRow
from outreach_app.i18n import open_catalogue
from ui.presenters.today import TodayState
from ui.screens.today import MOST_VILLAGES, TodayScreen
from ui.widgets.coverage import CoverageCell

VILLAGES = 2_000


def cover(number: int) -> Coverage:
    return Coverage(
        VillageRow(bytes([*divmod(number, 256)]), f"Nà {number}", "ban", "NA", "03424", "2025"), 10, 4, 3
    )


def test_of_thousands_of_villages_two_dozen_are_shown_and_the_rest_is_summed_up(
    qtbot: QtBot, dressed: None
) -> None:
    screen = TodayScreen(open_catalogue("vi"))
    qtbot.addWidget(screen)
    screen.render_state(TodayState(loading=False, coverage=tuple(map(cover, range(VILLAGES)))))
    said = [cell.accessibleName() for cell in screen.findChildren(CoverageCell)]
    assert len(said) == MOST_VILLAGES + 1
    rest = VILLAGES - MOST_VILLAGES
    assert said[-1].startswith(f"{open_catalogue('vi').number(rest)} thôn, bản khác")
    assert f"/ {open_catalogue('vi').number(10 * rest)} hộ" in said[-1]


def test_as_many_as_fit_all_have_a_cell_of_their_own(qtbot: QtBot, dressed: None) -> None:
    screen = TodayScreen(open_catalogue("vi"))
    qtbot.addWidget(screen)
    screen.render_state(TodayState(loading=False, coverage=tuple(map(cover, range(MOST_VILLAGES)))))
    assert len(screen.findChildren(CoverageCell)) == MOST_VILLAGES


def test_in_a_low_window_with_much_waiting_the_doors_keep_the_room(qtbot: QtBot, dressed: None) -> None:
    screen = TodayScreen(open_catalogue("vi"))
    qtbot.addWidget(screen)
    draft = Draft("visit:1", bytes(16), "Lò Văn Páo", "{}", datetime(2026, 11, 21, 12, tzinfo=UTC))
    waiting = Difficulty(bytes(16), None, "", "Sạt lở đường", date(2026, 11, 21), "Lường Thị Inh")
    state = TodayState(loading=False, coverage=tuple(map(cover, range(3))))
    screen.setFixedSize(1_100, 470)
    screen.show()
    screen.render_state(state)
    assert screen._coverage.isVisible()
    screen.render_state(replace(state, drafts=(draft,), difficulties=(waiting,)))
    assert not screen._coverage.isVisible()
    assert screen._difficulties.isVisible()
    screen.setFixedSize(1_100, 640)
    assert screen._coverage.isVisible()
