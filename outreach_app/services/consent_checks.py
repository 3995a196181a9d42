"""What may only be written or used with a consent: asked by the services that write it."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlmodel import Session

from outreach_app.domain.consents import (
    PURPOSE_NAMES,
    SENSITIVE_FIELDS,
    Act,
    Proof,
    Purpose,
    by_purpose,
    check_proof,
    find_standing,
    has_stand_in,
    is_child,
    is_given,
)
from outreach_app.domain.people import Category
from outreach_app.domain.rows import HouseholdCard, PersonRow
from outreach_app.domain.text import normalize
from outreach_app.errors import BadInput, Message, NotFound, say
from outreach_app.services.privacy_files import load_rules, load_texts
from outreach_app.store import consents, households
from outreach_app.store.journal import Writer

LONGEST_NAME = 200


def has_consent(session: Session, person: bytes, purpose: Purpose) -> bool:
    """Tell whether somebody's consent to a purpose stands."""
    return is_given(by_purpose(consents.read_acts(session, (person,)).get(person, ()))[purpose])


def refuse_without(session: Session, person: bytes, fields: Mapping[str, object]) -> None:
    """Refuse sensitive values of a person whose consent to their purpose does not stand; taking one away is free."""
    for name, value in fields.items():
        purpose = SENSITIVE_FIELDS.get(name)
        if purpose is not None and value is not None and not has_consent(session, person, purpose):
            raise consent_missing(purpose)


def refuse_category(session: Session, household: bytes, values: Mapping[str, object]) -> None:
    """Refuse the category of ethnic minorities where no member's consent to the ethnic group stands."""
    if values.get("category") != Category.ETHNIC_MINORITY:
        return
    home = households.read_household(session, household)
    members = households.read_members(session, household)
    held = home is not None and home.category is Category.ETHNIC_MINORITY
    if not held and not any(has_consent(session, member.id, Purpose.ETHNICITY) for member in members):
        raise consent_missing(Purpose.ETHNICITY)


def consent_missing(purpose: Purpose) -> BadInput:
    """Say that something rests on a consent that is not there."""
    return BadInput(
        say("There is no consent for this: {purpose}.", purpose=say(PURPOSE_NAMES[purpose])),
        say("Ask the person, and note the consent first: key K at the member, or outreach consent."),
        key="consent_missing",
    )


def write_acts(
    writer: Writer,
    person: bytes,
    acts: Mapping[Purpose, Act],
    *,
    proof: Proof,
    language: str = "vi",
) -> tuple[bytes, ...]:
    """Write what somebody agreed to or withdrew, after checking that it can be proved; returns the rows made.

    Withdrawing contact marks the person as not to be contacted, agreeing to it again takes that mark away.
    """
    session = writer.session
    who = households.read_person(session, person)
    if who is None:
        raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))
    known = by_purpose(consents.read_acts(session, (person,)).get(person, ()))
    made = []
    for purpose, act in acts.items():
        age = load_rules().child.years
        check_proof(act, proof, born=who.born, child_age=age, today=writer.now.date())
        before = find_standing(known[purpose])
        made.append(
            writer.create(
                "consent",
                {
                    "person": person, "purpose": purpose.value, "act": act.value, "acted_on": proof.on.isoformat(),
                    "how": proof.how.value, "version": load_texts(language).version,
                    "language": load_texts(language).language, "witness": _name(proof.witness),
                    "representation": proof.representation.value, "representative": _name(proof.representative),
                    "sheet": proof.sheet, "canvasser": writer.author, "seen": before.id if before else None,
                },
            )
        )  # fmt: skip
    if Purpose.CONTACT in acts:
        now = find_standing(
            by_purpose(consents.read_acts(session, (person,)).get(person, ()))[Purpose.CONTACT]
        )
        if now is not None:
            writer.edit("person", person, {"do_not_contact": now.act is Act.WITHDRAWN})
    return tuple(made)


def _name(text: str) -> str:
    return normalize(text)[:LONGEST_NAME]


def list_told(card: HouseholdCard) -> list[bytes]:
    """Name the members of whom a card tells something sensitive: of a household of an ethnic minority everybody."""
    if card.household.category is Category.ETHNIC_MINORITY:
        return [member.id for member in card.members]
    return [told.person for told in card.sensitive if told.any]


def find_consent_gaps(session: Session, person: PersonRow, *, on: date) -> Iterator[Message]:
    """Say which consents a sign-up lacks: to passing the data on, of a child's parent or guardian."""
    acts = consents.read_acts(session, (person.id,)).get(person.id, [])
    if not is_given(by_purpose(acts)[Purpose.PASSING_ON]):
        yield say("{name} has not agreed yet that the data is passed on.", name=person.name)
    if is_child(person.born, on=on, child_age=load_rules().child.years) and not has_stand_in(acts):
        yield say("For {name} a parent or guardian has to agree.", name=person.name)
