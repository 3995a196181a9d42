"""Consents and requests in words: states as tags, what a purpose means, its history, a request with its days left."""

from typing import TYPE_CHECKING

from outreach_app.domain.consents import (
    HOW_NAMES,
    PURPOSE_NAMES,
    REPRESENTATION_NAMES,
    Act,
    ConsentAct,
    How,
    Representation,
)
from outreach_app.domain.requests import KIND_NAMES
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import tell_version
from ui.presenters.ports import Sense

if TYPE_CHECKING:
    from outreach_app.services.consents import PersonConsents, PurposeStanding

Mark = tuple[str, str, str]
"""Words, sign and sense of a tag."""
Row = tuple[object, str, str, Mark | None]
"""Id, title, one line, and its state."""
_DOT = " · "


def list_purposes(words: Catalogue, told: "PersonConsents") -> list[Row]:
    """The purposes with where each stands."""
    return [
        (each.purpose, each.text.title, tell_act(words, each.standing), _mark(words, each, told))
        for each in told.purposes
    ]


def _mark(words: Catalogue, each: "PurposeStanding", told: "PersonConsents") -> Mark:
    if each.purpose in told.sensitive.withheld:
        return words.text("Value to be removed"), "eye-off", Sense.BAD
    if each.standing is None:
        return words.text("Not asked"), "circle", Sense.NEUTRAL
    if each.given:
        return words.text("Agreed"), "check", Sense.GOOD
    return words.text("Consent withdrawn"), "x", Sense.BAD


def tell_act(words: Catalogue, act: ConsentAct | None) -> str:
    """When, how and by whom, in one line."""
    if act is None:
        return words.text("Silence is no consent.")
    parts = [words.date(act.acted_on), words.text(HOW_NAMES[act.how])]
    if act.witness:
        parts.append(words.text("witness {name}", name=act.witness))
    if act.representation is not Representation.SELF:
        who = words.text(REPRESENTATION_NAMES[act.representation])
        parts.append(f"{who} {act.representative}".strip())
    if act.sheet:
        parts.append(words.text("sheet {code}", code=act.sheet))
    return _DOT.join(parts)


def tell_purpose(words: Catalogue, each: "PurposeStanding") -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the purpose says, and everything that was noted about it, the latest first."""
    names = {Act.GIVEN: words.text("Agreed"), Act.WITHDRAWN: words.text("Consent withdrawn")}
    history = tuple(
        _DOT.join(
            part
            for part in (
                names.get(act.act, ""), tell_act(words, act), act.canvasser_name,
                words.text("text of {version}", version=tell_version(words, act.version))
                if act.version
                else "",
            )
            if part
        )
        for act in each.history
    )  # fmt: skip
    return ((each.text.title, (each.text.text,)), (words.text("What was noted"), history))


def tell_warnings(words: Catalogue, told: "PersonConsents") -> tuple[str, str]:
    """What stands above: why somebody is left out of lists, and that a child needs a representative."""
    if told.restricted is not None:
        day = words.date(told.restricted.asked_on)
        kind = words.text(KIND_NAMES[told.restricted.kind])
        return (
            words.text("Left out of lists, calls and leaflets"),
            words.text("On request of {day}: {kind}.", day=day, kind=kind),
        )
    if told.child:
        return (
            words.text("This is a child"),
            words.text("A parent or guardian agrees: choose who, and write the name."),
        )
    return "", ""


def list_hows(words: Catalogue) -> tuple[tuple[How, str], ...]:
    """How something may have been agreed to, to choose from."""
    return tuple((how, words.text(name)) for how, name in HOW_NAMES.items())


def list_speakers(words: Catalogue) -> tuple[tuple[Representation, str], ...]:
    """Who speaks, to choose from."""
    return tuple((who, words.text(name)) for who, name in REPRESENTATION_NAMES.items())


def tell_consent(words: Catalogue, act: ConsentAct, name: str) -> str:
    """One consent in a household's history."""
    purpose = words.text(PURPOSE_NAMES[act.purpose])
    if act.act is Act.GIVEN:
        return words.text("{name} agreed: {purpose}", name=name, purpose=purpose)
    return words.text("{name} withdrew: {purpose}", name=name, purpose=purpose)
