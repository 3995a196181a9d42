"""Targets, official figures and results as JSON objects; percentages are numbers with at most two decimals."""

from decimal import Decimal

from outreach_app.cli.shapes import JsonObject, plain
from outreach_app.domain.campaigns import Campaign
from outreach_app.domain.official_figures import OfficialFigure
from outreach_app.domain.periods import Period
from outreach_app.domain.published import PublishedScheme
from outreach_app.domain.report_rows import ReportRow
from outreach_app.domain.results import Comparison, Progress, Tally
from outreach_app.domain.targets import Parts, Subject, Target
from outreach_app.i18n import Catalogue


def campaign_shape(row: Campaign) -> JsonObject:
    """One drive."""
    return {
        "id": row.id.hex(), "name": row.name, **_days(row.period), "unit": row.unit_code or None, "note": row.note,
    }  # fmt: skip


def target_shape(target: Target, name: str) -> JsonObject:
    """One target."""
    return {
        "id": target.id.hex(), "for": subject_word(target.subject), "name": name, "scheme": target.scheme.value,
        "aim": target.aim.value, **_days(target.period), "people": target.people, "at_least": target.at_least,
        "set_by": target.set_by, "document": target.document,
        "set_on": target.set_on.isoformat() if target.set_on else None,
        "part_of": target.parent.hex() if target.parent else None,
    }  # fmt: skip


def parts_shape(parts: Parts, words: Catalogue) -> JsonObject:
    """What was handed down of a target."""
    warning = parts.tell()
    return {
        "target": parts.whole.id.hex(), "whole": parts.whole.people, "given": parts.given, "count": parts.count,
        "missing": parts.missing, "warning": words.render(warning) if warning else None,
    }  # fmt: skip


def figure_shape(figure: OfficialFigure, name: str) -> JsonObject:
    """One official figure; a percentage as a number."""
    return {
        "id": figure.id.hex(), "for": subject_word(figure.subject), "name": name,
        "scheme": figure.scheme.value if figure.scheme else "any", "measure": figure.measure.value,
        "told_for": figure.on.isoformat(), "since": figure.since.isoformat() if figure.since else None,
        "value": plain(figure.percent) if figure.is_share else figure.value, "sense": figure.sense.value,
        "source": figure.source, "note": figure.note,
    }  # fmt: skip


def row_shape(row: ReportRow) -> JsonObject:
    """One line of the progress report."""
    plan, comparison = row.plan, row.against_last_year
    return {
        "unit": row.subject.key, "for": subject_word(row.subject), "name": row.name, "scheme": row.scheme.value,
        "plan": plan.target.people if plan else None, **tally_shape(row.tally),
        "percent_of_plan": number_shape(plan.percent if plan else None), "active": row.active,
        "last_year": row.last_year, "difference": comparison.difference, "per_day": number_shape(comparison.per_day),
        "coverage_percent": number_shape(row.coverage), "plans": [progress_shape(each) for each in row.plans],
        "running_plans": [progress_shape(each) for each in row.running],
    }  # fmt: skip


def tally_shape(tally: Tally) -> JsonObject:
    """What happened within some days."""
    return {
        "new": tally.joined, "won_back": tally.won_back, "continuing": tally.continuing, "lapsed": tally.lapsed,
        "net": tally.net,
    }  # fmt: skip


def progress_shape(progress: Progress) -> JsonObject:
    """A plan and how far it has come."""
    target, forecast = progress.target, progress.forecast
    return {
        "target": target.id.hex(), **_days(target.period), "aim": target.aim.value, "set_by": target.set_by,
        "plan": target.people,
        "at_least": target.at_least, "done": progress.done, "percent": number_shape(progress.percent),
        "over_percent": number_shape(progress.over_percent), "left": progress.left, "reached": progress.is_reached,
        "needed_per_day": number_shape(progress.needed_per_day), "forecast": forecast.people if forecast else None,
    }  # fmt: skip


def published_shape(row: PublishedScheme, name: str, words: Catalogue) -> JsonObject:
    """The official figures of one scheme with what follows from them."""
    return {
        "scheme": row.scheme.value if row.scheme else "any",
        "figures": [figure_shape(each, name) for each in row.figures],
        "growth": [
            {"told_for": each.now.on.isoformat(), "since": each.base.on.isoformat(), "people": each.people,
             "percent": number_shape(each.percent)}
            for each in row.growths
        ],
        "net": [
            {**_days(each.period), "new": each.new, "lapsed": each.lapsed, "net": each.people} for each in row.nets
        ],
        "earlier": [figure_shape(each, name) for each in row.earlier],
        "comparisons": [comparison_shape(each, words) for each in row.comparisons],
        "plans": [progress_shape(each) for each in row.plans],
        "passed": [
            {"plan": each.target.people, "for": each.target.period.last.isoformat(),
             "passed_by": each.figure.on.isoformat(), "people": each.figure.value, "early": each.is_early,
             "text": words.render(each.tell())}
            for each in row.passings
        ],
        "worked_out": [
            {"measure": each.measure.value, "told_for": each.told_by.on.isoformat(), "least": each.least,
             "most": each.most, "about": each.middle}
            for each in row.wholes
        ],
        "of_base": [
            {"measure": each.measure.value, "told_for": each.on.isoformat(), "value": each.value,
             "percent": number_shape(share)}
            for each, share in row.of_base
        ],
        "rankings": [
            {**(_days(each.whole.period) if each.whole.period else {}), "whole": each.whole.value,
             "together": each.together,
             "parts": [{"for": subject_word(subject), "people": people} for subject, people in each.parts]}
            for each in row.rankings
        ],
    }  # fmt: skip


def comparison_shape(row: Comparison, words: Catalogue) -> JsonObject:
    """One number beside an earlier one."""
    warning = row.warn()
    return {
        **_days(row.period), "people": row.people, "before": row.before, "difference": row.difference,
        "percent": number_shape(row.percent), "unequal": row.unequal, "per_day": number_shape(row.per_day),
        "per_day_before": number_shape(row.per_day_before), "warning": words.render(warning) if warning else None,
    }  # fmt: skip


def subject_word(subject: Subject) -> str:
    """Whom a number is about, as a command takes it (villages, teams and collectors by id)."""
    vintage = f"@{subject.vintage}" if subject.vintage else ""
    return f"{subject.kind.value}:{subject.key}{vintage}"


def _days(period: Period) -> JsonObject:
    return {"from": period.first.isoformat(), "to": period.last.isoformat(), "days": period.days}


def number_shape(value: Decimal | None) -> object:
    """A number with at most two decimals, or null."""
    return None if value is None else plain(value)
