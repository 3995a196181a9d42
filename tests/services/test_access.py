"""The access log: ids only, written a moment later or at the end, pruned, kept apart from the names; and the copy."""

import json
import time

import pytest

from outreach_app.app import App
from outreach_app.domain.access import AccessAct
from outreach_app.domain.consents import Act, How, Proof, Purpose
from outreach_app.errors import BadInput, NotAllowed
from outreach_app.i18n import open_catalogue
from outreach_app.services import access
from outreach_app.store.database import run
from tests.pdf_texts import read_page_texts
from tests.workspaces import Machine, card_of, talk

HEAD = "Lò Văn Páo"


def reveal(app: App) -> bytes:
    """Note something sensitive about the head, and tell whose id that is."""
    person = card_of(app, HEAD).members[0].id
    proof = Proof(How.PAPER, app.desk.today)
    app.consents.record_with_values(
        person, {Purpose.HEALTH: Act.GIVEN}, {"health_note": "đau khớp"}, proof=proof
    )
    return person


def acts_of(app: App, person: bytes) -> list[str]:
    return [entry.act for entry in app.access.read(person)]


def test_opening_counts_only_where_something_sensitive_is_shown_and_once_in_a_while(
    office: App, office_machine: Machine
) -> None:
    person = card_of(office, HEAD).members[0].id
    assert acts_of(office, person) == []
    reveal(office)
    for _ in range(5):
        card_of(office, HEAD)
    assert acts_of(office, person) == ["opened"]
    office_machine.clock.pass_by(minutes=11)
    card_of(office, HEAD)
    assert acts_of(office, person) == ["opened", "opened"]
    proof = Proof(How.SPOKEN, office.desk.today)
    office.consents.record(person, {Purpose.HEALTH: Act.WITHDRAWN}, proof=proof)
    office_machine.clock.pass_by(minutes=11)
    card_of(office, HEAD)
    assert acts_of(office, person) == ["opened", "opened"]  # hidden: nothing was seen


def test_a_search_by_the_whole_number_a_print_and_a_copy_are_noted(office: App) -> None:
    card = card_of(office, HEAD)
    person = card.members[0].id
    office.households.find("Lò Văn")
    office.households.find("0120 6100 0017")
    office.consents.print_sheet(card.household.id, open_catalogue("vi"))
    office.copies.as_data(person)
    assert sorted(acts_of(office, person)) == ["exported", "printed", "searched"]


def test_it_is_written_by_itself_within_seconds(office: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "DELAY_S", 0.05)
    person = reveal(office)
    card_of(office, HEAD)
    for _ in range(200):
        with office.desk.read() as session:
            found = run(session, "SELECT count(*) FROM access_log WHERE person = :p", p=person)
        if found[0][0]:
            return
        time.sleep(0.02)
    raise AssertionError("nothing was written")


def test_what_waits_is_written_when_the_workspace_is_left(office_machine: Machine) -> None:
    app = office_machine.open()
    person = reveal(app)
    card_of(app, HEAD)
    app.close()
    again = office_machine.open()
    assert acts_of(again, person) == ["opened"]
    again.close()


def test_old_entries_are_forgotten_and_a_canvasser_reads_none(
    office: App, office_machine: Machine, one: App
) -> None:
    person = reveal(office)
    card_of(office, HEAD)
    assert acts_of(office, person) == ["opened"]
    assert office.access.kept_days() == access.KEPT_DAYS
    office_machine.clock.pass_by(days=access.KEPT_DAYS + 1)
    office.desk.note_access(AccessAct.PRINTED, [person])
    assert acts_of(office, person) == ["printed"]
    office.access.keep_for(30)
    with pytest.raises(BadInput):
        office.access.keep_for(29)
    with pytest.raises(NotAllowed):
        one.access.list()
    with pytest.raises(NotAllowed):
        one.access.read(person)


def test_the_log_outlives_an_erasure_without_a_name(office: App) -> None:
    person = reveal(office)
    card_of(office, HEAD)
    office.erasing.erase(person, why="đơn ngày 20/11")
    assert acts_of(office, person) == ["opened"]
    with office.desk.read() as session:
        rows = run(session, "SELECT * FROM access_log")
    assert {type(cell) for row in rows for cell in row} <= {int, bytes, str, type(None)}
    assert {cell for row in rows for cell in row if isinstance(cell, str)} == {"opened"}


def test_a_copy_tells_everything_of_one_person_and_nothing_of_the_others(office: App) -> None:
    card = card_of(office, HEAD)
    person, other = card.members[0].id, card.members[1].id
    reveal(office)
    told = talk(card, note="hẹn tháng sau")
    office.visits.log(told)
    copy = office.copies.as_data(person)
    tables = copy["tables"]
    assert isinstance(tables, dict)
    assert {"person", "household", "visit", "consent"} <= tables.keys()
    assert tables["person"][0]["health_note"] == "đau khớp"
    assert tables["consent"][0]["purpose"] == "health"
    said = json.dumps(copy, ensure_ascii=False)
    assert card.members[1].name not in said
    assert other.hex() not in said
    assert json.loads(said) == copy
    assert office.copies.as_data(other)["tables"].keys().isdisjoint({"consent", "visit"})  # type: ignore[attr-defined]


def test_the_printed_copy_tells_keys_in_words(office: App) -> None:
    person = reveal(office)
    said = "".join(read_page_texts(office.copies.as_pdf(person, open_catalogue("vi"))))
    assert "tiếng Việt" in said
    assert "given" not in said
