"""Lines of the reports: whose results, the people behind a figure, and the published numbers beside ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from outreach_app.domain.contrasts import ModelContrast
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.official_figures import DistinctCheck, Gap, Rest
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.published import PublishedScheme
from outreach_app.domain.results import (
    NOTHING,
    Comparison,
    Forecast,
    Progress,
    Tally,
    find_forecast,
    take_percent,
)
from outreach_app.domain.targets import Aim, Subject, SubjectKind
from outreach_app.domain.teams import Part
from outreach_app.errors import Message
from outreach_app.i18n import N_


class Figure(StrEnum):
    """A number of a report behind which people stand; UNKNOWN_CARD are members by a card of no known group alone."""

    NEW = "new"
    WON_BACK = "won_back"
    CONTINUING = "continuing"
    LAPSED = "lapsed"
    MEMBERS = "members"
    UNKNOWN_CARD = "unknown_card"


FIGURE_NAMES: Mapping[Figure, str] = {
    Figure.NEW: N_("New members"),
    Figure.WON_BACK: N_("Members won back"),
    Figure.CONTINUING: N_("Members who go on"),
    Figure.LAPSED: N_("Members who stopped"),
    Figure.MEMBERS: N_("Members on the last day"),
    Figure.UNKNOWN_CARD: N_("With a health card of unknown kind"),
}


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """Who stopped for one reason, by row id; no reason: nobody has told why."""

    reason: LapseReason | None
    people: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Affiliation:
    """For whom a collector works today: the organisation, the teams and which part of them; empty when untold."""

    agency: str = ""
    teams: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class DriveBefore:
    """Who joined during the last drive that ended before these days, by its name."""

    name: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A unit, village, team, organisation or collector under one scheme within some days.

    `plans` are its targets for exactly these days, `running` its other targets that hold on the last day known, each
    counted within its own days. `on` is the last day known (none: the last of the period), `began` and `year_end` the
    members on the day before the period and on the last day of the year before, `to_date` everything since 1 January
    up to `on`. `adults` are the people of 18 and over on the register (places only). `unknown_cards` and
    `unknown_stops` are people whose only health card is of no known group: shown apart, never added to the members
    (docs/decisions/0016). A subject with an empty key is what nobody is named for.
    """

    subject: Subject
    name: str
    scheme: Scheme
    period: Period
    tally: Tally
    active: int
    last_year: int
    plans: tuple[Progress, ...] = ()
    base: int | None = None
    on: date | None = None
    reasons: tuple[ReasonCount, ...] = ()
    began: int = 0
    year_end: int = 0
    to_date: Tally = NOTHING
    before: DriveBefore | None = None
    running: tuple[Progress, ...] = ()
    adults: int | None = None
    unknown_cards: int = 0
    unknown_stops: int = 0
    affiliation: Affiliation | None = None

    @property
    def plan(self) -> Progress | None:
        """The plan the row is judged by: the first that was set."""
        return self.plans[0] if self.plans else None

    @property
    def elapsed(self) -> Period:
        """The days that have passed; the whole period before its first day."""
        return (self.period.until(self.on) or self.period) if self.on else self.period

    @property
    def against_last_year(self) -> Comparison:
        """Who joined beside the same days of the year before."""
        return Comparison(self.tally.joined, self.elapsed, self.last_year, self.elapsed.year_before)

    @property
    def since_year_end(self) -> int:
        """How many more members there are than on the last day of the year before; negative for fewer."""
        return self.active - self.year_end

    @property
    def forecast(self) -> Forecast | None:
        """Who will have joined on the last day if it goes on as so far; None where the days do not carry it."""
        return find_forecast(self.tally.joined, self.period, self.on) if self.on else None

    @property
    def per_hundred_adults(self) -> Decimal | None:
        """Who joined for each 100 adults on the register."""
        return take_percent(self.tally.joined, self.adults) if self.adults else None

    @property
    def coverage(self) -> Decimal | None:
        """Members in percent of the workforce or population as last published; None when that is not known."""
        return take_percent(self.active, self.base) if self.base else None

    def count(self, aim: Aim) -> int:
        """Count what a target of an aim counts."""
        return self.tally.count(aim, stock=self.active)


@dataclass(frozen=True, slots=True)
class FigurePerson:
    """Somebody behind a figure, for whoever may see it: `on` is the day they signed, stopped, or are counted.

    `village` is the village's row id; `reason` is told of those who stopped, `canvasser` who signed them last.
    """

    person: bytes
    household: bytes
    name: str
    code: str
    village: bytes
    on: date
    reason: LapseReason | None = None
    canvasser: bytes | None = None


