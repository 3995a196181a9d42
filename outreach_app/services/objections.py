"""The objection book of this workspace: shipped answers, the office's own words over them, and what came of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from sqlmodel import Session

from outreach_app import assets
from outreach_app.domain.advice import FamilyAdvice, PensionAdvice, PersonAdvice
from outreach_app.domain.benefits import benefit_facts
from outreach_app.domain.identity import normalize_phone
from outreach_app.domain.objections import (
    FIGURES,
    ObjectionAnswer,
    ObjectionBook,
    ObjectionResults,
    check_entry,
    join_lines,
    read_objections,
    split_lines,
)
from outreach_app.domain.text import name_parts, normalize, normalize_note
from outreach_app.errors import BadInput, NotAllowed, say
from outreach_app.i18n import LANGUAGES, Dong
from outreach_app.services.advice_sums import quote_least
from outreach_app.services.desk import Desk, Done
from outreach_app.store import objections, settings


@dataclass(frozen=True, slots=True)
class Objections:
    """Reads the book and, in an office, writes its own words over the shipped ones."""

    desk: Desk

    def read_book(self, language: str) -> ObjectionBook:
        """The book of a language ('vi' or 'en') as it stands here."""
        with self.desk.read() as session:
            return read_book(session, language)

    def results(self, worry: str) -> ObjectionResults:
        """What became of the households that named a worry."""
        with self.desk.read() as session:
            return objections.count_results(session, worry)

    def write_entry(self, entry: ObjectionAnswer, *, language: str) -> Done[None]:
        """Put the office's own words in the place of an entry; they travel with the next files.

        BadObjection when the entry is unsound, NotAllowed outside the office.
        """
        if language not in LANGUAGES:
            raise BadInput(
                say("There is no language {language}.", language=language), say("Choose vi or en.")
            )
        checked = check_entry(_tidy(entry), language=language)
        return self._write(
            {
                "worry": checked.worry, "language": language, "words": checked.words,
                "answer": join_lines(checked.paragraphs), "avoid": join_lines(checked.avoid),
                "sources": join_lines(checked.sources),
            }
        )  # fmt: skip

    def take_back_entry(self, worry: str, *, language: str) -> Done[None]:
        """Go back to the words that came with the program."""
        return self._write({"worry": worry, "language": language})

    def _write(self, values: Mapping[str, object]) -> Done[None]:
        with self.desk.write() as writer:
            need_office(writer.session)
            writer.create("objection_entry", {**values, "written_on": self.desk.today.isoformat()})
        return Done(None, writer.changes())

    def office_phone(self) -> str:
        """The insurance office's telephone, empty when nobody entered it."""
        with self.desk.read() as session:
            return objections.read_phone(session)

    def set_office_phone(self, phone: str) -> Done[None]:
        """Enter the office's telephone, as it is printed on every leaflet."""
        proper = normalize_phone(phone) if phone.strip() else ""
        with self.desk.write() as writer:
            need_office(writer.session)
            writer.create("office_contact", {"phone": proper})
        return Done(None, writer.changes())


def need_office(session: Session) -> None:
    """Refuse on any machine but the office's."""
    if settings.read_machine(session).role != "office":
        raise NotAllowed(
            say("Only the insurance office writes this."),
            say("Send the office a question instead."),
            key="not_office",
        )


def _tidy(entry: ObjectionAnswer) -> ObjectionAnswer:
    def clean(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in (normalize_note(text) for text in texts) if each)

    return replace(
        entry,
        words=normalize(entry.words),
        paragraphs=clean(entry.paragraphs),
        avoid=clean(entry.avoid),
        sources=clean(entry.sources),
    )


@cache
def load_shipped_book(language: str) -> ObjectionBook:
    """The answers that came with the program, read and checked once."""
    return read_objections(assets.read_text(f"objections/{language}.toml"), language=language)


def read_book(session: Session, language: str) -> ObjectionBook:
    """The shipped book with the office's latest sound words over it; a row that is unsound here is left out."""
    book = dict(load_shipped_book(language))
    for row in objections.list_entries(session, language):
        if row.answer:
            entry = ObjectionAnswer(
                row.worry,
                row.words,
                split_lines(row.answer),
                split_lines(row.avoid),
                split_lines(row.sources),
                edited=True,
            )
            try:
                book[row.worry] = check_entry(entry, language=language)
            except BadInput:
                continue
    return MappingProxyType(book)


# -------------------------------------------------------------------------------------------------- figures to be said
def collect_figures(
    advice: FamilyAdvice,
    person: PersonAdvice,
    pension: PensionAdvice | None,
) -> dict[str, object]:
    """The figures of one person that an answer may name; what cannot be told of this person is left out.

    Unconfirmed figures say so themselves.
    """
    figures: dict[str, object] = {
        "who": name_parts(person.basis.person.name).given or person.basis.person.name
    }
    quote = person.voluntary
    if quote is not None and quote.months:
        sure = quote.confirmed
        own, state = quote.own // quote.months, quote.state // quote.months
        figures["income"] = Dong(quote.income)
        figures["own_month"], figures["own_day"] = _told(own, sure), _told(_per_day(own), sure)
        if quote.state:
            figures["state_month"] = _told(state, sure)
            figures["state_percent"] = _percent(advice, person)
    least = quote_least(advice.basis, person.basis)
    if least is not None:
        figures["least_month"] = _told(least.own, least.confirmed)
        figures["least_day"] = _told(_per_day(least.own), least.confirmed)
    if person.health is not None:
        sure = advice.health is not None and advice.health.confirmed
        months = advice.choices.health_months
        figures["health_day"] = _told(_per_day(person.health.own // months), sure)
        if months == 12:
            figures["health_year"] = _told(person.health.own, sure)
    for fact in benefit_facts(advice.basis.book, advice.basis.today):
        if fact.key in FIGURES and fact.amount is not None:
            figures[fact.key] = _told(fact.amount, fact.confirmed)
    return figures | (_pension_figures(pension) if pension is not None else {})


def _percent(advice: FamilyAdvice, person: PersonAdvice) -> object:
    assert person.voluntary is not None
    rule = advice.basis.book.rule(f"voluntary.subsidy.{person.voluntary.category}", advice.basis.today)
    return rule.value


def _per_day(month: int) -> int:
    """A month's amount a day, upwards to whole hundreds, so that nobody is told less than it is."""
    return -(-month // 3000) * 100


def _told(amount: int, confirmed: bool) -> object:
    money = Dong(amount)
    return money if confirmed else say("{figure} (not confirmed)", figure=money)


def _pension_figures(pension: PensionAdvice) -> dict[str, object]:
    told = pension.projection
    if told is None or told.pension_from is None:
        return {}
    born = pension.person.born
    assert born is not None
    figures: dict[str, object] = {
        "pension_low": _told(told.monthly_low, told.confirmed),
        "pension_high": _told(told.monthly_high, told.confirmed),
        "pension_age": born.age_on(told.retires_on),
        "pension_from": f"{told.pension_from:%m/%Y}",
        "paid": Dong(told.paid_by_member),
        "rate_at_15": told.rate_at_15,
    }
    if told.months_to_pay_back is not None:
        figures["pay_back"] = told.months_to_pay_back
    if told.fifteen_years_on is not None:
        figures["fifteen"] = f"{told.fifteen_years_on:%m/%Y}"
    return figures
