"""Differences between machines as the command line tells them: the promised JSON shapes, and lines of words."""

from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.domain import conflict_words as tell
from outreach_app.domain.conflicts import Conflict, ConflictKind, MergedRow
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue


def conflict_shape(conflict: Conflict, words: Catalogue) -> JsonObject:
    """One difference with the promised keys; the value that is shown for now stands last."""
    key, reason = tell.reason_of(conflict)
    removal = conflict.kind is ConflictKind.REMOVAL
    values = [
        {
            "value": plain(value.value), "device": value.device, "author": value.author, "at": value.at.isoformat(),
            "said": tell.tell_value(words, value, removal=removal), "edited": value.edited or None,
        }
        for value in conflict.values
    ]  # fmt: skip
    return {
        "id": conflict.id, "kind": conflict.kind.value, "table": conflict.key[0], "row": conflict.key[1].hex(),
        "household": conflict.household_code, "field": conflict.key[2], "base": plain(conflict.base),
        "values": values, "reasons": [words.render(reason)], "reason_keys": [key],
    }  # fmt: skip


def conflict_lines(conflict: Conflict, words: Catalogue) -> list[Message | str]:
    """One difference in words: what it is about, what stood before, and every value with who, where and when."""
    place = tell.tell_place(words, conflict)
    removal = conflict.kind is ConflictKind.REMOVAL
    lines: list[Message | str] = [
        conflict.id,
        f"  {tell.tell_title(words, conflict)}" + (f" ({place}, {conflict.household_code})" if place else ""),
    ]
    if not removal:
        lines.append(say("  before: {value}", value=tell.render_said(words, conflict.base_said)))
    for value in conflict.values:
        lines.append(
            f"  - {tell.tell_value(words, value, removal=removal)} ({tell.tell_origin(words, value)})"
        )
    return lines


def merged_shape(row: MergedRow, words: Catalogue) -> JsonObject:
    """One row that was merged without asking."""
    fields = [
        {
            "field": words.text(each.field_name), "value": tell.render_said(words, each.said), "device": each.device,
            "author": each.author, "at": each.at.isoformat(),
        }
        for each in row.fields
    ]  # fmt: skip
    return {"table": row.table, "row": row.row.hex(), "household": row.household_code, "fields": fields}


def merged_lines(row: MergedRow, words: Catalogue) -> list[Message | str]:
    """One such row in words."""
    lines: list[Message | str] = [f"{row.subject} ({row.household_code})"]
    for each in row.fields:
        who = ", ".join(part for part in (each.device, each.author, f"{each.at:%d/%m %H:%M}") if part)
        lines.append(f"  {words.text(each.field_name)}: {tell.render_said(words, each.said)} ({who})")
    return lines
