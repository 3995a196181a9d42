"""Assignments as Settings shows and changes them: who goes where and when, a door for two people, neighbour groups."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.errors import BadInput, Message, OutreachError, say
from ui.models.doors import TEAM
from ui.models.teams import AssignmentsState, AssignWork, read_day
from ui.presenters.phrases import name_village
from ui.presenters.ports import Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App


class AssignmentSettings:
    """Reads and writes assignments and neighbour groups."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[AssignmentsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = AssignmentsState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look again."""
        self._ports.query(self._read, done=self._reads.only(self._set))

    def _read(self) -> AssignmentsState:
        app = self._app
        people = [(each.id.hex(), each.name) for each in app.office.list_working()]
        teams = [(TEAM + each.id.hex(), each.name) for each in app.teams.list_teams()]
        places = list[tuple[tuple[bytes, str | None], str, int]]()
        for each in app.households.read_coverage():
            places.append(((each.village.id, None), name_village(each.village), each.known))
            places += [
                ((each.village.id, group), f"{name_village(each.village)} · {group}", count)
                for group, count in app.neighbour_groups.list_groups(each.village.id)
                if group
            ]
        return AssignmentsState(
            app.desk.today, tuple(app.assigning.list_assignments()), tuple(app.assigning.list_overlaps()),
            tuple(places), (*people, *teams),
        )  # fmt: skip

    def _set(self, state: AssignmentsState) -> None:
        self._state = state
        self._show(state)

    def give(self, work: AssignWork, row: object, values: Mapping[str, Any]) -> None:
        """Do what the form says; `row` is the row stood on."""
        match work, row:
            case AssignWork.ASSIGN, _:
                self._assign(values)
            case AssignWork.SETTLE, ("overlap", bytes(one), bytes(other)):
                kept = values.get("kept") or one
                self._command(lambda: self._app.assigning.settle(kept, other if kept == one else one))
            case AssignWork.END, ("assignment", bytes(id)):
                last = read_day(values.get("last"))
                self._command(lambda: self._app.assigning.end(id, last))
            case AssignWork.RENAME, _ if values.get("place") is not None:
                village, group = values["place"]
                name = str(values.get("name") or "")
                self._command(lambda: self._app.neighbour_groups.rename(village, group or "", name))
            case _:
                self._refuse(say("Nothing is chosen that this can be done with."), say("Choose a row above."))

    def _assign(self, values: Mapping[str, Any]) -> None:
        from outreach_app.services.assigning import Target, Worker

        who, place = str(values.get("who") or ""), values.get("place")
        first, last = read_day(values.get("first")) or self._state.today, read_day(values.get("last"))
        if not who or place is None or first is None:
            self._refuse(say("Place or person is missing."), say("Choose both."))
            return
        id = bytes.fromhex(who.removeprefix(TEAM))
        worker = Worker(team=id) if who.startswith(TEAM) else Worker(canvasser=id)
        instead = bool(values.get("instead"))
        self._command(
            lambda: self._app.assigning.assign(
                [Target(*place)], worker, first=first, last=last, instead=instead
            )
        )

    def _command(self, work: Callable[[], Any]) -> None:
        self._ports.command(work, done=self._say, failed=self._fail)

    def _say(self, done: Any) -> None:
        deed = done.value.deed
        undo = Undo(say("the assignment"), lambda: self._app.assigning.undo(deed))
        self._ports.places.remember(undo)
        self._ports.places.notice(say("Saved: the assignments"))

    def _fail(self, error: OutreachError) -> None:
        self._ports.places.trouble(error)

    def _refuse(self, message: Message, advice: Message) -> None:
        self._ports.places.trouble(BadInput(message, advice, key="nothing_chosen"))
