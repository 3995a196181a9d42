"""The declaration TK1-TS: the official words in their order, what is known in its field, dots for the rest."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from reading import assert_sound, pages_of, properties_of, raw_words, words_of

from outreach_app import assets
from outreach_app.documents.declaration import render_declarations
from outreach_app.domain.declarations import Declaration, read_declaration_layout

LAYOUT = read_declaration_layout(assets.read_text("forms/tk1-2026.toml"))
OFFICIAL = json.loads((Path(__file__).parents[1] / "data/forms/tk1-2026.json").read_text(encoding="utf-8"))
FILLED = Declaration(
    {
        "insurance_number": "0123456789", "name": "Quàng Thị Ngoan", "sex": "f", "born": "01/01/1964",
        "citizen_number": "012164000025", "nationality": "Việt Nam", "phone": "0912 345 001", "result": "paper",
        "address": "số 4, bản Nà Ly", "commune": "Xã Bản Bo", "province": "Tỉnh Lai Châu",
        "amount": "1.500.000 đồng/tháng", "method": "12 tháng một lần", "subject": "(4) tham gia BHXH tự nguyện",
        "place": "Xã Bản Bo", "day": "22", "month": "11", "year": "2026",
    }
)  # fmt: skip


def letters(text: str) -> str:
    """Letters, digits and brackets only: no spaces, dots or boxes, which each form sets in its own way."""
    return "".join(sign for sign in text if sign.isalnum() or sign in "[]()")


def test_an_empty_declaration_has_the_official_words_in_their_order(tmp_path: Path) -> None:
    path = assert_sound(render_declarations(LAYOUT, [Declaration({})]), tmp_path)
    assert pages_of(path) == 1
    assert properties_of(path)["Title"] == "TK1-TS"
    printed = letters(raw_words(path))
    assert len(OFFICIAL["words"]) > 25
    places = [printed.find(letters(words)) for words in OFFICIAL["words"]]
    assert -1 not in places, OFFICIAL["words"][places.index(-1)]
    signatures = OFFICIAL["words"].index("XÁC NHẬN CỦA ĐƠN VỊ")
    numbered = [at for at, words in zip(places, OFFICIAL["words"], strict=True) if words.startswith("[")]
    assert numbered == sorted(numbered)
    assert max(numbered) < places[signatures]
    assert "[18]" not in printed


def test_what_is_known_stands_in_its_field(tmp_path: Path) -> None:
    text = words_of(assert_sound(render_declarations(LAYOUT, [FILLED]), tmp_path))
    for told in (
        "Mã số BHXH: 0123456789", "[01]. Họ và tên: Quàng Thị Ngoan", "sinh: 01/01/1964",
        "chiếu: 012164000025", "[06]. Quốc tịch: Việt Nam", "[07]. Số điện thoại: 0912 345 001",
        "thôn/xóm: số 4, bản Nà Ly", "đặc khu: Xã Bản Bo", "thành phố: Tỉnh Lai Châu",
        "[12]. Mức tiền đóng: 1.500.000 đồng/tháng", "[13]. Phương thức đóng: 12 tháng một lần",
        "[15]. Đối tượng tham gia: (4) tham gia BHXH tự nguyện", "Xã Bản Bo, ngày 22 tháng 11 năm 2026",
    ):  # fmt: skip
        assert told in text
    assert "Nam x Nữ" in text
    assert "Bản điện tử x Bản giấy" in text


@pytest.mark.parametrize(("field", "value"), [("sex", "m"), ("result", "electronic"), ("sex", "")])
def test_a_box_is_ticked_for_its_value_only(tmp_path: Path, field: str, value: str) -> None:
    blank = dict.fromkeys(("sex", "result"), "")
    text = words_of(
        assert_sound(render_declarations(LAYOUT, [Declaration(blank | {field: value})]), tmp_path)
    )
    ticked = {"m": "Giới tính: x Nam Nữ", "electronic": "chính: x Bản điện tử Bản giấy"}
    assert ("x Nam" in text or "x Bản" in text) == bool(value)
    assert not value or ticked[value] in text


def test_each_person_begins_a_page_and_long_values_stay_whole(tmp_path: Path) -> None:
    long = "số 12 đường Điện Biên Phủ kéo dài, khu tái định cư số 3, tổ dân phố Hợp Nhất, gần nhà văn hóa và trạm y tế"
    name = "Hờ Thị Nguyệt Minh Anh Thư Phương Thảo Hoàng Ngân Quỳnh Chi"
    other = replace(FILLED, fields={**FILLED.fields, "address": long, "name": name})
    path = assert_sound(render_declarations(LAYOUT, [FILLED, other, FILLED]), tmp_path)
    assert pages_of(path) == 3
    second = words_of(path, page=2)
    assert letters(long) in letters(second)
    assert name in second
    assert "Quàng Thị Ngoan" in words_of(path, page=3)


def test_the_same_declarations_give_the_same_bytes() -> None:
    assert render_declarations(LAYOUT, [FILLED]) == render_declarations(LAYOUT, [FILLED])
