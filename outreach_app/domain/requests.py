"""What people ask for about their own data (Law 91/2025 Art 4), until when it is due, and how it ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach_app.i18n import N_


class RequestKind(StrEnum):
    """What somebody asks for."""

    SEE = "see"
    COPY = "copy"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    RESTRICT = "restrict"
    OBJECT = "object"
    DELETE = "delete"


KIND_NAMES: dict[RequestKind, str] = {
    RequestKind.SEE: N_("to see the data"),
    RequestKind.COPY: N_("to get a copy"),
    RequestKind.CORRECT: N_("to have something corrected"),
    RequestKind.WITHDRAW: N_("to withdraw a consent"),
    RequestKind.RESTRICT: N_("to have the use restricted"),
    RequestKind.OBJECT: N_("objects to the use"),
    RequestKind.DELETE: N_("to have everything deleted"),
}


class RequestStep(StrEnum):
    """What happened to a request; `lifted` ends a restriction that was carried out, `undone` takes a step back."""

    ASKED = "asked"
    ANSWERED = "answered"
    EXTENDED = "extended"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    LIFTED = "lifted"
    UNDONE = "undone"


STEP_NAMES: dict[RequestStep, str] = {
    RequestStep.ASKED: N_("asked"),
    RequestStep.ANSWERED: N_("answered"),
    RequestStep.EXTENDED: N_("extended"),
    RequestStep.DONE: N_("carried out"),
    RequestStep.REFUSED: N_("refused, with the reason"),
    RequestStep.TAKEN_BACK: N_("taken back by the person"),
    RequestStep.LIFTED: N_("restriction ended"),
    RequestStep.UNDONE: N_("entered by mistake"),
}

DECIDING_STEPS = frozenset({RequestStep.EXTENDED, RequestStep.DONE, RequestStep.REFUSED, RequestStep.LIFTED})
"""What a team lead or the office decides; everybody else only notes what was asked and answered."""

_CLOSING = frozenset({RequestStep.DONE, RequestStep.REFUSED, RequestStep.TAKEN_BACK, RequestStep.LIFTED})
_RESTRICTING = frozenset({RequestKind.RESTRICT, RequestKind.OBJECT})
_FREEING = frozenset({RequestStep.REFUSED, RequestStep.TAKEN_BACK, RequestStep.LIFTED})


class Counting(StrEnum):
    """How days are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Days until something is due, from a day on, with the law and how well it is known (`mark`)."""

    key: str
    days: int
    unit: Counting
    extension: int
    since: date
    decree: str
    article: str
    mark: str
    note: str
    note_en: str

    def count_from(self, day: date, *, extended: bool = False) -> date:
        """Find the last day."""
        if self.unit is Counting.WORKING:
            return add_working_days(day, self.days)
        return day + timedelta(days=self.days + (self.extension if extended else 0))


def add_working_days(day: date, days: int) -> date:
    """Count working days on: Monday to Friday; public holidays count as well, which is the earlier day."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """One row: the request itself (`request` None) or a later step of it; never edited."""

    id: bytes
    person: bytes
    kind: RequestKind
    step: RequestStep
    on: date
    made: int = 0
    request: bytes | None = None
    asked_by: str = "self"
    note: str = ""
    canvasser: bytes | None = None
    canvasser_name: str = ""
    supersedes: bytes | None = None


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request with its steps in order; `answer_by` and `due` are last days, `closed` the step that ended it."""

    id: bytes
    person: bytes
    kind: RequestKind
    asked_on: date
    asked_by: str
    note: str
    steps: tuple[RequestEvent, ...]
    answer_by: date
    due: date
    closed: RequestEvent | None

    @property
    def answered(self) -> bool:
        """Whether the person was told that the request has arrived, or what came of it."""
        return self.closed is not None or any(step.step is not RequestStep.ASKED for step in self.steps)

    @property
    def extended(self) -> bool:
        """Whether it was extended."""
        return any(step.step is RequestStep.EXTENDED for step in self.steps)

    @property
    def restricts(self) -> bool:
        """Whether the person is left out of lists, calls and leaflets because of it: from the day it was asked."""
        ended = self.closed is not None and self.closed.step in _FREEING
        return self.kind in _RESTRICTING and not ended

    def next_due(self) -> date:
        """The nearest last day of what is still open."""
        return self.due if self.answered else min(self.answer_by, self.due)

    def days_left(self, today: date) -> int:
        """Days until then; negative once it is over."""
        return (self.next_due() - today).days


def gather_requests(events: Iterable[RequestEvent], deadlines: "Deadlines") -> list[DataRequest]:
    """Put rows together into requests, the most urgent open one first, then the closed, newest first.

    Steps whose request has not arrived wait unseen.
    """
    known = list(events)
    corrected = {event.supersedes for event in known if event.supersedes is not None}
    live = [e for e in known if e.id not in corrected and e.step is not RequestStep.UNDONE]
    steps: dict[bytes, list[RequestEvent]] = {e.id: [e] for e in live if e.request is None}
    stands_for = _find_versions(known, steps)
    for event in sorted(live, key=lambda e: (e.on, e.made, e.id)):
        request = stands_for.get(event.request or b"")
        if request is not None:
            steps[request].append(event)
    found = [_gather(each, deadlines) for each in steps.values()]
    return sorted(found, key=_order)


def _find_versions(events: Iterable[RequestEvent], live: Iterable[bytes]) -> dict[bytes, bytes]:
    """By every row that a request ever was, the one it is now: one that came back after an undo was written anew."""
    former = {event.id: event.supersedes for event in events}
    found: dict[bytes, bytes] = {}
    for request in live:
        row: bytes | None = request
        while row is not None and row not in found:
            found[row] = request
            row = former.get(row)
    return found


def _order(request: DataRequest) -> tuple[bool, int, bytes]:
    if request.closed is None:
        return False, request.next_due().toordinal(), request.id
    return True, -request.closed.on.toordinal(), request.id


def _gather(steps: list[RequestEvent], deadlines: "Deadlines") -> DataRequest:
    first = steps[0]
    extended = any(step.step is RequestStep.EXTENDED for step in steps)
    closing = [step for step in steps if step.step in _CLOSING]
    return DataRequest(
        first.id, first.person, first.kind, first.on, first.asked_by, first.note, tuple(steps),
        deadlines.find("answer", first.on).count_from(first.on),
        deadlines.find(first.kind.value, first.on).count_from(first.on, extended=extended),
        closing[-1] if closing else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The dated deadlines by key, oldest first."""

    by_key: Mapping[str, tuple[Deadline, ...]]

    def find(self, key: str, on: date) -> Deadline:
        """Find the one that holds on a day; before the first the first counts."""
        dated = self.by_key[key]
        return next((each for each in reversed(dated) if each.since <= on), dated[0])
