"""One thing for a person to decide: cards side by side, what differs underlined, and a key for each answer."""

import re
from difflib import SequenceMatcher

from outreach_app.domain import conflict_words as tell
from outreach_app.domain.conflicts import Conflict, ConflictKind, RivalValue
from outreach_app.domain.duplicate_words import say_stored
from outreach_app.domain.duplicates import FIELD_NAMES, Duplicate, DuplicateSide
from outreach_app.errors import say
from outreach_app.i18n import Catalogue
from ui.models.review import FIRST_KEYS, Answer, Card, Item, Span

_WORD = re.compile(r"[^\s,;.]+")


def find_marks(text: str, other: str) -> tuple[Span, ...]:
    """Find what of a text differs from another: digit by digit in numbers equally long, else whole words."""
    if len(text) == len(other) and not any(letter.isalpha() for letter in text + other):
        places = [n for n, (a, b) in enumerate(zip(text, other, strict=True)) if a != b]
        return _join(places)
    words = [each.span() for each in _WORD.finditer(text)]
    rivals = [each.group() for each in _WORD.finditer(other)]
    matcher = SequenceMatcher(None, [text[low:high] for low, high in words], rivals, autojunk=False)
    return tuple(
        (words[low][0], words[high - 1][1])
        for what, low, high, _, _ in matcher.get_opcodes()
        if what != "equal" and low < high
    )


def _join(places: list[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for place in places:
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return tuple(spans)


# ----------------------------------------------------------------------------------------------------- differences
def show_conflict(words: Catalogue, conflict: Conflict) -> Item:
    """Put a difference between machines on cards."""
    removal = conflict.kind is ConflictKind.REMOVAL
    said = [tell.tell_value(words, value, removal=removal) for value in conflict.values]
    cards = tuple(
        _make_card(words, value, said, place=place, removal=removal)
        for place, value in enumerate(conflict.values[: len(FIRST_KEYS)])
    )
    title = tell.tell_title(words, conflict)
    typed = not removal and conflict.key[0] in ("person", "household") and conflict.key[2] in _TYPED
    another = (Answer("3", words.text("Another value")),) if typed else ()
    taken = zip(conflict.values, cards, strict=False)
    return Item(
        conflict.id, title, tell.tell_place(words, conflict), conflict.household,
        "" if removal else words.text("Before"), "" if removal else tell.render_said(words, conflict.base_said),
        (words.render(tell.REMOVED),) if removal else (), cards,
        tuple(_say_take(words, value, card.value, removal=removal) for value, card in taken),
        (*another, Answer("4", words.text("Later"))),
        words.text("A decision stands in the history and goes to every machine."),
        say("the decision on {what}", what=title), may_type=typed,
    )  # fmt: skip


_TYPED = frozenset("name born citizen_number insurance_number phone address neighbour_group".split())
"""Fields for which a third value is typed; the others are chosen from a list, on the household's own form."""


def _make_card(words: Catalogue, value: RivalValue, said: list[str], *, place: int, removal: bool) -> Card:
    rival = said[1 if place == 0 else 0] if len(said) > 1 else said[place]
    marks = () if removal else find_marks(said[place], rival)
    when = f"{value.at:%d/%m/%Y, %H:%M}"
    if value.on_visit:
        when = words.text("{moment}, when a visit was logged", moment=when)
    return Card(FIRST_KEYS[place], tell.tell_device(words, value), said[place], marks, value.author, when)


def _say_take(words: Catalogue, value: RivalValue, said: str, *, removal: bool) -> str:
    if not removal:
        return words.text("Use {value}", value=said)
    return words.text("Keep it" if value.edited or value.value is None else "Remove it")


# ------------------------------------------------------------------------------------------------------ duplicates
def show_duplicate(words: Catalogue, pair: Duplicate) -> Item:
    """Put two rows that look alike on cards, with the reasons for it."""
    person = pair.subject == "person"
    title = words.text("One person twice?" if person else "One household twice?")
    place = words.text("household {head}, {village}", head=pair.one.head, village=pair.one.village_name)
    cards = tuple(
        _show_side(words, side, rival, pair.differing)
        for side, rival in ((pair.one, pair.other), (pair.other, pair.one))
    )
    return Item(
        pair.id, title, place, pair.one.household, "", "", tuple(words.render(each) for each in pair.reasons), cards,
        (words.text("The same"), words.text("Not the same")),
        (Answer("2", words.text("Not the same")), Answer("4", words.text("Later"))),
        words.text("A decision stands in the history and goes to every machine."),
        say("the decision on {what}", what=pair.one.title), is_pair=True,
    )  # fmt: skip


def _show_side(
    words: Catalogue, side: DuplicateSide, rival: DuplicateSide, differing: tuple[str, ...]
) -> Card:
    told = [
        f"{words.text(FIELD_NAMES[name])}: {say_stored(words, name, side.values[name])}"
        for name in differing
        if name != "name" and side.values.get(name)
    ]
    where = ", ".join(part for part in (side.household_code, side.village_name) if part)
    return Card(
        "", where, side.title, find_marks(side.title, rival.title), "; ".join(told[:3]), "; ".join(told[3:])
    )
