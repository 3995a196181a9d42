"""Rule books in the reader's words: lines of a table, each with an id, a title, one line about it, and a sense."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from outreach_app.domain.local_rules import AreaRule, TopUp
from outreach_app.domain.rule_changes import RuleChange
from outreach_app.domain.rule_names import name_rule, tell_local, tell_period, tell_step, tell_value
from outreach_app.domain.rules import MARK_NAMES, Mark, Rule, RuleBook
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import tell_version
from ui.presenters.ports import Sense
from ui.presenters.rule_settings import RulesState

if TYPE_CHECKING:
    from outreach_app.services.rule_book import BookInUse
    from outreach_app.services.rule_editing import BookPreview


CHANGES, RULES = "changes", "rules"


class RuleLine(NamedTuple):
    """One row: id, what it is, one line about it, and what its tag says, if it has one."""

    id: str
    title: str
    detail: str
    tag: str = ""
    sense: Sense = Sense.NEUTRAL


@dataclass(frozen=True, slots=True)
class RuleView:
    """The page: a sentence on the book, a warning with its advice, and the rows of each view by its key."""

    issue: str
    warning: tuple[str, str]
    views: tuple[tuple[str, str], ...]
    lines: Mapping[str, Sequence[RuleLine]]
    previewing: bool
    folder: str


def tell_book(words: Catalogue, state: RulesState) -> RuleView | None:
    """The book in use, or the changed folder that waits for a signature; None while nothing was read."""
    if state.used is None or state.today is None:
        return None
    if state.preview is not None:
        issue = words.text(
            "Not issued yet: {former} becomes {version}.",
            former=tell_version(words, state.preview.former),
            version=tell_version(words, state.preview.version),
        )
        views = ((CHANGES, words.text("Changed rules")), (RULES, words.text("What families pay")))
        lines = {CHANGES: tell_preview(words, state.preview), RULES: tell_amounts(words, state.preview)}
    else:
        issue = tell_issue(words, state.used)
        views = ((CHANGES, words.text("What changes when")), (RULES, words.text("Rules of today")))
        rules = tell_rules(words, state.used.book, state.today)
        lines = {CHANGES: tell_changes(words, state.changes), RULES: rules}
    return RuleView(issue, _tell_warning(words, state), views, lines, state.preview is not None, state.folder)


def _tell_warning(words: Catalogue, state: RulesState) -> tuple[str, str]:
    if state.unused:
        return words.render(state.unused[0].reason), words.render(state.unused[0].advice)
    if state.used is not None and state.used.is_outdated:
        return (
            words.text("The program came with a newer rule book than the office's."),
            words.text("The office's goes on counting until the office issues a newer one."),
        )
    return "", ""


def tell_issue(words: Catalogue, used: "BookInUse") -> str:
    """Which book counts and who issued it."""
    version = tell_version(words, used.book.version)
    if used.edition is None:
        return words.text("Rule book {version}, as it came with the program.", version=version)
    return words.text(
        "Rule book {version}, issued by the office on {day}. {note}",
        version=version, day=used.edition.issued_on, note=used.edition.note,
    ).strip()  # fmt: skip


def tell_changes(words: Catalogue, changes: tuple[RuleChange, ...]) -> list[RuleLine]:
    """What changes when: old and new value, by which law, and whether that is certain."""
    lines = []
    for change in changes:
        rule = change.after or change.before
        title = f"{name_rule(words, change.key)}: {tell_step(words, change.before, change.after)}"
        since = tell_period(words, change.since, change.until)
        lines.append(
            RuleLine(
                f"{change.key} {change.since}",
                title,
                f"{since} · {_tell_source(words, rule)}",
                *_mark(words, rule),
            )
        )
    return lines


def tell_rules(words: Catalogue, book: RuleBook, on: date) -> list[RuleLine]:
    """Every rule of a day with its source, then the area classes and top-ups."""
    found = [rule for key in book.rules if (rule := book.find(key, on)) is not None]
    lines = [
        RuleLine(
            rule.key, f"{name_rule(words, rule.key)}: {tell_value(words, rule)}",
            f"{tell_period(words, rule.since, rule.until)} · {_tell_source(words, rule)}", *_mark(words, rule),
        )
        for rule in found
    ]  # fmt: skip
    places: tuple[TopUp | AreaRule, ...] = (*book.local, *book.areas)
    return lines + [
        RuleLine(
            f"place {at}",
            tell_local(words, each),
            getattr(each, "resolution", "") or getattr(each, "source", ""),
        )
        for at, each in enumerate(places)
    ]


def tell_preview(words: Catalogue, preview: "BookPreview") -> list[RuleLine]:
    """What a changed folder changes: rules, then places, then doubts."""
    lines = tell_changes(words, preview.changes)
    for at, each in enumerate(preview.local):
        side = each.come or each.gone
        if side is not None:
            sign, tag, sense = (
                ("+", words.text("added"), Sense.GOOD)
                if each.come
                else ("−", words.text("falls away"), Sense.WAIT)
            )
            source = getattr(side, "resolution", "") or getattr(side, "source", "")
            lines.append(RuleLine(f"local {at}", f"{sign} {tell_local(words, side)}", source, tag, sense))
    doubts = [words.render(each) for each in preview.warnings]
    return lines + [
        RuleLine(f"doubt {at}", text, "", words.text("to be checked"), Sense.BAD)
        for at, text in enumerate(doubts)
    ]


def tell_amounts(words: Catalogue, preview: "BookPreview") -> list[RuleLine]:
    """What a fixed set of families would pay: old and new amount and the day."""
    lines = []
    for at, each in enumerate(preview.amounts):
        was, now = (words.money(side) if side is not None else "–" for side in (each.before, each.after))
        detail = words.text("paid on {day}", day=each.on)
        doubt = () if each.confirmed else (words.text(MARK_NAMES[Mark.UNCONFIRMED]), Sense.WAIT)
        lines.append(RuleLine(f"amount {at}", f"{words.render(each.whom)}: {was} → {now}", detail, *doubt))
    return lines


def _tell_source(words: Catalogue, rule: Rule | None) -> str:
    if rule is None:
        return ""
    note = rule.note_in(words.language)
    return f"{rule.source} · {note}" if note and rule.mark is Mark.UNCONFIRMED else rule.source


def _mark(words: Catalogue, rule: Rule | None) -> tuple[str, Sense] | tuple[()]:
    if rule is None or rule.mark is not Mark.UNCONFIRMED:
        return ()
    return words.text(MARK_NAMES[Mark.UNCONFIRMED]), Sense.WAIT
