"""Calls and their results, why people stopped, and those who came to withdraw everything."""

from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.lapses import FINAL, LapseReason, read_lapse_words
from outreach_app.domain.one_off_requests import Decision
from outreach_app.domain.people import Scheme
from outreach_app.domain.renewal_reasons import RenewalItem, RenewalReason
from outreach_app.domain.rows import WorkReason
from outreach_app.domain.visits import Cancelled, Channel, NextStep, Outcome, PersonOutcome
from outreach_app.errors import BadInput, NotFound
from outreach_app.services.calls import NewCall
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.one_offs import NewRequest
from outreach_app.services.visits import NewVisit
from tests.services.test_renewals import listed, only, person, tell
from tests.workspaces import Machine, card_of

NOW = date(2026, 11, 21)


@pytest.fixture
def tham(one: App) -> bytes:
    """Lò Thị Thắm, whose voluntary months ran out in the summer."""
    who = person(one, "Lò Văn Páo", "Lò Thị Thắm")
    tell(one, who, Scheme.VOLUNTARY, starts="2024-01-01", ends="2026-06-30")
    return who


def call(app: App, who: bytes, outcome: Outcome, **said) -> bytes:
    return app.calls.log(NewCall(who, Scheme.VOLUNTARY, outcome, **said)).value


def test_a_call_is_a_visit_of_one_person_and_stands_in_the_list(one: App, tham: bytes) -> None:
    call(one, tham, Outcome.NOT_HOME)
    call(one, tham, Outcome.THINKING, why=LapseReason.HARDSHIP, next_on=date(2026, 11, 28), note="sau vụ lúa")
    item = only(one)
    assert [each.outcome for each in item.tries] == [Outcome.THINKING, Outcome.NOT_HOME]
    assert (item.answer, item.lapse.reason, item.months_since(NOW)) == (
        Outcome.THINKING,
        LapseReason.HARDSHIP,
        4,
    )
    newest, first = card_of(one, "Lò Văn Páo").visits
    assert (newest.channel, newest.next_step, newest.met) == (Channel.PHONE, NextStep.CALL, (tham,))
    assert (newest.lapses[0].reason, newest.note) == (LapseReason.HARDSHIP, "sau vụ lúa")
    assert (first.met, first.lapses) == ((), ())


def test_nobody_reached_is_no_knock_at_the_door_and_no_word(one: App, tham: bytes) -> None:
    call(one, tham, Outcome.NOT_HOME)
    assert only(one).answer is None
    (village,) = [each for each in one.households.read_coverage() if each.village.name == "Nà Ly"]
    assert (village.knocked, village.spoken_to) == (0, 0)
    call(one, tham, Outcome.REFUSED)
    (village,) = [each for each in one.households.read_coverage() if each.village.name == "Nà Ly"]
    assert (village.knocked, village.spoken_to) == (1, 1)


@pytest.mark.parametrize("why", sorted(FINAL))
def test_who_will_not_come_back_leaves_the_list_and_comes_back_with_the_visit(
    one: App, tham: bytes, why: LapseReason
) -> None:
    visit = call(one, tham, Outcome.REFUSED, why=why)
    assert listed(one) == []
    one.visits.cancel(visit, Cancelled.UNDONE.value)
    assert listed(one) == [("Lò Thị Thắm", "stopped")]


def test_a_later_word_opens_the_case_again(one: App, machine: Machine, tham: bytes) -> None:
    call(one, tham, Outcome.REFUSED, why=LapseReason.MOVED_AWAY)
    machine.clock.pass_by(days=3)
    call(one, tham, Outcome.NOT_HOME)
    assert listed(one) == []
    call(one, tham, Outcome.THINKING)
    assert listed(one) == [("Lò Thị Thắm", "stopped")]


def test_a_card_alone_is_closed_as_well(one: App) -> None:
    who = person(one, "Lò Văn Páo", "Lò Thị Thắm")
    tell(one, who, Scheme.HEALTH, ends="2026-10-31")
    one.calls.log(NewCall(who, Scheme.HOUSEHOLD_HEALTH, Outcome.REFUSED, why=LapseReason.COMPULSORY))
    assert listed(one) == []
    for village in (card_of(one, "Lò Văn Páo").village.id, bytes(16)):
        assert listed(one, village=village) == []


def test_a_reason_of_an_earlier_stop_is_not_told_again(one: App, machine: Machine, tham: bytes) -> None:
    call(one, tham, Outcome.REFUSED, why=LapseReason.NOT_REMINDED)
    one.enrolments.sign_up(NewEnrolment(tham, Scheme.VOLUNTARY, "3", date(2026, 11, 1), kind="re_registered"))
    assert listed(one) == []
    machine.clock.pass_by(days=365)
    item = only(one)
    assert item.renewal.reason is RenewalReason.STOPPED
    assert (item.lapse, item.tries) == (None, ())


