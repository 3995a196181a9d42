"""Consent by purpose: acts that are only ever added, and which of them stands on a day (Law 91/2025 Art 9).

What stands is a pure function of the acts: in which order they became known changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach_app.domain.people import PartialDate
from outreach_app.errors import BadInput, say
from outreach_app.i18n import N_


class Purpose(StrEnum):
    """What somebody agrees to, each on its own; the last three are sensitive (Decree 356/2025 Art 4)."""

    CONTACT = "contact"
    ADVICE = "advice"
    PASSING_ON = "passing_on"
    ETHNICITY = "ethnicity"
    HEALTH = "health"
    LOCATION = "location"


PURPOSE_NAMES: dict[Purpose, str] = {
    Purpose.CONTACT: N_("contact by phone, Zalo or at home"),
    Purpose.ADVICE: N_("record for advice"),
    Purpose.PASSING_ON: N_("passing on for the papers"),
    Purpose.ETHNICITY: N_("ethnic group"),
    Purpose.HEALTH: N_("health"),
    Purpose.LOCATION: N_("exact place of the house"),
}

SENSITIVE_FIELDS: Mapping[str, Purpose] = {
    "ethnicity": Purpose.ETHNICITY,
    "health_note": Purpose.HEALTH,
    "location": Purpose.LOCATION,
}
"""Fields of a person that rest on a consent of their own."""


class Act(StrEnum):
    """What was done; `undone` makes the act it supersedes fall away, as if nobody had entered it."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class How(StrEnum):
    """How it can be proved; `spoken` is enough for a withdrawal only."""

    PAPER = "paper"
    THUMBPRINT = "thumbprint"
    ELECTRONIC = "electronic"
    CALL = "call"
    SPOKEN = "spoken"


HOW_NAMES: dict[How, str] = {
    How.PAPER: N_("signed on paper"),
    How.THUMBPRINT: N_("thumbprint before a witness"),
    How.ELECTRONIC: N_("electronically"),
    How.CALL: N_("recorded call"),
    How.SPOKEN: N_("said to us"),
}


