"""The monthly report in words: worries and questions from the doors, who works there, official numbers, what comes."""

from collections.abc import Iterator, Sequence
from datetime import date

from outreach_app.domain.difficulties import HANDLING_NAMES
from outreach_app.domain.monthly_rows import MonthlyReport
from outreach_app.domain.official_figures import Gap
from outreach_app.domain.official_paper import Cell, Grid, Part, Sentence
from outreach_app.domain.people import SCHEME_NAMES
from outreach_app.domain.published_words import tell_figures
from outreach_app.domain.renewal_reasons import CLASS_NAMES
from outreach_app.domain.training_counts import TrainingReport
from outreach_app.domain.worry_counts import TOLD_NAMES, AnswerTold, WorryRow
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Count

MOST_LINES = 20
"""So many questions and difficulties stand in the report; how many there are is told."""


# --------------------------------------------------------------------------------------------------------- worries
def tell_worries(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Tell which worries were named, where those households stand now, and what they had been told."""
    worries = report.worries
    if not worries.whole:
        return []
    said = say(
        "Visits that reached somebody: {visits}; {named} of them named a worry. Counted are households, and what they"
        " said or signed since then up to {day}.",
        visits=Count(worries.visits), named=Count(worries.named), day=worries.on,
    )  # fmt: skip
    return [
        Sentence(words.render(said)),
        _lay_worries(worries.whole, words),
        *_lay_answers(worries.whole, words),
    ]


def _lay_worries(rows: Sequence[WorryRow], words: Catalogue) -> Grid:
    labels = [
        words.context("monthly", "What worries people"),
        words.context("monthly", "Named at visits"),
        words.context("monthly", "Households"),
        words.context("monthly", "Reassured"),
        words.context("monthly", "Joined since"),
        words.context("monthly", "Thinking about it"),
        words.context("monthly", "Refuse"),
    ]
    lines: list[list[Cell]] = [
        [
            words.text(row.name),
            row.times,
            row.households,
            row.reassured,
            row.joined,
            row.thinking,
            row.refuses,
        ]
        for row in rows
    ]
    caption = words.context("monthly", "Worries heard in the month and where these households stand")
    return Grid(words.context("monthly", "Worries"), caption, labels, lines, (2.8, *(1.0,) * 6))


def _lay_answers(rows: Sequence[WorryRow], words: Catalogue) -> Iterator[Grid]:
    lines: list[list[Cell]] = [
        [
            words.text(row.name), _tell_answer(told.answer, words), told.households, told.reassured, told.joined,
            told.thinking,
        ]
        for row in rows
        for told in row.answers
    ]  # fmt: skip
    if lines:
        labels = [
            words.context("monthly", "What worries people"),
            words.context("monthly", "What they were told"),
            words.context("monthly", "Households"),
            words.context("monthly", "Reassured"),
            words.context("monthly", "Joined since"),
            words.context("monthly", "Thinking about it"),
        ]
        caption = words.context("monthly", "Answers given, and what was said afterwards")
        yield Grid(
            words.context("monthly", "Answers to worries"), caption, labels, lines, (2.3, 2.6, 1, 1, 1, 1)
        )


def _tell_answer(answer: AnswerTold, words: Catalogue) -> str:
    told = words.text(TOLD_NAMES[answer.told])
    return (
        words.context("monthly", "{told}, since {day}", told=told, day=answer.since) if answer.since else told
    )


# ------------------------------------------------------------------------------------------ questions, difficulties
def tell_questions(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Tell the questions nobody has answered yet, and what stands in the way; without names of families."""
    told, parts = report.questions, list[Part]()
    whole = told.whole
    if whole.asked or whole.open or whole.answered:
        said = say(
            "Questions from the doors in the month: {asked}, answered {answered}; {open} wait, {old} of them for more"
            " than a month.",
            asked=Count(whole.asked), answered=Count(whole.answered), open=Count(whole.open),
            old=Count(whole.over_month),
        )  # fmt: skip
        parts.append(Sentence(words.render(said)))
    else:
        parts.append(Sentence(words.context("monthly", "No question from the doors waits for an answer.")))
    parts += _lay_open(report, words)
    parts += _lay_difficulties(report, words)
    return parts


def _lay_open(report: MonthlyReport, words: Catalogue) -> Iterator[Grid]:
    told = report.questions
    if told.open:
        lines: list[list[Cell]] = [
            [each.row.asked_on, each.village_name, each.row.text, each.waited(told.on)]
            for each in told.open[:MOST_LINES]
        ]
        labels = [
            words.context("monthly", "Asked on"),
            words.context("monthly", "Village"),
            words.context("monthly", "Question"),
            words.context("monthly", "Days waited"),
        ]
        caption = words.context("monthly", "Questions without an answer, the oldest first")
        yield Grid(words.context("monthly", "Open questions"), caption, labels, lines, (1.5, 1.5, 4, 0.8))


def _lay_difficulties(report: MonthlyReport, words: Catalogue) -> Iterator[Grid]:
    told = report.questions
    if told.difficulties:
        lines: list[list[Cell]] = [
            [
                each.reported_on, each.village_name or report.progress.name, each.text,
                words.text(HANDLING_NAMES[each.handling]), each.done or None,
            ]
            for each in told.difficulties[:MOST_LINES]
        ]  # fmt: skip
        labels = [
            words.context("monthly", "Reported on"),
            words.context("monthly", "Village"),
            words.context("monthly", "Difficulty"),
            words.context("monthly", "How far it is"),
            words.context("monthly", "What was done"),
        ]
        caption = words.context("monthly", "Difficulties reported from the villages")
        yield Grid(
            words.context("monthly", "Difficulties"), caption, labels, lines, (1.6, 1.3, 2.6, 1.2, 1.7)
        )


# ---------------------------------------------------------------------------------------- teams, training, committees
def tell_people(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Tell how many teams there are, who was trained in the month, and which communes have no committee."""
    return [
        *(Sentence(words.render(each)) for each in _say_people(report)),
        *_lay_training(report.training, words),
        *_lay_committees(report, words),
    ]


def _say_people(report: MonthlyReport) -> Iterator[Message]:
    on = report.progress.on
    there = {member.canvasser for team in report.teams for member in team.list_in(on)}
    if report.teams:
        yield say("Teams at work in the area: {teams}, with {people} members.", teams=Count(len(report.teams)),
                  people=Count(len(there)))  # fmt: skip
    else:
        yield say("No team has been entered for the area yet.")
    training = report.training
    if training.days:
        yield say("Trainings in the month: {days}; {people} of those who work here came to one.",
                  days=Count(len(training.days)), people=Count(training.trained))  # fmt: skip
    else:
        yield say("No training was held in the month.")
    missing = report.committees.without
    if missing:
        yield say("No committee has been entered for {units}.", units=", ".join(name for _, name in missing))


def _lay_training(training: TrainingReport, words: Catalogue) -> Iterator[Grid]:
    if training.days:
        labels = [
            words.context("monthly", "Held on"),
            words.context("monthly", "What it was about"),
            words.context("monthly", "Led by"),
            words.context("monthly", "Came by name"),
            words.context("monthly", "Came besides"),
        ]
        lines: list[list[Cell]] = [
            [each.day, each.topic, each.led_by, each.named, each.others] for each in training.days
        ]
        yield Grid(
            words.context("monthly", "Training"),
            words.context("monthly", "Training"),
            labels,
            lines,
            (1.1, 3, 2, 1, 1),
        )


def _lay_committees(report: MonthlyReport, words: Catalogue) -> Iterator[Grid]:
    if report.committees.committees:
        on: date = report.progress.on
        labels = [
            words.context("report", "Unit"),
            words.context("monthly", "Decision"),
            words.context("monthly", "Decided on"),
            words.context("monthly", "Members of the committee"),
        ]
        lines: list[list[Cell]] = [
            [each.unit_name, each.decision or None, each.decided_on, len(each.list_in(on))]
            for each in report.committees.committees
        ]
        caption = words.context("monthly", "Steering committees")
        yield Grid(caption, caption, labels, lines, (2.5, 2, 1.4, 1.2))


# ------------------------------------------------------------------------------------------------- official numbers
def tell_official(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Put the official numbers beside ours with the difference, and say what follows from them."""
    figures = report.progress.figures
    parts: list[Part] = [Sentence(words.render(each)) for each in tell_figures(figures, words)]
    if figures.gaps:
        labels = [
            words.context("monthly", "Scheme"),
            words.context("monthly", "Day"),
            words.context("monthly", "Official number"),
            words.context("monthly", "Our number"),
            words.context("monthly", "Difference"),
            words.context("monthly", "Source"),
        ]
        lines = [_gap_cells(gap, words) for gap in figures.gaps]
        caption = words.context("monthly", "Official numbers of members beside ours")
        parts.append(
            Grid(
                words.context("monthly", "Official numbers"),
                caption,
                labels,
                lines,
                (2.2, 1.5, 1, 1.1, 1.1, 1.9),
            )
        )
    return parts


def _gap_cells(gap: Gap, words: Catalogue) -> list[Cell]:
    told = gap.official
    scheme = words.text(SCHEME_NAMES[told.scheme] if told.scheme else N_("In any scheme"))
    return [scheme, told.on, told.value, gap.ours, gap.difference, told.source]


# -------------------------------------------------------------------------------------------------- the month after
def tell_coming(report: MonthlyReport, words: Catalogue) -> list[Part]:
    """Tell what waits in the month after: payments due, promised returns, who comes home, papers to mend."""
    coming = report.coming
    if coming.period.last < report.sender.day:
        return []
    if coming.is_nothing:
        return [Sentence(words.context("monthly", "No task of the month after is known yet."))]
    told = [
        say("{group}: {people} to remind", group=words.text(CLASS_NAMES[group]), people=Count(people))
        for group, people in coming.renewals.items()
        if people
    ]
    if coming.promised:
        told.append(
            say(
                "Return to doors as promised by {day}: {doors}",
                doors=Count(coming.promised),
                day=coming.period.last,
            )
        )
    if coming.home:
        told.append(
            say("Call on those who come home from work elsewhere by {day}: {people}", people=Count(coming.home),
                day=coming.period.last)
        )  # fmt: skip
    if coming.returned:
        told.append(
            say("Mend the papers of sign-ups that were returned: {people}", people=Count(coming.returned))
        )
    if report.questions.whole.open:
        told.append(
            say("Answer the questions from the doors: {count}", count=Count(report.questions.whole.open))
        )
    return [Sentence(words.render(each), listed=True) for each in told]
