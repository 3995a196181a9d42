"""Why somebody does not go on paying, as they said it: at the door, on the telephone, at the counter, or on a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.covers import Stop
from outreach_app.domain.people import Scheme
from outreach_app.domain.text import fold
from outreach_app.domain.visits import Channel, Outcome
from outreach_app.i18n import N_


class LapseReason(StrEnum):
    """The reason of not continuing, told once for a person and scheme."""

    HARDSHIP = "hardship"
    COMPULSORY = "compulsory"
    PENSION = "pension"
    MOVED_AWAY = "moved_away"
    NOT_REMINDED = "not_reminded"
    FLOOR_INCREASE = "floor_increase"
    WITHDREW = "withdrew"
    DIED = "died"
    OTHER = "other"


LAPSE_NAMES: dict[LapseReason, str] = {
    LapseReason.HARDSHIP: N_("Cannot afford it any more"),
    LapseReason.COMPULSORY: N_("Is in compulsory insurance now"),
    LapseReason.PENSION: N_("Draws a pension"),
    LapseReason.MOVED_AWAY: N_("Has moved away"),
    LapseReason.NOT_REMINDED: N_("Nobody reminded them"),
    LapseReason.FLOOR_INCREASE: N_("The lowest amount has gone up"),
    LapseReason.WITHDREW: N_("Has withdrawn everything at once"),
    LapseReason.DIED: N_("Died"),
    LapseReason.OTHER: N_("Another reason for stopping"),
}

FINAL = frozenset(
    {LapseReason.COMPULSORY, LapseReason.PENSION, LapseReason.MOVED_AWAY, LapseReason.DIED}
)  # fmt: skip
"""Whoever stopped for one of these is not called on again for that scheme."""

OUTCOME_OF: dict[LapseReason, Outcome] = {
    LapseReason.COMPULSORY: Outcome.BELONGS_TO_COMPULSORY,
    LapseReason.PENSION: Outcome.NOT_ELIGIBLE,
    LapseReason.MOVED_AWAY: Outcome.MOVED_AWAY,
    LapseReason.DIED: Outcome.DECEASED,
}
"""What a contact came to when one of these is the answer; every other reason is a refusal."""

_WORDINGS: tuple[tuple[LapseReason, tuple[str, ...]], ...] = (
    (LapseReason.DIED, ("chet", "tu vong", "qua doi", "died")),
    (LapseReason.WITHDREW, ("mot lan", "withdr")),
    (LapseReason.PENSION, ("huu tri", "luong huu", "nghi huu", "pension")),
    (LapseReason.COMPULSORY, ("bat buoc", "di lam cong ty", "compulsory")),
    (LapseReason.MOVED_AWAY, ("chuyen di", "chuyen noi", "chuyen dia ban", "di noi khac", "moved")),
    (LapseReason.NOT_REMINDED, ("khong ai nhac", "quen", "khong duoc nhac", "remind")),
    (LapseReason.FLOOR_INCREASE, ("muc dong tang", "tang muc", "chuan ngheo moi", "floor")),
    (LapseReason.HARDSHIP, ("kho khan", "khong co tien", "khong du tien", "het tien", "hardship", "afford")),
)  # fmt: skip
"""Folded words by which a list tells a reason, the surest first."""


@dataclass(frozen=True, slots=True)
class PersonLapse:
    """Why somebody does not go on under a scheme, as one contact brought it; `person` is a row id (16 bytes)."""

    person: bytes
    scheme: Scheme
    reason: LapseReason


@dataclass(frozen=True, slots=True)
class ToldLapse:
    """The reason that counts for somebody now, and the day on which it was told."""

    reason: LapseReason
    told_on: date


@dataclass(frozen=True, slots=True)
class Contact:
    """One visit or call as far as it was about one person and scheme; what was said is None when nobody was reached."""

    on: date
    channel: Channel
    outcome: Outcome
    lapse: LapseReason | None = None

    @property
    def reached(self) -> bool:
        """Whether the person was spoken to."""
        return self.outcome is not Outcome.NOT_HOME


def settle_outcome(outcome: Outcome, why: LapseReason | None) -> Outcome:
    """What a contact came to once the reason of a refusal is known: somebody who died refuses nothing."""
    return OUTCOME_OF.get(why, outcome) if why is not None and outcome is Outcome.REFUSED else outcome


def read_lapse_words(text: str) -> LapseReason | None:
    """The reason that the words of a list tell: none of an empty cell, `other` of words that are not understood."""
    folded = fold(text)
    if not folded:
        return None
    told = f" {folded} "
    return next(
        (reason for reason, wordings in _WORDINGS if any(f" {each}" in told for each in wordings)),
        LapseReason.OTHER,
    )


def latest(told: Iterable[ToldLapse | None]) -> ToldLapse | None:
    """The reason told last; of several told on one day the first given here."""
    return max((each for each in told if each is not None), key=lambda each: each.told_on, default=None)


def find_reason(stop: Stop, told: Iterable[ToldLapse]) -> LapseReason | None:
    """The reason that was told of a stop: the last word between the first day of that cover and that of the next."""
    found = latest(each for each in told if stop.since <= each.told_on < stop.until)
    return found.reason if found is not None else None
