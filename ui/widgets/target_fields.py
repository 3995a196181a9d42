"""The fields of the forms for targets, their parts, drives and official figures."""

from collections.abc import Hashable, Sequence

from outreach_app.i18n import Catalogue
from ui.widgets.form import FieldKind, FieldSpec

Choices = tuple[tuple[Hashable, str], ...]


def list_target_fields(
    words: Catalogue, *, subjects: Choices, schemes: Choices, aims: Choices, days: Choices
) -> list[FieldSpec]:
    """Whom a target is for, what it counts, its days, how many, and who set it."""
    return [
        FieldSpec("subject", words.text("For"), FieldKind.CHOICE, choices=subjects),
        FieldSpec("people", words.text("How many people")),
        FieldSpec("at_least", words.text("At least: more is wished for"), FieldKind.TICK),
        FieldSpec("scheme", words.context("report", "Insurance"), FieldKind.CHOICE, choices=schemes),
        FieldSpec("aim", words.text("What counts"), FieldKind.CHOICE, choices=aims),
        FieldSpec("stretch", words.text("For which days"), FieldKind.CHOICE, choices=days),
        FieldSpec("first", words.text("A day of them, or the first one"), FieldKind.DAY),
        FieldSpec("last", words.text("Last day"), FieldKind.DAY, hint=words.text("only for days of its own")),
        FieldSpec("set_by", words.text("Set by")),
        FieldSpec("document", words.text("Document"), hint=words.text("number and day, as it is called")),
        FieldSpec("set_on", words.text("Set on"), FieldKind.DAY),
    ]


def list_part_fields(
    words: Catalogue, parts: Sequence[tuple[str, str]], *, kinds: Choices, weights: Choices
) -> list[FieldSpec]:
    """To whom a target is handed down and by what it is proposed, then a row for each of them."""
    ways = [
        FieldSpec("kind", words.text("Hand down to"), FieldKind.CHOICE, choices=kinds),
        FieldSpec("weight", words.text("Proposal"), FieldKind.CHOICE, choices=weights),
    ]
    return [*ways, *(FieldSpec(key, name) for key, name in parts)]


def list_drive_fields(words: Catalogue) -> list[FieldSpec]:
    """What a drive is called, and its days."""
    return [
        FieldSpec("name", words.text("Name of the drive")),
        FieldSpec("first", words.text("First day"), FieldKind.DAY),
        FieldSpec("last", words.text("Last day"), FieldKind.DAY),
        FieldSpec("note", words.text("Note")),
    ]


def list_figure_fields(
    words: Catalogue, *, subjects: Choices, schemes: Choices, measures: Choices, senses: Choices
) -> list[FieldSpec]:
    """About whom and what a number was published, how exact it is, its day, and where."""
    return [
        FieldSpec("subject", words.text("About"), FieldKind.CHOICE, choices=subjects),
        FieldSpec("measure", words.text("What counts"), FieldKind.CHOICE, choices=measures),
        FieldSpec("scheme", words.context("report", "Insurance"), FieldKind.CHOICE, choices=schemes),
        FieldSpec(
            "people", words.text("Published number"), hint=words.text("people, or a percentage like 88,82")
        ),
        FieldSpec("sense", words.text("How exact"), FieldKind.CHOICE, choices=senses),
        FieldSpec("last", words.text("Its day, or the last one"), FieldKind.DAY),
        FieldSpec(
            "since",
            words.text("First day"),
            FieldKind.DAY,
            hint=words.text("of what happened within some days"),
        ),
        FieldSpec("source", words.text("Where it was published")),
        FieldSpec("note", words.text("Note")),
    ]
