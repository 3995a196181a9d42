"""The office answers what nobody could: open questions, its own words in the objection book, its telephone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.difficulties import Difficulty, Handling
from outreach_app.domain.objections import ObjectionAnswer, split_lines
from outreach_app.domain.rows import QuestionRow
from outreach_app.errors import OutreachError, say
from ui.presenters.ports import Latest, Ports, Undo
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App

PHONE = "phone"


@dataclass(frozen=True, slots=True)
class AnswersState:
    """What waits, what was answered lately, and the book; `chosen` is a row's id, a worry or PHONE.

    `difficulties` are those that somebody still waits for.
    """

    open: tuple[QuestionRow, ...] = ()
    answered: tuple[QuestionRow, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    book: tuple[ObjectionAnswer, ...] = ()
    phone: str = ""
    chosen: bytes | str | None = None
    storing: bool = False

    @property
    def question(self) -> QuestionRow | None:
        """The question chosen."""
        return next((each for each in (*self.open, *self.answered) if each.id == self.chosen), None)

    @property
    def difficulty(self) -> Difficulty | None:
        """The difficulty chosen."""
        return next((each for each in self.difficulties if each.id == self.chosen), None)

    @property
    def entry(self) -> ObjectionAnswer | None:
        """The entry of the book chosen."""
        return next((each for each in self.book if each.worry == self.chosen), None)


@dataclass(frozen=True, slots=True)
class _Read:
    open: tuple[QuestionRow, ...]
    answered: tuple[QuestionRow, ...]
    difficulties: tuple[Difficulty, ...]
    book: tuple[ObjectionAnswer, ...]
    phone: str


class AnswersPresenter:
    """Lists what waits, stores answers and the office's own words."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[AnswersState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = AnswersState()
        self._reads = Latest()

    def enter(self, _subject: object) -> None:
        """Look again whenever somebody comes here."""
        self._show(self._state)
        self._reload()

    def follow(self, news: object) -> None:
        """Look again after a command."""
        if isinstance(news, Changes) and news.touches(
            "question", "answer", "difficulty", "objection_entry", "office_contact"
        ):
            self._reload()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._reads.only(self._take))

    def _read(self) -> _Read:
        app = self._app
        book = app.objections.read_book(self._ports.words.language)
        return _Read(
            tuple(app.questions.list_open()),
            tuple(app.questions.list_answered()),
            tuple(each for each in app.difficulties.list_difficulties() if each.is_open),
            tuple(book.values()),
            app.objections.office_phone(),
        )

    def _take(self, read: _Read) -> None:
        ids: list[bytes | str] = [each.id for each in (*read.open, *read.answered)]
        ids += [each.id for each in read.difficulties]
        ids += [each.worry for each in read.book]
        ids.append(PHONE)
        chosen = self._state.chosen if self._state.chosen in ids else ids[0]
        self._set(
            open=read.open, answered=read.answered, difficulties=read.difficulties, book=read.book, phone=read.phone,
            chosen=chosen,
        )  # fmt: skip

    def choose(self, chosen: bytes | str) -> None:
        """Show another question, entry, or the telephone."""
        if chosen != self._state.chosen:
            self._set(chosen=chosen)

    # ------------------------------------------------------------------------------------------------------ storing
    def answer(self, text: str, source: str) -> None:
        """Answer the question chosen.

        No Ctrl+Z: an answer may be on its way to a door already; a better one is written beside it.
        """
        question = self._state.question
        if question is not None:
            self._store(
                lambda: self._app.questions.answer(question.id, text, source=source),
                say("Answered; it goes back with the next return file."),
            )

    def handle(self, handling: Handling, done: str) -> None:
        """Say how far the difficulty chosen is, and what was done."""
        difficulty, app, places = self._state.difficulty, self._app, self._ports.places
        if difficulty is None or self._state.storing:
            return

        def say_done(written: Any) -> None:
            self._set(storing=False)
            remember_command(app, places, written, what=say("what was said of the difficulty"))
            places.notice(say("Saved; it goes back with the next return file."))

        self._set(storing=True)
        self._ports.command(
            lambda: app.difficulties.handle(difficulty.id, handling, done=done),
            done=say_done,
            failed=self._failed,
        )

    def write_entry(self, told: dict[str, str]) -> None:
        """Put the office's own words in the place of the entry chosen; texts by field, one paragraph a line."""
        entry = self._state.entry
        if entry is None:
            return
        changed = replace(
            entry,
            words=told["words"],
            paragraphs=split_lines(told["answer"]),
            avoid=split_lines(told["avoid"]),
            sources=split_lines(told["sources"]),
        )
        language = self._ports.words.language
        self._store(
            lambda: self._app.objections.write_entry(changed, language=language),
            say("The book has the office's words now; they travel with the next files."),
            undo=self._undo_entry(entry, language),
        )

    def take_back_entry(self) -> None:
        """Go back to the shipped words of the entry chosen."""
        entry, language = self._state.entry, self._ports.words.language
        if entry is not None and entry.edited:
            self._store(
                lambda: self._app.objections.take_back_entry(entry.worry, language=language),
                say("The book has the words that came with the program again."),
                undo=self._undo_entry(entry, language),
            )

    def _undo_entry(self, former: ObjectionAnswer, language: str) -> Undo:
        """The words that stood there before: the office's earlier ones, or those that came with the program."""
        book, what = self._app.objections, say("the words for “{worry}”", worry=former.words)
        if former.edited:
            return Undo(what, lambda: book.write_entry(former, language=language))
        return Undo(what, lambda: book.take_back_entry(former.worry, language=language))

    def set_phone(self, phone: str) -> None:
        """Enter the office's telephone."""
        former = self._state.phone
        self._store(
            lambda: self._app.objections.set_office_phone(phone),
            say("The telephone stands on every leaflet now."),
            undo=Undo(
                say("the telephone of the office"), lambda: self._app.objections.set_office_phone(former)
            ),
        )

    def _store(self, work: Callable[[], Any], told: Any, *, undo: Undo | None = None) -> None:
        if not self._state.storing:
            self._set(storing=True)
            self._ports.command(work, done=lambda _done: self._stored(told, undo), failed=self._failed)

    def _stored(self, told: Any, undo: Undo | None) -> None:
        self._set(storing=False)
        if undo is not None:
            self._ports.places.remember(undo)
        self._ports.places.notice(told)

    def _failed(self, error: OutreachError) -> None:
        self._set(storing=False)
        self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def count_questions(app: "App", _standing: object) -> int:
    """Count the questions that wait for an answer, and the difficulties that wait for somebody."""
    return app.questions.count_open() + app.difficulties.count_open()
