"""A sign-up in words: amounts, what follows from them, and every step with the law it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from outreach_app.domain.joining import JoinObstacle
from outreach_app.domain.people import CATEGORY_NAMES, Category, Scheme
from outreach_app.domain.quotes import HealthQuote, Step, VoluntaryQuote
from outreach_app.domain.rules import Mark
from outreach_app.i18n import Catalogue
from ui.presenters.phrases import name_given
from ui.presenters.sign_up_form import Candidate

if TYPE_CHECKING:
    from outreach_app.services.enrolments import EnrolmentQuote

_LATER_SHOWN = 2


class LineKind(StrEnum):
    """What a line of amounts is: part of the sum, the sum itself, or what follows from it."""

    PART = "part"
    TOTAL = "total"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One line: what, how much or when, a second line about it; `confirmed` false carries the sign."""

    label: str
    value: str
    detail: str = ""
    kind: LineKind = LineKind.PART
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class LawLine:
    """One step of the arithmetic and the law it rests on."""

    text: str
    source: str
    confirmed: bool


def make_amounts(words: Catalogue, quote: "EnrolmentQuote") -> tuple[AmountLine, ...]:
    """The lines of a quote, the total as the last part."""
    if quote.voluntary is not None:
        return (*_voluntary_parts(words, quote.voluntary), *_voluntary_facts(words, quote.voluntary))
    if quote.health is not None:
        return (*_health_parts(words, quote.health), *_health_facts(words, quote.health))
    return ()


def _voluntary_parts(words: Catalogue, quote: VoluntaryQuote) -> Iterable[AmountLine]:
    sure = quote.confirmed
    months = words.plural("for {count} month", "for {count} months", quote.months)
    yield AmountLine(words.text("To be paid"), words.money(quote.contribution), months, confirmed=sure)
    category = Category(quote.category)
    supported = words.plural(
        "{count} month with support", "{count} months with support", quote.subsidised_months
    )
    # "Other" is a choice in a form and says nothing here.
    detail = supported
    if category is not Category.OTHER:
        detail = f"{words.text(CATEGORY_NAMES[category])}, {supported}"
    yield AmountLine(words.text("The state pays"), words.money(-quote.state), detail, confirmed=sure)
    if quote.top_up:
        yield AmountLine(words.text("The province adds"), words.money(-quote.top_up), confirmed=sure)
    if quote.other:
        yield AmountLine(words.text("Others add"), words.money(-quote.other), confirmed=sure)
    yield _total(words, Scheme.VOLUNTARY, quote.own, confirmed=sure)


def _health_parts(words: Catalogue, quote: HealthQuote) -> Iterable[AmountLine]:
    sure, share = quote.confirmed, quote.members[0]
    place = words.text("outside the ladder")
    if share.position is not None:
        place = words.text(
            "place {place} of the household · {percent}%", place=share.position, percent=share.percent
        )
    yield AmountLine(words.text("To be paid"), words.money(share.contribution), place, confirmed=sure)
    if share.state:
        yield AmountLine(words.text("The state pays"), words.money(-share.state), confirmed=sure)
    if share.top_up:
        yield AmountLine(words.text("The province adds"), words.money(-share.top_up), confirmed=sure)
    yield _total(words, Scheme.HOUSEHOLD_HEALTH, share.own, confirmed=sure)


def _total(words: Catalogue, scheme: Scheme, own: int, *, confirmed: bool) -> AmountLine:
    voluntary = scheme is Scheme.VOLUNTARY
    label = (
        words.text("Pays today, social insurance")
        if voluntary
        else words.text("Pays today, health insurance")
    )
    return AmountLine(label, words.money(own), kind=LineKind.TOTAL, confirmed=confirmed)


def _voluntary_facts(words: Catalogue, quote: VoluntaryQuote) -> Iterable[AmountLine]:
    left = (quote.first_due - quote.on).days
    rest = words.plural("{count} day left", "{count} days left", left)
    yield _fact(words.text("To be paid by"), words.date(quote.first_due), rest)
    for payment in quote.due[1 : 1 + _LATER_SHOWN]:
        yield AmountLine(
            words.text("Then by {day}", day=payment.day),
            words.money(payment.own),
            kind=LineKind.FACT,
            confirmed=payment.confirmed,
        )
    yield from _holds(words, quote.valid_until)


