"""Finding households and people, reading a household whole, adding the family that is on no list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from outreach_app.domain.access import AccessAct
from outreach_app.domain.codes import household_code, parse_code
from outreach_app.domain.consents import Act, Proof, Purpose
from outreach_app.domain.identity import normalize_phone, parse_citizen_number, parse_insurance_number
from outreach_app.domain.people import HEAD, RELATIONS, Category, PartialDate, Sex, is_language
from outreach_app.domain.rows import (
    Coverage,
    HouseholdCard,
    HouseholdFilter,
    HouseholdRow,
    PersonRow,
    SearchPage,
    VillageRow,
)
from outreach_app.domain.text import normalize
from outreach_app.domain.visits import Channel
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.services.consent_checks import consent_missing, list_told, refuse_category, write_acts
from outreach_app.services.desk import Desk, Done
from outreach_app.services.hits import find_codes, is_whole_number, make_page
from outreach_app.services.leaflet_texts import LeafletShelf
from outreach_app.services.territory_placing import tell_mark
from outreach_app.store import (
    consents,
    enrolments,
    households,
    questions,
    search,
    settings,
    trusted,
    villages,
    visits,
)
from outreach_app.store.journal import Writer

ALL_HOUSEHOLDS = HouseholdFilter()
"""The list without a filter."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as typed at the door; numbers may carry spaces, the birth date may be a year only."""

    name: str
    relation: str = HEAD
    sex: Sex | None = None
    born: PartialDate | None = None
    citizen_number: str = ""
    insurance_number: str = ""
    phone: str = ""
    zalo: str = ""


@dataclass(frozen=True, slots=True)
class Households:
    """Everything that reads or makes households and people."""

    desk: Desk

    def list_villages(self) -> list[VillageRow]:
        """List the villages of this workspace by name."""
        with self.desk.read() as session:
            return villages.list_villages(session)

    def list_languages(self) -> list[tuple[str, str]]:
        """List the languages of papers, key and own name: those with texts, then others told of households."""
        known = {each.key: each.name for each in LeafletShelf.of(self.desk.folder).list_languages()}
        with self.desk.read() as session:
            told = households.list_languages(session)
        return list((known | {key: key for key in told if key not in known}).items())

    def read_coverage(self) -> list[Coverage]:
        """Count doors known, knocked and spoken to per village."""
        with self.desk.read() as session:
            return villages.read_coverage(session)

    def find(self, text: str, *, limit: int = 20, village: bytes | None = None) -> SearchPage:
        """Find people and households by name, phone or ID fragment, or code; the given village comes first."""
        with self.desk.read() as session:
            place = search.number_of_village(session, village) if village else search.Place()
            numbers, capped = search.find_people(session, text, place=place, limit=limit)
            people = households.read_people_by_number(session, numbers)
            codes = find_codes(session, text, limit=limit)
            page = make_page(session, codes, people, limit=limit, capped=capped)
        if is_whole_number(text):
            self.desk.note_access(AccessAct.SEARCHED, [hit.person for hit in page.hits if hit.person])
        return page

    def find_code(self, code: str) -> bytes:
        """Return the id of the household with this code; raises NotFound or, for a mistyped code, BadInput."""
        with self.desk.read() as session:
            return find_household(session, code)

    def read_card(self, household: bytes) -> HouseholdCard:
        """Read one household with members, insurance, visits, sign-ups and prospects."""
        with self.desk.read() as session:
            card = read_card(session, household)
        self.desk.note_access(AccessAct.OPENED, list_told(card))
        return card

    def read_person(self, person: bytes) -> PersonRow:
        """Read one person by id."""
        with self.desk.read() as session:
            found = households.read_person(session, person)
        if found is None:
            raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))
        return found

    def list_numbers(self, wanted: HouseholdFilter = ALL_HOUSEHOLDS) -> list[int]:
        """List the row numbers of a filtered household list, for a paged table."""
        with self.desk.read() as session:
            return households.list_numbers(session, wanted)

    def read_rows(self, numbers: Sequence[int]) -> list[HouseholdRow]:
        """Read one page of a household list."""
        with self.desk.read() as session:
            return households.read_rows(session, numbers)

    def add(
        self, village: bytes, head: NewPerson, *, address: str = "", neighbour_group: str = "",
        category: Category = Category.OTHER, others: Sequence[NewPerson] = (), consent: Proof | None = None,
    ) -> Done[bytes]:  # fmt: skip
        """Add a family that is on no list; it is marked so that the office looks at it. Returns the household's id.

        The category of ethnic minorities needs the head's `consent` to it (BadInput `consent_missing`).
        """
        if category is Category.ETHNIC_MINORITY and consent is None:
            raise consent_missing(Purpose.ETHNICITY)
        people = [check_person(person) for person in (head, *others)]
        with self.desk.write() as writer:
            place = villages.read_village(writer.session, village)
            if place is None:
                raise NotFound(
                    say("This village is not in the workspace."), say("Choose a village from the list.")
                )
            household = writer.create(
                "household",
                {
                    "village": village, "code": next_code(writer, place), "address": normalize(address),
                    "neighbour_group": normalize(neighbour_group), "category": category.value,
                    "source": "door", "added_at_door": True,
                },
            )  # fmt: skip
            made = [writer.create("person", {**person, "household": household}) for person in people]
            if consent is not None:
                write_acts(writer, made[0], {Purpose.ETHNICITY: Act.GIVEN}, proof=consent)
        return Done(household, writer.changes())

    def add_person(self, household: bytes, person: NewPerson) -> Done[bytes]:
        """Add a member to a household; returns the person's id."""
        checked = check_person(person)
        with self.desk.write() as writer:
            home = households.read_household(writer.session, household)
            if home is None:
                raise NotFound(
                    say("This household is not in the workspace."), say("Search for the household again.")
                )
            added = writer.create("person", {**checked, "household": home.id})
        return Done(added, writer.changes())

    def edit_person(self, person: bytes, values: Mapping[str, object]) -> Done[None]:
        """Change fields of a person (name, phone, born, sex, relation, numbers, away, deceased, do_not_contact)."""
        checked = _check_fields(values, _PERSON_FIELDS)
        with self.desk.write() as writer:
            if households.read_person(writer.session, person) is None:
                raise NotFound(
                    say("This person is not in the workspace."), say("Search for the person again.")
                )
            writer.edit("person", person, checked)
        return Done(None, writer.changes())

    def edit_household(self, household: bytes, values: Mapping[str, object]) -> Done[None]:
        """Change fields of a household (address, neighbour_group, category, phone, do_not_contact, language)."""
        checked = _check_fields(values, _HOUSEHOLD_FIELDS)
        with self.desk.write() as writer:
            if households.read_household(writer.session, household) is None:
                raise NotFound(
                    say("This household is not in the workspace."), say("Search for the household again.")
                )
            refuse_category(writer.session, household, checked)
            writer.edit("household", household, checked)
        return Done(None, writer.changes())


