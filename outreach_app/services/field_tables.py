"""The reports of what was heard at the doors, of training and of committees as tables to calculate with."""

from collections.abc import Sequence
from datetime import date

from outreach_app.domain.committees import REPORT_NAMES, SEAT_NAMES, WAY_NAMES, CommitteeList
from outreach_app.domain.contact_counts import ContactReport, ContactRow
from outreach_app.domain.difficulties import HANDLING_NAMES, Difficulty
from outreach_app.domain.field_words import name_group
from outreach_app.domain.question_counts import AskedQuestion, QuestionReport, QuestionTally
from outreach_app.domain.report_groups import Delay
from outreach_app.domain.training_counts import TRAINEE_NAMES, TrainedRow, TrainingReport
from outreach_app.domain.visits import CHANNEL_NAMES, OBJECTION_NAMES, OUTCOME_NAMES, Outcome
from outreach_app.domain.worry_counts import TOLD_NAMES, Answered, WorryReport, WorryRow
from outreach_app.exchange.table_writer import Cell, Table, TableKind, write_csv, write_xlsx
from outreach_app.i18n import N_, Catalogue

_DAYS = (N_("Shortest, days"), N_("Middle, days"), N_("Longest, days"))
_WORRY = (
    N_("Where"), N_("Worry"), N_("Times heard"), N_("Households"), N_("More at ease"), N_("Joined afterwards"),
    N_("Think about it"), N_("Refuse"), N_("Other"), *_DAYS, N_("Heard by"),
)  # fmt: skip
_ANSWER = (
    N_("Where"), N_("Worry"), N_("What was told"), N_("Since"), N_("Households"), N_("More at ease"),
    N_("Joined afterwards"), N_("Think about it"), *_DAYS,
)  # fmt: skip
_CONTACT = (
    N_("Where"),
    N_("Way of contact"),
    N_("Visits"),
    N_("Spoken to"),
    N_("Households"),
    N_("Sign-ups"),
)
CONTACT_COLUMNS = len(_CONTACT)
"""So many columns of visits by channel come before one for each outcome."""
_OUTCOMES = tuple(Outcome)
_QUESTION = (
    N_("Where"), N_("Asked"), N_("Open now"), N_("Open over 7 days"), N_("Open over 30 days"), N_("Oldest, days"),
    N_("Answered"), *_DAYS,
)  # fmt: skip
_ASKED = (
    N_("Village"), N_("Asked on"), N_("Question"), N_("Worry"), N_("Passed on by"), N_("Answered on"),
    N_("Days"), N_("Answer"),
)  # fmt: skip
_DIFFICULTY = (
    N_("Village"), N_("Reported on"), N_("What stands in the way"), N_("Reported by"), N_("How far it is"),
    N_("What was done"), N_("Done on"), N_("Days"),
)  # fmt: skip
_TRAINED = (
    N_("Name"),
    N_("As"),
    N_("Team or committee"),
    N_("Commune"),
    N_("Trainings"),
    N_("Last on"),
    N_("Topics"),
)
_COMMUNE = (N_("Code"), N_("Commune"), N_("Who canvass there"), N_("Trained"))
_DAY = (N_("Day"), N_("Topic"), N_("Led by"), N_("Came by name"), N_("Others"))
_SITTING = (
    N_("Unit"), N_("Number of the decision"), N_("Date"), N_("Issued by"), N_("Name"), N_("Office held"), N_("Seat"),
    N_("Last day"),
)  # fmt: skip
_RECIPIENT = (N_("Unit"), N_("Name"), N_("Office held"), N_("Report"), N_("How"), N_("Address"))


def write_tables(tables: Sequence[Table], kind: TableKind, *, day: date) -> bytes:
    """Write tables as one workbook; as comma-separated text the first of them alone, which holds the counts."""
    return write_csv(tables[0]) if kind is TableKind.CSV else write_xlsx(tables, day=day)


def make_report_tables(
    report: WorryReport | ContactReport | QuestionReport | TrainingReport, words: Catalogue
) -> list[Table]:
    """Lay any of the reports out as its own tables."""
    if isinstance(report, WorryReport):
        return make_worry_tables(report, words)
    if isinstance(report, ContactReport):
        return make_contact_tables(report, words)
    if isinstance(report, QuestionReport):
        return make_question_tables(report, words)
    return make_training_tables(report, words)


def make_worry_tables(report: WorryReport, words: Catalogue) -> list[Table]:
    """Lay worries out: one table of what became of the households, one of what they were told."""
    told = [(row, each) for row in report.rows for each in row.answers]
    return [
        _table(words, N_("Worries"), _WORRY, [_worry_line(row, words) for row in report.rows]),
        _table(words, N_("What was told"), _ANSWER, [_answer_line(row, each, words) for row, each in told]),
    ]


def make_contact_tables(report: ContactReport, words: Catalogue) -> list[Table]:
    """Lay visits by channel out, a column for each outcome of the whole door."""
    table = _table(words, N_("Visits"), _CONTACT, [_contact_line(row, words) for row in report.rows])
    labels = [*table.labels, *(words.text(OUTCOME_NAMES[each]) for each in _OUTCOMES)]
    return [Table(table.name, labels, table.rows)]


