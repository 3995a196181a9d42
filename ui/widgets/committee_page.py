"""The pages of Settings about steering committees and about difficulties reported to the office."""

from enum import StrEnum

from PySide6.QtWidgets import QWidget

from outreach_app.domain.committees import REPORT_NAMES, SEAT_NAMES, WAY_NAMES, Committee, Recipient, Seat
from outreach_app.domain.difficulties import HANDLING_NAMES, Handling
from outreach_app.domain.identity import format_phone
from outreach_app.i18n import Catalogue
from ui.models.committees import CommitteesState, CommitteeWork, list_values
from ui.models.difficulties import DifficultiesState, DifficultyWork
from ui.models.team_words import DOT
from ui.theme import Tone
from ui.widgets.file_table import FileLine
from ui.widgets.form import FieldKind, FieldSpec
from ui.widgets.paint import Tag
from ui.widgets.team_pages import Fields, ListPage


class CommitteesPage(ListPage):
    """Committees with who sits on them, who receives reports, and the communes without a committee."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        empty = words.text("No committee is entered yet. Begin with its decision.")
        super().__init__(words, words.text("Steering committees"), empty=empty, parent=parent)
        self._state = CommitteesState()
        self._names: dict[StrEnum, str] = {
            CommitteeWork.COMMITTEE: words.text("New committee"), CommitteeWork.MEMBER: words.text("New member"),
            CommitteeWork.RECIPIENT: words.text("New recipient"), CommitteeWork.CHANGE: words.text("Change this row"),
            CommitteeWork.END: words.text("Take off the list"), CommitteeWork.PRINT: words.text("Print the list"),
        }  # fmt: skip

    def show_committees(self, state: CommitteesState) -> None:
        """Show all of it; the form is made again once something was stored."""
        changed, self._state = state != self._state, state
        self.table.set_lines(self._list_lines(state))
        self.empty.setVisible(not state.committees)
        self.offer(state.works, self._names)
        if changed:
            self.build()

    def _list_lines(self, state: CommitteesState) -> list[FileLine]:
        words, lines = self._words, list[FileLine]()
        for each in state.committees:
            lines += self._list_committee(state, each)
        receives = Tag(words.text("Receives"), "send", Tone.ACCENT)
        lines += [
            FileLine(("recipient", each.id), each.name, self._tell_recipient(each), receives)
            for each in state.recipients
        ]
        none = Tag(words.text("No committee"), "info", Tone.WAIT)
        lines += [FileLine(("commune", code), name, "", none) for code, name in state.without]
        return lines

    def _list_committee(self, state: CommitteesState, committee: Committee) -> list[FileLine]:
        words = self._words
        hints = [words.render(hint) for hint in (state.hints or {}).get(committee.id, ())]
        day = words.date(committee.decided_on) if committee.decided_on else ""
        told = DOT.join(part for part in (committee.decision, day, committee.issued_by, *hints) if part)
        tag = Tag(words.text("Incomplete"), "info", Tone.WAIT) if hints else None
        lines = [FileLine(("committee", committee.id), committee.unit_name, told, tag)]
        for each in committee.members:
            parts = (
                words.text(SEAT_NAMES[each.seat]), each.office_held, format_phone(each.phone) if each.phone else "",
                words.text("until {day}", day=words.date(each.ends_on)) if each.ends_on else "",
            )  # fmt: skip
            mark = Tag(words.text("Heads it"), "user", Tone.GOOD) if each.seat is Seat.HEAD else None
            lines.append(FileLine(("member", each.id), f"– {each.name}", DOT.join(filter(None, parts)), mark))
        return lines

    def _tell_recipient(self, each: Recipient) -> str:
        words = self._words
        parts = (
            words.text(REPORT_NAMES[each.report]), words.text(WAY_NAMES[each.way]), each.address, each.office_held,
            each.unit_name,
        )  # fmt: skip
        return DOT.join(part for part in parts if part)

    def follows_row(self) -> bool:
        return self.work() is CommitteeWork.CHANGE

    def takes_row(self) -> bool:
        row = self.table.current_id()
        return self.work() is CommitteeWork.END and isinstance(row, tuple) and row[0] != "commune"

    def list_fields(self) -> Fields:
        words, row, state = self._words, self.table.current_id(), self._state
        kind = row[0] if isinstance(row, tuple) else ""
        one = {"unit": row[1] if isinstance(row, tuple) and kind == "commune" else self._first_unit()}
        unit = (FieldSpec("unit", words.text("Of which unit"), FieldKind.CHOICE, choices=state.units),)
        match self.work():
            case CommitteeWork.COMMITTEE:
                return (*(unit if len(state.units) > 1 else ()), *self._decision_fields()), one
            case CommitteeWork.MEMBER:
                return self._member_fields(), {"seat": Seat.HEAD if not self._has_head() else Seat.MEMBER}
            case CommitteeWork.RECIPIENT:
                first = {"report": next(iter(REPORT_NAMES)), "way": next(iter(WAY_NAMES)), **one}
                return (*(unit if len(state.units) > 1 else ()), *self._recipient_fields()), first
            case CommitteeWork.CHANGE:
                last = FieldSpec(
                    "last", words.text("Last day"), FieldKind.AHEAD, hint=words.text("may stay empty")
                )
                fields = {
                    "committee": self._decision_fields(), "member": (*self._member_fields(), last),
                    "recipient": self._recipient_fields(),
                }  # fmt: skip
                return fields.get(kind, ()), list_values(state, row)
        return (), {}

    def _first_unit(self) -> str:
        left = [code for code, _ in self._state.without]
        return left[0] if left else next((code for code, _ in self._state.units), "")

    def _has_head(self) -> bool:
        committee = self._state.find_committee(self.table.current_id()) or next(
            iter(self._state.committees), None
        )
        return committee is not None and any(each.seat is Seat.HEAD for each in committee.members)

    def _decision_fields(self) -> tuple[FieldSpec, ...]:
        words = self._words
        return (
            FieldSpec("decision", words.text("Number of the decision")),
            FieldSpec("decided_on", words.text("Date of the decision"), FieldKind.DAY),
            FieldSpec("issued_by", words.text("Issued by")),
        )

    def _member_fields(self) -> tuple[FieldSpec, ...]:
        words = self._words
        seats = tuple((key, words.text(name)) for key, name in SEAT_NAMES.items())
        return (
            FieldSpec("name", words.text("Name"), hint=words.text("onto the committee stood on")),
            FieldSpec("office_held", words.text("Office held")),
            FieldSpec("seat", words.text("Seat"), FieldKind.CHOICE, choices=seats),
            FieldSpec("phone", words.text("Phone")),
        )

    def _recipient_fields(self) -> tuple[FieldSpec, ...]:
        words = self._words
        reports = tuple((key, words.text(name)) for key, name in REPORT_NAMES.items())
        ways = tuple((key, words.text(name)) for key, name in WAY_NAMES.items())
        return (
            FieldSpec("name", words.text("Name")),
            FieldSpec("office_held", words.text("Office held")),
            FieldSpec("report", words.text("Report"), FieldKind.CHOICE, choices=reports),
            FieldSpec("way", words.text("How it is sent"), FieldKind.CHOICE, choices=ways),
            FieldSpec("address", words.text("Address"), hint=words.text("e-mail, Zalo number or place")),
        )


class DifficultiesPage(ListPage):
    """What stands in the way: reported here, handled by the office."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        empty = words.text("Nothing was reported. What stands in the way goes to the office from here.")
        super().__init__(words, words.text("Difficulties"), empty=empty, parent=parent)
        self._state = DifficultiesState()
        self._names: dict[StrEnum, str] = {
            DifficultyWork.HANDLE: words.text("What was done"), DifficultyWork.REPORT: words.text("Report one"),
            DifficultyWork.TAKE_BACK: words.text("Take back"),
        }  # fmt: skip

    def show_difficulties(self, state: DifficultiesState) -> None:
        """Show all of it; the form is made again once something was stored."""
        changed, self._state = state != self._state, state
        self.table.set_lines(self._list_lines(state))
        self.empty.setVisible(not state.rows)
        self.offer(state.works, self._names)
        if changed:
            self.build()

    def _list_lines(self, state: DifficultiesState) -> list[FileLine]:
        words, lines = self._words, list[FileLine]()
        for row in state.rows:
            # What is reported may be long: the detail of the row stood on is shown whole below the list.
            title = DOT.join((row.village_name or words.text("the whole area"), words.date(row.reported_on)))
            waits = words.plural("{count} day", "{count} days", row.waited(state.today or row.reported_on))
            parts = (row.text, row.reporter, waits, row.done)
            tone = Tone.WAIT if row.is_open else Tone.GOOD
            tag = Tag(words.text(HANDLING_NAMES[row.handling]), "clock" if row.is_open else "check", tone)
            lines.append(FileLine(row.id, title, DOT.join(part for part in parts if part), tag))
        return lines

    def follows_row(self) -> bool:
        return self.work() is DifficultyWork.HANDLE

    def takes_row(self) -> bool:
        return self.work() is DifficultyWork.TAKE_BACK and self.table.current_id() is not None

    def list_fields(self) -> Fields:
        words, state = self._words, self._state
        if self.work() is DifficultyWork.REPORT:
            whole = ((b"", words.text("the whole area")),) if state.leads else ()
            places = (*state.villages, *whole)
            return (
                FieldSpec("text", words.text("What stands in the way")),
                FieldSpec("village", words.text("Village"), FieldKind.CHOICE, choices=places),
            ), {"village": places[0][0]} if places else {}  # fmt: skip
        row = state.find(self.table.current_id())
        if self.work() is DifficultyWork.HANDLE and row is not None:
            kinds = tuple((key, words.text(name)) for key, name in HANDLING_NAMES.items())
            first = Handling.SETTLED if row.handling is Handling.OPEN else row.handling
            return (
                FieldSpec("handling", words.text("How far it is"), FieldKind.CHOICE, choices=kinds),
                FieldSpec("done", words.text("What was done")),
            ), {"handling": first, "done": row.done}  # fmt: skip
        return (), {}
