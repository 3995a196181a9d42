"""Sentences of the place Advise: the rule book, the law of a figure, what was asked and answered."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from outreach_app.domain.advice import FamilyAdvice
from outreach_app.domain.quotes import Step
from outreach_app.domain.rows import QuestionRow
from outreach_app.domain.rules import Mark
from outreach_app.i18n import Catalogue
from ui.presenters.pension_view import TextLine, list_pension_steps
from ui.presenters.phrases import DOT, name_given, tell_version

if TYPE_CHECKING:
    from ui.presenters.advise import AdviseState


def tell_book(words: Catalogue, advice: FamilyAdvice) -> str:
    """Which rule book the figures come from, and until when they hold."""
    told = words.text("Rule book {version}", version=tell_version(words, advice.basis.book.version))
    if advice.valid_until is None:
        return told
    return DOT.join((told, words.text("holds until {day}", day=advice.valid_until)))


def name_law(words: Catalogue, state: "AdviseState") -> str:
    """What the steps shown are of."""
    if state.law == "health":
        return words.text("How the family's health insurance is worked out")
    person = state.advice.person(state.focus) if state.advice is not None else None
    name = name_given(person.basis.person.name) if person is not None else ""
    if state.law == "pension":
        return words.text("How the pension of {name} is worked out", name=name)
    return words.text("How the social insurance of {name} is worked out", name=name)


def list_laws(words: Catalogue, state: "AdviseState") -> tuple[TextLine, ...]:
    """Every step of what is shown, with its law."""
    advice = state.advice
    if advice is None:
        return ()
    person = advice.person(state.focus)
    if state.law == "health":
        return _list_steps(words, advice.health.steps if advice.health is not None else ())
    if state.law == "pension":
        return list_pension_steps(words, state.pension) if state.pension is not None else ()
    quote = person.voluntary if person is not None else None
    return _list_steps(words, quote.steps if quote is not None else ())


def _list_steps(words: Catalogue, steps: Iterable[Step]) -> tuple[TextLine, ...]:
    told = tuple(TextLine(words.render(s.text), s.source, s.mark is not Mark.UNCONFIRMED) for s in steps)
    return told or (TextLine(words.text("Nothing is paid here."), ""),)


def tell_questions(words: Catalogue, questions: Iterable[QuestionRow]) -> str:
    """What the household asked before and what the office answered, newest first."""
    told = []
    for question in questions:
        asked = f"{words.date(question.asked_on)}: {question.text}"
        if question.answers:
            last = question.answers[-1]
            told.append(words.text("{asked} Answered: {answer}", asked=asked, answer=last.text))
        else:
            told.append(words.text("{asked} Not answered yet.", asked=asked))
    return "\n".join(told)
