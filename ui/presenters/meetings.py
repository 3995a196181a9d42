"""The place Meetings: what is planned and was held, the list of a meeting typed back with one key per row."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach_app.domain.changes import Changes
from outreach_app.domain.meetings import (
    Attendance,
    Guest,
    Invitee,
    Meeting,
    MeetingKind,
    Reply,
    invitee_of,
    name_guest,
)
from outreach_app.domain.rows import SearchHit, VillageRow
from outreach_app.errors import Message, OutreachError, say
from ui.presenters.guest_finder import Finding, GuestFinder
from ui.presenters.meeting_forms import MeetingForms, OpenForm
from ui.presenters.ports import InviteAt, Latest, MeetingPaper, MeetingPaperAt, Ports, StandAt, Undo, VisitAt

if TYPE_CHECKING:
    from outreach_app.app import App

_PLACE = "meetings"
_TABLES = ("meeting", "meeting_guest", "visit", "household", "person", "canvasser")


@dataclass(frozen=True, slots=True)
class MeetingsState:
    """The meetings, newest first, and of the chosen one its list; `opened` once the list is being typed back.

    `guest` names the line stood on; `whole_area` tells whether this machine may plan for all villages.
    """

    loading: bool = True
    today: date | None = None
    whole_area: bool = False
    meetings: tuple[Meeting, ...] = ()
    villages: tuple[VillageRow, ...] = ()
    canvassers: tuple[tuple[bytes, str], ...] = ()
    sitting: tuple[tuple[bytes, str], ...] = ()
    chosen: bytes | None = None
    guests: tuple[Guest, ...] = ()
    opened: bool = False
    guest: Invitee | None = None
    finding: Finding | None = None
    form: OpenForm | None = None

    @property
    def meeting(self) -> Meeting | None:
        """The meeting stood on."""
        return next((each for each in self.meetings if each.id == self.chosen), None)

    @property
    def line(self) -> Guest | None:
        """The line of the list stood on."""
        return next((each for each in self.guests if name_guest(each) == self.guest), None)

    @property
    def is_over(self) -> bool:
        """Whether the chosen meeting has taken place, so that attendance can be noted."""
        return self.meeting is not None and self.today is not None and self.meeting.day <= self.today


class MeetingsPresenter:
    """Reads meetings and their lists, notes who came, opens forms, papers and visits."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[MeetingsState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = MeetingsState()
        self._reads, self._lists = Latest(), Latest()
        self._here = False
        self._writing = 0
        self._inviting: InviteAt | None = None
        self.forms = MeetingForms(app, ports, show=lambda form: self._set(form=form), made=self._made)
        self.finder = GuestFinder(
            app, ports, show=lambda finding: self._set(finding=finding), take=self._take_found
        )

    # ------------------------------------------------------------------------------------------------------ reading
    def enter(self, subject: object) -> None:
        """Look again whenever somebody comes here; with an `InviteAt` ask to which meeting."""
        self._here = True
        self._inviting = subject if isinstance(subject, InviteAt) else None
        if isinstance(subject, StandAt) and isinstance(subject.line, bytes):
            self._set(chosen=subject.line)
        self._show(self._state)
        self._reload()

    def here(self) -> StandAt:
        """What brings somebody back to the meeting stood on."""
        return StandAt(self._state.chosen)

    def leave(self) -> None:
        """Stop following what happens elsewhere; coming back looks again."""
        self._here = False

    def follow(self, news: object) -> None:
        """Look again after a command, as long as this place is open."""
        if self._here and isinstance(news, Changes) and news.touches(*_TABLES):
            self._reload()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._reads.only(self._take))

    def _read(self) -> dict[str, Any]:
        app = self._app
        return {
            "meetings": tuple(app.meetings.list_meetings()), "villages": tuple(app.households.list_villages()),
            "canvassers": tuple((each.id, each.name) for each in app.office.list_canvassers()),
            "sitting": tuple(
                (member.id, f"{member.name} ({committee.unit_name})")
                for member, committee in app.committees.list_members()
            ),
            "today": app.desk.today, "whole_area": app.standing().role != "canvasser",
        }  # fmt: skip

    def _take(self, read: dict[str, Any]) -> None:
        ids = [each.id for each in read["meetings"]]
        chosen = self._state.chosen if self._state.chosen in ids else next(iter(ids), None)
        opened = self._state.opened and chosen == self._state.chosen
        self._set(loading=False, chosen=chosen, opened=opened, **read)
        self._read_list()
        if self._inviting is not None:
            inviting, self._inviting = self._inviting, None
            self.forms.invite_from_list(inviting, self._state.meetings, today=read["today"])

    def stand_on(self, meeting: bytes | None) -> None:
        """Show what is known of a meeting."""
        if meeting != self._state.chosen:
            self.forms.leave()
            self._set(chosen=meeting, guests=(), guest=None)
            self._read_list()

    def _read_list(self) -> None:
        meeting = self._state.chosen
        if meeting is None:
            self._lists.drop()
            self._set(guests=(), guest=None)
            return
        self._ports.query(
            lambda: tuple(self._app.meetings.list_guests(meeting)), done=self._lists.only(self._take_list)
        )

    def _take_list(self, guests: tuple[Guest, ...]) -> None:
        if (
            self._writing
        ):  # what was read may be older than the keys pressed since; it is read again after them
            return
        names = [name_guest(each) for each in guests]
        kept = self._state.guest if self._state.guest in names else next(iter(names), None)
        self._set(guests=guests, guest=kept)

    def _made(self, meeting: bytes) -> None:
        self._set(chosen=meeting, opened=False)
        self._reload()

    # -------------------------------------------------------------------------------------------------- one meeting
    def open_list(self) -> None:
        """Go into the list of the chosen meeting, to the first line on which nothing is noted yet."""
        if self._state.chosen is not None:
            open_lines = [each for each in self._state.guests if not each.attended and not each.reply]
            first = next(iter(open_lines or self._state.guests), None)
            self._set(opened=True, guest=name_guest(first) if first else None)

    def close_list(self) -> None:
        """Go back to the meetings."""
        self.finder.leave()
        self._set(opened=False)

    def take_off(self) -> None:
        """Take the chosen meeting, or in its list the line stood on, off."""
        app, state = self._app, self._state
        meeting, line = state.meeting, state.line
        if meeting is None:
            return
        if not state.opened:
            what = say("the meeting of {day}", day=meeting.day)
            self._do(
                lambda: app.meetings.take_off(meeting.id),
                undo=Undo(what, lambda: app.meetings.bring_back(meeting.id)),
                notice=say("Taken off: the meeting of {day}", day=meeting.day),
            )
        elif line is not None and (line.attended or line.reply):
            self.note(None)
        elif line is not None:
            invitee = invitee_of(line)
            self._do(
                lambda: app.meetings.take_back_invitation(meeting.id, invitee),
                undo=Undo(
                    say("{name} off the list", name=line.name), lambda: app.meetings.invite(meeting.id, [invitee])
                ),
                notice=say("Off the list: {name}", name=line.name),
            )  # fmt: skip

    def print_paper(self, paper: MeetingPaper) -> None:
        """Show invitation slips or the sign-in list in the place Print."""
        if self._state.chosen is not None:
            self._ports.places.go("print", MeetingPaperAt(self._state.chosen, paper))

    # ---------------------------------------------------------------------------------------------------- attendance
    def stand_on_guest(self, guest: Invitee | None) -> None:
        """Stand on another line of the list."""
        self._set(guest=guest)

    def note(self, said: Attendance | Reply | None) -> None:
        """Note on the line stood on who came or what was answered, at once; the next line follows."""
        state, line = self._state, self._state.line
        if not state.opened or line is None or state.chosen is None:
            return
        if isinstance(said, Attendance) and not state.is_over:
            self._ports.places.notice(say("The meeting is still to come: note answers with 3 and 4."))
            return
        if said is None:
            changed = replace(line, attended=None) if line.attended else replace(line, reply=None)
        elif isinstance(said, Attendance):
            changed = replace(line, attended=said)
        else:
            changed = replace(line, reply=said)
        self._write(line, changed)
        if said is not None:
            self._step_on()

    def count_heads(self, step: int) -> None:
        """Count one person more or fewer of the household stood on as there."""
        line = self._state.line
        if line is None or not self._state.opened or not self._state.is_over:
            return
        if line.is_whole:
            heads = max(1, line.count + step)
            self._write(line, replace(line, attended=Attendance.CAME, heads=heads))

    def _write(self, former: Guest, changed: Guest) -> None:
        meeting = self._state.chosen
        assert meeting is not None
        guests = tuple(changed if each is former else each for each in self._state.guests)
        self._set(guests=guests)
        self._writing += 1
        undo = Undo(
            say("{name} on the list", name=former.name), lambda: self._store(meeting, changed, former)
        )
        self._do(lambda: self._store(meeting, former, changed), undo=undo, over=self._written)

    def _written(self) -> None:
        self._writing -= 1
        if not self._writing:
            self._read_list()

    def _store(self, meeting: bytes, former: Guest, changed: Guest) -> Any:
        meetings, invitee = self._app.meetings, invitee_of(former)
        if former.reply != changed.reply:
            return meetings.reply(meeting, invitee, changed.reply)
        return meetings.attend(meeting, invitee, changed.attended, heads=changed.heads)

    def _step_on(self) -> None:
        names = [name_guest(each) for each in self._state.guests]
        place = names.index(self._state.guest) + 1 if self._state.guest in names else 0
        if place < len(names):
            self._set(guest=names[place])

    def open_visit(self) -> None:
        """Tell what came of it for the household of the line, as a visit of this meeting."""
        line, meeting = self._state.line, self._state.meeting
        if line is None or meeting is None or line.household is None:
            return
        if not self._state.is_over:
            self._ports.places.notice(say("The meeting is still to come: note answers with 3 and 4."))
            return
        home = line.household

        def go(former: bytes | None) -> None:
            from outreach_app.domain.visits import Channel

            at = VisitAt(
                home, visited_on=meeting.day, correcting=former, back=_PLACE, channel=Channel.MEETING,
                meeting=meeting.id,
            )  # fmt: skip
            self._ports.places.go("visit", at)

        self._ports.query(lambda: self._app.meetings.find_visit(meeting.id, home), done=go)

    # ------------------------------------------------------------------------------------------ who is on no list
    def start_finding(self) -> None:
        """Look for somebody who came and was not invited; the meeting's village comes first."""
        if self._state.opened and self._state.meeting is not None:
            self.finder.start(self._state.meeting.village)

    def _take_found(self, hit: SearchHit) -> None:
        """Put somebody on the list: as there once the meeting was held, else as invited."""
        meeting, app, over = self._state.meeting, self._app, self._state.is_over
        if meeting is None:
            return
        invitee = Invitee(hit.household, hit.person)
        self._set(guest=Invitee(None if hit.person else hit.household, hit.person))
        self._do(
            lambda: (
                app.meetings.attend(meeting.id, invitee, Attendance.CAME)
                if over
                else app.meetings.invite(meeting.id, [invitee])
            ),
            undo=Undo(
                say("{name} on the list", name=hit.name),
                lambda: app.meetings.take_back_invitation(meeting.id, invitee),
            ),
            notice=say("On the list: {name}", name=hit.name),
        )

    # -------------------------------------------------------------------------------------------------------- forms
    def open_form(self, key: str) -> None:
        """Open a form: `new`, `edit`, `invite` or `others`."""
        state, meeting = self._state, self._state.meeting
        if key == "new":
            self.forms.plan(state.villages, whole_area=state.whole_area, today=state.today)
        elif meeting is not None and key == "edit":
            self.forms.change(meeting)
        elif meeting is not None and key == "invite":
            trained = meeting.kind is MeetingKind.TRAINING and state.whole_area
            self.forms.invite_canvassers(meeting) if trained else self.forms.invite(meeting)
        elif meeting is not None and key == "others" and state.is_over:
            self.forms.count(meeting)

    def _do(
        self,
        work: Callable[[], Any],
        *,
        undo: Undo,
        notice: Message | None = None,
        over: Callable[[], None] = lambda: None,
    ) -> None:
        places = self._ports.places

        def done(_done: Any) -> None:
            places.remember(undo)
            if notice is not None:
                places.notice(notice)
            over()

        def fail(error: OutreachError) -> None:
            places.trouble(error)
            over()

        self._ports.command(work, done=done, failed=fail)

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
