"""Members of more than one scheme taken together, and by which schemes somebody is one of them."""

from collections.abc import Mapping
from enum import StrEnum

from outreach_app.domain.people import Scheme


class Crowd(StrEnum):
    """Members of more than one scheme, everybody once, or (UNKNOWN_CARD) by a health card of no known group alone."""

    ANY = "any_scheme"
    SOCIAL = "both_social"
    ANY_CARD = "any_card"
    UNKNOWN_CARD = "unknown_card"


_SCHEMES_OF: Mapping[Crowd, tuple[Scheme, ...]] = {
    Crowd.ANY: tuple(Scheme),
    Crowd.SOCIAL: (Scheme.COMPULSORY, Scheme.VOLUNTARY),
    Crowd.ANY_CARD: (Scheme.HEALTH, Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH),
}

CARDS_OF_KNOWN_KIND = (Scheme.HOUSEHOLD_HEALTH, Scheme.SELF_PAID_HEALTH, Scheme.COMPULSORY)
"""What tells of which group a health card is; compulsory members have theirs from their work."""


def schemes_of(counted: Crowd | Scheme) -> tuple[Scheme, ...]:
    """The schemes of which somebody counted is a member of one at least."""
    if isinstance(counted, Crowd):
        return _SCHEMES_OF.get(counted, (Scheme.HEALTH,))
    return (counted,)
