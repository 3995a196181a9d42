"""How often each worry was heard, what was answered, and what the same households said afterwards.

Counts only, never a share: what came after an answer need not have come from it, and most counts are small.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from outreach_app.domain.periods import Period
from outreach_app.domain.report_groups import Delay, Group, Split, count_days
from outreach_app.domain.visits import OBJECTION_NAMES, WON, Outcome, Reaction
from outreach_app.i18n import N_


class Told(StrEnum):
    """What a family was told about its worry, as far as it was written down."""

    SHIPPED = "shipped"
    OFFICE = "office"
    QUESTION = "question"
    NOTHING = "nothing"


TOLD_NAMES: dict[Told, str] = {
    Told.SHIPPED: N_("answer that came with the program"), Told.OFFICE: N_("answer in the office's own words"),
    Told.QUESTION: N_("the office answered their question"), Told.NOTHING: N_("no answer was noted"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """What was told, and since when these words stand in the book (None: always, or no words of the book)."""

    told: Told
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """One visit at which a worry was named; `canvasser` may be nobody known."""

    household: bytes
    village: bytes
    day: date
    worry: str
    reaction: Reaction | None
    canvasser: bytes | None
    answer: AnswerTold


@dataclass(frozen=True, slots=True)
class Since:
    """What a household said at its visits and signed, day by day: (day, outcome or None, whether somebody joined)."""

    said: tuple[tuple[date, Outcome | None, bool], ...] = ()

    def joined_on(self, first: date) -> date | None:
        """Give the day on which somebody of it joined or paid on, from a day on."""
        return next((day for day, _, won in self.said if won and day >= first), None)

    def last_said(self, first: date) -> Outcome | None:
        """Give what it said last from a day on."""
        return next((said for day, said, _ in reversed(self.said) if said and day >= first), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """The households that were told one thing about a worry, and what was said afterwards.

    Whoever was told several things counts under each of them.
    """

    answer: AnswerTold
    households: int
    reassured: int
    joined: int
    thinking: int
    days: Delay | None


@dataclass(frozen=True, slots=True)
class WorryRow:
    """A worry in one part of a report: visits at which it was named, households, and where they stand since.

    `days` are those from the first time it was named to the sign-up; `by` are canvassers (name, visits), most first.
    """

    group: Group
    worry: str
    times: int
    households: int
    reassured: int
    joined: int
    thinking: int
    refuses: int
    days: Delay | None
    answers: tuple[Answered, ...]
    by: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """What the worry is called, a source string."""
        return OBJECTION_NAMES.get(self.worry, self.worry)

    @property
    def others(self) -> int:
        """Households that neither joined nor think about it nor refuse."""
        return self.households - self.joined - self.thinking - self.refuses


@dataclass(frozen=True, slots=True)
class WorryReport:
    """The worries of a unit in some days and what became of them up to `on`: the whole first, then part by part.

    `visits` are all visits of these days with whom somebody was spoken to, `named` those that named a worry.
    """

    office_name: str
    name: str
    period: Period
    on: date
    split: Split
    visits: int
    named: int
    rows: Sequence[WorryRow]

    @property
    def whole(self) -> list[WorryRow]:
        """The rows of the unit as a whole, the worry of the most households first."""
        return [row for row in self.rows if row.group.kind is None]


@dataclass(slots=True)
class _Home:
    """One household under one worry while it is counted."""

    first: date
    reassured: bool = False
    told: dict[AnswerTold, bool] = field(default_factory=dict)

    def take(self, heard: Heard) -> None:
        self.first = min(self.first, heard.day)
        eased = heard.reaction is Reaction.REASSURED
        self.reassured |= eased
        self.told[heard.answer] = self.told.get(heard.answer, False) | eased


def count_worries(
    heard: Iterable[Heard], since: Mapping[bytes, Since], *, split: Callable[[Heard], Sequence[Group]],
    answered: Mapping[tuple[bytes, str], date], names: Mapping[bytes, str],
) -> list[WorryRow]:  # fmt: skip
    """Count worries for every part that `split` puts a visit into.

    `answered` tells by household and worry when the office answered a question; `names` are the canvassers'.
    """
    told: dict[tuple[Group, str], list[Heard]] = defaultdict(list)
    for each in heard:
        for group in split(each):
            told[group, each.worry].append(each)
    rows = [
        _make_row(group, worry, visits, since, answered=answered, names=names)
        for (group, worry), visits in told.items()
    ]
    return sorted(rows, key=_place)


def _place(row: WorryRow) -> tuple[bool, bool, str, str, int, str]:
    group = row.group
    return group.kind is not None, group.key == "", group.name, group.key, -row.households, row.worry


def _make_row(
    group: Group, worry: str, visits: Sequence[Heard], since: Mapping[bytes, Since], *,
    answered: Mapping[tuple[bytes, str], date], names: Mapping[bytes, str],
) -> WorryRow:  # fmt: skip
    homes: dict[bytes, _Home] = {}
    for each in visits:
        homes.setdefault(each.household, _Home(each.day)).take(each)
    for household, home in homes.items():
        day = answered.get((household, worry))
        if day is not None and day >= home.first:
            home.told.setdefault(AnswerTold(Told.QUESTION), False)
    fates = {id: _find_fate(home, since.get(id, Since())) for id, home in homes.items()}
    by = Counter(names.get(each.canvasser or b"", "") for each in visits)
    return WorryRow(
        group, worry, len(visits), len(homes), sum(home.reassured for home in homes.values()),
        _count(fates, "joined"), _count(fates, "thinking"), _count(fates, "refuses"), _sum_days(fates.values()),
        _count_answers(homes, fates), tuple(sorted(by.items(), key=lambda pair: (-pair[1], pair[0]))),
    )  # fmt: skip


_Fate = tuple[str, int | None]
"""What became of a household (joined, thinking, refuses or nothing of these), and after how many days it joined."""


def _find_fate(home: _Home, since: Since) -> _Fate:
    joined = since.joined_on(home.first)
    if joined is not None:
        return "joined", count_days(home.first, joined)
    last = since.last_said(home.first)
    if last in WON:
        return "joined", None
    if last in (Outcome.THINKING, Outcome.CALL_BACK):
        return "thinking", None
    return ("refuses" if last is Outcome.REFUSED else ""), None


def _count(fates: Mapping[bytes, _Fate], word: str) -> int:
    return sum(fate == word for fate, _ in fates.values())


def _sum_days(fates: Iterable[_Fate]) -> Delay | None:
    return Delay.of([days for _, days in fates if days is not None])


def _count_answers(homes: Mapping[bytes, _Home], fates: Mapping[bytes, _Fate]) -> tuple[Answered, ...]:
    told: dict[AnswerTold, dict[bytes, bool]] = defaultdict(dict)
    for household, home in homes.items():
        for answer, eased in home.told.items():
            told[answer][household] = eased
    kinds = tuple(Told)
    ordered = sorted(told, key=lambda each: (kinds.index(each.told), each.since or date.min))
    return tuple(_make_answered(answer, told[answer], fates) for answer in ordered)


def _make_answered(answer: AnswerTold, eased: Mapping[bytes, bool], fates: Mapping[bytes, _Fate]) -> Answered:
    own = {household: fates[household] for household in eased}
    return Answered(
        answer,
        len(own),
        sum(eased.values()),
        _count(own, "joined"),
        _count(own, "thinking"),
        _sum_days(own.values()),
    )
