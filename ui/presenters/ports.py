"""What presenters are given: reading and writing in the background, waiting, and the way to other places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.domain.visits import Channel
from outreach_app.errors import Message, OutreachError
from outreach_app.i18n import Catalogue

Answer = TypeVar("Answer")


class Query(Protocol):
    """Read in the background and hand the answer to `done` on the main thread.

    Within a named `series` only the latest request is answered. Without `failed` an error goes to the problem banner.
    `behind`: nobody waits for the answer, so it may be read when the desk is calm.
    """

    def __call__(
        self,
        work: Callable[[], Answer],
        *,
        done: Callable[[Answer], None],
        failed: Callable[[OutreachError], None] | None = None,
        series: str = "",
        behind: bool = False,
    ) -> None:
        """Start reading."""


class Command(Protocol):
    """Write in the background, one command after the other; what it gives back is broadcast before `done`."""

    def __call__(
        self,
        work: Callable[[], Answer],
        *,
        done: Callable[[Answer], None],
        failed: Callable[[OutreachError], None] | None = None,
    ) -> None:
        """Start writing."""


class InTurn(Protocol):
    """Call something on the main thread once every command asked for so far is answered; later ones wait for it."""

    def __call__(self, action: Callable[[], None]) -> None:
        """Wait for its turn, then call."""


class Later(Protocol):
    """Call something on the main thread after so many milliseconds, unless the screen has gone by then."""

    def __call__(self, milliseconds: int, action: Callable[[], None]) -> None:
        """Wait, then call."""


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take the last command back: what it was, in words, and the service call that undoes it."""

    what: Message
    work: Callable[[], Any]


class Places(Protocol):
    """The way to other places, and the few things a place says to the frame."""

    def go(self, place: str, subject: object = None) -> None:
        """Open a place by its key; `subject` says what to open there (a `VisitAt`, a `HouseholdAt`, ...)."""

    def has(self, place: str) -> bool:
        """Whether this role has a place."""

    def notice(self, message: Message) -> None:
        """Say in passing what was just done."""

    def trouble(self, error: OutreachError) -> None:
        """Show a problem and what to do next in the one banner."""

    def remember(self, undo: Undo) -> None:
        """Make this the command that Ctrl+Z takes back."""

    def speak(self, language: str) -> None:
        """Show everything in another language, `vi` or `en`; what is being typed stays."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What wiring hands to every presenter; `words` is the reader's language, for what is printed or named."""

    query: Query
    command: Command
    in_turn: InTurn
    later: Later
    places: Places
    words: Catalogue


class Sense(StrEnum):
    """What a state means; a screen turns it into a colour, always beside a word and a sign."""

    GOOD = "good"
    WAIT = "wait"
    BAD = "bad"
    ACCENT = "accent"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """The row of a sheet that a visit is typed back from (None beside the list), and who walked."""

    sheet: bytes
    row: int | None
    canvasser: bytes | None


@dataclass(frozen=True, slots=True)
class VisitAt:
    """A visit to type: the household, the doors that follow it, and what is known already.

    `visited_on` is the sheet's day when it is not today, `printed` the sheet's row; `correcting` names the visit that
    is to be replaced; `back` is the place to return to when no door follows; `channel` says how people are spoken to,
    `meeting` at which meeting.
    """

    household: bytes
    route: tuple[bytes, ...] = ()
    visited_on: date | None = None
    correcting: bytes | None = None
    draft: str | None = None
    back: str = "today"
    printed: PrintedRow | None = None
    channel: Channel = Channel.DOOR
    meeting: bytes | None = None


@dataclass(frozen=True, slots=True)
class HouseholdAt:
    """A household to look at in the place Households."""

    household: bytes


@dataclass(frozen=True, slots=True)
class PersonAt:
    """The form of a member in the place Households; `errors` say by field what is missing or wrong."""

    household: bytes
    person: bytes
    errors: Mapping[str, Message]


@dataclass(frozen=True, slots=True)
class HouseholdsAt:
    """The list of households under these filters, and the one stood on."""

    wanted: HouseholdFilter
    household: bytes | None = None


@dataclass(frozen=True, slots=True)
class StandAt:
    """A line to stand on in a place that is a list, by what names its lines there."""

    line: Any


