"""What the handbook's placeholders stand for: keys, places, buttons and outcomes as the program itself names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach_app.domain.handbook import Span, SpanKind
from outreach_app.domain.visits import OUTCOME_NAMES, ROW_KEYS, Outcome
from outreach_app.i18n import N_, Catalogue

CAPS = frozenset(("1", "2", "3", "4", "P", "L", "Ctrl", "Enter", "Esc", "Tab", "Del"))
"""The keys that a chapter may name without saying where."""

BOOK_TITLES = {
    "canvasser": N_("Handbook of the canvasser"),
    "lead": N_("Handbook of the team lead"),
    "office": N_("Handbook of the office"),
}

_SAID = {"Up": N_("Up"), "Down": N_("Down"), "Left": N_("Left"), "Right": N_("Right"), "Space": N_("Space")}
"""Keys that bear no word of their own, by what people call them."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place in the reader's language: its title, and the key that opens it together with Ctrl."""

    title: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class NamedKey:
    """One key of a place: its caps, and what it does in the words of the code (English)."""

    caps: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class HandbookWords:
    """Fills placeholders in one language: `key:PLACE.WORDS` the caps of the one key of a place whose words begin so,
    `place:KEY`, `go:KEY` with its key, `word:SENTENCE` of the catalogue, `outcome:KEY`, `cap:KEY`, `command:WORDS`.
    """

    words: Catalogue
    places: Mapping[str, NamedPlace]
    keys: Mapping[str, Sequence[NamedKey]]

    def fill(self, kind: str, name: str) -> tuple[Span, ...]:
        """What stands in a placeholder's place; LookupError for a name that is not, or no longer, in the program."""
        match kind:
            case "key":
                return self._fill_key(name)
            case "place":
                return (Span(self.places[name].title, SpanKind.STRONG),)
            case "go":
                return self._fill_way(self.places[name])
            case "word":
                return (Span(self._translate(name), SpanKind.STRONG),)
            case "outcome":
                return self._fill_outcome(Outcome(name) if name in list(Outcome) else None)
            case "cap" if name in CAPS:
                return (self._cap(name),)
            case "command":
                return (Span(f"outreach {name}", SpanKind.STRONG),)
        raise LookupError(f"{kind}:{name}")

    def _fill_key(self, name: str) -> tuple[Span, ...]:
        place, _, does = name.partition(".")
        found = [key for key in self.keys[place] if key.does.startswith(does)]
        if not does or len(found) != 1:
            raise LookupError(f"{len(found)} keys of {place} begin with {does!r}")
        return tuple(self._cap(cap) for cap in found[0].caps)

    def _fill_way(self, place: NamedPlace) -> tuple[Span, ...]:
        if not place.sign:
            raise LookupError(f"{place.title} has no key")
        return (Span(place.title, SpanKind.STRONG), Span(" "), self._cap("Ctrl"), self._cap(place.sign))

    def _fill_outcome(self, outcome: Outcome | None) -> tuple[Span, ...]:
        digit = next((key for key, each in ROW_KEYS.items() if each is outcome), None)
        if outcome is None or digit is None:
            raise LookupError(f"no digit means {outcome}")
        return (self._cap(digit), Span(" "), Span(self.words.text(OUTCOME_NAMES[outcome]), SpanKind.STRONG))

    def _translate(self, sentence: str) -> str:
        said = self.words.text(sentence)
        if said == sentence and self.words.language != "en":
            raise LookupError(f"no sentence of the program is {sentence!r}")
        return said

    def _cap(self, name: str) -> Span:
        return Span(self.words.text(_SAID[name]) if name in _SAID else name, SpanKind.CAP)
