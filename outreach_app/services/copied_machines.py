"""What somebody is told whose machine took in a copied laptop's file before the office knew of the copy."""

from outreach_app.errors import EnvironmentTrouble, OutreachError, say
from outreach_app.services.desk import Desk
from outreach_app.sync.copies_taken import find_copies_taken


def find_copy_trouble(desk: Desk) -> OutreachError | None:
    """Tell whose copy's file was taken in here as that machine's own; None when there was none."""
    with desk.read() as session:
        names = find_copies_taken(session)
    if not names:
        return None
    return EnvironmentTrouble(
        say(
            "A file of a copy of {name} was read here before the office knew of it: here some of its rows stand under"
            " the wrong name.",
            name=", ".join(names),
        ),
        say(
            "Send what is not sent, then ask the office for a new set-up file for this machine. The office has both."
        ),
        key="copy_taken",
    )
