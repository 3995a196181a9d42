"""Handing a target down: a proposal of parts that come to it exactly, by adults, by households, or evenly."""

from collections.abc import Mapping

from sqlmodel import Session

from outreach_app.domain.targets import Proposal, ProposedPart, SubjectKind, Target, Weight, share_out
from outreach_app.errors import BadInput, say
from outreach_app.services.result_lines import Whose, find_groups, find_places
from outreach_app.services.territory_data import read_standing
from outreach_app.store import results, teams, villages

_PLACES = frozenset({SubjectKind.UNIT, SubjectKind.VILLAGE})


def propose(session: Session, whole: Target, weight: Weight, *, kind: SubjectKind | None = None) -> Proposal:
    """Propose parts for what lies right under a unit, or (`kind`) for all teams, organisations or collectors.

    BadInput where nothing lies below, or for a weight that only places have.
    """
    below = _list_below(session, whole, kind)
    if not below:
        raise BadInput(
            say("There is nobody here to hand this target down to."),
            say("Choose whom the parts are for one by one."), key="no_parts",
        )  # fmt: skip
    known = _read_weights(session, whole, weight)
    weights = [_weigh(each, known, weight) for each in below]
    shares = share_out(whole.people, weights)
    parts = tuple(
        ProposedPart(each.subject, each.name, heavy, people)
        for each, heavy, people in zip(below, weights, shares, strict=True)
    )
    return Proposal(whole, weight, parts)


def _list_below(session: Session, whole: Target, kind: SubjectKind | None) -> list[Whose]:
    if kind is not None and kind not in _PLACES:
        found = find_groups(session, kind, known=teams.list_teams(session), on=whole.period.first)
        return [each for each in found if each.subject.key]
    territory = read_standing(session)
    if whole.subject.kind is not SubjectKind.UNIT or whole.subject.vintage != territory.present:
        return []
    return find_places(session, territory, whole.subject.key)[1:]


def _read_weights(session: Session, whole: Target, weight: Weight) -> Mapping[bytes, int]:
    if weight is Weight.ADULTS:
        return results.count_adults(session, whole.period.first)
    if weight is Weight.HOUSEHOLDS:
        return {each.village.id: each.known for each in villages.read_coverage(session)}
    return {}


def _weigh(each: Whose, known: Mapping[bytes, int], weight: Weight) -> int:
    if weight is Weight.EQUAL:
        return 1
    if each.kind is not SubjectKind.VILLAGE:
        raise BadInput(
            say("Only places have adults and households to go by."),
            say("Share it out evenly."),
            key="no_weight",
        )
    return sum(known.get(key, 0) for key in each.keys)
