"""Amounts that no longer hold: a leaflet after the last day or under a newer book tells old and new together."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.cli.card_lines import card_lines
from outreach_app.domain.earlier_amounts import EarlierAmount
from outreach_app.domain.health_groups import SupportGroup
from outreach_app.domain.people import PartialDate, Scheme, Sex
from outreach_app.domain.rows import EnrolmentRow
from outreach_app.i18n import open_catalogue
from outreach_app.services.earlier_amounts import list_earlier_amounts
from outreach_app.services.enrolments import NewEnrolment
from tests.workspaces import Machine, card_of

HEAD = "Lò Văn Páo"


def read_pdf(data: bytes, folder: Path) -> str:
    path = folder / "leaflet.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode("utf-8").split())


def leaflet(app: App, folder: Path, language: str = "vi") -> str:
    card = card_of(app, HEAD)
    return read_pdf(app.printing.leaflet(card.household.id, open_catalogue(language)), folder)


def sign_up(
    app: App, method: str = "1", *, scheme: Scheme = Scheme.VOLUNTARY, **more: object
) -> EnrolmentRow:
    card = card_of(app, HEAD)
    person = next(member for member in card.members if member.name == "Lò Thị Thắm")
    new = NewEnrolment(person.id, scheme, method, date(2027, 1, 1), **more)  # type: ignore[arg-type]
    return app.enrolments.sign_up(new).value.enrolment


def earlier(app: App) -> tuple[EarlierAmount, ...]:
    with app.desk.read() as session:
        return list_earlier_amounts(session, card_of(app, HEAD).household.id, today=app.desk.today)


def jump(machine: Machine, day: date) -> None:
    machine.clock.moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def raise_subsidy(app: App, folder: Path) -> None:
    """Issue a book by which the state pays 30 instead of 20 per cent."""
    app.rule_books.write_folder(folder)
    book = folder / "voluntary.toml"
    text = book.read_text(encoding="utf-8")
    at = text.index('key = "voluntary.subsidy.other"\nvalue = 20')
    book.write_text(text[:at] + text[at:].replace("value = 20", "value = 30", 1), encoding="utf-8")
    app.rule_books.issue_folder(folder)


def test_before_the_last_day_nothing_is_told_twice(office: App, tmp_path: Path) -> None:
    stored = sign_up(office, income=2_500_000)
    assert stored.valid_until == date(2026, 12, 31)
    assert earlier(office) == ()
    text = leaflet(office, tmp_path)
    assert "Tính ngày 21/11/2026" in text
    assert "2026-11-21" in text
    assert "giữ đến hết 31/12/2026" in text
    assert "nay thay đổi" not in text


# 22 % of 2,500,000 is 550,000; the state pays 20 % of 22 % of the line: 66,000 by 1,500,000, 96,800 by 2,200,000.
def test_after_the_last_day_old_and_new_stand_together_and_are_doubted(
    office: App, office_machine: Machine, tmp_path: Path
) -> None:
    stored = sign_up(office, income=2_500_000)
    assert stored.own == 484_000
    jump(office_machine, date(2027, 1, 4))
    (only,) = earlier(office)
    assert (only.was, only.now, only.confirmed, only.was_on) == (484_000, 453_200, False, date(2026, 11, 21))
    text = leaflet(office, tmp_path)
    assert "trước là 484.000 đ (ngày 21/11/2026), nay là 453.200 đ (chưa xác nhận)" in text.replace(
        "\u00a0", " "
    )
    assert "Tính ngày 04/01/2027" in text


def test_amounts_that_rest_on_an_unconfirmed_rule_say_so_in_the_pdf(
    office: App, office_machine: Machine, tmp_path: Path
) -> None:
    sure = leaflet(office, tmp_path).replace("\u00a0", " ")
    assert "264.000 đ" in sure
    assert "264.000 đ chưa xác nhận" not in sure
    jump(office_machine, date(2027, 1, 4))
    doubtful = leaflet(office, tmp_path).replace("\u00a0", " ")
    for amount in ("1.548.360 đ", "1.083.852 đ", "387.200 đ"):
        assert f"{amount} chưa xác nhận" in doubtful
    assert "not confirmed" in leaflet(office, tmp_path, "en").lower()


def test_a_newer_book_shows_what_changes_and_what_is_paid_stays(office: App, tmp_path: Path) -> None:
    sign_up(office, income=1_500_000)
    raise_subsidy(office, tmp_path / "rules")
    (only,) = earlier(office)
    assert (only.was, only.now, only.confirmed) == (264_000, 231_000, True)
    row = card_of(office, HEAD).enrolments[0]
    assert row.own == 264_000


@pytest.mark.parametrize("language", ["vi", "en"])
def test_money_that_was_taken_is_never_counted_again(
    office: App, office_machine: Machine, tmp_path: Path, language: str
) -> None:
    sign_up(office, income=2_500_000, money=484_000, receipt="0001")
    jump(office_machine, date(2027, 1, 4))
    assert earlier(office) == ()
    assert "453" not in leaflet(office, tmp_path, language)


# 4.5 % of 2,530,000 for a year is 1,366,200; 5.1 % of it 1,548,360.
def test_health_insurance_keeps_its_place_on_the_ladder(office: App, office_machine: Machine) -> None:
    sign_up(office, "12", scheme=Scheme.HOUSEHOLD_HEALTH)
    jump(office_machine, date(2027, 1, 4))
    (only,) = earlier(office)
    assert (only.was, only.now, only.confirmed) == (1_366_200, 1_548_360, False)


def test_what_cannot_be_worked_out_says_that_it_must_be_asked(
    office: App, office_machine: Machine, tmp_path: Path
) -> None:
    sign_up(office, income=2_500_000)
    jump(office_machine, date(2027, 3, 1))  # the window of January has closed
    (only,) = earlier(office)
    assert (only.now, only.confirmed) == (None, False)
    assert "cần tính lại trước khi đóng" in leaflet(office, tmp_path)


# Both pay for 24 months. Ahead the state pays 24 x 99,000 instead of 24 x 66,000: 792,000 less are left to pay;
# for missing months its part grows like the payment, by more than that.
@pytest.mark.parametrize("method", ["ahead-2", "missing-24"])
def test_years_ahead_and_missing_months_are_told_apart(office: App, tmp_path: Path, method: str) -> None:
    # Missing months may be paid from the month before the retirement age on.
    born = PartialDate(1960, 3, 1)
    person = next(member for member in card_of(office, HEAD).members if member.name == "Lò Thị Thắm")
    office.households.edit_person(person.id, {"born": born, "sex": Sex.FEMALE})
    stored = sign_up(office, method, income=2_500_000)
    assert (stored.method, stored.months) == (method, 24)
    raise_subsidy(office, tmp_path / "rules")
    (only,) = earlier(office)
    assert only.now is not None
    saved = only.was - only.now
    assert saved == 792_000 if method == "ahead-2" else saved > 800_000


# A near-poor person pays 30 % of 1,366,200 = 409,860; by the rate of 2027, 30 % of 1,548,360 = 464,508.
def test_a_supported_sign_up_is_worked_out_in_its_own_group(office: App, office_machine: Machine) -> None:
    stored = sign_up(office, "12", scheme=Scheme.HOUSEHOLD_HEALTH, support=SupportGroup.NEAR_POOR)
    assert (stored.support, stored.position, stored.own) == ("near_poor", None, 409_860)
    jump(office_machine, date(2027, 1, 4))
    (only,) = earlier(office)
    assert (only.was, only.now, only.confirmed) == (409_860, 464_508, False)


def test_a_stored_amount_that_is_not_certain_says_so_in_words(office: App, office_machine: Machine) -> None:
    jump(office_machine, date(2027, 1, 4))
    assert not sign_up(office, income=2_500_000).confirmed
    words = open_catalogue("vi")
    lines = [
        each if isinstance(each, str) else words.render(each)
        for each in card_lines(card_of(office, HEAD), words)
    ]
    assert any("453.200" in line and line.endswith("(chưa xác nhận)") for line in lines)