@dataclass(frozen=True, slots=True)
class DistinctPeople:
    """Members of each scheme of a place on a day, and how many different people they are.

    `unknown_cards` are people among `distinct` whom a health card of no known group alone makes members.
    """

    subject: Subject
    name: str
    on: date
    schemes: tuple[tuple[Scheme, int], ...]
    distinct: int
    unknown_cards: int

    @property
    def check(self) -> DistinctCheck:
        """The people beside the sum of the schemes and of the cards of no known group."""
        return DistinctCheck(self.distinct, sum(people for _, people in self.schemes) + self.unknown_cards)


class Cause(StrEnum):
    """Why one of the two may count somebody whom the other does not; the first ones we count, the others we do not."""

    NOT_HANDED_IN = "not_handed_in"
    NOT_ANSWERED = "not_answered"
    RETURNED = "returned"
    SIGNED_LATER = "signed_later"
    NO_END_TOLD = "no_end_told"
    LIKELY_TWICE = "likely_twice"
    JUST_STOPPED = "just_stopped"
    DIED = "died"
    UNKNOWN_CARD = "unknown_card"
    NOT_BEGUN = "not_begun"
    TAKEN_OFF = "taken_off"


COUNTED_BY_US = frozenset(
    {
        Cause.NOT_HANDED_IN, Cause.NOT_ANSWERED, Cause.RETURNED, Cause.SIGNED_LATER, Cause.NO_END_TOLD,
        Cause.LIKELY_TWICE,
    }
)  # fmt: skip
"""Whoever is named with one of these is a member by our rows, and perhaps not by the office's."""

CAUSE_NAMES: Mapping[Cause, str] = {
    Cause.NOT_HANDED_IN: N_("We count them; their papers were not handed in yet"),
    Cause.NOT_ANSWERED: N_("We count them; their papers were handed in and not answered yet"),
    Cause.RETURNED: N_("We count them; their papers were returned"),
    Cause.SIGNED_LATER: N_("We count them; they signed after that day"),
    Cause.NO_END_TOLD: N_("We count them; a list told of them and nobody has told until when"),
    Cause.LIKELY_TWICE: N_("We count them; they look like somebody else who is counted too"),
    Cause.JUST_STOPPED: N_("We do not count them; their time ran out shortly before that day"),
    Cause.DIED: N_("We do not count them; they are noted as having died"),
    Cause.UNKNOWN_CARD: N_("We do not count them; nobody knows the kind of their health card"),
    Cause.NOT_BEGUN: N_("We do not count them; they signed and their first month comes later"),
    Cause.TAKEN_OFF: N_("We do not count them; they were taken off our lists"),
}


@dataclass(frozen=True, slots=True)
class PersonCause:
    """Somebody who may explain a difference: why, and the day that tells it."""

    person: FigurePerson
    cause: Cause


@dataclass(frozen=True, slots=True)
class GapReport:
    """A difference from an official number of members, and the people who may explain it, each once.

    What they come to need not be the difference: an office publishes no names.
    """

    gap: Gap
    name: str
    people: tuple[PersonCause, ...]

    @property
    def more(self) -> int:
        """Whom we count and the office perhaps does not."""
        return sum(each.cause in COUNTED_BY_US for each in self.people)

    @property
    def fewer(self) -> int:
        """Whom the office perhaps counts and we do not."""
        return len(self.people) - self.more

    @property
    def unexplained(self) -> int:
        """How much of the difference is left even if everybody named is counted by one of the two alone."""
        difference = self.gap.difference
        return max(0, abs(difference) - (self.more if difference > 0 else self.fewer))


@dataclass(frozen=True, slots=True)
class FigureReport:
    """Official figures of a unit up to a day, by scheme; `distinct` compares people with the sum of the schemes.

    `rests` are members of one scheme that follow from a number of two.
    """

    subject: Subject
    name: str
    until: date
    schemes: tuple[PublishedScheme, ...]
    gaps: tuple[Gap, ...]
    distinct: DistinctCheck | None
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """What the report of a unit says: results up to `on`, the whole unit first, and its official figures.

    `groups` has the same results by team, organisation and collector, again the whole first and what nobody is named
    for last (teams may share people, so theirs need not add up). `models` compare model places with the others.
    `notes` say by which units it is, where they changed within its days.
    """

    office_name: str
    name: str
    period: Period
    on: date
    rows: Sequence[ReportRow]
    figures: FigureReport
    groups: Mapping[SubjectKind, Sequence[ReportRow]] = field(default_factory=dict)
    models: Sequence[ModelContrast] = ()
    distinct: DistinctPeople | None = None
    notes: Sequence[Message] = ()

    def list_rows(self, scheme: Scheme) -> list[ReportRow]:
        """The lines of one scheme, the unit as a whole first."""
        return [row for row in self.rows if row.scheme is scheme]
