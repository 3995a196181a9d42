"""What became of files that were read, as `sync read` and `sync watch` tell it."""

from outreach_app.cli.call import DONE, NEEDS_A_PERSON, NOTHING_CHANGED, Call
from outreach_app.domain.rows import FileReport, FileState, ReadReport
from outreach_app.errors import Message, say
from outreach_app.i18n import N_

STATE_NAMES: dict[FileState, str] = {
    FileState.APPLIED: N_("taken in"),
    FileState.ALREADY: N_("taken in before"),
    FileState.HELD: N_("kept for later"),
    FileState.REFUSED: N_("refused"),
    FileState.WAITING: N_("can be taken in"),
}


def judge(report: ReadReport) -> int:
    """The exit code of reading: 3 when every file was refused, 1 when a person should look, 0 otherwise."""
    states = [file.state for file in report.files]
    if states and all(state is FileState.REFUSED for state in states):
        return NOTHING_CHANGED
    asks = any(
        file.state in (FileState.REFUSED, FileState.HELD)
        or file.conflicts
        or file.duplicates
        or file.refused_rows
        for file in report.files
    )
    return NEEDS_A_PERSON if asks else DONE


def file_lines(call: Call, file: FileReport) -> list[Message | str]:
    """What became of one file, in words."""
    lines: list[Message | str] = [f"{file.path}: {call.words.text(STATE_NAMES[file.state])}"]
    if file.state in (FileState.APPLIED, FileState.WAITING):
        lines.append(
            say(
                "  from {device}, file {number}: {new} new, {changed} changed, {conflicts} to settle, {visits} visits",
                device=file.device, number=file.number, new=file.new, changed=file.changed, conflicts=file.conflicts,
                visits=file.visits,
            )
        )  # fmt: skip
    if file.duplicates:
        lines.append(say("  {count} pairs of people look alike", count=file.duplicates))
    lines += [f"  {call.render(told)}" for told in (file.reason, file.advice) if isinstance(told, Message)]
    return lines
