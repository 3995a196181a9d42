"""What is said when something goes wrong, and with which exit code: one sentence and one piece of advice."""

import errno
from dataclasses import dataclass
from pathlib import Path

import typer
from typer.core import TyperGroup

from outreach_app.cli.call import BUG, NOTHING_CHANGED, WRONG_USAGE
from outreach_app.cli.parsing import WrongUsage
from outreach_app.errors import EnvironmentTrouble, Message, OutreachError, say

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_UNUSABLE = frozenset({errno.EIO, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ENODEV})


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed call: its stable key, what happened, what to do next, and the exit code."""

    key: str
    message: Message
    advice: Message
    code: int


def explain(error: BaseException, *, log: Path | None) -> Failure:
    """Turn whatever ended a call into a failure; `log` is where a bug was written to."""
    if isinstance(error, OutreachError):
        return Failure(error.key, error.message, error.advice, error.exit_code)
    if isinstance(error, typer.TyperException) and error.exit_code == WRONG_USAGE:
        return explain(_explain_usage(error), log=log)
    trouble = find_trouble(error)
    if trouble is not None:
        return explain(trouble, log=log)
    return Failure(
        "bug",
        say("Something went wrong inside the program. What was saved before is safe."),
        _bug_advice(log),
        BUG,
    )


def _explain_usage(error: typer.TyperException) -> WrongUsage:
    help = say("See: {command} --help.", command=_command_of(error))
    parameter = getattr(error, "param", None)
    name = _name_of(parameter) if parameter is not None else ""
    match type(error).__name__:
        case "NoSuchOption":
            return WrongUsage(say("There is no option {name}.", name=getattr(error, "option_name", "")), help)
        case "MissingParameter":
            return WrongUsage(say("{name} is missing.", name=name), help)
        case "BadParameter":
            return WrongUsage(say("The value given for {name} cannot be used.", name=name), help)
        case "BadOptionUsage":
            return WrongUsage(say("{name} needs a value.", name=getattr(error, "option_name", "")), help)
        case _ if _stops_at_group(error):
            return WrongUsage(say("A command is missing after “{name}”.", name=_command_of(error)), help)
        case _:
            return WrongUsage(say("The command has words it cannot use."), help)


def _command_of(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return str(context.command_path) if context is not None else "outreach"


def _stops_at_group(error: typer.TyperException) -> bool:
    context = getattr(error, "ctx", None)
    return context is not None and isinstance(context.command, TyperGroup)


def _name_of(parameter: object) -> str:
    options = getattr(parameter, "opts", None) or [""]
    metavar = getattr(parameter, "metavar", None)
    is_argument = getattr(parameter, "param_type_name", "") == "argument"
    return str(metavar or str(options[0]).upper()) if is_argument else str(options[0])


def find_trouble(error: BaseException) -> EnvironmentTrouble | None:
    """Tell what of the machine stands in the way, if it is that: memory, room, rights; anything else is a bug."""
    if isinstance(error, MemoryError):
        message = say("This machine has too little free memory for this.")
        return EnvironmentTrouble(message, say("Close other programs and try again."), key="memory")
    if not isinstance(error, OSError):
        return None
    name = str(error.filename or "")
    if error.errno in _FULL:
        message = say("There is no room left to write “{name}”.", name=name)
        return EnvironmentTrouble(
            message, say("Free some space or use another disk or stick."), key="disk_full"
        )
    if error.errno in _CLOSED:
        message = say("Nothing can be written into “{folder}”.", folder=name)
        advice = say("Choose another folder, or unlock the stick and try again.")
        return EnvironmentTrouble(message, advice, key="folder_read_only")
    if error.errno in _UNUSABLE:
        message = say("“{name}” could not be written ({detail}).", name=name, detail=error.strerror or "?")
        return EnvironmentTrouble(
            message, say("Choose another folder or a shorter name."), key="cannot_write"
        )
    return None


def _bug_advice(log: Path | None) -> Message:
    if log is None:
        return say("Try again; if it happens again, tell whoever looks after the program what you typed.")
    return say("Send the log file {file} to whoever looks after the program.", file=str(log))


assert OutreachError.exit_code == NOTHING_CHANGED
