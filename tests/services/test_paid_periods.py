"""What the register tells of earlier insurance counts in a sign-up: months supported once each, compulsory is told."""

from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.people import Scheme
from outreach_app.services.enrolments import NewEnrolment
from tests.workspaces import card_of


def remember(app: App, person: bytes, scheme: Scheme, starts: str, ends: str | None) -> None:
    row = {"person": person, "scheme": scheme.value, "starts": starts, "ends": ends, "source": "a list"}
    with app.desk.write() as writer:
        writer.create("membership", row)


def quote(app: App, person: bytes, method: str = "3"):
    return app.enrolments.quote_for(NewEnrolment(person, Scheme.VOLUNTARY, method, date(2026, 12, 1)))


def test_months_of_lists_and_sign_ups_count_once(one: App) -> None:
    person = card_of(one, "Giàng A Chư").members[0].id
    assert quote(one, person).voluntary.subsidised_months == 3
    # 102 months from January 2018 to June 2026; those of 2017 cost the state nothing, two lists tell of 2019.
    remember(one, person, Scheme.VOLUNTARY, "2017-01-15", "2026-06-30")
    remember(one, person, Scheme.VOLUNTARY, "2019-01-01", "2019-12-31")
    remember(one, person, Scheme.HEALTH, "2010-01-01", "2026-12-31")
    one.enrolments.sign_up(NewEnrolment(person, Scheme.VOLUNTARY, "12", date(2026, 7, 1)))
    found = quote(one, person, "12").voluntary
    # 102 + 12 months, seven of them (from December on) are those of this payment too: 107 others, 12 of 13 left.
    assert (found.subsidised_months, found.state) == (12, 12 * 66_000)
    remember(one, person, Scheme.VOLUNTARY, "2027-12-01", "2028-08-31")
    # nine more: 116 others, so four of the twelve months are supported
    assert quote(one, person, "12").voluntary.subsidised_months == 4


def test_a_membership_still_open_counts_up_to_today(one: App) -> None:
    person = card_of(one, "Giàng A Chư").members[0].id
    # January 2018 to November 2026 are 107 months, 13 are left.
    remember(one, person, Scheme.VOLUNTARY, "2018-01-01", None)
    assert quote(one, person, "12").voluntary.subsidised_months == 12
    assert quote(one, person, "ahead-2").voluntary.subsidised_months == 13


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ("2020-01-01", None, True),
        ("2020-01-01", "2026-12-01", True),
        ("2020-01-01", "2026-11-30", False),
        ("2027-01-01", None, False),
    ],
)
def test_who_is_in_compulsory_insurance_is_told_before_signing(
    one: App, starts: str, ends: str | None, told: bool
) -> None:
    person = card_of(one, "Giàng A Chư").members[0].id
    remember(one, person, Scheme.COMPULSORY, starts, ends)
    said = [problem.key for problem in quote(one, person).problems]
    assert ("Belongs to compulsory social insurance." in said) is told
    health = one.enrolments.quote_for(NewEnrolment(person, Scheme.HOUSEHOLD_HEALTH, "3", date(2026, 12, 1)))
    assert "Belongs to compulsory social insurance." not in [problem.key for problem in health.problems]
