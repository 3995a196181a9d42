"""`outreach licences`: what the program is made of, and the whole text of each licence; no workspace is needed."""

from typing import Annotated

import typer

from outreach_app import licences
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command
from outreach_app.errors import Message, say
from outreach_app.i18n import N_
from outreach_app.licences import Part


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    command(app, "licences", HELP["licences"])(_licences)


def _licences(
    call: Call,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("NAME"), help=N_("A part of the list, for its whole text."), show_default=False
        ),
    ] = None,
) -> Answer:
    if name is None:
        parts = licences.list_parts()
        lines: list[Message | str] = [_line(call, part) for part in parts]
        lines.append(say("The whole text: outreach licences NAME."))
        return Answer({"parts": [_shape(part) for part in parts]}, lines)
    part = licences.find_part(name)
    texts = licences.read_texts(part)
    data = _shape(part) | {"texts": [{"name": each, "text": text} for each, text in texts]}
    return Answer(
        {"part": data},
        [_line(call, part), "", licences.join_texts(texts) if texts else licences.tell_missing(part)],
    )


def _line(call: Call, part: Part) -> str:
    called = f" ({call.render(part.called)})" if part.called else ""
    told = " · ".join(each for each in (part.version, part.licence) if each)
    return f"{part.name}{called}: {told}" if told else f"{part.name}{called}"


def _shape(part: Part) -> dict[str, object]:
    return {
        "name": part.name, "version": part.version or None, "licence": part.licence or None, "kind": part.kind.value,
        "home": part.home or None, "texts": [text.name for text in part.texts],
    }  # fmt: skip
