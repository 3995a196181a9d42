"""What follows from the published numbers of one scheme in a unit: growth, net, plans behind percentages, rankings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from outreach_app.domain.official_figures import (
    Growth,
    Measure,
    OfficialFigure,
    Passing,
    Whole,
    find_passing,
    find_whole,
)
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.results import Comparison, Progress, take_percent
from outreach_app.domain.targets import Aim, Subject, Target

_AIMS = {Measure.NEW: Aim.JOINED, Measure.CONTINUING: Aim.CONTINUING, Measure.GROWTH: Aim.NET}


@dataclass(frozen=True, slots=True)
class Net:
    """New members of a period less those who stopped in it."""

    period: Period
    new: int
    lapsed: int

    @property
    def people(self) -> int:
        """The growth."""
        return self.new - self.lapsed


@dataclass(frozen=True, slots=True)
class Ranking:
    """The units under a unit whose numbers of a period were published, the largest first; mostly not all of them."""

    whole: OfficialFigure
    parts: tuple[tuple[Subject, int], ...]

    @property
    def together(self) -> int:
        """What these units come to."""
        return sum(people for _, people in self.parts)


@dataclass(frozen=True, slots=True)
class PublishedScheme:
    """The published numbers of one scheme (none: distinct people in any) and everything that follows from them.

    `earlier` are numbers that were only told as so many fewer than a later one; `of_base` is what happened in a period
    in percent of the first number of members known.
    """

    scheme: Scheme | None
    figures: tuple[OfficialFigure, ...]
    growths: tuple[Growth, ...]
    nets: tuple[Net, ...]
    earlier: tuple[OfficialFigure, ...]
    comparisons: tuple[Comparison, ...]
    plans: tuple[Progress, ...]
    passings: tuple[Passing, ...]
    wholes: tuple[Whole, ...]
    of_base: tuple[tuple[OfficialFigure, Decimal], ...]
    rankings: tuple[Ranking, ...]


def judge_scheme(
    scheme: Scheme | None, known: Iterable[OfficialFigure], targets: Iterable[Target],
    *, below: Callable[[Subject], bool] = lambda subject: False,
) -> PublishedScheme:  # fmt: skip
    """Work out what follows; `known` may hold numbers of other units, of which those right `below` are ranked."""
    of_scheme = [each for each in known if each.scheme is scheme]
    figures = [each for each in of_scheme if not below(each.subject)]
    stocks = [each for each in figures if each.measure is Measure.STOCK]
    base = min(stocks, key=lambda each: each.on, default=None)
    earlier = tuple(_find_earlier(figures))
    flows = [each for each in (*figures, *earlier) if each.measure in _AIMS and each.period]
    aims = [each for each in targets if each.scheme is scheme]
    return PublishedScheme(
        scheme=scheme,
        figures=tuple(figures),
        growths=tuple(Growth(each, base) for each in stocks if base and each is not base),
        nets=tuple(_find_nets(figures)),
        earlier=earlier,
        comparisons=tuple(_compare(flows)),
        plans=tuple(_find_plans(flows, stocks, aims)),
        passings=tuple(found for each in aims if (found := find_passing(each, stocks))),
        wholes=tuple(_find_wholes(figures, stocks)),
        of_base=tuple(_share_of(flows, base)),
        rankings=tuple(_rank(flows, [each for each in of_scheme if below(each.subject)])),
    )


def _find_nets(figures: Sequence[OfficialFigure]) -> Iterator[Net]:
    lapsed = {each.period: each.value for each in figures if each.measure is Measure.LAPSED}
    for each in figures:
        if each.measure is Measure.NEW and each.period and each.period in lapsed:
            yield Net(each.period, each.value, lapsed[each.period])


def _find_earlier(figures: Sequence[OfficialFigure]) -> Iterator[OfficialFigure]:
    new = sorted((each for each in figures if each.measure is Measure.NEW), key=lambda each: each.on)
    for told in figures:
        if told.measure is Measure.MORE_NEW:
            later = next((each for each in new if each.since and each.since > told.on), None)
            if later is not None and later.value >= told.value:
                yield replace(told, measure=Measure.NEW, value=later.value - told.value)


def _compare(flows: Sequence[OfficialFigure]) -> Iterator[Comparison]:
    """Put each number beside the latest one of its kind before it; of several that end together the shortest."""
    for each in flows:
        now = each.period
        before = [
            (other.period.last, -other.period.days, other)
            for other in flows
            if other.measure is each.measure and now and other.period and other.period.last < now.first
        ]
        if now and before:
            last = max(before, key=lambda told: told[:2])[2]
            assert last.period is not None
            yield Comparison(each.value, now, last.value, last.period)


def _find_plans(
    flows: Sequence[OfficialFigure], stocks: Sequence[OfficialFigure], targets: Sequence[Target]
) -> Iterator[Progress]:
    """Judge what happened in a period by targets for just that period, and members by targets that hold on the day."""
    for target in targets:
        for each in flows:
            if (target.aim, target.period, target.subject) == (
                _AIMS[each.measure],
                each.period,
                each.subject,
            ):
                yield Progress(target, each.value, each.on)
        for each in stocks:
            if target.aim is Aim.STOCK and target.subject == each.subject and target.period.holds(each.on):
                yield Progress(target, each.value, each.on)


def _find_wholes(figures: Sequence[OfficialFigure], stocks: Sequence[OfficialFigure]) -> Iterator[Whole]:
    for share in figures:
        part = next((each for each in stocks if share.is_share and each.on == share.on), None)
        if part is not None and (whole := find_whole(part, share)) is not None:
            yield whole


def _share_of(
    flows: Sequence[OfficialFigure], base: OfficialFigure | None
) -> Iterator[tuple[OfficialFigure, Decimal]]:
    for each in flows:
        share = take_percent(each.value, base.value) if base else None
        if share is not None:
            yield each, share


def _rank(flows: Sequence[OfficialFigure], lower: Sequence[OfficialFigure]) -> Iterator[Ranking]:
    for each in flows:
        parts = [
            (part.subject, part.value)
            for part in lower
            if (part.measure, part.period) == (each.measure, each.period)
        ]
        if parts:
            yield Ranking(each, tuple(sorted(parts, key=lambda part: (-part[1], part[0]))))
