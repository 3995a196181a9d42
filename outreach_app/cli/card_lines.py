"""A household in words, as the command line shows it; numbers of people are shortened to their last digits."""

from outreach_app.domain.forms import write_born, write_month
from outreach_app.domain.people import CATEGORY_NAMES, RELATIONS, SCHEME_NAMES
from outreach_app.domain.rows import EnrolmentRow, HouseholdCard, PersonRow, SearchHit, VisitRow
from outreach_app.domain.teams import REGARD_NAMES
from outreach_app.domain.visits import NEXT_STEP_NAMES, OUTCOME_NAMES, NextStep
from outreach_app.i18n import N_, Catalogue, Dong, Message, say

_TAIL = 4


def hit_line(hit: SearchHit, commune: str) -> str:
    """One search result on one line."""
    parts = [f"{hit.code:13}", hit.name, f"{hit.village_name}, {commune}"]
    parts += [write_born(hit.born)] if hit.born else []
    parts += [f"…{hit.citizen_number_tail}"] if hit.citizen_number_tail else []
    return "  ".join(parts)


def card_lines(card: HouseholdCard, words: Catalogue) -> list[Message | str]:
    """The whole card: household, members, visits, sign-ups."""
    home = card.household
    place = ", ".join(filter(None, (home.address, home.neighbour_group, card.village.name)))
    lines: list[Message | str] = [
        f"{home.code}  {home.head}",
        f"{place}  ({words.text(CATEGORY_NAMES[home.category])})",
    ]
    if home.do_not_contact:
        lines.append(say("This household asked not to be contacted."))
    for each in card.trusted:
        told = ", ".join(part for part in (words.text(REGARD_NAMES[each.regard]), each.phone or "") if part)
        lines.append(say("Respected here: {names}", names=f"{each.name} ({told})"))
    lines += [say("Members:"), *(f"  {_member_line(member, words)}" for member in card.members)]
    if card.visits:
        names = {member.id: member.name for member in card.members}
        lines += [say("Visits:"), *(f"  {_visit_line(visit, names, words)}" for visit in card.visits)]
    if card.enrolments:
        lines.append(say("Sign-ups:"))
        lines += [_enrolment_line(row, words) for row in card.enrolments]
    return lines


def _enrolment_line(row: EnrolmentRow, words: Catalogue) -> str:
    line = words.text(
        "  {name}: {scheme}, {months} months from {month}, own part {own}",
        name=row.person_name, scheme=words.text(SCHEME_NAMES[row.scheme]), months=row.months,
        month=write_month(row.first_month), own=Dong(row.own),
    )  # fmt: skip
    return line if row.confirmed else f"{line} ({words.text('not confirmed')})"


def _member_line(member: PersonRow, words: Catalogue) -> str:
    parts = [member.id.hex(), member.name, words.text(RELATIONS.get(member.relation, N_("other relation")))]
    parts += [write_born(member.born)] if member.born else []
    parts += [f"…{member.citizen_number[-_TAIL:]}"] if member.citizen_number else []
    parts += [words.text(N_("has died"))] if member.deceased else []
    parts += [words.text(N_("away for work"))] if member.away else []
    return "  ".join(parts)


def _visit_line(visit: VisitRow, names: dict[bytes, str], words: Catalogue) -> str:
    told = [words.text(OUTCOME_NAMES[visit.door_outcome])] if visit.door_outcome else []
    told += [
        f"{names.get(o.person, '?')}: {words.text(SCHEME_NAMES[o.scheme])} – {words.text(OUTCOME_NAMES[o.outcome])}"
        for o in visit.outcomes
    ]
    if visit.next_on is not None and visit.next_step is not NextStep.NONE:
        told.append(f"{words.text(NEXT_STEP_NAMES[visit.next_step])} {words.date(visit.next_on)}")
    told += [visit.note] if visit.note else []
    return f"{words.date(visit.visited_on)}  {visit.id.hex()}  {'; '.join(told)}"
