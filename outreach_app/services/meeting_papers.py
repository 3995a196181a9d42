"""Paper for meetings: invitation slips and the list on which whoever comes signs."""

from dataclasses import dataclass

from outreach_app.domain.erasure import is_nobody
from outreach_app.domain.meetings import Guest
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.i18n import Catalogue
from outreach_app.services.desk import Desk
from outreach_app.store import meetings, objections, settings


@dataclass(frozen=True, slots=True)
class MeetingPapers:
    """Collects what a meeting's papers say and renders them."""

    desk: Desk

    def invitations(
        self, meeting: bytes, catalogue: Catalogue, *, only: frozenset[bytes] | None = None
    ) -> bytes:
        """Render a slip for everybody invited, or for those whose stored rows are named in `only`."""
        from outreach_app.documents.invitations import render_invitations

        with self.desk.read() as session:
            known = meetings.read_meeting(session, meeting)
            guests = meetings.list_guests(session, meeting)
            office = settings.read_machine(session).office_name
            phone = objections.read_phone(session)
        if known is None:
            raise _unknown()
        invited = [guest for guest in guests if guest.invited_on and _is_somebody(guest)]
        wanted = [guest for guest in invited if only is None or not only.isdisjoint(guest.rows)]
        if not wanted:
            raise BadInput(
                say("Nobody is invited to this meeting yet."),
                say("Invite households or people first."),
                key="nobody_invited",
            )
        return render_invitations(known, wanted, catalogue, office_name=office, office_phone=phone)

    def sign_in_list(self, meeting: bytes, catalogue: Catalogue) -> bytes:
        """Render the list of everybody on the meeting's list, with blank lines for others."""
        from outreach_app.documents.sign_in_list import render_sign_in_list

        with self.desk.read() as session:
            known = meetings.read_meeting(session, meeting)
            guests = [guest for guest in meetings.list_guests(session, meeting) if _is_somebody(guest)]
            office = settings.read_machine(session).office_name
        if known is None:
            raise _unknown()
        return render_sign_in_list(known, guests, catalogue, office_name=office)


def _is_somebody(guest: Guest) -> bool:
    return bool(guest.name) and not (guest.person and is_nobody(guest.person))


def _unknown() -> NotFound:
    return NotFound(say("This meeting is not in the workspace."), say("Choose one from the list."))
