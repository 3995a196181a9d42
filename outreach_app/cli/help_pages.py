"""Help pages in the reader's language: usage, what a command does, its words, and the options every command has."""

from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from outreach_app.errors import say
from outreach_app.i18n import N_, Catalogue, open_catalogue

WIDTH = 100
COMMON_PREFIX = "common_"
LANGUAGE_KEY = "outreach.language"
_HELP_OPTION = N_("Show this page.")


class WordedCommand(TyperCommand):
    """A command whose help page is translated."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        write_page(self, ctx, formatter)


class WordedGroup(TyperGroup):
    """A group of commands whose help page is translated, and that says in a sentence which command it lacks."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        write_page(self, ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is named next; WrongUsage when there is none of that name."""
        from outreach_app.cli.parsing import WrongUsage

        if args and args[0] not in self.commands:
            raise WrongUsage(
                say("There is no command “{name}”.", name=f"{ctx.command_path} {args[0]}".strip()),
                say("See what there is: {command} --help.", command=ctx.command_path),
            )
        return super().resolve_command(ctx, args)


def write_page(command: Any, ctx: Any, formatter: Any) -> None:
    """Write a help page with the headings and texts of the language asked for."""
    words = _language_of(ctx)
    formatter.width = WIDTH
    formatter.write_usage(ctx.command_path, _usage_of(command, words), prefix=words.text(N_("Usage:")) + " ")
    if command.help:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(words.text(command.help))
    own = [p for p in command.params if not p.name.startswith(COMMON_PREFIX) and not p.hidden]
    common = [p for p in command.params if p.name.startswith(COMMON_PREFIX)]
    _write_rows(formatter, words.text(N_("Commands")), _commands_of(command, words))
    arguments = [_row(p, words) for p in own if isinstance(p, TyperArgument)]
    _write_rows(formatter, words.text(N_("Arguments")), arguments)
    options = [_row(p, words) for p in own if isinstance(p, TyperOption)]
    _write_rows(formatter, words.text(N_("Options")), options)
    rows = [_row(p, words) for p in common] + [("--help", words.text(_HELP_OPTION))]
    _write_rows(formatter, words.text(N_("Options of every command, before or after it")), rows)


def _language_of(ctx: Any) -> Catalogue:
    return ctx.obj.words if ctx.obj is not None else open_catalogue("vi")


def _usage_of(command: Any, words: Catalogue) -> str:
    pieces = [_argument_shape(p, words) for p in command.params if isinstance(p, TyperArgument)]
    if isinstance(command, TyperGroup):
        pieces.append(words.text(N_("COMMAND ...")))
    return " ".join([*pieces, words.text(N_("[OPTIONS]"))])


def _argument_shape(argument: Any, words: Catalogue) -> str:
    name = words.text(argument.metavar) if argument.metavar else str(argument.name).upper()
    several = " ..." if argument.nargs != 1 else ""
    return f"{name}{several}" if argument.required else f"[{name}{several}]"


def _commands_of(command: Any, words: Catalogue) -> list[tuple[str, str]]:
    if not isinstance(command, TyperGroup):
        return []
    return [(name, words.text(each.help or "")) for name, each in command.commands.items() if not each.hidden]


def _row(parameter: Any, words: Catalogue) -> tuple[str, str]:
    help = words.text(parameter.help or "")
    if isinstance(parameter, TyperArgument):
        return _argument_shape(parameter, words), help
    metavar = "" if parameter.is_flag else words.text(parameter.metavar or N_("TEXT"))
    if parameter.multiple:
        metavar += " ..."
    if parameter.required:
        help = f"{help} {words.text(N_('(required)'))}"
    return f"{', '.join(parameter.opts)} {metavar}".strip(), help


def _write_rows(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows, col_max=34)
