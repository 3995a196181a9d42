"""The handbook's own small markup: a strict part of Markdown, with placeholders for whatever the program itself names.

A chapter is `# title`, then blocks apart by an empty line: `## section`, a paragraph, lines of `- ` or of `1. `, `> `
something to remember, `![caption](picture)`. Inside a line `**strong**` and `{kind:name}`, which somebody else fills in
with the key, place or word as it is called today. Anything else is a `HandbookFault`: nothing is shown half read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_MARKS = re.compile(r"\*\*(?P<strong>[^*{}]+)\*\*|\{(?P<kind>[a-z]+):(?P<name>[^{}]+)\}")
_PICTURE = re.compile(r"!\[(?P<caption>[^\]]+)\]\((?P<name>[a-z0-9-]+)\)")
_STEP = re.compile(r"[1-9][0-9]?\. ")
_STRAY = re.compile(r"[*{}`#_<>|\[\]]")


class HandbookFault(ValueError):
    """A chapter that cannot be read; says in which line and why."""


class SpanKind(StrEnum):
    """How a piece of a line is set."""

    PLAIN = "plain"
    STRONG = "strong"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; a cap is one key of the keyboard by its name."""

    text: str
    kind: SpanKind = SpanKind.PLAIN


class BlockKind(StrEnum):
    """What a block of a chapter is."""

    SECTION = "section"
    PARAGRAPH = "paragraph"
    POINT = "point"
    STEP = "step"
    NOTE = "note"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `number` counts the steps of one list from 1, `picture` is the name of a picture."""

    kind: BlockKind
    spans: tuple[Span, ...]
    number: int = 0
    picture: str = ""

    @property
    def text(self) -> str:
        """The words without their setting; keys that stand side by side are kept apart."""
        caps = SpanKind.CAP
        pairs = zip((None, *self.spans), self.spans, strict=False)
        return "".join(
            f" {span.text}" if before is not None and (before.kind, span.kind) == (caps, caps) else span.text
            for before, span in pairs
        )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter that was read; `name` is its file's."""

    name: str
    title: str
    blocks: tuple[Block, ...]


Fill = Callable[[str, str], Sequence[Span]]
"""What stands in a placeholder's place, by its kind and name; LookupError for one there is not."""


def read_chapter(name: str, text: str, fill: Fill) -> Chapter:
    """Read a chapter and fill its placeholders; HandbookFault for what this markup does not have."""
    lines = text.split("\n")
    if not lines[0].startswith("# ") or (len(lines) > 1 and lines[1]):
        raise HandbookFault(f"{name}: it begins with '# title' and an empty line")
    reader = _Reader(name, fill)
    blocks = tuple(
        block for start, piece in _pieces(lines[2:]) for block in reader.read_piece(start + 3, piece)
    )
    if not blocks:
        raise HandbookFault(f"{name}: it is empty")
    return Chapter(name, lines[0][2:].strip(), blocks)


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, with the place of its first line."""
    piece: list[str] = []
    for place, line in enumerate((*lines, "")):
        if line:
            piece.append(line)
        elif piece:
            yield place - len(piece), piece
            piece = []


@dataclass(frozen=True, slots=True)
class _Reader:
    name: str
    fill: Fill

    def read_piece(self, line: int, piece: Sequence[str]) -> list[Block]:
        """Take one piece apart into its blocks."""
        first = piece[0]
        if first.startswith("## ") and len(piece) == 1:
            return [self._block(line, BlockKind.SECTION, first[3:])]
        if first.startswith("!["):
            return [self._picture(line, piece)]
        if first.startswith("> "):
            return [self._block(line, BlockKind.NOTE, " ".join(self._strip(line, piece, "> ")))]
        if first.startswith("- ") or _STEP.match(first):
            return self._items(line, piece)
        return [self._block(line, BlockKind.PARAGRAPH, " ".join(piece))]

    def _strip(self, line: int, piece: Sequence[str], mark: str) -> list[str]:
        if not all(each.startswith(mark) for each in piece):
            raise self._fault(line, f"every line of it begins with {mark!r}")
        return [each[len(mark) :] for each in piece]

    def _items(self, line: int, piece: Sequence[str]) -> list[Block]:
        """Points or steps; a line that begins with two spaces goes on with the one above."""
        items: list[str] = []
        kind = BlockKind.POINT if piece[0].startswith("- ") else BlockKind.STEP
        for each in piece:
            mark = "- " if kind is BlockKind.POINT else f"{len(items) + 1}. "
            if each.startswith(mark):
                items.append(each[len(mark) :])
            elif each.startswith("  ") and items:
                items[-1] += " " + each.strip()
            else:
                raise self._fault(line, f"{mark!r} is expected before {each!r}")
        steps = kind is BlockKind.STEP
        return [self._block(line, kind, each, number=steps * n) for n, each in enumerate(items, start=1)]

    def _picture(self, line: int, piece: Sequence[str]) -> Block:
        found = _PICTURE.fullmatch(piece[0])
        if found is None or len(piece) > 1:
            raise self._fault(line, "a picture is ![caption](name) on a line of its own")
        return self._block(line, BlockKind.PICTURE, found["caption"], picture=found["name"])

    def _block(self, line: int, kind: BlockKind, text: str, *, number: int = 0, picture: str = "") -> Block:
        return Block(kind, tuple(self._spans(line, text.strip())), number, picture)

    def _spans(self, line: int, text: str) -> Iterator[Span]:
        end = 0
        for found in _MARKS.finditer(text):
            yield from self._plain(line, text[end : found.start()])
            end = found.end()
            if found["strong"]:
                yield Span(found["strong"], SpanKind.STRONG)
                continue
            try:
                yield from self.fill(found["kind"], found["name"])
            except LookupError as error:
                raise self._fault(line, f"{found[0]} names nothing: {error}") from error
        yield from self._plain(line, text[end:])

    def _plain(self, line: int, text: str) -> Iterator[Span]:
        if _STRAY.search(text):
            raise self._fault(line, f"a sign of markup stands in {text!r}")
        if text:
            yield Span(text)

    def _fault(self, line: int, why: str) -> HandbookFault:
        return HandbookFault(f"{self.name}, line {line}: {why}")
