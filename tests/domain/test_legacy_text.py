"""TCVN3 and VNI text comes back as Unicode, and text that is no such thing is left alone."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_app.domain.legacy_text import Repair, detect_legacy, font_encoding, repair_legacy
from outreach_app.domain.syllables import is_syllable, split_tone

SHAPES = {
    "a": ("", "\u0306", "\u0302"),
    "e": ("", "\u0302"),
    "o": ("", "\u0302", "\u031b"),
    "u": ("", "\u031b"),
}
MARKED = [
    unicodedata.normalize("NFC", base + shape + tone)
    for base in "aeiouy"
    for shape in SHAPES.get(base, ("",))
    for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    if shape or tone
]
SMALL = [*MARKED, "đ"]
LETTERS = SMALL + [c.upper() for c in SMALL]

# Written independently of the code: the TCVN 5712:1993 VN3 code page read row by row, and VNI's key sequences.
TCVN3_BYTES = {
    **dict(zip("ĂÂÊÔƠƯĐăâêôơưđ", range(0xA1, 0xAF), strict=True)),
    **dict(zip("àảãáạ", range(0xB5, 0xBA), strict=True)),
    **dict(zip("ằẳẵắ", range(0xBB, 0xBF), strict=True)),
    "ặ": 0xC6,
    **dict(zip("ầẩẫấậ", range(0xC7, 0xCC), strict=True)),
    "è": 0xCC,
    "ẻ": 0xCE,
    "ẽ": 0xCF,
    "é": 0xD0,
    "ẹ": 0xD1,
    **dict(zip("ềểễếệ", range(0xD2, 0xD7), strict=True)),
    "ì": 0xD7,
    "ỉ": 0xD8,
    "ĩ": 0xDC,
    "í": 0xDD,
    "ị": 0xDE,
    "ò": 0xDF,
    "ỏ": 0xE1,
    "õ": 0xE2,
    "ó": 0xE3,
    "ọ": 0xE4,
    **dict(zip("ồổỗốộ", range(0xE5, 0xEA), strict=True)),
    **dict(zip("ờởỡớợ", range(0xEA, 0xEF), strict=True)),
    "ù": 0xEF,
    "ủ": 0xF1,
    "ũ": 0xF2,
    "ú": 0xF3,
    "ụ": 0xF4,
    **dict(zip("ừửữứự", range(0xF5, 0xFA), strict=True)),
    **dict(zip("ỳỷỹýỵ", range(0xFA, 0xFF), strict=True)),
}
VNI_ALONE = {
    "đ": 0xF1,
    "ơ": 0xF4,
    "ư": 0xF6,
    "í": 0xED,
    "ì": 0xEC,
    "ỉ": 0xE6,
    "ĩ": 0xF3,
    "ị": 0xF2,
    "ỵ": 0xEE,
}
VNI_AFTER = {  # second byte behind a plain vowel (or behind ô and ö for ơ and ư), by shape and tone
    "": {"\u0300": 0xF8, "\u0301": 0xF9, "\u0309": 0xFB, "\u0303": 0xF5, "\u0323": 0xEF},
    "\u0302": {"": 0xE2, "\u0300": 0xE0, "\u0301": 0xE1, "\u0309": 0xE5, "\u0303": 0xE3, "\u0323": 0xE4},
    "\u0306": {"": 0xEA, "\u0300": 0xE8, "\u0301": 0xE9, "\u0309": 0xFA, "\u0303": 0xFC, "\u0323": 0xEB},
}


def encode_letter_vni(letter: str) -> str:
    small = letter.lower()
    if small in VNI_ALONE:
        found = chr(VNI_ALONE[small])
    else:
        bare, tone = split_tone(small)
        apart = unicodedata.normalize("NFD", bare)
        horned = bare in "ơư"
        base = chr(VNI_ALONE[bare]) if horned else apart[0]
        found = base + chr(VNI_AFTER["" if horned else apart[1:]][tone])
    return found if letter == small else found.upper()


def encode_legacy(text: str, encoding: str) -> str:
    """Type Unicode text as it would stand in the old encoding; TCVN3 has no marked capitals but seven."""
    if encoding == "vni":
        return "".join(encode_letter_vni(c) if c in LETTERS else c for c in text)
    return "".join(chr(TCVN3_BYTES.get(c) or TCVN3_BYTES[c.lower()]) if c in LETTERS else c for c in text)


NAMES = (
    """
    Nguyễn Thị Phương Thảo|Lò Văn Pao|Giàng A Chư|Vàng Thị Mỷ|Đặng Đình Đức|Hoàng Thị Hương|Quàng Văn Dính|Tẩn A San
    Triệu Mùi Chài|Nông Thị Mỷ|Lường Văn Ưng|Bùi Thị Hà|Trương Vĩnh Ký|Đỗ Ngọc Uyển|Huỳnh Tấn Phát|Phạm Khắc Khoan
    Chẩu Thị Khuê|Mạc Đăng Dũng|Ninh Xuân Trường|Lê Quý Đôn|Võ Thị Sáu|Hồ Xuân Hương|Sùng Seo Lử|Cầm Bá Thước
