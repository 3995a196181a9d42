"""The fields of the forms of the place Meetings."""

from collections.abc import Hashable, Sequence

from outreach_app.domain.meetings import MEETING_KIND_NAMES
from outreach_app.domain.people import CATEGORY_NAMES
from outreach_app.domain.rows import VillageRow
from outreach_app.i18n import Catalogue
from ui.presenters.meeting_forms import FormKind, OpenForm, Whom
from ui.presenters.meeting_words import tell_meeting, tell_when
from ui.presenters.phrases import DOT, name_village
from ui.widgets.form import FieldKind, FieldSpec

Choices = tuple[tuple[Hashable, str], ...]


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


def list_fields(
    words: Catalogue,
    form: OpenForm,
    villages: Sequence[VillageRow],
    *,
    canvassers: Choices = (),
    whole_area: bool,
) -> list[FieldSpec]:
    """The fields of a form from top to bottom."""
    match form.kind:
        case FormKind.COUNT:
            hint = words.text("heads that nobody counted by name")
            return [FieldSpec("others", words.text("How many"), hint=hint)]
        case FormKind.INVITE:
            return _list_invite(words, villages)
        case FormKind.INVITE_CANVASSERS:
            everybody: Choices = (("", words.text("everybody who works here")),)
            choices = (*everybody, *canvassers)
            return [FieldSpec("canvasser", words.text("Canvasser"), FieldKind.CHOICE, choices=choices)]
        case FormKind.INVITE_FROM_LIST:
            return _list_invite_from_list(words, form)
    return _list_plan(words, villages, whole_area=whole_area)


def _list_plan(words: Catalogue, villages: Sequence[VillageRow], *, whole_area: bool) -> list[FieldSpec]:
    kinds = tuple((kind, words.text(name)) for kind, name in MEETING_KIND_NAMES.items())
    everywhere: Choices = (("", words.text("the whole area")),) if whole_area else ()
    return [
        FieldSpec("kind", words.text("Kind"), FieldKind.CHOICE, choices=kinds),
        FieldSpec("topic", words.text("Topic")),
        FieldSpec("day", words.text("Day"), FieldKind.AHEAD),
        FieldSpec("hour", words.text("Time of day"), hint=words.text("such as 19h or 18:30")),
        FieldSpec(
            "village", words.text("Village"), FieldKind.CHOICE, choices=(*everywhere, *_offer(villages))
        ),
        FieldSpec("place", words.text("Place")),
        FieldSpec("led_by", words.text("Who leads it")),
        FieldSpec("planned", words.text("People expected")),
    ]


def _list_invite(words: Catalogue, villages: Sequence[VillageRow]) -> list[FieldSpec]:
    everybody: Choices = (("", words.text("every category")),)
    categories = tuple((key, words.text(name)) for key, name in CATEGORY_NAMES.items())
    return [
        FieldSpec("village", words.text("Village"), FieldKind.CHOICE, choices=_offer(villages)),
        FieldSpec("category", words.text("Category"), FieldKind.CHOICE, choices=(*everybody, *categories)),
    ]


def _list_invite_from_list(words: Catalogue, form: OpenForm) -> list[FieldSpec]:
    meetings = tuple(
        (each.id, DOT.join((tell_when(words, each), tell_meeting(words, each)))) for each in form.meetings
    )
    whom: Choices = ((Whom.ALL, words.text("every household of the list")),)
    if form.source is not None and form.source.household is not None:
        whom = ((Whom.ONE, words.text("the household stood on")), *whom)
    return [
        FieldSpec("meeting", words.text("Meeting"), FieldKind.CHOICE, choices=meetings),
        FieldSpec("whom", words.text("Who is invited"), FieldKind.CHOICE, choices=whom),
    ]


def _offer(villages: Sequence[VillageRow]) -> Choices:
    return tuple((each.id, name_village(each)) for each in villages if each.merged_into is None)
