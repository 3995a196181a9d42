"""The households that a list of people to be asked tells of: read as those of a register are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from outreach_app.domain.codes import InvalidNumber
from outreach_app.domain.identity import parse_citizen_number
from outreach_app.domain.list_layouts import LayoutKey, ListLayout
from outreach_app.domain.listed_people import ListedPerson
from outreach_app.domain.people import PartialDate
from outreach_app.domain.progress import Watch, unwatched
from outreach_app.domain.text import fold
from outreach_app.exchange.columns import ColumnMatch
from outreach_app.exchange.register import RegisterHousehold, RegisterPerson, SheetHomes, read_households
from outreach_app.exchange.sheets import RawSheet
from outreach_app.exchange.wordings import FIELD_BY_WORDING, Field

BUSINESSES = frozenset({LayoutKey.FIRMS, LayoutKey.BUSINESS_HOUSEHOLDS, LayoutKey.COOPERATIVES})
"""Lists whose addresses are those of firms and shops: two people at one of them do not live together."""

RowPlace = tuple[str, int]
"""The sheet of a row ('' when one is read) and its number in the file."""

_TELLS_HOMES = frozenset({Field.HOUSEHOLD_NUMBER, Field.RELATION, Field.HEAD})
_HOUSE = re.compile(r"(?:so nha |nha so |so |sn |nha )?\d")


def read_homes(
    found: Sequence[tuple[RawSheet, ColumnMatch]],
    layout: ListLayout,
    *,
    today: date,
    watch: Watch = unwatched,
) -> list[SheetHomes]:
    """Read the households of sheets whose columns are known; who lives at one house number lives together.

    `watch` is told the step `read` row by row, once more.
    """
    matches = [(raw, _match_homes(match, layout)) for raw, match in found]
    read = read_households(matches, today=today, watch=watch)
    alone = layout.key not in BUSINESSES and not _TELLS_HOMES & set(matches[0][1].columns)
    return (
        [replace(each, households=tuple(_join_houses(each.households))) for each in read] if alone else read
    )


def complete_member(member: RegisterPerson, listed: ListedPerson) -> RegisterPerson:
    """What else a row tells of somebody: a tax number that is the citizen ID, and the year and sex it holds."""
    number = member.citizen_number or listed.citizen_number
    try:
        citizen = parse_citizen_number(number) if number else None
    except InvalidNumber:
        citizen = None
    year = citizen.birth_year if citizen is not None else None
    return replace(
        member,
        citizen_number=number,
        born=member.born or listed.born or (PartialDate(year) if year else None),
        sex=member.sex or (citizen.sex if citizen is not None else None),
    )


def _match_homes(match: ColumnMatch, layout: ListLayout) -> ColumnMatch:
    """The columns of a household too: its head, but no last day of what the list is about."""
    columns = dict(match.columns)
    taken = set(columns.values())
    if layout.until:
        columns.pop(Field(layout.until), None)
    if layout.key not in BUSINESSES and Field.HEAD not in columns:
        heads = [
            place
            for place, header in enumerate(match.headers)
            if place not in taken and FIELD_BY_WORDING.get(fold(header.split(" / ")[-1])) is Field.HEAD
        ]
        if heads:
            columns[Field.HEAD] = heads[0]
    return replace(match, columns=columns)


def _join_houses(homes: Iterable[RegisterHousehold]) -> list[RegisterHousehold]:
    """Put those together who stand alone at one house number of a village."""
    joined: dict[tuple[str, ...], RegisterHousehold] = {}
    for home in homes:
        key: tuple[str, ...] = (home.key,)
        if len(home.members) == 1 and not home.number and _HOUSE.match(fold(home.address)):
            key = ("", *map(fold, (home.commune, home.district, home.village, home.address)))
        known = joined.get(key)
        newer = tuple(replace(each, relation="other") for each in home.members)
        joined[key] = home if known is None else replace(known, members=known.members + newer)
    return list(joined.values())
