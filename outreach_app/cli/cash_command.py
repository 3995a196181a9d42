"""`outreach cash day`: the cash of a day against its receipts, and handing it over with a slip."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.money_shapes import count_shape, hand_over_shape, receipt_shape
from outreach_app.cli.options import command, new_group
from outreach_app.cli.writing import check_target, write_document
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Dong

if TYPE_CHECKING:
    from outreach_app.services.cash import CashDay


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "cash", HELP["cash"])
    command(group, "day", N_("Cash against receipts; with --counted and --to it is handed over."))(_day)


DayOption = Annotated[
    str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Receipts up to which day (else today)."))
]
CountedOption = Annotated[
    str | None, typer.Option("--counted", metavar=N_("DONG"), help=N_("Cash that was counted."))
]
ToOption = Annotated[
    str | None, typer.Option("--to", metavar=N_("PERSON"), help=N_("Who takes the cash; both sign the slip."))
]
WhyOption = Annotated[
    str, typer.Option("--why", metavar=N_("TEXT"), help=N_("Why the cash differs from the receipts."))
]
OutOption = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help=N_("The PDF of the slip to write."))
]


def _day(
    call: Call, day: DayOption = None, counted: CountedOption = None, to: ToOption = None, why: WhyOption = "",
    out: OutOption = None,
) -> Answer:  # fmt: skip
    chosen = parsing.parse_day(day, option="--day")
    amount = parsing.parse_money(counted, option="--counted") if counted is not None else None
    if to is not None and amount is None:
        raise parsing.WrongUsage(
            say("Handing over needs the cash that was counted."), say("Add --counted with the amount.")
        )
    if out is not None and to is None:
        raise parsing.WrongUsage(
            say("A slip is written when cash is handed over."), say("Add --to with a name.")
        )
    target = check_target(out) if out else None
    with call.open() as app:
        if to is None:
            call.sign(app)
            return _tell(call, app.cash.read_cash(chosen), amount)
        call.sign(app)
        assert amount is not None
        row = app.cash.hand_over(counted=amount, receiver=to, why=why, day=chosen).value
        written = write_document(target, app.cash.slip(row.id, call.words)) if target else {}
    lines: list[Message] = [
        say("Handed over to {name}: {amount}.", name=row.receiver_name, amount=Dong(row.counted))
    ]
    lines.append(row.difference)
    return Answer(
        {"hand_over": hand_over_shape(row, call.words)} | written, lines,
        NEEDS_A_PERSON if row.counted != row.due else DONE,
    )  # fmt: skip


def _tell(call: Call, cash: "CashDay", counted: int | None) -> Answer:
    data = {
        "day": cash.day.isoformat(), "canvasser": cash.canvasser_name or None, "counted": counted,
        "receipts": [receipt_shape(row) for row in cash.receipts], "earlier": cash.earlier,
        "handed_over": [hand_over_shape(row, call.words) for row in cash.handed],
    } | count_shape(cash.count)  # fmt: skip
    lines = [
        say(
            "Cash by {count} receipts: {amount}.",
            count=cash.count.cash_receipts,
            amount=Dong(cash.count.cash),
        ),
        say("By bank transfer: {amount}.", amount=Dong(cash.count.transfers)),
    ]
    differs = counted is not None and counted != cash.count.cash
    if counted is not None:
        lines.append(cash.count.compare(counted))
    return Answer(data, lines, NEEDS_A_PERSON if differs else DONE)
