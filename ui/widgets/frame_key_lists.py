"""The keys that work everywhere, in the history over a place, and before a workspace is open."""

from collections.abc import Sequence

from outreach_app.i18n import Catalogue
from ui.widgets.screen import KeyLine


def list_frame_keys(
    words: Catalogue, *, signs: str, further: Sequence[tuple[str, str]]
) -> tuple[KeyLine, ...]:
    """The keys that work everywhere; `further` are the places whose key is no digit of `signs`, as (key, name)."""
    return (
        KeyLine(("Ctrl", "K"), words.text("search")),
        KeyLine(("Ctrl", signs), words.text("change place")),
        *(KeyLine(("Ctrl", sign), text) for sign, text in further),
        KeyLine(("Ctrl", "Z"), words.text("undo the last command")),
        KeyLine(("Ctrl", "H"), words.text("history of what is stood on")),
        KeyLine(("F12",), words.text("change who is working")),
        KeyLine(("Ctrl", "L"), words.text("lock the window")),
        KeyLine(("F1",), words.text("show or hide the handbook")),
        KeyLine(("F11",), words.text("change the language")),
        KeyLine(("Esc",), words.text("close, go back")),
    )


def list_history_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the history over a place."""
    return (
        KeyLine(("R",), words.text("bring back what stood there before")),
        KeyLine(("Esc",), words.text("close the history")),
    )


def list_entrance_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys before a workspace is open."""
    return (
        KeyLine(("1", "2", "3", "4"), words.text("one of the ways to begin")),
        KeyLine(("F2",), words.text("choose the set-up file")),
        KeyLine(("F3",), words.text("the passphrase was forgotten")),
        KeyLine(("F4",), words.text("another workspace, or join a hub")),
        KeyLine(("F11",), words.text("change the language")),
        KeyLine(("F1",), words.text("show or hide the handbook")),
        KeyLine(("Enter",), words.text("to the next field, and on")),
        KeyLine(("Esc",), words.text("close, go back")),
    )
