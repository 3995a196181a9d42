"""The lines of what was heard: worries, channels, questions and training, each with what stands beside it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from outreach_app.domain.contact_counts import ContactReport, ContactRow
from outreach_app.domain.difficulties import HANDLING_NAMES, Difficulty
from outreach_app.domain.field_words import (
    CAUTION,
    name_group,
    say_answer,
    say_commune,
    say_contact,
    say_delay,
    say_questions,
    say_worry,
)
from outreach_app.domain.heard_visits import HeardVisit
from outreach_app.domain.question_counts import AskedQuestion, QuestionReport, QuestionTally
from outreach_app.domain.report_groups import Group, Split
from outreach_app.domain.rows import AnswerRow
from outreach_app.domain.training_counts import (
    TRAINEE_NAMES,
    CommuneTraining,
    TrainedRow,
    TrainingDay,
    TrainingReport,
)
from outreach_app.domain.visits import CHANNEL_NAMES, OBJECTION_NAMES, OUTCOME_NAMES, REACTION_NAMES, Channel
from outreach_app.domain.worry_counts import WorryReport, WorryRow
from outreach_app.i18n import N_, Catalogue
from ui.presenters.heard_state import Down, Go, Heard, HeardLine, HeardState, Sections
from ui.presenters.phrases import DOT
from ui.presenters.ports import HouseholdAt, ResultsAt, StandAt
from ui.presenters.settings import Section

KIND_NAMES: Mapping[Heard, str] = {
    Heard.WORRIES: N_("Worries"), Heard.CONTACTS: N_("Ways of contact"), Heard.QUESTIONS: N_("Questions, difficulties"),
    Heard.TRAINING: N_("Training"),
}  # fmt: skip
MOST_VISITS = 500
"""Of the visits behind a count so many are listed, the newest."""
_LONGEST = 40
"""So many letters of a question or difficulty stand in the list."""


def lay_lines(words: Catalogue, state: HeardState) -> tuple[HeardLine, ...]:
    """The lines at the end of the way down."""
    report = state.report
    if state.visits is not None:
        return tuple(_lay_visit(words, place, each) for place, each in enumerate(state.visits[:MOST_VISITS]))
    if isinstance(report, WorryReport):
        return tuple(_lay_worries(words, report, state.path))
    if isinstance(report, ContactReport):
        return tuple(_lay_contacts(words, report, state.path))
    if isinstance(report, QuestionReport):
        return tuple(_lay_questions(words, report, state.group))
    return tuple(_lay_training(words, report, state.path)) if report is not None else ()


# ------------------------------------------------------------------------------------------------- worries, channels
def _lay_worries(words: Catalogue, report: WorryReport, path: Sequence[Down]) -> list[HeardLine]:
    if not path:
        return [_lay_worry(words, row, row.worry, words.text(row.name)) for row in report.whole]
    rows = (row for row in report.rows if row.group.kind is not None and row.worry == path[0].key)
    return [_lay_worry(words, row, row.group, name_group(row.group, words)) for row in rows]


def _lay_worry(words: Catalogue, row: WorryRow, key: str | Group, title: str) -> HeardLine:
    number = words.number
    detail = DOT.join((
        words.plural("{count} household", "{count} households", row.households),
        words.text("joined {count}", count=number(row.joined)),
        words.text("thinking {count}", count=number(row.thinking)),
        words.text("refuse {count}", count=number(row.refuses)),
    ))  # fmt: skip
    by = tuple(f"{name or words.text('nobody known')}: {number(count)}" for name, count in row.by)
    told = [words.render(say_worry(row, words)), *([words.render(say_delay(row.days))] if row.days else [])]
    sections: Sections = (
        (title, tuple(told)),
        (words.text("What was told"), tuple(words.render(say_answer(each, words)) for each in row.answers)),
        (words.text("Heard by"), by),
        (words.text("To be read with care"), (words.render(CAUTION),)),
    )
    return HeardLine(key, title, detail, number(row.times), Down(key, title), sections)


def _lay_contacts(words: Catalogue, report: ContactReport, path: Sequence[Down]) -> list[HeardLine]:
    if not path:
        return [
            _lay_contact(words, row, row.channel, words.text(CHANNEL_NAMES[row.channel]))
            for row in report.whole
        ]
    rows = (row for row in report.rows if row.group.kind is not None and row.channel is path[0].key)
    return [_lay_contact(words, row, row.group, name_group(row.group, words)) for row in rows]


def _lay_contact(words: Catalogue, row: ContactRow, key: Channel | Group, title: str) -> HeardLine:
    number = words.number
    detail = DOT.join((
        words.plural("{count} household", "{count} households", row.households),
        words.text("spoken to at {count}", count=number(row.spoken)),
        words.plural("{count} sign-up", "{count} sign-ups", row.joined),
    ))  # fmt: skip
    came = tuple(f"{words.text(OUTCOME_NAMES[outcome])}: {number(count)}" for outcome, count in row.outcomes)
    sections: Sections = (
        (title, (words.render(say_contact(row, words)),)), (words.text("What came of the visits"), came),
    )  # fmt: skip
    return HeardLine(key, title, detail, number(row.visits), Down(key, title), sections)


def _lay_visit(words: Catalogue, place: int, visit: HeardVisit) -> HeardLine:
    said = ""
    if visit.reaction is not None:
        said = words.text(REACTION_NAMES[visit.reaction])
    elif visit.outcome is not None:
        said = words.text(OUTCOME_NAMES[visit.outcome])
    day = words.date(visit.on)
    detail = DOT.join(filter(None, (visit.village_name, visit.code, visit.canvasser)))
    title = visit.head or visit.code
    beside = tuple(filter(None, (day, said, visit.village_name, words.text("Number {code}", code=visit.code),
                                 visit.canvasser)))  # fmt: skip
    return HeardLine(
        (place, visit.household), title, DOT.join(filter(None, (said, detail))), day,
        Go("households", HouseholdAt(visit.household)), ((title, beside),),
    )  # fmt: skip


# --------------------------------------------------------------------------------------------- questions, difficulties
def _lay_questions(words: Catalogue, report: QuestionReport, group: Group | None) -> list[HeardLine]:
    village = bytes.fromhex(group.key) if group is not None else None
    inside = [
        [each for each in asked if village in (None, each.village)]
        for asked in (report.open, report.answered)
    ]
    difficulties = [each for each in report.difficulties if village in (None, each.village)]
    tallies = [row for row in report.rows if group in (None, row.group)]
    headed = (
        ("", [_lay_tally(words, row) for row in tallies]),
        (words.text("Open questions"), [_lay_asked(words, each, report.on) for each in inside[0]]),
        (words.text("Answered questions"), [_lay_asked(words, each, report.on) for each in inside[1]]),
        (words.text("Difficulties"), [_lay_difficulty(words, each, report.on) for each in difficulties]),
    )
    return _head(headed)


def _head(parts: Sequence[tuple[str, Sequence[HeardLine]]]) -> list[HeardLine]:
    lines: list[HeardLine] = []
    for heading, below in parts:
        if below:
            lines += [HeardLine(None, heading), *below] if heading else below
    return lines


def _lay_tally(words: Catalogue, row: QuestionTally) -> HeardLine:
    number, title = words.number, name_group(row.group, words)
    detail = DOT.join((
        words.text("asked {count}", count=number(row.asked)),
        words.text("answered {count}", count=number(row.answered)),
        words.text("open over 30 days {count}", count=number(row.over_month)),
    ))  # fmt: skip
    told = [words.render(say_questions(row)), *([words.render(say_delay(row.days))] if row.days else [])]
    leads = Down(row.group, title) if row.group.kind is Split.VILLAGE else None
    right = words.text("open {count}", count=number(row.open))
    return HeardLine(row.group, title, detail, right, leads, ((title, tuple(told)),))


def _lay_asked(words: Catalogue, asked: AskedQuestion, on: date) -> HeardLine:
    row, answered = asked.row, asked.answered_on(on)
    worry = words.text(OBJECTION_NAMES.get(row.worry, row.worry)) if row.worry else ""
    who = row.person_name or row.household_name
    waited = words.plural("{count} day", "{count} days", asked.waited(on))
    answers = tuple(
        line for each in row.answers if each.answered_on <= on for line in _tell_answer(words, each)
    )
    told = (
        words.text("asked on {day}", day=row.asked_on), who, asked.village_name, worry,
        words.text("passed on by {who}", who=row.canvasser_name) if row.canvasser_name else "",
        words.text("answered after {days}", days=waited) if answered else words.text("open for {days}", days=waited),
    )  # fmt: skip
    sections: Sections = ((row.text, tuple(filter(None, told))), (words.text("Answer"), answers))
    detail = DOT.join(filter(None, (asked.village_name, who, worry)))
    return HeardLine(
        row.id, _shorten(row.text), detail, waited, Go("households", HouseholdAt(row.household)), sections
    )


def _tell_answer(words: Catalogue, answer: AnswerRow) -> Iterator[str]:
    yield DOT.join(filter(None, (words.date(answer.answered_on), answer.canvasser_name)))
    yield answer.text
    if answer.source:
        yield answer.source


def _shorten(text: str) -> str:
    """A long text in one line of the list; all of it stands beside."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"


