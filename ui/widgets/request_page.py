"""The page of Settings about requests for personal data: how many days are left, and what came of each."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from outreach_app.domain.consents import PURPOSE_NAMES
from outreach_app.domain.people import PartialDate
from outreach_app.i18n import Catalogue
from ui.models.request_words import list_tasks, tell_request
from ui.models.requests import RequestsState, RequestWork
from ui.theme import Tone
from ui.widgets.file_table import FileLine
from ui.widgets.form import FieldKind, FieldSpec
from ui.widgets.paint import Tag
from ui.widgets.team_pages import ListPage
from ui.widgets.told_sections import ToldSections

Fields = tuple[Sequence[FieldSpec], Mapping[str, object]]


class RequestsPage(ListPage):
    """Requests with days left, values to remove below them; until when and by which law stands under the list."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        empty = words.text("Nobody has asked for anything. Requests are noted at the member: key K.")
        super().__init__(words, words.text("Data requests"), empty=empty, parent=parent)
        self._state = RequestsState()
        self._names: dict[StrEnum, str] = {
            RequestWork.ANSWER: words.text("Answered"), RequestWork.DONE: words.text("Carried out"),
            RequestWork.REFUSE: words.text("Refused"), RequestWork.EXTEND: words.text("Extend once"),
            RequestWork.BACK: words.text("Taken back by the person"),
            RequestWork.LIFT: words.text("End the restriction"), RequestWork.REMOVE: words.text("Remove the value"),
        }  # fmt: skip
        self.told = ToldSections()
        self.body.addWidget(self.told, 1)

    def show_requests(self, state: RequestsState) -> None:
        """Show all of it; the form is made again once something was stored."""
        changed, self._state = state != self._state, state
        self.table.set_lines(self._list_lines(state))
        self.empty.setVisible(not state.tasks and not state.values)
        self.offer(state.works, self._names)
        if changed:
            self.build()
        self._explain()

    def _list_lines(self, state: RequestsState) -> list[FileLine]:
        words = self._words
        lines = [
            FileLine(("request", id), title, detail, Tag(mark[0], mark[1], Tone(mark[2])) if mark else None)
            for id, title, detail, mark in list_tasks(words, state.tasks)
        ]
        tag = Tag(words.text("Value to be removed"), "eye-off", Tone.BAD)
        return lines + [
            FileLine(
                ("value", each.person, each.purpose.value), each.person_name,
                words.text("consent withdrawn: {purpose}", purpose=words.text(PURPOSE_NAMES[each.purpose])), tag,
            )
            for each in state.values
        ]  # fmt: skip

    def follows_row(self) -> bool:
        self._explain()
        return False

    def _explain(self) -> None:
        row, words = self.table.current_id(), self._words
        tasks = [t for t in self._state.tasks if row in (None, ("request", t.request.id))]
        task = tasks[0] if tasks else None
        law = (self._state.laws or {}).get(task.request.id) if task else None
        if task is None or law is None:
            self.told.show_sections(())
            return
        note = law.note if words.language == "vi" else law.note_en
        dates = {"answer": task.request.answer_by, "due": task.request.due}
        said = f"{law.decree}, {law.article}. {note}"
        self.told.show_sections(tell_request(words, task.request, law=said, answer=dates))

    def list_fields(self) -> Fields:
        words, today = self._words, self._state.today
        nothing = not self._state.tasks and not self._state.values
        if self.work() is RequestWork.REMOVE or today is None or nothing:
            return (), {}
        fields = (
            FieldSpec("note", words.text("What was said, or why")),
            FieldSpec("day", words.text("Day"), FieldKind.DAY),
        )
        return fields, {"day": PartialDate(today.year, today.month, today.day)}
