"""Respected people: whom the families of a village listen to, and how they are reached."""

from dataclasses import dataclass

from outreach_app.domain.teams import Regard, TrustedRow
from outreach_app.domain.text import fold, normalize, normalize_note
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.desk import Desk, Done
from outreach_app.store import trusted, villages
from outreach_app.store.journal import Writer


@dataclass(frozen=True, slots=True)
class TrustedPeople:
    """Every machine of the village writes who is respected there."""

    desk: Desk

    def list_trusted(self, village: bytes | None = None) -> list[TrustedRow]:
        """List the respected people of a village, or of all, by name."""
        with self.desk.read() as session:
            return trusted.list_trusted(session, village)

    def add(
        self, village: bytes, name: str, *, regard: Regard = Regard.OTHER, phone: str = "", note: str = "",
        person: bytes | None = None,
    ) -> Done[TrustedRow]:  # fmt: skip
        """Enter somebody families listen to; `person` when it is somebody of the register."""
        told = _values(name, regard, phone, note)
        with self.desk.write() as writer:
            if villages.read_village(writer.session, village) is None:
                raise NotFound(
                    say("This village is not in the workspace."), say("Choose a village from the list.")
                )
            there = trusted.list_trusted(writer.session, village)
            if any(fold(each.name) == fold(str(told["name"])) for each in there):
                raise BadInput(
                    say("{name} is on this village's list already.", name=told["name"]),
                    say("Change that entry instead."), key="trusted_already",
                )  # fmt: skip
            made = writer.create("trusted_person", {"village": village, "person": person, **told})
            row = _need_row(writer, made)
        return Done(row, writer.changes())

    def edit(self, row: bytes, *, name: str, regard: Regard, phone: str, note: str) -> Done[TrustedRow]:
        """Change what is known of somebody."""
        told = _values(name, regard, phone, note)
        with self.desk.write() as writer:
            _need_row(writer, row)
            writer.edit("trusted_person", row, told)
            changed = _need_row(writer, row)
        return Done(changed, writer.changes())

    def remove(self, row: bytes) -> Done[None]:
        """Take somebody off the list of a village."""
        with self.desk.write() as writer:
            _need_row(writer, row)
            writer.edit("trusted_person", row, {"removed": "gone"})
        return Done(None, writer.changes())

    def restore(self, row: bytes) -> Done[None]:
        """Put somebody back who was taken off the list."""
        with self.desk.write() as writer:
            writer.edit("trusted_person", row, {"removed": None})
        return Done(None, writer.changes())


def _values(name: str, regard: Regard, phone: str, note: str) -> dict[str, object]:
    proper = normalize(name)
    if not proper:
        raise BadInput(say("The name is missing."), say("Type the person's name."), key="name_missing")
    return {
        "name": proper, "standing": regard.value, "phone": normalize(phone) or None, "note": normalize_note(note)
    }  # fmt: skip


def _need_row(writer: Writer, row: bytes) -> TrustedRow:
    found = next((each for each in trusted.list_trusted(writer.session) if each.id == row), None)
    if found is None:
        raise NotFound(say("This person is on no village's list."), say("Choose somebody from the list."))
    return found
