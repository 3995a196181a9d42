"""A day's doors handed out: on paper as visit lists, by file as assignments of a day; two people never knock twice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.assignments import Hindrance, Obstacle
from outreach_app.domain.rows import HouseholdRow, WorkItem
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.assigning import take_over
from outreach_app.services.deeds import need_lead, open_deed, undo_deed
from outreach_app.services.desk import Desk, Done
from outreach_app.services.sheets import next_code
from outreach_app.services.undoing import Undoing
from outreach_app.services.work import Work
from outreach_app.store import canvassers, households, obstacles
from outreach_app.store.journal import Writer

MOST_DOORS = 500
"""Doors that one command hands out: more are an assignment of their village or group."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A door that is not handed out, and why."""

    household: HouseholdRow
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was handed out: doors, codes of visit lists made for them, what was left out, and what takes it back."""

    doors: int
    codes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    deed: str


@dataclass(frozen=True, slots=True)
class HandingOut:
    """Gives doors to a person for a day."""

    desk: Desk

    def preview(
        self, doors: Sequence[bytes], canvasser: bytes, *, day: date
    ) -> tuple[list[HouseholdRow], list[LeftOut]]:
        """Tell which of these doors would go to somebody for a day, and which would be left out."""
        with self.desk.read() as session:
            return _sort_out(session, doors, canvasser, day=day, take=())

    def hand_out(
        self, doors: Sequence[bytes], canvasser: bytes, *, day: date, paper: bool = False,
        take: Collection[bytes] = (),
    ) -> Done[HandedOut]:  # fmt: skip
        """Give doors to somebody for a day; those that are another's then are left out unless they are in `take`.

        On paper one visit list for each village comes of it, which any machine may make; else an assignment of that
        day for each door, by the office or a team lead.
        """
        _check_count(doors)
        with open_deed(self.desk) as (writer, deed):
            if canvassers.read_canvasser(writer.session, canvasser) is None:
                raise NotFound(
                    say("This person is not in the workspace."), say("Choose a person from the list.")
                )
            free, left = _sort_out(writer.session, doors, canvasser, day=day, take=take)
            codes = tuple(_make_sheets(writer, self.desk, free, canvasser, day)) if paper else ()
            if not paper:
                need_lead(writer)
                take_over(writer, {door.id: door.village for door in free}, canvasser, day=day)
        return Done(HandedOut(len(free), codes, tuple(left), deed), writer.changes())

    def undo(self, deed: str) -> Done[Undoing]:
        """Take back what was handed out; a visit list on which something was typed stays."""
        return undo_deed(self.desk, deed)


def _check_count(doors: Sequence[bytes]) -> None:
    if not doors:
        raise BadInput(say("No door is chosen."), say("Choose households first."), key="no_doors")
    if len(doors) > MOST_DOORS:
        raise BadInput(
            say("{count} doors are more than one person knocks on in a day.", count=len(doors)),
            say("Assign the village or the neighbour group instead."),
            key="too_many_doors",
        )


def _sort_out(
    session: Session, doors: Sequence[bytes], canvasser: bytes, *, day: date, take: Collection[bytes]
) -> tuple[list[HouseholdRow], list[LeftOut]]:
    rows = households.read_many(session, list(dict.fromkeys(doors)))
    told = obstacles.find_obstacles(session, rows.keys(), day=day, canvasser=canvasser)
    # Who does not want to be called on is not called on, whoever takes the door.
    found = {
        door: why for door, why in told.items() if door not in take or why.why is Hindrance.DO_NOT_CONTACT
    }
    wanted = [rows[door] for door in dict.fromkeys(doors) if door in rows]
    free = [row for row in wanted if row.id not in found]
    return free, [LeftOut(row, found[row.id]) for row in wanted if row.id in found]


def _make_sheets(
    writer: Writer, desk: Desk, doors: Iterable[HouseholdRow], canvasser: bytes, day: date
) -> Iterable[str]:
    by_village: dict[bytes, list[HouseholdRow]] = defaultdict(list)
    for door in doors:
        by_village[door.village].append(door)
    reasons = _read_reasons(desk, by_village)
    for village, rows in by_village.items():
        code = next_code(writer, village, day)
        writer.create(
            "sheet",
            {
                "code": code, "village": village, "day": day.isoformat(), "canvasser": canvasser,
                "households": [row.id for row in rows],
                "reasons": [reasons.get(row.id, [None, ""]) for row in rows],
            },
        )  # fmt: skip
        yield code


def _read_reasons(desk: Desk, villages: Iterable[bytes]) -> Mapping[bytes, list[str | None]]:
    items: list[WorkItem] = [item for village in villages for item in Work(desk).list_doors(village=village)]
    return {item.household.id: [item.reason.value, item.detail] for item in items}
