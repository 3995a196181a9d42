"""`outreach print leaflets | leaflet-texts | appointments`: papers for many households, and the words of leaflets."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.options import command
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.people import Category
from outreach_app.domain.progress import Step, Watch
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.leaflet_runs import LeafletWish

_TELL_EVERY = 50

OutOption = Annotated[str, typer.Option("--out", metavar="FILE", help=N_("The PDF to write."))]


def add_leaflets(group: typer.Typer) -> None:
    """Add these commands to the group `print`."""
    command(group, "leaflets", N_("The leaflets of a village or a sheet in one go, in walking order."))(
        _leaflets
    )
    command(
        group, "leaflet-texts", N_("The languages leaflets can be printed in, and faults of their files.")
    )(_texts)
    command(group, "appointments", N_("Slips for promised returns, six on a sheet of A4."))(_appointments)


def _leaflets(
    call: Call,
    out: OutOption,
    village: Annotated[
        str | None, typer.Option("--village", metavar=N_("VILLAGE"), help=N_("Only this village (else all)."))
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="SHEET", help=N_("The households of a visit list, in its order.")),
    ] = None,
    category: Annotated[
        str | None,
        typer.Option("--category", metavar="CATEGORY", help=N_("Only households of this category.")),
    ] = None,
    unvisited: Annotated[
        bool, typer.Option("--never-visited", help=N_("Only households nobody has visited yet."))
    ] = False,
    per_file: Annotated[
        str | None, typer.Option("--per-file", metavar="N", help=N_("Leaflets in one file (else 500)."))
    ] = None,
) -> Answer:
    if sheet and (village or category or unvisited):
        raise parsing.WrongUsage(
            say("A sheet has its own households."), say("Name either a sheet or what to choose by.")
        )
    target = check_target(out)
    chosen = parsing.parse_key(Category, category, option="--category") if category else None
    size = parsing.parse_count(per_file, option="--per-file") if per_file else None
    with call.open() as app:
        wish = _make_wish(app, village, sheet, chosen, unvisited=unvisited, size=size)
        made = app.leaflet_runs.write(wish, target, call.words, watch=_watch(call))
    files = [str(path) for path in made.files]
    data = {
        "path": files[0], "files": files, "leaflets": made.leaflets, "pages": made.pages,
        "languages": dict(made.languages), "left_out": made.left_out,
    }  # fmt: skip
    lines: list[Message] = [say("Wrote {count} leaflets: {file}", count=made.leaflets, file=", ".join(files))]
    if made.left_out:
        lines.append(
            say("{count} households asked not to be contacted and are left out.", count=made.left_out)
        )
    return Answer(data, lines)


def _make_wish(
    app: "App",
    village: str | None,
    sheet: str | None,
    category: Category | None,
    *,
    unvisited: bool,
    size: int | None,
) -> "LeafletWish":
    from outreach_app.services.leaflet_runs import LEAFLETS_IN_A_FILE, LeafletWish

    place = lookups.find_village(app, village).id if village else None
    wanted = HouseholdFilter(village=place, category=category, never_visited=unvisited)
    code = app.sheets.open(sheet).id if sheet else None
    return LeafletWish(wanted, code, size or LEAFLETS_IN_A_FILE)


def _watch(call: Call) -> Watch:
    def tell(step: Step) -> None:
        if step.done and step.done % _TELL_EVERY == 0:
            call.tell(say("{done} of {total} leaflets", done=step.done, total=step.total))

    return tell


def _texts(call: Call) -> Answer:
    from outreach_app import paths
    from outreach_app.services.leaflet_texts import LeafletShelf

    found = LeafletShelf.of(call.folder).list_languages()
    folders = [str(folder) for folder in paths.leaflet_folders(call.folder)]
    data = {
        "languages": [
            {
                "key": each.key, "name": each.name, "file": str(each.file) if each.file else None,
                "usable": not each.faults, "faults": [call.words.render(fault) for fault in each.faults],
            }
            for each in found
        ],
        "folders": folders,
    }  # fmt: skip
    lines = []
    for each in found:
        shown = str(each.file) if each.file else say("with the program")
        lines.append(say("{key}: {name} ({where})", key=each.key, name=each.name, where=shown))
        lines += each.faults
    lines.append(say("Further languages lie in: {folders}", folders=", ".join(folders)))
    return Answer(data, lines)


def _appointments(
    call: Call,
    out: OutOption,
    day: Annotated[
        str | None,
        typer.Option("--day", metavar=N_("DATE"), help=N_("The returns promised for this day (else today).")),
    ] = None,
    household: Annotated[
        str | None,
        typer.Option("--household", metavar=N_("CODE"), help=N_("The return promised to one household.")),
    ] = None,
) -> Answer:
    if day and household:
        raise parsing.WrongUsage(
            say("A household has its own day."), say("Name either a day or a household.")
        )
    target = check_target(out)
    chosen = parsing.parse_day(day, option="--day")
    with call.open() as app:
        if household:
            home = lookups.find_household(app, household)
            slips, pdf = (
                app.appointments.of_household(home),
                app.appointments.print_household(home, call.words),
            )
        else:
            on = chosen or app.desk.today
            slips, pdf = app.appointments.list_of_day(on), app.appointments.print_day(on, call.words)
        data = write_document(target, pdf)
    told = [{"household": slip.code, "head": slip.head, "on": slip.on.isoformat()} for slip in slips]
    line = say("Wrote {count} appointment slips: {file}", count=len(slips), file=str(target))
    return Answer(data | {"appointments": told}, (line,))
