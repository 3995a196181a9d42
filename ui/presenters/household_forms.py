"""The small forms of the place Households: a person, a household, a new one, taking a visit back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from outreach_app.domain.absences import Absence
from outreach_app.domain.identity import (
    InvalidNumber,
    normalize_phone,
    parse_citizen_number,
    parse_insurance_number,
)
from outreach_app.domain.people import HEAD, Category, PartialDate, Sex
from outreach_app.domain.rows import HouseholdCard
from outreach_app.domain.visits import Channel
from outreach_app.errors import BadInput, Message, OutreachError, say
from outreach_app.i18n import Catalogue
from ui.presenters import absence_form
from ui.presenters.ports import Ports, Undo
from ui.presenters.taking_back import remember_command

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.households import NewPerson

_FIELDS_OF_KEYS = {
    "name_missing": "name",
    "village_missing": "village",
    "born": "born",
    "language": "language",
    **absence_form.FIELDS_OF_KEYS,
}
"""Which field an error of the services belongs beside."""

_NUMBERS: dict[str, Callable[[str], object]] = {
    "phone": partial(normalize_phone, old_prefixes=False),
    "zalo": partial(normalize_phone, old_prefixes=False),
    "citizen_number": parse_citizen_number,
    "insurance_number": parse_insurance_number,
}

PERSON_FIELDS = (
    "name", "relation", "sex", "born", "phone", "citizen_number", "insurance_number", "away", "do_not_contact",
    "deceased", "zalo", "preferred_channel",
)  # fmt: skip
HOUSEHOLD_FIELDS = (
    "address", "neighbour_group", "category", "phone", "language", "do_not_contact", "preferred_channel",
)  # fmt: skip


class FormKind(StrEnum):
    """Which form is open."""

    PERSON = "person"
    NEW_PERSON = "new_person"
    HOUSEHOLD = "household"
    NEW_HOUSEHOLD = "new_household"
    CANCEL_VISIT = "cancel_visit"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with the values it opened with, the errors beside its fields, and whether it is being stored."""

    kind: FormKind
    values: Mapping[str, object]
    subject: bytes | None = None
    household: bytes | None = None
    name: str = ""
    errors: Mapping[str, Message] = field(default_factory=lambda: MappingProxyType({}))
    busy: bool = False
    former: Absence | None = None


class HouseholdForms:
    """Opens and stores the forms; `show` gets the open form or None, `added` the id of a new household."""

    def __init__(
        self,
        app: "App",
        ports: Ports,
        *,
        show: Callable[[OpenForm | None], None],
        added: Callable[[bytes], None],
    ) -> None:
        self._app, self._ports, self._show, self._added = app, ports, show, added
        self._form: OpenForm | None = None

    def open(
        self,
        kind: FormKind,
        card: HouseholdCard | None,
        *,
        subject: bytes | None = None,
        village: bytes | None = None,
        errors: Mapping[str, Message] = MappingProxyType({}),
    ) -> None:
        """Open a form about a household, one of its people or one of its visits; `errors` stand beside its fields."""
        if kind is FormKind.NEW_HOUSEHOLD:
            self._put(OpenForm(kind, {"village": village}))
        elif card is not None:
            row = card.household
            values = _values_of(kind, card, subject)
            person = next((each for each in card.members if each.id == subject), None)
            away = person is not None and kind is FormKind.ABSENCE
            name = person.name if person is not None and away else row.head
            former = replace(person.absence, away=person.away) if person is not None else None
            self._put(OpenForm(kind, values, subject, row.id, name, errors=errors, former=former))

    def leave(self) -> None:
        """Close the form."""
        if self._form is not None:
            self._put(None)

    def store(self, values: Mapping[str, object]) -> None:
        """Store the form; what is wrong with a field is said beside it."""
        form = self._form
        if form is None or form.busy:
            return
        if wrong := find_wrong_numbers(values):
            self._put(replace(form, errors=wrong))
            return
        work = self._make_work(form, values)
        if work is None:
            self._put(None)
            return
        self._put(replace(form, busy=True, errors=MappingProxyType({})))
        self._ports.command(work, done=lambda done: self._stored(form, values, done), failed=self._fail)

    def _make_work(self, form: OpenForm, values: Mapping[str, object]) -> Callable[[], Any] | None:
        app = self._app
        match form.kind:
            case FormKind.NEW_HOUSEHOLD:
                return lambda: _add_household(app, values)
            case FormKind.NEW_PERSON:
                assert form.household is not None
                household = form.household
                return lambda: app.households.add_person(household, _make_person(values))
            case FormKind.ABSENCE:
                assert form.subject is not None
                return absence_form.make_work(app, form.subject, values)
            case FormKind.CANCEL_VISIT:
                assert form.subject is not None
                visit, reason = form.subject, str(values["reason"])
                return lambda: app.visits.cancel(visit, reason)
        changed = _changed(form.values, values)
        return self._make_edit(form, changed) if changed else None

    def _make_edit(self, form: OpenForm, values: Mapping[str, object]) -> Callable[[], Any]:
        households = self._app.households
        if form.kind is FormKind.PERSON:
            assert form.subject is not None
            person = form.subject
            return lambda: households.edit_person(person, values)
        assert form.household is not None
        household = form.household
        return lambda: households.edit_household(household, values)

    def _stored(self, form: OpenForm, values: Mapping[str, object], done: Any) -> None:
        self._put(None)
        places, name = self._ports.places, str(values.get("name") or form.name)
        if form.kind is FormKind.NEW_HOUSEHOLD:
            remember_command(self._app, places, done, what=say("the new household {name}", name=name))
            places.notice(say("{name} was added; the office will look at it.", name=name))
            self._added(done.value)
        elif form.kind in (FormKind.PERSON, FormKind.HOUSEHOLD):
            back = _changed(values, form.values)
            places.remember(Undo(say("the change at {name}", name=name), self._make_edit(form, back)))
            places.notice(say("Saved: {name}", name=name))
        elif form.kind is FormKind.ABSENCE:
            self._told_away(form)
        elif form.kind is FormKind.CANCEL_VISIT:
            remember_command(self._app, places, done, what=say("taking the visit at {name} back", name=name))
            places.notice(say("The visit at {name} was taken back; it stays in the history.", name=name))
        else:
            remember_command(self._app, places, done, what=say("the new member {name}", name=name))
            places.notice(say("Saved: {name}", name=name))

    def _told_away(self, form: OpenForm) -> None:
        app, person, former = self._app, form.subject, form.former
        assert person is not None
        assert former is not None
        undo = Undo(
            say("the absence of {name}", name=form.name), lambda: app.absences.put_back(person, former)
        )
        self._ports.places.remember(undo)
        self._ports.places.notice(say("Saved: {name}", name=form.name))

    def _fail(self, error: OutreachError) -> None:
        place = _FIELDS_OF_KEYS.get(error.key)
        if self._form is not None:
            errors = {place: error.message} if place else {}
            self._put(replace(self._form, busy=False, errors=errors))
        if place is None:
            self._ports.places.trouble(error)

    def _put(self, form: OpenForm | None) -> None:
        self._form = form
        self._show(form)


