"""The printed visit list: every household, box and code stands on the paper that is typed back in the evening."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import samples
import segno
from PIL import Image
from reading import assert_sound, pages_of, picture_of, plain, properties_of, raw_words, words_of

from outreach_app.documents.fonts import Style, measure
from outreach_app.documents.page import A4
from outreach_app.documents.visit_list import CODE_SIZE, render_visit_list
from outreach_app.documents.visit_row import WORK_REASONS, member_lines
from outreach_app.domain.rows import Sheet, WorkReason
from outreach_app.domain.visits import OUTCOME_NAMES, ROW_KEYS, Outcome
from outreach_app.i18n import Catalogue


def printed(sheet: Sheet, catalogue: Catalogue, *, large: bool = False) -> bytes:
    members = samples.members_of(len(sheet.lines))
    return render_visit_list(sheet, catalogue, office_name=samples.OFFICE, members=members, large_print=large)


@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
def test_sixty_rows_flow_over_pages_and_keep_their_numbers(
    catalogue: Catalogue, tmp_path: Path, *, large: bool
) -> None:
    sheet = samples.sheet(60)
    path = assert_sound(printed(sheet, catalogue, large=large), tmp_path)
    pages = pages_of(path)
    assert pages >= 6
    text = raw_words(path)
    for line in sheet.lines:
        assert line.household.code in text
        assert line.household.head in text
    rows = [page_rows(words_of(path, page=page), sheet) for page in range(1, pages + 1)]
    assert [row for page in rows for row in page] == [line.row for line in sheet.lines]


def page_rows(text: str, sheet: Sheet) -> list[int]:
    return [line.row for line in sheet.lines if line.household.code in text]


def test_every_page_carries_code_heads_and_legend(catalogue: Catalogue, tmp_path: Path) -> None:
    sheet = samples.sheet(30)
    path = assert_sound(printed(sheet, catalogue), tmp_path)
    pages = pages_of(path)
    for page in range(1, pages + 1):
        text = words_of(path, page=page)
        assert text.count(sheet.code) == 2
        assert plain(catalogue.context("print", "Page {page} of {pages}", page=page, pages=pages)) in text
        assert catalogue.context("print", "Household, people to ask") in text
        for key, outcome in ROW_KEYS.items():
            assert f"{key} {plain(catalogue.text(OUTCOME_NAMES[outcome]))}" in text
    assert catalogue.context("print", "Signature of the walker") in words_of(path, page=pages)


def test_boxes_stand_in_the_order_of_the_keys(catalogue: Catalogue, tmp_path: Path) -> None:
    text = words_of(assert_sound(printed(samples.sheet(3), catalogue), tmp_path))
    assert text.count(" ".join(ROW_KEYS)) == 4  # the head and three rows


def test_names_reasons_places_and_telephones_are_printed(catalogue: Catalogue, tmp_path: Path) -> None:
    sheet = samples.sheet(5)
    text = raw_words(assert_sound(printed(sheet, catalogue), tmp_path))
    assert samples.OFFICE in text
    assert sheet.canvasser_name in text
    assert catalogue.long_date(sheet.day) in text
    assert "0987 112 233" in text
    assert "tổ liên gia 2" in text
    assert "đầu cầu treo, nhà thứ hai bên phải sau trạm y tế" in text
    for line in sheet.lines:
        assert not line.reason or plain(catalogue.text(WORK_REASONS[line.reason])) in text


def test_every_work_reason_has_words() -> None:
    assert set(WORK_REASONS) == set(WorkReason)


def test_a_very_long_name_is_printed_whole(catalogue: Catalogue, tmp_path: Path) -> None:
    name = "Công Huyền Tôn Nữ Nguyễn Thị Hoàng Phương Nghiêm Trường Giang Ẫ Ễ ằ ở ữ"
    sheet = samples.sheet(1)
    line = replace(sheet.lines[0], household=replace(sheet.lines[0].household, head=name))
    unbroken = replace(sheet.lines[0], household=samples.household(2, head="Nguyễn" * 12), row=2)
    path = assert_sound(printed(replace(sheet, lines=(line, unbroken)), catalogue), tmp_path)
    assert name in raw_words(path)
    assert "Nguyễn" * 12 in raw_words(path).replace(" ", "")


def test_a_household_that_wants_no_contact_says_so(catalogue: Catalogue, tmp_path: Path) -> None:
    text = words_of(assert_sound(printed(samples.sheet(7), catalogue), tmp_path))
    assert catalogue.text(OUTCOME_NAMES[Outcome.DO_NOT_CONTACT]) in text


def test_a_row_already_typed_back_is_ticked(vietnamese: Catalogue, tmp_path: Path) -> None:
    sheet = samples.sheet(1)
    done = replace(sheet, lines=(replace(sheet.lines[0], outcome=Outcome.REFUSED),))
    text = words_of(assert_sound(printed(done, vietnamese), tmp_path))
    assert text.count(" ".join(ROW_KEYS)) == 1
    assert "1 2 3 5 6 7 8 9 0" in text


def test_the_same_sheet_gives_the_same_bytes(vietnamese: Catalogue) -> None:
    assert printed(samples.sheet(15), vietnamese) == printed(samples.sheet(15), vietnamese)


def test_the_properties_name_the_kind_and_nobody(vietnamese: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(printed(samples.sheet(2), vietnamese), tmp_path)
    properties = properties_of(path)
    assert properties["Title"] == "Danh sách hộ cần đến"
    assert not properties.get("Author")
    assert not properties.get("Subject")
    assert not properties.get("Keywords")
    outside = b"".join(part for part in path.read_bytes().split(b"endobj") if b"stream" not in part)
    assert samples.HEADS[0].encode() not in outside
    assert samples.HEADS[0].encode("utf-16-be") not in outside


def test_large_print_takes_more_paper(vietnamese: Catalogue, tmp_path: Path) -> None:
    sheet = samples.sheet(40)
    normal = pages_of(assert_sound(printed(sheet, vietnamese), tmp_path))
    assert pages_of(assert_sound(printed(sheet, vietnamese, large=True), tmp_path)) > normal


def test_an_empty_sheet_is_one_page(catalogue: Catalogue, tmp_path: Path) -> None:
    assert pages_of(assert_sound(printed(samples.sheet(0), catalogue), tmp_path)) == 1


def test_the_picture_code_holds_the_sheet_code_and_nothing_else(
    vietnamese: Catalogue, tmp_path: Path
) -> None:
    sheet = samples.sheet(1)
    path = assert_sound(printed(sheet, vietnamese), tmp_path)
    expected = [list(row) for row in segno.make(sheet.code, error="m", mask=3, micro=False).matrix]
    scale = 300 / 72
    picture = picture_of(path, dpi=300)
    # The square's left upper corner and size in points, with two light modules around the code.
    module = CODE_SIZE / (len(expected) + 4) * scale
    left, top = (A4.right - CODE_SIZE + 4) * scale + 2 * module, (A4.top - 4) * scale + 2 * module
    seen = [
        [
            int(dark(picture, left + (x + 0.5) * module, top + (y + 0.5) * module))
            for x in range(len(expected))
        ]
        for y in range(len(expected))
    ]
    assert seen == expected


def dark(picture: Image.Image, x: float, y: float) -> bool:
    shade = picture.getpixel((round(x), round(y)))
    assert isinstance(shade, int)
    return shade < 128


@pytest.mark.parametrize("count", range(6))
def test_members_take_two_lines_and_the_rest_is_counted(vietnamese: Catalogue, count: int) -> None:
    style = Style(size=9)
    lines = member_lines(samples.MEMBERS[:count], vietnamese, style=style, width=130)
    assert len(lines) <= 2
    assert all(measure(line, style) <= 130 for line in lines)
    text = plain(" ".join(lines))
    shown = sum(name in text for name in samples.MEMBERS[:count])
    left = count - shown
    assert (f"và {left} người nữa" in text) == bool(left)


@pytest.mark.parametrize("rows", [1, 12])
def test_large_print_has_no_letter_under_thirteen_points(
    catalogue: Catalogue, tmp_path: Path, rows: int
) -> None:
    path = assert_sound(printed(samples.sheet(rows), catalogue, large=True), tmp_path)
    open_file = tmp_path / "open.pdf"
    subprocess.run(["qpdf", "--qdf", "--stream-data=uncompress", str(path), str(open_file)], check=True)
    sizes = {float(size) for size in re.findall(rb" ([\d.]+) Tf", open_file.read_bytes())}
    # The outline of a page begins with a font nothing is written in.
    assert min(sizes - {10.0}) >= 13
    text = raw_words(path)
    for line in samples.sheet(rows).lines:
        assert line.household.code in text
        assert not line.reason or plain(catalogue.text(WORK_REASONS[line.reason])) in text


def test_large_print_leaves_no_words_over_each_other(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(printed(samples.sheet(8), catalogue, large=True), tmp_path)
    boxes = words_in_boxes(path)
    assert len(boxes) > 100
    for place, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            wide = min(right, other[2]) - max(left, other[0])
            high = min(bottom, other[3]) - max(top, other[1])
            assert wide < 1 or high < 6, (left, top, other)


def words_in_boxes(path: Path) -> list[tuple[float, float, float, float]]:
    """The words of the first page with their places."""
    done = subprocess.run(["pdftotext", "-l", "1", "-bbox", str(path), "-"], capture_output=True, check=True)
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', done.stdout.decode()
    )
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]
