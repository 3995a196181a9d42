"""`outreach request`: what people ask for about their data, with days left; `outreach access`: who looked at whom."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import lookups, parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.writing import check_target, write_document
from outreach_app.domain.access import ACT_NAMES, AccessAct
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.requests import KIND_NAMES, STEP_NAMES, RequestKind, RequestStep
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.domain.access import AccessEntry
    from outreach_app.services.requests import RequestTask

Person = Annotated[
    str, typer.Argument(metavar="PERSON", help=N_("Id of the person, or a name that fits one."))
]
Request = Annotated[
    str, typer.Argument(metavar="REQUEST", help=N_("Id of the request, as the list prints it."))
]
Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help=N_("see, copy, correct, withdraw, restrict, object, delete.")),
]
Step = Annotated[
    str, typer.Argument(metavar="STEP", help=N_("answered, extended, done, refused, taken_back, lifted."))
]
NoteOption = Annotated[str, typer.Option("--note", metavar=N_("TEXT"), help=N_("What was said, or why."))]
DayOption = Annotated[
    str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Day on which it happened (else today)."))
]
AskedByOption = Annotated[
    str,
    typer.Option("--asked-by", metavar=N_("KEY"), help=N_("Who asked: self, guardian, family, authority.")),
]
OpenOption = Annotated[bool, typer.Option("--open", help=N_("Only those that still wait."))]
OutOption = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help=N_("Write the copy as a PDF, to hand over."))
]
PersonOption = Annotated[
    str | None, typer.Argument(metavar="PERSON", help=N_("Whom was looked at (else everybody)."))
]
KeepOption = Annotated[
    str | None, typer.Option("--keep-days", metavar="N", help=N_("Keep entries for so many days."))
]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "request", HELP["request"])
    command(group, "ask", N_("Note what somebody asks for about their data."))(_ask)
    command(group, "list", N_("Requests, the most urgent first, with days left."))(_list)
    command(group, "show", N_("One request with its steps and its deadline's law."))(_show)
    command(group, "step", N_("Answer, extend, carry out or refuse a request, or end a restriction."))(_step)
    command(group, "copy", N_("Everything held about a person, as JSON or as a PDF."))(_copy)
    access = new_group(app, "access", HELP["access"])
    command(access, "show", N_("Who looked at, printed, exported or searched for people on this machine."))(
        _access
    )


def _ask(
    call: Call,
    person: Person,
    kind: Kind,
    note: NoteOption = "",
    asked_by: AskedByOption = AskedBy.SELF.value,
    day: DayOption = None,
) -> Answer:
    wanted = parsing.parse_key(RequestKind, kind, option="KIND")
    who, on = (
        parsing.parse_key(AskedBy, asked_by, option="--asked-by"),
        parsing.parse_day(day, option="--day"),
    )
    with call.open() as app:
        found = lookups.find_person(app, person)
        call.sign(app)
        made = app.requests.ask(found, wanted, note=note, asked_by=who, on=on).value
        task = app.requests.read(made)
    line = say(
        "Noted. An answer is due by {answer}, the rest by {due}.",
        answer=task.request.answer_by, due=task.request.due,
    )  # fmt: skip
    return Answer({"request": request_shape(task)}, (line,))


def _list(call: Call, open_only: OpenOption = False) -> Answer:
    with call.open() as app:
        tasks = app.requests.list(open_only=open_only)
    late = any(task.request.closed is None and task.days_left < 0 for task in tasks)
    lines = [_tell(task) for task in tasks] or [say("Nobody has asked for anything.")]
    return Answer(
        {"requests": [request_shape(task) for task in tasks]}, lines, NEEDS_A_PERSON if late else DONE
    )


def _show(call: Call, request: Request) -> Answer:
    with call.open() as app:
        task = app.requests.read(parse_row_id(request))
        deadline = app.requests.find_deadline(task.request.kind, task.request.asked_on)
    steps: list[Message | str] = [
        _tell_step(step.on, say(STEP_NAMES[step.step]), step.note) for step in task.request.steps
    ]
    law = {
        "days": deadline.days, "unit": deadline.unit.value, "extension": deadline.extension, "decree": deadline.decree,
        "article": deadline.article, "mark": deadline.mark,
    }  # fmt: skip
    note = deadline.note if call.words.language == "vi" else deadline.note_en
    source = say("{decree}, {article}: {note}", decree=deadline.decree, article=deadline.article, note=note)
    return Answer({"request": request_shape(task), "deadline": law}, [_tell(task), *steps, source])


def _step(call: Call, request: Request, step: Step, note: NoteOption = "", day: DayOption = None) -> Answer:
    wanted = parsing.parse_key(RequestStep, step, option="STEP")
    on = parsing.parse_day(day, option="--day")
    with call.open() as app:
        call.sign(app)
        app.requests.take_step(parse_row_id(request), wanted, note=note, on=on)
        task = app.requests.read(parse_row_id(request))
    lines: list[Message | str] = [_tell(task)]
    if wanted is RequestStep.DONE and task.request.kind is RequestKind.DELETE:
        lines.append(say("Erase the person by: outreach erase --person {id}.", id=task.request.person.hex()))
    return Answer({"request": request_shape(task)}, lines)


def _copy(call: Call, person: Person, out: OutOption = None) -> Answer:
    target = check_target(out) if out else None
    with call.open() as app:
        found = lookups.find_person(app, person)
        if target is None:
            data = app.copies.as_data(found)
            return Answer(data, (say("The copy is printed with --json, or as a PDF with --out FILE."),))
        written = write_document(target, app.copies.as_pdf(found, call.words))
    return Answer(written | {"person": found.hex()}, (say("Wrote the copy: {file}", file=str(target)),))


def _access(call: Call, person: PersonOption = None, keep: KeepOption = None) -> Answer:
    days = parsing.parse_count(keep, option="--keep-days") if keep else None
    with call.open() as app:
        if days is not None:
            app.access.keep_for(days)
        found = app.access.read(lookups.find_person(app, person)) if person else app.access.list()
        kept = app.access.kept_days()
    lines: list[Message | str] = [
        say(
            "{moment}: {who} {act} {person}", moment=entry.at, who=entry.canvasser_name or "?",
            act=say(ACT_NAMES[AccessAct(entry.act)]), person=entry.person.hex(),
        )
        for entry in found
    ]  # fmt: skip
    return Answer(
        {"entries": [access_shape(entry) for entry in found], "kept_days": kept},
        lines or [say("Nobody looked.")],
    )


def access_shape(entry: "AccessEntry") -> dict[str, object]:
    """One look as a JSON object."""
    return {
        "at": entry.at.isoformat(), "canvasser": entry.canvasser.hex() if entry.canvasser else None,
        "by": entry.canvasser_name, "person": entry.person.hex(), "act": entry.act,
    }  # fmt: skip


def request_shape(task: "RequestTask") -> dict[str, object]:
    """One request as a JSON object."""
    request = task.request
    return {
        "id": request.id.hex(), "person": request.person.hex(), "name": task.person.name if task.person else "",
        "household": task.household.code if task.household else None, "kind": request.kind.value,
        "asked_on": request.asked_on.isoformat(), "asked_by": request.asked_by, "note": request.note,
        "answer_by": request.answer_by.isoformat(), "due": request.due.isoformat(), "answered": request.answered,
        "days_left": task.days_left if request.closed is None else None, "restricts": request.restricts,
        "closed": request.closed.step.value if request.closed else None,
        "steps": [
            {"id": step.id.hex(), "step": step.step.value, "on": step.on.isoformat(), "note": step.note,
             "by": step.canvasser_name}
            for step in request.steps
        ],
    }  # fmt: skip


def _tell_step(on: date, step: Message, note: str) -> Message:
    if note:
        return say("  {day}: {step} ({note})", day=on, step=step, note=note)
    return say("  {day}: {step}", day=on, step=step)


def _tell(task: "RequestTask") -> Message:
    request, name = task.request, task.person.name if task.person else "?"
    kind = say(KIND_NAMES[request.kind])
    if request.closed is not None:
        step = say(STEP_NAMES[request.closed.step])
        return say(
            "{name} {kind}: {step} on {day} ({id})", name=name, kind=kind, step=step, day=request.closed.on,
            id=request.id.hex(),
        )  # fmt: skip
    return say(
        "{name} {kind}: {days} days left, until {day} ({id})", name=name, kind=kind, days=task.days_left,
        day=request.next_due(), id=request.id.hex(),
    )  # fmt: skip
