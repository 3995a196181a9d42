"""The handbook with the names that the program has now: read once for each role and language."""

from functools import cache

from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.services.handbook import Handbook, read_handbook
from ui.presenters.handbook_words import HandbookWords, NamedKey, NamedPlace
from ui.widgets.key_lists import KEYS_OF_PLACES
from ui.wiring.places import PLACES


@cache
def open_handbook(role: str, language: str) -> Handbook:
    """Read a role's book, or the `ENTRANCE` one; HandbookFault when a text names what the program does not have."""
    return read_handbook(role, language, name_things(open_catalogue(language)).fill)


def name_things(words: Catalogue) -> HandbookWords:
    """Name every place and key of the program in one language."""
    places = {place.key: NamedPlace(words.text(place.title), place.sign) for place in PLACES}
    source = open_catalogue("en")
    keys = {
        place: tuple(NamedKey(line.caps, line.text) for line in lines(source))
        for place, lines in KEYS_OF_PLACES.items()
    }
    return HandbookWords(words, places, keys)
