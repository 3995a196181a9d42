"""Consents of people: reading where each purpose stands, noting what was given or withdrawn, and what rests on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.access import AccessAct
from outreach_app.domain.codes import parse_code
from outreach_app.domain.consents import (
    SENSITIVE_FIELDS,
    Act,
    ConsentAct,
    Proof,
    Purpose,
    Sensitive,
    ValueToRemove,
    by_purpose,
    find_standing,
    is_child,
    keep_standing,
)
from outreach_app.domain.privacy_files import PurposeText, PurposeTexts
from outreach_app.domain.requests import DataRequest
from outreach_app.domain.rows import HouseholdRow, PersonRow
from outreach_app.domain.text import normalize
from outreach_app.errors import BadInput, NotFound, say
from outreach_app.i18n import Catalogue
from outreach_app.services.consent_checks import refuse_without, write_acts
from outreach_app.services.consent_sheets import make_sheet
from outreach_app.services.desk import Desk, Done
from outreach_app.services.privacy_files import load_rules, load_texts
from outreach_app.store import consents, heads, households, merged, requests
from outreach_app.store.journal import Writer

LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class PurposeStanding:
    """One purpose of one person: its text, the act that counts, and every act in the order of its days."""

    purpose: Purpose
    text: PurposeText
    standing: ConsentAct | None
    history: tuple[ConsentAct, ...]

    @property
    def given(self) -> bool:
        """Whether consent stands; silence is none."""
        return self.standing is not None and self.standing.act is Act.GIVEN


@dataclass(frozen=True, slots=True)
class PersonConsents:
    """Where somebody stands: each purpose, sensitive values as far as they are shown, and their requests.

    `restricted` is the request because of which the person is left out of lists, calls and leaflets.
    """

    person: PersonRow
    household: HouseholdRow
    purposes: tuple[PurposeStanding, ...]
    sensitive: Sensitive
    child: bool
    requests: tuple[DataRequest, ...]
    restricted: DataRequest | None

    def find(self, purpose: Purpose) -> PurposeStanding:
        """Find one purpose."""
        return next(each for each in self.purposes if each.purpose is purpose)


@dataclass(frozen=True, slots=True)
class Consents:
    """Consents, and the sensitive values that rest on them (Law 91/2025 Art 9, Decree 356/2025 Arts 4 and 6)."""

    desk: Desk

    def texts(self, language: str = "vi") -> PurposeTexts:
        """Read what people are asked for in a language."""
        return load_texts(language)

    def read(self, person: bytes, *, language: str = "vi", on: date | None = None) -> PersonConsents:
        """Read where somebody stands on a day (with no day: now); NotFound for nobody."""
        with self.desk.read() as session:
            survivor = merged.read_survivor(session, person)
            return _read(session, survivor, language=language, on=on, today=self.desk.today)

    def record(
        self, person: bytes, acts: Mapping[Purpose, Act], *, proof: Proof, language: str = "vi"
    ) -> Done[tuple[bytes, ...]]:
        """Note what somebody agreed to or withdrew, several purposes at once; returns the rows made.

        BadInput with the key of what is missing: witness, representative, a proof, a day that is over.
        """
        if not acts:
            raise BadInput(
                say("Nothing is chosen."), say("Choose at least one purpose."), key="nothing_chosen"
            )
        with self.desk.write() as writer:
            survivor = merged.read_survivor(writer.session, person)
            checked = _check_paper(writer.session, survivor, proof)
            made = write_acts(writer, survivor, acts, proof=checked, language=language)
        return Done(made, writer.changes())

    def record_with_values(
        self,
        person: bytes,
        acts: Mapping[Purpose, Act],
        values: Mapping[str, object],
        *,
        proof: Proof | None,
        language: str = "vi",
    ) -> Done[None]:
        """Note consents and the sensitive values that rest on them in one go, both or neither."""
        with self.desk.write() as writer:
            survivor = merged.read_survivor(writer.session, person)
            if acts and proof is not None:
                checked = _check_paper(writer.session, survivor, proof)
                write_acts(writer, survivor, acts, proof=checked, language=language)
            _write_values(writer, survivor, values)
        return Done(None, writer.changes())

    def set_values(self, person: bytes, values: Mapping[str, object]) -> Done[None]:
        """Set ethnic group, health note or exact place; BadInput `consent_missing` where no consent stands."""
        return self.record_with_values(person, {}, values, proof=None)

    def take_back(self, act: bytes) -> Done[None]:
        """Take an act back that was entered by mistake: as if nobody had entered it; it stays in the history.

        The mark not to be contacted goes with the withdrawal it came from, unless somebody else has set it since.
        """
        with self.desk.write() as writer:
            row = _find_act(writer.session, act)
            mark = ("person", row.person, "do_not_contact")
            if row.act is Act.WITHDRAWN and heads.is_written_with(writer.session, "consent", act, field=mark):
                writer.edit("person", row.person, {"do_not_contact": False})
            writer.create(
                "consent",
                {
                    "person": row.person, "purpose": row.purpose.value, "act": Act.UNDONE.value,
                    "acted_on": row.acted_on.isoformat(), "canvasser": self.desk.canvasser, "supersedes": row.id,
                },
            )  # fmt: skip
        return Done(None, writer.changes())

    def print_sheet(self, household: bytes, catalogue: Catalogue) -> bytes:
        """Render a household's sheet as an A4 PDF in a language there are texts in: nothing is ticked on it."""
        from outreach_app.documents.consent_sheet import render_consent_sheet

        with self.desk.read() as session:
            sheet, people = make_sheet(session, household, language=catalogue.language, today=self.desk.today)
        self.desk.note_access(AccessAct.PRINTED, people)
        return render_consent_sheet(sheet, catalogue)

    def list_to_remove(self) -> list[ValueToRemove]:
        """List sensitive values whose consent was withdrawn: hidden, and waiting for a person to remove them."""
        with self.desk.read() as session:
            return consents.list_to_remove(session)

    def remove_value(self, person: bytes, purpose: Purpose) -> Done[None]:
        """Remove the value that rests on a purpose; the history keeps it until the person is erased."""
        name = next((name for name, each in SENSITIVE_FIELDS.items() if each is purpose), None)
        if name is None:
            raise BadInput(
                say("No value rests on this purpose."), say("Choose another purpose."), key="no_field"
            )
        with self.desk.write() as writer:
            writer.edit("person", merged.read_survivor(writer.session, person), {name: None}, settles=True)
        return Done(None, writer.changes())


