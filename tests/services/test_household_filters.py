"""The list of households narrowed to what insurance somebody lacks, and to the language of their papers."""

from outreach_app.app import App
from outreach_app.domain.cover_gaps import CoverGap
from outreach_app.domain.people import Scheme
from outreach_app.domain.rows import HouseholdFilter
from tests.services.test_renewals import person, tell
from tests.workspaces import Machine, card_of


def heads(app: App, wanted: HouseholdFilter) -> set[str]:
    return {row.head for row in app.households.read_rows(app.households.list_numbers(wanted))}


def lacking(app: App, gap: CoverGap) -> set[str]:
    return heads(app, HouseholdFilter(gap=gap, today=app.desk.today))


def test_a_home_leaves_the_list_when_everybody_has_a_card_on_the_day(one: App, machine: Machine) -> None:
    home = card_of(one, "Giàng A Chư")
    assert "Giàng A Chư" in lacking(one, CoverGap.NO_HEALTH)
    chu, my = (member.id for member in home.members)
    tell(one, chu, Scheme.HOUSEHOLD_HEALTH, starts="2026-01-01", ends="2026-11-30")
    tell(one, my, Scheme.COMPULSORY, starts="2020-01-01", ends=None)
    assert "Giàng A Chư" not in lacking(one, CoverGap.NO_HEALTH)
    machine.clock.pass_by(days=9)  # 30 November: the last day of the card
    assert "Giàng A Chư" not in lacking(one, CoverGap.NO_HEALTH)
    machine.clock.pass_by(days=1)
    assert "Giàng A Chư" in lacking(one, CoverGap.NO_HEALTH)
    one.households.edit_person(chu, {"deceased": True})
    assert "Giàng A Chư" not in lacking(one, CoverGap.NO_HEALTH)


def test_social_insurance_is_asked_of_grown_ups_below_sixty_only(one: App) -> None:
    # Tẩn Mý Dao was born in 1950; at Lò Văn Páo's one of three is 34, the others are above sixty.
    assert "Tẩn Mý Dao" not in lacking(one, CoverGap.NO_SOCIAL)
    assert "Lò Văn Páo" in lacking(one, CoverGap.NO_SOCIAL)
    tham = person(one, "Lò Văn Páo", "Lò Thị Thắm")
    tell(one, tham, Scheme.VOLUNTARY, starts="2026-01-01", ends="2026-12-31")
    assert "Lò Văn Páo" not in lacking(one, CoverGap.NO_SOCIAL)
    assert lacking(one, CoverGap.HALF) == set()
    chu = card_of(one, "Giàng A Chư").members[0].id
    tell(one, chu, Scheme.VOLUNTARY, starts="2026-01-01", ends="2026-12-31")
    assert lacking(one, CoverGap.HALF) == {"Giàng A Chư"}


def test_a_language_and_none_are_told_apart(one: App) -> None:
    home = card_of(one, "Giàng A Chư").household.id
    everybody = heads(one, HouseholdFilter())
    one.households.edit_household(home, {"language": "hmn"})
    assert heads(one, HouseholdFilter(language="hmn")) == {"Giàng A Chư"}
    assert heads(one, HouseholdFilter(language="")) == everybody - {"Giàng A Chư"}
    assert ("hmn", "hmn") in one.households.list_languages()
    assert {"vi", "en"} < {key for key, _ in one.households.list_languages()}
