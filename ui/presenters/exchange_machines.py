"""The office and its machines: blocking, letting write again, replacing a broken one, handing a leaver's doors over."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.errors import OutreachError, say
from ui.models.exchange import Act
from ui.presenters.exchange_state import Board, HandoverState, MachineState, Stage
from ui.presenters.office_settings import name_kit
from ui.presenters.ports import Ports
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.lost_days import LostDays
    from outreach_app.services.workspace import MadeKit


class MachinesPresenter:
    """Acts on the machine stood on; the office only."""

    def __init__(self, app: "App", ports: Ports, board: Board, *, reload: Callable[[], None]) -> None:
        self._app, self._ports, self._board, self._reload = app, ports, board, reload

    def open(self, device: str) -> None:
        """Look at one machine."""
        if self._board.state.office and not self._board.is_busy():
            self._board.set(stage=Stage.MACHINE, machine=MachineState(device), written=None, report=None)

    def start(self, act: Act) -> None:
        """Begin to block, or to replace, the machine stood on; one that is blocked is not blocked again."""
        row = self._board.state.machine_row
        if self._board.state.stage is not Stage.MACHINE or row is None or self._board.is_busy():
            return
        if (act is Act.BLOCK and row.revoked) or (act is Act.REPLACE and row.replaced_by):
            return
        self._set(act=act, kit=None)

    def leave_act(self) -> bool:
        """Put away what was begun about the machine; False when nothing was."""
        begun = self._board.state.stage is Stage.MACHINE and self._board.state.machine.act is not Act.LOOK
        if begun and not self._board.is_busy():
            self._set(act=Act.LOOK)
        return begun

    def block(self, why: str) -> None:
        """Block the machine stood on."""
        device = self._board.state.machine.device
        if self._board.state.machine.act is Act.BLOCK and not self._board.is_busy():
            told = say(
                "{device} is blocked; the others learn of it by their next return file.", device=device
            )
            self._run(lambda: self._app.permissions.block(device, why=why), lambda _none: self._settle(told))

    def unblock(self) -> None:
        """Let the machine stood on write again."""
        row = self._board.state.machine_row
        if self._board.state.stage is Stage.MACHINE and row is not None and row.revoked:
            told = say("{device} may write again; files kept for later can be read now.", device=row.device)
            self._run(lambda: self._app.permissions.unblock(row.device), lambda _none: self._settle(told))

    def replace(self, folder: str) -> None:
        """Write a set-up file for another laptop in place of the machine stood on, which is blocked.

        No Ctrl+Z here, nor for blocking: a key of its own lets a machine write again, after what that means was read.
        """
        device = self._board.state.machine.device
        if self._board.state.machine.act is not Act.REPLACE or self._board.is_busy():
            return
        why = self._ports.words.text("replaced by another laptop")

        def make() -> "tuple[MadeKit, LostDays]":
            name = self._app.replacements.name_successor(device)
            target = paths.read_typed(folder) / name_kit(name)
            made = self._app.replacements.replace(device, target, name=name, why=why)
            return made, self._app.replacements.find_lost_days(device)

        self._run(make, self._take_kit)

    def _take_kit(self, made: "tuple[MadeKit, LostDays]") -> None:
        kit, lost = made
        self._set(act=Act.LOOK, kit=kit, lost=lost, busy=False)
        self._reload()

    def _settle(self, told: Any) -> None:
        self._set(act=Act.LOOK, busy=False)
        self._ports.places.notice(told)
        self._reload()

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._set(busy=True)
        self._ports.command(work, done=done, failed=self._fail)

    def _fail(self, error: OutreachError) -> None:
        self._set(busy=False)
        self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._board.set(machine=replace(self._board.state.machine, **changes))


class HandoverPresenter:
    """Hands the doors of somebody who leaves to somebody else."""

    def __init__(self, app: "App", ports: Ports, board: Board) -> None:
        self._app, self._ports, self._board = app, ports, board

    def start(self) -> None:
        """Show in whose name doors stand."""
        if self._board.state.office and not self._board.is_busy():
            self._board.set(stage=Stage.HANDOVER, handover=HandoverState(), written=None, report=None)
            self._look()

    def _look(self) -> None:
        app = self._app
        self._ports.query(
            lambda: (tuple(app.handovers.list_doors()), tuple(app.office.list_working())),
            done=lambda read: self._set(doors=read[0], people=read[1]),
        )

    def hand_over(self, leaver: bytes, successor: bytes, leaves: bool) -> None:
        """Put the doors of one person into the name of another; who leaves has today as the last day."""
        if self._board.state.stage is not Stage.HANDOVER or self._board.is_busy():
            return
        self._set(busy=True, done=None)
        self._ports.command(
            lambda: self._app.handovers.hand_over(leaver, successor, stays=not leaves),
            done=self._say_done,
            failed=self._fail,
        )

    def _say_done(self, done: Any) -> None:
        remember_command(self._app, self._ports.places, done, what=say("handing the doors over"))
        self._set(busy=False, done=done.value)
        self._look()

    def _fail(self, error: OutreachError) -> None:
        self._set(busy=False)
        self._ports.places.trouble(error)

    def _set(self, **changes: Any) -> None:
        self._board.set(handover=replace(self._board.state.handover, **changes))
