"""Reading [[area]] and [[top_up]] tables of a rule file, as strictly as rules."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.local_rules import (
    ANY_CATEGORY,
    PRESENT_VINTAGE,
    AreaClass,
    AreaRule,
    Funding,
    TopUp,
)
from outreach_app.domain.marks import Mark
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rule_tables import Field, Table, bad, read_fields, read_note
from outreach_app.i18n import say

_COMMUNE = re.compile(r"\d{5}", re.ASCII)
_PROVINCE = re.compile(r"\d{2}", re.ASCII)
_VINTAGE = re.compile(r"\d{4}[a-z]?", re.ASCII)
_DATES = {"from": Field(date), "to": Field(date, needed=False)}
_NOTES = {"mark": Field(str), "note": Field(str, needed=False), "note_en": Field(str, needed=False)}
_AREA = {
    "commune": Field(str), "village": Field(str, needed=False), "vintage": Field(str, needed=False),
    "class": Field(str), "decree": Field(str), "article": Field(str), **_DATES, **_NOTES,
}  # fmt: skip
_TOP_UP = {
    "scheme": Field(str), "category": Field(str), "province": Field(str, needed=False),
    "commune": Field(str, needed=False), "vintage": Field(str, needed=False),
    "percent": Field((int, Decimal), needed=False), "monthly": Field(int, needed=False), "resolution": Field(str),
    "state": Field(str), **_DATES, **_NOTES,
}  # fmt: skip
_CATEGORIES: dict[Scheme, frozenset[str]] = {
    Scheme.VOLUNTARY: frozenset({ANY_CATEGORY, *Category}),
    Scheme.HOUSEHOLD_HEALTH: frozenset({ANY_CATEGORY, *SupportGroup}),
}
_Choice = TypeVar("_Choice", bound=StrEnum)


def make_area(table: Table) -> AreaRule:
    """Read the class of a commune or village; raises BadRuleBook."""
    read_fields(table, _AREA)
    note, note_en = read_note(table)
    since, until = _read_days(table)
    return AreaRule(
        commune=_read_code(table, "commune", _COMMUNE), vintage=_read_vintage(table),
        village=table.read_text("village"), area_class=_choose(table, "class", AreaClass), since=since, until=until,
        decree=table.read_text("decree"), article=table.read_text("article"), mark=_read_mark(table), note=note,
        note_en=note_en,
    )  # fmt: skip


def make_top_up(table: Table) -> TopUp:
    """Read what a province or commune adds; raises BadRuleBook."""
    read_fields(table, _TOP_UP)
    scheme = _choose(table, "scheme", Scheme)
    category = table.read_text("category")
    if category not in _CATEGORIES.get(scheme, ()):
        raise _wrong(table, "category" if scheme in _CATEGORIES else "scheme")
    if ("province" in table.fields) == ("commune" in table.fields):
        raise bad(
            say(
                "{file}: the top-up {key} names a province or a commune, one of them.",
                file=table.file,
                key=table.name,
            )
        )
    percent, monthly = _read_sum(table)
    note, note_en = read_note(table)
    since, until = _read_days(table)
    return TopUp(
        scheme=scheme, category=category, province=_read_code(table, "province", _PROVINCE),
        commune=_read_code(table, "commune", _COMMUNE), vintage=_read_vintage(table), percent=percent,
        monthly=monthly, since=since, until=until, resolution=table.read_text("resolution"),
        state=_choose(table, "state", Funding), mark=_read_mark(table), note=note, note_en=note_en,
    )  # fmt: skip


def _read_sum(table: Table) -> tuple[Decimal, int]:
    percent, monthly = table.fields.get("percent"), table.fields.get("monthly")
    if (percent is None) == (monthly is None):
        raise bad(
            say(
                "{file}: the top-up {key} has a percentage or đồng a month, one of them.",
                file=table.file, key=table.name,
            )
        )  # fmt: skip
    if percent is not None:
        if isinstance(percent, bool) or not isinstance(percent, int | Decimal):
            raise _wrong(table, "percent")
        value = Decimal(percent)
        if not value.is_finite() or not 0 < value <= 100:
            raise _wrong(table, "percent")
        return value, 0
    if isinstance(monthly, bool) or not isinstance(monthly, int) or monthly <= 0:
        raise _wrong(table, "monthly")
    return Decimal(0), monthly


def _read_days(table: Table) -> tuple[date, date | None]:
    since, until = table.day("from"), table.day("to")
    assert since is not None
    if until is not None and until < since:
        raise bad(
            say(
                "The rule {key} from {since} ends on {until}, before it starts.",
                key=table.name, since=since, until=until,
            )
        )  # fmt: skip
    return since, until


def _read_mark(table: Table) -> Mark:
    mark = _choose(table, "mark", Mark)
    if mark is Mark.UNCONFIRMED and not all(read_note(table)):
        raise bad(
            say(
                "The rule {key} from {since} is not confirmed and needs a note that says why.",
                key=table.name, since=table.day("from"),
            )
        )  # fmt: skip
    return mark


def _read_code(table: Table, field: str, shape: re.Pattern[str]) -> str:
    code = table.read_text(field)
    if field in table.fields and not shape.fullmatch(code):
        raise _wrong(table, field)
    return code


def _read_vintage(table: Table) -> str:
    vintage = table.read_text("vintage", PRESENT_VINTAGE)
    if not _VINTAGE.fullmatch(vintage):
        raise _wrong(table, "vintage")
    return vintage


def _choose(table: Table, field: str, choices: type[_Choice]) -> _Choice:
    values: Iterable[_Choice] = choices
    found = next((each for each in values if each.value == table.read_text(field)), None)
    if found is None:
        raise _wrong(table, field)
    return found


def _wrong(table: Table, field: str) -> Exception:
    return bad(
        say("{file}: the rule {key} has an unusable {field}.", file=table.file, key=table.name, field=field)
    )
