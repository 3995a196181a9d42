"""Requests about personal data in words: days left, what happened, by which law."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from outreach_app.domain.requests import KIND_NAMES, STEP_NAMES, DataRequest, RequestStep
from outreach_app.i18n import Catalogue

if TYPE_CHECKING:
    from outreach_app.services.requests import RequestTask

Mark = tuple[str, str, str]
"""Words, sign and tone of a tag."""
Row = tuple[object, str, str, Mark | None]
"""Id, title, one line, and its state."""
_DOT = " · "


def list_tasks(words: Catalogue, tasks: Sequence["RequestTask"]) -> list[Row]:
    """Requests with how many days are left."""
    return [
        (task.request.id, _title(words, task), _place(words, task), mark_task(words, task)) for task in tasks
    ]


def _title(words: Catalogue, task: "RequestTask") -> str:
    return task.person.name if task.person else words.text("somebody who is not here yet")


def _place(words: Catalogue, task: "RequestTask") -> str:
    parts = [words.text(KIND_NAMES[task.request.kind])]
    parts.append(words.text("asked on {day}", day=words.date(task.request.asked_on)))
    if task.household is not None:
        parts += [task.household.code, task.household.village_name]
    if task.request.note:
        parts.append(task.request.note)
    return _DOT.join(part for part in parts if part)


def mark_task(words: Catalogue, task: "RequestTask") -> Mark:
    """The state of a request: days left, late, or how it ended."""
    request = task.request
    if request.closed is not None:
        good = request.closed.step is RequestStep.DONE
        return words.text(STEP_NAMES[request.closed.step]), "check" if good else "minus", "neutral"
    if task.days_left < 0:
        late = words.plural("{count} day late", "{count} days late", -task.days_left)
        return late, "triangle-alert", "bad"
    left = words.plural("{count} day left", "{count} days left", task.days_left)
    return left, "hourglass", "wait"


def tell_nearest(words: Catalogue, task: "RequestTask") -> str:
    """The most urgent request in a line: how long it has, what is asked, by whom."""
    who = task.person.name if task.person is not None else ""
    parts = (mark_task(words, task)[0], words.text(KIND_NAMES[task.request.kind]), who)
    return _DOT.join(part for part in parts if part)


def tell_request(
    words: Catalogue, request: DataRequest, *, law: str, answer: Mapping[str, date]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Everything about one request: until when, by which law, and what happened."""
    due = (
        words.text("Answer by {day}", day=words.date(answer["answer"])),
        words.text("Carried out by {day}", day=words.date(answer["due"])),
        law,
    )
    steps = tuple(
        _DOT.join(
            part
            for part in (words.date(s.on), words.text(STEP_NAMES[s.step]), s.note, s.canvasser_name)
            if part
        )
        for s in request.steps
    )
    return ((words.text("Until when"), due), (words.text("What happened"), steps))
