"""`outreach objections`: the answers to worries as they stand here, and the office's own words over them."""

from collections.abc import Iterator
from typing import Annotated

import typer

from outreach_app.cli import parsing
from outreach_app.cli.call import Answer, Call
from outreach_app.cli.contents import HELP
from outreach_app.cli.options import command, new_group
from outreach_app.cli.parsing import WrongUsage
from outreach_app.domain.objections import ObjectionAnswer, ObjectionResults
from outreach_app.domain.visits import OBJECTION_NAMES
from outreach_app.errors import say
from outreach_app.i18n import LANGUAGES, N_


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = new_group(app, "objections", HELP["objections"])
    command(group, "list", N_("The answers to worries, and what became of the households that named them."))(
        _list
    )
    command(group, "set", N_("Put the office's own words in the place of an answer."))(_set)


BookOption = Annotated[
    str | None,
    typer.Option("--book", metavar="vi|en", help=N_("Which language's book (else that of the answer).")),
]
KeyFilter = Annotated[
    str | None, typer.Option("--key", metavar=N_("KEY"), help=N_("Only this worry, such as too_long."))
]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help=N_("Key of the worry, such as too_long."))]
WordsOption = Annotated[
    str | None,
    typer.Option(
        "--words",
        metavar=N_("TEXT"),
        help=N_("The worry in the family's words (else those that stand there)."),
    ),
]
SayOption = Annotated[
    list[str] | None,
    typer.Option("--say", metavar=N_("TEXT"), help=N_("One sentence of the answer; repeat it for more.")),
]
AvoidOption = Annotated[
    list[str] | None,
    typer.Option(
        "--avoid", metavar=N_("TEXT"), help=N_("What not to say (else what stands there); repeatable.")
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar=N_("TEXT"),
        help=N_("Paper and article it rests on (else those that stand there)."),
    ),
]
ShippedOption = Annotated[
    bool, typer.Option("--shipped", help=N_("Go back to the words that came with the program."))
]


def _list(call: Call, key: KeyFilter = None, book: BookOption = None) -> Answer:
    wanted = [_parse_worry(key, option="--key")] if key else list(OBJECTION_NAMES)
    with call.open() as app:
        answers = app.objections.read_book(_parse_book(call, book))
        told = [(answers[worry], app.objections.results(worry)) for worry in wanted if worry in answers]
        phone = app.objections.office_phone()
    data = {"objections": [_shape(*each) for each in told], "office_phone": phone}
    return Answer(data, [line for each in told for line in _tell(call, *each)])


def _set(
    call: Call, key: KeyArgument, words: WordsOption = None, say_: SayOption = None, avoid: AvoidOption = None,
    source: SourceOption = None, book: BookOption = None, shipped: ShippedOption = False,
) -> Answer:  # fmt: skip
    worry, language = _parse_worry(key, option="KEY"), _parse_book(call, book)
    if shipped is bool(say_):
        raise WrongUsage(
            say("Either --say or --shipped is needed."), say("Give the new answer, or go back to the old.")
        )
    with call.open() as app:
        call.sign(app)
        if shipped:
            app.objections.take_back_entry(worry, language=language)
        else:
            old = app.objections.read_book(language)[worry]
            kept = ObjectionAnswer(
                worry, words or old.words, tuple(say_ or ()), tuple(avoid) if avoid else old.avoid,
                tuple(source) if source else old.sources,
            )  # fmt: skip
            app.objections.write_entry(kept, language=language)
        entry, results = app.objections.read_book(language)[worry], app.objections.results(worry)
    told = say("These words count here now; laptops get them with their next file.")
    return Answer(_shape(entry, results), [*_tell(call, entry, results), told])


def _parse_worry(key: str, *, option: str) -> str:
    return parsing.parse_choice(key, OBJECTION_NAMES, option=option)


def _parse_book(call: Call, book: str | None) -> str:
    return parsing.parse_choice(book, LANGUAGES, option="--book") if book else call.words.language


def _shape(entry: ObjectionAnswer, results: ObjectionResults) -> dict[str, object]:
    return {
        "key": entry.worry, "words": entry.words, "answer": list(entry.paragraphs), "avoid": list(entry.avoid),
        "sources": list(entry.sources), "edited": entry.edited,
        "results": {
            "heard": results.heard, "joined": results.joined, "thinking": results.thinking,
            "refuses": results.refuses, "reassured": results.reassured,
        },
    }  # fmt: skip


def _tell(call: Call, entry: ObjectionAnswer, results: ObjectionResults) -> Iterator[str]:
    words = call.words
    own = words.text("(the office's own words)") if entry.edited else ""
    yield f"{entry.worry}: {entry.words} {own}".rstrip()
    yield from (f"    {paragraph}" for paragraph in entry.paragraphs)
    yield from (f"    {words.text('Not to be said:')} {each}" for each in entry.avoid)
    yield f"    {'; '.join(entry.sources)}"
    if results.heard:
        yield "    " + words.text(
            "Named in {heard} households; {joined} joined, {refuses} refuse.",
            heard=results.heard, joined=results.joined, refuses=results.refuses,
        )  # fmt: skip
