"""How a command joins the command line: every command and group takes the common options, before or after its name."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, get_type_hints

import typer

from outreach_app.cli.call import COMMON_NAMES, Answer, Call
from outreach_app.cli.help_pages import WordedCommand, WordedGroup
from outreach_app.i18n import N_

Function = Callable[..., Answer]

COMMON_HELP: dict[str, tuple[str, str, str]] = {
    "workspace": (
        "--workspace", "DIR|URL",
        N_("Folder of the workspace or address of a hub (else OUTREACH_WORKSPACE, else the usual place)."),
    ),
    "by": ("--by", N_("PERSON"), N_("Who is working: what is written is signed with this name.")),
    "passphrase_file": (
        "--passphrase-file", "FILE", N_("File with the passphrase (else OUTREACH_PASSPHRASE, else a prompt).")
    ),
    "json": ("--json", "", N_("Print one JSON object instead of words.")),
    "at": ("--at", N_("MOMENT"), N_("Carry out the command as of this moment (ISO, Vietnamese time).")),
    "on": ("--on", N_("DATE"), N_("Carry out the command as of noon of this day.")),
    "lang": ("--lang", "vi|en", N_("Language of the answer.")),
}  # fmt: skip
"""Each common option: its name on the command line, what stands for its value, and its help."""


def new_group(parent: typer.Typer, name: str, help: str) -> typer.Typer:
    """Make a group of commands under a parent; its name alone prints its help."""
    group = typer.Typer(cls=WordedGroup, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
    group.callback()(_take_common_options(lambda call: Answer({})))
    parent.add_typer(group, name=name, help=help)
    return group


def command(group: typer.Typer, name: str, help: str) -> Callable[[Function], Function]:
    """Register a function `(call, **parameters) -> Answer` as a command; `help` is marked for translation."""

    def register(function: Function) -> Function:
        group.command(name, cls=WordedCommand, help=help)(_take_common_options(function))
        return function

    return register


def take_root_options(app: typer.Typer, open_window: Callable[[Call], Answer]) -> None:
    """Let the program itself take the common options; without a command it opens the window."""

    def start(call: Call, *, wanted: str | None) -> Answer:
        return Answer({}) if wanted else open_window(call)

    app.callback(invoke_without_command=True)(_take_common_options(start, tells_command=True))


def _take_common_options(function: Function, *, tells_command: bool = False) -> Callable[..., Any]:
    """Wrap a function so that Typer sees its parameters and the common ones, which end in the call's options."""

    def run(ctx: typer.Context, **given: Any) -> Answer:
        call = ctx.ensure_object(Call)
        call.take({name: given.pop(f"common_{name}") for name in COMMON_NAMES})
        return function(call, **given, **({"wanted": ctx.invoked_subcommand} if tells_command else {}))

    hints = get_type_hints(function, include_extras=True)
    own = list(inspect.signature(function).parameters.values())[1:]
    kept = [] if tells_command else [p.replace(annotation=hints[p.name]) for p in own]
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    parameters = [
        context,
        *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept),
        *_common_parameters(),
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__doc__ = None
    return run


@cache
def _common_parameters() -> tuple[inspect.Parameter, ...]:
    return tuple(
        inspect.Parameter(
            f"common_{name}",
            inspect.Parameter.KEYWORD_ONLY,
            default=None if metavar else False,
            annotation=_annotate(option, metavar, help),
        )
        for name, (option, metavar, help) in COMMON_HELP.items()
    )


def _annotate(option: str, metavar: str, help: str) -> Any:
    if not metavar:
        return Annotated[bool, typer.Option(option, help=help, show_default=False)]
    return Annotated[str | None, typer.Option(option, metavar=metavar, help=help, show_default=False)]
