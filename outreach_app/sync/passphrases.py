"""Passphrases: what is too easily guessed in Viet Nam, and five words that a person can keep."""

import re
import secrets
import unicodedata
from functools import cache

from outreach_app import assets
from outreach_app.errors import Message, say

LEAST_CHARACTERS = 8
SUGGESTED_WORDS = 5
_GUESSABLE_WORDS = 4  # so many names or common words in a row are among the first million guesses
_DIGITS_AS_LETTERS = str.maketrans("013457@$!", "oieastasi")


def suggest_passphrase() -> str:
    """Draw five words (50 bits) without tone marks; Unikey leaves them as they are typed, in Telex and in VNI."""
    words = assets.read_text("words/passphrase_vi.txt").split()
    return " ".join(secrets.choice(words) for _ in range(SUGGESTED_WORDS))


def judge_passphrase(text: str) -> Message | None:
    """Say why a passphrase is too weak, or None when it will do."""
    spelt = unicodedata.normalize("NFKC", text).strip()
    if len(spelt) < LEAST_CHARACTERS:
        return say("Use at least {count} characters.", count=LEAST_CHARACTERS)
    plain = _plain_letters(spelt)
    if len(set(plain)) <= 3:
        return say("Use more than three different characters.")
    if re.fullmatch(r"[\W\d_]*", plain):
        return say("Numbers alone (a telephone number, a date, an ID) are guessed quickly. Use words.")
    if _is_guessable(plain) or _is_guessable(plain.translate(_DIGITS_AS_LETTERS)):
        return say(
            "Names, places and common words are guessed quickly. Use five words that do not belong together."
        )
    return None


def _plain_letters(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def _is_guessable(plain: str) -> bool:
    # Digits and signs around common words (a year, a birthday, "@123") add next to nothing.
    letters = re.sub(r"[\W\d_]+", "", plain)
    return _fewest_words(letters, most=_GUESSABLE_WORDS) <= _GUESSABLE_WORDS


def _fewest_words(letters: str, *, most: int) -> int:
    if len(letters) > most * max(map(len, _weak_words())):
        return most + 1
    fewest = [0] + [most + 1] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(end):
            if fewest[start] < most and _is_weak_word(letters[start:end]):
                fewest[end] = min(fewest[end], fewest[start] + 1)
    return fewest[-1]


def _is_weak_word(word: str) -> bool:
    return len(word) == 1 or word in _weak_words()


@cache
def _weak_words() -> frozenset[str]:
    return frozenset(assets.read_text("words/weak_vi.txt").split())
