"""What the words of `outreach meeting` mean: guests, and fields of a meeting with their new values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outreach_app.cli import lookups, parsing
from outreach_app.domain.identity import parse_row_id
from outreach_app.domain.meetings import Invitee, MeetingDraft, MeetingKind
from outreach_app.domain.rows import HouseholdCard
from outreach_app.domain.visits import PersonOutcome
from outreach_app.errors import BadInput, NotFound, say

if TYPE_CHECKING:
    from outreach_app.app import App

_CANVASSER, _COMMITTEE = "@", "committee:"


def find_invitee(app: "App", word: str) -> tuple[Invitee, int | None]:
    """Look a guest up: CODE or CODE:HEADS of a household, a person's id, @NAME of a canvasser, committee:NAME."""
    if word.startswith(_CANVASSER):
        return Invitee(canvasser=find_canvasser(app, word[1:])), None
    if word.startswith(_COMMITTEE):
        return Invitee(committee_member=find_sitting(app, word.removeprefix(_COMMITTEE))), None
    if lookups.is_id(word):
        person = app.households.read_person(parse_row_id(word))
        return Invitee(person.household, person.id), None
    code, sign, heads = word.partition(":")
    count = parsing.parse_count(heads, option="WHO", least=1, most=1000) if sign else None
    return Invitee(lookups.find_household(app, code)), count


def find_canvasser(app: "App", name: str) -> bytes:
    """Look a canvasser up by name."""
    from outreach_app.services.office import find_named

    found = find_named(app.office.list_canvassers(), name, app.desk.today)
    if found is None:
        raise NotFound(
            say("Nobody named {name} works here.", name=name),
            say("Enter the person first: outreach team --help."),
        )
    return found.id


def find_sitting(app: "App", word: str) -> bytes:
    """Look somebody on a steering committee up by name or id."""
    return parse_row_id(word) if lookups.is_id(word) else app.committees.find_member(word).id


def change(app: "App", draft: MeetingDraft, texts: Mapping[str, str]) -> MeetingDraft:
    """Put new values into a meeting's fields; an unknown field is wrong usage."""
    readers: dict[str, Callable[[str], Any]] = {
        "kind": lambda text: parsing.parse_key(MeetingKind, text, option="kind"),
        "day": lambda text: parsing.parse_date(text, option="day"),
        "time": str, "place": str, "led_by": str, "topic": str,
        "village": lambda text: lookups.find_village(app, text).id if text else None,
        "planned": lambda text: parsing.parse_count(text, option="planned", least=0) if text else None,
    }  # fmt: skip
    for name in texts:
        if name not in readers:
            raise parsing.wrong_value("FIELD", name, parsing.one_of(readers))
    told = {("hour" if name == "time" else name): readers[name](text) for name, text in texts.items()}
    return replace(draft, **told)


def check_members(card: HouseholdCard, outcomes: Sequence[PersonOutcome]) -> None:
    """Refuse outcomes of people who do not live in this household."""
    strange = sorted({told.person for told in outcomes} - {member.id for member in card.members})
    if strange:
        raise BadInput(
            say("The person {id} is not a member of this household.", id=strange[0].hex()),
            say("Take the id from household show."),
            key="not_a_member",
        )
