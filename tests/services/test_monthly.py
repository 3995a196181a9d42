"""The office's papers of a month out of a real workspace: the same numbers as the reports, in every kind of file."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from outreach_app import assets
from outreach_app.app import App
from outreach_app.domain.form_layouts import read_sheet_layout
from outreach_app.domain.monthly_words import write_monthly
from outreach_app.domain.official_paper import Chart, Grid, Heading, OfficialPaper, Sentence
from outreach_app.errors import BadInput
from outreach_app.i18n import open_catalogue
from outreach_app.services.monthly import PaperKind, render_paper
from tests.documents.reading import assert_sound, raw_words, words_of
from tests.services.month_office import NOVEMBER, POST, PRIVATE, fill_month
from tests.workspaces import COMMUNE, copy_machine

VI, EN = open_catalogue("vi"), open_catalogue("en")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An office in which November happened; the tests only read."""
    app = copy_machine(tmp_path_factory.mktemp("month"), "office").open()
    fill_month(app)
    yield app
    app.close()


@pytest.fixture(scope="module")
def paper(month: App) -> OfficialPaper:
    return write_monthly(month.monthly.collect(COMMUNE, NOVEMBER), VI)


@pytest.fixture(scope="module")
def printed(paper: OfficialPaper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report as a sound PDF."""
    return assert_sound(render_paper(paper, PaperKind.PDF, VI), tmp_path_factory.mktemp("printed"))


def sentences(paper: OfficialPaper) -> str:
    return "\n".join(part.text for part in paper.parts if isinstance(part, Sentence))


def grid(paper: OfficialPaper, name: str) -> Grid:
    return next(each for each in paper.grids if each.name == name)


def test_head_and_signature_are_those_of_the_office(paper: OfficialPaper) -> None:
    assert paper.head.superior == "BẢO HIỂM XÃ HỘI TỈNH LAI CHÂU"
    assert paper.head.place_and_day == "Bản Bo, ngày 21 tháng 11 năm 2026"
    assert paper.addressed[-1] == "Ủy ban nhân dân xã Bản Bo"
    assert paper.copies == [
        "Như trên", "Bà Lò Thị Ban (Chủ tịch Hội Liên hiệp Phụ nữ xã)", "Bảo hiểm xã hội tỉnh Lai Châu", "Lưu: VT",
    ]  # fmt: skip


def test_every_number_of_the_month_is_that_of_the_progress_report(month: App, paper: OfficialPaper) -> None:
    report = month.monthly.collect(COMMUNE, NOVEMBER)
    voluntary = grid(paper, "BHXH tự nguyện, tháng")
    rows = [row for row in report.progress.rows if row.scheme.value == "voluntary"]
    assert [row[:6] for row in voluntary.rows] == [
        [row.name, row.plan.target.people if row.plan else None, row.tally.joined, row.tally.continuing,
         row.tally.lapsed, row.tally.net]
        for row in rows
    ]  # fmt: skip
    assert voluntary.rows[0][1:7] == [4, 1, 1, 0, 1, Decimal(25)]
    year = grid(paper, "BHXH tự nguyện, năm")
    assert year.rows[0][1:] == [40, 2, Decimal(5), 2, 1, 1, 1]
    assert voluntary.bold == {0}, "the unit as a whole stands out"


def test_a_chart_shows_twelve_months_the_newest_last(paper: OfficialPaper) -> None:
    chart = next(part for part in paper.parts if isinstance(part, Chart) and not part.lying)
    assert (chart.labels[0], chart.labels[-1]) == ("12/25", "11/26")
    new, stopped = chart.series
    assert (new.values[-1], new.values[9], stopped.values[10]) == (1, 1, 1)


def test_sections_are_numbered_without_gaps_and_empty_ones_left_out(paper: OfficialPaper) -> None:
    numbers = [
        part.text.split(".")[0] for part in paper.parts if isinstance(part, Heading) and part.level == 1
    ]
    assert numbers == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    assert not any("LÀM ĐIỂM" in part.text for part in paper.parts if isinstance(part, Heading))
    assert all(grid.rows and len(set(map(len, (grid.labels, *grid.rows)))) == 1 for grid in paper.grids)
    assert len({each.name for each in paper.grids}) == len(list(paper.grids))


def test_stops_worries_questions_and_the_month_after_are_told(paper: OfficialPaper) -> None:
    told = sentences(paper)
    assert "Trong tháng có 1 người dừng đóng" in told, "a card that ended on 31 October"
    assert "Trở lại 1 hộ đã hẹn, chậm nhất ngày 31/12/2026" in told
    assert "Trong tháng tiếp nhận 1 câu hỏi từ cơ sở, đã trả lời 0 câu; còn 1 câu chưa trả lời" in told
    assert grid(paper, "Khó khăn").rows[0][1:3] == ["bản Hua Sẳng", "Đường vào bản bị sạt lở"]
    (worry,) = grid(paper, "Băn khoăn").rows
    assert worry[1:4] == [1, 1, 1]
    gap = grid(paper, "Số liệu chính thức").rows[0]
    assert gap[1:5] == [date(2026, 10, 31), 7, 0, -7]
    agencies = grid(paper, "Tổ chức hỗ trợ phát triển đối tượng").rows
    named = [row[0] for row in agencies if row[1] == "BHXH tự nguyện"]
    assert named == [POST, PRIVATE], "the second signed nobody since September"


def test_nobody_of_a_family_is_named(month: App, printed: Path) -> None:
    text = raw_words(printed)
    families = month.households.read_rows(month.households.list_numbers())
    assert families
    assert not [row.head for row in families if row.head in text]


def test_all_three_files_say_the_same_numbers(paper: OfficialPaper, printed: Path) -> None:
    pdf = words_of(printed)
    text = docx.Document(io.BytesIO(render_paper(paper, PaperKind.DOCX, VI)))
    book = load_workbook(io.BytesIO(render_paper(paper, PaperKind.XLSX, VI)))
    assert len(book.sheetnames) == len(list(paper.grids))
    for each, sheet in zip(paper.grids, book.worksheets, strict=True):
        first = [row[0] for row in sheet.iter_rows(values_only=True)]
        assert first[0] == each.labels[0]
        assert [str(cell).removesuffix(" 00:00:00") for cell in first[1:]] == [
            str(row[0]) for row in each.rows
        ]
    month_rows = grid(paper, "BHXH tự nguyện, tháng").rows
    table = next(each for each in text.tables if len(each.rows) > 1 and each.cell(1, 0).text == "xã Bản Bo")
    assert [cell.text for cell in table.rows[1].cells][1:5] == [str(cell) for cell in month_rows[0][1:5]]
    assert "xã Bản Bo 4 1 1 0 1 25" in pdf


def test_the_same_rows_give_the_same_bytes(month: App, paper: OfficialPaper) -> None:
    again = write_monthly(month.monthly.collect(COMMUNE, NOVEMBER), VI)
    assert again == paper
    kinds = (PaperKind.PDF, PaperKind.XLSX)  # the text's bytes are proved beside its maker
    assert all(render_paper(again, kind, VI) == render_paper(paper, kind, VI) for kind in kinds)


def test_every_word_is_said_in_both_languages(month: App, paper: OfficialPaper) -> None:
    english = write_monthly(month.monthly.collect(COMMUNE, NOVEMBER), EN)
    assert english.head.nation == "SOCIALIST REPUBLIC OF VIET NAM"
    assert len(english.parts) == len(paper.parts)
    for one, other in zip(english.parts, paper.parts, strict=True):
        if isinstance(one, Heading | Sentence) and isinstance(other, Heading | Sentence):
            assert one.text != other.text
        if isinstance(one, Grid) and isinstance(other, Grid):
            assert all(label != told for label, told in zip(one.labels, other.labels, strict=True))


def test_a_month_gone_by_tells_nothing_of_the_month_after(month: App) -> None:
    september = write_monthly(month.monthly.collect(COMMUNE, date(2026, 9, 1)), VI)
    assert not any("NHIỆM VỤ" in part.text for part in september.parts if isinstance(part, Heading))
    assert grid(september, "BHXH tự nguyện, tháng").rows[0][1] == 1, "no plan: the column is left out"


# ------------------------------------------------------------------------------------------------------------ B15a
def test_the_form_has_organisations_with_their_collectors_and_adds_up(month: App, tmp_path: Path) -> None:
    paper = month.contracts.write(COMMUNE, NOVEMBER, PaperKind.XLSX)
    (sheet,) = load_workbook(io.BytesIO(paper.data)).worksheets
    rows = [
        [cell or "" if cell != 0 else 0 for cell in row]
        for row in sheet.iter_rows(min_row=12, values_only=True)
    ]
    assert (paper.organisations, paper.collectors) == (2, 2)
    names = [(row[0], row[1]) for row in rows[:6]]
    assert names == [
        ("I", f"Tổ chức: {POST}"), (1, "Lường Thị Inh"), ("II", f"Tổ chức: {PRIVATE}"), (1, "Nguyễn Thị Phương Thảo"),
        ("III", "Chưa ghi tổ chức"), (1, "Chưa ghi nhân viên thu"),
    ]  # fmt: skip
    assert sheet["L11"].value == "9=10+11"
    post, total = rows[0], rows[6]
    assert post[11:19] == [40, 10, 30, 2, 1, 1, 2, 5]
    assert set(post[3:11]) == set(post[19:27]) == {""}, (
        "compulsory and accident insurance are left to the hand"
    )
    assert (total[1], total[14], total[17], total[30]) == ("Cộng:", 2, 3, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    pdf = words_of(assert_sound(month.contracts.write(COMMUNE, NOVEMBER, PaperKind.PDF).data, tmp_path))
    for told in ("Tháng 11 năm 2026", "Lường Thị Inh", "28=29+30", "Cộng:", "(ký, ghi rõ họ tên)"):
        assert told in pdf


def test_a_month_before_the_form_is_refused(month: App) -> None:
    with pytest.raises(BadInput) as refused:
        month.contracts.write(COMMUNE, date(2026, 4, 1), PaperKind.XLSX)
    assert refused.value.key == "no_layout"


def test_many_collectors_flow_over_pages_with_the_numbers_of_the_columns(tmp_path: Path) -> None:
    from outreach_app.documents.sheet_form import render_sheet_form
    from outreach_app.domain.form_layouts import FilledSheet

    layout = read_sheet_layout(assets.read_text("forms/b15a-2026.toml"))
    rows = tuple((n, f"Nguyễn Thị Phương Thảo {n}", *[""] * 9, 40, *[""] * 24) for n in range(1, 46))
    path = assert_sound(render_sheet_form(layout, [FilledSheet("B15a", {}, rows, {11: 3200})], VI), tmp_path)
    assert "Nguyễn Thị Phương Thảo 45" in words_of(path)
    assert words_of(path, page=2).startswith("A B C 1=2+3 2 3")
    assert "3.200" in words_of(path)
