"""The small forms of the place Meetings: planning, changing, inviting, counting whoever has no name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.meetings import Invitee, Meeting, MeetingDraft, MeetingKind
from outreach_app.domain.people import Category, PartialDate
from outreach_app.domain.rows import HouseholdFilter, VillageRow
from outreach_app.errors import BadInput, Message, OutreachError, say
from ui.models.committees import EVERYBODY_SITTING
from ui.presenters.ports import InviteAt, Ports, Undo

if TYPE_CHECKING:
    from outreach_app.app import App

_FIELDS_OF_KEYS = {
    "hour": ("hour",), "heads": ("planned", "others"), "lead_only": ("village",), "no_day": ("day",),
    "no_meeting": ("meeting",),
}  # fmt: skip
"""Beside which of its fields a form says an error of the services."""


class FormKind(StrEnum):
    """Which form is open."""

    PLAN = "plan"
    CHANGE = "change"
    INVITE = "invite"
    INVITE_FROM_LIST = "invite_from_list"
    INVITE_CANVASSERS = "invite_canvassers"
    COUNT = "count"


_INVITING = (FormKind.INVITE, FormKind.INVITE_FROM_LIST, FormKind.INVITE_CANVASSERS)


class Whom(StrEnum):
    """Who of a list of households is invited."""

    ALL = "all"
    ONE = "one"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with the values it opened with, the errors beside its fields, and whether it is being stored.

    `meetings` are those to choose from where the form asks to which; `subject` is the meeting it is about.
    """

    kind: FormKind
    values: Mapping[str, object]
    subject: bytes | None = None
    meetings: tuple[Meeting, ...] = ()
    source: InviteAt | None = None
    errors: Mapping[str, tuple[Message, ...]] = field(default_factory=lambda: MappingProxyType({}))
    busy: bool = False


