"""`outreach review duplicates`: pairs of rows that may be one, and decisions on them, hundreds at a time."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.duplicate_reports import duplicate_lines, duplicate_shape
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.duplicates import Verdict

ALL = "all"
_PAGE = 500

SettleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--settle",
        metavar="ID=same|different",
        help=N_(
            "Decide on a pair; “all” for every pair listed, “open” takes a decision back; may be repeated."
        ),
    ),
]
ReasonOption = Annotated[
    str | None,
    typer.Option("--reason", metavar=N_("KEY"), help=N_("Only pairs for which this reason speaks.")),
]
UndoOption = Annotated[
    bool, typer.Option("--undo", help=N_("Take the last run of decisions back; its pairs wait again."))
]  # fmt: skip
LimitOption = Annotated[
    str | None, typer.Option("--limit", metavar="N", help=N_("At most so many (default: 500)."))
]
AfterOption = Annotated[str | None, typer.Option("--after", metavar="ID", help=N_("Go on behind this pair."))]


def review_duplicates(
    call: Call,
    settle: SettleOption = None,
    reason: ReasonOption = None,
    undo: UndoOption = False,
    limit: LimitOption = None,
    after: AfterOption = None,
) -> Answer:
    """List what waits, or settle it, or take the last decisions back."""
    if settle and undo:
        raise parsing.WrongUsage(
            say("--settle and --undo do not go together."), say("Use one of them at a time.")
        )
    wanted = [_parse_decision(text) for text in settle or ()]
    reason = _parse_reason(reason) if reason else None
    count = parsing.parse_count(limit, option="--limit") if limit else _PAGE
    with call.open() as app:
        app.duplicates.look()
        data: dict[str, object] = {}
        told: list[Message | str] = []
        if wanted:
            call.sign(app)
            told = _settle(app, wanted, reason, data)
        elif undo:
            call.sign(app)
            told = _undo(app, data)
        items = app.duplicates.list_duplicates(count, after, reason=reason)
        waiting = app.duplicates.count_duplicates() + app.duplicates.count_duplicates("household")
    lines = told or [line for item in items for line in duplicate_lines(item, call.words)]
    lines.append(say("{count} pairs that look alike wait for a person.", count=waiting))
    shapes = [duplicate_shape(item, call.words) for item in items]
    return Answer({"items": shapes, "waiting": waiting, **data}, lines, NEEDS_A_PERSON if waiting else DONE)


def _parse_decision(text: str) -> tuple[str, "Verdict"]:
    from outreach_app.domain.duplicates import Verdict

    id, _, word = text.partition("=")
    if word not in [verdict.value for verdict in Verdict]:
        raise parsing.wrong_value("--settle", text, say("Write it as ID=same or ID=different."))
    return id, Verdict(word)


def _parse_reason(text: str) -> str:
    from outreach_app.domain.duplicates import REASONS

    return parsing.parse_choice(text, REASONS, option="--reason")


def _settle(
    app: "App", wanted: list[tuple[str, "Verdict"]], reason: str | None, data: dict[str, object]
) -> list[Message | str]:
    from outreach_app.domain.duplicates import Verdict

    verdicts: dict[str, Verdict] = {}
    for id, verdict in wanted:
        verdicts |= dict.fromkeys(app.duplicates.list_ids(reason=reason) if id == ALL else [id], verdict)
    reopened = app.duplicates.reopen(
        [id for id, verdict in verdicts.items() if verdict is Verdict.OPEN]
    ).value
    done = app.duplicates.settle({id: v for id, v in verdicts.items() if v is not Verdict.OPEN}).value
    passed_over = list(done.passed_over)
    data |= {
        "run": done.run, "same": done.same, "different": done.different, "reopened": reopened,
        "passed_over": passed_over,
    }  # fmt: skip
    lines: list[Message | str] = [
        say("{same} pairs are the same, {different} are different.", same=done.same, different=done.different)
    ]
    if passed_over:
        lines.append(say("{count} pairs were settled before or are gone.", count=len(passed_over)))
    if reopened:
        lines.append(say("{count} pairs wait again.", count=reopened))
    return lines


def _undo(app: "App", data: dict[str, object]) -> list[Message | str]:
    done = app.duplicates.undo().value
    kept = [{"table": table, "row": row.hex()} for table, row in done.kept]
    data |= {"kept": kept}
    lines: list[Message | str] = [say("The last decisions on pairs that look alike were taken back.")]
    if kept:
        lines.append(say("{count} rows were changed afterwards and were left as they are.", count=len(kept)))
    return lines
