"""`outreach erase`: at the office, taking a person who asked for it out of everything, on every machine, for good."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.cli.shapes import row_shape
from outreach_app.domain.erasure import NOT_COVERED, AskedBy
from outreach_app.domain.erasure_rest import tell_hub_left
from outreach_app.domain.history_words import RECORD_NAMES
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.services.erasing import ErasureReport, ErasureRow

_ASKERS: dict[AskedBy, str] = {
    AskedBy.SELF: N_("the person"), AskedBy.GUARDIAN: N_("a guardian"), AskedBy.FAMILY: N_("the family"),
    AskedBy.AUTHORITY: N_("an authority"),
}  # fmt: skip
PersonOption = Annotated[
    str | None, typer.Option("--person", metavar="ID", help=N_("The person who is to be erased."))
]
WhyOption = Annotated[
    str | None,
    typer.Option("--why", metavar=N_("TEXT"), help=N_("Why, without name and numbers; it is kept.")),
]
AskedByOption = Annotated[
    str,
    typer.Option("--asked-by", metavar=N_("KEY"), help=N_("Who asked: self, guardian, family, authority.")),
]
AskedOnOption = Annotated[
    str | None,
    typer.Option("--asked-on", metavar=N_("DATE"), help=N_("Day on which it was asked (else today).")),
]
YesOption = Annotated[
    bool, typer.Option("--yes", help=N_("Erase; without it the command only tells what it would do."))
]
ListOption = Annotated[
    bool, typer.Option("--list", help=N_("List the erasures and the machines that have not confirmed them."))
]


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "erase", HELP["erase"])(_erase)


def _erase(
    call: Call,
    person: PersonOption = None,
    why: WhyOption = None,
    asked_by: AskedByOption = AskedBy.SELF.value,
    asked_on: AskedOnOption = None,
    yes: YesOption = False,
    list_all: ListOption = False,
) -> Answer:
    who = parsing.parse_key(AskedBy, asked_by, option="--asked-by")
    day = parsing.parse_day(asked_on, option="--asked-on")
    if list_all == (person is not None) or (yes and not why):
        raise parsing.WrongUsage(
            say("Say whom to erase and why, or ask for the list."), say("Give --person and --why, or --list.")
        )
    with call.open() as app:
        if person is None:
            return _list_answer(app.erasing.list())
        found = lookups.find_person(app, person)
        if not yes:
            report = app.erasing.preview(found)
        else:
            report = app.erasing.erase(found, why=why or "", asked_by=who, asked_on=day).value
    return _report_answer(report)


def _tell_asker(key: str) -> Message | str:
    return say(_ASKERS[AskedBy(key)]) if key in set(AskedBy) else key


def _list_answer(rows: "Sequence[ErasureRow]") -> Answer:
    lines: list[Message | str] = [
        say(
            "{moment}: {person}, asked on {day} ({who}): {why}", moment=row.made_at, person=row.person.hex(),
            day=date.fromisoformat(row.asked_on), who=_tell_asker(row.asked_by), why=row.why,
        )
        for row in rows
    ]  # fmt: skip
    lines += [
        say(
            "Not confirmed yet for {person}: {machines}.",
            person=row.person.hex(),
            machines=", ".join(row.waiting),
        )
        for row in rows
        if row.waiting
    ]
    return Answer({"erasures": [row_shape(row) for row in rows]}, lines or [say("Nobody was erased.")])


def _report_answer(report: "ErasureReport") -> Answer:
    data = row_shape(report, leave_out=("texts", "files"))
    data["texts"] = [row_shape(text) for text in report.texts]
    data["files"] = row_shape(report.files) if report.files else None
    lines = [*_tell_rows(report), *_tell_rest(report), *(() if report.preview else NOT_COVERED)]
    if report.preview:
        lines.append(say("Nothing was changed. To erase for good, give --why and --yes."))
    files = report.files
    left = files and (files.unreadable or files.former or not (files.done and files.pages))
    waits = bool(report.texts or left)
    return Answer(data, lines, NEEDS_A_PERSON if waits and not report.preview else DONE)


def _tell_rows(report: "ErasureReport") -> list[Message | str]:
    first = say("This would be erased:") if report.preview else say("Erased for good:")
    rows = [
        say("{table}: {count} rows", table=say(RECORD_NAMES.get(table, table)), count=count)
        for table, count in sorted(report.rows.items())
    ]
    drafts = [say("{count} forms being typed lose the name.", count=report.drafts)] if report.drafts else []
    texts = [say("Please read whether this still tells of the person:")] if report.texts else []
    return [
        first,
        *rows,
        *drafts,
        *texts,
        *(f"  {text.row.hex()} {text.field}: {text.text}" for text in report.texts),
    ]


def _tell_rest(report: "ErasureReport") -> list[Message | str]:
    lines: list[Message | str] = []
    if report.waiting:
        machines = ", ".join(report.waiting)
        lines.append(
            say("These machines learn of it from their next return file: {machines}.", machines=machines)
        )
    if report.kits:
        lines.append(
            say("Set-up files nobody has opened yet hold the person: make them anew for {machines}.",
                machines=", ".join(report.kits))
        )  # fmt: skip
    files = report.files
    if files is None:
        return lines
    travelling = sorted({*files.remade, *files.removed})
    if travelling:
        numbers = ", ".join(map(str, travelling))
        lines.append(
            say("Sticks may still carry the files {numbers} as they were: empty them.", numbers=numbers)
        )
    if files.unreadable:
        names = ", ".join(files.unreadable)
        lines.append(
            say("These kept files cannot be opened here and may name the person: {names}.", names=names)
        )
    if files.backups:
        lines.append(say("{count} older backups were removed, and a new one was made.", count=files.backups))
    lines += tell_hub_left(files.former, pages=files.pages)
    if not files.done:
        lines.append(say("Kept files or backups are still to be cleared; the next start goes on with it."))
    return lines
