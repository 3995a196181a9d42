"""What every quote says: its steps line by line, and whether a rule it used is not certain."""

from collections.abc import Iterable
from datetime import date

from outreach_app.cli.call import Call
from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.quotes import Step
from outreach_app.errors import Message, say


def day_of(call: Call) -> date:
    """The day the command is carried out as of."""
    return call.clock().astimezone(VIETNAM).date()


def list_steps(steps: Iterable[Step]) -> list[Message | str]:
    """The arithmetic, each line followed by its rule and source."""
    lines: list[Message | str] = []
    for step in steps:
        lines.append(step.text)
        lines.append(f"    {step.rule} ← {step.source}")
    return lines


def tell_doubt(*, confirmed: bool) -> list[Message | str]:
    """A warning when something is not certain, else nothing."""
    return [] if confirmed else [say("Not confirmed: at least one rule used is not certain yet.")]