def read_card(session: Session, household: bytes) -> HouseholdCard:
    """Read one household whole inside an open session."""
    row = households.read_household(session, household)
    if row is None:
        raise NotFound(say("This household is not in the workspace."), say("Search for the household again."))
    members = households.read_members(session, row.id)
    # A household may arrive before its village, or without it where another area's file is read.
    village = villages.read_village(session, row.village) or VillageRow(row.village, "", "", "", "", "")
    return HouseholdCard(
        household=row,
        village=village,
        members=tuple(members),
        memberships=tuple(households.read_memberships(session, [m.id for m in members])),
        visits=tuple(visits.list_of_household(session, row.id)),
        enrolments=tuple(enrolments.list_of_household(session, row.id)),
        prospects=tuple(enrolments.list_prospects(session, row.id)),
        questions=tuple(questions.list_of_household(session, row.id)),
        consents=tuple(consents.list_standing(session, [m.id for m in members])),
        sensitive=tuple(consents.read_sensitive(session, [m.id for m in members]).values()),
        trusted=tuple(trusted.list_trusted(session, row.village)),
        waiting=tell_mark(session, row.id),
    )


def find_household(session: Session, code: str) -> bytes:
    """Look up a household code as typed; a code whose check character does not fit is refused with a sentence."""
    found = households.find_by_code(session, parse_code(code))
    if found:
        return found[0]
    raise NotFound(
        say("No household has the code {code}.", code=code),
        say("Search by name, or ask the office for the new list."),
    )


