"""Difficulties: reported from the doors, taken up by the office, both carried by files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.difficulties import CLOSED, Difficulty, Handling
from outreach_app.domain.text import normalize_note
from outreach_app.errors import BadInput, Message, NotAllowed, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.objections import need_office
from outreach_app.store import difficulties, settings, villages

LONGEST = 2_000
_GONE = "taken back"


@dataclass(frozen=True, slots=True)
class Difficulties:
    """Every machine reports; the office alone says what was done."""

    desk: Desk

    def list_difficulties(self) -> list[Difficulty]:
        """List the difficulties, the open ones first, each kind by the day it was reported."""
        with self.desk.read() as session:
            return difficulties.list_difficulties(session)

    def report(self, text: str, *, village: bytes | None = None) -> Done[Difficulty]:
        """Store a difficulty of a village, or (from team leads and the office) of the whole area.

        It goes to the office with the next file.
        """
        proper = _check_text(text, say("Type what stands in the way."))
        with self.desk.write() as writer:
            _check_village(writer.session, village)
            told = {
                "village": village, "text": proper, "reported_on": self.desk.today.isoformat(),
                "canvasser": self.desk.canvasser,
            }  # fmt: skip
            made = writer.create("difficulty", told)
            row = _need(writer.session, made)
        return Done(row, writer.changes())

    def handle(
        self, difficulty: bytes, handling: Handling, *, done: str = "", on: date | None = None
    ) -> Done[Difficulty]:
        """Note at the office how far a difficulty is and what was done; closing one asks for what was done."""
        proper, closed = normalize_note(done), handling in CLOSED
        if closed:
            proper = _check_text(done, say("Type what was done, or why nothing can be."))
        day = on or self.desk.today
        if day > self.desk.today:
            raise BadInput(
                say("The day {day} is still to come.", day=day),
                say("Type the day it was done."),
                key="day_to_come",
            )
        values = {"handling": handling.value, "done": proper, "done_on": day.isoformat() if closed else None}
        return self._edit(difficulty, values)

    def take_back(self, difficulty: bytes) -> Done[None]:
        """Take a difficulty back that was reported by mistake; a laptop takes back only its own."""
        with self.desk.write() as writer:
            _need(writer.session, difficulty)
            machine = settings.read_machine(writer.session)
            if machine.role != "office" and difficulty[:8] != machine.incarnation:
                raise NotAllowed(
                    say("This was reported on another machine."), say("Ask the office to take it back."),
                    key="another_machine",
                )  # fmt: skip
            writer.edit("difficulty", difficulty, {"removed": _GONE})
        return Done(None, writer.changes())

    def count_open(self) -> int:
        """Count the difficulties that somebody still waits for."""
        return sum(each.is_open for each in self.list_difficulties())

    def _edit(self, difficulty: bytes, values: Mapping[str, object]) -> Done[Difficulty]:
        with self.desk.write() as writer:
            need_office(writer.session)
            _need(writer.session, difficulty)
            writer.edit("difficulty", difficulty, values)
            row = _need(writer.session, difficulty)
        return Done(row, writer.changes())


def _check_village(session: Session, village: bytes | None) -> None:
    if village is None:
        if settings.read_machine(session).role == "canvasser":
            raise NotAllowed(
                say("Difficulties of the whole area are reported by team leads and the office."),
                say("Choose a village."), key="lead_only",
            )  # fmt: skip
    elif villages.read_village(session, village) is None:
        raise NotFound(say("This village is not in the workspace."), say("Choose a village from the list."))


def _need(session: Session, difficulty: bytes) -> Difficulty:
    found = difficulties.read_difficulty(session, difficulty)
    if found is None:
        raise NotFound(say("This difficulty is not in the workspace."), say("Choose one from the list."))
    return found


def _check_text(text: str, advice: Message) -> str:
    proper = normalize_note(text)
    if not proper.strip():
        raise BadInput(say("Nothing is written there."), advice, key="empty_text")
    if len(proper) > LONGEST:
        raise BadInput(say("This text is too long."), say("Write it in fewer words."), key="long_text")
    return proper
