"""Names and notes are cleaned, folded, ordered and cut into parts."""

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.text import (
    NameParts,
    fold,
    is_same_name,
    name_parts,
    normalize,
    normalize_note,
    sort_key,
    sort_key_place,
    title_name,
    tokens,
)

SYLLABLES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lò Quàng Vàng Giàng Sùng Thào Tẩn Chảo "
    "Triệu Nông Lương Hà Cà Tòng Văn Thị Đức Hữu Thu Phương Thảo Mỷ Chư Pao Dính Khăm Hặc Ín Ọi Ửng Ỷ Ễnh Ưng"
).split()
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join)
ANY_TEXT = st.text(st.characters(), max_size=60)
INVISIBLE = st.sampled_from(
    ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\x00", "\x1b", "\ud800", "\u034f"]
)


class TestNormalize:
    @pytest.mark.parametrize(
        ("written", "stored"),
        [
            ("  Lò\u00a0Văn \t Pao\n", "Lò Văn Pao"),
            (unicodedata.normalize("NFD", "Nguyễn Đức Ửng"), "Nguyễn Đức Ửng"),
            ("Lò\u200b Văn\ufeff Pao\u0000", "Lò Văn Pao"),
            ("Lò \ud800Văn\udfff", "Lò Văn"),
            ("Lo\u200b\u0300", "Lò"),
            ("A\r\nB\u2028C", "A B C"),
            ("", ""),
            ("\u3000\u2003", ""),
            ("A\uffffB\ufdd0", "AB"),
        ],
    )
    def test_writes_one_clean_line(self, written: str, stored: str) -> None:
        assert normalize(written) == stored

    @given(ANY_TEXT)
    def test_is_done_once_and_for_all(self, text: str) -> None:
        clean = normalize(text)
        assert normalize(clean) == clean
        assert unicodedata.is_normalized("NFC", clean)
        assert clean == clean.strip()
        assert "  " not in clean
        clean.encode()
        assert not {unicodedata.category(c) for c in clean} & {"Cc", "Cf", "Cs", "Zl", "Zp"}

    @given(NAMES, INVISIBLE, st.integers(0, 20))
    def test_drops_what_nobody_sees_wherever_it_stands(self, name: str, sign: str, place: int) -> None:
        assert normalize(name[:place] + sign + name[place:]) == name

    def test_keeps_the_lines_of_a_note(self) -> None:
        note = " Hẹn  tối \r\nthứ Bảy\r\n\r\n\r\n\r\nchồng đi\u200b làm xa \u2028 gọi lại\n"
        assert normalize_note(note) == "Hẹn tối\nthứ Bảy\n\nchồng đi làm xa\ngọi lại"

    @given(ANY_TEXT)
    def test_a_note_is_its_lines_normalized(self, text: str) -> None:
        clean = normalize_note(text)
        assert normalize_note(clean) == clean
        assert all(normalize(line) == line for line in clean.split("\n"))
        assert normalize(clean) == normalize(text.replace("\r\n", "\n"))


