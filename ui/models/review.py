"""What stands on the strip where a person decides: one thing on cards, or the rules for many at once."""

from dataclasses import dataclass
from enum import StrEnum

from outreach_app.errors import Message

Span = tuple[int, int]
"""First and last place (exclusive) of what differs in a text."""
FIRST_KEYS = ("1", "2", "5", "6", "7", "8", "9")
"""Keys of the cards in their order: 3 types another value, 4 leaves it for later."""


@dataclass(frozen=True, slots=True)
class Card:
    """One side: the key that takes it, whose it is, the value in large type, and two lines below it."""

    key: str
    heading: str
    value: str
    marks: tuple[Span, ...]
    who: str
    when: str

    @property
    def text(self) -> str:
        """The card as a screen reader says it."""
        return ". ".join(part for part in (self.key, self.heading, self.value, self.who, self.when) if part)


@dataclass(frozen=True, slots=True)
class Answer:
    """A key beside the cards, and what it does."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is shown of one difference or one pair that looks alike.

    `before` is the value of before with its heading; `reasons` stand in its place where there is none. `main` says what
    each card's key does, in the order of the cards; `named` is the item in a short sentence, for undo.
    """

    id: str
    title: str
    place: str
    household: bytes | None
    before_heading: str
    before: str
    reasons: tuple[str, ...]
    cards: tuple[Card, ...]
    main: tuple[str, ...]
    answers: tuple[Answer, ...]
    hint: str
    named: Message
    may_type: bool = False
    is_pair: bool = False


class Mode(StrEnum):
    """What the strip is about: one thing, a value being typed, or many at once by rule."""

    ONE = "one"
    TYPING = "typing"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A way to settle many at once: its key, its words, and how many it would settle."""

    key: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class DifferencesState:
    """The thing stood on, where it stands among how many, and what is begun.

    `rules` are the ways to settle many at once, `chosen` the key of the one chosen, `one_field` whether only the field
    of the thing stood on is meant; `of_pairs` tells that the rules are about pairs that look alike; `error` stands
    beside a value that was typed wrong.
    """

    item: Item | None = None
    position: int = 0
    total: int = 0
    differences: int = 0
    mode: Mode = Mode.ONE
    rules: tuple[RuleLine, ...] = ()
    chosen: str = ""
    one_field: bool = False
    of_pairs: bool = False
    field_name: str = ""
    error: str = ""

    @property
    def pairs(self) -> int:
        """How many pairs that look alike wait."""
        return max(0, self.total - self.differences)

    @property
    def has_many(self) -> bool:
        """Whether there is more than one of the kind stood on."""
        alike = self.item is not None and self.item.is_pair
        return (self.pairs if alike else self.differences) > 1

    @property
    def to_settle(self) -> int:
        """How many the rule chosen would settle."""
        return next((rule.count for rule in self.rules if rule.key == self.chosen), 0)
