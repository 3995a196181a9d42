"""The place Sign-ups in words: lines, what is known of one sign-up, and the cash of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach_app.domain.cash import CashCount, HandOverRow
from outreach_app.domain.dossiers import DossierEvent, DossierStep, SignUpRow, SignUpStage
from outreach_app.domain.receipts import MEANS_NAMES, ReceiptRow
from outreach_app.i18n import N_, Catalogue
from ui.presenters.phrases import DOT
from ui.presenters.renewal_words import name_scheme
from ui.presenters.sign_up_words import AmountLine, LineKind

if TYPE_CHECKING:
    from outreach_app.services.cash import CashDay
    from outreach_app.services.dossiers import SignUpCard

STEP_NAMES: dict[DossierStep, str] = {
    DossierStep.SENT: N_("Handed in"),
    DossierStep.ACCEPTED: N_("Accepted"),
    DossierStep.RETURNED: N_("Returned"),
    DossierStep.TAKEN_BACK: N_("Taken back"),
    DossierStep.WITHDRAWN: N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class DetailView:
    """What stands beside the list: whose it is, a warning (strong, plain), amounts, dated lines under a heading."""

    title: str
    place: str
    warning: tuple[str, str] = ("", "")
    bad: bool = False
    amounts: tuple[AmountLine, ...] = ()
    heading: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def tell_empty(words: Catalogue, *, anything: bool) -> tuple[str, str]:
    """What an empty list says, and what to do next; `anything`: other states have sign-ups."""
    if anything:
        return words.text("Nothing in this state"), words.text("Press 0 to see all of them.")
    return (
        words.text("No sign-up yet"),
        words.text("It begins at the door: write down who joins in a visit, or press Ctrl+Enter in Advise."),
    )


def tell_months(words: Catalogue, row: SignUpRow) -> str:
    """What was signed up for: scheme, months, from when."""
    months = words.plural("{count} month", "{count} months", row.months)
    year, _, month = row.first_month.partition("-")
    return DOT.join(
        (name_scheme(words, row.scheme), months, words.text("from {month}/{year}", month=month, year=year))
    )


def tell_row(words: Catalogue, row: SignUpRow) -> str:
    """The second line of a sign-up: what keeps it where it is."""
    step = row.standing
    parts = [tell_months(words, row)]
    if row.stage is SignUpStage.RETURNED and step is not None:
        return DOT.join(part for part in (words.date(step.on), " ".join(step.why.split())) if part)
    if row.stage is SignUpStage.WAITING and row.taken:
        parts.append(words.text("took {amount}", amount=words.money(row.taken)))
    elif step is not None:
        parts.append(words.date(step.on))
    elif row.receipts:
        parts.append(", ".join(number for number in row.receipts if number))
    return DOT.join(part for part in parts if part)


def tell_amount(words: Catalogue, row: SignUpRow) -> str:
    """The figure at the right: what is missing, else what is due."""
    return words.money(row.balance.missing if row.stage is SignUpStage.WAITING else row.own)


def make_card_view(words: Catalogue, card: "SignUpCard", village: str) -> DetailView:
    """One stored sign-up."""
    row, step = card.row, card.row.standing
    warning, bad = ("", ""), False
    if row.stage is SignUpStage.RETURNED and step is not None:
        warning, bad = (words.text("The office returned it:"), step.why), True
    elif card.problems or card.consents:
        told = " ".join(words.render(each) for each in (*card.problems, *card.consents))
        warning = (words.text("Still in the way:"), told)
    household = words.text("household {head}", head=row.household_name)
    place = DOT.join(part for part in (household, village, tell_months(words, row)) if part)
    if bad and card.problems:
        warning = (warning[0], DOT.join([warning[1], *map(words.render, card.problems)]))
    return DetailView(
        row.person_name, place, warning, bad, tuple(_list_amounts(words, card)), words.text("What happened"),
        tuple(_list_events(words, card)),
    )  # fmt: skip


def _list_amounts(words: Catalogue, card: "SignUpCard") -> Iterable[AmountLine]:
    row = card.row
    yield AmountLine(words.text("To be paid by the family"), words.money(row.own))
    for receipt in card.receipts:
        number = receipt.number or words.text("without a number")
        if receipt.voided is not None:
            yield AmountLine(number, words.text("void"), receipt.voided, LineKind.FACT)
        else:
            yield AmountLine(number, words.money(-receipt.amount), _tell_receipt(words, receipt))
    if row.balance.over:
        yield AmountLine(words.text("Taken too much"), words.money(row.balance.over), kind=LineKind.TOTAL)
    else:
        yield AmountLine(
            words.text("Still to be paid"), words.money(row.balance.missing), kind=LineKind.TOTAL
        )


def _tell_receipt(words: Catalogue, receipt: ReceiptRow) -> str:
    means = words.text(MEANS_NAMES[receipt.means])
    return DOT.join((means, words.date(receipt.received_on), receipt.canvasser_name))


def _list_events(words: Catalogue, card: "SignUpCard") -> Iterable[tuple[str, str]]:
    for event in card.events:
        yield words.date(event.on), _tell_event(words, event)
    signed = words.text("Signed up by {name}", name=card.row.canvasser_name)
    yield words.date(card.row.signed_on), signed if card.row.canvasser_name else words.text("Signed up")


def _tell_event(words: Catalogue, event: DossierEvent) -> str:
    what = words.text(STEP_NAMES[event.step])
    return DOT.join(part for part in (what, event.canvasser_name, event.why) if part)


def make_cash_view(words: Catalogue, cash: "CashDay", troubles: Iterable[str]) -> DetailView:
    """The cash of a day: receipts not handed over, sums, and what was handed over today."""
    count = cash.count
    told = " ".join(troubles)
    lines = [(words.date(row.received_on), _tell_paper(words, row)) for row in cash.receipts]
    lines += [(words.date(slip.day), _tell_slip(words, slip)) for slip in cash.handed]
    return DetailView(
        words.text("Cash of {name}", name=cash.canvasser_name)
        if cash.canvasser_name
        else words.text("Cash of the day"),
        tell_count(words, count, earlier=cash.earlier),
        (words.text("To be looked at:") if told else "", told),
        bad=False,
        amounts=tuple(_list_sums(words, count)),
        heading=words.text("Receipts not handed over, and what was"),
        lines=tuple(lines),
    )


def tell_count(words: Catalogue, count: CashCount, *, earlier: int = 0) -> str:
    """How many receipts wait to be handed over, and how many of them from days before."""
    papers = count.cash_receipts + count.transfer_receipts
    if not papers:
        return words.text("Everything is handed over.")
    parts = [words.plural("{count} receipt not handed over", "{count} receipts not handed over", papers)]
    if earlier:
        parts.append(words.plural("{count} of days before", "{count} of days before", earlier))
    return DOT.join(parts)


def _list_sums(words: Catalogue, count: CashCount) -> Iterable[AmountLine]:
    papers = words.plural("{count} money receipt", "{count} money receipts", count.transfer_receipts)
    yield AmountLine(words.text("By bank transfer"), words.money(count.transfers), papers, LineKind.FACT)
    yield AmountLine(words.text("Cash there must be"), words.money(count.cash), kind=LineKind.TOTAL)


def _tell_paper(words: Catalogue, row: ReceiptRow) -> str:
    number = row.number or words.text("without a number")
    if row.voided is not None:
        return DOT.join((number, words.text("void"), row.voided))
    return DOT.join((number, row.person_name, words.money(row.amount), words.text(MEANS_NAMES[row.means])))


def _tell_slip(words: Catalogue, slip: HandOverRow) -> str:
    handed = words.text("Handed over to {name}", name=slip.receiver_name)
    return DOT.join((handed, words.render(slip.difference)))
