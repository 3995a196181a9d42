"""`outreach rules`: the rule book in use, changing it in a folder, and issuing it with the office's signature."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.rule_shapes import (
    change_lines,
    change_shapes,
    local_lines,
    local_shape,
    local_shapes,
    preview_lines,
    preview_shape,
    rule_line,
    rule_shape,
    unused_shapes,
)
from outreach_app.domain.local_rules import AreaRule, TopUp
from outreach_app.errors import Message, say
from outreach_app.i18n import N_
from outreach_app.paths import read_named

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.rules import Rule, RuleBook
    from outreach_app.services.rule_book import BookInUse


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "rules", HELP["rules"])
    command(group, "show", N_("The rules of a day, what is known to change, and who issued them."))(_show)
    command(group, "edit", N_("Write the rule files into a folder, or look at what a changed folder means."))(
        _edit
    )
    command(group, "sign", N_("Issue a changed folder as the office's rule book."))(_sign)


KeyOption = Annotated[
    str | None,
    typer.Option("--key", metavar=N_("KEY"), help=N_("Only rules whose key begins like this, on all days.")),
]
DiffOption = Annotated[
    bool, typer.Option("--diff", help=N_("Where this book differs from the one that came with the program."))
]
FolderArgument = Annotated[str, typer.Argument(metavar="FOLDER", help=N_("Folder of the rule files."))]
NoteOption = Annotated[
    str,
    typer.Option("--note", metavar=N_("TEXT"), help=N_("What this issue is about, for those who get it.")),
]


def _show(call: Call, key: KeyOption = None, diff: DiffOption = False) -> Answer:
    with call.open() as app:
        used = app.rule_books.read()
        return _tell_difference(call, app, used) if diff else _tell_book(call, app, used, key)


def _tell_book(call: Call, app: "App", used: "BookInUse", key: str | None) -> Answer:
    words, book = call.words, used.book
    rules = _choose_rules(book, key) if key else _rules_of_day(book, app)
    changes = [each for each in app.rule_books.list_next_changes() if each.key.startswith(key or "")]
    unused = app.rule_books.list_unused()
    local: list[AreaRule | TopUp] = [*book.areas, *book.local]
    data = {
        **_head_shape(used), "on": app.desk.today.isoformat(), "rules": [rule_shape(words, rule) for rule in rules],
        "areas": [local_shape(each) for each in book.areas], "top_ups": [local_shape(each) for each in book.local],
        "next_changes": change_shapes(words, changes), "unused": unused_shapes(words, unused),
    }  # fmt: skip
    lines: list[Message | str] = [_head_line(used), *(rule_line(words, rule) for rule in rules)]
    lines += local_lines(words, [(None, each) for each in local])
    lines += [say("Known to change:"), *change_lines(words, changes)] if changes else []
    for each in unused:
        lines += [each.reason, each.advice]
    return Answer(data, lines, code=1 if unused else 0)


def _rules_of_day(book: "RuleBook", app: "App") -> "list[Rule]":
    found = (book.find(key, app.desk.today) for key in book.rules)
    return [rule for rule in found if rule is not None]


def _choose_rules(book: "RuleBook", key: str) -> "list[Rule]":
    return [rule for name, dated in book.rules.items() if name.startswith(key) for rule in dated]


def _tell_difference(call: Call, app: "App", used: "BookInUse") -> Answer:
    words = call.words
    changes, local = app.rule_books.compare_with_shipped()
    pairs = [(each.gone, each.come) for each in local]
    data = {**_head_shape(used), "changes": change_shapes(words, changes), **local_shapes(pairs)}
    same: Iterable[Message | str] = [say("This is the rule book that came with the program.")]
    told = [*change_lines(words, changes), *local_lines(words, pairs)]
    return Answer(data, [_head_line(used), *(told or same)])


def _edit(call: Call, folder: FolderArgument) -> Answer:
    place = read_named(folder)
    with call.open() as app:
        if not any(place.glob("*.toml")):
            made = app.rule_books.write_folder(place)
            line = say("{count} files were written into {folder}.", count=len(made), folder=folder)
            next_step = say("Change them, then look at what that means with the same command.")
            return Answer({"folder": folder, "files": [path.name for path in made]}, [line, next_step])
        preview = app.rule_books.preview_folder(place)
    return Answer(preview_shape(call.words, preview), preview_lines(call.words, preview))


def _sign(call: Call, folder: FolderArgument, note: NoteOption = "") -> Answer:
    with call.open() as app:
        call.sign(app, trial=lambda: app.rule_books.preview_folder(read_named(folder)))
        preview = app.rule_books.issue_folder(read_named(folder), note=note).value
    line = say(
        "The rule book {version} counts here now; laptops get it with their next file.",
        version=preview.version,
    )
    return Answer(preview_shape(call.words, preview), [*preview_lines(call.words, preview), line])


def _head_shape(used: "BookInUse") -> dict[str, object]:
    issue = used.edition
    return {
        "version": used.book.version, "signed": issue is not None, "outdated": used.is_outdated,
        "issued_on": issue.issued_on.isoformat() if issue else None, "note": issue.note if issue else "",
    }  # fmt: skip


def _head_line(used: "BookInUse") -> Message:
    if used.edition is None:
        return say("Rule book {version}, as it came with the program.", version=used.book.version)
    return say(
        "Rule book {version}, issued by the office on {day}. {note}",
        version=used.book.version, day=used.edition.issued_on, note=used.edition.note,
    )  # fmt: skip
