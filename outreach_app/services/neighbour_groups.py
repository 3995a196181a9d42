"""Neighbour groups of a village: listed, renamed, and filled with many households by one command."""

from collections.abc import Collection
from dataclasses import dataclass

from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.deeds import open_deed, undo_deed
from outreach_app.services.desk import Desk, Done
from outreach_app.services.undoing import Undoing
from outreach_app.store import neighbour_groups


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a command on groups changed: how many households, and by which name it is taken back."""

    households: int
    deed: str


@dataclass(frozen=True, slots=True)
class NeighbourGroups:
    """A group is the text its households share, so there is none without a household."""

    desk: Desk

    def list_groups(self, village: bytes) -> list[tuple[str, int]]:
        """List the groups of a village with their doors, those without a group last under an empty name."""
        with self.desk.read() as session:
            return neighbour_groups.list_groups(session, village)

    def rename(self, village: bytes, group: str, name: str) -> Done[Grouped]:
        """Give a group another name; its households and assignments go along. A name in use joins the two groups."""
        proper = self._spell(village, name, but=group)
        if not proper:
            raise BadInput(say("The name is missing."), say("Type the group's new name."), key="name_missing")
        with open_deed(self.desk) as (writer, deed):
            homes = neighbour_groups.list_households(writer.session, village, group)
            if not homes or not group:
                raise NotFound(
                    say("This village has no neighbour group {name}.", name=group or "–"),
                    say("Choose a group from the list."),
                    key="no_such_group",
                )
            for home in homes:
                writer.edit("household", home, {"neighbour_group": proper})
            for row in neighbour_groups.list_assignments(writer.session, village, group):
                writer.edit("assignment", row, {"neighbour_group": proper})
        return Done(Grouped(len(homes), deed), writer.changes())

    def put(self, village: bytes, households: Collection[bytes], name: str) -> Done[Grouped]:
        """Put households of a village into a group, new or known; an empty name takes them out of theirs."""
        proper = self._spell(village, name)
        with open_deed(self.desk) as (writer, deed):
            now = neighbour_groups.read_groups(writer.session, village, households)
            if now.keys() != set(households):
                raise BadInput(
                    say("Some of these households are of another village."),
                    say("Choose households of one village."), key="other_village",
                )  # fmt: skip
            moved = sorted(home for home, group in now.items() if group != proper)
            for home in moved:
                writer.edit("household", home, {"neighbour_group": proper})
        return Done(Grouped(len(moved), deed), writer.changes())

    def undo(self, deed: str) -> Done[Undoing]:
        """Take a renaming or a putting back."""
        return undo_deed(self.desk, deed)

    def _spell(self, village: bytes, name: str, *, but: str = "") -> str:
        # The spelling a group has already, so that "to 1" does not become a second "Tổ 1".
        proper = normalize(name)
        known = [group for group, _ in self.list_groups(village)]
        return next(
            (group for group in known if group not in ("", but) and fold(group) == fold(proper)), proper
        )
