"""The declaration TK1-TS: the form's lines by date, and what a voluntary sign-up fills into its fields."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from outreach_app.domain.forms import ResultForm, find_result, write_born, write_day
from outreach_app.domain.identity import format_phone
from outreach_app.domain.methods import Method, MethodKind, recall_method
from outreach_app.domain.rows import EnrolmentRow, PersonRow


@dataclass(frozen=True, slots=True)
class Tick:
    """One box that may be ticked: the value it stands for, and its words."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One numbered field of a line: label, what is said in smaller voice, field, share of the width, boxes if any."""

    label: str
    field: str
    share: float
    hint: str = ""
    boxes: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph below the form: bold, or in a smaller voice."""

    bold: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the form; `kind` says how it is laid, `space` is free room above in points, the rest by kind."""

    kind: str
    bold: str = ""
    hint: str = ""
    text: tuple[str, ...] = ()
    field: str = ""
    size: float = 10.5
    space: float = 0.0
    ruled: bool = False
    parts: tuple[Part, ...] = ()
    left: tuple[Words, ...] = ()
    right: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclarationLayout:
    """The form in force from `since`; `blanks` and `words` as in a worksheet form."""

    form: str
    since: date
    title: str
    decision: str
    lines: tuple[FormLine, ...]
    blanks: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One person's declaration: what stands in each field, empty where the hand fills it in."""

    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where somebody lives, in the words of the day: house and village, commune, province; `place` heads the date."""

    address: str = ""
    commune: str = ""
    province: str = ""
    place: str = ""


def read_declaration_layout(text: str) -> DeclarationLayout:
    """Read the form from its TOML; a mistake in a shipped file raises KeyError, TypeError or ValueError."""
    file = tomllib.loads(text)
    return DeclarationLayout(
        form=file["form"],
        since=file["from"],
        title=file["title"],
        decision=file["decision"],
        lines=tuple(_read_line(about) for about in file["line"]),
        blanks=file["blanks"],
        words=file["words"],
    )


def _read_line(about: Mapping[str, Any]) -> FormLine:
    made = dict(about)
    made["text"] = tuple(made.get("text", ()))
    made["parts"] = tuple(_read_part(part) for part in made.get("parts", ()))
    for side in ("left", "right"):
        made[side] = tuple(Words(**words) for words in made.get(side, ()))
    return FormLine(**made)


def _read_part(about: Mapping[str, Any]) -> Part:
    boxes = tuple(Tick(**box) for box in about.get("boxes", ()))
    return Part(**{**about, "boxes": boxes})


def make_declaration(
    row: EnrolmentRow,
    person: PersonRow,
    words: Mapping[str, str],
    *,
    home: Whereabouts,
    result: ResultForm | None,
    ethnicity: str = "",
) -> Declaration:
    """Fill in what a voluntary sign-up knows; `ethnicity` only with the person's consent, e-mail and papers never.

    Only citizens join voluntary insurance (Law 41/2024 Art 2(4)), which answers [06]; [12] is the chosen income.
    """
    assert person.born is not None
    assert row.income is not None
    method, result = recall_method(row.method), find_result(row, result)
    fields = {
        "insurance_number": person.insurance_number or "",
        "name": person.name,
        "sex": person.sex.value if person.sex else "",
        "born": write_born(person.born),
        "citizen_number": person.citizen_number or "",
        "nationality": words["vietnamese"],
        "ethnicity": ethnicity,
        "phone": format_phone(person.phone) if person.phone else "",
        "result": result.value if result else "",
        "amount": words["amount"].format(income=f"{row.income:,}".replace(",", ".")),
        "method": describe_method_for_form(method, words) if method else "",
        "subject": words["voluntary"],
        "place": home.place,
        **write_day(row.signed_on),
    }
    if result is not ResultForm.ELECTRONIC:
        fields |= {"address": home.address, "commune": home.commune, "province": home.province}
    return Declaration(fields)


def describe_method_for_form(method: Method, words: Mapping[str, str]) -> str:
    """A payment method as [13] wants it."""
    if method.kind is MethodKind.AHEAD:
        return words["ahead"].format(years=method.count)
    if method.kind is MethodKind.MISSING:
        return words["missing"].format(months=method.count)
    return words["every_month"] if method.count == 1 else words["every_months"].format(months=method.count)
