"""Calls, reasons of stopping and requests to withdraw travel both ways, and leave with the person who is erased."""

from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.erasure import AskedBy, is_nobody
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.one_off_requests import Decision
from outreach_app.domain.people import Scheme
from outreach_app.domain.visits import Outcome
from outreach_app.services.calls import NewCall
from outreach_app.services.one_offs import NewRequest
from outreach_app.store.database import run
from outreach_app.store.packing import unpack
from tests.workspaces import Field, card_of, read, write

HEAD = "Lò Văn Páo"


@pytest.fixture(autouse=True)
def work(office: App, one: App) -> None:
    for app, name in ((office, "Bùi Văn Kế"), (one, "Lường Thị Inh")):
        app.office.say_who_works(name)


def bring(field: Field, giver: App, taker: App) -> int:
    return sum(report.refused_rows for report in read(taker, *write(giver, field.stick)))


def whom(app: App) -> bytes:
    return next(each.id for each in card_of(app, HEAD).members if each.name == "Quàng Thị Ngoan")


def call_and_come(app: App) -> bytes:
    """A call with a reason and a request; returns the request's id."""
    app.calls.log(NewCall(whom(app), Scheme.VOLUNTARY, Outcome.REFUSED, why=LapseReason.HARDSHIP))
    return app.one_offs.add(NewRequest(whom(app), 41, came_on=date(2026, 11, 20))).value.id


def test_they_reach_the_office_and_its_decision_comes_back(field: Field, office: App, one: App) -> None:
    request = call_and_come(one)
    assert bring(field, one, office) == 0
    (visit,) = card_of(office, HEAD).visits
    assert [each.reason for each in visit.lapses] == [LapseReason.HARDSHIP]
    assert [each.months_paid for each in office.one_offs.list_requests()] == [41]
    office.one_offs.decide(request, Decision.PAID_OUT)
    assert bring(field, office, one) == 0
    (told,) = one.one_offs.list_requests()
    assert (told.decision, told.came_on) == (Decision.PAID_OUT, date(2026, 11, 20))
    assert office.upkeep.check().ok
    assert one.upkeep.check().ok


def test_two_decisions_about_one_request_leave_one(field: Field, office: App, one: App) -> None:
    request = call_and_come(one)
    bring(field, one, office)
    one.one_offs.decide(request, Decision.ADVISED)
    office.one_offs.decide(request, Decision.KEEPS)
    assert bring(field, one, office) == bring(field, office, one) == 0
    both = [[row.decision for row in app.one_offs.list_requests()] for app in (office, one)]
    assert both[0] == both[1]
    assert len(both[0]) == 1


@pytest.mark.parametrize("later", ["office", "laptop"])
def test_of_two_chains_of_decisions_the_last_word_counts_alone(
    field: Field, office: App, one: App, later: str
) -> None:
    request = call_and_come(one)
    bring(field, one, office)
    first, second = (one, office) if later == "office" else (office, one)
    advised = first.one_offs.decide(request, Decision.ADVISED).value
    first.one_offs.decide(advised.id, Decision.KEEPS)
    for machine in (field.office, field.one):
        machine.clock.pass_by(hours=1)
    second.one_offs.decide(request, Decision.PAID_OUT)
    assert bring(field, one, office) == bring(field, office, one) == 0
    for app in (office, one):
        assert [row.decision for row in app.one_offs.list_requests()] == [Decision.PAID_OUT]


def test_a_laptop_of_another_village_hears_nothing_and_writes_nothing_there(
    field: Field, office: App, one: App, two: App
) -> None:
    two.office.say_who_works("Hoàng Thị Thơm")
    call_and_come(one)
    bring(field, one, office)
    bring(field, office, two)
    assert two.one_offs.list_requests() == []
    foreign = card_of(office, HEAD).household.id
    with two.desk.write() as writer:
        values = {"household": foreign, "came_on": "2026-11-20", "decided_on": "2026-11-20", "months_paid": 3}
        writer.create("one_off_request", values)
    assert bring(field, two, office) == 1
    assert len(office.one_offs.list_requests()) == 1


def test_an_erased_person_leaves_the_reason_and_the_request_without_a_name(
    field: Field, office: App, one: App
) -> None:
    call_and_come(one)
    bring(field, one, office)
    bring(field, office, one)
    gone = whom(office)
    office.erasing.erase(gone, asked_by=AskedBy.SELF, why="đơn")
    bring(field, office, one)
    for app in (office, one):
        with app.desk.read() as session:
            ((lapses,),) = run(session, "SELECT lapses FROM visit WHERE lapses IS NOT NULL")
            ((person, months),) = run(session, "SELECT person, months_paid FROM one_off_request")
        ((named, scheme, reason),) = unpack(lapses)
        assert is_nobody(named)
        assert (scheme, reason, person, months) == ("voluntary", "hardship", None, 0)
        assert app.one_offs.list_requests() == []
        assert app.upkeep.check().ok
