"""The fields of the small forms about households and people."""

from collections.abc import Hashable, Sequence

from outreach_app.domain.absences import SURENESS_NAMES
from outreach_app.domain.people import CATEGORY_NAMES, RELATIONS, Sex
from outreach_app.domain.visits import CHANNEL_NAMES
from outreach_app.i18n import Catalogue
from ui.widgets.form import FieldKind, FieldSpec


def list_person_fields(words: Catalogue, *, new: bool) -> tuple[FieldSpec, ...]:
    """A person's fields; the marks that keep somebody from being met belong to people who are known."""
    relations = tuple((key, words.text(name)) for key, name in RELATIONS.items())
    fields = (
        FieldSpec("name", words.text("Full name")),
        FieldSpec("relation", words.text("Relation to the head"), FieldKind.CHOICE, choices=relations),
        _birth_field(words),
        FieldSpec("sex", words.text("Sex"), FieldKind.CHOICE, choices=_list_sexes(words)),
        FieldSpec("phone", words.text("Telephone number")),
        FieldSpec("citizen_number", words.text("Citizen ID"), hint=words.text("12 digits")),
        FieldSpec("insurance_number", words.text("Insurance number"), hint=words.text("10 digits")),
    )
    marks = (
        FieldSpec("zalo", words.text("Zalo number")),
        _channel_field(words),
        FieldSpec("away", words.text("away for work"), FieldKind.TICK),
        FieldSpec("do_not_contact", words.text("asked not to be contacted"), FieldKind.TICK),
        FieldSpec("deceased", words.text("has died"), FieldKind.TICK),
    )
    return fields if new else (*fields, *marks)


def list_household_fields(words: Catalogue, languages: Sequence[tuple[str, str]]) -> tuple[FieldSpec, ...]:
    """A household's own fields; `languages` by key with what each calls itself."""
    unsaid: tuple[tuple[Hashable, str], ...] = (("", words.text("not said")),)
    return (
        FieldSpec("phone", words.text("Telephone number")),
        FieldSpec("address", words.text("Address or landmark")),
        FieldSpec("neighbour_group", words.text("Neighbour group")),
        FieldSpec("category", words.text("Category"), FieldKind.CHOICE, choices=_list_categories(words)),
        FieldSpec(
            "language",
            words.text("Language of papers"),
            FieldKind.CHOICE,
            choices=(*unsaid, *languages),
        ),
        _channel_field(words),
        FieldSpec("do_not_contact", words.text("asked not to be contacted"), FieldKind.TICK),
    )


def list_absence_fields(words: Catalogue) -> tuple[FieldSpec, ...]:
    """Where somebody works, until when, and whom to call; the tick at the end says that they are home again."""
    sure: tuple[tuple[Hashable, str], ...] = (("", words.text("not said")),)
    return (
        FieldSpec("place", words.text("Where they work")),
        FieldSpec("since", words.text("Away since"), hint=words.text("a day, a month (03/2026) or a year")),
        FieldSpec("back", words.text("Expected back"), hint=words.text("a day, a month (02/2027) or Tết")),
        FieldSpec(
            "sure", words.text("How sure is that?"), FieldKind.CHOICE,
            choices=(*sure, *((key, words.text(name)) for key, name in SURENESS_NAMES.items())),
        ),
        FieldSpec("phone", words.text("Phone or Zalo there")),
        FieldSpec("home_contact", words.text("Whom to call at home instead")),
        FieldSpec("home", words.text("back home from today"), FieldKind.TICK),
    )  # fmt: skip


def _channel_field(words: Catalogue) -> FieldSpec:
    nothing: tuple[tuple[Hashable, str], ...] = (("", words.text("not said")),)
    channels = tuple((key, words.text(name)) for key, name in CHANNEL_NAMES.items())
    return FieldSpec(
        "preferred_channel", words.text("Best reached"), FieldKind.CHOICE, choices=(*nothing, *channels)
    )


def list_new_household_fields(
    words: Catalogue, villages: Sequence[tuple[Hashable, str]]
) -> tuple[FieldSpec, ...]:
    """What is asked of a family that is on no list: village and name; the rest may wait."""
    return (
        FieldSpec("village", words.text("Village"), FieldKind.CHOICE, choices=tuple(villages)),
        FieldSpec("name", words.text("Name of the head")),
        FieldSpec("phone", words.text("Telephone number")),
        _birth_field(words),
        FieldSpec("neighbour_group", words.text("Neighbour group")),
        FieldSpec("address", words.text("Address or landmark")),
        FieldSpec("category", words.text("Category"), FieldKind.CHOICE, choices=_list_categories(words)),
    )


def list_cancel_fields(words: Catalogue) -> tuple[FieldSpec, ...]:
    """Why a visit is taken back."""
    return (FieldSpec("reason", words.text("Why is this visit taken back?")),)


def _birth_field(words: Catalogue) -> FieldSpec:
    hint = words.text("Day, month and year, or the year alone")
    return FieldSpec("born", words.text("Born"), FieldKind.BIRTH, hint=hint)


def _list_sexes(words: Catalogue) -> tuple[tuple[Hashable, str], ...]:
    return ((Sex.FEMALE, words.text("female")), (Sex.MALE, words.text("male")))


def _list_categories(words: Catalogue) -> tuple[tuple[Hashable, str], ...]:
    return tuple((key, words.text(name)) for key, name in CATEGORY_NAMES.items())
