"""An official report as PDF and as a text to edit: the same words and numbers in both, the same bytes each time."""

import io
import shutil
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from reading import assert_sound, pages_of, picture_of, raw_words, words_of

from outreach_app.documents.official_docx import render_official_docx
from outreach_app.documents.official_pdf import render_official_pdf
from outreach_app.domain.official_paper import (
    Chart,
    Grid,
    Heading,
    Letterhead,
    OfficialPaper,
    Sentence,
    Series,
    number_heading,
)
from outreach_app.i18n import open_catalogue

WORDS = open_catalogue("vi")
HEAD = Letterhead(
    "BẢO HIỂM XÃ HỘI TỈNH LAI CHÂU", "BHXH CƠ SỞ TAM ĐƯỜNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc", "Số:         /BC-BHXH", "Bản Bo, ngày 01 tháng 12 năm 2026",
)  # fmt: skip
SENTENCE = (
    "Trong tháng, toàn xã vận động được 9 người tham gia mới, 11 người đóng tiếp, 4 người dừng đóng, số người"
    " tham gia tăng thuần 5 người so với tháng trước."
)
NAMES = [f"bản Nà Khoang {place}" for place in range(1, 41)]


def make_paper() -> OfficialPaper:
    rows = [("xã Bản Bo", 12_345, Decimal("12.5")), *((name, 3, None) for name in NAMES)]
    grid = Grid(
        "Kết quả", "Kết quả theo thôn, bản", ("Đơn vị", "Tăng mới", "%"), rows, (4, 1, 1), frozenset({0})
    )
    months = Chart(
        "Tăng mới theo tháng",
        [str(n) for n in range(1, 13)],
        (Series("Năm 2026", [7] * 12), Series("Năm 2025", [30] * 12)),
        spoken="Năm 2026 mỗi tháng bảy người.",
    )
    lying = Chart("Theo bản", NAMES[:5], (Series("Tăng mới", [1, 2, 3, 4, 5_000]),), lying=True)
    parts = (
        Sentence(SENTENCE),
        Heading("I. KẾT QUẢ"),
        Heading("1. Bảo hiểm xã hội tự nguyện", 2),
        grid,
        months,
        lying,
        Sentence("Tổ chức hội nghị tại bản Nà Khoang 7", listed=True),
    )
    return OfficialPaper(
        "vi", date(2026, 12, 1), HEAD, "BÁO CÁO", "Kết quả phát triển người tham gia tháng 11 năm 2026", "Kính gửi:",
        ("Ban Chỉ đạo xã Bản Bo", "Ủy ban nhân dân xã Bản Bo"), parts, "Nơi nhận:", ("Như trên", "Lưu: VT"),
        ("GIÁM ĐỐC", "(Ký, ghi rõ họ tên, đóng dấu)"),
    )  # fmt: skip


@cache
def written_text() -> bytes:
    """The report as a text, written once."""
    return render_official_docx(make_paper(), WORDS)


def text_of(data: bytes) -> str:
    """Every word of a text file: paragraphs and cells, nested ones too."""
    element = docx.Document(io.BytesIO(data)).element.body
    return " ".join("".join(node.itertext()) for node in element.iter() if node.tag.endswith("}p"))


def test_the_pdf_has_every_word_and_number_on_sound_pages(tmp_path: Path) -> None:
    path = assert_sound(render_official_pdf(make_paper(), WORDS), tmp_path)
    text = words_of(path)
    for told in (
        HEAD.nation,
        HEAD.motto,
        HEAD.issuer,
        HEAD.place_and_day,
        "I. KẾT QUẢ",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
    ):
        assert told in text
    assert SENTENCE in raw_words(path), "justified lines keep their words"
    assert "xã Bản Bo 12.345 12,5" in text
    assert "bản Nà Khoang 40 3 –" in text
    assert "5.000" in text, "a bar tells its number"
    assert pages_of(path) >= 2
    assert all("Tăng mới" in words_of(path, page=page) for page in (1, 2)), (
        "the head of the table comes again"
    )
    assert words_of(path, page=2).startswith("2 "), "the page's number stands in the upper margin"
    assert not words_of(path, page=1).startswith("1 ")


