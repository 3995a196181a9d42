"""Pairs that look alike as the command line tells them: the promised JSON shape, and lines of words."""

from outreach_app.cli.shapes import JsonObject
from outreach_app.domain.duplicate_words import say_stored
from outreach_app.domain.duplicates import FIELD_NAMES, SURENESS_NAMES, Duplicate, DuplicateSide
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue


def duplicate_shape(item: Duplicate, words: Catalogue) -> JsonObject:
    """One pair with the promised keys; `row` is the first of both, `keeps` the one that stays if they are the same."""
    return {
        "id": item.id, "kind": "duplicate", "table": item.subject, "row": item.one.row.hex(),
        "household": item.one.household_code, "field": None, "base": None,
        "values": [_side_shape(side) for side in (item.one, item.other)],
        "reasons": [words.render(reason) for reason in item.reasons], "reason_keys": list(item.reason_keys),
        "sureness": item.sureness.value, "differing": list(item.differing), "keeps": item.keeps.hex(),
    }  # fmt: skip


def _side_shape(side: DuplicateSide) -> JsonObject:
    return {
        "value": dict(side.values), "device": side.device, "author": side.author, "at": side.at.isoformat(),
        "row": side.row.hex(), "household": side.household_code, "village": side.village_name,
    }  # fmt: skip


def duplicate_lines(item: Duplicate, words: Catalogue) -> list[Message | str]:
    """One pair in words: both sides, why it is shown, and what differs."""
    reasons = ", ".join(words.render(reason) for reason in item.reasons)
    lines: list[Message | str] = [f"{item.id} ({words.text(SURENESS_NAMES[item.sureness])})"]
    for side in (item.one, item.other):
        place = ", ".join(part for part in (side.village_name, side.household_code) if part)
        lines.append(f"  - {side.title} ({place})")
    lines.append(say("  speaks for it: {reasons}", reasons=reasons))
    for name in item.differing:
        one, other = (
            say_stored(words, name, side.values.get(name) or "") or "–" for side in (item.one, item.other)
        )
        lines.append(f"  {words.text(FIELD_NAMES[name])}: {one} / {other}")
    return lines