def name_form(words: Catalogue, form: OpenForm) -> str:
    """Name a form in the reader's language."""
    match form.kind:
        case FormKind.PERSON:
            return words.text("Change {name}", name=str(form.values.get("name", "")))
        case FormKind.NEW_PERSON:
            return words.text("New member at {name}", name=form.name)
        case FormKind.HOUSEHOLD:
            return words.text("Change the household {name}", name=form.name)
        case FormKind.NEW_HOUSEHOLD:
            return words.text("A household that is on no list")
        case FormKind.CANCEL_VISIT:
            return words.text("Take a visit back")
        case FormKind.ABSENCE:
            return words.text("{name} away for work", name=form.name)


def find_wrong_numbers(values: Mapping[str, object]) -> dict[str, Message]:
    """Say beside which fields a number cannot be what it should be; all of them at once."""
    wrong = {}
    for name, read in _NUMBERS.items():
        text = str(values.get(name) or "").strip()
        try:
            if text:
                read(text)
        except InvalidNumber as error:
            wrong[name] = error.message
    return wrong


def _values_of(kind: FormKind, card: HouseholdCard, subject: bytes | None) -> dict[str, object]:
    if kind is FormKind.HOUSEHOLD:
        return {name: getattr(card.household, name) for name in HOUSEHOLD_FIELDS}
    if kind is FormKind.PERSON:
        person = next(person for person in card.members if person.id == subject)
        return {name: getattr(person, name) for name in PERSON_FIELDS}
    if kind is FormKind.ABSENCE:
        away = next(person for person in card.members if person.id == subject)
        return absence_form.open_values(replace(away.absence, away=away.away))
    return {"relation": "other"} if kind is FormKind.NEW_PERSON else {}


def _changed(former: Mapping[str, object], values: Mapping[str, object]) -> dict[str, object]:
    """The fields that differ, as the households service takes them; an empty number is taken away."""
    both = {name: (former.get(name), value) for name, value in values.items()}
    return {name: _write(value) for name, (old, value) in both.items() if (old or "") != (value or "")}


def _write(value: object) -> object:
    return str(value) if isinstance(value, PartialDate | Sex | Category | Channel) else value


def _make_person(values: Mapping[str, object]) -> "NewPerson":
    from outreach_app.services.households import NewPerson

    def text(key: str) -> str:
        return str(values.get(key) or "")

    born, sex = values.get("born"), values.get("sex")
    return NewPerson(
        name=text("name"),
        relation=text("relation") or HEAD,
        sex=sex if isinstance(sex, Sex) else None,
        born=born if isinstance(born, PartialDate) else None,
        citizen_number=text("citizen_number"),
        insurance_number=text("insurance_number"),
        phone=text("phone"),
    )


def _add_household(app: "App", values: Mapping[str, object]) -> Any:
    village, category = values.get("village"), values.get("category")
    if not isinstance(village, bytes):
        advice = say("Choose the village the family lives in.")
        raise BadInput(say("The village is missing."), advice, key="village_missing")
    return app.households.add(
        village,
        _make_person(values),
        address=str(values.get("address") or ""),
        neighbour_group=str(values.get("neighbour_group") or ""),
        category=category if isinstance(category, Category) else Category.OTHER,
    )
