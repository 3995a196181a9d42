"""The lists from outside that name people to be asked: what a row of each means and how its columns are headed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from outreach_app.domain.eligibility import Occupation
from outreach_app.domain.people import Scheme
from outreach_app.domain.text import fold
from outreach_app.i18n import N_


class LayoutKey(StrEnum):
    """The lists that are known, in the order in which they are offered."""

    DUE_HEALTH = "due_health"
    DUE_VOLUNTARY = "due_voluntary"
    FREE_CARDS = "free_cards"
    FIRMS = "firms"
    BUSINESS_HOUSEHOLDS = "business_households"
    COOPERATIVES = "cooperatives"
    POPULATION = "population"
    VILLAGE_OFFICERS = "village_officers"
    PENSIONERS = "pensioners"


LAYOUT_NAMES: dict[LayoutKey, str] = {
    LayoutKey.DUE_HEALTH: N_("Health cards that are due"),
    LayoutKey.DUE_VOLUNTARY: N_("Voluntary payments that are due"),
    LayoutKey.FREE_CARDS: N_("Free health cards that ended"),
    LayoutKey.FIRMS: N_("Firms (tax office)"),
    LayoutKey.BUSINESS_HOUSEHOLDS: N_("Business households (tax office)"),
    LayoutKey.COOPERATIVES: N_("Co-operatives"),
    LayoutKey.POPULATION: N_("Population list"),
    LayoutKey.VILLAGE_OFFICERS: N_("Part-time village officers"),
    LayoutKey.PENSIONERS: N_("Pensioners and allowance holders"),
}

_FILE_KEYS = frozenset({"everywhere", "work_words", "tax_words"})


@dataclass(frozen=True, slots=True)
class ListLayout:
    """One kind of list: why its people are to be asked (`reason`) and for which schemes (`offers`).

    `cover` is the scheme whose last day a row tells, under the field `until`; `work` what everybody on it does unless
    a cell tells otherwise; `never` that nobody on it is asked. `wordings`: folded heading -> field, '' to leave out.
    """

    key: LayoutKey
    reason: str
    offers: tuple[Scheme, ...]
    cover: Scheme | None = None
    until: str = ""
    work: Occupation | None = None
    never: bool = False
    wordings: Mapping[str, str] = field(default_factory=dict)

    @property
    def trusts_category(self) -> bool:
        """Whether the household's category of the register still holds; not where a list tells that it changed."""
        return self.key is not LayoutKey.FREE_CARDS


@dataclass(frozen=True, slots=True)
class LayoutBook:
    """Every layout, and the words by which cells tell what somebody does and how an owner pays taxes."""

    layouts: Mapping[LayoutKey, ListLayout]
    work_words: Mapping[str, Occupation]
    tax_words: Mapping[str, Occupation]

    def find_work(self, text: str) -> Occupation | None:
        """Tell what somebody does by the words of a cell; None when they tell nothing."""
        return _find_words(text, self.work_words)

    def find_owner(self, text: str) -> Occupation | None:
        """Tell which kind of owner somebody is by how taxes are paid; None when the words tell neither."""
        return _find_words(text, self.tax_words)


@cache
def parse_layouts(text: str) -> LayoutBook:
    """Read the layouts from TOML; ValueError for a key, scheme or occupation that is not known."""
    tables = tomllib.loads(text)
    unknown = tables.keys() - _FILE_KEYS - set(LayoutKey)
    missing = set(LayoutKey) - tables.keys()
    if unknown or missing:
        raise ValueError(f"layouts that are not known or missing: {sorted(unknown | missing)}")
    common = _read_wordings(tables["everywhere"].get("columns", {}))
    layouts = {key: _read_layout(key, tables[key], common) for key in LayoutKey}
    return LayoutBook(layouts, _read_words(tables["work_words"]), _read_words(tables["tax_words"]))


def _read_layout(key: LayoutKey, table: Mapping[str, object], common: Mapping[str, str]) -> ListLayout:
    known = {"reason", "offers", "cover", "until", "work", "never", "columns"}
    if table.keys() - known:
        raise ValueError(f"{key}: {sorted(table.keys() - known)}")
    work, cover = table.get("work"), table.get("cover")
    offers, columns = table["offers"], table.get("columns", {})
    assert isinstance(offers, list), "offers is a list of schemes"
    assert isinstance(columns, dict), "columns is a table"
    return ListLayout(
        key=key,
        reason=str(table["reason"]),
        offers=tuple(map(Scheme, offers)),
        cover=Scheme(str(cover)) if cover is not None else None,
        until=str(table.get("until", "")),
        work=Occupation(str(work)) if work is not None else None,
        never=table.get("never") is True,
        wordings={**common, **_read_wordings(columns)},
    )


def _read_wordings(columns: Mapping[str, str]) -> dict[str, str]:
    return {fold(word): name for name, words in columns.items() for word in words.split(",")}


def _read_words(table: Mapping[str, str]) -> dict[str, Occupation]:
    return {fold(word): Occupation(name) for name, words in table.items() for word in words.split(",")}


def _find_words(text: str, words: Mapping[str, Occupation]) -> Occupation | None:
    if not text:
        return None
    told = f" {fold(text)} "
    return next((found for word, found in words.items() if f" {word} " in told), None)