def test_a_reason_needs_somebody_who_was_asked_and_does_not_go_on(one: App, tham: bytes) -> None:
    for outcome in (Outcome.CONTINUING, Outcome.NOT_HOME):
        with pytest.raises(BadInput) as told:
            call(one, tham, outcome, why=LapseReason.HARDSHIP)
        assert told.value.key == "lapse_without_outcome"
    with pytest.raises(NotFound):
        call(one, bytes(16), Outcome.THINKING)


def test_a_corrected_visit_keeps_its_reasons_while_the_outcome_stands(one: App, tham: bytes) -> None:
    visit = call(one, tham, Outcome.REFUSED, why=LapseReason.HARDSHIP)
    home = card_of(one, "Lò Văn Páo").household.id
    said = (PersonOutcome(tham, Scheme.VOLUNTARY, Outcome.REFUSED),)
    again = one.visits.correct(visit, NewVisit(home, NOW, outcomes=said, note="nói lại")).value
    assert one.visits.read(again).lapses[0].reason is LapseReason.HARDSHIP
    said = (PersonOutcome(tham, Scheme.VOLUNTARY, Outcome.THINKING),)
    last = one.visits.correct(again, NewVisit(home, NOW, outcomes=said)).value
    assert one.visits.read(last).lapses == ()


# ----------------------------------------------------------------------------------------------- to withdraw everything
def test_who_came_to_withdraw_stands_to_be_talked_to_until_it_is_settled(one: App, tham: bytes) -> None:
    request = one.one_offs.add(NewRequest(tham, 30, came_on=date(2026, 11, 18))).value
    assert (request.person_name, request.code, request.months_paid) == ("Lò Thị Thắm", _code(one), 30)
    item = only(one)
    assert (item.renewal.reason, item.renewal.waiting_days) == (RenewalReason.WITHDRAWING, 3)
    assert one.work.list_doors()[0].reason is WorkReason.WITHDRAWING
    with pytest.raises(BadInput) as told:
        one.one_offs.add(NewRequest(tham, 30))
    assert told.value.key == "request_open"
    advised = one.one_offs.decide(request.id, Decision.ADVISED).value
    assert only(one).renewal.reason is RenewalReason.WITHDRAWING
    kept = one.one_offs.decide(advised.id, Decision.KEEPS).value
    assert only(one).renewal.reason is RenewalReason.STOPPED
    with pytest.raises(NotFound):
        one.one_offs.decide(advised.id, Decision.PAID_OUT)
    one.one_offs.take_back(kept.id)
    (open_again,) = one.one_offs.list_requests(only_open=True)
    assert open_again.decision is Decision.ADVISED


def test_who_was_paid_out_is_named_with_that_reason(one: App, tham: bytes) -> None:
    request = one.one_offs.add(NewRequest(tham, 30)).value
    one.one_offs.decide(request.id, Decision.PAID_OUT)
    item = only(one)
    assert (item.renewal.reason, item.lapse.reason) == (RenewalReason.STOPPED, LapseReason.WITHDREW)


def test_a_request_that_was_written_by_mistake_is_gone(one: App, tham: bytes) -> None:
    request = one.one_offs.add(NewRequest(tham, 30)).value
    one.one_offs.take_back(request.id)
    assert one.one_offs.list_requests() == []
    one.one_offs.add(NewRequest(tham, 31))
    assert [each.months_paid for each in one.one_offs.list_requests()] == [31]


def test_what_cannot_be_is_refused(one: App, tham: bytes) -> None:
    for wrong, key in (
        (NewRequest(tham, 601), "months_paid"),
        (NewRequest(tham, -1), "months_paid"),
        (NewRequest(tham, 12, came_on=date(2026, 11, 22)), "future_day"),
    ):
        with pytest.raises(BadInput) as told:
            one.one_offs.add(wrong)
        assert told.value.key == key


def _code(app: App) -> str:
    return card_of(app, "Lò Văn Páo").household.code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Chết ngày 3/2", LapseReason.DIED),
        ("đã hưởng BHXH một lần", LapseReason.WITHDREW),
        ("Hưởng lương hưu từ tháng 5", LapseReason.PENSION),
        ("chuyển sang BHXH bắt buộc", LapseReason.COMPULSORY),
        ("Chuyển đi tỉnh khác", LapseReason.MOVED_AWAY),
        ("KHÓ KHĂN", LapseReason.HARDSHIP),
        ("mức đóng tăng", LapseReason.FLOOR_INCREASE),
        ("quên đóng", LapseReason.NOT_REMINDED),
        ("lý do cá nhân", LapseReason.OTHER),
        ("  ", None),
    ],
)
def test_the_words_of_a_list(text: str, reason: LapseReason | None) -> None:
    assert read_lapse_words(text) is reason


def test_a_list_tells_why(one: App) -> None:
    who = person(one, "Lò Văn Páo", "Lò Thị Thắm")
    with one.desk.write() as writer:
        values = {"person": who, "scheme": "voluntary", "ends": "2026-06-30", "source": "c21a.xlsx"}
        writer.create("membership", values | {"lapse_reason": "hardship"})
    item: RenewalItem = only(one)
    assert (item.lapse.reason, item.lapse.told_on) == (LapseReason.HARDSHIP, date(2026, 6, 30))
