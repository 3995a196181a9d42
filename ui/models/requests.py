"""Requests about personal data and hidden values as the page of Settings shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from outreach_app.domain.consents import ValueToRemove
from outreach_app.domain.requests import RequestStep

if TYPE_CHECKING:
    from outreach_app.domain.requests import Deadline
    from outreach_app.services.requests import RequestTask


class RequestWork(StrEnum):
    """What the page's form does."""

    ANSWER = "answer"
    DONE = "done"
    REFUSE = "refuse"
    EXTEND = "extend"
    BACK = "back"
    LIFT = "lift"
    REMOVE = "remove"


STEPS: dict[RequestWork, RequestStep] = {
    RequestWork.ANSWER: RequestStep.ANSWERED,
    RequestWork.DONE: RequestStep.DONE,
    RequestWork.REFUSE: RequestStep.REFUSED,
    RequestWork.EXTEND: RequestStep.EXTENDED,
    RequestWork.BACK: RequestStep.TAKEN_BACK,
    RequestWork.LIFT: RequestStep.LIFTED,
}


@dataclass(frozen=True, slots=True)
class RequestsState:
    """Requests, the most urgent first; values to remove; the deadlines' laws by request."""

    today: date | None = None
    tasks: "tuple[RequestTask, ...]" = ()
    values: tuple[ValueToRemove, ...] = ()
    laws: "Mapping[bytes, Deadline] | None" = None

    @property
    def works(self) -> tuple[RequestWork, ...]:
        """What there is to do here now."""
        steps = tuple(STEPS) if self.tasks else ()
        return (*steps, RequestWork.REMOVE) if self.values else steps

    @property
    def open(self) -> int:
        """How many requests wait."""
        return sum(task.request.closed is None for task in self.tasks)
