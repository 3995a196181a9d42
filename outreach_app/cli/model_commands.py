"""`outreach campaign model`: communes and villages that are models, and `campaign target propose`."""

from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.options import command, new_group
from outreach_app.cli.result_shapes import mark_shape, proposal_shape
from outreach_app.cli.subjects import find_subject
from outreach_app.domain.contrasts import ModelMark
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.targets import SubjectKind, Weight
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Count

MarkId = Annotated[str, typer.Argument(metavar="MARK", help=N_("Id of the mark, as mark prints it."))]


def add_models(group: typer.Typer) -> None:
    """Add `model` to `outreach campaign`."""
    model = new_group(group, "model", N_("Communes and villages that are models, each with its days."))
    command(model, "mark", N_("At the office: mark a commune or village as a model."))(_mark)
    command(model, "end", N_("At the office: tell the last day on which a place is a model."))(_end)
    command(model, "list", N_("Every model place, the oldest first."))(_list)
    command(model, "take-back", N_("At the office: take back a mark that was entered wrongly."))(_take_back)


def add_proposing(target: typer.Typer) -> None:
    """Add `propose` to `outreach campaign target`."""
    command(target, "propose", N_("Propose how to hand a target down, adding up exactly."))(_propose)


def _mark(
    call: Call,
    whom: Annotated[
        str, typer.Option("--for", metavar="unit:CODE|village:NAME", help=N_("Which commune or village."))
    ],
    first: Annotated[str, typer.Option("--from", metavar=N_("DATE"), help=N_("First day."))],
    last: Annotated[
        str | None, typer.Option("--to", metavar=N_("DATE"), help=N_("Last day (else until further notice)."))
    ] = None,
) -> Answer:  # fmt: skip
    begins, ends = parsing.parse_date(first, option="--from"), parsing.parse_day(last, option="--to")
    with call.open() as app:
        call.sign(app)
        subject = find_subject(app, whom, option="--for")
        made = app.campaigns.mark_model(subject, begins, ends).value
        name = app.campaigns.name_subject(subject)
    return Answer(mark_shape(made, name), [_tell(made, name)])


def _tell(mark: ModelMark, name: str) -> Message:
    told = {"name": name, "first": mark.first, "id": mark.id.hex()}
    if mark.last is None:
        return say("{name} is a model from {first} on ({id}).", **told)
    return say("{name} is a model from {first} to {last} ({id}).", **told, last=mark.last)


def _end(
    call: Call, mark: MarkId,
    last: Annotated[str, typer.Argument(metavar=N_("DATE"), help=N_("Last day, included."))],
) -> Answer:  # fmt: skip
    row, day = parse_row_id(mark), parsing.parse_date(last, option="DATE")
    with call.open() as app:
        call.sign(app)
        app.campaigns.end_mark(row, day)
    return Answer({"id": row.hex(), "to": day.isoformat()}, [say("It is a model until {day}.", day=day)])


def _list(call: Call) -> Answer:
    with call.open() as app:
        known = app.campaigns.list_marks()
        names = {each.id: app.campaigns.name_subject(each.subject) for each in known}
    shapes = [mark_shape(each, names[each.id]) for each in known]
    return Answer({"models": shapes}, [_tell(each, names[each.id]) for each in known])


def _take_back(call: Call, mark: MarkId) -> Answer:
    row = parse_row_id(mark)
    with call.open() as app:
        call.sign(app)
        app.campaigns.take_back("model_mark", row)
    return Answer({"id": row.hex()}, [say("Taken back.")])


def _propose(
    call: Call,
    target: Annotated[str, typer.Argument(metavar="TARGET", help=N_("Id of the target, as set prints it."))],
    weight: Annotated[
        str, typer.Option("--weight", metavar="adults|households|equal", help=N_("By what it is shared out."))
    ] = Weight.ADULTS.value,
    whom: Annotated[
        str | None,
        typer.Option("--among", metavar="team|agency|collector", help=N_("Among these instead of the places below.")),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help=N_("At the office: hand it down like this."))] = False,
) -> Answer:  # fmt: skip
    row, by = parse_row_id(target), parsing.parse_key(Weight, weight, option="--weight")
    kind = parsing.parse_key(SubjectKind, whom, option="--among") if whom else None
    with call.open() as app:
        call.sign(app)
        proposal = app.campaigns.propose_parts(row, by, kind=kind)
        if write:
            app.campaigns.hand_down(row, proposal.shares)
    lines = [say("{name}: {people}", name=each.name, people=Count(each.people)) for each in proposal.parts]
    return Answer(proposal_shape(proposal) | {"written": write}, lines)