class TestFold:
    @pytest.mark.parametrize(
        "written", ["H'Mỹ", "H’Mỹ", "H‘Mỹ", "Hʼmỹ", "H`MỸ", "HMy", "h' my", "H’ Mỹ", "H´Mỹ"]
    )
    def test_every_apostrophe_finds_her(self, written: str) -> None:
        assert fold(written + " Niê") == "hmy nie"

    @pytest.mark.parametrize(
        ("written", "searched"),
        [
            ("Đặng Đình Đào", "dang dinh dao"),
            ("Ðặng ð", "dang d"),
            ("hoà", "hoa"),
            ("hòa", "hoa"),
            ("NÀ LY (bản)", "na ly ban"),
            ("Lò-Văn/Pao.", "lo van pao"),
            ("０９８７\u00a0６５４", "0987 654"),
            ("Ｌò", "lo"),
            ("Y Thu", "y thu"),
            ("Bản 5", "ban 5"),
            ("Ê Đê, Ơ Đu", "e de o du"),
            ("“Thào” …", "thao"),
            ("M'Nông Y̆ Kơ̆", "mnong y ko"),
            ("'", ""),
            ("", ""),
            ("H M", "h m"),
            ("Straße №½", "strasse no1 2"),
        ],
    )
    def test_reduces_to_what_is_searched(self, written: str, searched: str) -> None:
        assert fold(written) == searched

    @given(ANY_TEXT)
    def test_is_done_once_and_for_all(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(ANY_TEXT)
    def test_leaves_only_small_letters_digits_and_single_spaces(self, text: str) -> None:
        folded = fold(text)
        assert folded == " ".join(folded.split())
        assert all(unicodedata.category(c)[0] in "LN" for c in folded if c != " ")

    @given(NAMES)
    def test_forms_case_and_marks_make_no_difference(self, name: str) -> None:
        plain = (
            unicodedata.normalize("NFD", name).replace("Đ", "D").encode("ascii", "ignore").decode().lower()
        )
        forms = (
            name,
            name.upper(),
            name.lower(),
            *(unicodedata.normalize(f, name) for f in ("NFC", "NFD", "NFKD")),
        )
        assert {fold(form) for form in forms} == {plain}

    @given(st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyAĐÔ'’ \u0300\u0309\u0323"), max_size=20))
    def test_normalizing_first_changes_nothing(self, text: str) -> None:
        assert fold(normalize(text)) == fold(text)

    def test_words(self) -> None:
        assert tokens("  Lò  Văn-Pao ") == ("lo", "van", "pao")
        assert tokens("…") == ()

    def test_same_name(self) -> None:
        assert is_same_name("NGUYỄN THỊ HOÀ", "nguyen thi hòa")
        assert not is_same_name("Lò Văn Pao", "Lò Văn Pản")


class TestTitleName:
    @pytest.mark.parametrize(
        ("written", "repaired"),
        [
            ("NGUYỄN THỊ PHƯƠNG THẢO", "Nguyễn Thị Phương Thảo"),
            ("nguyễn thị phương thảo", "Nguyễn Thị Phương Thảo"),
            ("H'MỸ NIÊ", "H'Mỹ Niê"),
            ("h’mỹ niê", "H’Mỹ Niê"),
            ("Y THU", "Y Thu"),
            ("  GIÀNG   A CHƯ ", "Giàng A Chư"),
            ("đỗ đức", "Đỗ Đức"),
            ("LÒ VĂN A (BÉ)", "Lò Văn A (Bé)"),
            ("TÔN-NỮ", "Tôn-Nữ"),
            ("Nguyễn VĂN a", "Nguyễn VĂN a"),
            ("McDonald", "McDonald"),
            ("Y̆ KƠ̆N", "Y̆ Kơ̆n"),
            ("", ""),
            ("123", "123"),
        ],
    )
    def test_repairs_only_names_in_one_case(self, written: str, repaired: str) -> None:
        assert title_name(written) == repaired

    @given(NAMES)
    def test_brings_back_every_name(self, name: str) -> None:
        assert title_name(name.upper()) == title_name(name.lower()) == title_name(name) == name


class TestNameParts:
    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("Nguyễn Thị Phương Thảo", ("Nguyễn", "Thị Phương", "Thảo")),
            ("Lò Văn Pao", ("Lò", "Văn", "Pao")),
            ("Giàng A Chư", ("Giàng", "A", "Chư")),
            ("Tẩn A San", ("Tẩn", "A", "San")),
            ("Hoàng Phủ Ngọc Tường", ("Hoàng Phủ", "Ngọc", "Tường")),
            ("Hoàng Phủ", ("Hoàng", "", "Phủ")),
            ("Công Tằng Tôn Nữ Mai", ("Công", "Tằng Tôn Nữ", "Mai")),
            ("H'Mỹ Niê", ("Niê", "", "H'Mỹ")),
            ("H' Bia Niê Kdăm", ("Niê Kdăm", "", "H' Bia")),
            ("H Bia Êban", ("Êban", "", "H Bia")),
            ("H’Ngọc Mai Mlô", ("Mlô", "", "H’Ngọc Mai")),
            ("Y Moan Êban", ("Êban", "", "Y Moan")),
            ("Y Bhôk Buôn Yă", ("Buôn Yă", "", "Y Bhôk")),
            ("Ksor H'Hoa", ("Ksor", "", "H'Hoa")),
            ("Rơ Chăm H'Yéo", ("Rơ Chăm", "", "H'Yéo")),
            ("Y Thu", ("", "", "Y Thu")),
            ("A Phủ", ("", "", "A Phủ")),
            ("H'Mỹ", ("", "", "H'Mỹ")),
            ("Nguyễn Thị Như Ý", ("Nguyễn", "Thị Như", "Ý")),
            ("Trần Văn H", ("Trần", "Văn", "H")),
            ("Pao", ("", "", "Pao")),
            ("", ("", "", "")),
        ],
    )
    def test_by_the_custom_of_each_people(self, name: str, parts: tuple[str, str, str]) -> None:
        assert name_parts(name) == NameParts(*parts)

    @given(ANY_TEXT)
    def test_no_word_gets_lost(self, text: str) -> None:
        parts = name_parts(text)
        found = f"{parts.family} {parts.middle} {parts.given}".split()
        assert sorted(found) == sorted(normalize(text).split())


