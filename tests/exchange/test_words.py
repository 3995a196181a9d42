"""Words of lists: relations, sexes, categories and names as they stand in cells."""

import pytest

from outreach_app.domain.people import RELATIONS
from outreach_app.exchange import words

CODES = (
    "head wife husband father mother younger_sibling elder_brother elder_sister child grandchild grandfather "
    "grandmother "
    "aunt_or_uncle aunt_or_uncle aunt_or_uncle aunt_or_uncle aunt_or_uncle aunt_or_uncle aunt_or_uncle daughter_in_law "
    "son_in_law great_grandchild"
).split()


def test_declaration_codes_mean_their_relations() -> None:
    for code, relation in enumerate(CODES):
        assert words.read_relation(f"{code:02d}") == words.read_relation(str(code)) == relation
    assert words.read_relation("99") == "other"
    assert set(CODES) <= RELATIONS.keys()


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Chủ hộ", "head"), ("CHỦ HỘ", "head"), ("chu ho", "head"),
        ("Vợ", "wife"), ("Chồng", "husband"), ("con", "child"),
        ("Con trai", "child"), ("Con dâu", "daughter_in_law"),
        ("con rể", "son_in_law"), ("Mẹ đẻ", "mother"), ("Bố", "father"),
        ("Cha", "father"), ("Cháu nội", "grandchild"), ("em gái", "younger_sibling"), ("Anh", "elder_brother"),
        ("Chị dâu", "elder_sister"), ("Ông", "grandfather"), ("Bà nội", "grandmother"), ("Bà", "grandmother"),
        ("Chú", "aunt_or_uncle"), ("Cô", "aunt_or_uncle"), ("08 - Con", "child"), ("Vợ (đã mất)", "wife"),
        ("Con thứ hai", "child"), ("Khác", "other"), ("hàng xóm", None), ("ba", None), ("", None), ("123", None),
    ],
)  # fmt: skip
def test_relation_words(text: str, relation: str | None) -> None:
    assert words.read_relation(text) == relation


def test_sexes() -> None:
    assert {words.read_sex(text) for text in ("Nam", "NAM", "nam", "M", "Trai")} == {"m"}
    assert {words.read_sex(text) for text in ("Nữ", "NỮ", "nu", "F", "Gái")} == {"f"}
    assert words.read_sex("khác") is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Hộ nghèo", "poor"), ("Cận nghèo", "near_poor"),
        ("HCN", "near_poor"), ("HN", "poor"), ("DTTS", "ethnic_minority"),
        ("Dân tộc thiểu số", "ethnic_minority"), ("Hộ nghèo, DTTS", "poor"),
        ("Xã đảo", "island"), ("Thoát nghèo", None),
        ("Không nghèo", None), ("Dân tộc Dao", "ethnic_minority"), ("Hưu trí", None), ("", None),
    ],
)  # fmt: skip
def test_categories(text: str, category: str | None) -> None:
    assert words.read_category(text) == category


def test_names_and_places() -> None:
    assert words.read_name("  NGUYỄN  VĂN\u00a0AN. ") == "Nguyễn Văn An"
    assert words.read_name("H'MỸ NIÊ") == "H'Mỹ Niê"
    assert words.read_name("Y Moan Êban") == "Y Moan Êban"
    assert words.read_place("BẢN NÀ CÀ") == "Bản Nà Cà"
    assert words.read_place("Khu TĐC Noong Bua") == "Khu TĐC Noong Bua"
