"""A voluntary quote as the promised JSON and as words: the arithmetic line by line, then what can be read aloud."""

from collections.abc import Sequence

from outreach_app.cli.call import Call
from outreach_app.cli.shapes import plain, step_shapes
from outreach_app.domain.methods import describe_method, parse_method
from outreach_app.domain.quotes import DuePayment, VoluntaryQuote
from outreach_app.domain.rules import Mark
from outreach_app.errors import Message, say
from outreach_app.i18n import Dong

_NAMES = (
    "income method months category first_month contribution state top_up other own subsidised_months first_due"
    " rule_book confirmed valid_until crosses"
)


def voluntary_shape(call: Call, quote: VoluntaryQuote) -> dict[str, object]:
    """The keys that are promised; `freeze` tells what becomes of months paid for that lie behind a change."""
    shape: dict[str, object] = {name: plain(getattr(quote, name)) for name in _NAMES.split()}
    shape["due"] = [_due_shape(payment) for payment in quote.due]
    shape["freeze"] = step_shapes([quote.freeze], call.words)[0] if quote.freeze else None
    shape["steps"] = step_shapes(quote.steps, call.words)
    return shape


def _due_shape(payment: DuePayment) -> dict[str, object]:
    names = "first_month months income contribution state top_up other own confirmed"
    return {"date": payment.day.isoformat()} | {name: plain(getattr(payment, name)) for name in names.split()}


def list_voluntary_words(quote: VoluntaryQuote) -> list[Message | str]:
    """What a quote comes to, in sentences that can be read aloud at the door."""
    return [
        say(
            "{months} months: contribution {contribution}; state {state}, province {top_up}, others {other}.",
            months=quote.months, contribution=Dong(quote.contribution), state=Dong(quote.state),
            top_up=Dong(quote.top_up), other=Dong(quote.other),
        ),
        say("To pay: {own}, by {day}.", own=Dong(quote.own), day=quote.first_due),
        say(
            "With an income of {income}, {method}, the family pays {own}; the state helps with {state}.",
            income=Dong(quote.income), method=describe_method(parse_method(quote.method)), own=Dong(quote.own),
            state=Dong(quote.state),
        ),
        *_tell_help(quote),
        *_tell_dates(quote.due[1:]),
        *_tell_changes(quote),
    ]  # fmt: skip


def _tell_help(quote: VoluntaryQuote) -> list[Message | str]:
    lines: list[Message | str] = []
    if quote.top_up:
        lines.append(say("The province adds {amount}.", amount=Dong(quote.top_up)))
    if quote.other:
        lines.append(say("Others give {amount}.", amount=Dong(quote.other)))
    if quote.subsidised_months < quote.months:
        lines.append(
            say(
                "The state helps in {some} of these {months} months; its 10 years are used up then.",
                some=quote.subsidised_months, months=quote.months,
            )
        )  # fmt: skip
    return lines


def _tell_dates(later: Sequence[DuePayment]) -> list[Message | str]:
    return [
        say("Then {own}, by {day}.", own=Dong(payment.own), day=payment.day)
        if payment.confirmed
        else say("Then {own}, by {day} (not confirmed).", own=Dong(payment.own), day=payment.day)
        for payment in later
    ]


def _tell_changes(quote: VoluntaryQuote) -> list[Message | str]:
    lines: list[Message | str] = []
    if quote.valid_until is not None:
        lines.append(say("These amounts hold when paid until {day}.", day=quote.valid_until))
    if quote.freeze is not None:
        lines.append(quote.freeze.text)
        if quote.freeze.mark is Mark.UNCONFIRMED:
            lines.append(say("That is how it was; the new decree is not confirmed on this."))
    return lines
