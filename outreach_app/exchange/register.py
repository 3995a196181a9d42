"""A household register out of an untidy spreadsheet: households with members, refused rows with reasons, notes.

Nothing here knows the database: `services.lists` matches what comes out with what is there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from outreach_app.domain.people import HEAD, Category
from outreach_app.domain.progress import Watch, tell_progress, unwatched
from outreach_app.errors import BadInput, Message, say
from outreach_app.exchange.cells import Unusable
from outreach_app.exchange.column_choices import ColumnChoice, apply_choice, keep_alike
from outreach_app.exchange.columns import ColumnMatch, recognise
from outreach_app.exchange.grouping import Group, Grouper
from outreach_app.exchange.lines import Line, LineKind, find_title_village, read_lines
from outreach_app.exchange.people import PersonReader, RegisterPerson, RowNote
from outreach_app.exchange.repeats import Repeats
from outreach_app.exchange.sheets import RawSheet, read_sheets
from outreach_app.exchange.wordings import Field

READ = "read"
"""The step of reading rows, as a watch is told it."""

__all__ = [
    "RefusedRow",
    "Register",
    "RegisterHousehold",
    "RegisterPerson",
    "RowNote",
    "SheetHomes",
    "parse_register",
    "read_households",
    "read_register",
]


@dataclass(frozen=True, slots=True)
class RegisterHousehold:
    """A household; `key` tells it apart within this file, `number` is the list's own number for it or ''."""

    key: str
    number: str
    village: str
    address: str
    neighbour_group: str
    category: Category | None
    phone: str | None
    head: str
    members: tuple[RegisterPerson, ...]
    commune: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken in: its number in the file (from 1) and the reason, with a key that stays."""

    row: int
    reason: Message
    reason_key: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """What a file holds. `rows` counts the rows that stand for people, refused ones included; `sheets` were read.

    `warnings` name rows that were taken in with a value dropped or doubtful; `notes` speak of the whole list.
    """

    sheet: str
    match: ColumnMatch
    households: tuple[RegisterHousehold, ...]
    refused: tuple[RefusedRow, ...]
    notes: tuple[Message, ...]
    rows: int
    warnings: tuple[RowNote, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """How many people were taken in."""
        return sum(len(household.members) for household in self.households)


def read_register(
    path: Path, *, columns: ColumnMatch | ColumnChoice | None = None, sheet: str | None = None, today: date
) -> Register:
    """Read a file; UnreadableFile when it cannot be opened, BadInput when no column of names is found in it."""
    return parse_register(read_sheets(path), columns=columns, sheet=sheet, today=today)


def parse_register(
    sheets: tuple[RawSheet, ...],
    *,
    columns: ColumnMatch | ColumnChoice | None = None,
    sheet: str | None = None,
    today: date,
) -> Register:
    """Read sheets that are in memory already; all sheets laid out like the best one are read, unless one is named."""
    wanted = sheet or (columns.sheet if isinstance(columns, ColumnChoice) else None)
    matches = _match_sheets(sheets, columns=columns, wanted=wanted)
    main = max(matches, key=lambda match: (len(match[1].columns), len(match[0].rows)))
    alike = [match for match in matches if match[1].layout == main[1].layout]
    found = _Findings(today)
    for raw, match in alike:
        found.read_sheet(raw, match, several=len(alike) > 1)
    left_out = [raw.name for raw in sheets if raw.name not in {taken.name for taken, _ in alike}]
    notes = (
        *_notes_on_sheets(alike, [] if wanted else left_out),
        *_notes_on_columns(main[1]),
        *found.notes(),
    )
    return Register(
        sheet=main[0].name,
        match=main[1],
        households=tuple(found.households),
        refused=tuple(found.refused),
        notes=notes,
        rows=found.rows,
        warnings=tuple(found.warnings),
        sheets=tuple(raw.name for raw, _ in alike),
    )


@dataclass(frozen=True, slots=True)
class SheetHomes:
    """The households of one sheet, whose name is '' when only one is read, and its rows that were refused."""

    sheet: str
    households: tuple[RegisterHousehold, ...]
    refused: tuple[RefusedRow, ...]


def read_households(
    found: Sequence[tuple[RawSheet, ColumnMatch]], *, today: date, watch: Watch = unwatched
) -> list[SheetHomes]:
    """Read sheets whose columns are known already as a register's are read, sheet by sheet."""
    reader, several, read = _Findings(today, watch), len(found) > 1, []
    for raw, match in found:
        homes, refused = len(reader.households), len(reader.refused)
        reader.read_sheet(raw, match, several=several)
        name = raw.name if several else ""
        read.append(SheetHomes(name, tuple(reader.households[homes:]), tuple(reader.refused[refused:])))
    return read


# --------------------------------------------------------------------------------------------------- which sheets
def _match_sheets(
    sheets: tuple[RawSheet, ...], *, columns: ColumnMatch | ColumnChoice | None, wanted: str | None
) -> list[tuple[RawSheet, ColumnMatch]]:
    chosen = [raw for raw in sheets if wanted is None or raw.name == wanted]
    if not chosen:
        said = say("The file has no sheet named {sheet}.", sheet=wanted or "")
        names = ", ".join(raw.name for raw in sheets)
        raise BadInput(said, say("Choose one of its sheets: {names}.", names=names), key="no_sheet")
    matched = [(raw, match) for raw in chosen for match in _matches_of(raw, columns, chosen)]
    usable = [(raw, match) for raw, match in matched if match.usable and match.columns]
    usable = keep_alike(usable, columns if isinstance(columns, ColumnChoice) else None)
    if not usable:
        said = say("No column of names was found in the list.")
        advice = say(
            "Check that a row above the people names the columns, for example “Họ và tên”, "
            "or name the columns yourself."
        )
        raise BadInput(said, advice, key="no_header")
    return usable


