"""How alike two people are: what speaks for one person told twice, and what must never be taken for it."""

import unicodedata
from collections import defaultdict
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.likeness import (
    MARGIN,
    Likeness,
    Register,
    Traits,
    compare,
    make_traits,
)
from outreach_app.domain.likeness_keys import blocking_keys
from outreach_app.domain.name_likeness import NameShares, compare_names, count_slips, read_name
from tests.data_makers import judging_register, tuning_register
from tests.data_makers.listed_people import (
    Listed,
    Score,
    find_pairs,
    make_all,
    make_register,
    score_pairs,
    true_pairs,
    weigh_pairs,
)


@cache
def shares() -> NameShares:
    found = NameShares()
    for row in tuning_register.make_rows(7, homes=400):
        found.learn(read_name(row.name).core)
    return found


def commune() -> Register:
    return Register(shares(), 8_000, 40)


def person(name: str = "Lò Văn Pánh", **told: str) -> Traits:
    values: dict[str, str] = {"sex": "m", "born": "1984-05-12", "village": "Nà Ly", "home": name, **told}
    return make_traits(name, **values)  # type: ignore[arg-type]


def alike(one: Traits, other: Traits) -> Likeness:
    return compare(one, other, commune())


def suggests(one: Traits, other: Traits) -> bool:
    return alike(one, other).bits >= commune().least_bits


SLIPS = {
    "Thị and Văn dropped": (person(), person("Lò Pánh"), "filler_dropped"),
    "no marks": (person(), person("LO VAN PANH"), "same_name"),
    "marks taken apart": (person(), person(unicodedata.normalize("NFD", "Lò Văn Pánh")), "same_name"),
    "raw Telex keys": (person(), person("Lof Vawn Pasnh"), "same_name"),
    "raw VNI keys": (person(), person("Lo2 Va8n Pa1nh"), "same_name"),
    "given name first": (person(), person("Pánh Lò Văn"), "name_order"),
    "a letter wrong": (person("Lò Văn Phương"), person("Lò Văn Phưong"), "same_letters"),
    "a letter left out": (person("Quàng Văn Phương"), person("Quàng Văn Phươg"), "similar_name"),
    "a space lost": (person("Quàng Văn Phương"), person("Quàng VănPhương"), "similar_name"),
    "day and month changed places": (person(), person(born="1984-12-05"), "day_and_month_swapped"),
    "a digit of the date": (person(), person(born="1984-05-17"), "birth_date_slip"),
    "neighbours in a number changed places": (
        person(citizen="011084004217"), person(citizen="011084004127"), "citizen_number_slip",
    ),
    "an old identity card": (person(citizen="040123456"), person(citizen="040123456"), "same_old_number"),
    "another village, the same number": (
        person(citizen="011084004217"), person(citizen="011084004217", village="Hua Sẳng"), "same_citizen_number",
    ),
    "a space lost in the address": (
        person(address="12 Lê Lợi"), person(address="12 LêLợi", home="again", village="Hua Sẳng", citizen="040123456"),
        "same_address",
    ),
    "a space put into a part of the address": (
        person(address="12 Lê Lợi tổ dân phố"), person(address="12 Lê Lợi tổdânphố 4", home="again"), "similar_address",
    ),
}  # fmt: skip


@pytest.mark.parametrize("told", SLIPS.values(), ids=SLIPS)
def test_one_person_told_twice_is_suggested_with_the_reason(told: tuple[Traits, Traits, str]) -> None:
    one, other, reason = told
    assert suggests(one, other)
    assert reason in alike(one, other).reason_keys
    assert blocking_keys(one) & blocking_keys(other)


STRANGERS = {
    "twins with neighbouring numbers": (
        person("Lò Văn Pánh", citizen="011084004217", phone="0912345678"),
        person("Lò Văn Pao", citizen="011084004218", phone="0912345678"),
    ),
    "a namesake of another year": (person(), person(born="1979-02-01", home="another")),
    "a namesake whose number tells another year": (
        person(citizen="011084004217"), person(citizen="011086001111", born="1984-05-12"),
    ),
    "a namesake whose number tells the other sex": (
        person(citizen="011084004217"), person(citizen="011184001111"),
    ),
    "brother and sister": (person("Lò Văn Hoa"), person("Lò Thị Lan", sex="f")),
    "father and son of one name": (
        person(home="house", relation="head"), person(home="house", relation="child", born="2009-05-12"),
    ),
    "only the year in a large village": (person(born="1984"), person("Lò Văn Hặc", born="1984")),
}  # fmt: skip


@pytest.mark.parametrize("told", STRANGERS.values(), ids=STRANGERS)
def test_two_people_are_not_suggested(told: tuple[Traits, Traits]) -> None:
    assert not suggests(*told)


