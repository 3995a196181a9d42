"""Sentences about results: how far a plan has come, and how new members compare with the year before."""

from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.results import Progress
from outreach_app.errors import Message, say
from outreach_app.i18n import Count

NONE = "–"


def say_plan(plan: Progress) -> Message:
    """Say how far a plan has come, and what every day left must bring."""
    target = plan.target
    told = {
        "who": target.set_by or "–",
        "plan": Count(target.people),
        "done": Count(plan.done),
        "percent": plan.percent,
    }
    if plan.is_reached:
        return say("Plan ({who}): {plan}; reached: {done}, {percent}%.", **told)
    if plan.needed_per_day is None:
        return say("Plan ({who}): {plan}; missed: {done}, {percent}%.", **told)
    return say(
        "Plan ({who}): {plan}; so far {done}, {percent}%. {left} are missing: {needed} a day for {days} days.",
        **told, left=Count(plan.left), needed=plan.needed_per_day, days=plan.days_left,
    )  # fmt: skip


def say_last_year(row: ReportRow) -> Message:
    """Say how new members compare with the same days of the year before."""
    comparison = row.against_last_year
    told = {"new": Count(comparison.people), "before": Count(comparison.before)}
    if comparison.difference < 0:
        return say("{new} new members, {fewer} fewer than on the same days last year ({before}).", **told,
                   fewer=Count(-comparison.difference))  # fmt: skip
    return say("{new} new members, {more} more than on the same days last year ({before}).", **told,
               more=Count(comparison.difference))  # fmt: skip
