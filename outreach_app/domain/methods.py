"""How voluntary insurance is paid: every 1, 3, 6 or 12 months, years ahead, or the months missing for a pension."""

import re
from dataclasses import dataclass
from enum import StrEnum

from outreach_app.errors import BadInput, Message
from outreach_app.i18n import say

REGULAR_MONTHS = (1, 3, 6, 12)
_TEXT = re.compile(r"(?:(ahead|missing)-)?([1-9]\d{0,2})", re.ASCII)


class MethodKind(StrEnum):
    """The three ways of Law 41/2024 Art 36(2): by period, for years ahead, for missing months."""

    REGULAR = "regular"
    AHEAD = "ahead"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Method:
    """A payment method; `count` is months, but years when paying ahead; `str()` gives the key parse_method reads."""

    kind: MethodKind
    count: int

    @property
    def months(self) -> int:
        """How many months one payment covers."""
        return self.count * 12 if self.kind is MethodKind.AHEAD else self.count

    def __str__(self) -> str:
        return str(self.count) if self.kind is MethodKind.REGULAR else f"{self.kind}-{self.count}"


def parse_method(text: str) -> Method:
    """Read `1`, `3`, `6`, `12`, `ahead-YEARS` or `missing-MONTHS`; a quote checks how many are allowed."""
    found = _TEXT.fullmatch(text.strip())
    method = Method(MethodKind(found[1] or "regular"), int(found[2])) if found else None
    if method is None or (method.kind is MethodKind.REGULAR and method.count not in REGULAR_MONTHS):
        raise BadInput(
            say("There is no payment method {method}.", method=text),
            say("Choose 1, 3, 6 or 12 months, ahead-YEARS or missing-MONTHS."),
            key="bad_method",
        )
    return method


def recall_method(text: str) -> Method | None:
    """The method a stored payment names, None when it names none or one this program does not know."""
    try:
        return parse_method(text)
    except BadInput:
        return None


def describe_method(method: Method) -> Message:
    """A payment method in words."""
    if method.kind is MethodKind.AHEAD:
        return say("{years} years ahead", years=method.count)
    if method.kind is MethodKind.MISSING:
        return say("{months} missing months", months=method.count)
    return say("every month") if method.count == 1 else say("every {months} months", months=method.count)
