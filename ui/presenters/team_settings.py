"""Teams, their members and the respected people of villages, as Settings shows and changes them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.domain.teams import AgencyKind, Duty, Part, Regard, TeamKind
from outreach_app.errors import BadInput, Message, say
from ui.models.teams import TeamsState, TeamWork, read_day
from ui.presenters.phrases import name_village
from ui.presenters.ports import Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.teams import Contact


class TeamSettings:
    """Reads and writes teams and respected people."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[TeamsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = TeamsState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look again."""
        self._ports.query(self._read, done=self._reads.only(self._set))

    def _read(self) -> TeamsState:
        app = self._app
        role, rows = app.standing().role, app.teams.list_teams()
        return TeamsState(
            app.desk.today, tuple(rows), {row.id: tuple(app.teams.hints(row)) for row in rows},
            tuple(app.trusted.list_trusted()),
            tuple((village.id, name_village(village)) for village in app.households.list_villages()),
            tuple(app.lists.list_communes()), role == "office", role in ("office", "lead"),
        )  # fmt: skip

    def _set(self, state: TeamsState) -> None:
        self._state = state
        self._show(state)

    def give(self, work: TeamWork, row: object, values: Mapping[str, Any]) -> None:
        """Do what the form says; `row` is the row stood on."""
        kind, id = row if isinstance(row, tuple) else ("", b"")
        match work, kind:
            case TeamWork.TEAM, _:
                self._add_team(values)
            case TeamWork.MEMBER, _:
                self._add_member(row, values)
            case TeamWork.TRUSTED, _:
                self._add_trusted(values)
            case TeamWork.CHANGE, "team":
                self._command(lambda: self._app.teams.edit(id, **_read_team(values)), values["name"])
            case TeamWork.CHANGE, "member":
                self._command(
                    lambda: self._app.teams.edit_member(id, **_read_member(values), contact=_read_contact(values)),
                    self._name_of(id),
                )  # fmt: skip
            case TeamWork.CHANGE, "trusted":
                self._command(lambda: self._app.trusted.edit(id, **_read_trusted(values)), values["name"])
            case TeamWork.END, "member":
                last = read_day(values.get("last"))
                self._command(lambda: self._app.teams.leave(id, last), self._name_of(id))
            case TeamWork.END, "trusted":
                self._remove_trusted(id)
            case _:
                self._refuse(say("Nothing is chosen that this can be done with."), say("Choose a row above."))

    def _add_team(self, values: Mapping[str, Any]) -> None:
        commune = values.get("commune") or (self._state.communes[0][0] if self._state.communes else "")
        told = _read_team(values)
        name = told.pop("name")
        self._command(lambda: self._app.teams.add(name, commune, **told), name)

    def _add_member(self, row: object, values: Mapping[str, Any]) -> None:
        team = self._state.find_team(row) or (self._state.teams[0] if len(self._state.teams) == 1 else None)
        if team is None:
            self._refuse(say("It is not clear which team is meant."), say("Stand on the team first."))
            return
        told = _read_member(values) | {"contact": _read_contact(values)}
        self._command(lambda: self._app.teams.add_member(team.id, values["name"], **told), values["name"])

    def _add_trusted(self, values: Mapping[str, Any]) -> None:
        village = values.get("village") or (self._state.villages[0][0] if self._state.villages else b"")
        told = _read_trusted(values)
        name = told.pop("name")
        self._command(lambda: self._app.trusted.add(village, name, **told), name)

    def _remove_trusted(self, id: bytes) -> None:
        found = self._state.find_trusted(id)
        name = found.name if found else ""
        undo = Undo(say("the change at {name}", name=name), lambda: self._app.trusted.restore(id))
        self._ports.command(
            lambda: self._app.trusted.remove(id), done=lambda _done: self._say(name, undo=undo)
        )

    def _name_of(self, member: bytes) -> str:
        found = self._state.find_member(member)
        return found.name if found else ""

    def _command(self, work: Callable[[], Any], name: str) -> None:
        self._ports.command(work, done=lambda _done: self._say(name))

    def _say(self, name: str, *, undo: Undo | None = None) -> None:
        if undo is not None:
            self._ports.places.remember(undo)
        self._ports.places.notice(say("Saved: {name}", name=name))

    def _refuse(self, message: Message, advice: Message) -> None:
        self._ports.places.trouble(BadInput(message, advice, key="nothing_chosen"))


def _read_team(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": str(values.get("name") or ""), "kind": TeamKind(values.get("kind") or TeamKind.THREE_PART),
        "starts_on": read_day(values.get("first")), "ends_on": read_day(values.get("last")),
    }  # fmt: skip


def _read_member(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "part": Part(values.get("part") or Part.OTHER), "leads": bool(values.get("leads")),
        "starts_on": read_day(values.get("first")), "ends_on": read_day(values.get("last")),
    }  # fmt: skip


def _read_contact(values: Mapping[str, Any]) -> "Contact":
    from outreach_app.services.teams import Contact

    kind, duty = values.get("agency_kind"), values.get("duty")
    return Contact(
        str(values.get("phone") or "") or None, str(values.get("agency") or "") or None,
        AgencyKind(kind) if kind else None, Duty(duty) if duty else None,
    )  # fmt: skip


def _read_trusted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": str(values.get("name") or ""), "regard": Regard(values.get("regard") or Regard.OTHER),
        "phone": str(values.get("phone") or ""), "note": str(values.get("note") or ""),
    }  # fmt: skip
