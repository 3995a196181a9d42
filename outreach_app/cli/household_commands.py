"""`outreach household` and `outreach person`: searching, reading, adding, changing."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call, done
from outreach_app.cli.card_lines import card_lines, hit_line
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.person_fields import (
    HOUSEHOLD_FIELDS,
    PERSON_FIELDS,
    new_person,
    read_fields,
    read_values,
)
from outreach_app.cli.shapes import card_shape, hit_shape, member_shape
from outreach_app.domain.consents import SENSITIVE_FIELDS, How, Proof
from outreach_app.domain.people import Category
from outreach_app.errors import say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App

Household = Annotated[str, typer.Argument(metavar=N_("CODE"), help=N_("Code or id of the household."))]
Pairs = Annotated[
    list[str],
    typer.Argument(metavar=N_("FIELD=VALUE"), help=N_("Fields and their new values; empty clears.")),
]
Member = Annotated[
    str, typer.Argument(metavar="ID", help=N_("Id of the person, or a text that finds nobody else."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    homes = new_group(app, "household", HELP["household"])
    command(
        homes,
        "find",
        N_("Search people and households by name, number, phone or code, with or without marks."),
    )(_find)
    command(homes, "show", N_("Show one household with everything about it."))(_show)
    command(homes, "add", N_("Add a family that is on no list."))(_add)
    command(
        homes,
        "edit",
        N_(
            "Change fields of a household: address, neighbour_group, category, phone, do_not_contact, language."
        ),
    )(_edit)
    people = new_group(app, "person", HELP["person"])
    command(people, "add", N_("Add a member to a household."))(_add_person)
    command(people, "edit", N_("Change fields of a person."))(_edit_person)


def _find(
    call: Call,
    text: Annotated[list[str], typer.Argument(metavar=N_("TEXT"), help=N_("What to look for."))],
    limit: Annotated[str, typer.Option("--limit", metavar="N", help=N_("Most results to show (20)."))] = "20",
    village: Annotated[
        str | None,
        typer.Option("--village", metavar=N_("VILLAGE"), help=N_("The village whose people come first.")),
    ] = None,
) -> Answer:
    most = parsing.parse_count(limit, option="--limit", most=1000)
    with call.open() as app:
        near = lookups.find_village(app, village).id if village else None
        page = app.households.find(" ".join(text), limit=most, village=near)
    results = [hit_shape(hit, commune_name(hit.commune_code)) for hit in page.hits]
    lines = [hit_line(hit, commune_name(hit.commune_code)) for hit in page.hits]
    data = {"results": results, "total": page.total, "capped": page.capped}
    return Answer(data, lines or [say("Nobody was found. Try fewer words.")])


def commune_name(code: str) -> str:
    """Name a commune of today's list; its code when it is in none."""
    from outreach_app.services.territory_data import load_territory

    unit = load_territory().commune(code)
    return unit.full_name if unit else code


def _show(call: Call, code: Household) -> Answer:
    with call.open() as app:
        card = app.households.read_card(lookups.find_household(app, code))
        mark = card.waiting
    waits = {"waiting_for_place": call.words.render(mark) if mark else None}
    return Answer(card_shape(card) | waits, [*card_lines(card, call.words), *((mark,) if mark else ())])


VillageOption = Annotated[
    str, typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Letters, name or id of the village."))
]
HeadOption = Annotated[str, typer.Option("--head", metavar=N_("NAME"), help=N_("Name of the head."))]
AddressOption = Annotated[str, typer.Option("--address", metavar=N_("TEXT"), help=N_("Where the house is."))]
GroupOption = Annotated[str, typer.Option("--group", metavar=N_("TEXT"), help=N_("Neighbour group."))]
CategoryOption = Annotated[
    str,
    typer.Option(
        "--category", metavar=N_("KEY"), help=N_("poor, island, near_poor, ethnic_minority, other.")
    ),
]
PhoneOption = Annotated[str, typer.Option("--phone", metavar=N_("NUMBER"), help=N_("Phone of the head."))]
BornOption = Annotated[
    str,
    typer.Option("--born", metavar=N_("DATE"), help=N_("Birth date of the head; a year alone will do.")),
]
SexOption = Annotated[str, typer.Option("--sex", metavar="f|m", help=N_("Sex of the head."))]
CitizenOption = Annotated[
    str, typer.Option("--citizen-number", metavar=N_("NUMBER"), help=N_("Citizen ID of the head."))
]
ConsentOption = Annotated[
    str | None,
    typer.Option(
        "--consent",
        metavar=N_("KEY"),
        help=N_("How the head agreed to the category being noted: paper, thumbprint, electronic, call."),
    ),
]
WitnessOption = Annotated[
    str, typer.Option("--witness", metavar=N_("NAME"), help=N_("Witness of a thumbprint."))
]
CommuneOption = Annotated[
    str | None,
    typer.Option("--unit", metavar=N_("CODE"), help=N_("Commune, when two villages share a name.")),
]


