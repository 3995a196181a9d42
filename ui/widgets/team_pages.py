"""The pages of Settings about teams and assignments: one list each, and one form for what is done with it."""

from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from outreach_app.domain.teams import AGENCY_NAMES, DUTY_NAMES, KIND_NAMES, PART_NAMES, REGARD_NAMES
from outreach_app.i18n import Catalogue
from ui.models import team_words as tell
from ui.models.teams import AssignmentsState, AssignWork, TeamsState, TeamWork, list_values, write_day
from ui.theme import Size, Tone
from ui.widgets.chips import ChipRow
from ui.widgets.file_table import FileLine, FileTable
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.paint import Tag
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.settings_pages import SettingsPage
from ui.widgets.text import Role, make_label

_LIST, _FORM = 5, 4
Fields = tuple[Sequence[FieldSpec], Mapping[str, object]]


class ListPage(SettingsPage):
    """A list at the left, what is done with it at the right.

    Signal `given(object, object, object)`: the work, the id of the row stood on, the values by field.
    """

    given = Signal(object, object, object)

    def __init__(self, words: Catalogue, heading: str, *, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, step=words.text("Save"), parent=parent)
        self._words = words
        self._offered: tuple[StrEnum, ...] = ()
        self._picked = False
        self.empty = make_label(empty, Role.NOTE, wrap=True)
        self.kinds = ChipRow(words.text("What to do"), wrap=True)
        self.kinds.chosen.connect(lambda _values: self._pick())
        self.table = FileTable(name=heading)
        self.table.stood_on.connect(lambda _row: self._follow_row())
        self.form = Form()
        self.table.opened.connect(lambda _row: self.form.focus_first())
        self.form.left.connect(self.left)
        self.form.submitted.connect(self._give)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.kinds)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self.table, _LIST)
        right = QVBoxLayout()
        self.hint = make_label(
            words.text("Stand on a row of the list to do this with it."), Role.NOTE, wrap=True
        )
        right.addWidget(self.hint)
        right.addWidget(make_scroll_area(self.form), 1)
        row.addLayout(right, _FORM)
        self.body.addLayout(row, 1)
        self.whole = make_label("", Role.NOTE, wrap=True)
        self.body.addWidget(self.whole)

    def offer(self, works: Sequence[StrEnum], names: Mapping[StrEnum, str]) -> None:
        """Offer these works; what somebody chose stays while it is offered, else the first is chosen."""
        if tuple(works) != self._offered:
            self._offered = tuple(works)
            self.kinds.set_choices([(work, names[work]) for work in works])
            if works and not (self._picked and self.kinds.values()):
                self.kinds.set_values((works[0],))

    def _pick(self) -> None:
        self._picked = True
        self.build()

    def work(self) -> Hashable | None:
        """What the form does."""
        return next(iter(self.kinds.values()), None)

    def build(self) -> None:
        """Make the form of what is chosen."""
        if not self.kinds.values() and self._offered:
            self.kinds.set_values(self._offered[:1])
        fields, values = self.list_fields()
        self.form.set_fields(fields, values)
        self.hint.setVisible(not fields and self.follows_row() and not self.takes_row())

    def list_fields(self) -> Fields:
        """The fields of the work chosen, and what stands in them."""
        raise NotImplementedError

    def follows_row(self) -> bool:
        """Whether the form is about the row stood on."""
        return False

    def takes_row(self) -> bool:
        """Whether what is chosen can be done with the row stood on, though nothing is asked for it."""
        return False

    def _follow_row(self) -> None:
        row, lines = self.table.current_row(), self.table.lines()
        # A list shows one line of a row; what does not fit is read here.
        self.whole.setText(lines[row].detail if 0 <= row < len(lines) else "")
        if self.follows_row():
            self.build()

    def _give(self, values: object) -> None:
        unreadable = self.form.unreadable_dates()
        if unreadable:
            hint = self._words.text("Type a day, such as 25/11.")
            self.form.show_errors(dict.fromkeys(unreadable, hint))
            return
        self.form.show_errors({})
        self.given.emit(self.work(), self.table.current_id(), values)

    def take_step(self) -> None:
        self.form.submit()

    def take_focus(self) -> None:
        """Stand in the list; an empty one shows no place to stand, so the form comes first then."""
        if self.table.lines() or not self.form.controls():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_first()


