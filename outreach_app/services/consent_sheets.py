"""What a household's sheet of consents says: its members, who of them is a child, the texts, a code to find it by."""

from datetime import date

from sqlmodel import Session

from outreach_app.documents.consent_sheet import ConsentSheet, make_code
from outreach_app.domain.consents import is_child
from outreach_app.errors import NotFound, say
from outreach_app.services.privacy_files import load_rules, load_texts
from outreach_app.store import households, settings


def make_sheet(
    session: Session, household: bytes, *, language: str, today: date
) -> tuple[ConsentSheet, tuple[bytes, ...]]:
    """Collect the sheet inside an open session, with the people on it; NotFound for no household."""
    home = households.read_household(session, household)
    if home is None:
        raise NotFound(say("This household is not in the workspace."), say("Search for the household again."))
    people = [each for each in households.read_members(session, home.id) if not each.deceased]
    age = load_rules().child.years
    children = {place for place, each in enumerate(people) if is_child(each.born, on=today, child_age=age)}
    sheet = ConsentSheet(
        code=make_code(home.code, today),
        household=home.head,
        place=home.village_name,
        members=tuple(each.name for each in people),
        children=frozenset(children),
        day=today,
        office_name=settings.read_machine(session).office_name,
        texts=load_texts(language),
        child_age=age,
    )
    return sheet, tuple(each.id for each in people)
