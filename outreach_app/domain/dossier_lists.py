"""Lists of accepted and returned papers: what a row tells, whose handed-in sign-up it means, and what is written."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TypeVar

from outreach_app.domain.dossiers import DossierEvent, DossierStep, SignUpStage
from outreach_app.domain.name_likeness import core_key, read_name
from outreach_app.domain.people import PartialDate, Scheme
from outreach_app.domain.rows import RefusedListRow
from outreach_app.domain.text import fold
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

Told = TypeVar("Told")


class DossierColumn(StrEnum):
    """What a column of such a list holds."""

    NAME = "name"
    BORN = "born"
    INSURANCE_NUMBER = "insurance_number"
    CITIZEN_NUMBER = "citizen_number"
    SCHEME = "scheme"
    STATE = "state"
    CODE = "code"
    ON = "on"
    WHY = "why"
    HANDED_IN = "handed_in"


COLUMN_NAMES: dict[DossierColumn, str] = {
    DossierColumn.NAME: N_("full name"),
    DossierColumn.BORN: N_("birth date"),
    DossierColumn.INSURANCE_NUMBER: N_("insurance number"),
    DossierColumn.CITIZEN_NUMBER: N_("citizen ID"),
    DossierColumn.SCHEME: N_("which insurance"),
    DossierColumn.STATE: N_("accepted or returned"),
    DossierColumn.CODE: N_("code of the papers"),
    DossierColumn.ON: N_("day of the decision"),
    DossierColumn.WHY: N_("why they were returned"),
    DossierColumn.HANDED_IN: N_("day of handing in"),
}


@dataclass(frozen=True, slots=True)
class DossierLayout:
    """The headings and words of such lists, folded."""

    columns: Mapping[str, DossierColumn]
    states: Mapping[str, DossierStep]
    schemes: Mapping[str, Scheme]

    def find_step(self, text: str) -> DossierStep | None:
        """Tell what was decided by how a cell begins; None when it says neither."""
        return _find_longest(fold(text), self.states)

    def find_scheme(self, text: str) -> Scheme | None:
        """Tell which insurance a cell names; None when it names none that is offered."""
        return _find_longest(fold(text), self.schemes)

    def find_step_inside(self, text: str) -> DossierStep | None:
        """Tell what a title is about, which names what was decided anywhere in it."""
        words = fold(text).split()
        told = (_find_longest(" ".join(words[start:]), self.states) for start in range(len(words)))
        found = {step for step in told if step is not None}
        return found.pop() if len(found) == 1 else None


def _find_longest(text: str, words: Mapping[str, Told]) -> Told | None:
    """What the longest of these words says with which a text begins."""
    begins = [word for word in words if f"{text} ".startswith(f"{word} ")]
    return words[max(begins, key=len)] if begins else None


@cache
def parse_dossier_layout(text: str) -> DossierLayout:
    """Read the layout from TOML; ValueError for a column, state or scheme that is not known."""
    tables = tomllib.loads(text)
    if tables.keys() != {"columns", "states", "schemes"}:
        raise ValueError(f"tables of a list of papers: {sorted(tables)}")
    return DossierLayout(
        {word: DossierColumn(name) for word, name in _read_words(tables["columns"])},
        {word: DossierStep(name) for word, name in _read_words(tables["states"])},
        {word: Scheme(name) for word, name in _read_words(tables["schemes"])},
    )


def _read_words(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(fold(word), name) for name, words in table.items() for word in words.split(",")]


@dataclass(frozen=True, slots=True)
class ListedDossier:
    """One row: whose papers, what was decided on which day, the office's code or the reason of a return.

    `handed_in` is the day or batch the papers went in with, `scheme` None where the list does not tell it.
    """

    row: int
    name: str
    step: DossierStep
    on: date
    born: PartialDate | None = None
    insurance_number: str | None = None
    citizen_number: str | None = None
    scheme: Scheme | None = None
    code: str = ""
    why: str = ""
    handed_in: date | None = None

    @property
    def told(self) -> str:
        """What is kept beside the step: the reason of a return, or the code of what was accepted."""
        return self.why if self.step is DossierStep.RETURNED else self.code


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """A sign-up that a row may mean; `standing` is the step of its papers that counts, `sent` when they went in."""

    id: bytes
    person: bytes
    name: str
    born: PartialDate | None
    insurance_number: str | None
    citizen_number: str | None
    scheme: Scheme
    first_month: str
    stage: SignUpStage
    household: bytes
    code: str
    village: str
    standing: DossierEvent | None
    sent: date | None


class DossierState(StrEnum):
    """What becomes of a row: written, known before, for a person to choose, no sign-up of here."""

    MATCHED = "matched"
    KNOWN = "known"
    CHOOSE = "choose"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A row with what becomes of it; `found` is one sign-up when it is sure, those to choose among when it is not."""

    listed: ListedDossier
    state: DossierState
    found: tuple[OpenDossier, ...]
    reason: Message
    reason_key: str
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class DossierReport:
    """The whole list: what would be written (`preview`) or was."""

    import_id: str | None
    name: str
    columns: Mapping[str, str]
    lines: tuple[DossierLine, ...]
    refused: tuple[RefusedListRow, ...]
    warnings: tuple[RefusedListRow, ...]
    preview: bool
    earlier: datetime | None = None
    remembered: datetime | None = None

    def select(self, state: DossierState) -> list[DossierLine]:
        """The rows that came to one thing, in the order of the file."""
        return [line for line in self.lines if line.state is state]

    def count(self, step: DossierStep) -> int:
        """How many sign-ups the list accepts or returns now."""
        return sum(line.listed.step is step for line in self.select(DossierState.MATCHED))


