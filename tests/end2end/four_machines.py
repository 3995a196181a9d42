"""The machines of one day with their windows: who works where, one clock for all, and the sticks between them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from outreach_app.app import App, open_workspace
from tests.end2end.sitting import Sitting
from tests.workspaces import Clock, cards

WORDS = {
    "office": "nuong che suong som ngo truoc",
    "one": "ngo nep trang ben suoi lanh",
    "two": "ruong bac thang mua nuoc do",
    "lead": "cau treo nho bac qua khe da",
}
PEOPLE = {
    "office": "Hoàng Thị Thơm", "one": "Lường Thị Inh", "two": "Sùng A Chỉnh", "lead": "Nông Thị Thu Hường",
}  # fmt: skip
DEVICES = {"one": "Máy 01", "two": "Máy 02", "lead": "Máy 03"}


@dataclass
class Day:
    """The machines by name, their windows, the sticks, and what was typed."""

    folder: Path
    clock: Clock
    kits: dict[str, tuple[Path, str]] = field(default_factory=dict)
    seats: dict[str, Sitting] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    settled: str = ""

    def at(self, hour: int, minute: int = 0) -> None:
        """Let it be this time of day everywhere (in Viet Nam)."""
        self.clock.moment = datetime(2026, 11, 21, hour - 7, minute, tzinfo=UTC)

    def sit(self, name: str) -> Sitting:
        """Turn to a machine; its window stays open all day."""
        return self.seats[name].turn_to()

    def start(self, name: str) -> Sitting:
        """Start the program on a machine."""
        self.seats[name] = Sitting(self.folder / name, clock=self.clock)
        return self.seats[name]

    def stick(self, name: str) -> Path:
        """The folder of a stick, empty at first."""
        (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name

    def app(self, name: str) -> App:
        """What a machine's window works with, to read beside it."""
        app = self.seats[name].program.app
        assert app is not None
        return app

    def notes_at_office(self) -> set[str]:
        """The notes of all visits that stand at the office now."""
        return {visit.note for card in cards(self.app("office")) for visit in card.visits}

    def open(self, name: str) -> App:
        """Open a workspace beside its window."""
        return open_workspace(self.folder / name, WORDS[name], clock=self.clock)
