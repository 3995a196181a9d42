"""Sentences that several screens say about households, people and visits, in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from outreach_app.domain import territory
from outreach_app.domain.absences import SURENESS_NAMES, write_partial
from outreach_app.domain.health_groups import SUPPORT_NAMES, SupportGroup
from outreach_app.domain.identity import format_phone
from outreach_app.domain.methods import describe_method, recall_method
from outreach_app.domain.people import RELATIONS, SCHEME_NAMES, Scheme
from outreach_app.domain.prospects import tell_named
from outreach_app.domain.rows import (
    EnrolmentRow,
    HouseholdCard,
    HouseholdRow,
    PersonRow,
    SearchHit,
    VillageRow,
    VisitRow,
    WorkItem,
    WorkReason,
)
from outreach_app.domain.text import name_parts
from outreach_app.domain.visits import NEXT_STEP_NAMES, OBJECTION_NAMES, OUTCOME_NAMES, NextStep
from outreach_app.i18n import N_, Catalogue
from outreach_app.services.lunar_years import load_lunar_years

DOT = " · "
_GROUPS = frozenset(group.value for group in SupportGroup)


def name_village(village: VillageRow) -> str:
    """A village with its kind word as it stands in a sentence: `bản Nà Ly`."""
    return territory.name_village(village.kind, village.name)


def name_village_of(hit: SearchHit) -> str:
    """The village of a search result with its kind word."""
    return territory.name_village(hit.village_kind, hit.village_name)


def tell_version(words: Catalogue, version: str) -> str:
    """A version that is a day, as people write days; what follows the day stays."""
    try:
        return words.date(date.fromisoformat(version[:10])) + version[10:]
    except ValueError:
        return version


def name_given(name: str) -> str:
    """The name a person is called by: `Thảo` of Nguyễn Thị Phương Thảo."""
    return name_parts(name).given or name


def tell_place(words: Catalogue, row: HouseholdRow, village: str) -> str:
    """Where a household lives and its phone: `bản Nà Ly, tổ 3 · cạnh nhà văn hoá · 0987 654 321`."""
    where = ", ".join(part for part in (village, tell_group(words, row)) if part)
    phone = format_phone(row.phone) if row.phone else ""
    return DOT.join(part for part in (where, row.address, phone) if part)


def tell_group(words: Catalogue, row: HouseholdRow) -> str:
    """The neighbour group; a bare number gets its word."""
    group = row.neighbour_group
    return words.text("group {number}", number=group) if group.isdigit() else group


def tell_person(words: Catalogue, person: PersonRow, today: date, *, age: bool = False) -> str:
    """Year of birth or age, relation, and what keeps a person from being met."""
    born = ""
    if person.born is not None:
        born = words.text("{age} years", age=person.born.age_on(today)) if age else str(person.born.year)
    relation = words.text(RELATIONS.get(person.relation, "other relation"))
    away = words.text("away for work") if person.away else ""
    gone = words.text("has died") if person.deceased else ""
    return DOT.join(part for part in (born, relation, gone or away) if part)


def tell_absence(words: Catalogue, person: PersonRow) -> str:
    """All that is known of somebody who is away: where, since when, back when, their number, whom to call instead."""
    told = replace(person.absence, away=person.away)
    if not told.away or told.is_stale:
        return ""
    back = words.text("back {when}", when=told.back.say(load_lunar_years())) if told.back else ""
    sure = words.text(SURENESS_NAMES[told.sure]) if told.back and told.sure else ""
    since = words.text("since {when}", when=write_partial(told.since)) if told.since else ""
    home = words.text("at home call {whom}", whom=told.home_contact) if told.home_contact else ""
    phone = format_phone(told.phone) if told.phone else ""
    parts = (told.place, since, ", ".join(part for part in (back, sure) if part), phone, home)
    return DOT.join(part for part in parts if part)


def tell_reason(words: Catalogue, item: WorkItem) -> str:
    """Why a door is on today's list, in words; what was written at the door comes first."""
    due, names = item.due_on, item.detail
    if due and item.reason in _WITH_NAME_AND_DAY:
        return words.text(_WITH_NAME_AND_DAY[item.reason], name=names, day=due)
    if item.reason in _WITH_NAMES:
        return words.text(_WITH_NAMES[item.reason], names=names)
    if names:
        return tell_named(words, names) if item.reason is WorkReason.LISTED else names
    if item.reason is WorkReason.PROMISED and due:
        return words.text("Promised for {day}", day=due)
    return words.text(_ALONE[item.reason])