def test_the_margins_are_those_of_offices(tmp_path: Path) -> None:
    path = assert_sound(render_official_pdf(make_paper(), WORDS), tmp_path)
    picture = picture_of(path, page=1)
    left, right = round(29.5 / 25.4 * 60), round(19.5 / 25.4 * 60)
    width, height = picture.size
    for box in ((0, 0, left, height), (width - right, 0, width, height)):
        assert picture.crop(box).getextrema() == (255, 255)


def test_the_text_has_real_headings_tables_and_described_pictures() -> None:
    text = docx.Document(io.BytesIO(written_text()))
    headings = {
        p.text: p.style.name for p in text.paragraphs if p.style and p.style.name.startswith("Heading")
    }
    assert headings == {"I. KẾT QUẢ": "Heading 1", "1. Bảo hiểm xã hội tự nguyện": "Heading 2"}
    grid = next(table for table in text.tables if len(table.columns) == 3)
    assert [cell.text for cell in grid.rows[1].cells] == ["xã Bản Bo", "12.345", "12,5"]
    assert len(grid.rows) == 42
    assert grid.rows[1].cells[1].paragraphs[0].alignment is WD_ALIGN_PARAGRAPH.RIGHT
    assert "tblHeader" in grid.rows[0]._tr.xml
    assert [shape._inline.docPr.get("descr") for shape in text.inline_shapes] == [
        "Năm 2026 mỗi tháng bảy người.", "Theo bản",
    ]  # fmt: skip
    section = text.sections[0]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 20)
    assert text.styles["Normal"].font.name == "Times New Roman"


def test_the_text_names_nobody_and_no_clock() -> None:
    told = docx.Document(io.BytesIO(written_text())).core_properties
    assert (told.author, told.last_modified_by, told.comments) == ("", "", "")
    assert told.created == told.modified
    assert told.created.date() == date(2026, 12, 1)


def test_the_same_report_gives_the_same_bytes() -> None:
    one, again = make_paper(), make_paper()
    assert render_official_pdf(one, WORDS) == render_official_pdf(again, WORDS)
    first, last = one.parts[:2], one.parts[4:5]
    small = replace(one, parts=(*first, *last))
    made = render_official_docx(small, WORDS)
    assert made == render_official_docx(replace(again, parts=(*first, *last)), WORDS)
    with zipfile.ZipFile(io.BytesIO(made)) as entries:
        assert {entry.date_time[:3] for entry in entries.infolist()} == {(1980, 1, 1)}, (
            "no clock is in the file"
        )


def test_both_files_say_the_same(tmp_path: Path) -> None:
    paper = make_paper()
    text = " ".join(text_of(written_text()).split())
    assert unicodedata.is_normalized("NFC", text)
    printed = raw_words(assert_sound(render_official_pdf(paper, WORDS), tmp_path))
    for told in (
        HEAD.nation,
        SENTENCE,
        "Kết quả theo thôn, bản",
        *NAMES,
        "Ban Chỉ đạo xã Bản Bo;",
        "GIÁM ĐỐC",
    ):
        assert told in text
        assert told in printed


def test_parts_are_numbered_in_roman_figures() -> None:
    assert [number_heading(n) for n in (1, 4, 8, 9, 14)] == ["I", "IV", "VIII", "IX", "XIV"]


@pytest.mark.torture
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)"
)
def test_libreoffice_opens_prints_and_saves_the_text_without_loss(tmp_path: Path) -> None:
    data = written_text()
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(data)
    for kind in ("pdf", "docx"):
        command = [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run([*command, "--outdir", str(tmp_path / "again"), str(path)], check=True, timeout=150)
    assert text_of((tmp_path / "again" / path.name).read_bytes()).split() == text_of(data).split()
    printed = raw_words(tmp_path / "again" / "bao-cao.pdf")
    assert all(
        name in printed for name in (*NAMES, HEAD.motto, "I. KẾT QUẢ", "(Ký, ghi rõ họ tên, đóng dấu)")
    )
