"""Sentences about what was heard at the doors: worries and what followed, questions, difficulties, training.

What followed an answer is told as something that followed, with counts and never as a percentage.
"""

from outreach_app.domain.contact_counts import ContactRow
from outreach_app.domain.difficulties import HANDLING_NAMES, Difficulty
from outreach_app.domain.question_counts import QuestionTally
from outreach_app.domain.report_groups import Delay, Group, Split
from outreach_app.domain.training_counts import CommuneTraining, TrainingReport
from outreach_app.domain.visits import CHANNEL_NAMES
from outreach_app.domain.worry_counts import TOLD_NAMES, Answered, WorryRow
from outreach_app.errors import Message, say
from outreach_app.i18n import N_, Catalogue, Count

CAUTION = say(
    "What came after an answer need not have come from it: other visits, neighbours and the season count as well."
)
"""Stands under every table of worries and answers."""


_NOBODY = {
    Split.VILLAGE: N_("no village known"), Split.COMMUNE: N_("no commune known"), Split.TEAM: N_("in no team"),
    Split.CANVASSER: N_("nobody known"),
}  # fmt: skip


def name_group(group: Group, words: Catalogue) -> str:
    """What a part of a report is called; what belongs to none says of what."""
    return group.name or words.text(_NOBODY[group.kind] if group.kind else N_("nobody known"))


def say_worry(row: WorryRow, words: Catalogue) -> Message:
    """Say how often a worry was heard and where its households stand since."""
    return say(
        "{worry}: times heard {times}, households {homes}; joined or paid on afterwards {joined}, think about it"
        " {thinking}, refuse {refuses}.",
        worry=words.text(row.name), times=Count(row.times), homes=Count(row.households), joined=Count(row.joined),
        thinking=Count(row.thinking), refuses=Count(row.refuses),
    )  # fmt: skip


def say_answer(told: Answered, words: Catalogue) -> Message:
    """Say of one answer how many households were told it, and what was said afterwards."""
    what: str | Message = words.text(TOLD_NAMES[told.answer.told])
    if told.answer.since is not None:
        what = say("{answer} (since {day})", answer=what, day=told.answer.since)
    return say(
        "{answer}: households {homes}, more at ease at once {eased}; joined or paid on afterwards {joined},"
        " think about it {thinking}.",
        answer=what, homes=Count(told.households), eased=Count(told.reassured), joined=Count(told.joined),
        thinking=Count(told.thinking),
    )  # fmt: skip


def say_delay(delay: Delay) -> Message:
    """Say how long something took."""
    if delay.cases == 1:
        return say("It took {days} days.", days=Count(delay.middle))
    return say(
        "It took {least} to {most} days, in the middle {middle} ({cases} cases).",
        least=Count(delay.least), most=Count(delay.most), middle=Count(delay.middle), cases=Count(delay.cases),
    )  # fmt: skip


def say_until_joined(delay: Delay) -> Message:
    """Say how long it took from the first time a worry was named until they joined."""
    return say("Until they joined or paid on: {took}", took=say_delay(delay))


def say_until_answered(delay: Delay) -> Message:
    """Say how long questions waited for their answer."""
    return say("Until the answer came: {took}", took=say_delay(delay))


def say_contact(row: ContactRow, words: Catalogue) -> Message:
    """Say how many visits went one way and whom they reached."""
    return say(
        "{how}: visits {visits}, households {homes}, somebody spoken to at {spoken}, sign-ups {joined}.",
        how=words.text(CHANNEL_NAMES[row.channel]), visits=Count(row.visits), homes=Count(row.households),
        spoken=Count(row.spoken), joined=Count(row.joined),
    )  # fmt: skip


def say_questions(tally: QuestionTally) -> Message:
    """Say how many questions wait and how many were answered."""
    return say(
        "Questions: {asked} asked, {answered} answered, {open} open; {old} of them for more than 7 days,"
        " {older} for more than 30.",
        asked=Count(tally.asked), answered=Count(tally.answered), open=Count(tally.open), old=Count(tally.over_week),
        older=Count(tally.over_month),
    )  # fmt: skip


def say_difficulty(row: Difficulty, words: Catalogue) -> Message:
    """Say what stands in the way, where, and how far it is."""
    place = row.village_name or words.text("the whole area")
    told = {"place": place, "text": row.text, "state": words.text(HANDLING_NAMES[row.handling])}
    if row.done:
        return say("{place}: {text} ({state}: {done})", **told, done=row.done)
    return say("{place}: {text} ({state})", **told)


def say_training(report: TrainingReport) -> Message:
    """Say how many were trained and how many communes have nobody."""
    return say(
        "{trained} of {people} people were trained; communes where nobody trained canvasses: {without} of {communes}.",
        trained=Count(report.trained), people=Count(len(report.rows)), without=Count(len(report.without)),
        communes=Count(len(report.communes)),
    )  # fmt: skip


def say_commune(row: CommuneTraining) -> Message:
    """Say how many of a commune's canvassers were trained."""
    return say("{name}: {trained} of {people} trained.", name=row.name, trained=Count(row.trained),
               people=Count(row.canvassers))  # fmt: skip
