"""Sentences, dates, numbers and money in the reader's language; used by PDFs, command line and windows alike.

Source strings are English. Code that does not know its reader carries a `Message` (`say("...", name=value)`) or a
key marked by `N_`; whoever shows it renders it through a `Catalogue`.
"""

import datetime as dt
import gettext
import io
from decimal import Decimal
from functools import cache

from outreach_app import assets
from outreach_app.errors import Message, say

__all__ = ["LANGUAGES", "NBSP", "Catalogue", "Count", "Dong", "Message", "N_", "open_catalogue", "say"]

LANGUAGES = ("vi", "en")
NBSP = "\u00a0"
MINUS = "\u2212"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def N_(key: str) -> str:  # noqa: N802 - the name gettext tools know
    """Mark a source string for the catalogue without translating it yet."""
    return key


class Dong(int):
    """An amount of đồng inside a Message: rendered as money, otherwise an ordinary whole number."""


class Count(int):
    """How many, inside a Message: rendered with the group sign of the language, otherwise an ordinary whole number."""


class Catalogue:
    """One language: translated sentences and that language's way of writing numbers, money and dates.

    Attributes: language ('vi' or 'en').
    """

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def text(self, key: str, /, **parameters: object) -> str:
        """Translate a sentence and fill in its {named} parameters."""
        found = self._translations.gettext(key) if key else ""
        return found.format_map(self._rendered(parameters)) if parameters else found

    def plural(self, one: str, many: str, count: int, /, **parameters: object) -> str:
        """Translate a counted sentence; `{count}` is filled in with the number as it is written here."""
        found = self._translations.ngettext(one, many, count)
        return found.format_map(self._rendered({"count": self.number(count), **parameters}))

    def context(self, context: str, key: str, /, **parameters: object) -> str:
        """Translate a word that means different things in different places."""
        found = self._translations.pgettext(context, key)
        return found.format_map(self._rendered(parameters)) if parameters else found

    def render(self, message: Message) -> str:
        """Put a carried sentence into this language; parameters that are sentences themselves are rendered too."""
        return self.text(message.key, **dict(message.parameters))

    def number(self, value: int) -> str:
        """Write a whole number with this language's group sign: 1.234.567 or 1,234,567."""
        grouped = f"{abs(value):,}".replace(",", "." if self.language == "vi" else ",")
        return (MINUS if value < 0 else "") + grouped

    def decimal(self, value: Decimal) -> str:
        """Write a decimal number without trailing zeros and with this language's decimal sign: 4,5 or 4.5."""
        plain = f"{value.normalize():f}".replace("-", MINUS)
        return plain.replace(".", ",") if self.language == "vi" else plain

    def money(self, amount: int) -> str:
        """Write an amount of đồng: `1.366.200 đ` with a no-break space."""
        return f"{self.number(amount)}{NBSP}đ"

    def date(self, day: dt.date) -> str:
        """Write a date as dd/mm/yyyy, in both languages."""
        return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"

    def weekday(self, day: dt.date) -> str:
        """Name the day of the week as it stands inside a sentence."""
        return (_WEEKDAYS_VI if self.language == "vi" else _WEEKDAYS_EN)[day.weekday()]

    def long_date(self, day: dt.date) -> str:
        """Write `thứ Bảy, 21/11/2026`."""
        return f"{self.weekday(day)}, {self.date(day)}"

    def time(self, moment: dt.datetime) -> str:
        """Write the clock time as 19:42 in the moment's own zone."""
        return f"{moment.hour:02d}:{moment.minute:02d}"

    def _rendered(self, parameters: dict[str, object]) -> dict[str, object]:
        return {k: self._written(v) for k, v in parameters.items()}

    def _written(self, value: object) -> object:
        if isinstance(value, Message):
            return self.render(value)
        if isinstance(value, Dong):
            return self.money(value)
        if isinstance(value, Count):
            return self.number(value)
        if isinstance(value, Decimal):
            return self.decimal(value)
        if isinstance(value, dt.datetime):
            return f"{self.time(value)}, {self.date(value)}"
        return self.date(value) if isinstance(value, dt.date) else value


@cache
def open_catalogue(language: str) -> Catalogue:
    """Open the catalogue of a language; English is the source and needs no file."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    if language == "en":
        return Catalogue(language, gettext.NullTranslations())
    compiled = assets.read_bytes(f"translations/{language}/outreach.mo")
    return Catalogue(language, gettext.GNUTranslations(io.BytesIO(compiled)))
