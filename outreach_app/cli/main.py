"""The program `outreach`: one place that parses a command, carries it out, and prints its one answer."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

import typer

from outreach_app import logs, paths
from outreach_app.cli.call import DONE, Answer, Call
from outreach_app.cli.contents import HELP, MODULES, PROGRAM_HELP
from outreach_app.cli.failures import Failure, explain, find_trouble
from outreach_app.cli.help_pages import WordedGroup
from outreach_app.cli.options import command, take_root_options
from outreach_app.errors import OutreachError
from outreach_app.i18n import LANGUAGES

PROGRAM = "outreach"
_INTERRUPTED = 130


def start_window(call: Call) -> Answer:
    """Open the window in a process of its own, so that this one needs no toolkit."""
    environment = dict(os.environ)
    if call.options.workspace or call.hub:
        environment["OUTREACH_WORKSPACE"] = str(call.need_workspace())
    ended = subprocess.run([sys.executable, "-m", "ui"], env=environment, check=False)
    return Answer({}, code=ended.returncode)


Register = Callable[[typer.Typer], None]


def make_app(
    open_window: Callable[[Call], Answer] = start_window,
    *,
    words: Sequence[str] | None = None,
    more: Register | None = None,
) -> typer.Typer:
    """Make the command line; with the words typed only the modules they name are loaded.

    `more` registers the commands of somebody above the core: the windows.
    """
    made = typer.Typer(cls=WordedGroup, add_completion=False, rich_markup_mode=None, help=PROGRAM_HELP)
    take_root_options(made, open_window)
    # A word may also be the value of an option, so everything that is named is loaded.
    loaded = [name for name in MODULES if words is None or name in words]
    for module in dict.fromkeys(MODULES[name] for name in loaded):
        importlib.import_module(f"outreach_app.cli.{module}").register(made)
    for name in MODULES:
        if MODULES[name] not in {MODULES[each] for each in loaded}:
            command(made, name, HELP[name])(_stand_in)
    if more is not None:
        more(made)
    return made


def _stand_in(call: Call) -> Answer:
    raise AssertionError("a command that was not named was carried out")


def main(
    arguments: Sequence[str] | None = None,
    *,
    open_window: Callable[[Call], Answer] = start_window,
    more: Register | None = None,
) -> int:
    """Carry out one command line (default: this process's) and return its exit code; see make_app for the rest."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    logs.leave_no_core()
    _speak_utf8(sys.stdout, sys.stderr)
    call = Call(typed)
    # Even a line that cannot be parsed is answered in its own language and form.
    call.options = call.options.overlay({"json": "--json" in typed, "lang": _spot_language(typed)})
    try:
        answer = _carry_out(make_app(open_window, words=typed, more=more), call)
        return _print_answer(call, answer)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read the answer has gone
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return DONE
    except (Exception, MemoryError) as error:  # the one place where every error ends
        return _print_failure(call, explain(error, log=_log_bug(error)))


def _carry_out(commands: typer.Typer, call: Call) -> Answer:
    command = typer.main.get_command(commands)
    given: Any = command.main(list(call.arguments), prog_name=PROGRAM, standalone_mode=False, obj=call)
    if isinstance(given, Answer):
        return given
    return Answer({}, code=given if isinstance(given, int) else DONE)


def _print_answer(call: Call, answer: Answer) -> int:
    if call.options.json and answer.data:
        _put(json.dumps(answer.data, ensure_ascii=False))
    elif not call.options.json:
        for line in answer.lines:
            _put(call.render(line))
    sys.stdout.flush()
    return answer.code


def _print_failure(call: Call, failure: Failure) -> int:
    message, advice = call.render(failure.message), call.render(failure.advice)
    if call.options.json:
        told = {"key": failure.key, "message": message, "advice": advice}
        _put(json.dumps({"error": told}, ensure_ascii=False))
    sys.stdout.flush()
    print(f"{message} {advice}".strip(), file=sys.stderr, flush=True)  # noqa: T201
    return failure.code


def _log_bug(error: BaseException) -> Path | None:
    if isinstance(error, OutreachError | typer.TyperException) or find_trouble(error) is not None:
        return None
    file = logs.open_log(paths.log_folder())
    logs.report_bug(error)
    return file


def _spot_language(typed: Sequence[str]) -> str | None:
    for place, word in enumerate(typed):
        name, _, value = word.partition("=")
        if name == "--lang":
            wanted = value or (typed[place + 1] if place + 1 < len(typed) else "")
            return wanted if wanted in LANGUAGES else None
    return None


def _put(text: str) -> None:
    print(text)  # noqa: T201 - the one place that writes to standard output


def _speak_utf8(*streams: TextIO) -> None:
    # Consoles of other code pages lack Vietnamese letters; a name that is no Unicode at all is written escaped.
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
