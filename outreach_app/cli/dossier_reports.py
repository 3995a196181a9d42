"""`outreach list import --as dossiers`: a list of accepted and returned papers, in JSON and in words."""

from collections.abc import Iterable
from pathlib import Path

from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.column_commands import read_choice
from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.cli.stopped_reports import parse_matches
from outreach_app.domain.dossier_lists import DossierLine, DossierReport, DossierState, OpenDossier
from outreach_app.domain.dossiers import DossierStep
from outreach_app.domain.forms import write_month
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.rows import RefusedListRow
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue

_SHOWN = 20
_EXAMPLE = say("Write the row and the sign-up's id like 12=9f3c....")


def import_dossiers(
    call: Call, path: Path, *, matches: Iterable[str], columns: str | None, preview: bool
) -> Answer:
    """Carry out the command, or say what it would do; exit code 1 when rows were refused, not found or to be chosen."""
    choices = parse_matches(matches, advice=_EXAMPLE)
    with call.open() as app:
        choice = read_choice(app, columns, "dossiers")
        call.tell(say("Reading {name} ...", name=path.name))
        if preview:
            report = app.dossier_lists.preview(path, choices=choices, columns=choice)
        else:
            call.sign(app, trial=lambda: app.dossier_lists.preview(path, choices=choices, columns=choice))
            report = app.dossier_lists.bring_in(path, choices=choices, columns=choice).value
    waits = report.refused or report.select(DossierState.CHOOSE) or report.select(DossierState.UNKNOWN)
    code = NEEDS_A_PERSON if waits else DONE
    return Answer(dossiers_shape(report, call.words), list(dossiers_lines(report, call.words)), code)


def dossiers_shape(report: DossierReport, words: Catalogue) -> JsonObject:
    """The promised keys of a list, and the rows by what became of them."""
    return {
        "import_id": report.import_id,
        "rows": len(report.lines) + len(report.refused),
        "accepted": report.count(DossierStep.ACCEPTED),
        "returned": report.count(DossierStep.RETURNED),
        "new": len(report.select(DossierState.MATCHED)),
        "unchanged": len(report.select(DossierState.KNOWN)),
        "refused": [_row_shape(row, words) for row in report.refused],
        "warnings": [_row_shape(row, words) for row in report.warnings],
        "columns": dict(report.columns),
        **{
            state.value: [_line_shape(line, words) for line in report.select(state)] for state in DossierState
        },
        "earlier": plain(report.earlier),
        "remembered": plain(report.remembered),
        "preview": report.preview,
    }


def _row_shape(row: RefusedListRow, words: Catalogue) -> JsonObject:
    return {"row": row.row, "reason": words.render(row.reason), "reason_key": row.reason_key}


def _line_shape(line: DossierLine, words: Catalogue) -> JsonObject:
    listed = line.listed
    return {
        "row": listed.row, "name": listed.name, "state": listed.step.value, "on": listed.on.isoformat(),
        "code": listed.code, "why": listed.why, "reason": words.render(line.reason), "reason_key": line.reason_key,
        "note": plain(line.note, words), "sign_ups": [_sign_up_shape(each) for each in line.found],
    }  # fmt: skip


def _sign_up_shape(each: OpenDossier) -> JsonObject:
    return {
        "enrolment": each.id.hex(), "name": each.name, "born": plain(each.born), "code": each.code,
        "village": each.village, "scheme": each.scheme.value, "first_month": each.first_month,
        "stage": each.stage.value,
    }  # fmt: skip


def dossiers_lines(report: DossierReport, words: Catalogue) -> Iterable[Message | str]:
    """What the command says in words."""
    accepted, returned = report.count(DossierStep.ACCEPTED), report.count(DossierStep.RETURNED)
    if report.preview:
        yield say(
            "{accepted} sign-ups would be accepted and {returned} returned.",
            accepted=accepted,
            returned=returned,
        )
    else:
        yield say(
            "{accepted} sign-ups were accepted and {returned} returned.", accepted=accepted, returned=returned
        )
    yield say("Known before: {count}.", count=len(report.select(DossierState.KNOWN)))
    if choose := report.select(DossierState.CHOOSE):
        yield say("{count} rows to choose by hand, with --match ROW=ID:", count=len(choose))
        for line in choose:
            yield _head(line)
            yield from (f"    {_tell(each, words)}" for each in line.found)
    for title, told in (
        (say("{count} rows are about no sign-up of here:", count=len(report.select(DossierState.UNKNOWN))),
         [_head(line) for line in report.select(DossierState.UNKNOWN)]),
        (say("{count} rows were refused:", count=len(report.refused)), _tell_rows(report.refused)),
        (say("{count} rows to look at:", count=len(report.warnings)), _tell_rows(report.warnings)),
    ):  # fmt: skip
        yield from [title, *told[:_SHOWN]] if told else ()
        if len(told) > _SHOWN:
            yield say("  and {count} more", count=len(told) - _SHOWN)


def _head(line: DossierLine) -> Message:
    why = line.note or line.reason
    return say("  row {row}: {name}. {reason}", row=line.listed.row, name=line.listed.name, reason=why)


def _tell(each: OpenDossier, words: Catalogue) -> str:
    return (
        f"{each.id.hex()}  {each.code}  {each.name}  {words.text(SCHEME_NAMES[each.scheme])}"
        f"  {write_month(each.first_month)}"
    )


def _tell_rows(rows: Iterable[RefusedListRow]) -> list[Message]:
    return [say("  row {row}: {reason}", row=row.row, reason=row.reason) for row in rows]