class Representation(StrEnum):
    """Who speaks: the person, or for a child a parent or guardian."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"


REPRESENTATION_NAMES: dict[Representation, str] = {
    Representation.SELF: N_("the person"),
    Representation.PARENT: N_("father or mother"),
    Representation.GUARDIAN: N_("guardian"),
}


@dataclass(frozen=True, slots=True)
class ConsentAct:
    """One act as it was entered: never edited.

    `seen` is the act on this person and purpose that whoever entered it had seen last, `supersedes` one it corrects;
    `version` and `language` name the text that was read, `sheet` the household code printed on the paper.
    """

    id: bytes
    person: bytes
    purpose: Purpose
    act: Act
    acted_on: date
    how: How
    made: int = 0
    version: str = ""
    language: str = "vi"
    witness: str = ""
    representation: Representation = Representation.SELF
    representative: str = ""
    sheet: str = ""
    canvasser: bytes | None = None
    canvasser_name: str = ""
    seen: bytes | None = None
    supersedes: bytes | None = None


def keep_standing(acts: Iterable[ConsentAct]) -> list[ConsentAct]:
    """Leave out acts that were corrected or taken back, and what only took them back."""
    known = list(acts)
    corrected = {act.supersedes for act in known if act.supersedes is not None}
    return [act for act in known if act.id not in corrected and act.act is not Act.UNDONE]


def find_standing(acts: Iterable[ConsentAct], *, on: date | None = None) -> ConsentAct | None:
    """Find the act on one purpose that counts on a day (with no day: of all that is known); None for silence.

    The later day wins. On one day a withdrawal wins over every consent whose author had not seen it.
    """
    live = [act for act in keep_standing(acts) if on is None or act.acted_on <= on]
    last = max((act.acted_on for act in live), default=None)
    of_day = {act.id: act for act in live if act.acted_on == last}
    answered = _name_seen(of_day)
    open_ = [act for act in of_day.values() if act.id not in answered] or list(of_day.values())
    return max(open_, key=lambda act: (act.act is Act.WITHDRAWN, act.made, act.id), default=None)


def _name_seen(acts: Mapping[bytes, ConsentAct]) -> set[bytes]:
    """Name every act that another of them, or one that saw it in turn, had seen."""
    return {act.seen for act in acts.values() if act.seen is not None and act.seen != act.id}


def is_given(acts: Iterable[ConsentAct], *, on: date | None = None) -> bool:
    """Tell whether consent stands; silence is none."""
    standing = find_standing(acts, on=on)
    return standing is not None and standing.act is Act.GIVEN


def is_withdrawn(acts: Iterable[ConsentAct], *, on: date | None = None) -> bool:
    """Tell whether it was withdrawn and not given again."""
    standing = find_standing(acts, on=on)
    return standing is not None and standing.act is Act.WITHDRAWN


def by_purpose(acts: Iterable[ConsentAct]) -> dict[Purpose, tuple[ConsentAct, ...]]:
    """Sort acts of one person by purpose, every purpose present."""
    known = tuple(acts)
    return {purpose: tuple(act for act in known if act.purpose is purpose) for purpose in Purpose}


@dataclass(frozen=True, slots=True)
class Proof:
    """How an act came about, as typed: by what means, on which day, before whom, for whom, on which paper."""

    how: How
    on: date
    witness: str = ""
    representation: Representation = Representation.SELF
    representative: str = ""
    sheet: str = ""


def check_proof(act: Act, proof: Proof, *, born: PartialDate | None, child_age: int, today: date) -> None:
    """Refuse an act that proves nothing: BadInput with the key of what is missing."""
    if proof.on > today:
        raise BadInput(
            say("This day is not over yet."), say("Give the day of the signature."), key="day_to_come"
        )
    if act is Act.GIVEN and proof.how is How.SPOKEN:
        raise BadInput(
            say("A consent that was only spoken cannot be shown to anybody later."),
            say("Let the person sign, give a thumbprint before a witness, or record the call."),
            key="not_provable",
        )
    if proof.how is How.THUMBPRINT and not proof.witness.strip():
        raise BadInput(
            say("A thumbprint needs a witness."), say("Give the name of the witness."), key="witness_missing"
        )
    if act is Act.GIVEN and is_child(born, on=proof.on, child_age=child_age):
        _check_representative(proof)
    elif proof.representation is not Representation.SELF and not proof.representative.strip():
        raise _no_representative()


def _check_representative(proof: Proof) -> None:
    if proof.representation is Representation.SELF or not proof.representative.strip():
        raise _no_representative()


def _no_representative() -> BadInput:
    return BadInput(
        say("For a child a parent or guardian consents."),
        say("Say who it is: father or mother, or guardian, and the name."),
        key="representative_missing",
    )


def is_child(born: PartialDate | None, *, on: date, child_age: int) -> bool:
    """Tell whether somebody is surely a child on a day; of a year alone 1 January counts, unknown is grown up."""
    return born is not None and born.first_day <= on and born.age_on(on) < child_age


def has_stand_in(acts: Collection[ConsentAct]) -> bool:
    """Tell whether any consent that stands was given by a parent or guardian."""
    found = (find_standing(of_purpose) for of_purpose in by_purpose(acts).values())
    return any(
        act is not None and act.act is Act.GIVEN and act.representation is not Representation.SELF
        for act in found
    )


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Values of a person that rest on a consent of their own, as far as it stands.

    `withheld` are purposes of which a value is stored that may not be shown.
    """

    person: bytes
    ethnicity: str | None = None
    health_note: str | None = None
    location: str | None = None
    withheld: frozenset[Purpose] = frozenset()

    @property
    def any(self) -> bool:
        """Whether anything sensitive is shown."""
        return bool(self.ethnicity or self.health_note or self.location)


@dataclass(frozen=True, slots=True)
class ValueToRemove:
    """A stored value that no consent carries any more: whose, where they live, for which purpose; not the value."""

    person: bytes
    person_name: str
    household: bytes
    purpose: Purpose
