"""The days of a lost laptop that never reached the office, in sentences."""

from outreach_app.domain.lost_days import LostDays
from outreach_app.errors import Message, say


def tell_lost_days(lost: LostDays, *, each_day: bool = True) -> tuple[Message, ...]:
    """What is known to be missing, day by day or (`each_day` off) in one line, and where it may still be found."""
    lines = [_tell_newest(lost), *(_tell_days(lost) if each_day else _tell_span(lost)), _tell_unknown()]
    if lost.files:
        numbers = ", ".join(map(str, lost.files))
        lines.append(say("Files that never came: {numbers}. Look for their stick.", numbers=numbers))
    if lost.entries:
        lines.append(say("{count} entries before that are known to be missing.", count=lost.entries))
    if lost.lists:
        codes = ", ".join(lost.lists)
        lines.append(say("Visit lists that are out on paper: {codes}. Type them back.", codes=codes))
    return tuple(lines)


def _tell_unknown() -> Message:
    return say(
        "How many visits those days had, and what stood half typed on it, nobody here can know: ask whoever went out."
    )


def _tell_newest(lost: LostDays) -> Message:
    if lost.newest is None:
        return say("Nothing of {device} has reached the office.", device=lost.device)
    return say(
        "The newest entry of {device} that is here is of {moment}; what it wrote afterwards is not.",
        device=lost.device, moment=lost.newest,
    )  # fmt: skip


def _tell_days(lost: LostDays) -> list[Message]:
    return [
        say("{day}: {count} visits came.", day=each.day, count=each.came)
        if each.came
        else say("{day}: nothing came.", day=each.day)
        for each in lost.days
    ]


def _tell_span(lost: LostDays) -> list[Message]:
    empty = [each.day for each in lost.days if not each.came]
    if not empty or lost.newest is None:
        return []
    return [say("Nothing has come of the days from {first} to {last}.", first=empty[0], last=empty[-1])]
