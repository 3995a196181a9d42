"""Steering committees and who receives reports, as Settings of an office shows and changes them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.domain.committees import ReportKind, Seat, Way
from outreach_app.errors import BadInput, Message, say
from ui.models.committees import CommitteesState, CommitteeWork
from ui.models.teams import read_day
from ui.presenters.ports import CommitteesPaperAt, Latest, Ports
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.committees import NewMember, NewRecipient

_TABLES = {"committee": "committee", "member": "committee_member", "recipient": "report_recipient"}
"""The table of each kind of row."""


class CommitteeSettings:
    """Reads and writes committees, their members and the recipients of reports."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[CommitteesState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = CommitteesState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look again."""
        self._ports.query(self._read, done=self._reads.only(self._set))

    def _read(self) -> CommitteesState:
        committees = self._app.committees
        known = committees.list_all()
        hints = {each.id: tuple(committees.hints(each)) for each in known.committees}
        return CommitteesState(
            self._app.desk.today, tuple(known.committees), hints, tuple(known.recipients), tuple(known.without),
            tuple(committees.list_units()),
        )  # fmt: skip

    def _set(self, state: CommitteesState) -> None:
        self._state = state
        self._show(state)

    def give(self, work: CommitteeWork, row: object, values: Mapping[str, Any]) -> None:
        """Do what the form says; `row` is the row stood on."""
        kind, id = row if isinstance(row, tuple) else ("", b"")
        committees, name = self._app.committees, str(values.get("name") or "")
        match work, kind:
            case CommitteeWork.COMMITTEE, _:
                self._command(lambda: committees.add(self._unit(values), **_read_decision(values)), "")
            case CommitteeWork.PRINT, _:
                self._ports.places.go("print", CommitteesPaperAt())
            case CommitteeWork.MEMBER, _:
                self._seat(row, values)
            case CommitteeWork.RECIPIENT, _:
                self._command(lambda: committees.send_to(self._unit(values), _read_recipient(values)), name)
            case CommitteeWork.CHANGE, "committee":
                self._command(lambda: committees.edit(id, **_read_decision(values)), "")
            case CommitteeWork.CHANGE, "member":
                self._command(lambda: committees.edit_member(id, _read_member(values)), name)
            case CommitteeWork.CHANGE, "recipient":
                self._command(lambda: committees.edit_recipient(id, _read_recipient(values)), name)
            case CommitteeWork.END, "committee" | "member" | "recipient":
                self._command(lambda: committees.take_back(_TABLES[kind], id), "")
            case _:
                self._refuse(say("Nothing is chosen that this can be done with."), say("Choose a row above."))

    def _unit(self, values: Mapping[str, Any]) -> str:
        units = self._state.units
        return str(values.get("unit") or (units[0][0] if units else ""))

    def _seat(self, row: object, values: Mapping[str, Any]) -> None:
        known = self._state.committees
        committee = self._state.find_committee(row) or (known[0] if len(known) == 1 else None)
        if committee is None:
            self._refuse(
                say("It is not clear which committee is meant."), say("Stand on the committee first.")
            )
            return
        new = _read_member(values)
        self._command(lambda: self._app.committees.seat(committee.id, new), new.name)

    def _command(self, work: Callable[[], Any], name: str) -> None:
        what = say("the change at {name}", name=name) if name else say("the change at the committees")

        def say_done(done: Any) -> None:
            remember_command(self._app, self._ports.places, done, what=what)
            self._ports.places.notice(say("Saved: {name}", name=name) if name else say("Saved."))

        self._ports.command(work, done=say_done)

    def _refuse(self, message: Message, advice: Message) -> None:
        self._ports.places.trouble(BadInput(message, advice, key="nothing_chosen"))


def _read_decision(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "decision": str(values.get("decision") or ""), "decided_on": read_day(values.get("decided_on")),
        "issued_by": str(values.get("issued_by") or ""),
    }  # fmt: skip


def _read_member(values: Mapping[str, Any]) -> "NewMember":
    from outreach_app.services.committees import NewMember

    return NewMember(
        str(values.get("name") or ""), str(values.get("office_held") or ""), Seat(values.get("seat") or Seat.MEMBER),
        str(values.get("phone") or ""), read_day(values.get("last")),
    )  # fmt: skip


def _read_recipient(values: Mapping[str, Any]) -> "NewRecipient":
    from outreach_app.services.committees import NewRecipient

    return NewRecipient(
        str(values.get("name") or ""), str(values.get("office_held") or ""),
        ReportKind(values.get("report") or ReportKind.MONTHLY), Way(values.get("way") or Way.PAPER),
        str(values.get("address") or ""),
    )  # fmt: skip
