"""What an erasure at a hub leaves to somebody else, in sentences."""

from collections.abc import Sequence

from outreach_app.errors import Message, say


def tell_hub_left(former: Sequence[str], *, pages: bool) -> list[Message]:
    """Name folders with databases from before the office moved to the hub, and whoever has to rewrite its `pages`."""
    told = [
        say(
            "Databases from before the move to the hub may name the person: {folder}."
            " Delete them: outreach hub former --delete",
            folder=folder,
        )
        for folder in former
    ]
    if not pages:
        told.append(
            say(
                "The rows are deleted, but stay in the hub's pages until its owner runs: outreach hub clean",
            )
        )
    return told
