"""Support after a commune left the list of difficult areas and provincial top-ups, from an issued book.

Nà Ly's commune leaves the list on 15 December 2023: 36 calendar months run until 14 December 2026, the last month
December 2026. A year by the single rate is 1,366,200; the state pays 70 % of 113,850 = 79,695 a month.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.area_support import propose_groups
from outreach_app.domain.health import quote_health
from outreach_app.domain.health_groups import PaidGroup, SupportGroup
from outreach_app.domain.local_rules import Place
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rule_files import read_rule_book
from outreach_app.services.enrolments import EnrolmentQuote, NewEnrolment
from outreach_app.services.health_terms import top_ups_of
from outreach_app.services.shipped_rules import read_shipped_texts
from tests.workspaces import Machine, card_of

LEFT = SupportGroup.LEFT_DIFFICULT_AREA
HERE = Place(province="12", commune="03424", village="bản Nà Ly")
AREA = """
[[area]]
commune = "03424"
class = "{kind}"
from = 2021-06-04
{to}
decree = "Quyết định 861/QĐ-TTg"
article = "Phụ lục"
mark = "secondary"
"""
GONE = AREA.format(kind="region_3", to="to = 2023-12-14")
TOP_UP = """
[[top_up]]
scheme = "household_health"
category = "{category}"
province = "12"
{amount}
from = {since}
{to}
resolution = "Nghị quyết 12/2026/NQ-HĐND"
state = "{state}"
mark = "secondary"
"""


def top_up(
    *, category: str = "all", amount: str = "percent = 20", since: str = "2026-01-01", to: str = "",
    state: str = "funded",
) -> str:  # fmt: skip
    return TOP_UP.format(category=category, amount=amount, since=since, to=to, state=state)


def issue(app: App, folder: Path, *tables: str) -> None:
    """Issue a book with these tables of the office's own."""
    app.rule_books.write_folder(folder)
    with (folder / "local.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(tables))
    app.rule_books.issue_folder(folder)


def ask(app: App, support: SupportGroup = SupportGroup.NONE, *, months: str = "12") -> EnrolmentQuote:
    person = card_of(app, "Giàng A Chư").members[0].id
    first = date(2026, 12, 1)
    new = NewEnrolment(person, Scheme.HOUSEHOLD_HEALTH, months, first, support=support)
    return app.enrolments.quote_for(new)


def make_minority(app: App) -> None:
    with app.desk.write() as writer:
        writer.edit("household", card_of(app, "Giàng A Chư").household.id, {"category": "ethnic_minority"})


# ------------------------------------------------------------------------------------------------ the class of a place
@pytest.mark.parametrize(
    ("on", "group"),
    [
        ("2023-12-14", PaidGroup.MINORITY_DIFFICULT_AREA),  # the last day on the list
        ("2023-12-15", LEFT),
        ("2026-12-14", LEFT),
        ("2026-12-15", None),
    ],
)
def test_the_months_after_the_list_are_proposed_to_the_day(on: str, group: object) -> None:
    book = read_rule_book({**read_shipped_texts(), "local.toml": GONE})
    found = propose_groups(book, category=Category.ETHNIC_MINORITY, place=HERE, on=date.fromisoformat(on))
    assert [each.group for each in found] == ([group] if group else [])
    if group is LEFT:
        period = found[0].period
        assert period is not None
        assert (period.first_day, period.last_day) == (date(2023, 12, 15), date(2026, 12, 14))
        assert (period.first_month, period.last_month) == (date(2023, 12, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("kind", "category", "group"),
    [
        ("specially_difficult", Category.OTHER, PaidGroup.SPECIAL_DIFFICULT_AREA),
        ("island", Category.OTHER, PaidGroup.ISLAND),
        ("region_3", Category.ETHNIC_MINORITY, PaidGroup.MINORITY_DIFFICULT_AREA),
        ("region_3", Category.OTHER, None),
        ("region_1", Category.ETHNIC_MINORITY, None),
    ],
)
def test_the_class_of_a_place_proposes_who_may_have_a_free_card(
    kind: str, category: Category, group: object
) -> None:
    book = read_rule_book({**read_shipped_texts(), "local.toml": AREA.format(kind=kind, to="")})
    found = propose_groups(book, category=category, place=HERE, on=date(2026, 11, 21))
    assert [each.group for each in found] == ([group] if group else [])


# ------------------------------------------------------------------------------------------------- sign-up and advice
# Paid on 21 November 2026, a first card counts from 21 December, after the support; who pays on 14 November is in time
# for one month.
def test_a_sign_up_in_the_group_ends_with_the_support(
    office: App, office_machine: Machine, tmp_path: Path
) -> None:
    make_minority(office)
    issue(office, tmp_path / "rules", GONE)
    late = ask(office, LEFT).health
    assert late is not None
    assert (late.members[0].position, late.total_state, late.total_own) == (1, 0, 1_366_200)
    office_machine.clock.moment = datetime(2026, 11, 14, 3, tzinfo=UTC)
    edge = ask(office, LEFT).health
    assert edge is not None
    assert (edge.total_state, edge.total_own, edge.confirmed) == (79_695, 1_286_505, False)
    assert edge.valid_until == date(2026, 11, 14)
    office_machine.clock.moment = datetime(2026, 12, 15, 3, tzinfo=UTC)
    assert [problem.key for problem in ask(office, LEFT).problems] == [
        "The support after leaving the list of difficult areas ended on {day}."
    ]


def test_the_group_is_proposed_and_never_taken_unasked(office: App, tmp_path: Path) -> None:
    make_minority(office)
    issue(office, tmp_path / "rules", GONE)
    told = ask(office)
    assert told.health is not None
    assert (told.health.total_state, told.health.members[0].group) == (0, "none")
    (proposal,) = told.proposals
    assert proposal.parameters == {"since": date(2023, 12, 15), "until": date(2026, 12, 14)}
    card = card_of(office, "Giàng A Chư")
    basis = office.advice.read(card.household.id)
    assert proposal in office.advice.work_out(basis, office.advice.read_choices(basis)).doubts


def test_a_book_that_does_not_know_the_commune_says_so(office: App) -> None:
    told = ask(office, LEFT)
    assert told.health is not None
    assert told.health.total_state == 956_340  # 70 % of a year, as the canvasser says
    assert [problem.key for problem in told.problems] == [
        "The rule book does not tell when this commune left the list of difficult areas."
    ]


# ------------------------------------------------------------------------------------------------------------ top-ups
# The first place pays 1,366,200; 20 % of it are 273,240, 20,000 đ a month 240,000 a year.
def test_a_top_up_is_deducted_stored_and_shown(office: App, tmp_path: Path) -> None:
    issue(office, tmp_path / "rules", top_up(category="none", to="to = 2026-12-20"))
    told = ask(office).health
    assert told is not None
    assert (told.total_top_up, told.total_own, told.valid_until) == (273_240, 1_092_960, date(2026, 12, 20))
    person = card_of(office, "Giàng A Chư").members[0].id
    new = NewEnrolment(person, Scheme.HOUSEHOLD_HEALTH, "12", date(2026, 12, 1))
    row = office.enrolments.sign_up(new).value.enrolment
    assert (row.contribution, row.state, row.top_up, row.own) == (1_366_200, 0, 273_240, 1_092_960)
    basis = office.advice.read(card_of(office, "Lò Văn Páo").household.id)
    advice = office.advice.work_out(basis, office.advice.read_choices(basis))
    assert next(p.health.own for p in advice.people if p.health) == 1_092_960


@pytest.mark.parametrize(
    ("table", "added", "own"),
    [
        (top_up(amount="monthly = 20_000"), 240_000, 1_126_200),
        (top_up(amount="monthly = 200_000"), 1_366_200, 0),  # never more than what is left
        (top_up(state="adopted"), 0, 1_366_200),
        (top_up(state="exhausted"), 0, 1_366_200),
        (top_up(since="2026-11-22"), 0, 1_366_200),  # from tomorrow on
        (top_up(to="to = 2026-11-20"), 0, 1_366_200),  # until yesterday
        (top_up(category="near_poor"), 0, 1_366_200),
    ],
)
def test_top_ups_count_with_money_in_time_and_for_whom_they_are(table: str, added: int, own: int) -> None:
    book, day = read_rule_book({**read_shipped_texts(), "local.toml": table}), date(2026, 11, 21)
    told = quote_health(book, members=1, months=12, on=day, top_ups=top_ups_of(book, HERE, day))
    assert (told.total_top_up, told.total_own, told.confirmed) == (added, own, True)


def test_supported_people_get_their_own_groups_top_up() -> None:
    table = top_up(category="near_poor", amount="percent = 15")
    book, day = read_rule_book({**read_shipped_texts(), "local.toml": table}), date(2026, 11, 21)
    added = top_ups_of(book, HERE, day)
    told = quote_health(book, members=[SupportGroup.NEAR_POOR], months=12, on=day, top_ups=added)
    # 15 % of 1,366,200 = 204,930 on top of the state's 956,340
    assert (told.total_state, told.total_top_up, told.total_own) == (956_340, 204_930, 204_930)