def _read(session: Session, person: bytes, *, language: str, on: date | None, today: date) -> PersonConsents:
    who = households.read_person(session, person)
    home = households.read_household(session, who.household) if who else None
    if who is None or home is None:
        raise NotFound(say("This person is not in the workspace."), say("Search for the person again."))
    rules, texts = load_rules(), load_texts(language)
    told = by_purpose(consents.read_acts(session, (person,)).get(person, ()))
    asked = requests.list_of_people(session, (person,), rules.deadlines).get(person, [])
    return PersonConsents(
        who,
        home,
        tuple(
            PurposeStanding(each, texts.texts[each], find_standing(acts, on=on), order_acts(acts))
            for each, acts in told.items()
        ),
        consents.read_sensitive(session, (person,)).get(person, Sensitive(person)),
        is_child(who.born, on=today, child_age=rules.child.years),
        tuple(asked),
        next((each for each in asked if each.restricts), None),
    )


def order_acts(acts: tuple[ConsentAct, ...]) -> tuple[ConsentAct, ...]:
    """Put acts that stand in the order of their days, the latest first."""
    return tuple(sorted(keep_standing(acts), key=lambda act: (act.acted_on, act.made, act.id), reverse=True))


def _write_values(writer: Writer, person: bytes, values: Mapping[str, object]) -> None:
    if unknown := values.keys() - SENSITIVE_FIELDS.keys():
        raise BadInput(
            say("{name} cannot be changed here.", name=min(unknown)),
            say("Choose a field of the form."),
            key="no_field",
        )
    told = {
        name: normalize(str(value))[:LONGEST_VALUE] or None if value is not None else None
        for name, value in values.items()
    }
    refuse_without(writer.session, person, told)
    if told:
        writer.edit("person", person, told)


def _check_paper(session: Session, person: bytes, proof: Proof) -> Proof:
    """Read the code printed on the sheet: it is that of the person's household, with the day of printing behind."""
    if not proof.sheet.strip():
        return replace(proof, sheet="")
    code, _, day = proof.sheet.strip().partition("/")
    printed = parse_code(code)
    who = households.read_person(session, person)
    if who is None or who.household not in households.find_by_code(session, printed):
        raise BadInput(
            say("The sheet {code} belongs to another household.", code=printed),
            say("Compare the code at the foot of the sheet."),
            key="other_sheet",
        )
    return replace(proof, sheet=f"{printed}/{day.strip()}" if day.strip() else printed)


def _find_act(session: Session, act: bytes) -> ConsentAct:
    found = consents.read_act(session, act)
    if found is None:
        raise NotFound(say("There is no such consent here."), say("Read the list again and take its id."))
    return found