def _health_facts(words: Catalogue, quote: HealthQuote) -> Iterable[AmountLine]:
    if quote.valid_from is not None:
        yield _fact(words.text("Card good from"), words.date(quote.valid_from), _tell_card(words, quote))
    yield from _holds(words, quote.valid_until)


def _tell_card(words: Catalogue, quote: HealthQuote) -> str:
    wait = (quote.valid_from - quote.on).days if quote.valid_from is not None else 0
    gap = any(step.rule == "health.card_gap_days" for step in quote.steps)
    return (
        words.text("follows the card before")
        if gap
        else words.text("first card, {days} days after paying", days=wait)
    )


def _holds(words: Catalogue, until: date | None) -> Iterable[AmountLine]:
    if until is not None:
        yield _fact(words.text("This amount holds until"), words.date(until))


def _fact(label: str, value: str, detail: str = "") -> AmountLine:
    return AmountLine(label, value, detail, LineKind.FACT)


def list_steps(quote: "EnrolmentQuote") -> Sequence[Step]:
    """The steps of whichever quote there is."""
    told = quote.voluntary or quote.health
    return told.steps if told is not None else ()


def make_laws(words: Catalogue, quote: "EnrolmentQuote") -> tuple[LawLine, ...]:
    """Every step with its law, last what becomes of months paid for that lie behind a change."""
    freeze = quote.voluntary.freeze if quote.voluntary is not None else None
    return _law_lines(words, (*list_steps(quote), *([freeze] if freeze else [])))


def _law_lines(words: Catalogue, steps: Iterable[Step]) -> tuple[LawLine, ...]:
    return tuple(
        LawLine(words.render(step.text), step.source, step.mark is not Mark.UNCONFIRMED) for step in steps
    )


def tell_doubts(words: Catalogue, quote: "EnrolmentQuote") -> str:
    """What the unconfirmed amounts rest on; empty when everything is confirmed."""
    told = quote.voluntary or quote.health
    if told is None:
        return ""
    lines = _law_lines(words, list_steps(quote))
    doubts = [f"{line.text} ({line.source})" for line in lines if not line.confirmed]
    doubts += [words.render(proposal) for proposal in quote.proposals]
    later = quote.voluntary is not None and any(not payment.confirmed for payment in quote.voluntary.due[1:])
    if told.confirmed and later:
        doubts.append(words.text("Later amounts rest on rules that nobody has confirmed yet."))
    return "; ".join(doubts)


def tell_left_out(words: Catalogue, candidates: Sequence[Candidate]) -> str:
    """Who cannot be signed up for anything, and why."""
    left = [each for each in candidates if not each.open]
    told = [f"{name_given(each.person.name)} ({_tell_why(words, each)})" for each in left]
    return words.text("Not asked: {people}", people="; ".join(told)) if told else ""


def _tell_why(words: Catalogue, candidate: Candidate) -> str:
    return ", ".join(dict.fromkeys(_lower(words, obstacle) for obstacle in candidate.obstacles.values()))


def _lower(words: Catalogue, obstacle: JoinObstacle) -> str:
    told = words.render(obstacle.text)
    return (told[:1].lower() + told[1:]).rstrip(".")


def tell_closed(words: Catalogue, candidate: Candidate | None) -> str:
    """Which scheme the chosen person cannot join or is not asked to, and why."""
    if candidate is None:
        return ""
    return "; ".join(_tell_obstacle(words, *each) for each in candidate.obstacles.items())


def _tell_obstacle(words: Catalogue, scheme: Scheme, obstacle: JoinObstacle) -> str:
    told = f"{words.text(SHORT_NAMES[scheme])}: {_lower(words, obstacle)}"
    return told if obstacle.is_firm else words.text("{reason}, ask first", reason=told)


SHORT_NAMES = {
    Scheme.VOLUNTARY: "Social ins.",
    Scheme.HOUSEHOLD_HEALTH: "Health ins.",
}
