"""Decisions on villages and communes, and who waits for a place, as Settings of an office shows and changes them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.errors import BadInput, Message, say
from outreach_app.i18n import Count
from ui.models.teams import read_day
from ui.models.territory import TerritoryState, TerritoryWork, find_group
from ui.presenters.ports import Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.territory import TerritoryReport
    from outreach_app.services.territory_placing import Choice, Placed
    from outreach_app.services.territory_plan import Decision

_MOST_DIGITS = 6


class TerritorySettings:
    """Reads the territory, previews and enters decisions, places who waits."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[TerritoryState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = TerritoryState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look again."""
        self._ports.query(self._read, done=self._reads.only(self._set))

    def _read(self) -> TerritoryState:
        app, territory = self._app, self._app.territory
        villages = tuple(v for v in app.households.list_villages() if v.merged_into is None)
        units, today = territory.read_units(), app.desk.today
        codes = sorted({(v.commune_code, v.commune_vintage) for v in villages})
        found = (units.unit(*key, today) for key in codes)
        return TerritoryState(
            tuple(territory.list_waiting()), tuple(unit for unit in found if unit is not None), villages,
            territory.read_classes(villages), territory.list_former([v.id for v in villages]),
            territory.list_steps(),
        )  # fmt: skip

    def _set(self, state: TerritoryState) -> None:
        self._state = state
        self._show(state)

    def give(self, work: TerritoryWork, row: object, values: Mapping[str, Any]) -> None:
        """Do what the form says; `row` is the row stood on."""
        if work is TerritoryWork.PLACE:
            self._place(row, values)
            return
        decision, file = _read_decision(values), paths.read_typed(str(values.get("file") or ""))
        if decision is None or not str(values.get("file") or "").strip():
            self._refuse(say("The decision is not complete."), say("Enter its file, number and first day."))
        elif work is TerritoryWork.PREVIEW:
            self._set(replace(self._state, seen=None))
            self._ports.query(lambda: self._app.territory.preview(file, decision), done=self._take_preview)
        else:
            self._ports.command(lambda: self._app.territory.apply(file, decision), done=self._say_applied)

    def _take_preview(self, report: "TerritoryReport") -> None:
        self._set(replace(self._state, seen=report))
        told = say("Nothing is entered yet. If this is right, choose “Enter a decision”.")
        if report.refused:
            told = say("{count} lines cannot be entered: mend them in the file and look again.",
                       count=Count(len(report.refused)))  # fmt: skip
        self._ports.places.notice(told)

    def _say_applied(self, done: Any) -> None:
        report: TerritoryReport = done.value
        self._remember(report.deed, say("the decision {number}", number=report.decision.number))
        self._ports.places.notice(
            say(
                "Entered: {count} households were carried along, {waiting} wait for their place.",
                count=report.count("households") - report.waiting,
                waiting=report.waiting,
            )
        )

    def _place(self, row: object, values: Mapping[str, Any]) -> None:
        from outreach_app.services.territory_placing import Choice

        waiting, to = self._state.find_waiting(row), values.get("to")
        if waiting is None or to is None:
            self._refuse(
                say("It is not clear which village is meant."),
                say("Stand on a row that waits and choose where it belongs."),
            )
            return
        group = find_group(waiting, values.get("group"))
        choice = Choice(waiting.village.id, str(to))
        if group is not None:
            choice = replace(choice, neighbour_group=group.neighbour_group, lane=group.lane)
        if numbers := _read_numbers(str(values.get("numbers") or "")):
            choice = replace(choice, numbers=numbers)
        self._place_as(choice)

    def _place_as(self, choice: "Choice") -> None:
        self._ports.command(lambda: self._app.territory.place(choice), done=self._say_placed)

    def _say_placed(self, done: Any) -> None:
        placed: Placed = done.value
        self._remember(placed.deed, say("where households belong"))
        self._ports.places.notice(
            say("Placed: {count} households; {left} of the village still wait.", count=placed.households,
                left=placed.left)
        )  # fmt: skip

    def _remember(self, deed: str, what: Message) -> None:
        self._ports.places.remember(Undo(what, lambda: self._app.territory.undo(deed)))

    def _refuse(self, message: Message, advice: Message) -> None:
        self._ports.places.trouble(BadInput(message, advice, key="nothing_chosen"))


def _read_decision(values: Mapping[str, Any]) -> "Decision | None":
    from outreach_app.services.territory_plan import Decision

    number, day = str(values.get("number") or "").strip(), read_day(values.get("since"))
    return Decision(number, day, str(values.get("document") or "").strip()) if number and day else None


def _read_numbers(text: str) -> tuple[int, int] | None:
    """Read '5' or '1-20' as house numbers from and to; None for anything else."""
    low, _, high = text.replace("–", "-").partition("-")
    told = (low.strip(), (high or low).strip())
    fine = all(each.isdecimal() and len(each) <= _MOST_DIGITS for each in told)
    return (int(told[0]), int(told[1])) if fine else None
