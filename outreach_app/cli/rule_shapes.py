"""Rules, changes and previews as promised JSON and as lines."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from outreach_app.cli.shapes import plain, row_shape
from outreach_app.domain.local_rules import AreaRule, TopUp
from outreach_app.domain.rule_changes import RuleChange
from outreach_app.domain.rule_names import name_rule, tell_local, tell_period, tell_step, tell_value
from outreach_app.domain.rules import MARK_NAMES, Mark, Rule
from outreach_app.domain.standard_quotes import AmountChange
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue

if TYPE_CHECKING:
    from outreach_app.services.rule_book import UnusedEdition
    from outreach_app.services.rule_editing import BookPreview

LocalPair: TypeAlias = tuple[AreaRule | TopUp | None, AreaRule | TopUp | None]


def rule_shape(words: Catalogue, rule: Rule) -> dict[str, object]:
    """One rule with its name in the language of the answer."""
    return {
        "key": rule.key, "name": name_rule(words, rule.key), "value": plain(rule.value), "unit": rule.unit.value,
        "from": rule.since.isoformat(), "to": rule.until.isoformat() if rule.until else None, "source": rule.source,
        "mark": rule.mark.value, "note": rule.note_in(words.language),
    }  # fmt: skip


def rule_line(words: Catalogue, rule: Rule) -> str:
    """One rule: key, value, days, source, and that it is not confirmed."""
    doubt = f" [{words.text(MARK_NAMES[rule.mark])}]" if rule.mark is Mark.UNCONFIRMED else ""
    period = tell_period(words, rule.since, rule.until)
    return f"{rule.key}: {tell_value(words, rule)} ({period}) ← {rule.source}{doubt}"


def change_shapes(words: Catalogue, changes: Iterable[RuleChange]) -> list[dict[str, object]]:
    """Changes of single keys; a side without a rule is null."""
    return [
        {
            "key": change.key, "name": name_rule(words, change.key), "from": change.since.isoformat(),
            "to": change.until.isoformat() if change.until else None,
            "before": rule_shape(words, change.before) if change.before else None,
            "after": rule_shape(words, change.after) if change.after else None,
        }
        for change in changes
    ]  # fmt: skip


def change_lines(words: Catalogue, changes: Iterable[RuleChange]) -> list[str]:
    """Old and new value of each key, from when, by which law."""
    lines = []
    for change in changes:
        after = change.after
        doubt = f" [{words.text(MARK_NAMES[after.mark])}]" if after and after.mark is Mark.UNCONFIRMED else ""
        values = f"{tell_step(words, change.before, after)}{doubt}"
        period = tell_period(words, change.since, change.until)
        lines.append(f"{name_rule(words, change.key)} ({change.key}), {period}: {values}")
    return lines


def local_shape(each: AreaRule | TopUp | None) -> dict[str, object] | None:
    """An area class or a top-up with every field."""
    return row_shape(each) if each is not None else None


def local_shapes(pairs: Iterable[LocalPair]) -> dict[str, object]:
    """What went and what came."""
    found = list(pairs)
    return {
        "local_gone": [local_shape(gone) for gone, _ in found if gone is not None],
        "local_new": [local_shape(come) for _, come in found if come is not None],
    }


def local_lines(words: Catalogue, pairs: Iterable[LocalPair]) -> list[str]:
    """Minus for what went, plus for what came."""
    lines = []
    for gone, come in pairs:
        lines += [f"− {tell_local(words, gone)}"] if gone is not None else []
        lines += [f"+ {tell_local(words, come)}"] if come is not None else []
    return lines


def preview_shape(words: Catalogue, preview: "BookPreview") -> dict[str, object]:
    """What a changed folder means."""
    pairs = [(each.gone, each.come) for each in preview.local]
    return {
        "version": preview.version, "former": preview.former, "changes": change_shapes(words, preview.changes),
        **local_shapes(pairs), "amounts": [_amount_shape(words, each) for each in preview.amounts],
        "warnings": [words.render(each) for each in preview.warnings],
    }  # fmt: skip


def preview_lines(words: Catalogue, preview: "BookPreview") -> list[Message | str]:
    """What a changed folder means: rules, places, amounts of the standard quotes, doubts."""
    if preview.is_same:
        return [say("The files say what the rule book in use says already.")]
    lines: list[Message | str] = [
        say("{former} becomes {version}.", former=preview.former, version=preview.version)
    ]
    lines += change_lines(words, preview.changes)
    lines += local_lines(words, [(each.gone, each.come) for each in preview.local])
    lines += [say("What families pay:")] if preview.amounts else [say("No standard amount changes.")]
    lines += [amount_line(words, each) for each in preview.amounts]
    return [*lines, *preview.warnings]


def amount_line(words: Catalogue, each: AmountChange) -> str:
    """Own part by both books on a day."""
    was, now = (words.money(side) if side is not None else "–" for side in (each.before, each.after))
    doubt = "" if each.confirmed else f" [{words.text('not confirmed')}]"
    return f"{words.render(each.whom)}, {words.date(each.on)}: {was} → {now}{doubt}"


def unused_shapes(words: Catalogue, unused: "Iterable[UnusedEdition]") -> list[dict[str, object]]:
    """Issues that cannot be used here."""
    return [
        {"version": each.version, "key": each.reason_key, "message": words.render(each.reason)}
        for each in unused
    ]


def _amount_shape(words: Catalogue, each: AmountChange) -> dict[str, object]:
    return row_shape(each, leave_out=["whom"]) | {"whom": words.render(each.whom)}
