"""Households: the whole list with filters at the left, the chosen household or one of its forms at the right."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.domain.people import CATEGORY_NAMES
from outreach_app.domain.rows import EnrolmentRow, HouseholdCard, HouseholdRow
from outreach_app.i18n import Catalogue
from ui.models.doors import DoorKind
from ui.models.lines import Line, LinesModel
from ui.models.paged import Column, PagedTableModel
from ui.presenters.card import CardView, MemberView, make_card_view
from ui.presenters.consent_words import tell_consent
from ui.presenters.household_forms import FormKind, OpenForm, name_form
from ui.presenters.households import HouseholdsState
from ui.presenters.marks import mark_outcome
from ui.presenters.phrases import DOT, name_village, tell_absence, tell_enrolment, tell_group
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.doors_panel import DoorsPanel
from ui.widgets.form import FieldSpec
from ui.widgets.form_panel import FormPanel
from ui.widgets.household_fields import (
    list_absence_fields,
    list_cancel_fields,
    list_household_fields,
    list_new_household_fields,
    list_person_fields,
)
from ui.widgets.household_filters import HouseholdFilters
from ui.widgets.key_lists import list_household_keys
from ui.widgets.members import MemberDelegate, MemberLine, make_tag
from ui.widgets.paint import Tag
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import RowLine, RowList
from ui.widgets.screen import Screen, is_plain
from ui.widgets.text import Role, make_label

_LIST_SHARE, _CARD_SHARE = 600, 510


class HouseholdsScreen(Screen):
    """Signals: `page_wanted(object)` a page of rows; `filtered(object)` a `HouseholdFilter`; `stood_on(object)` a
    `HouseholdRow`; `visit_wanted(object)`, `advice_wanted(object)`, `leaflet_wanted(object)` a household's id;
    `correction_wanted(object)` a visit's id; `erasing_wanted(object)`, `consents_wanted(object)` a person's id;
    `form_wanted(object, object)` a `FormKind` and what it is about; `doors_wanted(object)` a `DoorKind`;
    `call_wanted(object)` a household's id; `meeting_wanted()` invite whoever is listed;
    `form_stored(object)` values by field; `form_left()`.
    """

    page_wanted = Signal(object)
    filtered = Signal(object)
    stood_on = Signal(object)
    visit_wanted = Signal(object)
    advice_wanted = Signal(object)
    leaflet_wanted = Signal(object)
    correction_wanted = Signal(object)
    erasing_wanted = Signal(object)
    consents_wanted = Signal(object)
    form_wanted = Signal(object, object)
    doors_wanted = Signal(object)
    call_wanted = Signal(object)
    meeting_wanted = Signal()
    form_stored = Signal(object)
    form_left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Households"))
        self._state = HouseholdsState()
        self._villages: dict[bytes, str] = {}
        self._rendering = False
        self._count = make_label("", Role.NOTE, parent=self)
        self.body.addLayout(self.make_title(words.text("Households"), self._count))
        self._filters = HouseholdFilters(words, self)
        self._filters.filtered.connect(self.filtered)
        self.body.addWidget(self._filters)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        self._right = QStackedWidget()
        self._right.addWidget(self._make_card())
        self.form = FormPanel(words)
        self.form.submitted.connect(self.form_stored)
        self.form.left.connect(self.form_left)
        self._right.addWidget(self.form)
        self.doors = DoorsPanel(words)
        self.doors.closed.connect(self.take_focus)
        self._right.addWidget(self.doors)
        row.addWidget(self._right, _CARD_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()
        self.keys = list_household_keys(words)

    # ----------------------------------------------------------------------------------------------------- building
    def _make_list(self) -> QWidget:
        words = self.words
        column = Column[HouseholdRow](
            words.text("Household"), self._make_row, lambda row: self._make_row(row).text
        )
        self._model = PagedTableModel[HouseholdRow](self.page_wanted.emit, (column,), self)
        self._model.dataChanged.connect(self._rows_came)
        self.list = RowList(self, name=words.text("Households"), alike=True)
        self.list.setModel(self._model)
        self.list.opened.connect(self._open_row)
        self.list.stood_on.connect(self._tell_row)
        self._empty = EmptyState(words.text("Reading the list"), icon="users")
        panel = Panel()
        panel.body.addWidget(self._empty)
        self._left = QStackedWidget()
        self._left.addWidget(self.list)
        self._left.addWidget(panel)
        return self._left

    def _make_card(self) -> Panel:
        words, panel = self.words, Panel()
        self._title = make_label("", Role.TITLE, wrap=True)
        self._code = make_label("", Role.HINT)
        self._place = make_label("", Role.NOTE, wrap=True)
        self._marks = make_label("", Role.HINT, wrap=True)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        panel.body.setSpacing(Size.HALF)
        panel.body.addLayout(head)
        panel.body.addWidget(self._place)
        panel.body.addWidget(self._marks)
        self._members, self._timeline = LinesModel(self), LinesModel(self)
        self.members = RowList(name=words.text("Members"), alike=True, bare=True, keys=self._member_key)
        self.members.setModel(self._members)
        self.members.setItemDelegate(MemberDelegate(self.members))
        self.members.opened.connect(
            lambda row: self.form_wanted.emit(FormKind.PERSON, self._members.id_at(row))
        )
        self.timeline = RowList(
            name=words.text("What happened"), alike=True, bare=True, keys=self._timeline_key
        )
        self.timeline.setModel(self._timeline)
        self.timeline.opened.connect(self._open_event)
        self._whole = make_label("", Role.NOTE, wrap=True)
        self._never = make_label(words.text("Nobody has been here yet"), Role.NOTE, wrap=True)
        for each in (self.members, self.timeline):
            each.installEventFilter(self)
            # Lists scroll: in a low window they give way before a name or an absence is cut.
            each.setMinimumHeight(Size.ROW_TABLE)
        self.timeline.stood_on.connect(self._show_whole)
        self.members.stood_on.connect(self._show_absence)
        panel.body.addWidget(make_label(words.text("Members"), Role.STRONG))
        panel.body.addWidget(self.members, 5)
        panel.body.addWidget(make_label(words.text("What happened"), Role.STRONG))
        panel.body.addWidget(self._never)
        panel.body.addWidget(self.timeline, 3)
        panel.body.addWidget(self._whole)
        self._card = panel
        return panel

    def _make_bar(self) -> None:
        words = self.words
        add = CapButton(words.text("Add a household"), ("F2",), icon="plus")
        member = CapButton(words.text("Add a member"), ("F3",))
        edit = CapButton(words.text("Change"), ("F4",))
        leaflet = CapButton(words.text("Leaflet"), ("L",))
        quote = CapButton(words.text("Work out the amount"), ("T",))
        step = CapButton(words.text("Log a visit"), ("Enter",))
        ways = (
            (add, "F2", lambda: self.form_wanted.emit(FormKind.NEW_HOUSEHOLD, None)),
            (member, "F3", lambda: self.form_wanted.emit(FormKind.NEW_PERSON, None)),
            (edit, "F4", lambda: self.form_wanted.emit(FormKind.HOUSEHOLD, None)),
        )
        for button, key, action in ways:
            button.clicked.connect(action)
            self.bind(key, action)
        leaflet.clicked.connect(lambda: self._emit_household(self.leaflet_wanted))
        quote.clicked.connect(lambda: self._emit_household(self.advice_wanted))
        step.clicked.connect(lambda: self._emit_household(self.visit_wanted))
        self._needs_household = (member, edit, leaflet, quote, step)
        self.set_bar(ActionBar(step, helpers=(add, member, edit, leaflet), beside=(quote,)))
        self.on_letter(Qt.Key.Key_L, leaflet.click)
        self.on_letter(Qt.Key.Key_T, quote.click)
        self.on_letter(Qt.Key.Key_G, lambda: self._emit_household(self.call_wanted))
        self.on_letter(Qt.Key.Key_M, self.meeting_wanted.emit)
        self.bind("F6", self._filters.focus_first)
        self.bind("F5", lambda: self.doors_wanted.emit(DoorKind.ASSIGN))
        self.bind("F7", lambda: self.doors_wanted.emit(DoorKind.GROUP))

    # ------------------------------------------------------------------------------------------------------ meaning
    def take_focus(self) -> None:
        """Stand in the list, or in the form that is open."""
        if self._state.doors is not None:
            self.doors.form.focus_first()
        elif self._state.form is not None:
            self.form.form.focus_first()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_row(self, row: int) -> None:
        if not self._rendering and row >= 0 and (found := self._model.row_at(row)) is not None:
            self.stood_on.emit(found)

    def _rows_came(self) -> None:
        card, here = self._state.card, self._model.row_at(self.list.current_row())
        if here is not None and (card is None or card.household.id != here.id):
            self.stood_on.emit(here)

    def _open_row(self, row: int) -> None:
        if (found := self._model.row_at(row)) is not None:
            self.visit_wanted.emit(found.id)

    def record(self) -> tuple[str, bytes] | None:
        member = self._members.id_at(self.members.current_row())
        kind, event = self._event_at(self.timeline.current_row())
        if self.members.hasFocus() and isinstance(member, bytes):
            return ("person", member)
        if self.timeline.hasFocus() and kind:
            return (kind, event)
        return ("household", self._state.card.household.id) if self._state.card is not None else None

    def _emit_household(self, signal: object) -> None:
        if self._state.card is not None:
            signal.emit(self._state.card.household.id)  # type: ignore[attr-defined]

    def _open_event(self, row: int) -> None:
        kind, event = self._event_at(row)
        if kind == "visit":
            self.correction_wanted.emit(event)

    def _event_at(self, row: int) -> tuple[str, bytes]:
        found = self._timeline.id_at(row)
        return found if isinstance(found, tuple) else ("", b"")

    def _timeline_key(self, event: QKeyEvent) -> bool:
        kind, visit = self._event_at(self.timeline.current_row())
        if event.key() != Qt.Key.Key_Delete or kind != "visit":
            return False
        self.form_wanted.emit(FormKind.CANCEL_VISIT, visit)
        return True

    def _member_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_A and is_plain(event) and self.members.current_row() >= 0:
            self.form_wanted.emit(FormKind.ABSENCE, self._members.id_at(self.members.current_row()))
            return True
        if event.key() == Qt.Key.Key_K and is_plain(event) and self.members.current_row() >= 0:
            self.consents_wanted.emit(self._members.id_at(self.members.current_row()))
            return True
        held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() != Qt.Key.Key_Delete or not held or self.members.current_row() < 0:
            return False
        self.erasing_wanted.emit(self._members.id_at(self.members.current_row()))
        return True

    def _show_absence(self, row: int) -> None:
        people = self._state.card.members if self._state.card is not None else ()
        member = next((each for each in people if each.id == self._members.id_at(row)), None)
        self._whole.setText(tell_absence(self.words, member) if member is not None else "")

    def _show_whole(self, row: int) -> None:
        content = self._timeline.index(row, 0).data(Qt.ItemDataRole.UserRole) if row >= 0 else None
        self._never.setVisible(self._state.card is not None and not self._timeline.rowCount())
        self._whole.setText(content.detail if isinstance(content, RowLine) else "")

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: HouseholdsState) -> None:
        """Show list, filters, card and form."""
        former, self._state = self._state, state
        self.wait_for_rows(waiting=state.loading)
        if former.languages != state.languages:
            self._filters.set_languages(state.languages)
        if former.villages != state.villages:
            self._villages = {village.id: name_village(village) for village in state.villages}
            self._filters.set_villages(list(self._villages.items()))
        if former.wanted != state.wanted:
            self._filters.show_wanted(state.wanted)
        if former.round != state.round or former.chosen != state.chosen:
            self._show_list(former, state)
        if former.card is not state.card or former.today != state.today:
            self._show_card(state)
        if former.form != state.form:
            self._show_form(former.form, state.form)
        self.rest_bar(resting=state.form is not None or state.doors is not None)
        if former.doors != state.doors:
            self._right.setCurrentIndex(2 if state.doors is not None else 0)
            self.doors.render_form(state.doors)

    def _show_list(self, former: HouseholdsState, state: HouseholdsState) -> None:
        self._rendering = True
        if former.round != state.round:
            self._model.set_rows(state.numbers)
        row = self._model.row_of(state.chosen) if state.chosen is not None else -1
        if row != self.list.current_row():
            self.list.stand_on(row)
        self._rendering = False
        self._count.setText(self.words.plural("{count} household", "{count} households", len(state.numbers)))
        self._left.setCurrentIndex(0 if state.numbers else 1)
        if not state.loading:
            filtered = bool(state.villages) and self._state.wanted != HouseholdsState().wanted
            title = self.words.text(
                "No household fits these filters" if filtered else "No household is here yet"
            )
            hint = self.words.text(
                "Take a filter away with F6."
                if filtered
                else "Bring in the household list, or add one with F2."
            )
            self._empty.show_text(title, hint)

    def _make_row(self, row: HouseholdRow) -> RowLine:
        words = self.words
        members = words.plural("{count} person", "{count} people", row.members)
        detail = DOT.join(part for part in (row.code, members, tell_group(words, row), row.address) if part)
        tag = None
        if row.do_not_contact:
            tag = Tag(words.text("Do not contact"), "ban", Tone.BAD)
        elif row.last_outcome is not None:
            mark = mark_outcome(row.last_outcome)
            tag = Tag(words.render(mark.text), mark.sign, Tone(mark.sense))
        seen = words.date(row.last_visit) if row.last_visit else words.text("not visited")
        return RowLine(row.head, detail, self._villages.get(row.village, row.village_name), seen, tag)

    def _show_card(self, state: HouseholdsState) -> None:
        card = state.card
        for button in self._needs_household:
            button.setEnabled(card is not None)
        for widget in self._card.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            widget.setVisible(card is not None)
        if card is None or state.today is None:
            return
        view = make_card_view(self.words, card, state.today)
        self._title.setText(view.title)
        self._code.setText(view.code)
        self._place.setText(view.place)
        self._marks.setText(DOT.join(self._list_marks(card)))
        self._members.set_lines([self._make_member(member) for member in view.members])
        self._timeline.set_lines(self._make_events(card, view))
        self._show_whole(self.timeline.current_row())

    def _list_marks(self, card: HouseholdCard) -> list[str]:
        words, row = self.words, card.household
        marks = [words.text("category: {name}", name=words.text(CATEGORY_NAMES[row.category]))]
        marks += [words.text("asked not to be contacted")] if row.do_not_contact else []
        marks += [words.text("added at the door")] if row.added_at_door else []
        return [*marks, words.render(card.waiting)] if card.waiting is not None else marks

    @staticmethod
    def _make_member(member: MemberView) -> Line:
        health, social = make_tag(member.health), make_tag(member.social)
        return Line(member.person, MemberLine(member.name, member.detail, health, social))

    def _make_events(self, card: HouseholdCard, view: CardView) -> list[Line]:
        """One timeline, newest first: visits, sign-ups and consents."""
        texts = {visit.visit: visit.text for visit in view.visits}
        events = []
        for visit in card.visits:
            row = RowLine(self.words.date(visit.visited_on), texts[visit.id], right=visit.canvasser_name)
            events.append((visit.visited_on, Line(("visit", visit.id), row)))
        events += [(e.signed_on, Line(("enrolment", e.id), self._make_enrolment(e))) for e in card.enrolments]
        names = {member.id: member.name for member in card.members}
        for act in card.consents:
            name = names.get(act.person, "")
            row = RowLine(
                self.words.date(act.acted_on), tell_consent(self.words, act, name), right=act.canvasser_name
            )
            events.append((act.acted_on, Line(("consent", act.id), row)))
        return [line for _, line in sorted(events, key=lambda event: event[0], reverse=True)]

    def _make_enrolment(self, row: EnrolmentRow) -> RowLine:
        return RowLine(
            self.words.date(row.signed_on), tell_enrolment(self.words, row), right=row.canvasser_name
        )

    def _show_form(self, former: OpenForm | None, form: OpenForm | None) -> None:
        self._right.setCurrentIndex(0 if form is None else 1)
        if form is None:
            if former is not None:
                self.take_focus()
            return
        if former is None or (former.kind, former.subject) != (form.kind, form.subject):
            self.form.open(name_form(self.words, form), self._fields_of(form), form.values)
        self.form.show_state(
            {key: self.words.render(error) for key, error in form.errors.items()}, busy=form.busy
        )

    def _fields_of(self, form: OpenForm) -> tuple[FieldSpec, ...]:
        words = self.words
        match form.kind:
            case FormKind.PERSON | FormKind.NEW_PERSON:
                return list_person_fields(words, new=form.kind is FormKind.NEW_PERSON)
            case FormKind.HOUSEHOLD:
                return list_household_fields(words, self._state.languages)
            case FormKind.NEW_HOUSEHOLD:
                villages: list[tuple[Hashable, str]] = list(self._villages.items())
                return list_new_household_fields(words, villages)
            case FormKind.CANCEL_VISIT:
                return list_cancel_fields(words)
            case FormKind.ABSENCE:
                return list_absence_fields(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, RowList) and watched.current_row() < 0:
            watched.stand_on(0)
        return False