def _add(
    call: Call,
    village: VillageOption,
    head: HeadOption,
    address: AddressOption = "",
    group: GroupOption = "",
    category: CategoryOption = "other",
    phone: PhoneOption = "",
    born: BornOption = "",
    sex: SexOption = "",
    citizen_number: CitizenOption = "",
    commune: CommuneOption = None,
    consent: ConsentOption = None,
    witness: WitnessOption = "",
) -> Answer:
    given = {"name": head, "phone": phone, "born": born, "sex": sex, "citizen_number": citizen_number}
    person = new_person(read_values({name: text for name, text in given.items() if text}, PERSON_FIELDS))
    kind = parsing.parse_key(Category, category, option="--category")
    how = parsing.parse_key(How, consent, option="--consent") if consent else None
    with call.open() as app:
        place = lookups.find_village(app, village, commune=commune)
        call.sign(app)
        added = app.households.add(
            place.id,
            person,
            address=address,
            neighbour_group=group,
            category=kind,
            consent=Proof(how, app.desk.today, witness=witness) if how else None,
        ).value
        card = app.households.read_card(added)
    data = {
        "code": card.household.code, "id": card.household.id.hex(), "head": card.household.head,
        "village": card.village.name, "members": [member_shape(member) for member in card.members],
    }  # fmt: skip
    return done(data, N_("Added {head}: {code}"), head=card.household.head, code=card.household.code)


def _edit(call: Call, code: Household, pairs: Pairs) -> Answer:
    values = read_fields(pairs, HOUSEHOLD_FIELDS)
    with call.open() as app:
        household = lookups.find_household(app, code)
        app.households.read_card(household)
        call.sign(app)
        app.households.edit_household(household, values)
        card = app.households.read_card(household)
    return Answer(card_shape(card), (say("Changed {code}.", code=card.household.code),))


def _add_person(
    call: Call,
    code: Household,
    pairs: Annotated[
        list[str],
        typer.Argument(
            metavar=N_("FIELD=VALUE"),
            help=N_("name=, relation=, sex=, born=, citizen_number=, insurance_number=, phone="),
        ),
    ],
) -> Answer:
    person = new_person(read_fields(pairs, PERSON_FIELDS), relation="other")
    with call.open() as app:
        household = lookups.find_household(app, code)
        home = app.households.read_card(household).household
        call.sign(app)
        added = app.households.add_person(household, person).value
        data = _member_data(app, household, added)
    return done(data, N_("Added {name} to {code}: {id}"), name=person.name, code=home.code, id=added.hex())


def _edit_person(call: Call, person: Member, pairs: Pairs) -> Answer:
    values = read_fields(pairs, PERSON_FIELDS)
    with call.open() as app:
        wanted = lookups.find_person(app, person)
        call.sign(app)
        sensitive = {name: values.pop(name) for name in SENSITIVE_FIELDS if name in values}
        if sensitive:
            app.consents.set_values(wanted, sensitive)
        if values:
            app.households.edit_person(wanted, values)
        data = _member_data(app, app.households.read_person(wanted).household, wanted)
    return done(data, N_("Changed {name}."), name=data["name"])


def _member_data(app: "App", household: bytes, person: bytes) -> dict[str, object]:
    card = app.households.read_card(household)
    member = next(member for member in card.members if member.id == person)
    return member_shape(member) | {"household": card.household.code}
