"""The forms of Households about doors: handing them out to somebody, and putting them into a neighbour group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.assignments import tell_obstacle
from outreach_app.domain.people import PartialDate
from outreach_app.domain.rows import HouseholdCard, HouseholdFilter
from outreach_app.errors import Message, OutreachError, say
from ui.models.doors import TEAM, DoorForm, DoorKind, Way, Which
from ui.presenters.ports import Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.assigning import AssignReport
    from outreach_app.services.desk import Done
    from outreach_app.services.handing_out import HandedOut, LeftOut
    from outreach_app.services.neighbour_groups import Grouped

_MOST_NAMED = 5


class DoorForms:
    """Opens and stores them; `show` gets the open form or None."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[DoorForm | None], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._form: DoorForm | None = None
        self._card: HouseholdCard | None = None
        self._numbers: Sequence[int] = ()
        self._wanted = HouseholdFilter()
        self._waiting: tuple[bytes, ...] = ()

    def open(
        self, kind: DoorKind, card: HouseholdCard | None, numbers: Sequence[int], wanted: HouseholdFilter
    ) -> None:
        """Open a form about the household stood on, or all that the filter shows."""
        if card is None:
            return
        self._card, self._numbers, self._wanted, self._waiting = card, numbers, wanted, ()
        self._ports.query(lambda: self._read(kind, card), done=self._put)

    def _read(self, kind: DoorKind, card: HouseholdCard) -> DoorForm:
        app, row = self._app, card.household
        people = [(each.id.hex(), each.name) for each in app.office.list_working()]
        teams = [(TEAM + each.id.hex(), each.name) for each in app.teams.list_teams()]
        groups = [name for name, _ in app.neighbour_groups.list_groups(row.village) if name]
        here = app.desk.canvasser
        return DoorForm(
            kind, row.head, len(self._numbers), app.desk.today, (*people, *teams), here.hex() if here else "",
            tuple(groups), row.neighbour_group, app.standing().role in ("office", "lead"),
        )  # fmt: skip

    def leave(self) -> None:
        """Close the form."""
        self._put(None)

    def store(self, values: Mapping[str, object]) -> None:
        """Hand out, assign or group; what is wrong is said beside its field."""
        form = self._form
        if form is None or form.busy:
            return
        work = self._make_group(values) if form.kind is DoorKind.GROUP else self._make_assign(form, values)
        if work is not None:
            self._put(replace(form, busy=True, errors=MappingProxyType({}), left_out=(), more=0))
            self._ports.command(work, done=self._stored, failed=self._fail)

    def _make_group(self, values: Mapping[str, object]) -> "Callable[[], Done[Grouped]]":
        card, name, read = self._card, str(values.get("group") or ""), self._reader(values)
        assert card is not None
        village = card.village.id
        return lambda: self._app.neighbour_groups.put(village, read(), name)

    def _make_assign(self, form: DoorForm, values: Mapping[str, object]) -> Callable[[], Any] | None:
        who, first, last = str(values.get("who") or ""), _day(values.get("first")), _day(values.get("last"))
        errors = {} if who else {"who": say("Choose who goes there.")}
        errors |= {} if first else {"first": say("Type a day, such as 25/11.")}
        if errors or first is None:
            self._put(replace(form, errors=errors))
            return None
        if values.get("way") == Way.PERIOD:
            return lambda: self._assign(values, who, first, last)
        if who.startswith(TEAM):
            self._put(replace(form, errors={"who": say("A day's doors go to one person.")}))
            return None
        read = self._reader(values)
        person, paper, take = bytes.fromhex(who), values.get("way") == Way.PAPER, bool(values.get("take"))
        return lambda: self._hand_out(self._waiting or read(), person, first, paper=paper, take=take)

    def _hand_out(
        self, doors: Sequence[bytes], person: bytes, day: date, *, paper: bool, take: bool
    ) -> "Done[HandedOut]":
        return self._app.handing_out.hand_out(doors, person, day=day, paper=paper, take=doors if take else ())

    def _assign(
        self, values: Mapping[str, object], who: str, first: date, last: date | None
    ) -> "Done[AssignReport]":
        from outreach_app.services.assigning import Target, Worker

        team = who.startswith(TEAM)
        id = bytes.fromhex(who.removeprefix(TEAM))
        worker = Worker(team=id) if team else Worker(canvasser=id)
        rows = self._app.households.read_rows(self._list_numbers(values))
        targets = [Target(row.village, household=row.id) for row in rows]
        village = self._wanted.village
        if (
            values.get("which") == Which.ALL
            and village is not None
            and self._wanted == HouseholdFilter(village)
        ):
            targets = [Target(village)]
        return self._app.assigning.assign(
            targets, worker, first=first, last=last, instead=bool(values.get("take"))
        )

    def _reader(self, values: Mapping[str, object]) -> Callable[[], list[bytes]]:
        numbers = self._list_numbers(values)
        return lambda: [row.id for row in self._app.households.read_rows(numbers)]

    def _list_numbers(self, values: Mapping[str, object]) -> Sequence[int]:
        assert self._card is not None
        every = values.get("which") == Which.ALL
        return list(self._numbers) if every else [self._card.household.number]

    def _stored(self, done: Any) -> None:
        from outreach_app.services.handing_out import HandedOut
        from outreach_app.services.neighbour_groups import Grouped

        told = done.value
        if isinstance(told, Grouped):
            self._finish(say("{count} households changed their group.", count=told.households), told.deed)
        elif isinstance(told, HandedOut):
            self._tell_handed_out(told)
        else:
            self._finish(say("Assigned: {count}.", count=told.made), told.deed)

    def _tell_handed_out(self, told: "HandedOut") -> None:
        notice = say("{count} doors handed out.", count=told.doors)
        if told.codes:
            codes = ", ".join(told.codes)
            notice = say("{count} doors handed out; visit lists: {codes}", count=told.doors, codes=codes)
        form = self._form
        if not told.left_out or form is None:
            self._finish(notice, told.deed)
            return
        if told.doors:
            self._remember(notice, told.deed)
        self._waiting = tuple(each.household.id for each in told.left_out)
        named = tuple(map(self._tell_left, told.left_out[:_MOST_NAMED]))
        self._put(replace(form, busy=False, left_out=named, more=len(told.left_out) - len(named)))

    def _tell_left(self, left: "LeftOut") -> Message:
        why = self._ports.words.render(tell_obstacle(left.obstacle))
        return say("{head} ({code}): {why}", head=left.household.head, code=left.household.code, why=why)

    def _finish(self, notice: Message, deed: str) -> None:
        self._put(None)
        self._remember(notice, deed)

    def _remember(self, notice: Message, deed: str) -> None:
        self._ports.places.notice(notice)
        undo = Undo(say("what was handed out"), lambda: self._app.assigning.undo(deed))
        self._ports.places.remember(undo)

    def _fail(self, error: OutreachError) -> None:
        form = self._form
        if form is not None:
            place = {"overlap": "take", "has_left": "who", "days_turned": "last"}.get(error.key)
            errors = {place: error.message} if place and place != "take" else {}
            left = (error.message, error.advice) if error.key == "overlap" else ()
            self._put(replace(form, busy=False, errors=errors, left_out=left, more=0))
            if place:
                return
        self._ports.places.trouble(error)

    def _put(self, form: DoorForm | None) -> None:
        self._form = form
        self._show(form)


def _day(value: object) -> date | None:
    if isinstance(value, PartialDate) and value.month and value.day:
        return date(value.year, value.month, value.day)
    return None
