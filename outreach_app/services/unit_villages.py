"""The communes and villages of a unit, and into which part of a report a visit falls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach_app.domain.report_groups import Group, Split
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.teams import TeamRow
from outreach_app.domain.territory import Level, Territory, name_village
from outreach_app.errors import NotFound, say
from outreach_app.services.territory_data import read_standing
from outreach_app.store import canvassers, teams, villages

Find = Callable[[bytes, bytes | None, date], Sequence[Group]]
"""Gives the groups of a visit by its village, canvasser and day: the whole, then its part."""


@dataclass(frozen=True, slots=True)
class Area:
    """A unit of today: its name, its communes by code, and those of its villages that this workspace has."""

    name: str
    communes: Mapping[str, str]
    villages: Mapping[bytes, VillageRow]

    def name_village(self, village: bytes | None) -> str:
        """What a village is called with its kind; empty for one that is not here."""
        row = self.villages.get(village or b"")
        return name_village(row.kind, row.name) if row else ""

    @property
    def whole(self) -> Group:
        """The unit as a whole."""
        return Group(None, "", self.name)


def read_area(session: Session, unit_code: str, territory: Territory | None = None) -> Area:
    """Read what lies in a commune or province of today; NotFound for a code that no unit has."""
    territory = territory or read_standing(session)
    unit = territory.unit(unit_code, territory.present)
    if unit is None:
        raise NotFound(
            say("No unit has the code {code}.", code=unit_code), say("Search for the unit by its name.")
        )
    found = (unit,) if unit.level is Level.COMMUNE else territory.communes_of(unit.code)
    communes = {each.code: each.full_name for each in found}
    rows = {row.id: row for row in villages.list_villages(session) if row.commune_code in communes}
    return Area(unit.full_name, communes, rows)


def find_groups(session: Session, area: Area, split: Split) -> Find:
    """Make what tells the groups of a visit; a visit of elsewhere has none."""
    part = _find_part(session, area, split)

    def find(village: bytes, canvasser: bytes | None, day: date) -> Sequence[Group]:
        return (area.whole, part(village, canvasser, day)) if village in area.villages else ()

    return find


def _find_part(session: Session, area: Area, split: Split) -> Callable[[bytes, bytes | None, date], Group]:
    if split is Split.VILLAGE:
        groups = {id: Group(split, id.hex(), area.name_village(id)) for id in area.villages}
        return lambda village, _who, _day: groups[village]
    if split is Split.COMMUNE:
        parts = {code: Group(split, code, name) for code, name in area.communes.items()}
        return lambda village, _who, _day: parts[area.villages[village].commune_code]
    if split is Split.CANVASSER:
        names = {row.id: row.name for row in canvassers.list_canvassers(session)}
        return lambda _village, who, _day: Group(split, (who or b"").hex(), names.get(who or b"", ""))
    return _find_team(session)


def _find_team(session: Session) -> Callable[[bytes, bytes | None, date], Group]:
    rows = teams.list_teams(session)
    names = {row.id: row.name for row in rows}
    own = {row.id: row.team for row in canvassers.list_canvassers(session)}

    def find(_village: bytes, who: bytes | None, day: date) -> Group:
        team = find_team(rows, who, day) or own.get(who or b"") or b""
        return Group(Split.TEAM, team.hex(), names.get(team, ""))

    return find


def find_team(rows: Sequence[TeamRow], canvasser: bytes | None, day: date) -> bytes | None:
    """Find the team that somebody was in on a day; of several the one they lead, else the first by name."""
    there = [m for row in rows for m in row.members if m.canvasser == canvasser and m.is_in(day)]
    return min(there, key=lambda member: not member.leads).team if there else None