def next_code(writer: Writer, village: VillageRow) -> str:
    """Make the next household code of a village; a laptop's codes carry its number, so that two never agree."""
    machine = settings.read_machine(writer.session)
    device = machine.device_number or None
    taken = set(villages.read_codes(writer.session, village.prefix))
    number = len(taken) + 1 if device is None else 1
    while (code := household_code(village.prefix, number, device=device)) in taken:
        number += 1
    return code


def check_person(person: NewPerson) -> dict[str, object]:
    """Turn a person as typed into field values; raises BadInput with a sentence for the field that is wrong."""
    name = normalize(person.name)
    if not name:
        raise BadInput(say("The name is missing."), say("Type the person's name."), key="name_missing")
    fields = {
        "name": name,
        "relation": person.relation,
        "sex": person.sex,
        "born": person.born,
        "citizen_number": person.citizen_number,
        "insurance_number": person.insurance_number,
        "phone": person.phone,
        "zalo": person.zalo,
    }
    return {field: _check_field(field, value) for field, value in fields.items() if value not in (None, "")}


_NUMBERS: dict[str, Callable[[str], str]] = {
    "citizen_number": lambda text: parse_citizen_number(text).digits,
    "insurance_number": parse_insurance_number,
    "phone": partial(normalize_phone, old_prefixes=False),
    "zalo": partial(normalize_phone, old_prefixes=False),
}


_PERSON_FIELDS = frozenset(
    "name relation sex born citizen_number insurance_number phone away deceased do_not_contact zalo"
    " preferred_channel".split()
)
_HOUSEHOLD_FIELDS = frozenset(
    "address neighbour_group category phone do_not_contact preferred_channel language".split()
)
_FLAGS = frozenset({"away", "deceased", "do_not_contact"})


def _check_fields(values: Mapping[str, object], allowed: frozenset[str]) -> dict[str, object]:
    for name in values:
        if name not in allowed:
            raise BadInput(
                say("{name} cannot be changed here.", name=name),
                say("Choose a field of the form."),
                key="no_field",
            )
    return {name: _check_field(name, value) for name, value in values.items()}


def check_value(table: str, name: str, value: object) -> object:
    """Check one value of a person's or household's field as typed; fields that cannot be typed are refused."""
    allowed = {"person": _PERSON_FIELDS, "household": _HOUSEHOLD_FIELDS}.get(table, frozenset[str]())
    return _check_fields({name: value}, allowed)[name]


def _check_field(name: str, value: object) -> object:
    """Turn one value as typed into what is stored; whatever could not be read back later is refused here."""
    if name in _FLAGS:
        if isinstance(value, bool):
            return value
        raise BadInput(say("{name} is yes or no.", name=name), say("Choose yes or no."), key="not_yes_or_no")
    text = normalize(str(value)) if value is not None else ""
    if name == "name" and not text:
        raise BadInput(say("The name is missing."), say("Type the person's name."), key="name_missing")
    if name in _NUMBERS:
        return _NUMBERS[name](text) if text else None
    if name in _CHOICES:
        return _check_choice(name, text)
    if name == "born":
        return _check_born(text)
    if name == "language":
        return _check_language(text)
    return text


_CHOICES: dict[str, tuple[frozenset[str], str | None]] = {
    "relation": (frozenset(RELATIONS), "other"),
    "sex": (frozenset(Sex), None),
    "category": (frozenset(Category), Category.OTHER.value),
    "preferred_channel": (frozenset(Channel), None),
}
"""What may stand in a field, and what stands there when it is left empty."""


def _check_choice(name: str, text: str) -> str | None:
    known, otherwise = _CHOICES[name]
    if not text:
        return otherwise
    if text not in known:
        message = say("The relation {word} is not known.", word=text)
        if name != "relation":
            message = say("{word} is not known here.", word=text)
        raise BadInput(message, say("Choose one from the list."), key="not_a_choice")
    return text


def _check_language(text: str) -> str | None:
    if text and not is_language(text):
        raise BadInput(
            say("{text} is not the key of a language.", text=text),
            say("Write small letters, as its leaflet text is named: vi, en, thai."),
            key="language",
        )
    return text or None


def _check_born(text: str) -> str | None:
    try:
        return str(PartialDate.parse(text)) if text else None
    except ValueError as error:
        raise BadInput(
            say("{text} is not a date of birth.", text=text),
            say("Write 1984, 1984-05 or 1984-05-02."),
            key="born",
        ) from error