def in_order(words: list[str], key: Callable[[str], str]) -> list[str]:
    return sorted(random.Random(3).sample(words, len(words)), key=key)


class TestSortKeys:
    def test_given_name_then_middle_then_family(self) -> None:
        ordered = [
            "Trần Văn An",
            "Lê Thị Ánh",
            "Nguyễn Văn Ân",
            "Lò Thị Bình",
            "Lê Văn Bình",
            "Vũ Văn Bình",
            "Hà Văn Dính",
            "Hà Văn Đạt",
            "Y Moan Êban",
            "H'Mỹ Niê",
            "Đỗ Thị Na",
            "A Phủ",
            "Lò Thị Uyên",
            "Lò Thị Ưng",
            "Sùng Thị Ý",
        ]
        assert in_order(ordered, sort_key) == ordered

    def test_tones_come_after_letters(self) -> None:
        ordered = "Ma Mà Mả Mã Má Mạ Mai Mài Măng Mân Mẫn Mấn Me".split()
        assert in_order(ordered, sort_key) == ordered
        assert in_order(ordered, sort_key_place) == ordered

    def test_the_whole_alphabet(self) -> None:
        letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
        assert sorted(sorted(letters), key=sort_key_place) == letters
        assert sorted(sorted(c.upper() for c in letters), key=sort_key_place) == [c.upper() for c in letters]

    def test_places_read_from_left_to_right_with_numbers_by_value(self) -> None:
        ordered = [
            "Bản 1",
            "Bản 2",
            "Bản 02B",
            "Bản 10",
            "Bản Hua",
            "Bản Nà Ly",
            "Chiềng An",
            "Hòa An",
            "Hòa Bình",
        ]
        assert in_order(ordered, sort_key_place) == ordered

    def test_case_tone_place_and_form_do_not_matter(self) -> None:
        assert sort_key("HOÀNG VĂN HOÀ") == sort_key(unicodedata.normalize("NFD", "hoàng văn hòa"))

    def test_a_longer_given_name_follows_its_beginning(self) -> None:
        assert sort_key("Lò Thị An") < sort_key("Lò Thị Anh")
        assert sort_key_place("Nà An") < sort_key_place("Nà An Bình")

    @given(ANY_TEXT)
    def test_every_text_has_keys(self, text: str) -> None:
        assert isinstance(sort_key(text), str)
        assert isinstance(sort_key_place(text), str)

    @given(NAMES, NAMES)
    def test_names_with_one_key_are_one_name(self, first: str, second: str) -> None:
        if sort_key(first) == sort_key(second):
            assert first == second