def test_a_name_that_differs_in_a_mark_weighs_less_than_one_without_marks() -> None:
    plain, _ = compare_names(read_name("Lò Thị Lân"), read_name("Lo Thi Lan"), shares())
    other, reason = compare_names(read_name("Lò Thị Lân"), read_name("Lò Thị Lan"), shares())
    assert other < plain
    assert reason == "same_letters"
    old, _ = compare_names(read_name("Trần Hoà"), read_name("Trần Hòa"), shares())
    assert old == compare_names(read_name("Trần Hòa"), read_name("Trần Hòa"), shares())[0]


def test_a_rare_name_says_more_than_a_common_one() -> None:
    def bits(name: str) -> float:
        return compare_names(read_name(name), read_name(name), shares())[0]

    assert bits("Điêu Văn Xuyến") > bits("Nguyễn Văn Anh") + 2


WORDS = st.text(alphabet="abcdaeo", max_size=9)


@given(WORDS, WORDS)
def test_slips_are_counted_as_by_the_textbook(one: str, other: str) -> None:
    assert count_slips(one, other, most=3) == min(4, textbook_distance(one, other))


def textbook_distance(one: str, other: str) -> int:
    """Optimal string alignment: letters wrong, left out, put in, neighbours swapped."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            costs = [
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            ]
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                costs.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(costs)
    return table[len(one), len(other)]


NAMES = st.sampled_from(
    [row.name for row in tuning_register.make_rows(3, homes=60)] + ["", "Lò", "H'Mỹ Niê", "9"]
)
PEOPLE = st.builds(
    make_traits, NAMES, sex=st.sampled_from([None, "m", "f"]),
    born=st.sampled_from([None, "1984", "1984-05", "1984-05-12", "1984-12-05", "1985-01-01", "2001-05-12"]),
    citizen=st.sampled_from(["", "011084004217", "011084004271", "011184004217", "040123456"]),
    insurance=st.sampled_from(["", "0123456789", "0123456798", "123456789"]),
    phone=st.sampled_from(["", "0912345678"]), relation=st.sampled_from(["", "head", "child"]),
    village=st.sampled_from([None, "a", "b"]), home=st.sampled_from([None, "h", "g"]),
    home_key=st.sampled_from(["", "7"]), address=st.sampled_from(["", "12 Lê Lợi", "12 Lê Lọi", "Bản Nà Ly"]),
    kin=st.sampled_from([frozenset[str](), frozenset({"lan lo"}), frozenset({"lan lo", "hoa lo"})]),
)  # fmt: skip


@given(PEOPLE, PEOPLE)
def test_it_does_not_matter_which_of_two_comes_first(one: Traits, other: Traits) -> None:
    first, second = alike(one, other), alike(other, one)
    assert first.bits == pytest.approx(second.bits)
    assert sorted(first.reason_keys) == sorted(second.reason_keys)


@given(PEOPLE)
def test_nobody_is_likelier_somebody_else_than_themselves(one: Traits) -> None:
    assert alike(one, one).bits >= 0


def judge(rows: list[Listed]) -> Score:
    return score_pairs(find_pairs(make_all(rows)), true_pairs(rows))


def test_on_a_register_that_no_weight_was_chosen_on_suggestions_are_right_and_nearly_complete() -> None:
    score = judge(judging_register.make_rows(20261121))
    assert score.precision >= 0.995
    assert score.f1 >= 0.98


@pytest.mark.torture
def test_so_on_many_registers_that_were_never_looked_at() -> None:
    scores = [judge(judging_register.make_rows(seed)) for seed in range(201, 209)]
    right, suggested, true = (
        sum(getattr(s, name) for s in scores) for name in ("right", "suggested", "true")
    )
    assert Score(right, suggested, true).precision >= 0.995
    assert Score(right, suggested, true).f1 >= 0.98


@pytest.mark.torture
def test_the_margin_is_the_least_at_which_suggestions_on_the_tuning_registers_are_nearly_always_right() -> (
    None
):
    scores: dict[int, list[Score]] = defaultdict(list)
    for seed in range(1, 6):
        rows = tuning_register.make_rows(seed)
        people = make_all(rows)
        register, truth = make_register(people), true_pairs(rows)
        weighed = weigh_pairs(people, register)
        for margin in range(int(MARGIN) - 2, int(MARGIN) + 1):
            least = register.least_bits - MARGIN + margin
            scores[margin].append(score_pairs([pair for pair, bits in weighed if bits >= least], truth))
    precise = {m: sum(s.right for s in each) / sum(s.suggested for s in each) for m, each in scores.items()}
    assert [margin for margin, precision in precise.items() if precision >= 0.999] == [int(MARGIN)]
