"""The fields of a PIN, with what a PIN is not."""

from outreach_app.domain.pins import COURTESY
from outreach_app.i18n import Catalogue
from ui.models.teams import PinsState, PinWork
from ui.widgets.form import FieldKind, FieldSpec


def list_pin_fields(words: Catalogue, work: PinWork, pins: PinsState) -> tuple[FieldSpec, ...]:
    """What is typed to set, drop or reset a PIN."""
    if work is PinWork.RESET:
        return ()
    hint = words.render(COURTESY)
    old = FieldSpec("old", words.text("PIN until now"), FieldKind.SECRET)
    if work is PinWork.REMOVE:
        return (old,)
    return (
        *((old,) if pins.has_pin else ()),
        FieldSpec("new", words.text("New PIN, 4 to 8 digits"), FieldKind.SECRET, hint=hint),
        FieldSpec("again", words.text("New PIN once more"), FieldKind.SECRET),
    )