_WITH_NAME_AND_DAY: Mapping[WorkReason, str] = {
    WorkReason.WINDOW_CLOSING: N_("{name} can pay without a loss until {day}"),
    WorkReason.LAPSED: N_("{name} has stopped, nothing paid since {day}"),
    WorkReason.WITHDRAWING: N_("{name} came on {day} to withdraw everything"),
    WorkReason.RETURNED: N_("{name} has been back home since {day}"),
}
_WITH_NAMES: Mapping[WorkReason, str] = {
    WorkReason.MEMBER_IN: N_("{names} has joined, others of the home have not"),
    WorkReason.UNFINISHED_SIGN_UP: N_("{names} said yes; the papers are missing"),
}
_ALONE: Mapping[WorkReason, str] = {
    WorkReason.PROMISED: N_("Promised to come back"),
    WorkReason.WINDOW_CLOSING: N_("Payment window closing"),
    WorkReason.LAPSED: N_("Stopped: win back"),
    WorkReason.WITHDRAWING: N_("Wants to withdraw everything"),
    WorkReason.RETURNED: N_("Back home from working away"),
    WorkReason.LISTED: N_("Named by a list"),
    WorkReason.ASSIGNED: N_("Assigned to you, not knocked yet"),
    WorkReason.NOBODY_HOME: N_("Nobody was at home last time"),
    WorkReason.NEVER_VISITED: N_("Nobody has been here yet"),
}


def tell_waiting(words: Catalogue, item: WorkItem) -> str:
    """How long a door has waited."""
    if item.reason is WorkReason.NEVER_VISITED:
        return words.text("not visited")
    if item.reason is WorkReason.WINDOW_CLOSING:
        return words.plural("{count} day left", "{count} days left", item.waiting_days)
    if item.waiting_days == 0:
        return words.text("since today")
    return words.plural("waits {count} day", "waits {count} days", item.waiting_days)


def tell_enrolment(words: Catalogue, row: EnrolmentRow) -> str:
    """One sign-up in a line: who, what, the money, how it is paid, and why the state helps."""
    scheme, money = words.text(SCHEME_NAMES[row.scheme]), words.money(row.own)
    paid = words.text("{name} signed up: {scheme}, {money}", name=row.person_name, scheme=scheme, money=money)
    method = recall_method(row.method) if row.scheme is Scheme.VOLUNTARY else None
    how = words.render(describe_method(method)) if method else ""
    if row.scheme is Scheme.HOUSEHOLD_HEALTH:
        how = words.plural("{count} month", "{count} months", row.months)
    why = SUPPORT_NAMES.get(SupportGroup(row.support)) if row.support in _GROUPS else None
    return DOT.join(part for part in (paid, how, words.text(why) if why else "") if part)


def tell_visit(words: Catalogue, visit: VisitRow, card: HouseholdCard) -> str:
    """One visit in a line: who was met, what came of it, the worry, the next step."""
    names = {person.id: name_given(person.name) for person in card.members}
    met = [names[person] for person in visit.met if person in names]
    met += [visit.met_others] if visit.met_others else []
    parts = [
        words.text("Met {names}", names=", ".join(met)) if met else "",
        _tell_outcomes(words, visit, names),
    ]
    if visit.objection:
        worry = words.text(OBJECTION_NAMES.get(visit.objection, OBJECTION_NAMES["other"]))
        parts.append(words.text("worry: {worry}", worry=worry))
    if visit.next_step is not NextStep.NONE:
        parts.append(tell_next_step(words, visit))
    parts.append(f"“{visit.note}”" if visit.note else "")
    return ". ".join(part for part in parts if part)


def tell_next_step(words: Catalogue, visit: VisitRow) -> str:
    """What was agreed to happen next and when."""
    step = words.text(NEXT_STEP_NAMES[visit.next_step])
    return words.text("{step} on {day}", step=step, day=visit.next_on) if visit.next_on else step


def _tell_outcomes(words: Catalogue, visit: VisitRow, names: dict[bytes, str]) -> str:
    told: dict[str, list[str]] = {}
    for each in visit.outcomes:
        people = told.setdefault(words.text(OUTCOME_NAMES[each.outcome]), [])
        if (name := names.get(each.person, "")) and name not in people:
            people.append(name)
    door = words.text(OUTCOME_NAMES[visit.door_outcome]) if visit.door_outcome else ""
    people_told = [
        f"{', '.join(people)}: {outcome.lower()}" if people else outcome for outcome, people in told.items()
    ]
    return "; ".join(part for part in (door, *people_told) if part)