def _lay_difficulty(words: Catalogue, row: Difficulty, on: date) -> HeardLine:
    place = row.village_name or words.text("the whole area")
    state = words.text(HANDLING_NAMES[row.handling])
    told = (
        place, words.text("reported on {day}", day=row.reported_on), row.reporter, state, row.done,
        words.date(row.done_on) if row.done_on else "",
    )  # fmt: skip
    waited = words.plural("{count} day", "{count} days", row.waited(on))
    return HeardLine(
        row.id, _shorten(row.text), DOT.join(filter(None, (place, row.reporter, state))), waited,
        Go("settings", StandAt(Section.DIFFICULTIES)), ((row.text, tuple(filter(None, told))),),
    )  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- training
def _lay_training(words: Catalogue, report: TrainingReport, path: Sequence[Down]) -> list[HeardLine]:
    commune = path[0].name if path else None
    people = [row for row in report.rows if commune is None or commune in row.communes]
    lines = [(row.is_trained, _lay_person(words, row)) for row in people]
    parts = [
        (words.text("Not trained within these days"), [line for trained, line in lines if not trained]),
        (words.text("Trained within these days"), [line for trained, line in lines if trained]),
    ]
    if commune is None:
        parts += [
            (words.text("Communes"), [_lay_commune(words, each) for each in report.communes]),
            (words.text("Trainings"), [_lay_day(words, each) for each in report.days]),
        ]
    return _head(parts)


