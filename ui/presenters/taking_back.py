"""Ctrl+Z for a command that no service takes back in a way of its own: from the journal, by what it wrote."""

from typing import TYPE_CHECKING, Any

from outreach_app.errors import Message
from ui.presenters.ports import Places, Undo

if TYPE_CHECKING:
    from outreach_app.app import App


def remember_command(app: "App", places: Places, done: Any, *, what: Message) -> None:
    """Let Ctrl+Z take back a command by its answer, a `Done`; one that wrote nothing leaves nothing to take back."""
    written = done.changes.written
    if written is not None:
        places.remember(Undo(what, lambda: app.commands.take_back(written)))
