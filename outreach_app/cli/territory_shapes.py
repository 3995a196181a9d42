"""Decisions on the territory and what waits for a place, as JSON and in words."""

from typing import TYPE_CHECKING

from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.domain.territory_steps import STEP_NAMES, Side, Step
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue, Count

if TYPE_CHECKING:
    from outreach_app.services.territory import TerritoryReport, Touch
    from outreach_app.services.territory_placing import Waiting, WaitingGroup


def step_shape(step: Step) -> JsonObject:
    """One step as JSON."""
    return {
        "id": step.id.hex(), "level": step.level.value, "kind": step.kind.value, "since": step.on.isoformat(),
        "decision": step.decision, "document": step.document,
        "carried_on": step.carried_on.isoformat() if step.carried_on else None,
        "old": _side_shape(step.old), "new": _side_shape(step.new),
    }  # fmt: skip


def _side_shape(side: Side) -> JsonObject:
    return {
        "key": side.key,
        "vintage": side.vintage,
        "name": side.name,
        "kind": side.kind,
        "commune": side.parent,
    }


def tell_step(step: Step, words: Catalogue) -> Message:
    """One step in a sentence."""
    return say(
        "{day}, {decision}: {old} → {new} ({what})", day=step.on, decision=step.decision or "–", old=step.old.name,
        new=step.new.name, what=words.text(STEP_NAMES[step.kind]),
    )  # fmt: skip


def report_shape(report: "TerritoryReport", words: Catalogue) -> JsonObject:
    """What a decision does as JSON."""
    return {
        "decision": report.decision.number, "since": report.decision.on.isoformat(),
        "steps": [_touch_shape(each) for each in report.touched],
        "households": report.count("households"), "targets": report.count("targets"), "lists": report.count("lists"),
        "assignments": report.count("assignments"), "waiting": report.waiting,
        "refused": [
            {"row": each.row, "reason": words.render(each.reason), "reason_key": each.reason_key}
            for each in report.refused
        ],
        "warnings": [plain(each, words) for each in report.warnings], "preview": report.preview, "undo": report.deed,
    }  # fmt: skip


def _touch_shape(touch: "Touch") -> JsonObject:
    counts = {name: getattr(touch, name) for name in ("households", "targets", "lists", "assignments")}
    return step_shape(touch.step) | counts


def report_lines(report: "TerritoryReport", words: Catalogue) -> list[Message | str]:
    """What a decision does in words."""
    lines: list[Message | str] = [_tell_touch(each, words) for each in report.touched]
    lines += [say("Row {row}: {reason}", row=each.row, reason=each.reason) for each in report.refused]
    lines += report.warnings
    if report.waiting:
        lines.append(
            say("{count} households wait for somebody to say where they belong.", count=Count(report.waiting))
        )
    return lines


def _tell_touch(touch: "Touch", words: Catalogue) -> Message:
    return say(
        "{step}: {households} households, {targets} targets and figures, {lists} visit lists, {tasks} assignments",
        step=words.render(tell_step(touch.step, words)), households=Count(touch.households),
        targets=Count(touch.targets), lists=Count(touch.lists), tasks=Count(touch.assignments),
    )  # fmt: skip


def waiting_shape(waiting: "Waiting") -> JsonObject:
    """What waits in a village as JSON."""
    return {
        "village": waiting.village.id.hex(), "letters": waiting.village.prefix, "name": waiting.village.name,
        "level": waiting.level.value, "since": waiting.on.isoformat(), "decision": waiting.decision,
        "candidates": [{"key": each.key, "name": each.name} for each in waiting.candidates],
        "groups": [_group_shape(each) for each in waiting.groups], "households": waiting.households,
        "codes": list(waiting.codes),
    }  # fmt: skip


def _group_shape(group: "WaitingGroup") -> JsonObject:
    return {"group": group.neighbour_group, "lane": group.lane, "low": group.low, "high": group.high,
            "households": group.households}  # fmt: skip


def waiting_lines(waiting: "Waiting", words: Catalogue) -> list[Message | str]:
    """What waits in a village in words, the groups below it."""
    candidates = ", ".join(each.name for each in waiting.candidates)
    lines: list[Message | str] = [
        say(
            "{letters} {name}, divided on {day}: {count} households; {candidates}", letters=waiting.village.prefix,
            name=waiting.village.name, day=waiting.on, count=Count(waiting.households), candidates=candidates,
        )
    ]  # fmt: skip
    return lines + [f"  {tell_group(each, words)}" for each in waiting.groups]


def tell_group(group: "WaitingGroup", words: Catalogue) -> str:
    """A group of households: its neighbour group, lane and numbers, and how many there are."""
    told = [part for part in (group.neighbour_group, group.lane) if part]
    if group.low is not None:
        numbers = f"{group.low}" if group.low == group.high else f"{group.low}–{group.high}"
        told.append(words.text("numbers {numbers}", numbers=numbers))
    place = ", ".join(told) or words.text("without group or address")
    return f"{place}: {words.plural('{count} household', '{count} households', group.households)}"
