"""The answer to a worry with a household's figures, and what came of it so far; read in the background."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach_app.domain.objections import ObjectionResults
from outreach_app.errors import OutreachError
from outreach_app.i18n import Catalogue
from ui.presenters.pension_view import address

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.domain.advice import (
        AdviceBasis,
        FamilyAdvice,
        FamilyChoices,
        PensionAdvice,
        PersonAdvice,
    )


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of the family under the answer: what it is, and how much."""

    label: str
    value: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class WorryView:
    """An answer ready to be read out: the worry in quotes, what to say, figures, what not to say, law, results."""

    worry: str
    words: str
    paragraphs: tuple[str, ...]
    figures: tuple[FigureLine, ...]
    avoid: tuple[str, ...]
    sources: tuple[str, ...]
    results: str
    edited: bool = False


def read_worry(
    app: "App",
    words: Catalogue,
    worry: str,
    *,
    household: bytes,
    person: bytes | None = None,
    advice: "FamilyAdvice | None" = None,
) -> WorryView:
    """Read the book's answer and fill in the figures of one member, by default the first who may join."""
    from outreach_app.services.objections import collect_figures

    entry = app.objections.read_book(words.language)[worry]
    if advice is None:
        basis = app.advice.read(household)
        advice = app.advice.work_out(basis, app.advice.read_choices(basis))
    chosen = advice.person(person) or _choose(advice)
    figures: dict[str, object] = {}
    lines: tuple[FigureLine, ...] = ()
    if chosen is not None:
        pension = _project(app, advice.basis, advice.choices, chosen.basis.person.id)
        figures = collect_figures(advice, chosen, pension)
        figures["who"] = address(words, chosen.basis.person, advice.basis.today)
        lines = tuple(_list_figures(words, advice, chosen))
    return WorryView(
        worry,
        entry.words,
        entry.say_with(figures, words),
        lines,
        entry.avoid,
        entry.sources,
        tell_results(words, app.objections.results(worry)),
        entry.edited,
    )


def _choose(advice: "FamilyAdvice") -> "PersonAdvice | None":
    joins = [each for each in advice.people if each.voluntary is not None]
    # Of somebody whose birth date and sex are known a pension can be told as well.
    known = [each for each in joins if each.basis.person.born and each.basis.person.sex]
    return next(iter(known or joins or advice.people), None)


def _project(
    app: "App", basis: "AdviceBasis", choices: "FamilyChoices", person: bytes
) -> "PensionAdvice | None":
    try:
        return app.advice.project(basis, choices, person)
    except OutreachError:
        return None


def _list_figures(words: Catalogue, advice: "FamilyAdvice", person: "PersonAdvice") -> Iterator[FigureLine]:
    name = address(words, person.basis.person, advice.basis.today)
    name = name[:1].upper() + name[1:]
    quote = person.voluntary
    if quote is not None:
        own = words.text("{amount} a month", amount=words.money(quote.own // quote.months))
        yield FigureLine(words.text("{name}, income chosen", name=name), own, not quote.confirmed)
        if quote.state:
            rule = advice.basis.book.rule(f"voluntary.subsidy.{quote.category}", advice.basis.today)
            state = words.text("{amount} a month", amount=words.money(quote.state // quote.months))
            label = words.text("The state supports {percent}%", percent=rule.value)
            yield FigureLine(label, state, not quote.confirmed)
    if person.health is not None:
        months = advice.choices.health_months
        label = words.text("Health card, {months} months", months=months)
        yield FigureLine(label, words.money(person.health.own))


def tell_results(words: Catalogue, results: ObjectionResults) -> str:
    """What became of the households that named a worry, in a sentence; empty when nobody did."""
    if not results.heard:
        return ""
    return words.text(
        "Heard at {heard} doors: {joined} joined, {reassured} are more at ease, {thinking} think, {refuses} refuse.",
        heard=results.heard, joined=results.joined, reassured=results.reassured, thinking=results.thinking,
        refuses=results.refuses,
    )  # fmt: skip
