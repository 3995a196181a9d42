"""Targets, drives and official figures: the list of one section, and beside it what is known, or a form."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from outreach_app.domain.campaigns import Campaign
from outreach_app.domain.official_figures import MEASURE_NAMES
from outreach_app.domain.targets import AIM_NAMES, WEIGHT_NAMES, Subject, SubjectKind, Target
from outreach_app.i18n import Catalogue
from ui.models.lines import Line, LinesModel
from ui.presenters.target_forms import name_part
from ui.presenters.target_words import (
    SECTION_NAMES,
    SENSE_NAMES,
    STRETCH_NAMES,
    name_form,
    name_group,
    name_subject,
    offer_schemes,
    tell_drive,
    tell_empty,
    tell_figure,
    tell_sections,
    tell_target,
)
from ui.presenters.targets_state import FormKind, OpenForm, Section, TargetsState
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.campaign_key_lists import list_target_keys
from ui.widgets.chips import ChipRow
from ui.widgets.form import FieldSpec
from ui.widgets.form_panel import FormPanel
from ui.widgets.page_stack import PageStack
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.rows import GroupLine, RowLine, RowList
from ui.widgets.screen import Screen, digit_of
from ui.widgets.strips import Strip
from ui.widgets.target_fields import (
    Choices,
    list_drive_fields,
    list_figure_fields,
    list_part_fields,
    list_target_fields,
)
from ui.widgets.told_sections import ToldSections

_LIST_SHARE, _SIDE_SHARE = 600, 510
_LETTERS = {"new": "N", "change": "E", "hand_down": "H"}


class TargetsScreen(Screen):
    """Signals: `section_chosen(object)`; `stood_on(object)` an id; `wished(str)` new, change, hand_down, take_back;
    `changed(str, object)` a field of the form and all values; `given(object)` values; `left()`.
    """

    section_chosen = Signal(object)
    stood_on = Signal(object)
    wished = Signal(str)
    changed = Signal(str, object)
    given = Signal(object)
    left = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Targets"))
        self._state = TargetsState()
        self._rendering = False
        self.body.addLayout(self.make_title(words.text("Targets")))
        self.sections = ChipRow(words.text("What is listed"), wrap=True, parent=self)
        named = enumerate(SECTION_NAMES.items(), start=1)
        self.sections.set_choices(
            [(section, f"{place} {words.text(name)}") for place, (section, name) in named]
        )
        self.sections.chosen.connect(lambda values: self.section_chosen.emit(values[0]) if values else None)
        self.body.addWidget(self.sections)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self._make_list(), _LIST_SHARE)
        row.addWidget(self._make_side(), _SIDE_SHARE)
        self.body.addLayout(row, 1)
        self._make_bar()

    # ----------------------------------------------------------------------------------------------------- building
    def _make_list(self) -> QWidget:
        self._model = LinesModel(self)
        self.list = RowList(self, name=self.words.text("What was entered"))
        self.list.setModel(self._model)
        self.list.stood_on.connect(self._tell_row)
        self.list.opened.connect(lambda _row: self._open_row())
        self._empty = EmptyState(self.words.text("Reading the list"), icon="target")
        panel = Panel(name=self.words.text("What was entered"))
        panel.body.addWidget(self._empty)
        self._left = PageStack()
        self._left.addWidget(self.list)
        self._left.addWidget(panel)
        return self._left

    def _make_side(self) -> QWidget:
        words = self.words
        self.told = ToldSections()
        panel = Panel(name=words.text("What is known of it"))
        panel.body.addWidget(self.told, 1)
        self.form = FormPanel(words)
        self.form.submitted.connect(self.given)
        self.form.left.connect(self.left)
        self.form.form.changed.connect(lambda key: self.changed.emit(key, self.form.form.values()))
        self.sum = Strip(Tone.WAIT, self.form, stacked=True)
        self.form.body.insertWidget(2, self.sum)
        self._right = PageStack()
        self._right.addWidget(panel)
        self._right.addWidget(self.form)
        return self._right

    def _make_bar(self) -> None:
        words = self.words
        told = {
            "new": words.text("New"), "change": words.text("Change"), "hand_down": words.text("Hand down"),
        }  # fmt: skip
        self.buttons = {wish: CapButton(text, (_LETTERS[wish],)) for wish, text in told.items()}
        self.buttons["take_back"] = CapButton(words.text("Take back"), ("Del",))
        for wish, button in self.buttons.items():
            button.clicked.connect(partial(self.wished.emit, wish))
            if wish in _LETTERS:
                self.on_letter(Qt.Key[f"Key_{_LETTERS[wish]}"], button.click)
        back = CapButton(words.text("Back to the results"), ("Esc",))
        back.clicked.connect(self.left)
        helpers = (back, self.buttons["change"], self.buttons["hand_down"], self.buttons["take_back"])
        self.set_bar(ActionBar(self.buttons["new"], helpers=helpers))

    # ------------------------------------------------------------------------------------------------------- typing
    def take_focus(self) -> None:
        """Stand in the list or the form that is open; where nothing was entered yet, on what enters the first."""
        if self._state.form is not None:
            self.form.form.focus_first()
        elif self._left.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.buttons["new"].isEnabled() and not self.buttons["new"].isHidden():
            self.buttons["new"].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.sections.focus_first()

    def record(self) -> tuple[str, bytes] | None:
        row = self._state.row
        table = {
            Section.TARGETS: "target",
            Section.DRIVES: "campaign",
            Section.FIGURES: "official_figure",
        }
        return (table[self._state.section], row.id) if row is not None else None

    def _tell_row(self, row: int) -> None:
        if not self._rendering and row >= 0:
            self.stood_on.emit(self._model.id_at(row))

    def _open_row(self) -> None:
        if self.buttons["change"].isVisible() and self.buttons["change"].isEnabled():
            self.wished.emit("change")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Delete and self._state.form is None:
            self.wished.emit("take_back")
        elif digit is not None and 1 <= int(digit) <= len(Section) and self._state.form is None:
            self.section_chosen.emit(list(Section)[int(digit) - 1])
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------ showing
    def render_state(self, state: TargetsState) -> None:
        """Show the section chosen, the line stood on, and the form that is open."""
        former, self._state = self._state, state
        self._rendering = True
        self.sections.set_values((state.section,))
        if former != state:
            self._model.set_lines(self._make_lines(state))
        place = self._model.row_of(state.row.id if state.row is not None else None)
        if place >= 0 and place != self.list.current_row():
            self.list.stand_on(place)
        self._rendering = False
        empty = self._model.rowCount() == 0
        moved = empty != (self._left.currentIndex() == 1)
        self._left.setCurrentIndex(1 if empty else 0)
        told = tell_empty(self.words, state) if empty else ("", "")
        if empty:
            self._empty.show_text(*told)
        # Whoever hears the screen and stands on what enters the first number hears why there is none.
        self.buttons["new"].setAccessibleDescription(" ".join(told).strip())
        self.told.show_sections(tell_sections(self.words, state))
        self._show_form(former, state)
        self._show_bar(state)
        inside = (self, self.list, self.buttons["new"])
        if moved and state.form is None and any(each.hasFocus() for each in inside):
            self.take_focus()
        # At the end: where somebody stands depends on which buttons this role has.
        self.wait_for_rows(waiting=state.loading)

    def _make_lines(self, state: TargetsState) -> list[Line]:
        lines: list[Line] = []
        heading = ""
        for row in state.rows:
            if isinstance(row, Target):
                if (now := name_group(self.words, row)) != heading:
                    heading = now
                    lines.append(Line(None, GroupLine(heading, icon="target", tone=Tone.NEUTRAL)))
                title, detail, right = tell_target(self.words, state, row)
            elif isinstance(row, Campaign):
                title, detail, right = tell_drive(self.words, row)
            else:
                title, detail, right = tell_figure(self.words, state, row)
            lines.append(Line(row.id, RowLine(title, detail, right=right)))
        return lines

    def _show_bar(self, state: TargetsState) -> None:
        target, row = state.target is not None, state.row is not None
        able = {"new": bool(state.subjects), "change": row, "hand_down": target, "take_back": row}
        for wish, button in self.buttons.items():
            button.setVisible(state.office and (state.section is Section.TARGETS or wish != "hand_down"))
            button.setEnabled(able[wish])
        self.keys = list_target_keys(self.words, office=state.office)

    # -------------------------------------------------------------------------------------------------------- forms
    def _show_form(self, former: TargetsState, state: TargetsState) -> None:
        form = state.form
        self.rest_bar(resting=form is not None)
        self._right.setCurrentIndex(0 if form is None else 1)
        self.sum.setVisible(form is not None and form.told is not None)
        if form is None:
            if former.form is not None:
                self.take_focus()
            return
        before = former.form
        if before is None or (before.kind, before.target, before.row) != (form.kind, form.target, form.row):
            self.form.open(name_form(self.words, state, form), self._list_fields(form), form.values)
        elif before.parts != form.parts:
            self.form.form.set_fields(self._list_fields(form), form.values)
        if form.told is not None:
            self.sum.set_tone(Tone.GOOD if form.matches else Tone.WAIT)
            self.sum.show_text(self.words.render(form.told))
        errors = {key: " ".join(map(self.words.render, told)) for key, told in form.errors.items()}
        if before is None or before.errors != form.errors or before.busy != form.busy:
            self.form.show_state(errors, busy=form.busy)

    def _list_fields(self, form: OpenForm) -> list[FieldSpec]:
        words, state = self.words, self._state
        # What is corrected may be about a unit of earlier days, which no new number is offered for.
        own = form.values.get("subject")
        offered = (
            (own, *state.subjects)
            if isinstance(own, Subject) and own not in state.subjects
            else state.subjects
        )
        subjects: Choices = tuple((each, name_subject(state, each)) for each in offered)
        if form.kind is FormKind.DRIVE:
            return list_drive_fields(words)
        if form.kind is FormKind.FIGURE:
            return list_figure_fields(
                words, subjects=subjects, schemes=offer_schemes(words, any_scheme=True),
                measures=tuple((key, words.text(name)) for key, name in MEASURE_NAMES.items()),
                senses=tuple((key, words.text(name)) for key, name in SENSE_NAMES.items()),
            )  # fmt: skip
        if form.kind is FormKind.PARTS:
            parts = [(name_part(part.subject), part.name) for part in form.parts]
            weights = tuple((key, words.text(name)) for key, name in WEIGHT_NAMES.items())
            return list_part_fields(words, parts, kinds=self._offer_kinds(), weights=weights)
        drives = [(each.period, each.name) for each in state.drives]
        stretches = tuple((key, words.text(name)) for key, name in STRETCH_NAMES.items())
        return list_target_fields(
            words, subjects=subjects, schemes=offer_schemes(words, any_scheme=False), days=(*stretches, *drives),
            aims=tuple((key, words.text(name)) for key, name in AIM_NAMES.items()),
        )  # fmt: skip

    def _offer_kinds(self) -> Choices:
        words = self.words
        return (
            (SubjectKind.UNIT, words.text("communes or villages below")), (SubjectKind.TEAM, words.text("teams")),
            (SubjectKind.AGENCY, words.text("support organisations")),
            (SubjectKind.COLLECTOR, words.text("collectors")),
        )  # fmt: skip
