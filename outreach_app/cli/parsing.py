"""Words of the command line turned into values; what cannot be read is wrong usage (exit 2) with a sentence."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from outreach_app import paths
from outreach_app.errors import BadInput, Message, say

Key = TypeVar("Key", bound=StrEnum)
Value = TypeVar("Value")
_NOON = time(12)


class WrongUsage(BadInput):
    """The command was typed in a way it cannot be understood."""

    key = "usage"
    exit_code = 2


def wrong_value(option: str, text: str, advice: Message) -> WrongUsage:
    """What to raise for a value that an option cannot take."""
    return WrongUsage(say("{option} cannot be “{text}”.", option=option, text=text), advice)


def parse_date(text: str, *, option: str) -> date:
    """Read a day as 2026-11-21 or 21/11/2026."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise wrong_value(option, text, say("Write a day like 2026-11-21."))


def parse_day(text: str | None, *, option: str) -> date | None:
    """Read a day that may be left out."""
    return None if text is None else parse_date(text, option=option)


def parse_month(text: str, *, option: str) -> date:
    """Read a month as 2026-11 or 11/2026; the first day of it."""
    for form in ("%Y-%m", "%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise wrong_value(option, text, say("Write a month like 2026-11."))


def parse_moment(text: str, *, option: str) -> datetime:
    """Read a moment in ISO form; without a zone it is Vietnamese time."""
    from outreach_app.domain.clock import VIETNAM

    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise wrong_value(option, text, say("Write a moment like 2026-11-21T19:42.")) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def make_clock(at: str | None, on: str | None) -> Callable[[], datetime]:
    """A clock that stands still at `--at`, or at noon of `--on`; without either this machine's own clock."""
    from outreach_app.domain.clock import VIETNAM

    if at is None and on is None:
        return lambda: datetime.now(UTC)
    if at is not None:
        fixed = parse_moment(at, option="--at")
        if on is not None and parse_date(on, option="--on") != fixed.astimezone(VIETNAM).date():
            raise WrongUsage(say("--at and --on name different days."), say("Give one of them."))
    else:
        assert on is not None
        fixed = datetime.combine(parse_date(on, option="--on"), _NOON, VIETNAM)
    return lambda: fixed


def parse_money(text: str, *, option: str) -> int:
    """Read an amount of đồng: 1500000, 1.500.000 or 1,500,000."""
    digits = text.strip().removesuffix("đ").strip().replace(".", "").replace(",", "").replace("_", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        raise wrong_value(option, text, say("Write an amount in đồng, such as 1500000."))
    return int(digits)


def parse_count(text: str | int, *, option: str, least: int = 1, most: int = 1_000_000) -> int:
    """Read a whole number between two bounds."""
    advice = say("Write a whole number from {least} to {most}.", least=least, most=most)
    digits = str(text).strip()
    if not digits.isascii() or not digits.isdigit() or not least <= int(digits[:12]) <= most:
        raise wrong_value(option, str(text), advice)
    return int(digits)


def parse_key(kinds: type[Key], text: str, *, option: str) -> Key:
    """Read one of the keys of an enumeration."""
    try:
        return kinds(text.strip().lower())
    except ValueError as error:
        raise wrong_value(option, text, one_of(kind.value for kind in kinds)) from error


def parse_choice(text: str, choices: Iterable[str], *, option: str) -> str:
    """Read one of a few words."""
    allowed = tuple(choices)
    if text.strip().lower() not in allowed:
        raise wrong_value(option, text, one_of(allowed))
    return text.strip().lower()


def one_of(choices: Iterable[str]) -> Message:
    """Advice that lists what is allowed."""
    return say("Choose one of: {choices}.", choices=", ".join(choices))


def parse_fields(pairs: Iterable[str]) -> dict[str, str]:
    """Read FIELD=VALUE words; the value may be empty and may hold further equals signs."""
    fields: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise wrong_value(
                "FIELD=VALUE", pair, say("Write a field and its new value like phone=0987112233.")
            )
        fields[name.strip().lower()] = value.strip()
    return fields


def as_usage(read: Callable[[str], Value], text: str) -> Value:
    """Read a word with a reader of the domain; what it refuses is wrong usage here."""
    try:
        return read(text)
    except BadInput as problem:
        raise WrongUsage(problem.message, problem.advice) from problem


def parse_yes(text: str, *, option: str) -> bool:
    """Read yes or no, in English or Vietnamese."""
    word = text.strip().lower()
    if word in ("yes", "y", "true", "1", "có", "co"):
        return True
    if word in ("no", "n", "false", "0", "không", "khong", ""):
        return False
    raise wrong_value(option, text, one_of(("yes", "no")))


def parse_folder(text: str) -> Path:
    """Read a folder; an address of a server is refused."""
    if "://" in text:
        raise BadInput(
            say("“{text}” is an address and no folder.", text=text),
            say("Name a folder of this machine."),
            key="server_workspace",
        )
    return paths.read_named(text)
