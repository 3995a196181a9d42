"""Codes come back as they were printed, however they are typed, and no slip of one or two fingers goes through."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.codes import (
    CROCKFORD,
    InvalidNumber,
    household_code,
    is_sheet_code,
    parse_code,
    sheet_code,
    village_prefix,
)

LETTERS = "ABCDEGHKLMNOPQRSTUVXY"
THIRD = "ABCDEGHKNPQRSUVXY"
EVERY_SIGN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PREFIXES = st.from_regex(rf"[{LETTERS}][{LETTERS}2-9][{THIRD}]?[0-9]{{0,3}}", fullmatch=True)
DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
CODES = st.one_of(
    st.builds(household_code, PREFIXES, st.integers(1, 9999)),
    st.builds(
        lambda p, n, d: household_code(p, n, device=d), PREFIXES, st.integers(1, 999), st.integers(1, 999)
    ),
    st.builds(
        lambda p, t, n, d: sheet_code(p, t, n, device=d),
        PREFIXES,
        DAYS,
        st.integers(1, 999),
        st.integers(0, 999),
    ),
)

# Every shape of a code: l is a letter, m a letter or digit, t a third letter, d a digit.
SHAPES = [
    "{l}{m}{d}{d}{d}{d}",
    "{l}{m}{t}{d}{d}{d}{d}",
    "{l}{m}{t}{d}{d}{d}{d}{d}{d}{d}",
    "{l}{m}{d}{d}{d}{d}{d}",
    "{l}{m}M{d}{d}{d}{d}{d}",
    "{l}{m}{t}{d}M{d}{d}{d}{d}{d}{d}",
    "{l}{m}T{d}{d}{d}{d}{d}{d}{d}{d}{d}",
    "{l}{m}{t}T{d}{d}{d}{d}{d}{d}{d}{d}{d}{d}",
]
ALLOWED = {"l": LETTERS, "m": LETTERS + "23456789", "t": THIRD, "d": "0123456789"}


def places_of(shape: str) -> list[str]:
    return [ALLOWED.get(found[1] or "", found[0]) for found in re.finditer(r"\{(\w)\}|\w", shape)]


def flat_code(body: str) -> str:
    """The body with the check character that the program gives it, asked for by trying all 32."""
    return next(body + sign for sign in CROCKFORD if reads(body + sign))


def reads(flat: str) -> str | None:
    try:
        return parse_code(flat)
    except InvalidNumber:
        return None


def bodies(places: list[str], *free: int) -> Iterator[str]:
    """Bodies with every combination of signs at the free places and one fixed sign everywhere else."""
    found = [""]
    for place, signs in enumerate(places):
        chosen = signs if place in free else signs[min(place + 3, len(signs) - 1)]
        found = [body + sign for body in found for sign in chosen]
    yield from found


@pytest.mark.parametrize("shape", SHAPES)
class TestEverySlip:
    def test_one_wrong_character_never_names_another_household(self, shape: str) -> None:
        places = places_of(shape)
        tried = 0
        for place in range(len(places)):
            for body in bodies(places, place):
                flat = flat_code(body)
                meant = parse_code(flat)
                for sign in EVERY_SIGN:
                    typed = flat[:place] + sign + flat[place + 1 :]
                    assert reads(typed) in (None, meant), (meant, typed)
                    tried += 1
        assert tried > 2000

    def test_a_wrong_check_character_is_always_noticed(self, shape: str) -> None:
        for body in bodies(places_of(shape), 0):
            flat = flat_code(body)
            assert [sign for sign in CROCKFORD if reads(body + sign)] == [flat[-1]]

    def test_two_neighbours_swapped_never_name_another_household(self, shape: str) -> None:
        places = places_of(shape)
        tried = 0
        for place in range(len(places)):
            for body in bodies(places, place, place + 1):
                flat = flat_code(body)
                typed = flat[:place] + flat[place + 1] + flat[place] + flat[place + 2 :]
                assert reads(typed) in (None, parse_code(flat)), (flat, typed)
                tried += 1
        assert tried > 900


class TestCodes:
    def test_as_they_are_printed(self) -> None:
        assert re.fullmatch(r"NL-0047-[0-9A-Z]", household_code("NL", 47))
        assert re.fullmatch(r"NL-M07012-[0-9A-Z]", household_code("NL", 12, device=7))
        assert re.fullmatch(r"NL-M123012-[0-9A-Z]", household_code("NL", 12, device=123))
        assert re.fullmatch(r"NL-T2111-07-003-[0-9A-Z]", sheet_code("NL", date(2026, 11, 21), 3, device=7))
        assert re.fullmatch(r"B5-T0102-00-120-[0-9A-Z]", sheet_code("B5", date(2027, 2, 1), 120))
        assert household_code("NL", 47, device=0) == household_code("NL", 47)

    @given(CODES, st.sampled_from(["", "-", " ", ".", "–", " - "]), st.data())
    def test_come_back_however_they_are_typed(self, code: str, between: str, data: st.DataObject) -> None:
        heard = {"0": "0Oo", "1": "1IiLl", "L": "LlIi1", "O": "Oo0", "W": "WwƯư"}
        typed = "".join(data.draw(st.sampled_from(heard.get(c, c + c.lower()))) for c in code)
        assert parse_code(typed.replace("-", between)) == code

    @given(CODES)
    def test_know_what_they_name(self, code: str) -> None:
        assert is_sheet_code(code) == (re.search(r"-T\d{4}-", code) is not None)

    @given(CODES, CODES)
    def test_without_hyphens_two_codes_stay_two(self, one: str, other: str) -> None:
        assert (one == other) == (one.replace("-", "") == other.replace("-", ""))

    def test_laptops_never_name_alike(self) -> None:
        day = date(2026, 11, 21)
        made = [
            household_code(p, n, device=d)
            for p in ("NL", "B5")
            for n in (1, 12, 999)
            for d in (None, 1, 10, 101)
        ]
        made += [
            sheet_code(p, day, n, device=d)
            for p in ("NL", "B5")
            for n in (1, 12, 999)
            for d in (None, 1, 10, 101)
        ]
        assert len(set(made)) == len(made) == len({code.replace("-", "") for code in made})

    @pytest.mark.parametrize(
        "typed", ["", "-", "NL", "NL-0047", "0047", "NL-47-K", "Nà Ly", "0987654321", "FJ-0047-K", "\ud800"]
    )
    def test_anything_else_is_refused_with_a_sentence(self, typed: str) -> None:
        with pytest.raises(InvalidNumber) as refused:
            parse_code(typed)
        assert str(refused.value.message)
        assert isinstance(refused.value, ValueError)

    @given(st.text(max_size=16))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        code = reads(text)
        assert code is None or parse_code(code) == code

    def test_the_sentence_tells_a_slip_from_something_else(self) -> None:
        code = household_code("NL", 47)
        wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
        with pytest.raises(InvalidNumber, match="typing mistake"):
            parse_code(wrong)
        with pytest.raises(InvalidNumber, match="not the code"):
            parse_code("NL-47")

    @pytest.mark.parametrize(
        "prefix", ["", "N", "NI", "nl", "N1", "0L", "NLM", "NL1234", "NLTT", "ĐB", "N-L"]
    )
    def test_only_a_village_prefix_makes_codes(self, prefix: str) -> None:
        with pytest.raises(ValueError, match="prefix"):
            household_code(prefix, 1)

    @pytest.mark.parametrize(
        ("number", "device"), [(0, None), (10000, None), (-1, None), (1000, 1), (0, 1), (1, 1000), (1, -1)]
    )
    def test_numbers_have_bounds(self, number: int, device: int | None) -> None:
        with pytest.raises(ValueError, match="between"):
            household_code("NL", number, device=device)

    def test_every_day_of_a_year_has_its_sheets(self) -> None:
        days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
        assert len({sheet_code("NL", day, 1) for day in days}) == 365


class TestVillagePrefix:
    @pytest.mark.parametrize(
        ("name", "prefix"),
        [
            ("Nà Ly", "NL"),
            ("Bản Nà Ly", "NL"),
            ("Hua Sẳng", "HS"),
            ("Bản 5", "B5"),
            ("Bản 1", "BA1"),
            ("Bản 10", "BA10"),
            ("Bản 20", "B20"),
            ("Bản 2A", "B2A"),
            ("Bản 02", "B2"),
            ("Thôn 12", "TH12"),
            ("Tổ dân phố số 3", "T3"),
            ("Tổ dân phố Đoàn Kết", "DK"),
            ("Khu phố Hòa Bình", "HB"),
            ("Khóm 4", "K4"),
            ("Ấp Bình An", "BA"),
            ("Buôn Ma Thuột", "MT"),
            ("Nậm Mạ 2", "NM2"),
            ("Pá Hạ Pù", "PHP"),
            ("Phiêng Pẻn Lao", "PP"),
            ("Ia Pa", "YP"),
            ("Pá", "PA"),
            ("Bản", "BA"),
            ("Thôn", "TH"),
            ("Ỷ", "YA"),
            ("ĐÔNG PAO", "DP"),
        ],
    )
    def test_by_the_name(self, name: str, prefix: str) -> None:
        assert village_prefix(name, ()) == prefix

    def test_is_unlike_every_other(self) -> None:
        taken: list[str] = []
        for name in ("Nà Ly", "Nậm Lúc", "Nà Lốc", "Bản 5", "Bản 5", "Thôn 5", "Ban 5"):
            taken.append(village_prefix(name, taken))
        assert taken[:4] == ["NL", "NL2", "NL3", "B5"]
        assert len(set(taken)) == 7
        assert village_prefix("Nà Ly", ["nl"]) == "NL2"

    @pytest.mark.parametrize("name", ["", " ", "...", "'"])
    def test_a_village_has_a_name(self, name: str) -> None:
        with pytest.raises(ValueError, match="name"):
            village_prefix(name, ())

    @given(
        st.lists(st.text(min_size=1, max_size=15).filter(lambda t: any(c.isalnum() for c in t)), max_size=25)
    )
    def test_any_names_give_prefixes_that_codes_are_made_of(self, names: list[str]) -> None:
        taken: set[str] = set()
        for name in names:
            prefix = village_prefix(name, taken)
            assert prefix not in taken
            assert parse_code(household_code(prefix, 1)).startswith(prefix + "-")
            taken.add(prefix)

    def test_hundreds_of_villages_of_one_name(self) -> None:
        for name in ("Bản 1", "Nà Ly", "Pá"):
            taken: set[str] = set()
            for _ in range(300):
                taken.add(village_prefix(name, taken))
            assert len(taken) == 300
