"""Find the sentences of the code that a person may read, by reading its syntax tree.

A sentence is the first argument of `say(...)`, `N_(...)` or `x.text(...)`, the first form in `x.plural(one, many, n)`,
and word and context in `x.context(context, word)`. Anything but a written-out string there (a variable that was marked
by `N_` earlier) is passed over; an f-string is a fault, since no catalogue can hold it.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("outreach_app", "ui")
MARKERS = frozenset({"say", "N_"})
METHODS = frozenset({"text", "plural", "context"})
# Modules whose own `text()` is not a sentence.
FOREIGN = frozenset({"sa", "sqlalchemy", "sqlmodel"})

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the code: (context, English source), and the first place it stands at, as `file:line`."""

    key: Key
    place: str


def find_sentences(root: Path) -> tuple[list[Sentence], list[str]]:
    """List every sentence of the program once, and every fault found on the way."""
    found: dict[Key, Sentence] = {}
    faults: list[str] = []
    for path in source_files(root):
        name = path.relative_to(root).as_posix()
        for call in calls_of(path):
            place = f"{name}:{call.lineno}"
            for key in keys_of(call):
                if key is None:
                    faults.append(f"{place}: an f-string cannot be translated; use {{named}} parameters")
                elif key[1]:
                    found.setdefault(key, Sentence(key, place))
    return list(found.values()), faults


def source_files(root: Path) -> list[Path]:
    """List the program's modules in a fixed order."""
    return sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))


def calls_of(path: Path) -> Iterator[ast.Call]:
    """Read a module and pass on its calls, in the order of the text as far as the tree keeps it."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def keys_of(call: ast.Call) -> Iterator[Key | None]:
    """Name the sentences a call marks; None stands for one that no catalogue can hold."""
    match marker_of(call):
        case "plural" if len(call.args) > 1:
            # A counted sentence is found again by its singular.
            yield from ((None, text) if text is not None else None for text in strings_in(call.args[0]))
        case "context" if len(call.args) > 1:
            contexts = [text for text in strings_in(call.args[0]) if text is not None]
            for text in strings_in(call.args[1]):
                yield from ((context, text) if text is not None else None for context in contexts)
        case "say" | "N_" | "text" if call.args:
            yield from ((None, text) if text is not None else None for text in strings_in(call.args[0]))


def marker_of(call: ast.Call) -> str | None:
    """Name what a call marks a sentence with, or None if it is any other call."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in MARKERS:
            return name
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if name in METHODS and owner not in FOREIGN:
            return name
        case ast.Attribute(value=value, attr=name) if name in METHODS and not isinstance(value, ast.Name):
            return name
    return None


def strings_in(node: ast.expr) -> Iterator[str | None]:
    """Pass on the written-out strings of an argument, both sides of an `a if x else b`; None for an f-string."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from strings_in(body)
            yield from strings_in(orelse)
        case ast.JoinedStr():
            yield None