class MeetingForms:
    """Opens and stores the forms; `show` gets the open form or None, `made` the id of a meeting to stand on."""

    def __init__(
        self, app: "App", ports: Ports, *, show: Callable[[OpenForm | None], None], made: Callable[[bytes], None]
    ) -> None:  # fmt: skip
        self._app, self._ports, self._show, self._made = app, ports, show, made
        self._form: OpenForm | None = None

    # ------------------------------------------------------------------------------------------------------ opening
    def plan(self, villages: Sequence[VillageRow], *, whole_area: bool, today: date | None) -> None:
        """Plan a meeting; where there is only one village it stands there already."""
        first = villages[0].id if villages and (len(villages) == 1 or not whole_area) else None
        day = PartialDate(today.year, today.month, today.day) if today else None
        values = {"kind": MeetingKind.SMALL_GROUP, "day": day, "village": first}
        self._put(OpenForm(FormKind.PLAN, values))

    def change(self, meeting: Meeting) -> None:
        """Change what was planned."""
        values = {
            "kind": meeting.kind, "day": PartialDate(meeting.day.year, meeting.day.month, meeting.day.day),
            "hour": meeting.hour, "village": meeting.village, "place": meeting.place, "led_by": meeting.led_by,
            "topic": meeting.topic, "planned": "" if meeting.planned is None else str(meeting.planned),
        }  # fmt: skip
        self._put(OpenForm(FormKind.CHANGE, values, meeting.id, (meeting,)))

    def invite(self, meeting: Meeting) -> None:
        """Invite everybody of a village, or of one category there."""
        values = {"village": meeting.village, "category": None}
        self._put(OpenForm(FormKind.INVITE, values, meeting.id, (meeting,)))

    def invite_from_list(self, source: InviteAt, meetings: Sequence[Meeting], *, today: date) -> None:
        """Invite households chosen in the place Households to a meeting that is still to come."""
        coming = tuple(each for each in reversed(meetings) if each.day >= today)
        if not coming:
            self._ports.places.notice(
                say("No meeting is planned yet: plan one, then choose the households again.")
            )
            return
        whom = Whom.ONE if source.household is not None else Whom.ALL
        values = {"meeting": coming[0].id, "whom": whom}
        self._put(OpenForm(FormKind.INVITE_FROM_LIST, values, None, coming, source))

    def invite_canvassers(self, meeting: Meeting) -> None:
        """Put canvassers on the list of a training: one, or everybody who works here."""
        self._put(OpenForm(FormKind.INVITE_CANVASSERS, {"canvasser": None}, meeting.id, (meeting,)))

    def count(self, meeting: Meeting) -> None:
        """Count whoever came and is known by no name."""
        values = {"others": "" if meeting.others is None else str(meeting.others)}
        self._put(OpenForm(FormKind.COUNT, values, meeting.id, (meeting,)))

    def leave(self) -> None:
        """Close the form without storing."""
        if self._form is not None and not self._form.busy:
            self._put(None)

    # ------------------------------------------------------------------------------------------------------ storing
    def store(self, values: Mapping[str, Any]) -> None:
        """Store what was typed; what is wrong with a field is said beside it."""
        form = self._form
        if form is None or form.busy:
            return
        self._put(replace(form, busy=True, errors={}, values={**form.values, **values}))
        self._ports.command(
            lambda: self._work(form, values), done=lambda done: self._stored(form, done), failed=self._failed
        )

    def _work(self, form: OpenForm, values: Mapping[str, Any]) -> Any:
        meetings, subject = self._app.meetings, form.subject
        if form.kind is FormKind.PLAN:
            return meetings.make(_draft_of(values))
        if form.kind is FormKind.INVITE_FROM_LIST:
            return self._invite_chosen(form, values)
        assert subject is not None
        if form.kind is FormKind.CHANGE:
            return meetings.change(subject, _draft_of(values))
        if form.kind is FormKind.COUNT:
            return meetings.count_others(subject, _read_count(values["others"]))
        if form.kind is FormKind.INVITE_CANVASSERS:
            return meetings.invite(subject, self._list_trained(values["canvasser"]))
        category = values["category"]
        wanted = HouseholdFilter(
            village=values["village"], category=category if isinstance(category, Category) else None
        )
        return meetings.invite(subject, [Invitee(home) for home in meetings.choose_households(wanted)])

    def _list_trained(self, chosen: object) -> list[Invitee]:
        """Whom a choice means: one by id, everybody on committees, or everybody who works here."""
        working = [each.id for each in self._app.office.list_canvassers()]
        if isinstance(chosen, bytes):
            return [Invitee(canvasser=chosen) if chosen in working else Invitee(committee_member=chosen)]
        if chosen == EVERYBODY_SITTING:
            return [Invitee(committee_member=each.id) for each, _ in self._app.committees.list_members()]
        return [Invitee(canvasser=each) for each in working]

    def _invite_chosen(self, form: OpenForm, values: Mapping[str, Any]) -> Any:
        meetings, source = self._app.meetings, form.source
        assert source is not None
        if values["whom"] is Whom.ONE and source.household is not None:
            return meetings.invite(values["meeting"], [Invitee(source.household)])
        wanted = replace(source.wanted, today=self._app.desk.today)
        return meetings.invite(
            values["meeting"], [Invitee(home) for home in meetings.choose_households(wanted)]
        )

    def _stored(self, form: OpenForm, done: Any) -> None:
        asked = self._form.values if self._form is not None else {}
        self._put(None)
        places, app = self._ports.places, self._app
        if form.kind is FormKind.PLAN:
            places.remember(
                Undo(say("the meeting that was planned"), lambda: app.meetings.take_off(done.value))
            )
            places.notice(say("The meeting is planned; invite with M."))
            self._made(done.value)
        elif form.kind in _INVITING:
            places.notice(say("Newly invited: {count}", count=done.value))
            chosen = form.subject or asked.get("meeting")
            if isinstance(chosen, bytes):
                self._made(chosen)
        else:
            (former,) = form.meetings
            undo = (
                (lambda: app.meetings.count_others(former.id, former.others))
                if form.kind is FormKind.COUNT
                else (lambda: app.meetings.change(former.id, draft_of(former)))
            )
            places.remember(Undo(say("the change of the meeting"), undo))
            places.notice(say("Saved: the meeting of {day}", day=former.day))

    def _failed(self, error: OutreachError) -> None:
        form = self._form
        if form is None:
            return
        beside = next((name for name in _FIELDS_OF_KEYS.get(error.key, ()) if name in form.values), None)
        errors = {beside: (error.message, error.advice)} if beside else {}
        self._put(replace(form, busy=False, errors=errors))
        if beside is None:
            self._ports.places.trouble(error)

    def _put(self, form: OpenForm | None) -> None:
        self._form = form
        self._show(form)


def draft_of(meeting: Meeting) -> MeetingDraft:
    """What was planned of a meeting, as the service takes it."""
    return MeetingDraft(
        meeting.kind, meeting.day, meeting.village, hour=meeting.hour, place=meeting.place, led_by=meeting.led_by,
        topic=meeting.topic, planned=meeting.planned,
    )  # fmt: skip


def _draft_of(values: Mapping[str, Any]) -> MeetingDraft:
    day, village = values.get("day"), values.get("village")
    if not isinstance(day, PartialDate) or day.day is None:
        raise BadInput(say("The day is missing."), say("Type the day of the meeting."), key="no_day")
    return MeetingDraft(
        MeetingKind(values["kind"]), day.first_day, village if isinstance(village, bytes) else None,
        hour=str(values.get("hour") or ""), place=str(values.get("place") or ""),
        led_by=str(values.get("led_by") or ""), topic=str(values.get("topic") or ""),
        planned=_read_count(values.get("planned")),
    )  # fmt: skip


def _read_count(value: object) -> int | None:
    text = str(value or "").strip().replace(".", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise BadInput(
            say("“{text}” is not a number of people.", text=text), say("Type digits only."), key="heads"
        )
    return int(text[:9])
