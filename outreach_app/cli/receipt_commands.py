"""`outreach receipt`: money taken for sign-ups, receipts that became void, and the receipt books."""

from typing import TYPE_CHECKING, Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import DONE, NEEDS_A_PERSON, Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.money_shapes import book_shape, receipt_shape
from outreach_app.cli.options import command, new_group
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.receipts import BookState, Means, parse_receipt_number
from outreach_app.domain.text import fold
from outreach_app.errors import NotFound, say
from outreach_app.i18n import N_, Dong

if TYPE_CHECKING:
    from outreach_app.app import App


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "receipt", HELP["receipt"])
    command(group, "take", N_("Write a receipt for a sign-up: the whole amount or a part of it."))(_take)
    command(group, "void", N_("Make a receipt number void; money written on it falls away."))(_void)
    book = new_group(group, "book", N_("Receipt books: giving out, taking in, what is missing."))
    command(book, "issue", N_("At the office: give a book to somebody."))(_issue)
    command(book, "list", N_("Every book with numbers used, void and missing, and numbers written twice."))(
        _list
    )
    command(book, "pass", N_("At the office: enter that somebody else holds a book."))(_pass)
    command(book, "return", N_("At the office: enter that a book came back."))(_return)


SignUp = Annotated[
    str, typer.Argument(metavar="ENROLMENT", help=N_("Id of the sign-up, as enrol prints it."))
]
MoneyOption = Annotated[str, typer.Option("--money", metavar=N_("DONG"), help=N_("Money that was taken."))]
NumberOption = Annotated[
    str,
    typer.Option(
        "--receipt",
        metavar=N_("NUMBER"),
        help=N_("Number of its receipt; of a transfer the bank's reference."),
    ),
]
MeansOption = Annotated[str, typer.Option("--means", metavar="cash|transfer", help=N_("How the money came."))]
DayOption = Annotated[
    str | None, typer.Option("--day", metavar=N_("DATE"), help=N_("Day on the receipt (else today)."))
]
Number = Annotated[
    str, typer.Argument(metavar=N_("NUMBER"), help=N_("Number as it is printed on the receipt."))
]
WhyOption = Annotated[str, typer.Option("--why", metavar=N_("TEXT"), help=N_("Why; it is kept."))]
HolderOption = Annotated[str, typer.Option("--to", metavar=N_("PERSON"), help=N_("Who gets the book."))]
InBook = Annotated[str, typer.Argument(metavar=N_("NUMBER"), help=N_("Any number of the book."))]


def _take(
    call: Call, enrolment: SignUp, money: MoneyOption, receipt: NumberOption = "", means: MeansOption = "cash",
    day: DayOption = None,
) -> Answer:  # fmt: skip
    wanted, kind = parse_row_id(enrolment), parsing.parse_key(Means, means, option="--means")
    amount, on = parsing.parse_money(money, option="--money"), parsing.parse_day(day, option="--day")
    with call.open() as app:
        from outreach_app.services.money import NewReceipt

        new = NewReceipt(wanted, amount, receipt, kind, on)
        call.sign(app, trial=lambda: app.money.check(new))
        taken = app.money.take(new).value
        card = app.dossiers.read_card(wanted)
    problems = [call.words.render(problem) for problem in taken.problems]
    row = card.row
    data = {
        "receipt_id": taken.receipt.id.hex(), "enrolment_id": row.id.hex(), "due": row.own, "taken": row.taken,
        "missing": row.balance.missing, "over": row.balance.over, "state": row.stage.value, "problems": problems,
    }  # fmt: skip
    line = say("Took {amount} from {name}.", amount=Dong(amount), name=row.person_name)
    left = [told] if row.balance.missing and (told := row.balance.tell()) else []
    return Answer(data, [line, *left, *taken.problems], NEEDS_A_PERSON if problems else DONE)


