"""Differences between machines in words: what it is about, who wrote each value, on which machine and when."""

from outreach_app.domain.conflicts import FIELD_NAMES, Conflict, ConflictKind, RivalValue, Said
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue

DIFFERENT, REMOVED = say("two machines wrote different values"), say("removed here, edited there")


def render_said(words: Catalogue, said: Said) -> str:
    """Put words that may or may not depend on the language into one."""
    return words.render(said) if isinstance(said, Message) else said


def tell_title(words: Catalogue, conflict: Conflict) -> str:
    """What a difference is about: the field and whose it is."""
    subject = conflict.subject or conflict.head or words.text("somebody who is not here yet")
    if conflict.kind is ConflictKind.REMOVAL:
        return words.text("Removal of {name}", name=subject)
    field = words.text(conflict.field_name)
    return words.text("{field} of {name}", field=field[:1].upper() + field[1:], name=subject)


def tell_place(words: Catalogue, conflict: Conflict) -> str:
    """Whose household it is and where."""
    if not conflict.household:
        return ""
    if not conflict.village_name:
        return words.text("household {head}", head=conflict.head)
    return words.text("household {head}, {village}", head=conflict.head, village=conflict.village_name)


def tell_value(words: Catalogue, value: RivalValue, *, removal: bool = False) -> str:
    """A value in words; of a removal, the reason it was removed for or the field that was edited meanwhile."""
    said = render_said(words, value.said)
    if value.edited:
        field = words.text(FIELD_NAMES.get(value.edited, value.edited))
        return words.text("edited: {field} {value}", field=field, value=said)
    if not removal:
        return said
    return (
        words.text("removed: {reason}", reason=said) if value.value is not None else words.text("not removed")
    )


def tell_device(words: Catalogue, value: RivalValue) -> str:
    """The machine a value was written on."""
    if value.own:
        return words.text("This machine")
    return value.device or words.text("Another machine")


def tell_origin(words: Catalogue, value: RivalValue) -> str:
    """Machine, author, day and hour, and in what act, in one line."""
    parts = [tell_device(words, value), value.author, tell_moment(words, value)]
    return ", ".join(part for part in parts if part)


def tell_moment(words: Catalogue, value: RivalValue) -> str:
    """When a value was written, and whether the same machine logged a visit there that day."""
    when = f"{value.at:%d/%m %H:%M}"
    return words.text("{moment}, when a visit was logged", moment=when) if value.on_visit else when


def reason_of(conflict: Conflict) -> tuple[str, Message]:
    """Why a person is asked: a stable key and the words."""
    if conflict.kind is ConflictKind.REMOVAL:
        return "removed_while_edited", REMOVED
    return "different_values", DIFFERENT