# ------------------------------------------------------------------------------------------------------- matching
def plan_dossiers(
    listed: Iterable[ListedDossier], known: Sequence[OpenDossier], choices: Mapping[int, bytes]
) -> list[DossierLine]:
    """Find the sign-up of every row; `choices` says by row which one somebody has chosen.

    A sign-up takes one row: of several that mean it only the first is written, and one that says otherwise is asked.
    """
    index, lines, taken = _index(known), list[DossierLine](), dict[bytes, ListedDossier]()
    by_id = {each.id: each for each in known}
    for row in listed:
        chosen = by_id.get(choices.get(row.row, b""))
        line = _judge_chosen(row, chosen) if chosen is not None else _match(row, index)
        if line.state is DossierState.MATCHED:
            former = taken.setdefault(line.found[0].id, row)
            if former is not row:
                line = _judge_twice(line, former)
        lines.append(line)
    return lines


@dataclass(frozen=True, slots=True)
class _Index:
    by_number: Mapping[str, Sequence[OpenDossier]]
    by_name: Mapping[str, Sequence[OpenDossier]]


def _index(known: Iterable[OpenDossier]) -> _Index:
    by_number, by_name = defaultdict[str, list[OpenDossier]](list), defaultdict[str, list[OpenDossier]](list)
    for each in known:
        for number in {each.insurance_number, each.citizen_number} - {None, ""}:
            by_number[str(number)].append(each)
        by_name[_key(each.name)].append(each)
    return _Index(by_number, by_name)


def _key(name: str) -> str:
    return core_key(read_name(name))


def _match(row: ListedDossier, index: _Index) -> DossierLine:
    for number in (row.insurance_number, row.citizen_number):
        there = index.by_number.get(number, ()) if number else ()
        if there:
            same = [each for each in there if not row.name or _key(each.name) == _key(row.name)]
            if same:
                return _judge(row, same, "number", say("The number agrees."))
            return _ask(
                row, there, "other_name", say("The number belongs to {name} here.", name=there[0].name)
            )
    namesakes = [each for each in index.by_name.get(_key(row.name), ()) if not _has_other_number(row, each)]
    if not row.name or not namesakes:
        return DossierLine(
            row, DossierState.UNKNOWN, (), say("No sign-up here carries this number or name."), "not_here"
        )
    return _match_name(row, namesakes)


def _match_name(row: ListedDossier, namesakes: Sequence[OpenDossier]) -> DossierLine:
    alike = [each for each in namesakes if _is_born_alike(row.born, each.born)]
    in_batch = [each for each in alike if row.handed_in is not None and each.sent == row.handed_in]
    sure = in_batch or alike
    if not alike:
        return _ask(row, namesakes, "other_birth", say("The name agrees, but not the birth date."))
    if row.born is None and not in_batch:
        return _ask(row, namesakes, "only_name", say("Only the name agrees."))
    if len({each.person for each in sure}) > 1:
        return _ask(row, sure, "several_names", say("Several people here have this name and birth date."))
    return _judge(row, sure, "name_and_birth" if row.born else "name_and_batch", _tell_agreeing(row, sure[0]))


