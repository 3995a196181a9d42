"""The renewal list out of a real workspace: lists, sign-ups, prospects and visits decide who stands on it."""

from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.domain.renewal_reasons import RenewalItem, RenewalReason
from outreach_app.domain.visits import Outcome, PersonOutcome
from outreach_app.errors import BadInput
from outreach_app.services.enrolments import NewEnrolment
from outreach_app.services.visits import NewVisit
from tests.workspaces import COMMUNE, card_of

NOW = date(2026, 11, 21)


def person(app: App, head: str, name: str) -> bytes:
    return next(each.id for each in card_of(app, head).members if each.name == name)


def tell(app: App, who: bytes, scheme: Scheme, *, starts: str | None = None, ends: str | None = None) -> None:
    with app.desk.write() as writer:
        values = {
            "person": who,
            "scheme": scheme.value,
            "starts": starts,
            "ends": ends,
            "source": "list.xlsx",
        }
        writer.create("membership", values)


def listed(app: App, **asked) -> list[tuple[str, str]]:
    found = app.renewals.list_renewals(**asked)
    return [(item.person.name, item.renewal.reason.value) for item in found.items]


def only(app: App, **asked) -> RenewalItem:
    (item,) = app.renewals.list_renewals(**asked).items
    return item


@pytest.fixture
def pao(one: App) -> bytes:
    """Lò Văn Páo, born 12 March 1961."""
    return person(one, "Lò Văn Páo", "Lò Văn Páo")


@pytest.fixture
def tham(one: App) -> bytes:
    """Lò Thị Thắm, born 20 November 1992, of the same household."""
    return person(one, "Lò Văn Páo", "Lò Thị Thắm")


def test_nobody_is_due_in_a_fresh_register(one: App) -> None:
    found = one.renewals.list_renewals()
    assert (found.items, found.total, found.on) == ((), 0, NOW)


def test_a_card_that_ends_is_listed_with_house_and_days(one: App, tham: bytes) -> None:
    tell(one, tham, Scheme.HEALTH, ends="2025-12-31")
    tell(one, tham, Scheme.HOUSEHOLD_HEALTH, ends="2026-08-30")
    item = only(one)
    assert (item.person.head, item.person.village_name) == ("Lò Văn Páo", "Nà Ly")
    assert item.renewal.reason is RenewalReason.BREAK_NEAR
    assert (item.renewal.due, item.renewal.window_ends) == (date(2026, 8, 31), date(2026, 11, 28))
    assert item.renewal.days_left(NOW) == 7


def test_a_longer_or_an_endless_card_takes_somebody_off(one: App, tham: bytes, pao: bytes) -> None:
    tell(one, tham, Scheme.HEALTH, ends="2026-10-31")
    tell(one, tham, Scheme.HOUSEHOLD_HEALTH, ends="2027-05-31")
    tell(one, pao, Scheme.HEALTH, ends="2026-10-31")
    tell(one, pao, Scheme.HEALTH)
    assert listed(one) == []


def test_a_sign_up_counts_as_cover_and_as_payment(one: App, tham: bytes) -> None:
    tell(one, tham, Scheme.HEALTH, ends="2026-10-31")
    assert listed(one) == [("Lò Thị Thắm", "card_ended")]
    one.enrolments.sign_up(
        NewEnrolment(tham, Scheme.HOUSEHOLD_HEALTH, "12", date(2026, 12, 1), kind="continuing")
    )
    assert listed(one) == []
    one.enrolments.sign_up(NewEnrolment(tham, Scheme.VOLUNTARY, "3", date(2026, 11, 1)))
    assert listed(one) == []
    assert listed(one, on=date(2027, 1, 2)) == [("Lò Thị Thắm", "due_soon")]
    # a sign-up of December that ended, while the list knows of a card until May
    assert ("Lò Thị Thắm", "card_ending") in listed(one, on=date(2027, 11, 20))
    tell(one, tham, Scheme.HEALTH, ends="2028-05-31")
    assert ("Lò Thị Thắm", "card_ending") not in listed(one, on=date(2027, 11, 20))


