"""Whom a number is about, as it is typed: unit:03514, unit:24@2024, village:NAME, team:NAME, agency:NAME ..."""

from typing import TYPE_CHECKING

from outreach_app.cli.parsing import one_of, wrong_value
from outreach_app.domain.targets import Subject, SubjectKind
from outreach_app.domain.text import fold
from outreach_app.errors import NotFound, say

if TYPE_CHECKING:
    from outreach_app.app import App

FORMS = "unit:CODE|unit:CODE@VINTAGE|village:NAME|team:NAME|agency:NAME|collector:NAME"


def find_subject(app: "App", text: str, *, option: str) -> Subject:
    """Find whom a word names; without a vintage a unit of today is meant."""
    from outreach_app.services.territory_data import load_territory

    word, sign, name = text.partition(":")
    if not sign or word not in set(SubjectKind) or not name.strip():
        raise wrong_value(option, text, one_of(FORMS.split("|")))
    kind = SubjectKind(word)
    if kind is SubjectKind.UNIT:
        code, _, vintage = name.partition("@")
        return Subject(kind, code.strip(), vintage.strip() or load_territory().present)
    if kind is SubjectKind.AGENCY:
        return app.campaigns.find_agency(name)
    if kind is SubjectKind.VILLAGE:
        return Subject(kind, app.office.find_village(name).id.hex())
    known = (
        {each.name: each.id for each in app.teams.list_teams()}
        if kind is SubjectKind.TEAM
        else {each.name: each.id for each in app.office.list_canvassers()}
    )
    row = next((row for each, row in known.items() if fold(each) == fold(name)), None)
    if row is None:
        raise NotFound(say("Nobody here is called {name}.", name=name), say("Check the name."))
    return Subject(kind, row.hex())
