"""One village taken up into another: its doors, lists, assignments, respected people, meetings and numbers go along."""

from outreach_app.domain.rows import VillageRow
from outreach_app.store import village_rows
from outreach_app.store.journal import Writer


def carry_over(writer: Writer, gone: VillageRow, into: VillageRow) -> int:
    """Carry everything of a village into another; returns how many households on lists came along.

    A neighbour group whose name the other village has already keeps its doors together under a name of both villages.
    """
    session = writer.session
    taken = {group for _, group, _ in village_rows.list_homes(session, into.id) if group}
    names = _Renaming(taken, gone.name)
    homes = village_rows.list_homes(session, gone.id)
    for household, group, _ in homes:
        told: dict[str, object] = {"village": into.id}
        if group in taken:
            told["neighbour_group"] = names.rename(group)
        writer.edit("household", household, told)
    for table, row in village_rows.list_carried(session, gone.id):
        writer.edit(table, row, {"village": into.id} | _regroup(writer, table, row, names))
    for table, row in village_rows.list_counted(session, gone.id):
        writer.edit(table, row, {"subject_key": into.id.hex()})
    return sum(standing for _, _, standing in homes)


class _Renaming:
    """New names for neighbour groups whose names the other village has: 'tổ 1' becomes 'tổ 1 (Nà Ly)'."""

    def __init__(self, taken: set[str], village: str) -> None:
        self._taken, self._village = taken, village

    def rename(self, group: str) -> str:
        """The name under which a group goes on."""
        if group not in self._taken:
            return group
        name, count = f"{group} ({self._village})", 1
        while name in self._taken:
            count += 1
            name = f"{group} ({self._village} {count})"
        return name


def _regroup(writer: Writer, table: str, row: bytes, names: _Renaming) -> dict[str, object]:
    if table != "assignment":
        return {}
    group = village_rows.read_group(writer.session, row)
    return {"neighbour_group": names.rename(group)} if group else {}
