"""What holds in some places only: area classes of communes and villages, and what a province or commune adds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from outreach_app.domain.marks import Mark
from outreach_app.domain.people import Scheme
from outreach_app.domain.territory import parse_village_name
from outreach_app.domain.text import fold, normalize
from outreach_app.i18n import N_

PRESENT_VINTAGE = "2025"
"""The list of unit codes in force since 1 July 2025."""
ANY_CATEGORY = "all"


class Funding(StrEnum):
    """Whether promised support has money behind it; only `funded` support is deducted."""

    ADOPTED = "adopted"
    FUNDED = "funded"
    EXHAUSTED = "exhausted"


FUNDING_NAMES: dict[Funding, str] = {
    Funding.ADOPTED: N_("adopted, no money yet"),
    Funding.FUNDED: N_("funded"),
    Funding.EXHAUSTED: N_("money used up"),
}


class AreaClass(StrEnum):
    """How a commune or village is classed: ethnic-minority and mountain areas I to III, specially difficult, island.

    Lying on the border stands beside any of these.
    """

    REGION_1 = "region_1"
    REGION_2 = "region_2"
    REGION_3 = "region_3"
    SPECIALLY_DIFFICULT = "specially_difficult"
    ISLAND = "island"
    BORDER = "border"


AREA_NAMES: dict[AreaClass, str] = {
    AreaClass.REGION_1: N_("area I"),
    AreaClass.REGION_2: N_("area II"),
    AreaClass.REGION_3: N_("area III"),
    AreaClass.SPECIALLY_DIFFICULT: N_("specially difficult"),
    AreaClass.ISLAND: N_("island commune"),
    AreaClass.BORDER: N_("border commune"),
}

DIFFICULT = frozenset({AreaClass.REGION_2, AreaClass.REGION_3, AreaClass.SPECIALLY_DIFFICULT})
"""The classes on the list of difficult areas: for 36 months after a commune leaves it, support goes on
(Law on Health Insurance Art 12(4)(g))."""


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """What a village was called, or where it lay, until the day before `until`."""

    commune: str
    vintage: str
    village: str
    until: date


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household lives: codes of province and commune within one list of codes, and the village's name.

    `former` are earlier names and communes of the same village: what was decided about it then goes on.
    """

    province: str = ""
    commune: str = ""
    village: str = ""
    vintage: str = PRESENT_VINTAGE
    former: tuple[FormerPlace, ...] = ()


def village_key(name: str) -> str:
    """What village names are compared by: without the kind word, diacritics and case."""
    plain = normalize(name)
    return fold(parse_village_name(plain)[1] or plain)


@dataclass(frozen=True, slots=True)
class AreaRule:
    """The class of a commune, or of one village in it (else empty), from `since` to `until` (None = open)."""

    commune: str
    vintage: str
    village: str
    area_class: AreaClass
    since: date
    until: date | None
    decree: str
    article: str
    mark: Mark
    note: str = ""
    note_en: str = ""

    @property
    def key(self) -> str:
        """What must not overlap: the commune within its list of codes, and the village; the border apart."""
        border = "border:" if self.area_class is AreaClass.BORDER else ""
        return border + "/".join(
            part for part in (self.vintage, self.commune, village_key(self.village)) if part
        )

    @property
    def source(self) -> str:
        """The decision and the article."""
        return f"{self.decree}, {self.article}"

    def holds_on(self, day: date) -> bool:
        """Tell whether the class holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ExtraSupport:
    """Provincial top-up or somebody's gift: `percent` of rate x poverty line, or `monthly` đồng, within its own dates.

    `source` is the resolution or the giver; `mark` says how well it is known.
    """

    source: str
    percent: Decimal = Decimal(0)
    monthly: int = 0
    funding: Funding = Funding.FUNDED
    since: date = date.min
    until: date = date.max
    mark: Mark = Mark.SECONDARY

    @property
    def counts(self) -> bool:
        """Whether it is deducted: only when there is money behind it and nobody doubts it."""
        return self.funding is Funding.FUNDED and self.mark is not Mark.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class TopUp:
    """What a province or a commune adds (one of the codes is given) for one category, or for `all` of them."""

    scheme: Scheme
    category: str
    province: str
    commune: str
    vintage: str
    percent: Decimal
    monthly: int
    since: date
    until: date | None
    resolution: str
    state: Funding
    mark: Mark
    note: str = ""
    note_en: str = ""

    @property
    def key(self) -> str:
        """What must not overlap: scheme and place; categories are compared by `meets`."""
        return f"{self.scheme}/{self.vintage}/{self.province or self.commune}"

    def meets(self, other: "TopUp") -> bool:
        """Tell whether somebody could get both."""
        return ANY_CATEGORY in (self.category, other.category) or self.category == other.category

    def is_for(self, scheme: Scheme, category: str, *, place: Place) -> bool:
        """Tell whether it is meant for somebody of a category who lives in a place."""
        here = self.vintage == place.vintage and (
            (bool(self.province) and self.province == place.province)
            or (bool(self.commune) and self.commune == place.commune)
        )
        return here and self.scheme is scheme and self.category in (ANY_CATEGORY, category)

    def as_support(self) -> ExtraSupport:
        """What a quote takes."""
        return ExtraSupport(
            self.resolution, percent=self.percent, monthly=self.monthly, funding=self.state, since=self.since,
            until=self.until or date.max, mark=self.mark,
        )  # fmt: skip


def class_on(areas: Iterable[AreaRule], place: Place, on: date) -> AreaRule | None:
    """The class of a place on a day: the village's own, else its commune's; the border is told by `is_on_border`."""
    there = [area for area in _standing(areas, place, on) if area.area_class is not AreaClass.BORDER]
    return max(there, key=lambda area: bool(area.village), default=None)


def is_on_border(areas: Iterable[AreaRule], place: Place, on: date) -> bool:
    """Whether a place is classed as lying on the border on a day."""
    return any(area.area_class is AreaClass.BORDER for area in _standing(areas, place, on))


def left_list_on(areas: Iterable[AreaRule], place: Place, on: date) -> date | None:
    """The first day on which a place no longer stood on the list of difficult areas; None if it does, or never did."""
    listed = [area for area in areas_of(areas, place) if area.area_class in DIFFICULT and area.since <= on]
    if not listed or any(area.holds_on(on) for area in listed):
        return None
    return max(area.until for area in listed if area.until is not None) + timedelta(days=1)


def areas_of(areas: Iterable[AreaRule], place: Place) -> list[AreaRule]:
    """The classes of a place's commune and of its village, whenever they hold.

    Of a village also those under a name or in a commune it had before; of a former commune itself none.
    """
    known = {(place.vintage, place.commune, village_key(place.village))}
    known |= {(each.vintage, each.commune, village_key(each.village)) for each in place.former}
    here = (place.vintage, place.commune)
    return [
        area
        for area in areas
        if (
            (area.vintage, area.commune, village_key(area.village)) in known
            if area.village
            else (area.vintage, area.commune) == here
        )
    ]


def _standing(areas: Iterable[AreaRule], place: Place, on: date) -> list[AreaRule]:
    """The classes that hold on a day, those of the commune in which the village lay then among them."""
    then = {(each.vintage, each.commune) for each in place.former if on < each.until}
    known = tuple(areas)
    own = areas_of(known, place)
    own += [
        area
        for area in known
        if not area.village and (area.vintage, area.commune) in then and area not in own
    ]
    return [area for area in own if area.holds_on(on)]
