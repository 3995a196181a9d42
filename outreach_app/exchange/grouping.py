"""Which rows live together: by household number, else from one 'Chủ hộ' row to the next, else by the head's name.

What a list tells is trusted in that order; a list that tells nothing of it gives every row a household of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from outreach_app.domain.people import HEAD, Category
from outreach_app.domain.text import fold
from outreach_app.errors import Message, say
from outreach_app.exchange.cells import cell_text, count_number
from outreach_app.exchange.lines import Line, LineKind
from outreach_app.exchange.people import PersonReader, RegisterPerson
from outreach_app.exchange.sheets import Cell
from outreach_app.exchange.wordings import Field


@dataclass(slots=True)
class Group:
    """The rows of one household while a sheet is read.

    Attributes: key (tells it apart in this file), number, village, head (name the list tells), heads (rows that say
    'Chủ hộ', by folded name), first_is_head (no relation is told, so the first stands for the head), members.
    """

    key: str
    number: str = ""
    village: str = ""
    head: str = ""
    address: str = ""
    neighbour_group: str = ""
    commune: str = ""
    district: str = ""
    category: Category | None = None
    heads: set[str] = field(default_factory=set)
    first_is_head: bool = False
    members: list[RegisterPerson] = field(default_factory=list)

    def head_place(self) -> int | None:
        """The place of the head among the members where no relation tells it."""
        wanted = fold(self.head)
        named = (place for place, member in enumerate(self.members) if wanted and fold(member.name) == wanted)
        return next(named, 0 if self.first_is_head and self.members and not wanted else None)


class Grouper:
    """Puts the rows of one sheet into households, row by row; `groups` holds them in the order of their first rows."""

    def __init__(self, reader: PersonReader, lines: Sequence[Line], *, title_village: str) -> None:
        self.groups: list[Group] = []
        self._reader = reader
        self._lines = lines
        self._title = title_village
        self._section = ""
        self._last_village = ""
        self._known: dict[str, Group] = {}
        self._keys: set[str] = set()
        self._current: Group | None = None
        self._has_headings = any(line.kind is LineKind.HOUSEHOLD for line in lines)
        self._sparse_villages = self._filled_share(Field.VILLAGE) < 0.5
        self._sparse_numbers = 0 < self._filled_share(Field.RUNNING_NUMBER) < 0.8

    def assign(self) -> Iterator[tuple[Line, Group]]:
        """Give each person's row with its household; heading rows change what follows."""
        find_group = self._strategy()
        for line in self._lines:
            if line.kind is LineKind.VILLAGE:
                self._section, self._last_village, self._current = line.heading, "", None
            elif line.kind is LineKind.HOUSEHOLD:
                self._current = self._open(line, self._village(line), number=line.heading)
            elif line.kind is LineKind.PERSON:
                self._current = find_group(line)
                self._complete(self._current, line)
                yield line, self._current

    def notes(self) -> Iterator[Message]:
        """What somebody should know about how the rows were put together."""
        if self._has(Field.RELATION) or self._has(Field.HEAD):
            return
        if self._has(Field.HOUSEHOLD_NUMBER) or self._sparse_numbers or self._has_headings:
            yield say("The list does not tell who is head: the first person of each household was taken.")
        else:
            yield say("The list does not tell who lives together: every person became a household.")

    # ---------------------------------------------------------------------------------------- ways to tell households
    def _strategy(self) -> Callable[[Line], Group]:
        if self._has(Field.HOUSEHOLD_NUMBER):
            return self._by_number
        if self._has_headings:
            return self._by_heading
        if self._has(Field.RELATION):
            return self._by_relation
        if self._has(Field.HEAD) and self._has(Field.NAME, Field.FAMILY_NAME):
            return self._by_head
        return self._by_running_number if self._sparse_numbers and not self._has(Field.HEAD) else self._alone

    def _by_number(self, line: Line) -> Group:
        number = count_number(self._cell(line, Field.HOUSEHOLD_NUMBER))
        is_head = self._is_head(line)
        if not number:
            if self._current and not (is_head and self._current.heads - {self._folded_name(line)}):
                return self._current
            return self._open(line, self._village(line))
        village = self._village(line) or (self._current.village if self._current and not is_head else "")
        key = f"{self._reader.sheet}/{self._around(line)}{fold(village)}/{number}"
        known = self._known.get(key)
        if known is not None and is_head and known.heads - {self._folded_name(line)}:
            said = say("The household number {number} stands for another head already.", number=number)
            self._reader.note(line.row, "second_head", said, Field.HOUSEHOLD_NUMBER)
            known = None
        if known is None:
            known = self._known[key] = self._open(line, village, number=number)
        return known

    def _by_heading(self, line: Line) -> Group:
        return self._current or self._open(line, self._village(line))

    def _by_relation(self, line: Line) -> Group:
        if self._current is None or self._is_head(line):
            return self._open(line, self._village(line))
        return self._current

    def _by_head(self, line: Line) -> Group:
        head = cell_text(self._cell(line, Field.HEAD))
        if not head and self._current is not None:
            return self._current
        village = self._village(line)
        key = f"{self._reader.sheet}/{self._around(line)}{fold(village)}/{fold(head)}"
        known = self._known.get(key)
        if known is None or (known is not self._current and self._folded_name(line) == fold(head)):
            known = self._known[key] = self._open(line, village)
        return known

    def _by_running_number(self, line: Line) -> Group:
        if self._current is None or cell_text(self._cell(line, Field.RUNNING_NUMBER)):
            return self._open(line, self._village(line))
        return self._current

    def _alone(self, line: Line) -> Group:
        return self._open(line, self._village(line))

    # ------------------------------------------------------------------------------------------------- what rows tell
    def _open(self, line: Line, village: str, *, number: str = "") -> Group:
        place = "/".join(filter(None, (self._reader.sheet, fold(village), number or f"r{line.row}")))
        key = f"{place}/r{line.row}" if place in self._keys else place
        self._keys.add(key)
        group = Group(key, number=number, village=village, first_is_head=not self._has(Field.RELATION))
        self.groups.append(group)
        return group

    def _complete(self, group: Group, line: Line) -> None:
        """Take what a row tells of its household where no earlier row told it."""
        reader = self._reader
        group.village = group.village or self._village(line)
        group.address = group.address or reader.place(line.cells, Field.ADDRESS)
        group.neighbour_group = group.neighbour_group or reader.place(line.cells, Field.NEIGHBOUR_GROUP)
        group.commune = group.commune or cell_text(self._cell(line, Field.COMMUNE))
        group.district = group.district or cell_text(self._cell(line, Field.DISTRICT))
        group.category = group.category or reader.category(line.cells)
        group.head = group.head or reader.head_name(line.cells)
        if self._is_head(line):
            group.heads.add(self._folded_name(line))

    def _village(self, line: Line) -> str:
        told = self._reader.place(line.cells, Field.VILLAGE)
        if told:
            self._last_village = told
            return told
        return (self._last_village if self._sparse_villages else "") or self._section or self._title

    def _around(self, line: Line) -> str:
        """What tells villages of one name in two communes apart, where the list has a column for it."""
        told = (cell_text(self._cell(line, field)) for field in (Field.COMMUNE, Field.DISTRICT))
        return "".join(f"{fold(each)}/" for each in told if each)

    def _is_head(self, line: Line) -> bool:
        return self._reader.relation_word(line.cells) == HEAD

    def _folded_name(self, line: Line) -> str:
        return fold(self._reader.name(line.cells))

    def _cell(self, line: Line, field: Field) -> Cell:
        return self._reader.match.cell(line.cells, field)

    def _has(self, *fields: Field) -> bool:
        return any(field in self._reader.match.columns for field in fields)

    def _filled_share(self, field: Field) -> float:
        people = [line for line in self._lines if line.kind is LineKind.PERSON]
        filled = sum(1 for line in people if cell_text(self._reader.match.cell(line.cells, field)))
        return filled / len(people) if people else 0.0