def _void(call: Call, number: Number, why: WhyOption) -> Answer:
    with call.open() as app:
        call.sign(app)
        made = app.money.make_void(number, why=why).value
    return Answer(
        {"number": number, "receipts": [row.hex() for row in made]},
        [say("Receipt {number} is void now.", number=number)],
    )


def _issue(
    call: Call,
    first: Annotated[
        str, typer.Option("--first", metavar=N_("NUMBER"), help=N_("First number of the book."))
    ],
    last: Annotated[str, typer.Option("--last", metavar=N_("NUMBER"), help=N_("Last number of the book."))],
    to: HolderOption,
    series: Annotated[
        str,
        typer.Option(
            "--series", metavar=N_("TEXT"), help=N_("Series, when the numbers are given without it.")
        ),
    ] = "",
) -> Answer:
    with call.open() as app:
        call.sign(app)
        holder = _find_holder(app, to)
        book = app.receipt_books.issue(first=first, last=last, canvasser=holder, series=series).value
        (state,) = [each for each in app.receipt_books.list_books() if each.book.id == book.id]
    return Answer(
        book_shape(state),
        [say("{name} holds {numbers}.", name=book.canvasser_name, numbers=book.name_span(book.span))],
    )  # fmt: skip


def _list(call: Call) -> Answer:
    with call.open() as app:
        states, clashes = app.receipt_books.list_books(), app.receipt_books.find_clashes()
        troubles = app.receipt_books.find_troubles()
    data = {
        "books": [book_shape(state) for state in states],
        "clashes": [
            {"number": clash.number, "receipts": [receipt_shape(row) for row in clash.rows]} for clash in clashes
        ],
        "problems": [call.words.render(text) for text in troubles],
    }  # fmt: skip
    lines = [
        say("{numbers}, {name}: {used} used, {void} void, {missing} missing, {left} left.",
            numbers=state.book.name_span(state.book.span), name=state.book.canvasser_name, used=state.used,
            void=state.void, missing=state.missing_count, left=state.left)
        for state in states
    ]  # fmt: skip
    lines = lines or [say("No receipt book has been given out yet: outreach receipt book issue.")]
    return Answer(data, [*lines, *troubles], NEEDS_A_PERSON if troubles else DONE)


def _pass(call: Call, number: InBook, to: HolderOption, why: WhyOption = "") -> Answer:
    with call.open() as app:
        call.sign(app)
        state = _find_book(app, number)
        book = app.receipt_books.pass_on(state.book.id, _find_holder(app, to), why=why).value
        state = _find_book(app, number)
    return Answer(
        book_shape(state),
        [say("{name} holds {numbers}.", name=book.canvasser_name, numbers=book.name_span(book.span))],
    )


def _return(
    call: Call,
    number: InBook,
    blank_from: Annotated[
        str,
        typer.Option(
            "--blank-from", metavar=N_("NUMBER"), help=N_("First blank leaf; without it the book is full.")
        ),
    ] = "",
    why: WhyOption = "",
) -> Answer:
    with call.open() as app:
        call.sign(app)
        book = app.receipt_books.take_in(
            _find_book(app, number).book.id, blank_from=blank_from, why=why
        ).value
        (state,) = [each for each in app.receipt_books.list_books() if each.book.id == book.id]
    line = say("The book {numbers} came back; {count} receipts are missing.",
               numbers=book.name_span(book.span), count=state.missing_count)  # fmt: skip
    return Answer(book_shape(state), [line], NEEDS_A_PERSON if state.missing else DONE)


def _find_holder(app: "App", name: str) -> bytes:
    found = next((each for each in app.office.list_canvassers() if fold(each.name) == fold(name)), None)
    if found is None:
        raise NotFound(say("Nobody here is called {name}.", name=name), say("Enter the person first."))
    return found.id


def _find_book(app: "App", text: str) -> BookState:
    number = parse_receipt_number(text)
    for state in app.receipt_books.list_books():
        if number is not None and state.book.holds(number):
            return state
    raise NotFound(
        say("Receipt {number} is in no book that was given out.", number=text),
        say("Look at: outreach receipt book list."),
    )
