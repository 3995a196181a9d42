"""The printed results of a unit: every number of its rows, plans in sentences, the published numbers, sound pages."""

from datetime import date
from pathlib import Path

from reading import assert_sound, pages_of, words_of

from outreach_app.documents.progress_report import render_progress_report
from outreach_app.domain.official_figures import Measure, OfficialFigure, check_distinct
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.published import judge_scheme
from outreach_app.domain.report_rows import FigureReport, ProgressReport, ReportRow
from outreach_app.domain.results import Progress, Tally
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.services.report_tables import make_table

UNIT = Subject(SubjectKind.UNIT, "03424", "2025")
DRIVE = Period(date(2026, 4, 1), date(2026, 5, 31))
ON = date(2026, 4, 30)


def make_row(name: str, tally: Tally, *, scheme: Scheme = Scheme.VOLUNTARY, plan: int = 0) -> ReportRow:
    target = Target(b"t", UNIT, scheme, Aim.JOINED, DRIVE, plan, set_by="BHXH tỉnh Lai Châu")
    plans = (Progress(target, tally.joined, ON),) if plan else ()
    return ReportRow(UNIT, name, scheme, DRIVE, tally, 1_234, 18, plans, base=4_000)


def make_report(villages: int = 3) -> ProgressReport:
    rows = [make_row("xã Bản Bo", Tally(7, 2, 11, 4), plan=5_800)]
    rows += [make_row(f"bản Nà Khoang {place}", Tally(place, 0, 3, 1)) for place in range(1, villages + 1)]
    stocks = [
        OfficialFigure(b"", UNIT, scheme, Measure.STOCK, ON, people, source="báo cáo")
        for scheme, people in ((None, 329_057), (Scheme.COMPULSORY, 109_203), (Scheme.HEALTH, 326_723))
    ]
    figures = FigureReport(
        UNIT, "xã Bản Bo", ON, (judge_scheme(None, stocks, []),), (), check_distinct(stocks)
    )  # fmt: skip
    return ProgressReport("BHXH cơ sở Bản Bo", "xã Bản Bo", DRIVE, ON, rows, figures)


def test_every_number_of_a_row_stands_in_its_line(catalogue: Catalogue, tmp_path: Path) -> None:
    text = words_of(assert_sound(render_progress_report(make_report(), catalogue), tmp_path))
    number, decimal = catalogue.number, catalogue.decimal
    row = make_report().rows[0]
    assert row.plan is not None
    assert row.plan.percent is not None
    assert row.coverage is not None
    cells = [
        number(5_800),
        "9",
        "11",
        "4",
        "5",
        decimal(row.plan.percent),
        number(1_234),
        "18",
        decimal(row.coverage),
    ]
    assert f"xã Bản Bo {' '.join(cells)}" in text
    assert "bản Nà Khoang 3 – 3 3 1 2 –" in text


def test_the_plan_and_the_published_numbers_are_told_in_sentences(tmp_path: Path) -> None:
    words = open_catalogue("vi")
    text = words_of(assert_sound(render_progress_report(make_report(), words), tmp_path))
    assert "Chỉ tiêu (BHXH tỉnh Lai Châu): 5.800; đến nay 9, bằng 0,16%." in text
    assert "Còn thiếu 5.791 người: mỗi ngày cần thêm 186,81 người, trong 31 ngày còn lại." in text
    assert "từ 01/04/2026 đến 31/05/2026 (61 ngày) · số liệu đến 30/04/2026" in text
    assert "329.057 người tham gia ít nhất một loại hình; cộng các loại hình được 435.926" in text


def test_many_villages_flow_over_pages_with_the_head_repeated(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_progress_report(make_report(90), catalogue), tmp_path)
    assert pages_of(path) >= 3
    head = catalogue.context("report", "Net").split()[-1]
    assert all(head in words_of(path, page=page) for page in (1, 2, 3))


def test_the_same_report_gives_the_same_bytes(catalogue: Catalogue) -> None:
    assert render_progress_report(make_report(), catalogue) == render_progress_report(
        make_report(), catalogue
    )


def test_every_label_is_said_in_vietnamese() -> None:
    words, english = open_catalogue("vi"), open_catalogue("en")
    assert all(
        vi != en
        for vi, en in zip(
            make_table(make_report(), words).labels, make_table(make_report(), english).labels, strict=True
        )
    )
