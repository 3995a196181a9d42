"""Area classes and provincial top-ups of a book: read as strictly as rules, found by place and day, taken by quotes."""

from datetime import date
from types import MappingProxyType

import pytest

from outreach_app.domain.local_rules import AreaClass, Funding, Place
from outreach_app.domain.methods import parse_method
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.rule_files import read_rule_book
from outreach_app.domain.rules import BadRuleBook, RuleBook
from outreach_app.domain.voluntary import quote_voluntary
from outreach_app.services.shipped_rules import read_shipped_texts

TODAY = date(2026, 11, 21)
HERE = Place(province="12", commune="03424", village="bản Nà Ly")
AREA = """
[[area]]
commune = "{commune}"
class = "{kind}"
from = {since}
decree = "Quyết định 861/QĐ-TTg"
article = "Phụ lục"
mark = "secondary"
{more}
"""
TOP_UP = """
[[top_up]]
scheme = "voluntary"
category = "{category}"
{place}
{amount}
from = {since}
resolution = "Nghị quyết 12/2026/NQ-HĐND"
state = "{state}"
mark = "{mark}"
{more}
"""
NOTE = 'note = "chưa rõ"\nnote_en = "not clear"'


def area(kind: str = "region_3", *, commune: str = "03424", since: str = "2021-06-04", more: str = "") -> str:
    return AREA.format(kind=kind, commune=commune, since=since, more=more)


def top_up(
    *, category: str = "all", place: str = 'province = "12"', amount: str = "percent = 20", since: str = "2026-01-01",
    state: str = "funded", mark: str = "official", more: str = "",
) -> str:  # fmt: skip
    return TOP_UP.format(
        category=category, place=place, amount=amount, since=since, state=state, mark=mark, more=more
    )


def read(*tables: str) -> RuleBook:
    return read_rule_book({**read_shipped_texts(), "local.toml": "\n".join(tables)})


def pay(book: RuleBook, *, on: date = TODAY, category: Category = Category.NEAR_POOR, place: Place = HERE):
    top_ups = book.top_ups(Scheme.VOLUNTARY, category, place=place, on=on)
    return quote_voluntary(
        book, income=1_500_000, method=parse_method("1"), category=category, on=on, top_ups=top_ups
    )


def test_a_village_has_its_own_class_or_its_communes() -> None:
    book = read(area("region_2"), area("specially_difficult", more='village = "Bản Nà Ly"\nto = 2026-12-31'))
    assert book.area_class(HERE, TODAY) is AreaClass.SPECIALLY_DIFFICULT
    assert book.area_class(HERE, date(2027, 1, 1)) is AreaClass.REGION_2
    assert book.area_class(Place(commune="03424", village="Hua Sẳng"), TODAY) is AreaClass.REGION_2
    assert book.area_class(Place(commune="03424"), date(2021, 6, 3)) is None
    assert book.area_class(Place(commune="03425"), TODAY) is None
    assert book.area_class(Place(commune="03424", vintage="2024"), TODAY) is None


def test_the_day_a_commune_left_the_list_is_known() -> None:
    book = read(area("region_3", more="to = 2026-05-14"), area("region_1", since="2026-05-15"))
    assert book.left_difficult_list(HERE, date(2026, 5, 14)) is None
    assert book.left_difficult_list(HERE, date(2026, 5, 15)) == date(2026, 5, 15)
    assert book.left_difficult_list(Place(commune="03425"), TODAY) is None
    back = read(area("region_3", more="to = 2026-05-14"), area("region_2", since="2026-10-01"))
    assert back.left_difficult_list(HERE, TODAY) is None


# 22 % of 1,500,000 is 330,000: the state pays 40 % of it, the province 20 %.
def test_a_funded_top_up_of_the_province_is_deducted_and_dated() -> None:
    quote = pay(read(top_up(more="to = 2026-12-15")))
    assert (quote.contribution, quote.state, quote.top_up, quote.own) == (330_000, 132_000, 66_000, 132_000)
    assert quote.confirmed
    assert quote.valid_until == date(2026, 12, 15)
    # From January the line is another one: later payments find the top-up over, and its money no longer.
    assert quote.due[1].own == 330_000 - 132_000


def test_a_top_up_that_starts_later_ends_the_quote_before() -> None:
    quote = pay(read(top_up(since="2026-12-01")))
    assert (quote.top_up, quote.valid_until) == (0, date(2026, 11, 30))


