"""Questions nobody could answer: asked at the door, answered by the office, both carried by files."""

from dataclasses import dataclass
from datetime import timedelta

from outreach_app.domain.rows import QuestionRow
from outreach_app.domain.text import normalize_note
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.objections import need_office
from outreach_app.store import households, questions

RECENT = timedelta(days=30)
"""Answers younger than this are shown as new."""
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything that asks, lists and answers questions."""

    desk: Desk

    def ask(
        self, household: bytes, text: str, *, person: bytes | None = None, worry: str | None = None
    ) -> Done[bytes]:
        """Store a question; it goes to the office with the next file. Returns its id."""
        proper = _check_text(text, say("Type what the family wants to know."))
        if worry is not None and worry not in OBJECTION_NAMES:
            raise BadInput(
                say("The worry {key} is not in the book.", key=worry), say("Choose one from the list.")
            )
        with self.desk.write() as writer:
            home = households.read_household(writer.session, household)
            if home is None:
                raise NotFound(
                    say("This household is not in the workspace."), say("Search for the household again.")
                )
            asked = writer.create(
                "question",
                {
                    "household": home.id, "person": person, "worry": worry, "text": proper,
                    "asked_on": self.desk.today.isoformat(), "canvasser": self.desk.canvasser,
                },
            )  # fmt: skip
        return Done(asked, writer.changes())

    def answer(self, question: bytes, text: str, *, source: str = "") -> Done[bytes]:
        """Store the office's answer; it goes back to whoever works in that village. Returns its id."""
        proper = _check_text(text, say("Type the answer."))
        with self.desk.write() as writer:
            need_office(writer.session)
            if questions.read_question(writer.session, question) is None:
                raise NotFound(
                    say("This question is not in the workspace."), say("Choose one from the list.")
                )
            told = writer.create(
                "answer",
                {
                    "question": question, "text": proper, "source": normalize_note(source),
                    "answered_on": self.desk.today.isoformat(), "canvasser": self.desk.canvasser,
                },
            )  # fmt: skip
        return Done(told, writer.changes())

    def list_open(self) -> list[QuestionRow]:
        """List the questions without an answer, the longest waiting first."""
        with self.desk.read() as session:
            return questions.list_open(session)

    def list_answered(self) -> list[QuestionRow]:
        """List what was answered in the last thirty days, the newest answer first."""
        with self.desk.read() as session:
            return questions.list_answered(session, since=self.desk.today - RECENT)

    def list_of_household(self, household: bytes) -> list[QuestionRow]:
        """List what a household asked, newest first."""
        with self.desk.read() as session:
            return questions.list_of_household(session, household)

    def count_open(self) -> int:
        """Count the questions without an answer."""
        with self.desk.read() as session:
            return questions.count_open(session)


def _check_text(text: str, advice: Message) -> str:
    proper = normalize_note(text)
    if not proper.strip():
        raise BadInput(say("Nothing is written there."), advice, key="empty_text")
    if len(proper) > LONGEST:
        raise BadInput(say("This text is too long."), say("Write it in fewer words."), key="long_text")
    return proper
