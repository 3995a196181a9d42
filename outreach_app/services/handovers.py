"""Handing the doors of somebody who leaves to somebody else: visit lists still out, and returns that were promised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlmodel import Session

from outreach_app.domain.rows import CanvasserRow, WorkReason
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.services.assigning import pass_on
from outreach_app.services.desk import Desk, Done
from outreach_app.services.sheets import ROWS_PER_SHEET, next_code
from outreach_app.store import canvassers, promises, settings, sheets
from outreach_app.store.journal import Writer
from outreach_app.store.promises import PromisedReturn


@dataclass(frozen=True, slots=True)
class Doors:
    """What stands in somebody's name: visit lists not finished yet, and promised returns that are on none of them."""

    canvasser: bytes
    name: str
    sheets: int
    returns: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was handed over: visit lists that changed hands, doors that came onto new lists, the codes of those.

    `last_day` is the last day of the leaver, called `name`, as it was entered; None when it was not. `assignments` are
    those that go on in the successor's name.
    """

    sheets: int
    returns: int
    codes: tuple[str, ...]
    last_day: date | None = None
    name: str = ""
    assignments: int = 0


@dataclass(frozen=True, slots=True)
class Handovers:
    """Handing over is an ordinary write: it travels to every machine of the area like any other."""

    desk: Desk

    def list_doors(self) -> list[Doors]:
        """List everybody in whose name a visit list is out or a return is promised, by name."""
        with self.desk.read() as session:
            return [each for each in _list_doors(session) if each.sheets or each.returns]

    def hand_over(
        self, leaver: bytes, successor: bytes, *, last_day: date | None = None, stays: bool = False
    ) -> Done[HandedOver]:
        """Put open visit lists and assignments into the successor's name, promised returns onto new lists.

        A return whose day has passed goes onto a list of today. Visits stay signed by whoever made them. At the office
        the leaver's last day is entered (today unless told), after which nobody works under that name any more on any
        machine; who only hands doors over and stays is not marked.
        """
        if leaver == successor:
            raise BadInput(
                say("Both are the same person."), say("Choose who takes the doors over."), key="same_person"
            )
        today = self.desk.today
        with self.desk.write() as writer:
            name = _need_canvasser(writer.session, leaver).name
            _need_canvasser(writer.session, successor)
            returns = _find_returns(writer.session, leaver)
            out = [sheet for sheet in sheets.list_open(writer.session) if sheet.canvasser == leaver]
            for sheet in out:
                writer.edit("sheet", sheet.id, {"canvasser": successor})
            due = [replace(each, on=max(each.on, today)) for each in returns]
            codes = tuple(_make_sheets(writer, due, canvasser=successor))
            # A laptop may not enter it: who works where is the office's to say.
            role = settings.read_machine(writer.session).role
            leaves = not stays and role == "office"
            leads = role in ("office", "lead")
            given = pass_on(writer, leaver, successor, since=today) if leads else 0
            ends_on = (last_day or today) if leaves else None
            if ends_on is not None:
                writer.edit("canvasser", leaver, {"ends_on": ends_on.isoformat()})
        return Done(HandedOver(len(out), len(returns), codes, ends_on, name, given), writer.changes())

    def bring_back(self, canvasser: bytes) -> Done[None]:
        """Let somebody who had left work again; the doors stay with whoever has them now."""
        with self.desk.write() as writer:
            if settings.read_machine(writer.session).role != "office":
                raise NotAllowed(
                    say("Only the office says who works here."), say("Ask the office."), key="office_only"
                )
            writer.edit("canvasser", canvasser, {"ends_on": None})
        return Done(None, writer.changes())


def _need_canvasser(session: Session, person: bytes) -> CanvasserRow:
    found = canvassers.read_canvasser(session, person)
    if found is None:
        raise NotFound(say("This person is not in the workspace."), say("Choose a person from the list."))
    return found


def _list_doors(session: Session) -> Iterator[Doors]:
    out = [sheet.canvasser for sheet in sheets.list_open(session)]
    for person in canvassers.list_canvassers(session):
        yield Doors(person.id, person.name, out.count(person.id), len(_find_returns(session, person.id)))


def _find_returns(session: Session, canvasser: bytes) -> list[PromisedReturn]:
    listed = {household for sheet in sheets.list_open(session) for household in sheet.households}
    return [each for each in promises.list_promises(session, canvasser) if each.household not in listed]


def _make_sheets(writer: Writer, returns: Sequence[PromisedReturn], *, canvasser: bytes) -> Iterator[str]:
    def place(each: PromisedReturn) -> tuple[bytes, date]:
        return each.village, each.on

    for (village, day), group in groupby(sorted(returns, key=place), key=place):
        doors = list(group)
        for start in range(0, len(doors), ROWS_PER_SHEET):
            rows = doors[start : start + ROWS_PER_SHEET]
            code = next_code(writer, village, day)
            writer.create(
                "sheet",
                {
                    "code": code,
                    "village": village,
                    "day": day.isoformat(),
                    "canvasser": canvasser,
                    "households": [each.household for each in rows],
                    "reasons": [[WorkReason.PROMISED.value, each.note] for each in rows],
                },
            )
            yield code
