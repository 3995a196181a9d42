"""One village taken up into another: its doors, lists, assignments, respected people, meetings and numbers go along."""

from collections.abc import Mapping

from outreach_app.domain.rows import VillageRow
from outreach_app.store import village_rows
from outreach_app.store.journal import Writer


def carry_over(writer: Writer, gone: VillageRow, into: VillageRow, *, late: bool = False) -> int:
    """Carry everything of a village into another; returns how many households on lists came along.

    A neighbour group whose name the other village has already keeps its doors together under a name of both villages;
    `late` rows, which came after the merge, join the doors of their group that went before.
    """
    session = writer.session
    taken = {group for _, group, _ in village_rows.list_homes(session, into.id) if group}
    names = Renaming(
        taken, gone.name, village_rows.read_group_names(session, gone.id, into.id) if late else {}
    )
    homes = village_rows.list_homes(session, gone.id)
    for household, group, _ in homes:
        told: dict[str, object] = {"village": into.id}
        if (called := names.rename(group)) != group:
            told["neighbour_group"] = called
        writer.edit("household", household, told)
    for table, row in village_rows.list_carried(session, gone.id):
        writer.edit(table, row, {"village": into.id} | _regroup(writer, table, row, names))
    for table, row in village_rows.list_counted(session, gone.id):
        writer.edit(table, row, {"subject_key": into.id.hex()})
    return sum(standing for _, _, standing in homes)


class Renaming:
    """New names for neighbour groups whose names the other village has: 'tổ 1' becomes 'tổ 1 (Nà Ly)'.

    `known` are the names under which groups of the village went on when others of their doors were carried over.
    """

    def __init__(self, taken: set[str], village: str, known: Mapping[str, str] | None = None) -> None:
        self._taken, self._village, self._known = taken, village, known or {}

    def rename(self, group: str) -> str:
        """The name under which a group goes on."""
        if group in self._known:
            return self._known[group]
        if not group or group not in self._taken:
            return group
        name, count = f"{group} ({self._village})", 1
        while name in self._taken:
            count += 1
            name = f"{group} ({self._village} {count})"
        return name


def _regroup(writer: Writer, table: str, row: bytes, names: Renaming) -> dict[str, object]:
    if table != "assignment":
        return {}
    group = village_rows.read_group(writer.session, row)
    return {"neighbour_group": names.rename(group)} if group else {}
