"""What others wrote at a hub while somebody works there: looked for from time to time, so that pages show it."""

from outreach_app.domain.changes import Changes
from outreach_app.services.desk import Desk
from outreach_app.store.journal import read_guard


def is_shared(desk: Desk) -> bool:
    """Tell whether others may write to the same rows at any time: a workspace at a hub."""
    return isinstance(desk.database.place, str)


def find_news(desk: Desk) -> Changes | None:
    """What to look at again because others wrote since this was asked last; None when nobody did."""
    with desk.read() as session:
        counts = read_guard(session)
    return Changes(everything=True, by_others=True) if desk.database.others.look(counts) else None
