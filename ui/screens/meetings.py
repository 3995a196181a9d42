"""Meetings: what is planned and was held; Enter opens a meeting's list, where one key a row notes who came."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.meetings import (
    ATTEND_KEYS,
    ATTENDANCE_NAMES,
    REPLY_KEYS,
    REPLY_NAMES,
    Guest,
    Meeting,
    name_guest,
)
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters import meeting_words
from ui.presenters.meeting_forms import FormKind, OpenForm
from ui.presenters.meetings import MeetingsState
from ui.presenters.phrases import name_village
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.form_panel import FormPanel
from ui.widgets.guest_marks import ATTENDED, REPLIED, list_entries
from ui.widgets.guest_panel import GuestPanel
from ui.widgets.key_column import KeyColumn
from ui.widgets.key_lists import list_meeting_keys
from ui.widgets.meeting_fields import (
    Fields,
    list_canvasser_fields,
    list_chosen_fields,
    list_count_fields,
    list_invite_fields,
    list_plan_fields,
)
from ui.widgets.paint import Tag
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.screen import Screen, digit_of
from ui.widgets.text import Role, make_label
from ui.widgets.told_sections import ToldSections

_LIST_SHARE, _SIDE_SHARE = 640, 470
_MEETINGS, _GUESTS, _EMPTY = range(3)
_DETAILS, _FORM, _FINDER = range(3)


class MeetingsScreen(Screen):
    """Signals: `stood_on(object)` a meeting's id; `guest_stood_on(object)` an `Invitee`; `noted(object)` an
    `Attendance`, a `Reply` or None to take it back; `wished(str)` what a key asks for; `heads_counted(int)` one more
    or fewer; `form_stored(object)` values by field; `form_left()`; `found_typed(str)`, `found_taken(object)`,
    `found_left()` while somebody is looked for.
    """

    stood_on = Signal(object)
    guest_stood_on = Signal(object)
    noted = Signal(object)
    wished = Signal(str)
    heads_counted = Signal(int)
    form_stored = Signal(object)
    form_left = Signal()
    found_typed = Signal(str)
    found_taken = Signal(object)
    found_left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Meetings"))
        self._state = MeetingsState()
        self._rendering = False
        self._line = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Meetings"), self._line))
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_left(), _LIST_SHARE)
        row.addWidget(self._make_right(), _SIDE_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()

    # ----------------------------------------------------------------------------------------------------- building
    def _make_left(self) -> QWidget:
        words = self.words
        self._model, self._guest_model = LinesModel(self), LinesModel(self)
        self.list = RowList(self, name=words.text("Meetings"))
        self.list.setModel(self._model)
        self.list.opened.connect(lambda _row: self.wished.emit("open"))
        self.list.stood_on.connect(self._tell_meeting)
        self.guests = RowList(self, name=words.text("Who is on the list"))
        self.guests.setModel(self._guest_model)
        self.guests.opened.connect(lambda _row: self.wished.emit("visit"))
        self.guests.stood_on.connect(self._tell_guest)
        self._empty = EmptyState(words.text("Reading the list"), icon="megaphone")
        panel = Panel()
        panel.body.addWidget(self._empty)
        self._left = QStackedWidget()
        for widget in (self.list, self.guests, panel):
            self._left.addWidget(widget)
        return self._left

    def _make_right(self) -> QWidget:
        words = self.words
        details, self.sections = Panel(name=words.text("The meeting")), ToldSections()
        self._title = make_label("", Role.TITLE, wrap=True)
        self._legend = KeyColumn(list_entries(words))
        details.body.addWidget(self._title)
        details.body.addWidget(self._legend)
        details.body.addWidget(self.sections, 1)
        self.form = FormPanel(words)
        self.form.submitted.connect(self.form_stored)
        self.form.left.connect(self.form_left)
        self.finder = GuestPanel(words)
        self.finder.typed.connect(self.found_typed)
        self.finder.taken.connect(self.found_taken)
        self.finder.left.connect(self.found_left)
        self._right = QStackedWidget()
        for widget in (details, self.form, self.finder):
            self._right.addWidget(widget)
        return self._right

    def _make_bar(self) -> None:
        words = self.words
        told = {
            "new": (words.text("New meeting"), "N"), "edit": (words.text("Change"), "E"),
            "invite": (words.text("Invite"), "M"), "others": (words.text("Count heads"), "C"),
            "slips": (words.text("Invitation slips"), "I"), "sign_in": (words.text("Sign-in list"), "S"),
        }  # fmt: skip
        self.buttons = {wish: CapButton(text, (cap,)) for wish, (text, cap) in told.items()}
        for wish, button in self.buttons.items():
            button.clicked.connect(partial(self.wished.emit, wish))
            self.on_letter(Qt.Key[f"Key_{told[wish][1]}"], button.click)
        self._add = CapButton(words.text("Not on the list"), ("F2",))
        self._add.clicked.connect(lambda: self.wished.emit("find"))
        self.step = CapButton(words.text("Who came?"), ("Enter",))
        self.step.clicked.connect(lambda: self.wished.emit("visit" if self._state.opened else "open"))
        self.bind("F2", lambda: self.wished.emit("find"))
        self.set_bar(ActionBar(self.step, helpers=[*self.buttons.values(), self._add]))

    # ------------------------------------------------------------------------------------------------------- typing
    def take_focus(self) -> None:
        """Stand in the list, in the form that is open, or where somebody is looked for."""
        state = self._state
        if state.form is not None:
            self.form.form.focus_first()
        elif state.finding is not None:
            self.finder.take_focus()
        elif state.meetings:
            (self.guests if state.opened else self.list).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().take_focus()

    def _tell_meeting(self, row: int) -> None:
        if not self._rendering and row >= 0:
            self.stood_on.emit(self._model.id_at(row))

    def _tell_guest(self, row: int) -> None:
        if not self._rendering and row >= 0:
            self.guest_stood_on.emit(self._guest_model.id_at(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = self._state
        free = state.form is None and state.finding is None
        if free and state.opened and self._take_list_key(event):
            return
        if free and event.key() == Qt.Key.Key_Delete and state.chosen is not None:
            self.wished.emit("take_off")
            return
        super().keyPressEvent(event)

    def _take_list_key(self, event: QKeyEvent) -> bool:
        digit, key = digit_of(event), Qt.Key(event.key())
        said = ATTEND_KEYS.get(digit or "") or REPLY_KEYS.get(digit or "")
        if said is not None:
            # A key held down must not fill the whole list.
            if not event.isAutoRepeat():
                self.noted.emit(said)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.heads_counted.emit(1)
        elif key == Qt.Key.Key_Minus:
            self.heads_counted.emit(-1)
        elif key == Qt.Key.Key_Escape:
            self.wished.emit("close")
        else:
            return False
        return True

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: MeetingsState) -> None:
        """Show the meetings or the list of one, and beside it what is known, a form, or who is looked for."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading)
        self._rendering = True
        if (former.meetings, former.today) != (state.meetings, state.today):
            self._model.set_lines(self._make_lines(state))
        if former.guests != state.guests:
            self._guest_model.set_lines([Line(name_guest(g), self._make_guest(g)) for g in state.guests])
        for rows, wanted in ((self.list, state.chosen), (self.guests, state.guest)):
            model = self._model if rows is self.list else self._guest_model
            row = model.row_of(wanted)
            if row >= 0 and row != rows.current_row():
                rows.stand_on(row)
        self._rendering = False
        self._show_left(former, state)
        self._show_right(former, state)
        self._show_bar(state)

    def _make_lines(self, state: MeetingsState) -> list[Line]:
        words, today = self.words, state.today
        if today is None:
            return []
        coming = [each for each in reversed(state.meetings) if each.day >= today]
        held = [each for each in state.meetings if each.day < today]
        lines: list[Line] = []
        for title, icon, tone, some in (
            (words.text("Still to come, and today"), "calendar-clock", Tone.ACCENT, coming),
            (words.text("Held"), "check", Tone.NEUTRAL, held),
        ):
            if some:
                lines.append(Line(None, GroupLine(title, words.number(len(some)), icon, tone)))
                lines += [Line(each.id, self._make_row(each, state)) for each in some]
        return lines

    def _make_row(self, meeting: Meeting, state: MeetingsState) -> RowLine:
        assert state.today is not None
        late = meeting.day < state.today and meeting.counted is None
        tone = Tone.GOOD if meeting.counted else Tone.WAIT if late else Tone.NEUTRAL
        return RowLine(
            meeting_words.tell_kind(self.words, meeting),
            meeting_words.tell_meeting_line(self.words, meeting, self._name_village(meeting)),
            right=self.words.date(meeting.day),
            tag=Tag(meeting_words.tell_count(self.words, meeting, state.today), tone=tone),
        )

    def _name_village(self, meeting: Meeting) -> str:
        found = next((v for v in self._state.villages if v.id == meeting.village), None)
        return name_village(found) if found else meeting.village_name

    def _make_guest(self, guest: Guest) -> RowLine:
        words, tag = self.words, None
        if guest.attended is not None:
            icon, tone = ATTENDED[guest.attended]
            text = words.text(ATTENDANCE_NAMES[guest.attended])
            tag = Tag(f"{text} ({words.number(guest.count)})" if guest.count > 1 else text, icon, tone)
        elif guest.reply is not None:
            icon, tone = REPLIED[guest.reply]
            tag = Tag(words.text(REPLY_NAMES[guest.reply]), icon, tone)
        return RowLine(
            meeting_words.tell_guest(words, guest), meeting_words.tell_guest_line(words, guest), tag=tag
        )

    def _show_left(self, former: MeetingsState, state: MeetingsState) -> None:
        words = self.words
        nothing = not state.guests if state.opened else not state.meetings
        page = _EMPTY if nothing else _GUESTS if state.opened else _MEETINGS
        moved = page != self._left.currentIndex()
        self._left.setCurrentIndex(page)
        if nothing and not state.loading and state.opened:
            self._empty.show_text(
                words.text("Nobody is on this list yet"),
                words.text("Invite a village with M, or add whoever came with F2."),
            )
        elif nothing and not state.loading:
            self._empty.show_text(
                words.text("No meeting yet"), words.text("Plan one with N; its list follows.")
            )
        if nothing:
            self._line.setText("")
        elif state.opened:
            self._line.setText(words.plural("{count} on the list", "{count} on the list", len(state.guests)))
        else:
            self._line.setText(words.plural("{count} meeting", "{count} meetings", len(state.meetings)))
        if moved and (former.form, former.finding, state.form, state.finding) == (None, None, None, None):
            self.take_focus()

    def _show_right(self, former: MeetingsState, state: MeetingsState) -> None:
        page = _FORM if state.form is not None else _FINDER if state.finding is not None else _DETAILS
        moved = page != self._right.currentIndex()
        self._right.setCurrentIndex(page)
        self.rest_bar(resting=page != _DETAILS)
        self._show_form(former, state)
        self.finder.show_found(state.finding)
        meeting = state.meeting
        self._legend.setVisible(state.opened)
        self._title.setText(meeting_words.tell_meeting(self.words, meeting) if meeting else "")
        told = (
            meeting_words.tell_sections(self.words, meeting, self._name_village(meeting)) if meeting else ()
        )
        self.sections.show_sections(told)
        if moved:
            self.take_focus()

    def _show_form(self, former: MeetingsState, state: MeetingsState) -> None:
        form = state.form
        if form is None:
            return
        if former.form is None or (former.form.kind, former.form.subject) != (form.kind, form.subject):
            fields = self._list_fields(form)
            self.form.open(meeting_words.name_form(self.words, form), fields, form.values)
        errors = {key: " ".join(map(self.words.render, told)) for key, told in form.errors.items()}
        self.form.show_state(errors, busy=form.busy)

    def _list_fields(self, form: OpenForm) -> Fields:
        words, state = self.words, self._state
        villages = tuple((each.id, name_village(each)) for each in state.villages if each.merged_into is None)
        match form.kind:
            case FormKind.COUNT:
                return list_count_fields(words)
            case FormKind.INVITE:
                return list_invite_fields(words, villages)
            case FormKind.INVITE_CANVASSERS:
                return list_canvasser_fields(words, state.canvassers, state.sitting)
            case FormKind.INVITE_FROM_LIST:
                meetings = meeting_words.offer_meetings(words, form)
                return list_chosen_fields(words, meetings, meeting_words.offer_whom(words, form))
        return list_plan_fields(words, villages, whole_area=state.whole_area)

    def _show_bar(self, state: MeetingsState) -> None:
        words, chosen = self.words, state.meeting is not None
        able = {
            "new": True, "edit": chosen, "invite": chosen, "others": state.is_over,
            "slips": chosen and bool(state.guests), "sign_in": chosen,
        }  # fmt: skip
        for wish, button in self.buttons.items():
            button.setEnabled(able[wish])
        self.buttons["new"].setVisible(not state.opened)
        self._add.setVisible(state.opened)
        self.step.set_words(words.text("What they decided") if state.opened else words.text("Who came?"))
        self.step.setEnabled(state.line is not None if state.opened else chosen)
        self.keys = list_meeting_keys(words)
