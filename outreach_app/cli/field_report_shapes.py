"""What was heard at the doors, training and committees as JSON objects; counts and days, never percentages."""

from datetime import date

from outreach_app.cli.shapes import JsonObject
from outreach_app.domain.committees import Committee, CommitteeMember, Recipient
from outreach_app.domain.contact_counts import ContactRow
from outreach_app.domain.difficulties import Difficulty
from outreach_app.domain.question_counts import AskedQuestion, QuestionTally
from outreach_app.domain.report_groups import Delay, Group
from outreach_app.domain.training_counts import TrainingReport
from outreach_app.domain.worry_counts import WorryRow
from outreach_app.i18n import Catalogue


def group_shape(group: Group) -> JsonObject:
    """A part of a report; the whole has the kind null."""
    return {"split": group.kind.value if group.kind else None, "key": group.key, "name": group.name}


def delay_shape(delay: Delay | None) -> JsonObject | None:
    """How many days something took."""
    if delay is None:
        return None
    return {"least": delay.least, "middle": delay.middle, "most": delay.most, "cases": delay.cases}


def worry_shape(row: WorryRow, words: Catalogue) -> JsonObject:
    """One worry in one part."""
    return {
        **group_shape(row.group), "objection": row.worry, "words": words.text(row.name), "times": row.times,
        "households": row.households, "reassured": row.reassured, "joined": row.joined, "thinking": row.thinking,
        "refuses": row.refuses, "others": row.others, "days_to_join": delay_shape(row.days),
        "answers": [
            {"told": each.answer.told.value, "since": each.answer.since.isoformat() if each.answer.since else None,
             "households": each.households, "reassured": each.reassured, "joined": each.joined,
             "thinking": each.thinking, "days_to_join": delay_shape(each.days)}
            for each in row.answers
        ],
        "heard_by": [{"name": name, "times": count} for name, count in row.by],
    }  # fmt: skip


def contact_shape(row: ContactRow) -> JsonObject:
    """One channel in one part."""
    return {
        **group_shape(row.group), "channel": row.channel.value, "visits": row.visits, "spoken": row.spoken,
        "households": row.households, "joined": row.joined,
        "outcomes": {outcome.value: count for outcome, count in row.outcomes},
    }  # fmt: skip


def tally_shape(row: QuestionTally) -> JsonObject:
    """The questions of one part."""
    return {
        **group_shape(row.group), "asked": row.asked, "open": row.open, "open_over_7_days": row.over_week,
        "open_over_30_days": row.over_month, "oldest_days": row.oldest, "answered": row.answered,
        "days_to_answer": delay_shape(row.days),
    }  # fmt: skip


def asked_shape(asked: AskedQuestion, on: date) -> JsonObject:
    """One question; whose it is is told by the household's id."""
    row, answered = asked.row, asked.answered_on(on)
    return {
        "id": row.id.hex(), "household": row.household.hex(), "village": asked.village_name, "objection": row.worry,
        "text": row.text, "asked_on": row.asked_on.isoformat(), "asked_by": row.canvasser_name,
        "answered_on": answered.isoformat() if answered else None, "days": asked.waited(on),
        "answers": [each.text for each in row.answers if each.answered_on <= on],
    }  # fmt: skip


def difficulty_shape(row: Difficulty, on: date) -> JsonObject:
    """One difficulty; without a village it is of the whole area."""
    return {
        "id": row.id.hex(), "village": row.village_name or None, "text": row.text,
        "reported_on": row.reported_on.isoformat(), "reported_by": row.reporter, "state": row.handling.value,
        "done": row.done, "done_on": row.done_on.isoformat() if row.done_on else None, "days": row.waited(on),
    }  # fmt: skip


def training_shape(report: TrainingReport) -> JsonObject:
    """Who was trained, by person and commune, and the trainings."""
    return {
        "name": report.name, "from": report.first.isoformat() if report.first else None, "until": report.on.isoformat(),
        "trained": report.trained,
        "people": [
            {"id": row.id.hex(), "name": row.name, "as": row.kind.value, "teams": list(row.teams),
             "communes": list(row.communes),
             "trainings": [
                 {"meeting": each.meeting.hex(), "day": each.day.isoformat(), "topic": each.topic,
                  "led_by": each.led_by}
                 for each in row.lessons
             ]}
            for row in report.rows
        ],
        "communes": [
            {"code": each.code, "name": each.name, "canvassers": each.canvassers, "trained": each.trained}
            for each in report.communes
        ],
        "trainings": [
            {"meeting": each.meeting.hex(), "day": each.day.isoformat(), "topic": each.topic, "led_by": each.led_by,
             "named": each.named, "others": each.others}
            for each in report.days
        ],
    }  # fmt: skip


def committee_shape(row: Committee) -> JsonObject:
    """One committee with everybody who sits or sat on it."""
    return {
        "id": row.id.hex(), "unit": row.unit_code, "name": row.unit_name, "decision": row.decision,
        "decided_on": row.decided_on.isoformat() if row.decided_on else None, "issued_by": row.issued_by,
        "members": [member_shape(each) for each in row.members],
    }  # fmt: skip


def member_shape(row: CommitteeMember) -> JsonObject:
    """One seat."""
    return {
        "id": row.id.hex(), "name": row.name, "office": row.office_held, "seat": row.seat.value, "phone": row.phone,
        "person": row.person.hex() if row.person else None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
    }  # fmt: skip


def recipient_shape(row: Recipient) -> JsonObject:
    """Who receives one report, and how."""
    return {
        "id": row.id.hex(), "unit": row.unit_code, "unit_name": row.unit_name, "name": row.name,
        "office": row.office_held, "report": row.report.value, "way": row.way.value, "address": row.address,
    }  # fmt: skip
