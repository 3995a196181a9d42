"""What Settings shows of the parts of the program and their licences."""

from dataclasses import dataclass

from outreach_app.errors import Message
from outreach_app.licences import Part


@dataclass(frozen=True, slots=True)
class LicencesState:
    """The parts, the one whose text is shown by its name, and that text, or where it stands."""

    parts: tuple[Part, ...] = ()
    name: str = ""
    text: str | Message = ""
