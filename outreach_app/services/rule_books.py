"""The office's rule book as a subject of its own: read it, change it in a folder, see what that means, issue it."""

from dataclasses import dataclass
from pathlib import Path

from outreach_app.domain.rule_changes import (
    LocalChange,
    RuleChange,
    compare_books,
    compare_local,
    list_next_changes,
)
from outreach_app.errors import BadInput, say
from outreach_app.services import rule_editing
from outreach_app.services.desk import Desk, Done
from outreach_app.services.rule_book import (
    BookInUse,
    UnusedEdition,
    list_unused,
    read_book_in_use,
)
from outreach_app.services.rule_editing import BookPreview
from outreach_app.services.shipped_rules import load_rule_book
from outreach_app.store import settings
from outreach_app.sync.editions import Edition, sign_edition
from outreach_app.sync.secrets import Pins

__all__ = ["BookInUse", "BookPreview", "RuleBooks", "UnusedEdition"]


@dataclass(frozen=True, slots=True)
class RuleBooks:
    """The rule book of an open workspace."""

    desk: Desk

    def read(self) -> BookInUse:
        """Read the book this workspace counts with, and the issue it was signed in."""
        with self.desk.read() as session:
            return read_book_in_use(session)

    def list_unused(self) -> list[UnusedEdition]:
        """List the issues that arrived but cannot be used here, with the reason."""
        with self.desk.read() as session:
            return list_unused(session)

    def list_next_changes(self) -> tuple[RuleChange, ...]:
        """What the book in use knows to change after today, by day."""
        return list_next_changes(self.read().book, self.desk.today)

    def compare_with_shipped(self) -> tuple[tuple[RuleChange, ...], tuple[LocalChange, ...]]:
        """Where the book in use differs from the one that came with the program."""
        shipped, used = load_rule_book(), self.read().book
        return compare_books(shipped, used), compare_local(shipped, used)

    def write_folder(self, target: Path) -> list[Path]:
        """Write the book's files into an empty folder to be edited."""
        return rule_editing.write_folder(self.read(), target)

    def preview_folder(self, source: Path) -> BookPreview:
        """Read edited files and say what they would change; BadRuleBook names file, key and dates of a mistake."""
        texts = rule_editing.read_folder(source)
        with self.desk.read() as session:
            used, machine = read_book_in_use(session), settings.read_machine(session)
        return rule_editing.preview_texts(used, texts, today=self.desk.today, machine=machine)

    def issue_folder(self, source: Path, *, note: str = "") -> Done[BookPreview]:
        """Sign edited files with the office's key and count with them from now on; laptops get them by file."""
        preview = self.preview_folder(source)
        with self.desk.write() as writer:
            if settings.read_machine(writer.session).role != "office":
                raise BadInput(
                    say("Only the office issues a rule book."),
                    say("Hand the changed files to the office."),
                    key="office_only",
                )
            if preview.is_same:
                raise BadInput(
                    say("The files say what the rule book in use says already."),
                    say("Change the files first, then sign them."),
                    key="nothing_changed",
                )
            edition = Edition(preview.version, self.desk.today, note.strip()[:500], preview.texts)
            signed = sign_edition(edition, Pins.read(writer.session).own)
            writer.create(
                "rule_book_edition",
                {
                    "version": edition.version, "issued_on": edition.issued_on.isoformat(), "note": edition.note,
                    "content": signed.content, "signature": signed.signature,
                },
            )  # fmt: skip
        return Done(preview, writer.changes())
