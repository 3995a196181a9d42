"""Telling a story while it plays: a clock that the story moves, a text file of what happened, the files it made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from outreach_app.files import write_file
from outreach_app.i18n import Catalogue, Message

STORY = "STORY.md"


@dataclass(slots=True)
class StoryClock:
    """A clock that stands still until the story goes on."""

    moment: datetime

    def __call__(self) -> datetime:
        """The moment the story has come to."""
        return self.moment

    def set(self, day: datetime, hour: int, minute: int = 0) -> None:
        """Go to a time of a day."""
        self.moment = day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def pass_minutes(self, minutes: int) -> None:
        """Let some minutes pass."""
        self.moment += timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class StoryFile:
    """A file or folder the story made, and what it is."""

    path: Path
    what: Message


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was played: its folder and what is in it."""

    folder: Path
    files: tuple[StoryFile, ...]


@dataclass(slots=True)
class Teller:
    """Writes the story down and tells it as it goes on."""

    folder: Path
    words: Catalogue
    tell: Callable[[str], None]
    lines: list[str] = field(default_factory=list)
    files: list[StoryFile] = field(default_factory=list)

    def begin(self, title: Message) -> None:
        """Write the title."""
        self._add(f"# {self.words.render(title)}")

    def chapter(self, title: Message) -> None:
        """Begin a chapter."""
        self._add("", f"## {self.words.render(title)}")

    def say(self, sentence: Message) -> None:
        """Tell one thing that happened."""
        self._add(f"- {self.words.render(sentence)}")

    def made(self, path: Path, what: Message) -> Path:
        """Tell of a file or folder that was made."""
        self.files.append(StoryFile(path, what))
        name = path.relative_to(self.folder).as_posix() + ("/" if path.is_dir() else "")
        self._add(f"- `{name}` – {self.words.render(what)}")
        return path

    def print_out(self, path: Path, document: bytes, what: Message) -> Path:
        """Write a document and tell of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, document)
        return self.made(path, what)

    def end(self, last: Message, story: Message) -> Story:
        """Write the last line, put the story beside its files, and hand both over."""
        self._add("", self.words.render(last))
        path = self.folder / STORY
        write_file(path, ("\n".join(self.lines) + "\n").encode("utf-8"))
        return Story(self.folder, (StoryFile(path, story), *self.files))

    def _add(self, *lines: str) -> None:
        for line in lines:
            self.lines.append(line)
            self.tell(line)
