"""Results by person, place in a ranking, model places and differences as JSON objects."""

from outreach_app.cli.report_shapes import comparison_shape, number_shape, subject_word, tally_shape
from outreach_app.cli.shapes import JsonObject
from outreach_app.domain.contrasts import ModelContrast, ModelMark, Side
from outreach_app.domain.periods import Period
from outreach_app.domain.rankings import Praise, RankedRow
from outreach_app.domain.report_rows import DistinctPeople, FigurePerson, GapReport, ReportRow
from outreach_app.domain.targets import Proposal
from outreach_app.i18n import Catalogue


def detail_shape(row: ReportRow, words: Catalogue) -> JsonObject:
    """What else a line knows: reasons, earlier days, growth, forecast, people beside the members."""
    forecast, before = row.forecast, row.before
    return {
        "known_until": row.on.isoformat() if row.on else None, "days": row.period.days,
        "stretch": row.period.stretch.value,
        "lapse_reasons": {each.reason.value if each.reason else "not_told": len(each.people) for each in row.reasons},
        "lapsed_people": {
            each.reason.value if each.reason else "not_told": [person.hex() for person in each.people]
            for each in row.reasons
        },
        "members_before": row.began, "members_year_end": row.year_end, "since_year_end": row.since_year_end,
        "year_to_date": tally_shape(row.to_date), "adults": row.adults,
        "per_hundred_adults": number_shape(row.per_hundred_adults),
        "forecast": None if forecast is None else {
            "people": forecast.people, "counted": forecast.counted, "days": forecast.days, "of_days": forecast.of_days,
            "per_day": number_shape(forecast.per_day),
        },
        "last_drive": None if before is None else {
            "name": before.name or None, **comparison_shape(before.comparison, words)
        },
        "unknown_cards": row.unknown_cards, "unknown_card_stops": row.unknown_stops,
        "agency": row.affiliation.agency if row.affiliation else None,
        "teams": list(row.affiliation.teams) if row.affiliation else [],
        "parts": [part.value for part in row.affiliation.parts] if row.affiliation else [],
    }  # fmt: skip


def distinct_shape(people: DistinctPeople) -> JsonObject:
    """Different people beside the sum of the schemes."""
    return {
        "on": people.on.isoformat(), "distinct": people.distinct,
        "schemes": {scheme.value: count for scheme, count in people.schemes},
        "unknown_cards": people.unknown_cards, "sum": people.check.total, "counted_twice": people.check.counted_twice,
    }  # fmt: skip


def ranked_shape(ranked: RankedRow, name: str) -> JsonObject:
    """A place in a ranking."""
    row = ranked.row
    return {
        "place": ranked.place, "shared": ranked.shared, "for": subject_word(row.subject), "name": name,
        "value": number_shape(ranked.value), "new": row.tally.joined, "net": row.tally.net,
        "plan": row.plan.target.people if row.plan else None,
    }  # fmt: skip


def praise_shape(praise: Praise, name: str) -> JsonObject:
    """Somebody on the praise list."""
    return {
        "for": subject_word(praise.row.subject), "name": name, "merits": [merit.value for merit in praise.merits]
    }  # fmt: skip


def contrast_shape(row: ModelContrast, words: Catalogue) -> JsonObject:
    """Model places beside the others."""
    return {
        "scheme": row.scheme.value, "days": row.period.days, "models": _side_shape(row.models, row.period),
        "others": _side_shape(row.others, row.period), "partly": _side_shape(row.partly, row.period),
        "times": number_shape(row.times), "note": words.render(row.warn()),
    }  # fmt: skip


def _side_shape(side: Side, days: Period) -> JsonObject:
    return {
        "places": side.places, "adults": side.adults, **tally_shape(side.tally), "active": side.active,
        "per_hundred_adults": number_shape(side.per_hundred_adults), "per_day": number_shape(side.per_day(days)),
        "coverage_percent": number_shape(side.coverage), "stopped_percent": number_shape(side.stopped_percent),
    }  # fmt: skip


def person_shape(person: FigurePerson) -> JsonObject:
    """Somebody behind a figure."""
    return {
        "person": person.person.hex(), "name": person.name, "household": person.code, "day": person.on.isoformat(),
        "lapse_reason": person.reason.value if person.reason else None,
        "canvasser": person.canvasser.hex() if person.canvasser else None,
    }  # fmt: skip


def gap_shape(report: GapReport) -> JsonObject:
    """A difference and the people who may explain it."""
    gap = report.gap
    return {
        "name": report.name, "scheme": gap.official.scheme.value if gap.official.scheme else "any",
        "told_for": gap.official.on.isoformat(), "official": gap.official.value, "ours": gap.ours,
        "difference": gap.difference, "more": report.more, "fewer": report.fewer,
        "people": [{**person_shape(each.person), "cause": each.cause.value} for each in report.people],
    }  # fmt: skip


def mark_shape(mark: ModelMark, name: str) -> JsonObject:
    """A model commune or village."""
    return {
        "id": mark.id.hex(), "for": subject_word(mark.subject), "name": name, "from": mark.first.isoformat(),
        "to": mark.last.isoformat() if mark.last else None,
    }  # fmt: skip


def proposal_shape(proposal: Proposal) -> JsonObject:
    """How a target could be handed down."""
    return {
        "target": proposal.whole.id.hex(), "whole": proposal.whole.people, "weight": proposal.weight.value,
        "parts": [
            {"for": subject_word(each.subject), "name": each.name, "weight": each.weight, "people": each.people}
            for each in proposal.parts
        ],
    }  # fmt: skip
