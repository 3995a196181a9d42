"""Meetings, their lists and their papers in the reader's language."""

from datetime import date

from outreach_app.domain.meetings import MEETING_KIND_NAMES, Guest, Meeting
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.visits import OUTCOME_NAMES
from outreach_app.i18n import Catalogue
from ui.presenters.meeting_forms import FormKind, OpenForm, Whom
from ui.presenters.phrases import DOT

Sections = tuple[tuple[str, tuple[str, ...]], ...]


def tell_meeting(words: Catalogue, meeting: Meeting) -> str:
    """What a meeting is about, else its kind."""
    return meeting.topic or tell_kind(words, meeting)


def tell_kind(words: Catalogue, meeting: Meeting) -> str:
    """The kind, beginning a line."""
    kind = words.text(MEETING_KIND_NAMES[meeting.kind])
    return kind[:1].upper() + kind[1:]


def tell_meeting_line(words: Catalogue, meeting: Meeting, village: str) -> str:
    """Hour, topic, village and place on one line."""
    where = village or words.text("the whole area")
    return DOT.join(part for part in (meeting.hour, meeting.topic, where, meeting.place) if part)


def tell_when(words: Catalogue, meeting: Meeting) -> str:
    """Day and hour, short."""
    return " ".join(part for part in (words.date(meeting.day), meeting.hour) if part)


def tell_count(words: Catalogue, meeting: Meeting, today: date) -> str:
    """How many came, or before it how many will."""
    if meeting.counted is not None:
        return words.plural("{count} came", "{count} came", meeting.counted)
    if meeting.day < today:
        return words.text("not counted yet")
    return words.plural("{count} invited", "{count} invited", meeting.invited)


def tell_sections(words: Catalogue, meeting: Meeting, village: str) -> Sections:
    """Everything known of a meeting, for the panel beside the list."""
    planned = words.text("Expected: {count}", count=words.number(meeting.planned)) if meeting.planned else ""
    came = words.text("Came by name: {count}", count=words.number(meeting.came)) if meeting.came else ""
    others = (
        words.text("Came without a name: {count}", count=words.number(meeting.others))
        if meeting.others is not None
        else ""
    )
    counts = (
        planned,
        words.text("Invited: {count}", count=words.number(meeting.invited)) if meeting.invited else "",
        words.text("Said they will come: {count}", count=words.number(meeting.coming))
        if meeting.coming
        else "",
        came,
        others,
    )
    where = (village or words.text("the whole area"), meeting.place)
    led = (words.text("Led by {name}", name=meeting.led_by),) if meeting.led_by else ()
    long = words.long_date(meeting.day)
    when = (words.text("{hour} on {day}", hour=meeting.hour, day=long) if meeting.hour else long, *led)
    return (
        (words.text("When"), when),
        (words.text("Where"), tuple(part for part in where if part)),
        (words.text("How many"), tuple(part for part in counts if part)),
    )


def tell_guest(words: Catalogue, guest: Guest) -> str:
    """Whose name stands on a line; somebody who was erased has none."""
    return guest.name or words.text("(erased)")


def tell_guest_line(words: Catalogue, guest: Guest) -> str:
    """Whether it is a household, where, and what came of it."""
    if guest.canvasser is not None:
        what = words.text("canvasser")
    elif guest.committee_member is not None:
        what = words.text("sits on a steering committee")
    else:
        what = words.text("the household") if guest.person is None else ""
    invited = "" if guest.invited_on else words.text("not invited")
    told = [
        f"{words.text(SCHEME_NAMES[each.scheme])}: {words.text(OUTCOME_NAMES[each.outcome])}"
        for each in guest.outcomes
    ]
    return DOT.join(part for part in (what, guest.code, guest.village_name, invited, *told) if part)


def name_form(words: Catalogue, form: OpenForm) -> str:
    """What stands over a form."""
    return {
        FormKind.PLAN: words.text("A new meeting"),
        FormKind.CHANGE: words.text("Change the meeting"),
        FormKind.INVITE: words.text("Invite a village"),
        FormKind.INVITE_FROM_LIST: words.text("Invite from the list of households"),
        FormKind.INVITE_CANVASSERS: words.text("Who is to be trained"),
        FormKind.COUNT: words.text("Who came and has no name here"),
    }[form.kind]


def offer_meetings(words: Catalogue, form: OpenForm) -> tuple[tuple[bytes, str], ...]:
    """The meetings a form lets somebody choose from, each with its day and topic."""
    return tuple(
        (each.id, DOT.join((tell_when(words, each), tell_meeting(words, each)))) for each in form.meetings
    )


def offer_whom(words: Catalogue, form: OpenForm) -> tuple[tuple[Whom, str], ...]:
    """Who of a list of households may be invited."""
    everybody = (Whom.ALL, words.text("every household of the list"))
    one = form.source is not None and form.source.household is not None
    return ((Whom.ONE, words.text("the household stood on")), everybody) if one else (everybody,)
