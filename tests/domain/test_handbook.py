"""The handbook's markup: what it reads, and that it refuses everything else."""

import pytest

from outreach_app.domain.handbook import Block, BlockKind, HandbookFault, Span, SpanKind, read_chapter


def fill(kind: str, name: str) -> tuple[Span, ...]:
    """Knows the keys and nothing else."""
    if kind == "cap":
        return (Span(name, SpanKind.CAP),)
    raise LookupError(name)


def read(text: str) -> tuple[Block, ...]:
    return read_chapter("test", f"# Title\n\n{text}\n", fill).blocks


def test_a_chapter_has_sections_paragraphs_lists_notes_and_pictures() -> None:
    blocks = read("## Part\n\nOne\ntwo.\n\n- a\n- b\n  c\n\n1. x\n2. y\n\n> mind\n> this\n\n![Seen](today)")
    assert [(block.kind, block.text, block.number) for block in blocks] == [
        (BlockKind.SECTION, "Part", 0), (BlockKind.PARAGRAPH, "One two.", 0), (BlockKind.POINT, "a", 0),
        (BlockKind.POINT, "b c", 0), (BlockKind.STEP, "x", 1), (BlockKind.STEP, "y", 2),
        (BlockKind.NOTE, "mind this", 0), (BlockKind.PICTURE, "Seen", 0),
    ]  # fmt: skip
    assert blocks[-1].picture == "today"


def test_strong_words_and_keys_stand_inside_a_line() -> None:
    (block,) = read("Press {cap:Enter} **twice**.")
    assert block.spans == (
        Span("Press "), Span("Enter", SpanKind.CAP), Span(" "), Span("twice", SpanKind.STRONG), Span("."),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "a {key:today.nothing} b", "a *b* c", "a **b c", "`code`", "# Second", "![Seen](Today.png)",
        "![Seen](today) and more", "1. x\n3. y", "- a\nb", "> a\nb", "<b>x</b>", "a_b", "",
    ],
)  # fmt: skip
def test_what_the_markup_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(HandbookFault):
        read(text)


def test_a_fault_says_where_it_is() -> None:
    with pytest.raises(HandbookFault, match=r"test, line 5: .*stray"):
        read("fine\n\n*stray*")


def test_a_chapter_begins_with_its_title() -> None:
    for text in ("No title\n\nx", "# Title\nx", "## Part\n\nx"):
        with pytest.raises(HandbookFault):
            read_chapter("test", text, fill)