def _matches_of(
    raw: RawSheet, columns: ColumnMatch | ColumnChoice | None, chosen: list[RawSheet]
) -> Iterator[ColumnMatch]:
    """The match of one sheet; a finished match given by hand holds for sheets whose header reads the same."""
    if isinstance(columns, ColumnChoice):
        if len(chosen) == 1 or recognise(raw).usable:
            yield apply_choice(raw, columns)
        elif columns.header_row is not None:
            with suppress(BadInput):  # another sheet may have nothing in that row
                yield apply_choice(raw, columns)
    elif isinstance(columns, ColumnMatch):
        own = recognise(raw)
        if raw is chosen[0]:
            yield columns
        elif own.headers == columns.headers:
            yield replace(columns, header_row=own.header_row, data_row=own.data_row)
    else:
        yield recognise(raw)


def _notes_on_sheets(alike: list[tuple[RawSheet, ColumnMatch]], left_out: list[str]) -> Iterator[Message]:
    if len(alike) > 1:
        yield say("Sheets read: {names}.", names=", ".join(raw.name for raw, _ in alike))
    if left_out:
        yield say(
            "Sheets left out because they are laid out differently: {names}.", names=", ".join(left_out)
        )
    for legacy in dict.fromkeys(raw.legacy for raw, _ in alike if raw.legacy):
        yield say(
            "The list was typed in the old {encoding} fonts; its text was converted.", encoding=legacy.upper()
        )


def _notes_on_columns(match: ColumnMatch) -> Iterator[Message]:
    if Field.ETHNICITY in match.columns:
        yield say("The column of ethnicity is left out: ethnic origin is sensitive personal data.")
    if match.unknown:
        yield say(
            "Columns left out because their headers are not known: {names}.", names="; ".join(match.unknown)
        )


# ------------------------------------------------------------------------------------------------------ the rows
class _Findings:
    """What has been read so far, over all sheets."""

    def __init__(self, today: date, watch: Watch = unwatched) -> None:
        self._watch = watch
        self.households: list[RegisterHousehold] = []
        self.refused: list[RefusedRow] = []
        self.warnings: list[RowNote] = []
        self.rows = 0
        self._today = today
        self._repeats = Repeats(self.warnings)
        self._skipped: Counter[LineKind] = Counter()
        self._said: dict[str, Message] = {}

    def read_sheet(self, raw: RawSheet, match: ColumnMatch, *, several: bool) -> None:
        """Read one sheet; `several` puts its name beside row numbers, and makes its household numbers its own."""
        name = raw.name if several else ""
        reader = PersonReader(match, self._today, self.warnings, name)
        lines = [line for line in read_lines(raw, match) if self._is_kept(line)]
        grouper = Grouper(reader, lines, title_village=find_title_village(raw, match))
        for line, group in tell_progress(grouper.assign(), self._watch, READ, total=len(lines)):
            self.rows += 1
            self._take(line, group, reader)
        self.households += [_finish(group) for group in grouper.groups if group.members]
        self._said |= {message.key: message for message in grouper.notes()}

    def notes(self) -> Iterator[Message]:
        """What there is to say about the whole list."""
        yield from self._said.values()
        skipped = sum(count for kind, count in self._skipped.items() if kind is not LineKind.BLANK)
        if skipped:
            yield say(
                "Rows skipped because they hold headings, totals or signatures: {count}.", count=skipped
            )

    def _is_kept(self, line: Line) -> bool:
        if line.kind in (LineKind.PERSON, LineKind.VILLAGE, LineKind.HOUSEHOLD):
            return True
        self._skipped[line.kind] += 1
        return False

    def _take(self, line: Line, group: Group, reader: PersonReader) -> None:
        try:
            person = reader.read(line.row, line.cells)
            group.members.append(
                self._repeats.check(person, household=group.key, village=group.village, sheet=reader.sheet)
            )
        except Unusable as problem:
            self.refused.append(RefusedRow(line.row, problem.reason, problem.key, reader.sheet))


def _finish(group: Group) -> RegisterHousehold:
    members = _with_head(group)
    phones = (member.phone for member in sorted(members, key=lambda member: member.relation != HEAD))
    return RegisterHousehold(
        key=group.key,
        number=group.number,
        village=group.village,
        address=group.address,
        neighbour_group=group.neighbour_group,
        category=group.category,
        phone=next(filter(None, phones), None),
        head=next((member.name for member in members if member.relation == HEAD), group.head),
        members=tuple(members),
        commune=group.commune,
        district=group.district,
    )


def _with_head(group: Group) -> list[RegisterPerson]:
    """Give everybody a relation: the named head, else the first when the list tells no relations; the rest 'other'."""
    members = group.members
    has_head = any(member.relation == HEAD for member in members)
    head = None if has_head else group.head_place()
    if head is not None:
        members[head] = replace(members[head], relation=HEAD)
    return [member if member.relation else replace(member, relation="other") for member in members]
