"""The fields of the forms of the place Meetings."""

from collections.abc import Hashable

from outreach_app.domain.meetings import MEETING_KIND_NAMES
from outreach_app.domain.people import CATEGORY_NAMES
from outreach_app.i18n import Catalogue
from ui.models.committees import EVERYBODY_SITTING
from ui.widgets.form import FieldKind, FieldSpec

Choices = tuple[tuple[Hashable, str], ...]
Fields = list[FieldSpec]


def list_plan_fields(words: Catalogue, villages: Choices, *, whole_area: bool) -> Fields:
    """What is planned; the whole area may be chosen where this machine plans for it."""
    kinds = tuple((kind, words.text(name)) for kind, name in MEETING_KIND_NAMES.items())
    everywhere: Choices = (("", words.text("the whole area")),) if whole_area else ()
    return [
        FieldSpec("kind", words.text("Kind"), FieldKind.CHOICE, choices=kinds),
        FieldSpec("topic", words.text("Topic")),
        FieldSpec("day", words.text("Day"), FieldKind.AHEAD),
        FieldSpec("hour", words.text("Time of day"), hint=words.text("such as 19h or 18:30")),
        FieldSpec("village", words.text("Village"), FieldKind.CHOICE, choices=(*everywhere, *villages)),
        FieldSpec("place", words.text("Place")),
        FieldSpec("led_by", words.text("Who leads it")),
        FieldSpec("planned", words.text("People expected")),
    ]


def list_invite_fields(words: Catalogue, villages: Choices) -> Fields:
    """Whom of a village to invite."""
    everybody: Choices = (("", words.text("every category")),)
    categories = tuple((key, words.text(name)) for key, name in CATEGORY_NAMES.items())
    return [
        FieldSpec("village", words.text("Village"), FieldKind.CHOICE, choices=villages),
        FieldSpec("category", words.text("Category"), FieldKind.CHOICE, choices=(*everybody, *categories)),
    ]


def list_chosen_fields(words: Catalogue, meetings: Choices, whom: Choices) -> Fields:
    """To which meeting households of a list are invited, and which of them."""
    return [
        FieldSpec("meeting", words.text("Meeting"), FieldKind.CHOICE, choices=meetings),
        FieldSpec("whom", words.text("Who is invited"), FieldKind.CHOICE, choices=whom),
    ]


def list_canvasser_fields(words: Catalogue, canvassers: Choices, sitting: Choices = ()) -> Fields:
    """Who is to be trained: one who works here or sits on a committee, or everybody of either."""
    everybody: Choices = (("", words.text("everybody who works here")),)
    committees: Choices = (
        ((EVERYBODY_SITTING, words.text("everybody on steering committees")),) if sitting else ()
    )
    choices = (*everybody, *committees, *canvassers, *sitting)
    return [FieldSpec("canvasser", words.text("Who is to come"), FieldKind.CHOICE, choices=choices)]


def list_count_fields(words: Catalogue) -> Fields:
    """How many came without a name."""
    return [FieldSpec("others", words.text("How many"), hint=words.text("heads that nobody counted by name"))]