@dataclass(frozen=True, slots=True)
class ConsentAt:
    """A person whose consents are looked at, and the place to come back to with what to open there."""

    person: bytes
    back: str = "households"
    back_at: object = None


@dataclass(frozen=True, slots=True)
class EraseAt:
    """A person who asked to be erased, with the household to come back to."""

    person: bytes
    name: str
    household: bytes
    code: str


@dataclass(frozen=True, slots=True)
class SheetAt:
    """A sheet to type back, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class SignUpWish:
    """What one person is to be signed up for: scheme, months paid at once, income in đồng a month or support group."""

    person: bytes
    scheme: Scheme
    months: int
    income: int | None = None
    support: str = "none"


@dataclass(frozen=True, slots=True)
class SignUpAt:
    """A sign-up to write down; `route` are the doors that follow, `back` the place to return to.

    `wishes` were chosen before, in Advise; they are taken one after the other.
    """

    household: bytes
    person: bytes | None = None
    visit: bytes | None = None
    route: tuple[bytes, ...] = ()
    back: str = "today"
    wishes: tuple[SignUpWish, ...] = ()


@dataclass(frozen=True, slots=True)
class AdviseAt:
    """A household to advise; `worry` opens the answer to it, `back` is the place to return to."""

    household: bytes
    person: bytes | None = None
    worry: str | None = None
    visit: bytes | None = None
    route: tuple[bytes, ...] = ()
    back: str = "today"


class Paper(StrEnum):
    """What the place Print can print."""

    VISIT_LIST = "visit_list"
    LEAFLET = "leaflet"
    SUMMARY = "summary"
    LEAFLETS = "leaflets"
    APPOINTMENTS = "appointments"
    FORMS = "forms"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PrintAt:
    """A paper to look at in the place Print; `subject` is the village of a visit list, the household of a leaflet."""

    paper: Paper
    subject: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProgressPaperAt:
    """The results of a unit within some days, to look at in the place Print."""

    unit: str
    period: Period


@dataclass(frozen=True, slots=True)
class ResultsAt:
    """A village whose results are looked at in the place Campaign, for the days that are chosen there."""

    village: bytes


@dataclass(frozen=True, slots=True)
class VillagesAt:
    """The villages of a unit in one table; `days` after which a door without a visit counts as neglected."""

    unit: str
    days: int = 30


@dataclass(frozen=True, slots=True)
class HeardAt:
    """What was heard and taught in a unit within some days, to look at beside the place Campaign."""

    unit: str
    period: Period


@dataclass(frozen=True, slots=True)
class SlipAt:
    """The slip of cash that was handed over, to look at in the place Print."""

    hand_over: bytes


@dataclass(frozen=True, slots=True)
class PrivacyPaperAt:
    """A household's sheet of consents, or the copy of everything held about a person, to look at in the place Print."""

    household: bytes | None = None
    person: bytes | None = None


@dataclass(frozen=True, slots=True)
class ArrivalsPaperAt:
    """What came from other machines on a day, to look at in the place Print."""

    day: date


@dataclass(frozen=True, slots=True)
class CommitteesPaperAt:
    """Committees, recipients of reports and communes without a committee, to look at in the place Print."""


class MeetingPaper(StrEnum):
    """What is printed for a meeting."""

    INVITATIONS = "invitations"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class MeetingPaperAt:
    """A paper of a meeting, to look at in the place Print."""

    meeting: bytes
    paper: MeetingPaper


@dataclass(frozen=True, slots=True)
class InviteAt:
    """Households to invite to a meeting: everybody of a list, or the one stood on."""

    wanted: HouseholdFilter
    household: bytes | None = None


class Latest:
    """Numbers the requests of one kind, so that a late older answer never overwrites a newer one."""

    def __init__(self) -> None:
        self._last = 0

    def only(self, take: Callable[[Answer], None]) -> Callable[[Answer], None]:
        """Count one more request; the callable returned passes its answer on only while it is the last one."""
        self._last += 1
        number = self._last

        def take_if_last(answer: Answer) -> None:
            if number == self._last:
                take(answer)

        return take_if_last

    def drop(self) -> None:
        """Let no answer that is on its way through any more."""
        self._last += 1