def make_question_tables(report: QuestionReport, words: Catalogue) -> list[Table]:
    """Lay questions out: counts by place, the open ones, the answered ones, and the difficulties."""
    on = report.on
    return [
        _table(words, N_("Questions"), _QUESTION, [_tally_line(row, words) for row in report.rows]),
        _table(words, N_("Open questions"), _ASKED, [_asked_line(each, on, words) for each in report.open]),
        _table(
            words,
            N_("Answered questions"),
            _ASKED,
            [_asked_line(each, on, words) for each in report.answered],
        ),
        _table(
            words,
            N_("Difficulties"),
            _DIFFICULTY,
            [_difficulty_line(each, on, words) for each in report.difficulties],
        ),
    ]


def make_training_tables(report: TrainingReport, words: Catalogue) -> list[Table]:
    """Lay training out: people, communes, and the trainings themselves."""
    return [
        _table(words, N_("Who was trained"), _TRAINED, [_trained_line(row, words) for row in report.rows]),
        _table(
            words, N_("Communes"), _COMMUNE,
            [[each.code, each.name, each.canvassers, each.trained] for each in report.communes],
        ),
        _table(
            words, N_("Trainings"), _DAY,
            [[each.day, each.topic, each.led_by, each.named, each.others] for each in report.days],
        ),
    ]  # fmt: skip


def make_committee_tables(known: CommitteeList, words: Catalogue) -> list[Table]:
    """Lay committees out with their members, who receives reports, and the communes without a committee."""
    sitting = [
        [c.unit_name, c.decision, c.decided_on, c.issued_by, m.name, m.office_held, words.text(SEAT_NAMES[m.seat]),
         m.ends_on]
        for c in known.committees
        for m in c.members
    ]  # fmt: skip
    receiving: list[list[Cell]] = [
        [r.unit_name, r.name, r.office_held, words.text(REPORT_NAMES[r.report]), words.text(WAY_NAMES[r.way]),
         r.address]
        for r in known.recipients
    ]  # fmt: skip
    return [
        _table(words, N_("Steering committees"), _SITTING, sitting),
        _table(words, N_("Recipients of reports"), _RECIPIENT, receiving),
        _table(
            words, N_("Communes without a committee"), _COMMUNE[:2], [list(each) for each in known.without]
        ),
    ]


def _table(words: Catalogue, name: str, labels: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    return Table(words.text(name), [words.text(label) for label in labels], rows)


def _days(delay: Delay | None) -> list[Cell]:
    return [delay.least, delay.middle, delay.most] if delay else [None, None, None]


def _worry_line(row: WorryRow, words: Catalogue) -> list[Cell]:
    by = ", ".join(f"{name or words.text('nobody known')} ({count})" for name, count in row.by)
    return [
        name_group(row.group, words), words.text(row.name), row.times, row.households, row.reassured, row.joined,
        row.thinking, row.refuses, row.others, *_days(row.days), by,
    ]  # fmt: skip


def _answer_line(row: WorryRow, told: Answered, words: Catalogue) -> list[Cell]:
    return [
        name_group(row.group, words), words.text(row.name), words.text(TOLD_NAMES[told.answer.told]),
        told.answer.since, told.households, told.reassured, told.joined, told.thinking, *_days(told.days),
    ]  # fmt: skip


def _contact_line(row: ContactRow, words: Catalogue) -> list[Cell]:
    counts = dict(row.outcomes)
    return [
        name_group(row.group, words), words.text(CHANNEL_NAMES[row.channel]), row.visits, row.spoken, row.households,
        row.joined, *(counts.get(each, 0) for each in _OUTCOMES),
    ]  # fmt: skip


def _tally_line(row: QuestionTally, words: Catalogue) -> list[Cell]:
    return [
        name_group(row.group, words), row.asked, row.open, row.over_week, row.over_month, row.oldest, row.answered,
        *_days(row.days),
    ]  # fmt: skip


def _asked_line(asked: AskedQuestion, on: date, words: Catalogue) -> list[Cell]:
    row = asked.row
    worry = words.text(OBJECTION_NAMES.get(row.worry, row.worry)) if row.worry else ""
    answer = next((each.text for each in row.answers if each.answered_on <= on), "")
    return [
        asked.village_name, row.asked_on, row.text, worry, row.canvasser_name, asked.answered_on(on),
        asked.waited(on), answer,
    ]  # fmt: skip


def _difficulty_line(row: Difficulty, on: date, words: Catalogue) -> list[Cell]:
    return [
        row.village_name or words.text("the whole area"), row.reported_on, row.text, row.reporter,
        words.text(HANDLING_NAMES[row.handling]), row.done, row.done_on, row.waited(on),
    ]  # fmt: skip


def _trained_line(row: TrainedRow, words: Catalogue) -> list[Cell]:
    return [
        row.name, words.text(TRAINEE_NAMES[row.kind]), ", ".join(row.teams), ", ".join(row.communes),
        len(row.lessons), row.last_day, "; ".join(each.topic for each in row.lessons if each.topic),
    ]  # fmt: skip