""".replace("\n", "|")
    .strip("| ")
    .split("|")
)
NAMES = [name.strip() for name in NAMES if name.strip()]
ONSETS = ["", *"b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x".split()]
RIMES = "a an anh ao ăn ân âng ê êu i iên iêt ia o oa oan ong ô ôi ông ơ ơi u uân uôn ưa ưng ương ươu y yên".split()
SYLLABLES = sorted(
    {
        word
        for onset, rime, place, tone in itertools.product(
            ONSETS, RIMES, range(3), ("", *"\u0300\u0301\u0309\u0303\u0323")
        )
        if place < len(rime)
        for word in [onset + unicodedata.normalize("NFC", rime[: place + 1] + tone) + rime[place + 1 :]]
        if is_syllable(word)
    }
)
TITLED = st.sampled_from(SYLLABLES).map(str.capitalize)
REAL_TEXT = st.lists(TITLED, min_size=1, max_size=6).map(" ".join)


def test_there_are_134_letters() -> None:
    assert len(set(LETTERS)) == 134


class TestEveryLetter:
    @pytest.mark.parametrize("letter", LETTERS)
    def test_vni(self, letter: str) -> None:
        assert repair_legacy(encode_legacy(f"{letter} Văn", "vni"), font="VNI-Times").text == f"{letter} Văn"

    @pytest.mark.parametrize("letter", SMALL)
    def test_tcvn3(self, letter: str) -> None:
        assert repair_legacy(encode_legacy(f"{letter} văn", "tcvn3"), font=".VnTime").text == f"{letter} văn"

    @pytest.mark.parametrize("letter", [c.upper() for c in SMALL])
    def test_tcvn3_capitals_come_from_a_capitals_font(self, letter: str) -> None:
        assert repair_legacy(encode_legacy(f"{letter} Văn", "tcvn3"), font=".VnTimeH").text == f"{letter} VĂN"

    def test_tcvn3_has_seven_capitals_of_its_own(self) -> None:
        assert repair_legacy("§¡¢£¤¥¦", font=".VnArial").text == "ĐĂÂÊÔƠƯ"


class TestNames:
    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
    def test_come_back_without_a_font_to_tell(self, name: str, encoding: str) -> None:
        assert repair_legacy(encode_legacy(name, encoding)) == Repair(name, encoding, confident=True)  # type: ignore[arg-type]

    @pytest.mark.parametrize("name", NAMES)
    def test_in_capitals(self, name: str) -> None:
        loud = name.upper()
        assert repair_legacy(encode_legacy(loud, "vni")).text == loud
        assert repair_legacy(encode_legacy(loud, "tcvn3"), encoding="tcvn3").text == loud
        assert repair_legacy(encode_legacy(name, "tcvn3"), font=".VnTimeH").text == loud

    @given(REAL_TEXT)
    def test_a_told_encoding_brings_back_any_name(self, name: str) -> None:
        for encoding, font in (("tcvn3", ".VnTime"), ("vni", "VNI-Times")):
            written = encode_legacy(name, encoding)
            found = repair_legacy(written, font=font)
            same = found.text == name or (encoding == "tcvn3" and found.text.lower() == name.lower())
            assert same or found == Repair(written, None, confident=False)

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("NguyÔn V¨n A", "Nguyễn Văn A"),
            ("Nguyeãn Vaên A", "Nguyễn Văn A"),
            ("B¶n Nµ Ly - 50m²", "Bản Nà Ly - 50m²"),
            ("Lª", "Lê"),
            ("§ç H­¬ng", "Đỗ Hương"),
            ("Niª", "Niê"),
            ("Lª ThÞ ¸nh", "Lê Thị Ánh"),
            ("gÆp anh Êy ë nhµ", "gặp anh ấy ở nhà"),
            ("AÂu Cô, Ñöùc", "Âu Cơ, Đức"),
        ],
    )
    def test_as_they_stand_in_real_lists(self, written: str, read: str) -> None:
        found = repair_legacy(written)
        assert (found.text, found.confident) == (read, True)


class TestLeftAlone:
    @given(REAL_TEXT, st.sampled_from(["NFC", "NFD"]))
    def test_vietnamese_of_today(self, text: str, form: str) -> None:
        written = unicodedata.normalize(form, text)  # type: ignore[arg-type]
        assert repair_legacy(written) == Repair(text, None, confident=True)
        assert repair_legacy(written.upper()).text == text.upper()

    @given(
        st.text(st.characters(max_codepoint=127), max_size=40),
        st.sampled_from([None, ".VnTime", "VNI-Times", "Arial"]),
    )
    def test_plain_ascii(self, text: str, font: str | None) -> None:
        assert repair_legacy(text, font=font) == Repair(text, None, confident=True)

    @given(st.text(max_size=40))
    def test_any_text_gives_nfc_and_never_fails(self, text: str) -> None:
        found = repair_legacy(text)
        assert found.text == unicodedata.normalize("NFC", found.text)
        if found.encoding is None:
            assert found.text == unicodedata.normalize("NFC", text)

    @pytest.mark.parametrize(
        "name", [*NAMES, "H'Mỹ Niê", "Mlô", "Hmông", "«Nà Ly»", "Đà Nẵng – 5 m²", "Bùi Hà"]
    )
    @pytest.mark.parametrize("font", [None, ".VnTime", "VNI-Times", "Times New Roman"])
    def test_whatever_the_font_says(self, name: str, font: str | None) -> None:
        assert repair_legacy(name, font=font).text == name

    @pytest.mark.parametrize(
        "word",
        "Müller Zürich Köln für Straße café Noël garçon Élève François déjà château naïve Überweisung Größe Käse "
        "hôtel forêt père Hélène Bär Tür Öl schön München théâtre leçon señor mañana São Ærø Åse Haï maïs Saül".split(),
    )
    def test_other_languages_are_never_changed_with_confidence(self, word: str) -> None:
        found = repair_legacy(word)
        assert found.text == word or not found.confident


class TestColumns:
    @pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
    def test_a_column_is_told_apart(self, encoding: str) -> None:
        assert (
            detect_legacy([*(encode_legacy(name, encoding) for name in NAMES), "", "12", "Lan"]) == encoding
        )

    def test_a_column_of_today(self) -> None:
        assert detect_legacy(NAMES) is None
        assert detect_legacy(["Hà", "Bùi Thị Lan", "Vì"]) is None
        assert detect_legacy(["Lan", "", "0987"]) is None
        assert detect_legacy([]) is None
        assert detect_legacy(["Müller", "Zürich", "café"]) is None

    def test_the_column_settles_what_one_cell_cannot(self) -> None:
        column = ["NguyÔn V¨n Tó", "Lß ThÞ H¹nh", "Vò"]
        encoding = detect_legacy(column)
        assert encoding == "tcvn3"
        assert [repair_legacy(cell, encoding=encoding).text for cell in column] == [
            "Nguyễn Văn Tú",
            "Lò Thị Hạnh",
            "Vũ",
        ]
        assert repair_legacy("Bùi Thị Hà", encoding=encoding).text == "Bùi Thị Hà"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VnArial NarrowH", "tcvn3"),
        (" .vntimeh ", "tcvn3"),
        ("VnTime", "tcvn3"),
        ("VNI-Times", "vni"),
        ("VNI Helve", "vni"),
        ("Times New Roman", None),
        ("Vnu Sans", None),
        ("", None),
        (None, None),
    ],
)
def test_fonts(font: str | None, encoding: str | None) -> None:
    assert font_encoding(font) == encoding
