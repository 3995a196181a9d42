"""The first look at many pairs leaves out no pair that comparing would show, and most of the others."""

import string
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.likeness import MARGIN, Register, Traits, compare, make_traits
from outreach_app.domain.likeness_columns import Columns
from outreach_app.domain.name_likeness import NameShares, read_name
from tests.data_makers import judging_register, tuning_register
from tests.data_makers.listed_people import find_pairs, make_all, make_register, weigh_pairs

WORDS = "Lò Quàng Vàng Lo Van Văn Thị A Pánh Pánk Phương Phươg Phưong VănPánh Lử Xx Y Giàng Chư Chứ Nguyễn".split()
names = st.lists(st.sampled_from(WORDS), min_size=0, max_size=4).map(" ".join)
years = st.sampled_from(["1961", "1962", "1916", "1984"])
days = st.sampled_from(["", "-05-12", "-12-05", "-05-21", "-05-17", "-06-12", "-05", "-01-01"])


births = st.one_of(st.none(), st.builds(str.__add__, years, days))


def slipped(numbers: list[str]) -> st.SearchStrategy[str | None]:
    """A number, or one with a digit wrong, left out, or changed for its neighbour."""

    def slip(number: str, place: int, how: int, digit: str) -> str:
        wrong = number[:place] + digit + number[place + 1 :]
        turned = (
            number[:place] + number[place + 1 : place + 2] + number[place : place + 1] + number[place + 2 :]
        )
        return (number, wrong, turned, number[:place] + number[place + 1 :])[how]

    told = st.builds(
        slip, st.sampled_from(numbers), st.integers(0, 11), st.integers(0, 3), st.sampled_from(string.digits)
    )
    return st.one_of(st.none(), told)


people = st.builds(
    make_traits, names, sex=st.sampled_from([None, "m", "f"]), born=births,
    citizen=slipped(["012061000017", "012161555517", "040123456", "01206100001x"]),
    insurance=slipped(["4812345678", "4812345", "4899945678"]),
    phone=st.sampled_from([None, "0912345678", "0987654321"]),
    relation=st.sampled_from(["", "head", "child"]), village=st.sampled_from([None, "Nà Ly", "Hua Sẳng"]),
    home=st.sampled_from([None, "one", "other"]), home_key=st.sampled_from([None, "1", "2"]),
    address=st.sampled_from(["", "12 Lê Lợi", "12 Lê Lơi", "Tổ 4", "bản"]),
    kin=st.just(frozenset({"lo pao", "vang lu"})),
)  # fmt: skip


def known() -> NameShares:
    """Names of which some are everywhere and some hardly anywhere."""
    found = NameShares()
    for number, word in enumerate(WORDS):
        found.learn(read_name(f"{word} {WORDS[-number - 1]} {word}").core, 3**number % 5_000)
    return found


SHARES = known()


def look_at(one: Traits, other: Traits, register: Register) -> bool:
    columns = Columns(2)
    columns.put(1, one)
    columns.put(2, other)
    found = list(columns.sift([(1, 2)], register))
    assert len(found) == len(list(columns.sift([(2, 1)], register)))
    return bool(found)


@given(people, people, st.integers(2, 3_000))
def test_a_pair_that_just_reaches_what_is_needed_is_let_through(
    one: Traits, other: Traits, villages: int
) -> None:
    register = Register(SHARES, 500, villages)
    bits = compare(one, other, register).bits
    if bits >= register.least_bits:
        assert look_at(one, other, replace(register, people=int(2 ** (bits - MARGIN))))


@given(people, st.integers(2, 3_000))
def test_a_person_is_like_oneself(one: Traits, villages: int) -> None:
    register = Register(SHARES, 500, villages)
    assert look_at(one, one, register) or compare(one, one, register).bits < register.least_bits


def test_of_whole_registers_no_pair_is_lost_and_nine_strangers_of_ten_are_left_out() -> None:
    for rows in (tuning_register.make_rows(3, homes=600), judging_register.make_rows(3, homes=600)):
        everybody = make_all(rows)
        register = make_register(everybody)
        columns = Columns(len(everybody))
        for number, person in enumerate(everybody):
            columns.put(number, person)
        shown = find_pairs(everybody).keys()
        pairs = [pair for pair, _ in weigh_pairs(everybody, register)]
        let_through = set(columns.sift(pairs, register))
        assert shown <= let_through
        assert len(let_through - shown) < len(pairs) / 10
