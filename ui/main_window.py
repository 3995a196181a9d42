"""The one window: an entrance page first, then rail, header, banner and the place that is open.

Nothing here imports the store, and what stands around the places is imported when it is built: the window is painted
before all that is loaded.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size, Tone, look

if TYPE_CHECKING:
    from outreach_app.domain.rows import Standing
    from ui.presenters.frame import FrameState
    from ui.widgets.rail import Place as RailPlace
    from ui.widgets.screen import KeyLine, Screen

PROGRAM = "Gõ cửa"
WINDOW_SIZE = QSize(1366, 768)
SMALLEST_WINDOW = QSize(1024, 600)
_NOTICE_MS = 6000
_BACKUP_LATE_DAYS = 2
_DIGITS = "123456789"


class MainWindow(QWidget):
    """The window. Signals: `place_wanted(str)` a place's key, `undo_wanted()`, `person_wanted()`, `help_wanted()`,
    `language_wanted(str)`, `lock_wanted()`, `painted()` once after the first paint, `closing()` before the window goes.

    Attributes: header, banner, popups (widgets that stand over the frame and are placed by `place_popup`).
    """

    place_wanted = Signal(str)
    undo_wanted = Signal()
    person_wanted = Signal()
    help_wanted = Signal()
    language_wanted = Signal(str)
    lock_wanted = Signal()
    painted = Signal()
    closing = Signal()
    notice_over = Signal()

    def __init__(self, words: Catalogue) -> None:
        super().__init__()
        self.words = words
        self.setWindowTitle(PROGRAM)
        self.resize(WINDOW_SIZE)
        self._told_paint = False
        self._pages = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # What a place would like to have never makes the window larger than the screen.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(SMALLEST_WINDOW)
        column.addWidget(self._pages)
        self._frame = QWidget(self)
        self._pages.addWidget(self._frame)
        self._rooms: dict[QWidget, Screen] = {}
        self._shown: FrameState | None = None
        self._searching = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._keep_search)

    def show_entrance(self, page: QWidget) -> None:
        """Fill the window with a page that has no frame yet: first run, unlock."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def cover(self, page: QWidget) -> None:
        """Put a page over the frame; keys of the frame do nothing until it is uncovered."""
        self._notice_clock.stop()
        self.show_entrance(page)

    def uncover(self, page: QWidget) -> None:
        """Show the frame again, and let go of the page."""
        self._pages.setCurrentWidget(self._frame)
        self._pages.removeWidget(page)
        if self._shown is not None and self._shown.notice is not None:
            self._notice_clock.start(_NOTICE_MS)

    def unfurnish(self, words: Catalogue) -> None:
        """Take the frame away with all its places, and go on in another language; `furnish` builds it anew."""
        for signal in (
            self.place_wanted,
            self.undo_wanted,
            self.person_wanted,
            self.help_wanted,
            self.notice_over,
        ):
            signal.disconnect()
        former, self.words = self._frame, words
        self._shown, self._rooms, self._searching = None, {}, False
        self._frame = QWidget(self)
        self._pages.addWidget(self._frame)
        self._pages.removeWidget(former)
        former.hide()
        former.deleteLater()

    def furnish(self, places: "Sequence[RailPlace]") -> None:
        """Build rail, header and banner for these places; the frame takes the window."""
        from ui.widgets.header import Header
        from ui.widgets.rail import Rail
        from ui.widgets.strips import ProblemBanner, Strip
        from ui.widgets.tags import KeyHint

        words = self.words
        self._places = f"{_DIGITS[0]}-{_DIGITS[-1]}"
        self._further = [(place.sign, place.text) for place in places if place.sign not in _DIGITS]
        hints = (
            KeyHint(("Ctrl", self._places), words.text("places")),
            KeyHint(("F1",), words.text("keys here")),
        )
        self._rail = Rail(places, hints, name=words.text("Places"))
        self._rail.place_chosen.connect(self.place_wanted)
        self.header = Header(words.text("Find a person, household, ID, sheet code"))
        self.header.person_pressed.connect(self.person_wanted)
        self.banner = ProblemBanner(close_text=words.text("Close"))
        self._stack = QStackedWidget()
        self._lay_out()
        self._notice = Strip(Tone.GOOD, self._frame)
        self._notice.link_activated.connect(self.undo_wanted)
        self._notice.hide()
        self._notice_clock = QTimer(self)
        self._notice_clock.setSingleShot(True)
        self._notice_clock.timeout.connect(self.notice_over)
        self._bind_keys(places)
        self._pages.setCurrentWidget(self._frame)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        column = self._column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)

    def _bind_keys(self, places: "Sequence[RailPlace]") -> None:
        for place in places:
            self._bind(f"Ctrl+{place.sign}", partial(self.place_wanted.emit, place.key))
        self._bind("Ctrl+K", self.start_search)
        self._bind("Ctrl+Z", self.undo_wanted.emit)
        self._bind("F12", self.person_wanted.emit)
        self._bind("F1", self.toggle_help)
        self._bind("F11", self.turn_language)
        self._bind("Ctrl+L", self.lock_wanted.emit)
        self._escape = self._bind("Esc", self.banner.put_away)
        self._escape.setEnabled(False)

    def _bind(self, sequence: str, action: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(sequence), self._frame)
        shortcut.setAutoRepeat(False)  # a key that lies under a bag takes back one command, not twenty
        # Whatever else is asked for by key takes the focus from a search.
        shortcut.activated.connect(self.end_search)
        shortcut.activated.connect(action)
        return shortcut

    def show_room(self, screen: "Screen", *, rail_key: str) -> None:
        """Show a place and give it the focus; `rail_key` is the place of the rail it belongs to."""
        self.keep_room(screen)
        self._stack.setCurrentWidget(screen)
        self._rail.choose(rail_key)
        screen.stand()

    def keep_room(self, screen: "Screen") -> None:
        """Take a place in behind the one that is shown, dressed and laid out as far as it can be."""
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)
            screen.resize(self._stack.size())
        self._rooms[screen] = screen

    def room(self) -> "Screen | None":
        """The screen that is shown."""
        shown = self._stack.currentWidget()
        return None if shown is None else self._rooms.get(shown)

    def render_state(self, state: "FrameState") -> None:
        """Show how things stand."""
        former, self._shown = self._shown, state
        self._rail.set_counts({key: self.words.number(n) for key, n in state.counts.items() if n})
        if state.standing is not None:
            self._show_standing(state.standing)
        if former is None or former.trouble != state.trouble:
            self._show_trouble(state)
        if former is None or former.notice != state.notice:
            self._show_notice(state)

    def _show_standing(self, standing: "Standing") -> None:
        words = self.words
        self._rail.set_title(PROGRAM, standing.unit_name)
        saved, count = standing.last_saved, standing.to_send
        backup = standing.last_backup
        self.header.show_state(
            saved=words.text("Saved {time}", time=words.time(saved)) if saved else "",
            to_send=words.plural("{count} item to send", "{count} items to send", count) if count else "",
            backup=words.text("Backup {day}", day=f"{backup:%d/%m}")
            if backup
            else words.text("No backup yet"),
            backup_late=backup is None or (saved is not None and (saved - backup).days > _BACKUP_LATE_DAYS),
        )
        name = standing.canvasser.name if standing.canvasser else words.text("Who is working?")
        spoken = words.text("{name} is working. Change", name=name) if standing.canvasser else name
        self.header.person.set_person(name, spoken=spoken)

    def _show_trouble(self, state: "FrameState") -> None:
        # While the banner stands, Esc belongs to it; otherwise to the screen.
        self._escape.setEnabled(state.trouble is not None)
        if state.trouble is None:
            self.banner.hide()
        else:
            trouble = state.trouble
            self.banner.show_problem(self.words.render(trouble.message), self.words.render(trouble.advice))

    def _show_notice(self, state: "FrameState") -> None:
        if state.notice is None:
            self._notice.hide()
            return
        link, caps = (self.words.text("Undo"), ("Ctrl", "Z")) if state.can_undo else ("", ())
        self._notice.show_text(self.words.render(state.notice), link=link, caps=caps)
        self._notice.show()
        self._notice.raise_()
        self._place_notice()
        self._notice_clock.start(_NOTICE_MS)

    def _place_notice(self) -> None:
        # Bottom right, over what is only read: lists and forms stand at the left.
        widest = self._frame.width() - self._rail.width() - 2 * Size.MARGIN
        size = self._notice.fit(widest - Size.GAP)
        wide = size.width() + Size.GAP
        left = self._frame.width() - Size.MARGIN - wide
        top = self._frame.height() - look().px(Size.ACTION_BAR) - size.height() - Size.GRID
        self._notice.setGeometry(left, top, wide, size.height())

    def start_search(self) -> None:
        """Go to the search field, whatever stands there chosen."""
        self._searching = True
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    def end_search(self) -> None:
        """Let the focus go from the search field: something was found, or something else was asked for."""
        self._searching = False

    def _keep_search(self, before: QWidget | None, now: QWidget | None) -> None:
        # A place that opens or goes on by itself, once something was stored, takes no keys from somebody who searches.
        if self._searching and before is self.header.search:
            if self.header.search.robbed:
                self.header.search.setFocus(Qt.FocusReason.OtherFocusReason)
            elif now is not None:
                self._searching = False

    def place_popup(self, popup: QWidget, *, under: QWidget, right: bool = False) -> None:
        """Put a popup under a widget of the header, inside the window."""
        size = popup.sizeHint()
        corner = under.mapTo(self, QPoint(0, under.height() + Size.HALF))
        left = corner.x() + (under.width() - size.width() if right else 0)
        high = min(size.height(), self.height() - corner.y() - Size.GAP)
        left = max(Size.GAP, min(left, self.width() - size.width() - Size.GAP))
        popup.setGeometry(QRect(left, corner.y(), size.width(), high))
        popup.raise_()

    def toggle_help(self) -> None:
        """Show the keys of this screen and the handbook, or put them away."""
        self.help_wanted.emit()

    def turn_language(self) -> None:
        """Ask for the other one of the two languages."""
        self.language_wanted.emit("en" if self.words.language == "vi" else "vi")

    def frame_keys(self) -> "tuple[KeyLine, ...]":
        """The keys that work in every place."""
        from ui.widgets.frame_key_lists import list_frame_keys

        return list_frame_keys(self.words, signs=self._places, further=self._further)

    @property
    def frame(self) -> QWidget:
        """What rail, header and places stand in."""
        return self._frame

    def put_above(self, bar: QWidget) -> None:
        """Let something stand between the banner and the place for as long as this frame does."""
        self._column.insertWidget(self._column.indexOf(self._stack), bar)

    def rail_button(self, place: str) -> QWidget:
        """What opens a place in the rail."""
        return self._rail.button(place)

    def work_area(self) -> QRect:
        """Where the place stands in the frame."""
        return self._stack.geometry()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._told_paint:
            self._told_paint = True
            QTimer.singleShot(0, self, self.painted.emit)
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._shown is not None:
            self.notice_over.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shown is not None and self._shown.notice is not None:
            self._place_notice()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
