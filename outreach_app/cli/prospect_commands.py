"""`outreach prospects` and `outreach review prospects`: who is to be asked and why, and rows that wait for a person."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.cli.writing import check_target
from outreach_app.domain.forms import write_born
from outreach_app.domain.people import SCHEME_NAMES, Scheme
from outreach_app.domain.prospects import REASON_NAMES
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.prospect_rows import ProspectCount, ProspectLine
    from outreach_app.exchange.table_writer import Table

NOBODY = "nobody"


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "prospects", HELP["prospects"])(_prospects)


VillageOption = Annotated[
    str | None, typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Only this village (else all)."))
]
ReasonOption = Annotated[
    str | None,
    typer.Option("--reason", metavar=N_("KEY"), help=N_("Only this reason, such as tax_business.")),
]
SchemeOption = Annotated[
    str | None,
    typer.Option("--scheme", metavar="voluntary|household_health", help=N_("Only this insurance.")),
]
ImportOption = Annotated[
    str | None, typer.Option("--import", metavar=N_("IMPORT"), help=N_("Only whom this import named."))
]
ClosedOption = Annotated[
    bool, typer.Option("--closed", help=N_("Those who are not to be asked, and why, instead."))
]
LimitOption = Annotated[
    str | None, typer.Option("--limit", metavar="N", help=N_("At most so many lines (else all)."))
]
TableOption = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE", help=N_("Also write the table into this file (.xlsx or .csv).")),
]


def _prospects(
    call: Call,
    village: VillageOption = None,
    reason: ReasonOption = None,
    scheme: SchemeOption = None,
    import_id: ImportOption = None,
    closed: ClosedOption = False,
    limit: LimitOption = None,
    out: TableOption = None,
) -> Answer:
    if reason is not None:
        parsing.parse_choice(reason, REASON_NAMES, option="--reason")
    chosen = parsing.parse_key(Scheme, scheme, option="--scheme") if scheme else None
    target = check_target(out) if out else None
    from outreach_app.domain.prospect_rows import ProspectFilter
    from outreach_app.services.prospects import MOST

    most = parsing.parse_count(limit, option="--limit") if limit else MOST
    with call.open() as app:
        place = lookups.find_village(app, village).id if village else None
        wanted = ProspectFilter(place, reason, chosen, import_id, closed)
        lines, counts = app.prospects.list_lines(wanted, limit=most), app.prospects.count_reasons(wanted)
        written: JsonObject = {}
        if target is not None:
            from outreach_app.cli.listed_reports import write_table

            app.prospects.note_export({each.person for each in lines if each.person})
            written = write_table(target, _make_table(lines, call.words), day=app.desk.today)
    data = {"counts": [_count_shape(each) for each in counts], "prospects": [_shape(each) for each in lines]}
    return Answer(data | written, _lines(lines, counts, call.words))


def _shape(line: "ProspectLine") -> JsonObject:
    return {
        "id": line.id.hex() if line.id else None, "person": line.person.hex() if line.person else None,
        "name": line.name, "household": line.household.hex(), "code": line.code, "village": line.village,
        "scheme": line.scheme.value, "reason": line.reason, "source": line.source, "source_row": line.source_row,
        "import_id": line.import_id, "named_on": plain(line.named_on), "stage": line.stage.value,
        "employees": line.employees, "insured_employees": line.insured_employees,
        "next_on": plain(line.next_on),
    }  # fmt: skip


def _count_shape(count: "ProspectCount") -> JsonObject:
    return {
        "reason": count.reason, "scheme": count.scheme.value, "prospects": count.prospects, "people": count.people,
        "households": count.households,
    }  # fmt: skip


def _lines(
    lines: list["ProspectLine"], counts: list["ProspectCount"], words: Catalogue
) -> list[Message | str]:
    told: list[Message | str] = [
        f"{each.code}  {each.name}  {each.village}  {_scheme(each.scheme, words)}: {tell_reason(each, words)}"
        for each in lines
    ]
    told += [
        say(
            "{reason}, {scheme}: {people} people in {households} households",
            reason=words.text(REASON_NAMES.get(each.reason, each.reason)), scheme=_scheme(each.scheme, words),
            people=each.people, households=each.households,
        )
        for each in counts
    ]  # fmt: skip
    return told or [say("Nobody is on the list of people to be asked.")]


def tell_reason(line: "ProspectLine", words: Catalogue) -> str:
    """Why somebody is on the list, and the list, row and day that told it."""
    reason = words.text(REASON_NAMES.get(line.reason, line.reason))
    if line.source_row is None or line.named_on is None:
        return reason
    source = words.text("{list}, row {row}, {day}", list=line.source, row=line.source_row, day=line.named_on)
    return f"{reason} ({source})"


def _scheme(scheme: Scheme, words: Catalogue) -> str:
    return words.text(SCHEME_NAMES[scheme])


def _make_table(lines: list["ProspectLine"], words: Catalogue) -> "Table":
    from outreach_app.exchange.table_writer import Table

    labels = (
        N_("Village"), N_("Household"), N_("Name"), N_("Insurance"), N_("Why"), N_("Source"), N_("Row"), N_("Day"),
    )  # fmt: skip
    return Table(
        words.text("People to be asked"),
        [words.text(label) for label in labels],
        [
            (
                each.village, each.code, each.name, _scheme(each.scheme, words),
                words.text(REASON_NAMES.get(each.reason, each.reason)), each.source, each.source_row, each.named_on,
            )
            for each in lines
        ],
    )  # fmt: skip


# --------------------------------------------------------------------------------------------------- the queue
SettleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--settle",
        metavar="ID=PERSON|nobody",
        help=N_(
            "Say who is meant in a row: the household's code or the person's id, or nobody; may be repeated."
        ),
    ),
]


def review_prospects(call: Call, settle: SettleOption = None) -> Answer:
    """List the rows of lists that wait, or settle some of them."""
    from outreach_app.cli.listed_reports import doubt_shape

    with call.open() as app:
        settled = [_settle(call, app, text) for text in settle or ()]
        rows = app.listed_doubts.list_all()
    lines: list[Message | str] = []
    for row in rows:
        head = say(
            "{id}  {list}, row {row}: {name}. {reason}",
            id=row.id.hex(), list=row.list_name, row=row.row, name=row.name, reason=row.reason,
        )  # fmt: skip
        lines.append(head)
        lines += [
            f"    {each.code}  {each.name}  {write_born(each.born) if each.born else ''}  {each.village}"
            for each in row.people
        ]
    lines.append(say("{count} rows of lists wait for a person.", count=len(rows)))
    shapes = [doubt_shape(row, call.words) for row in rows]
    data: JsonObject = {"items": shapes, "waiting": len(rows), "settled": settled}
    return Answer(data, lines, NEEDS_A_PERSON if rows else DONE)


def _settle(call: Call, app: "App", text: str) -> JsonObject:
    id, sign, who = text.partition("=")
    if not (sign and who.strip() and lookups.is_id(id.strip())):
        raise parsing.wrong_value("--settle", text, say("Write it as ID=PERSON or ID=nobody."))
    doubt = bytes.fromhex(id.strip())
    person = None if who.strip() == NOBODY else _find_person(app, doubt, who.strip())
    call.sign(app)
    line = app.listed_doubts.settle(doubt, person).value
    return {
        "id": id.strip(),
        "state": line.state.value if line else NOBODY,
        "reason": plain(line.reason, call.words) if line else None,
        "schemes": [scheme.value for scheme in line.schemes] if line else [],
    }


def _find_person(app: "App", doubt: bytes, text: str) -> bytes:
    """Who is meant: a candidate of the row by the household's code, or anybody by id."""
    if lookups.is_id(text):
        return bytes.fromhex(text)
    row = next((each for each in app.listed_doubts.list_all() if each.id == doubt), None)
    at_home = [each.person for each in row.people if each.code == text.upper()] if row is not None else []
    if len(at_home) != 1:
        raise parsing.wrong_value(
            "--settle", text, say("Give the id of the person, as household show prints it.")
        )
    return at_home[0]
