"""What the register tells of earlier insurance counts in a sign-up: months supported once each, compulsory is told."""

from datetime import date

import pytest

from outreach_app.app import App
from outreach_app.domain.people import PartialDate, Scheme, Sex
from outreach_app.errors import BadInput, Message
from outreach_app.services.enrolments import EnrolmentQuote, NewEnrolment
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
    assert ("pays compulsory insurance" in reasons(quote(one, person))) is told
    health = one.enrolments.quote_for(NewEnrolment(person, Scheme.HOUSEHOLD_HEALTH, "3", date(2026, 12, 1)))
    assert reasons(health) == (["Insured through the employer."] if told else [])


def reasons(quote: EnrolmentQuote) -> list[str]:
    """Why the office would return it, of the problems told."""
    said = [problem.parameters.get("reason") for problem in quote.problems]
    return [reason.key for reason in said if isinstance(reason, Message)]


# --------------------------------------------------------------------------------- the months missing at retirement age
@pytest.mark.parametrize(
    ("sex", "born", "opens"),
    [
        (Sex.FEMALE, "1969-04-20", date(2026, 3, 1)),  # 57 years: 20 April 2026
        (Sex.MALE, "1965-06-15", date(2026, 11, 1)),  # 61 years 6 months: 15 December 2026
        (Sex.MALE, "1965-07-15", date(2027, 3, 1)),  # reached in 2027, so 61 years 9 months: 15 April
        (Sex.MALE, "1965", date(2026, 5, 1)),  # the year alone is 1 January: 1 July 2026 by 61 years 6 months
    ],
)
def test_missing_months_are_refused_before_the_month_before_the_retirement_age(
    one: App, sex: Sex, born: str, opens: date
) -> None:
    person = card_of(one, "Giàng A Chư").members[0].id
    one.households.edit_person(person, {"sex": sex, "born": PartialDate.parse(born)})
    is_open = opens <= one.desk.today
    if not is_open:
        with pytest.raises(BadInput) as told:
            quote(one, person, "missing-8")
        assert told.value.key == "too_early"
        assert told.value.message.parameters["day"] == opens
        with pytest.raises(BadInput):
            one.enrolments.sign_up(NewEnrolment(person, Scheme.VOLUNTARY, "missing-8", date(2026, 12, 1)))
        assert quote(one, person, "3").voluntary.months == 3  # every other method is free
    else:
        assert quote(one, person, "missing-8").voluntary.months == 8
        made = one.enrolments.sign_up(NewEnrolment(person, Scheme.VOLUNTARY, "missing-8", date(2026, 12, 1)))
        assert (made.value.enrolment.method, made.value.enrolment.months) == ("missing-8", 8)


def test_without_sex_no_time_is_known_and_none_is_refused(one: App) -> None:
    person = card_of(one, "Giàng A Chư").members[0].id
    one.households.edit_person(person, {"sex": None, "born": PartialDate(1990, 5, 2)})
    assert quote(one, person, "missing-8").voluntary.months == 8
    one.households.edit_person(person, {"sex": Sex.MALE})
    with pytest.raises(BadInput):
        quote(one, person, "missing-8")