def test_who_joined_compulsory_insurance_or_died_is_left_alone(one: App, tham: bytes, pao: bytes) -> None:
    for who in (tham, pao):
        tell(one, who, Scheme.VOLUNTARY, starts="2025-01-01", ends="2026-09-30")
        tell(one, who, Scheme.HEALTH, ends="2026-09-30")
    assert len(listed(one)) == 4
    tell(one, tham, Scheme.COMPULSORY, starts="2026-10-01")
    with one.desk.write() as writer:
        writer.edit("person", pao, {"deceased": True})
    assert listed(one) == []


def test_a_household_that_wants_no_contact_and_a_poor_one_are_left_alone(one: App, tham: bytes) -> None:
    tell(one, tham, Scheme.HEALTH, ends="2026-10-31")
    home = card_of(one, "Lò Văn Páo").household.id
    for change in ({"category": "poor"}, {"category": "other", "do_not_contact": True}):
        with one.desk.write() as writer:
            writer.edit("household", home, change)
        assert listed(one) == []
    with one.desk.write() as writer:
        writer.edit("household", home, {"category": "near_poor", "do_not_contact": False})
    assert listed(one) == [("Lò Thị Thắm", "card_ended")]


def test_a_free_card_that_ended_comes_from_the_prospects(one: App, tham: bytes) -> None:
    home = card_of(one, "Lò Văn Páo").household.id
    with one.desk.write() as writer:
        values = {
            "person": tham, "household": home, "scheme": "household_health", "reason": "free_card_ended",
            "source": "list.xlsx", "stage": "new",
        }  # fmt: skip
        prospect = writer.create("prospect", values)
    assert only(one).renewal.due == date(2026, 11, 22)  # the day the list came is all that is known
    tell(one, tham, Scheme.HEALTH, ends="2026-09-30")
    assert only(one).renewal.due == date(2026, 10, 1)
    with one.desk.write() as writer:
        writer.edit("prospect", prospect, {"stage": "closed"})
    assert listed(one) == [("Lò Thị Thắm", "card_ended")]


def test_the_order_the_counts_and_the_filters(office: App) -> None:
    pao, tham = (person(office, "Lò Văn Páo", name) for name in ("Lò Văn Páo", "Lò Thị Thắm"))
    chu, lu = person(office, "Giàng A Chư", "Giàng A Chư"), person(office, "Vàng A Lử", "Vàng A Lử")
    tell(office, pao, Scheme.HEALTH, ends="2026-03-31")
    tell(office, tham, Scheme.HEALTH, ends="2026-12-10")
    tell(office, chu, Scheme.HEALTH, ends="2026-08-30")
    tell(office, lu, Scheme.VOLUNTARY, starts="2025-01-01", ends="2026-10-31")
    everybody = [
        ("Giàng A Chư", "break_near"),
        ("Vàng A Lử", "window_closing"),
        ("Lò Thị Thắm", "card_ending"),
        ("Lò Văn Páo", "card_lapsed"),
    ]
    assert listed(office) == everybody
    village = next(each.id for each in office.households.list_villages() if each.name == "Hua Sẳng")
    assert listed(office, village=village) == [everybody[1]]
    assert listed(office, unit=COMMUNE) == listed(office, unit="12") == everybody
    assert listed(office, reasons=[RenewalReason.CARD_ENDING]) == [everybody[2]]
    cut = office.renewals.list_renewals(limit=2)
    assert [item.person.name for item in cut.items] == ["Giàng A Chư", "Vàng A Lử"]
    assert (cut.total, cut.counts[RenewalReason.CARD_LAPSED]) == (4, 1)
    with pytest.raises(BadInput) as caught:
        listed(office, unit="01")
    assert caught.value.key == "unit"


def test_the_last_answer_stands_beside_the_reason(one: App, tham: bytes) -> None:
    tell(one, tham, Scheme.HEALTH, ends="2026-10-31")
    home = card_of(one, "Lò Văn Páo").household.id
    for outcome in (Outcome.REFUSED, Outcome.THINKING):
        said = (PersonOutcome(tham, Scheme.HOUSEHOLD_HEALTH, outcome),)
        one.visits.log(NewVisit(home, NOW, outcomes=said))
    item = only(one)
    assert (item.answer, item.answered_on) == (Outcome.THINKING, NOW)
    assert item.person.last_visit == NOW
