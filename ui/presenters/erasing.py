"""Erasing a person who asked for it: what would go, who asked and why, the name typed to confirm, what was done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.people import PartialDate
from outreach_app.domain.progress import Step
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.exchange_state import Progress
from ui.presenters.ports import EraseAt, HouseholdAt, Latest, Ports

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.erasing import ErasureReport

_LOOK_AGAIN_MS = 100
_FIELDS_OF_KEYS = {"no_reason": "why", "names_person": "why", "day_to_come": "asked_on"}
"""Which field an error of the service belongs beside."""


class EraseStage(StrEnum):
    """How far it is: working out what would go, being asked, erasing, done."""

    LOOKING = "looking"
    ASKING = "asking"
    ERASING = "erasing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ErasingState:
    """Whom it is about, until they are erased; what would go, or what was done; what is wrong with the form."""

    at: EraseAt | None = None
    stage: EraseStage = EraseStage.LOOKING
    today: date = date.min
    report: "ErasureReport | None" = None
    step: Step | None = None
    errors: Mapping[str, Message] = field(default_factory=lambda: MappingProxyType({}))


class ErasingPresenter:
    """Shows what would go, takes who asked and why, and erases once the name was typed."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[ErasingState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = ErasingState()
        self._previews, self._progress = Latest(), Progress()
        self._household = b""

    def enter(self, subject: object) -> None:
        """Begin with somebody; while somebody is being erased nothing else begins."""
        if self._state.stage is EraseStage.ERASING or not isinstance(subject, EraseAt):
            self._show(self._state)
            return
        self._household = subject.household
        self._state = ErasingState(subject, today=self._app.desk.today)
        self._show(self._state)
        # A rehearsal takes the one write transaction, so it stands in line with the commands.
        self._ports.command(
            lambda: self._app.erasing.preview(subject.person),
            done=self._previews.only(lambda report: self._set(stage=EraseStage.ASKING, report=report)),
            failed=self._fail_looking,
        )

    def _fail_looking(self, error: OutreachError) -> None:
        if self._state.stage is EraseStage.LOOKING:
            self.leave()
        self._ports.places.trouble(error)

    def leave(self) -> None:
        """Go back to the household; an erasure that has begun goes on to its end."""
        if self._state.stage is not EraseStage.ERASING:
            self._ports.places.go("households", HouseholdAt(self._household))

    def put_away(self) -> None:
        """Forget who it was about and what was typed, since another place is gone to."""
        if self._state.stage is not EraseStage.ERASING:
            self._previews.drop()
            self._state = ErasingState()
            self._show(self._state)

    def erase(self, values: Mapping[str, object]) -> None:
        """Erase for good, once everything is filled in and the name was typed."""
        at = self._state.at
        if at is None or self._state.stage is not EraseStage.ASKING:
            return
        if errors := find_errors(values, at.name, today=self._app.desk.today):
            self._set(errors=errors)
            return
        who, day, why = values["asked_by"], values["asked_on"], str(values["why"])
        assert isinstance(who, AskedBy)
        assert isinstance(day, PartialDate)
        self._set(stage=EraseStage.ERASING, errors=MappingProxyType({}), step=None)
        progress = self._start_progress()
        self._ports.command(
            lambda: self._app.erasing.erase(
                at.person, why=why, asked_by=who, asked_on=day.first_day, watch=progress
            ),
            done=lambda done: self._set(at=None, stage=EraseStage.DONE, report=done.value),
            failed=self._fail,
        )

    def _fail(self, error: OutreachError) -> None:
        place = _FIELDS_OF_KEYS.get(error.key)
        self._set(stage=EraseStage.ASKING, errors={place: error.message} if place else {})
        if place is None:
            self._ports.places.trouble(error)

    def _start_progress(self) -> Progress:
        self._progress = progress = Progress()
        self._ports.later(_LOOK_AGAIN_MS, lambda: self._follow_progress(progress))
        return progress

    def _follow_progress(self, progress: Progress) -> None:
        if progress is not self._progress or self._state.stage is not EraseStage.ERASING:
            return
        if progress.step != self._state.step:
            self._set(step=progress.step)
        self._ports.later(_LOOK_AGAIN_MS, lambda: self._follow_progress(progress))

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)


def find_errors(values: Mapping[str, object], name: str, *, today: date) -> dict[str, Message]:
    """Say beside which fields something is missing or wrong; all of them at once."""
    wrong: dict[str, Message] = {}
    day = values.get("asked_on")
    if not isinstance(day, PartialDate):
        wrong["asked_on"] = say("Write the day as 20/11/2026.")
    elif day.first_day > today:
        wrong["asked_on"] = say("The day of the request is not over yet.")
    if not isinstance(values.get("asked_by"), AskedBy):
        wrong["asked_by"] = say("Choose who asked.")
    if not str(values.get("why") or "").strip():
        wrong["why"] = say("The reason is missing.")
    if fold(normalize(str(values.get("confirm") or ""))) != fold(normalize(name)):
        wrong["confirm"] = say("This is not the person's name.")
    return wrong