class TeamsPage(ListPage):
    """Teams, who is in them, and whom villages listen to."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        empty = words.text(
            "No team yet. A team is made by the office; respected people are entered anywhere."
        )
        super().__init__(words, words.text("Teams"), empty=empty, parent=parent)
        self._state = TeamsState()
        self._names: dict[StrEnum, str] = {
            TeamWork.TEAM: words.text("New team"), TeamWork.MEMBER: words.text("New member"),
            TeamWork.TRUSTED: words.text("New respected person"), TeamWork.CHANGE: words.text("Change this row"),
            TeamWork.END: words.text("Ends, take off"),
        }  # fmt: skip

    def show_teams(self, state: TeamsState) -> None:
        """Show all of it; the form is made again once something was stored."""
        changed, self._state = state != self._state, state
        self.table.set_lines(self._list_lines(state))
        self.empty.setVisible(not state.teams and not state.trusted)
        self.offer(state.works, self._names)
        if changed:
            self.build()

    def _list_lines(self, state: TeamsState) -> list[FileLine]:
        words, lines = self._words, list[FileLine]()
        lead = Tag(words.text("Leads"), "user", Tone.GOOD)
        for team in state.teams:
            hinted = bool((state.hints or {}).get(team.id))
            tag = Tag(words.text("Incomplete"), "info", Tone.WAIT) if hinted else None
            lines.append(FileLine(("team", team.id), team.name, tell.tell_team(words, state, team), tag))
            for m in team.members:
                mark, told = lead if m.leads else None, tell.tell_member(words, m)
                lines.append(FileLine(("member", m.id), f"– {m.name}", told, mark))
        villages = dict(state.villages)
        respected = Tag(words.text("Respected"), "users", Tone.ACCENT)
        lines += [
            FileLine(
                ("trusted", p.id), p.name, tell.tell_trusted(words, p, villages.get(p.village, "")), respected
            )
            for p in state.trusted
        ]
        return lines

    def follows_row(self) -> bool:
        return self.work() in (TeamWork.CHANGE, TeamWork.END)

    def takes_row(self) -> bool:
        row = self.table.current_id()
        return self.work() is TeamWork.END and isinstance(row, tuple) and row[0] == "trusted"

    def list_fields(self) -> Fields:
        words, row = self._words, self.table.current_id()
        kind = row[0] if isinstance(row, tuple) else ""
        match self.work():
            case TeamWork.TEAM:
                return self._team_fields(new=True), {"kind": next(iter(KIND_NAMES))}
            case TeamWork.MEMBER:
                name = FieldSpec("name", words.text("Name"), hint=words.text("into the team stood on"))
                today = {"first": write_day(self._state.today), "part": next(iter(PART_NAMES))}
                return (name, *self._member_fields()), today
            case TeamWork.TRUSTED:
                village = FieldSpec(
                    "village", words.text("Village"), FieldKind.CHOICE, choices=self._state.villages
                )
                one = {"village": self._state.villages[0][0]} if self._state.villages else {}
                return (village, *self._trusted_fields()), {**one, "regard": next(iter(REGARD_NAMES))}
            case TeamWork.CHANGE:
                fields = {"team": self._team_fields(), "member": self._member_fields()}
                return fields.get(kind, self._trusted_fields()) if kind else (), list_values(self._state, row)
            case TeamWork.END if kind == "member":
                last = FieldSpec("last", words.text("Last day"), FieldKind.AHEAD)
                return (last,), {"last": write_day(self._state.today)}
        return (), {}

    def _team_fields(self, *, new: bool = False) -> tuple[FieldSpec, ...]:
        words = self._words
        kinds = tuple((key, words.text(name)) for key, name in KIND_NAMES.items())
        commune = FieldSpec("commune", words.text("Commune"), FieldKind.CHOICE, choices=self._state.communes)
        return (
            FieldSpec("name", words.text("Name of the team")),
            FieldSpec("kind", words.text("What it is for"), FieldKind.CHOICE, choices=kinds),
            *((commune,) if new and len(self._state.communes) > 1 else ()),
            *self._days(),
        )

    def _member_fields(self) -> tuple[FieldSpec, ...]:
        words = self._words
        parts = tuple((key, words.text(name)) for key, name in PART_NAMES.items())
        kinds = (("", words.text("not told")), *((key, words.text(n)) for key, n in AGENCY_NAMES.items()))
        duties = (("", words.text("not told")), *((key, words.text(n)) for key, n in DUTY_NAMES.items()))
        return (
            FieldSpec("part", words.text("Stands for"), FieldKind.CHOICE, choices=parts),
            FieldSpec("leads", words.text("leads the team"), FieldKind.TICK),
            FieldSpec("phone", words.text("Phone")),
            FieldSpec("agency", words.text("Organisation")),
            FieldSpec("agency_kind", words.text("What it is"), FieldKind.CHOICE, choices=kinds),
            FieldSpec("duty", words.text("Duty there"), FieldKind.CHOICE, choices=duties),
            *self._days(),
        )

    def _trusted_fields(self) -> tuple[FieldSpec, ...]:
        words = self._words
        regards = tuple((key, words.text(name)) for key, name in REGARD_NAMES.items())
        return (
            FieldSpec("name", words.text("Name")),
            FieldSpec("regard", words.text("Who they are"), FieldKind.CHOICE, choices=regards),
            FieldSpec("phone", words.text("Phone")),
            FieldSpec("note", words.text("Note")),
        )

    def _days(self) -> tuple[FieldSpec, FieldSpec]:
        words = self._words
        return (
            FieldSpec("first", words.text("First day"), FieldKind.AHEAD),
            FieldSpec("last", words.text("Last day"), FieldKind.AHEAD, hint=words.text("may stay empty")),
        )


class AssignmentsPage(ListPage):
    """Who goes where and when, doors for two people, and neighbour groups."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        empty = words.text("Nothing is assigned: every door is everybody's.")
        super().__init__(words, words.text("Assignments"), empty=empty, parent=parent)
        self._state = AssignmentsState()
        self._names: dict[StrEnum, str] = {
            AssignWork.SETTLE: words.text("Settle"), AssignWork.ASSIGN: words.text("Assign"),
            AssignWork.END: words.text("End"), AssignWork.RENAME: words.text("Rename a group"),
        }  # fmt: skip

    def show_assignments(self, state: AssignmentsState) -> None:
        """Show all of it; the form is made again once something was stored."""
        changed, self._state = state != self._state, state
        self.table.set_lines(self._list_lines(state))
        self.empty.setVisible(not state.rows)
        self.offer(state.works, self._names)
        if changed:
            self.build()

    def _list_lines(self, state: AssignmentsState) -> list[FileLine]:
        words = self._words
        two = Tag(words.text("Two people"), "triangle-alert", Tone.BAD)
        team = Tag(words.text("Team"), "users", Tone.NEUTRAL)
        lines = list[FileLine]()
        for each in state.overlaps:
            place, told = tell.tell_place(words, each.one), tell.tell_overlap(words, each)
            lines.append(FileLine(("overlap", each.one.id, each.other.id), place, told, two))
        for row in state.rows:
            told = f"{tell.tell_place(words, row)} · {tell.tell_days(words, row)}"
            mark = team if row.is_team else None
            lines.append(FileLine(("assignment", row.id), row.who, told, mark))
        return lines

    def follows_row(self) -> bool:
        return self.work() in (AssignWork.SETTLE, AssignWork.END)

    def list_fields(self) -> Fields:
        words, state, row = self._words, self._state, self.table.current_id()
        match self.work():
            case AssignWork.ASSIGN:
                return self._assign_fields(), {"first": write_day(state.today)}
            case AssignWork.SETTLE if isinstance(row, tuple) and row[0] == "overlap":
                found = next((o for o in state.overlaps if (o.one.id, o.other.id) == row[1:]), None)
                kept = [(each.id, each.who) for each in (found.one, found.other)] if found else []
                field = FieldSpec("kept", words.text("Who goes there"), FieldKind.CHOICE, choices=tuple(kept))
                return (field,), {"kept": kept[0][0]} if kept else {}
            case AssignWork.END if isinstance(row, tuple) and row[0] == "assignment":
                last = FieldSpec("last", words.text("Last day"), FieldKind.AHEAD)
                return (last,), {"last": write_day(state.today)}
            case AssignWork.RENAME:
                groups = tuple((place, name) for place, name, _ in state.places if place[1])
                return (
                    FieldSpec("place", words.text("Neighbour group"), FieldKind.CHOICE, choices=groups),
                    FieldSpec("name", words.text("New name")),
                ), {"place": groups[0][0]} if groups else {}  # fmt: skip
        return (), {}

    def _assign_fields(self) -> tuple[FieldSpec, ...]:
        words, state = self._words, self._state
        places = tuple(
            (place, f"{name} ({words.plural('{count} door', '{count} doors', count)})")
            for place, name, count in state.places
        )
        empty = words.text("empty: until it is ended")
        return (
            FieldSpec("place", words.text("Village or neighbour group"), FieldKind.CHOICE, choices=places),
            FieldSpec("who", words.text("Who goes there"), FieldKind.CHOICE, choices=state.workers),
            FieldSpec("first", words.text("First day"), FieldKind.AHEAD),
            FieldSpec("last", words.text("Last day"), FieldKind.AHEAD, hint=empty),
            FieldSpec("instead", words.text("Take over from whoever has it then"), FieldKind.TICK),
        )
