"""The pictures of consents: a member's purposes, the form of a request, and the requests in Settings."""

from collections.abc import Iterator

from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.domain.requests import RequestKind
from ui.pictures.studio import Picture, Studio
from ui.presenters.ports import ConsentAt, HouseholdAt, StandAt
from ui.presenters.settings import Section
from ui.screens.consents import ConsentsScreen


def show_consents(studio: Studio) -> Iterator[Picture]:
    """A member who agreed to some purposes, withdrew one and asked for something."""
    app = studio.app
    person, household = tell_consents(studio)
    studio.house.go("consents", ConsentAt(person, back_at=HouseholdAt(household)))
    yield studio.take("2-consents", "consents")
    screen = studio.window.room()
    assert isinstance(screen, ConsentsScreen)
    screen.other.click()
    yield studio.take("2-consents-request", "consents")
    if app.standing().role in ("office", "lead"):
        studio.house.go("settings", StandAt(Section.REQUESTS))
        yield studio.take("9-settings-requests", "settings")


def tell_consents(studio: Studio) -> tuple[bytes, bytes]:
    """Note them for the first member of the first household; both by their ids."""
    app = studio.app
    row = app.households.read_rows(app.households.list_numbers()[:1])[0]
    person = app.households.read_card(row.id).members[0].id
    _tell(studio, person)
    return person, row.id


def _tell(studio: Studio, person: bytes) -> None:
    app, today = studio.app, studio.app.desk.today
    if app.requests.list():
        return
    proof = Proof(How.THUMBPRINT, today, witness="Lù Thị Mai")
    given = {Purpose.CONTACT: Act.GIVEN, Purpose.ADVICE: Act.GIVEN, Purpose.ETHNICITY: Act.GIVEN}
    app.consents.record_with_values(person, given, {"ethnicity": "Thái"}, proof=proof)
    app.consents.record(person, {Purpose.ETHNICITY: Act.WITHDRAWN}, proof=Proof(How.SPOKEN, today))
    app.requests.ask(person, RequestKind.COPY)
