"""What the office sets up: its villages, and the laptops with their set-up files and recovery codes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach_app import paths
from outreach_app.domain.rows import MachineRow, VillageRow
from outreach_app.domain.text import fold
from outreach_app.errors import Message, OutreachError, say
from outreach_app.services.silences import DAYS
from ui.presenters.drives import Drive, find_drives
from ui.presenters.pages import default_folder
from ui.presenters.phrases import name_village
from ui.presenters.ports import Latest, Ports, Undo
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.workspace import MadeKit

_DIGITS = 4
"""As long as a number of days may be typed; anything longer is no number of days."""


@dataclass(frozen=True, slots=True)
class OfficeState:
    """Villages and laptops; `kit` and `told` (machine, code) are shown once and forgotten when somebody moves on."""

    today: date | None = None
    villages: tuple[VillageRow, ...] = ()
    communes: tuple[tuple[str, str], ...] = ()
    machines: tuple[MachineRow, ...] = ()
    drives: tuple[Drive, ...] = ()
    making_kit: bool = False
    kit: "MadeKit | None" = None
    asking_for: str = ""
    told: tuple[str, str] | None = None
    silent_after: int = DAYS

    @property
    def home(self) -> str | None:
        """The commune of what is made here, when there is no choice."""
        return self.communes[0][0] if len(self.communes) == 1 else None

    @property
    def kit_folder(self) -> str:
        """Where a set-up file goes unless somebody says otherwise."""
        return self.drives[0].folder if self.drives else default_folder()


@dataclass(frozen=True, slots=True)
class NewKit:
    """What a set-up file is made for."""

    device: str
    role: str
    villages: tuple[bytes, ...]
    until: date
    folder: str


class OfficeSettings:
    """Villages and laptops of an office."""

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        show: Callable[[OfficeState], None],
        drives: Callable[[], tuple[Drive, ...]] = find_drives,
    ) -> None:
        self._app, self._ports, self._show, self._find_drives = app, ports, show, drives
        self._state = OfficeState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look at villages and laptops again."""
        self._ports.query(self._read, done=self._reads.only(lambda read: self._set(**read)))

    def _read(self) -> dict[str, Any]:
        app = self._app
        return {
            "today": app.desk.today,
            "villages": tuple(app.households.list_villages()),
            "communes": tuple(app.lists.list_communes()),
            "machines": tuple(app.syncing.list_machines()),
            "silent_after": app.silences.read(),
            "drives": self._find_drives(),
        }

    def forget_codes(self) -> None:
        """Take codes off the screen."""
        self._set(kit=None, told=None, asking_for="")

    # ------------------------------------------------------------------------------------------------ villages
    def add_village(self, name: str, commune: str | None) -> None:
        """Create a village."""
        where = commune or self._state.home or ""
        self._ports.command(
            lambda: self._app.office.add_village(name, where),
            done=lambda done: self._say_done(
                done,
                say("{name} was added.", name=name_village(done.value)),
                what=say("the new village {name}", name=name_village(done.value)),
            ),
        )

    def rename_village(self, village: bytes, name: str) -> None:
        """Give a village its new name."""
        self._ports.command(
            lambda: self._app.office.rename_village(village, name),
            done=lambda done: self._say_done(
                done,
                say("The village is now called {name}.", name=name),
                what=say("the name {name} of the village", name=name),
            ),
        )

    def merge_villages(self, gone: bytes, into: bytes) -> None:
        """Merge a village into another; its households move along."""
        self._ports.command(
            lambda: self._app.office.merge_villages(gone, into),
            done=lambda done: self._say_done(
                done,
                say("Merged; households moved: {count}.", count=done.value),
                what=say("putting two villages together"),
            ),
        )

    def _say_done(self, done: Any, notice: Message, *, what: Message) -> None:
        remember_command(self._app, self._ports.places, done, what=what)
        self._ports.places.notice(notice)

    # ------------------------------------------------------------------------------------------------- laptops
    def set_silence(self, text: str) -> None:
        """Ask after a machine that has handed nothing in for that many days."""
        typed = text.strip()
        days = int(typed) if typed.isdecimal() and len(typed) <= _DIGITS else 0
        silences = self._app.silences

        def change() -> tuple[int, int]:
            former = silences.read()
            return former, silences.set(days)

        self._ports.command(change, done=lambda set_: self._take_silence(*set_))

    def _take_silence(self, former: int, days: int) -> None:
        set_back = Undo(
            say("the days after which machines are asked after"), lambda: self._app.silences.set(former)
        )
        self._ports.places.remember(set_back)
        self._ports.places.notice(
            say("Machines are asked after when no file came for {count} days.", count=days)
        )
        self.reload()

    def make_kit(self, wanted: NewKit) -> None:
        """Write a laptop's set-up file; its code is shown once."""
        if self._state.making_kit:
            return
        self._set(making_kit=True, kit=None, told=None)
        target = paths.read_typed(wanted.folder) / name_kit(wanted.device)
        self._ports.command(
            lambda: self._app.make_kit(
                target,
                device=wanted.device,
                role=wanted.role,
                villages=list(wanted.villages),
                until=wanted.until,
            ),
            done=self._take_kit,
            failed=self._fail_kit,
        )

    def _take_kit(self, kit: "MadeKit") -> None:
        self._set(making_kit=False, kit=kit)
        self.reload()

    def _fail_kit(self, error: OutreachError) -> None:
        self._set(making_kit=False)
        self._ports.places.trouble(error)

    def ask_recovery(self, device: str) -> None:
        """Say first what has to be checked before a code is told."""
        self._set(asking_for=device, told=None, kit=None)

    def tell_recovery(self) -> None:
        """Show the code that opens the laptop whose passphrase was forgotten."""
        device = self._state.asking_for
        if device:
            self._ports.query(
                lambda: self._app.recovery_code(device),
                done=lambda code: self._set(told=(device, code), asking_for=""),
            )

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def name_kit(device: str) -> str:
    """The file name of a set-up file: the machine's name in plain letters."""
    plain = "-".join(fold(device).split()) or "laptop"
    return f"{plain}.gocuakit"


def default_until(today: date) -> date:
    """How long a laptop's permission holds unless somebody says otherwise: to the end of next year."""
    return date(today.year + 1, 12, 31)