def _tell_agreeing(row: ListedDossier, own: OpenDossier) -> Message:
    """Say what agrees beside the name, and of a birth date how much of it is known on both sides."""
    if row.born is None or own.born is None:
        return say("Name and day of handing in agree.")
    if row.born.day and own.born.day:
        return say("Name and birth date agree.")
    if row.born.month and own.born.month:
        return say("Name, month and year of birth agree.")
    return say("Name and year of birth agree.")


def _has_other_number(row: ListedDossier, each: OpenDossier) -> bool:
    pairs = ((row.insurance_number, each.insurance_number), (row.citizen_number, each.citizen_number))
    return any(told and own and told != own for told, own in pairs)


def _is_born_alike(told: PartialDate | None, own: PartialDate | None) -> bool:
    """Whether two birth dates agree as far as both are known."""
    if told is None or own is None:
        return told is None
    pairs = ((told.year, own.year), (told.month, own.month), (told.day, own.day))
    return all(one == other for one, other in pairs if one is not None and other is not None)


def _judge(row: ListedDossier, same: Sequence[OpenDossier], key: str, reason: Message) -> DossierLine:
    """Choose among the sign-ups of somebody who is known: the scheme, the batch, then what is handed in."""
    fitting = [each for each in same if row.scheme in (None, each.scheme)]
    if not fitting:
        return _ask(row, same, "other_scheme", say("Signed up for another insurance."))
    if row.handed_in is not None:
        fitting = [each for each in fitting if each.sent == row.handed_in] or fitting
    waiting = [each for each in fitting if each.stage is SignUpStage.SENT]
    open_ = waiting or [each for each in fitting if each.stage is SignUpStage.RETURNED]
    if len(open_) == 1:
        return _decide(row, open_[0], key, reason)
    if open_:
        return _ask(row, open_, "several_sign_ups", say("Several sign-ups of this person are on their way."))
    if accepted := [each for each in fitting if each.stage is SignUpStage.ACCEPTED]:
        return _decide(row, accepted[-1], key, reason)
    return _ask(row, fitting, "not_handed_in", say("The papers were never handed in here."))


def _judge_chosen(row: ListedDossier, chosen: OpenDossier) -> DossierLine:
    """What somebody has chosen is written, unless it stands already."""
    return _decide(row, chosen, "chosen", say("Chosen by hand."), certain=True)


def _decide(
    row: ListedDossier, each: OpenDossier, key: str, reason: Message, *, certain: bool = False
) -> DossierLine:
    standing = each.standing
    if (
        standing is not None
        and standing.step is row.step
        and (row.step is DossierStep.ACCEPTED or standing.on >= row.on)
    ):
        return DossierLine(row, DossierState.KNOWN, (each,), reason, key, say("Stands here already."))
    if standing is None or standing.step is DossierStep.SENT or certain:
        return DossierLine(row, DossierState.MATCHED, (each,), reason, key)
    if standing.step is DossierStep.ACCEPTED:
        note = say("Was accepted on {day}.", day=standing.on)
        return DossierLine(row, DossierState.CHOOSE, (each,), reason, "accepted_before", note)
    if row.on < standing.on:
        note = say("Was returned later, on {day}.", day=standing.on)
        return DossierLine(row, DossierState.KNOWN, (each,), reason, key, note)
    return DossierLine(row, DossierState.MATCHED, (each,), reason, key)


def _judge_twice(line: DossierLine, former: ListedDossier) -> DossierLine:
    alike = former.step is line.listed.step
    note = (
        say("Row {row} says the same.", row=former.row)
        if alike
        else say("Row {row} says otherwise.", row=former.row)
    )
    state = DossierState.KNOWN if alike else DossierState.CHOOSE
    return DossierLine(line.listed, state, line.found, line.reason, "twice", note)


def _ask(row: ListedDossier, found: Sequence[OpenDossier], key: str, reason: Message) -> DossierLine:
    return DossierLine(row, DossierState.CHOOSE, tuple(found), reason, key)
