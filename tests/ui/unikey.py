"""Vietnamese words as Unikey sends them key by key: the plain letters, then Backspaces and the letters with their mark.

A method is the table of the keys that carry marks. What comes of a key is worked out by the program's own reading of
Telex and VNI (`domain/telex.py`), so that the table of syllables here is checked against it as well.
"""

from collections.abc import Callable, Iterator
from os.path import commonpath

from PySide6.QtWidgets import QWidget

from outreach_app.domain.telex import decode_telex, decode_vni_typing
from tests.ui.typing import commit_text, press_backspace, type_text

SYLLABLES = {
    "Nguyễn": ("Nguyeexn", "Nguye6n4"),
    "đường": ("dduwowngf", "d9uo7ng2"),
    "Thảo": ("Thaor", "Thao3"),
    "Phượng": ("Phuwowngj", "Phuo7ng5"),
    "Lò": ("Lof", "Lo2"),
    "Páo": ("Paos", "Pao1"),
    "ở": ("owr", "o73"),
    "tỷ": ("tyr", "ty3"),
    "muộn": ("muoonj", "muo6n5"),
    "trẻ": ("trer", "tre3"),
    "ăn": ("awn", "a8n"),
    "Ẵm": ("Awxm", "A84m"),
}
"""Words with their keys in Telex and in VNI."""


class Method:
    """One way to type Vietnamese; `place` is its keys in the table."""

    def __init__(self, name: str, place: int, decode: Callable[[str], str]) -> None:
        self.name, self._place, self._decode = name, place, decode

    def keys(self, word: str) -> str:
        """The keys of a word of the table."""
        return SYLLABLES[word][self._place]

    def steps(self, word: str) -> Iterator[tuple[int, str]]:
        """What the field gets for each key: so many Backspaces, then this text."""
        shown = ""
        for count in range(1, len(self.keys(word)) + 1):
            typed = self.keys(word)[:count]
            now = self._decode(typed)
            same = len(commonpath([shown, now]))
            yield len(shown) - same, now[same:]
            shown = now

    def type(self, widget: QWidget, text: str) -> None:
        """Type words of the table with blanks between them."""
        for place, word in enumerate(text.split(" ")):
            if place:
                type_text(widget, " ")
            for taken_back, instead in self.steps(word):
                press_backspace(widget, taken_back)
                type_text(widget, instead)


class Composing(Method):
    """An input method that shows the word underlined while it grows, and commits it whole."""

    def type(self, widget: QWidget, text: str) -> None:
        for place, word in enumerate(text.split(" ")):
            commit_text(widget, word if not place else f" {word}", preedit=self.keys(word))


METHODS = {
    "telex": Method("telex", 0, decode_telex),
    "vni": Method("vni", 1, decode_vni_typing),
    "ime": Composing("ime", 0, decode_telex),
}


def disturb(widget: QWidget, method: Method) -> None:
    """Send what Unikey sends when somebody types a word where no text is taken: Backspaces and letters with marks."""
    for taken_back, instead in method.steps("đường"):
        press_backspace(widget, taken_back)
        for letter in instead:
            # Unikey sends letters with marks as packets without a key code; plain letters keep theirs.
            if not letter.isascii():
                type_text(widget, letter)
    if isinstance(method, Composing):
        commit_text(widget, "đường", preedit="duong")
