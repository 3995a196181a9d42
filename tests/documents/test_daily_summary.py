"""The printed daily summary: every figure of the day, what is missing, and who signs."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import samples
from reading import assert_sound, pages_of, picture_of, plain, properties_of, raw_words, words_of

from outreach_app.documents.daily_summary import list_files, render_daily_summary
from outreach_app.domain.rows import Coverage, DaySummary
from outreach_app.domain.visits import OBJECTION_NAMES, OUTCOME_NAMES, Outcome
from outreach_app.i18n import Catalogue


def test_a_day_of_three_canvassers_fits_one_page(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_daily_summary(samples.summary(), catalogue), tmp_path)
    assert pages_of(path) == 1


def test_every_name_and_number_of_the_day_is_printed(catalogue: Catalogue, tmp_path: Path) -> None:
    summary = samples.summary()
    text = words_of(assert_sound(render_daily_summary(summary, catalogue), tmp_path))
    for words in (
        summary.office_name,
        summary.team_name,
        summary.commune_name,
        catalogue.long_date(summary.day),
    ):
        assert words in text
    for row in (
        *summary.canvassers,
        replace(summary.total, name=catalogue.context("print", "The whole team")),
    ):
        numbers = (
            row.knocked, row.spoken_to, row.people_advised, row.voluntary_new, row.voluntary_continuing, row.health_new,
            row.health_continuing, row.call_backs,
        )  # fmt: skip
        assert f"{row.name} {' '.join(map(str, numbers))}" in text
    assert "60 41 78 11 12" in text
    assert plain(catalogue.money(summary.money_taken)) in text
    assert catalogue.plural("{count} money receipt", "{count} money receipts", 16) in text


def test_outcomes_villages_and_worries_are_counted(catalogue: Catalogue, tmp_path: Path) -> None:
    summary = samples.summary()
    text = words_of(assert_sound(render_daily_summary(summary, catalogue), tmp_path))
    for outcome, count in summary.door_outcomes:
        assert f"{plain(catalogue.text(OUTCOME_NAMES[outcome]))} {count}" in text
    for coverage in summary.coverage:
        figures = f"{coverage.spoken_to} / {coverage.knocked} / {coverage.known}"
        assert f"{coverage.village.name} {figures}" in text
    for key, count in summary.objections:
        doors = catalogue.plural("{count} door", "{count} doors", count)
        assert f"{catalogue.text(OBJECTION_NAMES[key])} {doors}" in text


def test_promises_of_several_days_name_their_dates(catalogue: Catalogue, tmp_path: Path) -> None:
    summary = samples.summary()
    text = words_of(assert_sound(render_daily_summary(summary, catalogue), tmp_path))
    assert catalogue.context("print", "Promised for the coming days") in text
    for appointment in summary.appointments:
        assert f"{appointment.household.head}, {appointment.household.village_name}" in text
        assert f"{appointment.what} {catalogue.date(appointment.on)} {appointment.canvasser_name}" in text


@pytest.mark.parametrize(
    ("day", "heading"),
    [(date(2026, 11, 22), "Hẹn ngày mai, 22/11/2026"), (date(2026, 11, 30), "Hẹn thứ Hai, 30/11/2026")],
)
def test_promises_of_one_day_have_it_in_the_heading(
    vietnamese: Catalogue, tmp_path: Path, day: date, heading: str
) -> None:
    summary = samples.summary()
    moved = replace(summary, appointments=tuple(replace(one, on=day) for one in summary.appointments))
    text = words_of(assert_sound(render_daily_summary(moved, vietnamese), tmp_path))
    assert heading in text
    assert text.count(vietnamese.date(day)) == 1


def test_missing_files_stand_beside_the_title(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_daily_summary(samples.summary(), catalogue), tmp_path)
    text = words_of(path)
    missing = list_files((("07", 8),), catalogue)
    assert plain(catalogue.context("print", "missing {files}", files=missing)) in text
    assert text.index(catalogue.context("print", "Daily summary")) < text.index(missing)
    assert text.index(missing) < text.index(catalogue.long_date(samples.DAY))


def test_nothing_missing_draws_no_warning(vietnamese: Catalogue, tmp_path: Path) -> None:
    whole = replace(samples.summary(), files_missing=())
    assert "Chưa đủ" not in words_of(assert_sound(render_daily_summary(whole, vietnamese), tmp_path))


def test_many_missing_files_are_all_named(catalogue: Catalogue, tmp_path: Path) -> None:
    files = tuple((f"{machine:02d}", number) for machine in range(1, 25) for number in (3, 4))
    summary = replace(samples.summary(), files_missing=files, files_included=files)
    text = raw_words(assert_sound(render_daily_summary(summary, catalogue), tmp_path))
    assert text.count(list_files(files, catalogue)) == pages_of(tmp_path / "printed.pdf") + 1


def test_files_are_listed_by_machine(vietnamese: Catalogue) -> None:
    listed = list_files((("07", 8), ("12", 3), ("07", 9)), vietnamese)
    assert listed == "tệp số 8, 9 của máy 07; tệp số 3 của máy 12"


def test_the_foot_names_the_files_inside(vietnamese: Catalogue, tmp_path: Path) -> None:
    text = words_of(assert_sound(render_daily_summary(samples.summary(), vietnamese), tmp_path))
    assert "Số liệu của máy này, gồm tệp số 12 của máy 04; tệp số 9 của máy 07." in text
    assert "Trang 1 trên 1" in text
    alone = replace(samples.summary(), files_included=())
    assert "Số liệu của riêng máy này." in words_of(
        assert_sound(render_daily_summary(alone, vietnamese), tmp_path)
    )


def many(count: int) -> DaySummary:
    rows = tuple(samples.canvasser_day(f"Lò Văn Páo {n}", n, 1, 2, 3, 4, 5, 6, 7) for n in range(count))
    villages = tuple(Coverage(samples.village(f"Huổi {place}"), 90, 40, 20) for place in range(count))
    outcomes = tuple((outcome, 3) for outcome in Outcome)
    worries = tuple((key, 2) for key in OBJECTION_NAMES)
    return replace(
        samples.summary(), canvassers=rows, coverage=villages, door_outcomes=outcomes, objections=worries
    )


def test_many_canvassers_flow_to_more_pages_with_the_head_repeated(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    summary = many(60)
    path = assert_sound(render_daily_summary(summary, catalogue), tmp_path)
    pages = pages_of(path)
    assert pages > 2
    text = words_of(path)
    for row in summary.canvassers:
        assert f"{row.name} {row.knocked} 1 2 3 4 5 6 7" in text
    assert all(coverage.village.name in text for coverage in summary.coverage)
    head = catalogue.context("print", "Canvasser")
    with_rows = [page for page in range(1, pages + 1) if "1 2 3 4 5 6 7" in words_of(path, page=page)]
    assert len(with_rows) > 1
    assert all(head in words_of(path, page=page) for page in with_rows)


def test_an_empty_day_says_so(catalogue: Catalogue, tmp_path: Path) -> None:
    nothing = samples.canvasser_day("", 0, 0, 0, 0, 0, 0, 0, 0)
    empty = replace(
        samples.summary(), canvassers=(), total=nothing, door_outcomes=(), coverage=(), objections=(),
        money_taken=0, receipts=0, appointments=(), files_included=(), files_missing=(), machines=1,
    )  # fmt: skip
    path = assert_sound(render_daily_summary(empty, catalogue), tmp_path)
    assert pages_of(path) == 1
    assert catalogue.context("print", "No visit has been logged for this day.") in words_of(path)


def test_the_same_day_gives_the_same_bytes(vietnamese: Catalogue) -> None:
    first, again = (render_daily_summary(samples.summary(), vietnamese) for _ in range(2))
    assert first == again
    later = render_daily_summary(samples.summary(), vietnamese, printed_at=datetime(2026, 11, 21, 20, 5))  # noqa: DTZ001
    assert first != later


def test_the_hour_of_printing_can_be_told(vietnamese: Catalogue, tmp_path: Path) -> None:
    moment = datetime(2026, 11, 21, 20, 5)  # noqa: DTZ001
    data = render_daily_summary(samples.summary(), vietnamese, printed_at=moment)
    assert "In lúc 20:05, 21/11/2026" in words_of(assert_sound(data, tmp_path))


def test_bars_stay_apart_when_photocopied(vietnamese: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_daily_summary(samples.summary(), vietnamese), tmp_path)
    shades = picture_of(path, dpi=100).histogram()
    spoken, knocked = 71, 192  # the greys of the full and of the light ink
    assert sum(shades[spoken - 6 : spoken + 7]) > 2000
    assert sum(shades[knocked - 6 : knocked + 7]) > 300


def test_the_properties_name_the_kind_and_nobody(vietnamese: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_daily_summary(samples.summary(), vietnamese), tmp_path)
    assert properties_of(path)["Title"] == "Tổng hợp cuối ngày"
    assert not properties_of(path).get("Author")