def test_a_commune_adds_a_sum_beside_the_province() -> None:
    book = read(top_up(), top_up(place='commune = "03424"', amount="monthly = 10_000"))
    assert pay(book).top_up == 76_000
    assert pay(book, place=Place(province="12", commune="03425")).top_up == 66_000
    assert pay(book, place=Place(province="24", commune="07210")).top_up == 0
    assert pay(book, place=Place(province="12", commune="03424", vintage="2024")).top_up == 0


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"state": "adopted"}, "no money behind it"),
        ({"state": "exhausted"}, "no money behind it"),
        ({"mark": "unconfirmed", "more": NOTE}, "not confirmed and is not deducted"),
    ],
)
def test_in_doubt_a_top_up_is_shown_and_not_deducted(told: dict[str, str], words: str) -> None:
    quote = pay(read(top_up(**told)))
    assert (quote.top_up, quote.own, quote.confirmed) == (0, 198_000, True)
    assert [step.source for step in quote.steps if words in str(step.text)] == ["Nghị quyết 12/2026/NQ-HĐND"]


def test_a_category_gets_only_what_is_meant_for_it() -> None:
    book = read(
        top_up(category="poor", amount="percent = 30"), top_up(category="other", amount="percent = 10")
    )
    assert [pay(book, category=c).top_up for c in (Category.POOR, Category.OTHER, Category.NEAR_POOR)] == [
        99_000, 33_000, 0,
    ]  # fmt: skip
    assert book.top_ups(Scheme.HOUSEHOLD_HEALTH, "none", place=HERE, on=TODAY) == ()


def test_what_ended_before_is_left_out_and_the_state_of_each_is_told() -> None:
    book = read(top_up(more="to = 2026-06-30"), top_up(since="2026-07-01", state="exhausted"))
    found = book.top_ups(Scheme.VOLUNTARY, "poor", place=HERE, on=TODAY)
    assert [each.funding for each in found] == [Funding.EXHAUSTED]


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ([area(), area("region_2", since="2026-01-01")], ["2025/03424", "overlap"]),
        ([area(more='village = "Bản Nà Ly"'), area(more='village = "na ly"')], ["overlap"]),
        ([area("region_4")], ["03424", "unusable class"]),
        ([area(commune="3424")], ["unusable commune"]),
        ([area(more="to = 2020-01-01")], ["before it starts"]),
        ([area(more="vintage = 2025")], ["unusable vintage"]),
        ([area(more='colour = "red"')], ["unknown colour"]),
        ([top_up(), top_up(category="poor")], ["voluntary/2025/12", "overlap"]),
        ([top_up(category="poor", more="to = 2026-05-01"), top_up(category="poor", since="2026-05-01")], ["overlap"]),
        ([top_up(category="rich")], ["unusable category"]),
        ([top_up(place='province = "12"\ncommune = "03424"')], ["province or a commune"]),
        ([top_up(place="")], ["province or a commune"]),
        ([top_up(amount="percent = 20\nmonthly = 1")], ["percentage or đồng"]),
        ([top_up(amount="")], ["percentage or đồng"]),
        ([top_up(amount="percent = 0")], ["unusable percent"]),
        ([top_up(amount="percent = nan")], ["unusable percent"]),
        ([top_up(amount="percent = true")], ["unusable percent"]),
        ([top_up(amount="monthly = -5")], ["unusable monthly"]),
        ([top_up(amount="monthly = 5.5")], ["unusable monthly"]),
        ([top_up(state="maybe")], ["unusable state"]),
        ([top_up(mark="unconfirmed")], ["needs a note"]),
        ([top_up().replace("voluntary", "compulsory")], ["unusable scheme"]),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_with_a_sentence(tables: list[str], words: list[str]) -> None:
    with pytest.raises(BadRuleBook) as caught:
        read(*tables)
    for word in words:
        assert word in str(caught.value)


def test_different_categories_and_places_stand_side_by_side() -> None:
    book = read(
        top_up(category="poor"),
        top_up(category="other"),
        top_up(place='province = "24"'),
        area(),
        area(commune="03425"),
    )
    assert (len(book.local), len(book.areas)) == (3, 2)
    assert isinstance(book.rules, MappingProxyType)
