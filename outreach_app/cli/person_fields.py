"""FIELD=VALUE words for people and households, checked before anything is written."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.cli import parsing
from outreach_app.domain.consents import SENSITIVE_FIELDS
from outreach_app.domain.identity import normalize_phone, parse_citizen_number, parse_insurance_number
from outreach_app.domain.people import RELATIONS, Category, PartialDate, Sex
from outreach_app.domain.text import normalize
from outreach_app.domain.visits import Channel
from outreach_app.errors import say

if TYPE_CHECKING:
    from outreach_app.services.households import NewPerson

Reader = Callable[[str], object]


def _text(value: str) -> object:
    return normalize(value)


def _name(value: str) -> object:
    if not normalize(value):
        raise parsing.wrong_value("name", value, say("Type the person's name."))
    return normalize(value)


def _sex(value: str) -> object:
    return parsing.parse_key(Sex, value, option="sex") if value else None


def _born(value: str) -> object:
    try:
        return PartialDate.parse(value) if value else None
    except ValueError as error:
        raise parsing.wrong_value("born", value, say("Write 1984, 1984-05 or 1984-05-02.")) from error


def _relation(value: str) -> object:
    return parsing.parse_choice(value, RELATIONS, option="relation")


def _category(value: str) -> object:
    return parsing.parse_key(Category, value, option="category").value


def _number(read: Callable[[str], str]) -> Reader:
    # Read here already, so that a number that cannot be is refused before anything is opened or anybody entered.
    return lambda value: read(value) if value else ""


def _phone(value: str) -> str:
    return normalize_phone(value, old_prefixes=False)


def _channel(value: str) -> object:
    return parsing.parse_key(Channel, value, option="preferred_channel").value if value else ""


def _flag(name: str) -> Reader:
    return lambda value: parsing.parse_yes(value, option=name)


PERSON_FIELDS: dict[str, Reader] = {
    "name": _name,
    "relation": _relation,
    "sex": _sex,
    "born": _born,
    "citizen_number": _number(lambda text: parse_citizen_number(text).digits),
    "insurance_number": _number(parse_insurance_number),
    "phone": _number(_phone),
    "zalo": _number(_phone),
    "preferred_channel": _channel,
    "away": _flag("away"),
    "deceased": _flag("deceased"),
    "do_not_contact": _flag("do_not_contact"),
    "ethnicity": _text,
    "health_note": _text,
    "location": _text,
}
"""What may be said of a person, and how each value is read."""

HOUSEHOLD_FIELDS: dict[str, Reader] = {
    "address": _text, "neighbour_group": _text, "category": _category, "phone": _number(_phone),
    "preferred_channel": _channel, "do_not_contact": _flag("do_not_contact"), "language": _text,
}  # fmt: skip
"""What may be said of a household, and how each value is read."""


def read_fields(pairs: Iterable[str], readers: Mapping[str, Reader]) -> dict[str, object]:
    """Read FIELD=VALUE words by their readers; an unknown field is wrong usage."""
    return read_values(parsing.parse_fields(pairs), readers)


def read_values(texts: Mapping[str, str], readers: Mapping[str, Reader]) -> dict[str, object]:
    """Read the values of fields by their readers; a number that cannot be is BadInput, the rest wrong usage."""
    for name in texts:
        if name not in readers:
            raise parsing.wrong_value("FIELD", name, parsing.one_of(readers))
    return {name: readers[name](value) for name, value in texts.items()}


def new_person(values: Mapping[str, object], *, relation: str | None = None) -> "NewPerson":
    """Make a person as typed; the name has to be there."""
    from outreach_app.services.households import NewPerson

    if not values.get("name"):
        raise parsing.WrongUsage(say("The name is missing."), say("Type the person's name."))
    refused = {"away", "deceased", "do_not_contact", "preferred_channel", *SENSITIVE_FIELDS} & set(values)
    if refused:
        raise parsing.wrong_value("FIELD", min(refused), say("Add the person first, then change this field."))
    given = {"relation": relation} if relation else {}
    told: dict[str, Any] = {**given, **{name: value for name, value in values.items() if value is not None}}
    return NewPerson(**told)
