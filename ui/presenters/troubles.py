"""What the frame says about itself: a bug, and what stands in the way of another language."""

from pathlib import Path

from outreach_app.errors import OutreachError, say


class HalfTyped(OutreachError):
    """What is said when the language is to change while a form holds what is stored nowhere."""

    key = "half_typed"

    def __init__(self, place: str) -> None:
        super().__init__(
            say("Something half typed stands in {place}.", place=place),
            say("Save it there, or leave it with Esc; then change the language again."),
        )


class Bug(OutreachError):
    """What the banner says about a bug: that nothing stored was lost, and where the log is."""

    key = "bug"

    def __init__(self, *, place: str, log: Path | None) -> None:
        super().__init__(
            say("Something went wrong in the program ({place}). What was saved is safe.", place=place),
            say("Go on working; send the office this file: {log}", log=str(log or "-")),
        )