def _lay_person(words: Catalogue, row: TrainedRow) -> HeardLine:
    where = DOT.join(filter(None, (*row.teams, *(each for each in row.communes if each not in row.teams))))
    lessons = tuple(
        DOT.join(filter(None, (words.date(each.day), each.topic, each.led_by))) for each in row.lessons
    )
    kind = words.text(TRAINEE_NAMES[row.kind])
    sections: Sections = (
        (row.name, tuple(filter(None, (kind, where)))), (words.text("Came to"), lessons)
    )  # fmt: skip
    leads = Go("meetings", StandAt(row.lessons[0].meeting)) if row.lessons else None
    right = words.date(row.last_day) if row.last_day else ""
    return HeardLine(row.id, row.name, DOT.join(filter(None, (kind, where))), right, leads, sections)


def _lay_commune(words: Catalogue, row: CommuneTraining) -> HeardLine:
    told = words.render(say_commune(row))
    right = f"{words.number(row.trained)}/{words.number(row.canvassers)}"
    detail = words.text("nobody trained works there") if row.is_without else ""
    return HeardLine(row.code, row.name, detail, right, Down(row.code, row.name), ((row.name, (told,)),))


def _lay_day(words: Catalogue, row: TrainingDay) -> HeardLine:
    title = row.topic or words.text("A training")
    came = words.text("{named} came by name, {others} others", named=words.number(row.named),
                      others=words.number(row.others))  # fmt: skip
    led = words.text("led by {who}", who=row.led_by) if row.led_by else ""
    return HeardLine(
        row.meeting, title, DOT.join(filter(None, (came, led))), words.date(row.day),
        Go("meetings", StandAt(row.meeting)), ((title, tuple(filter(None, (words.date(row.day), came, led)))),),
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------- above and between
def results_of(group: Group | None) -> ResultsAt | None:
    """The results of the village gone down into."""
    return ResultsAt(bytes.fromhex(group.key)) if group is not None and group.kind is Split.VILLAGE else None


def tell_whole(words: Catalogue, state: HeardState) -> str:
    """The line beside the title: which days, and what the report as a whole says."""
    if state.at is None:
        return ""
    days = words.text("{first} to {last}", first=state.at.period.first, last=state.at.period.last)
    # The way down needs the room of the line; whoever came it knows the days.
    parts = [*([] if state.path else [days]), *([words.text("being counted again")] if state.loading else [])]
    if isinstance(state.report, WorryReport) and not state.path:
        visits, named = words.number(state.report.visits), words.number(state.report.named)
        parts.append(
            words.text(
                "visits with somebody spoken to {visits}, with a worry {named}", visits=visits, named=named
            )
        )
    if state.visits is not None and len(state.visits) > MOST_VISITS:
        parts.append(
            words.text(
                "the newest {shown} of {count}", shown=MOST_VISITS, count=words.number(len(state.visits))
            )
        )
    return DOT.join(parts)


def tell_nothing(words: Catalogue, state: HeardState) -> tuple[str, str]:
    """Why the list is empty, and what to do next."""
    if state.loading:
        return words.text("Reading what was heard"), words.text(
            "With a large register this takes a moment; other places can be opened meanwhile."
        )
    title = {
        Heard.WORRIES: words.text("No worry was named within these days"),
        Heard.CONTACTS: words.text("No visit within these days"),
        Heard.QUESTIONS: words.text("No question and no difficulty within these days"),
        Heard.TRAINING: words.text("Nobody canvasses here yet"),
    }[state.kind]  # fmt: skip
    return title, words.text("Esc goes back to the results, where F6 chooses other days.")
