"""The frame around all places: who works, what is saved and waits, the last problem, the last command to undo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.rows import CanvasserRow, Standing
from outreach_app.domain.text import fold
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.ports import Latest, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App

Count = Callable[["App", Standing], int]
_UNDOS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong and what to do next; `place` is the one it belongs to, or nothing when it stays everywhere."""

    message: Message
    advice: Message
    place: str = ""


@dataclass(frozen=True, slots=True)
class FrameState:
    """What stands around the work area; `people` is filled while somebody chooses who works.

    `asking_pin` is whoever was chosen and has a PIN here.
    """

    standing: Standing | None = None
    place: str = ""
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    trouble: Trouble | None = None
    notice: Message | None = None
    can_undo: bool = False
    people: tuple[CanvasserRow, ...] = ()
    choosing_person: bool = False
    asking_pin: CanvasserRow | None = None


class FramePresenter:
    """Keeps rail, header and banner true."""

    def __init__(
        self, app: "App", ports: Ports, *, show: Callable[[FrameState], None], counts: Mapping[str, Count]
    ) -> None:
        self._app, self._ports, self._show, self._counters = app, ports, show, dict(counts)
        self._state = FrameState()
        self._undos: list[Undo] = []
        self._read, self._counted = Latest(), Latest()

    @property
    def undos(self) -> list[Undo]:
        """The commands that can be taken back, the last one at the end."""
        return list(self._undos)

    @property
    def state(self) -> FrameState:
        """What is shown now."""
        return self._state

    def start(self) -> None:
        """Read how things stand; ask who works when nobody has said so yet."""
        self._refresh(first=True)

    def resume(self, former: "FramePresenter") -> None:
        """Go on with the commands that another frame of the same workspace could take back."""
        self._undos = former.undos
        self._set(can_undo=bool(self._undos))

    def take(self, news: object) -> None:
        """Look again after a command; what was stored since ends the problem of the place before it."""
        if isinstance(news, Changes):
            if self._state.trouble is not None and self._state.trouble.place and not news.by_others:
                self.put_trouble_away()
            self._refresh()

    def stand_in(self, place: str) -> None:
        """Say which place is shown; a problem of another place stays behind."""
        trouble = self._state.trouble
        left = trouble is not None and trouble.place not in ("", place)
        self._set(place=place, trouble=None if left else trouble)

    def say_trouble(self, error: OutreachError, *, everywhere: bool = False) -> None:
        """Show a problem until its place is left, or `everywhere` until it is put away; a later one takes its place."""
        place = "" if everywhere else self._state.place
        self._set(trouble=Trouble(error.message, error.advice, place), notice=None)

    def put_trouble_away(self) -> None:
        """Hide the problem."""
        self._set(trouble=None)

    def say_notice(self, message: Message) -> None:
        """Say in passing what was done; a command that went well also ends the problem before it."""
        self._set(notice=message, trouble=None)

    def put_notice_away(self) -> None:
        """Hide what was said in passing."""
        self._set(notice=None)

    def remember(self, undo: Undo) -> None:
        """Keep the last commands that can be taken back."""
        self._undos = [*self._undos, undo][-_UNDOS_KEPT:]
        self._set(can_undo=True)

    def undo(self) -> None:
        """Take the last command back, which may still be on its way: whoever errs notices while it is being stored.

        Asked twice it takes back two.
        """
        self._ports.in_turn(self._undo_last)

    def _undo_last(self) -> None:
        if not self._undos:
            self.say_notice(say("There is nothing to undo."))
            return
        last = self._undos.pop()
        self._ports.command(last.work, done=lambda _done: self._undone(last), failed=self.say_trouble)

    def _undone(self, last: Undo) -> None:
        self._set(can_undo=bool(self._undos))
        self.say_notice(say("Undone: {what}", what=last.what))

    def choose_person(self) -> None:
        """List who may be working."""
        self._ports.query(self._app.office.list_working, done=self._list_people)

    def ask_again(self) -> None:
        """Whoever works under a PIN says so again: somebody else may have come to this laptop."""
        self._ports.command(self._app.pins.stand_back, done=self._choose_after_lock)

    def _choose_after_lock(self, asked: bool) -> None:
        if asked:
            self._refresh(first=True)

    def _list_people(self, people: list[CanvasserRow]) -> None:
        self._set(people=tuple(people), choosing_person=True)

    def leave_people(self) -> None:
        """Keep who works now; from the question for a PIN the way leads back to the names."""
        asked = self._state.asking_pin is not None
        self._set(choosing_person=asked, asking_pin=None)

    def work_as(self, person: bytes, pin: str = "") -> None:
        """Sign what follows with this person's name; whoever has a PIN here is asked for it."""
        self._ports.command(
            lambda: self._app.office.choose_canvasser(person, pin=pin),
            done=self._person_chosen,
            failed=lambda error: self._ask_pin(error, person),
        )

    def give_pin(self, pin: str) -> None:
        """Try the PIN that was asked for."""
        if self._state.asking_pin is not None:
            self.work_as(self._state.asking_pin.id, pin)

    def _ask_pin(self, error: OutreachError, person: bytes) -> None:
        found = next((each for each in self._state.people if each.id == person), None)
        if error.key == "pin_missing" and found is not None:
            self._set(asking_pin=found)
        else:
            self.say_trouble(error)

    def work_as_new(self, name: str) -> None:
        """Enter somebody new, who then works."""
        known = next((each for each in self._state.people if fold(each.name) == fold(name)), None)
        if known is not None:
            self.work_as(known.id)
            return
        self._ports.command(lambda: self._app.office.say_who_works(name), done=self._person_chosen)

    def _person_chosen(self, _done: object) -> None:
        self._set(choosing_person=False, asking_pin=None, trouble=None)
        self._refresh()

    def _refresh(self, *, first: bool = False) -> None:
        take: Callable[[Standing], None] = self._read.only(
            lambda read: self._take_standing(read, first=first)
        )
        self._ports.query(self._app.standing, done=take, series="standing")

    def _take_standing(self, standing: Standing, *, first: bool) -> None:
        self._set(standing=standing)
        take: Callable[[dict[str, int]], None] = self._counted.only(lambda counts: self._set(counts=counts))
        self._ports.query(lambda: self._count(standing), done=take, series="counts", behind=True)
        if first and standing.canvasser is None:
            self.choose_person()

    def _count(self, standing: Standing) -> dict[str, int]:
        return {key: count(self._app, standing) for key, count in self._counters.items()}

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def count_doors(app: "App", _standing: Standing) -> int:
    """Count today's doors that have a reason beyond never having been visited."""
    return app.work.count_due()


def count_sheets(_app: "App", standing: Standing) -> int:
    """Count the sheets that were printed and not typed back."""
    return standing.sheets_open
