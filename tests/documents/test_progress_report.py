"""The printed results of a unit: all that the report says, labelled, on sheets whose heads come again."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from reading import assert_sound, pages_of, words_of

from outreach_app.documents.table_paper import render_table_paper
from outreach_app.domain.contrasts import ModelContrast, Side
from outreach_app.domain.lapses import LapseReason
from outreach_app.domain.official_figures import Gap, Measure, OfficialFigure, check_distinct
from outreach_app.domain.people import Scheme
from outreach_app.domain.periods import Period
from outreach_app.domain.progress_paper import write_progress
from outreach_app.domain.published import judge_scheme
from outreach_app.domain.report_rows import DriveBefore, FigureReport, ProgressReport, ReasonCount, ReportRow
from outreach_app.domain.results import Comparison, Progress, Tally
from outreach_app.domain.targets import Aim, Subject, SubjectKind, Target
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.services.report_tables import make_table, make_tables

UNIT = Subject(SubjectKind.UNIT, "03424", "2025")
DRIVE = Period(date(2026, 4, 1), date(2026, 5, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ON = date(2026, 4, 30)
NAMES = ("Nà Khoang", "Hua Bó", "Phiêng Luông", "Sìn Chải", "Nậm Ma Dạo")


def make_row(
    name: str, tally: Tally, *, subject: Subject = UNIT, plan: int = 0, scheme: Scheme = Scheme.VOLUNTARY
) -> ReportRow:
    target = Target(b"t", UNIT, scheme, Aim.JOINED, DRIVE, plan, set_by="BHXH tỉnh Lai Châu")
    year = Target(b"y", UNIT, scheme, Aim.STOCK, YEAR, plan, at_least=True, set_by="UBND xã Bản Bo")
    before = Comparison(
        tally.joined, Period(DRIVE.first, ON), 40, Period(date(2025, 5, 1), date(2025, 5, 20))
    )
    return ReportRow(
        subject, name, scheme, DRIVE, tally, 1_234, 18, (Progress(target, tally.joined, ON),) if plan else (),
        base=4_000, on=ON, reasons=(ReasonCount(LapseReason.HARDSHIP, (b"a", b"b")), ReasonCount(None, (b"c",))),
        began=1_200, year_end=1_100, to_date=Tally(31, 2, 60, 9),
        before=DriveBefore("Đợt cao điểm", before), running=(Progress(year, 5_000, ON),) if plan else (), adults=2_500,
    )  # fmt: skip


def make_report(villages: int = 3) -> ProgressReport:
    rows = [make_row("xã Bản Bo", Tally(7, 2, 11, 4), plan=5_800)]
    rows += [
        make_row(
            f"bản {NAMES[place % 5]} {place}", Tally(place, 0, 3, 1),
            subject=Subject(SubjectKind.VILLAGE, f"{place:04x}"),
        )
        for place in range(1, villages + 1)
    ]  # fmt: skip
    team = make_row("Tổ xung kích Hua Bó", Tally(2, 0, 1, 0), subject=Subject(SubjectKind.TEAM, "aa"))
    stocks = [
        OfficialFigure(b"", UNIT, scheme, Measure.STOCK, ON, people, source="báo cáo 214")
        for scheme, people in ((None, 329_057), (Scheme.COMPULSORY, 109_203), (Scheme.HEALTH, 326_723))
    ]
    figures = FigureReport(
        UNIT, "xã Bản Bo", ON, (judge_scheme(None, stocks, []),), (Gap(328_950, stocks[0]),), check_distinct(stocks)
    )  # fmt: skip
    models = ModelContrast(Scheme.VOLUNTARY, DRIVE, Side(1, 500, Tally(3), 90), Side(2, 2_000, Tally(3), 200))
    return ProgressReport(
        "BHXH cơ sở Bản Bo", "xã Bản Bo", DRIVE, ON, rows, figures, {SubjectKind.TEAM: [rows[0], team]}, (models,)
    )  # fmt: skip


def render(report: ProgressReport, words: Catalogue) -> bytes:
    return render_table_paper(write_progress(report, words), words)


def test_every_number_of_a_row_stands_in_a_line_of_days_and_one_of_members(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    text = words_of(assert_sound(render(make_report(), catalogue), tmp_path))
    number, decimal = catalogue.number, catalogue.decimal
    row = make_report().rows[0]
    assert row.plan is not None
    assert row.plan.percent is not None
    assert row.coverage is not None
    days = [number(5_800), "9", "2", "11", "4", "5", decimal(row.plan.percent), number(5_791), "18"]
    assert f"xã Bản Bo {' '.join(days)}" in text
    members = [
        number(1_234),
        number(1_200),
        number(1_100),
        "134",
        "33",
        "9",
        number(2_500),
        decimal(Decimal("0.36")),
    ]
    assert f"xã Bản Bo {' '.join(members)} {number(4_000)} {decimal(row.coverage)}" in text
    assert "bản Sìn Chải 3 – 3 0 3 1 2" in text


def test_plans_reasons_the_drive_before_and_what_was_published_are_told(tmp_path: Path) -> None:
    words = open_catalogue("vi")
    text = words_of(assert_sound(render(make_report(), words), tmp_path))
    assert "Chỉ tiêu (BHXH tỉnh Lai Châu): 5.800; đến nay 9, bằng 0,16%." in text
    assert "Còn thiếu 5.791 người: mỗi ngày cần thêm 186,81 người, trong 31 ngày còn lại." in text
    assert "UBND xã Bản Bo · Số người tham gia đến ngày cuối · từ 01/01/2026 đến 31/12/2026 · ít nhất" in text
    assert "xã Bản Bo 5.800 5.000 86,21 800" in text
    assert "xã Bản Bo 4 2 1" in text  # stopped, of these hardship, of these untold
    assert "So với đợt trước, Đợt cao điểm: hai đợt dài ngắn khác nhau" in text
    assert "xã Bản Bo 40 9 −31 2 0,3" in text
    assert "từ 01/04/2026 đến 31/05/2026 (61 ngày) · số liệu đến 30/04/2026" in text
    assert "Bất kỳ loại hình nào 30/04/2026 329.057 328.950 −107 báo cáo 214" in text
    assert "329.057 người tham gia ít nhất một loại hình; cộng các loại hình được 435.926" in text
    assert "Tổ xung kích Hua Bó – 2 0 1 0 2" in text
    assert "Nơi làm điểm 1 500 3 0 0 3 90 0,6" in text


def test_many_villages_flow_over_pages_with_the_head_repeated(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render(make_report(40), catalogue), tmp_path)
    assert pages_of(path) >= 5
    heads = {2: "Net", 4: "Adults", 5: "Adults"}
    assert all(
        catalogue.context("report", head).split()[-1] in words_of(path, page=page)
        for page, head in heads.items()
    )


def test_the_same_report_gives_the_same_bytes_and_one_place_alone_is_a_report_too(
    catalogue: Catalogue,
) -> None:
    assert render(make_report(), catalogue) == render(make_report(), catalogue)
    assert render(make_report(0), catalogue).startswith(b"%PDF")


def test_every_label_is_said_in_vietnamese() -> None:
    tables = [make_tables(make_report(), open_catalogue(language)) for language in ("vi", "en")]
    for vi, en in zip(*tables, strict=True):
        assert all(first != second for first, second in zip(vi.labels, en.labels, strict=True))
    assert len(tables[0]) >= 7
    assert make_table(make_report(), open_catalogue("vi")).labels == tables[0][0].labels
