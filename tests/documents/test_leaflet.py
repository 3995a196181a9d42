"""The family's leaflet: its own amounts, doubt marked as doubt, and the words that protect it."""

from dataclasses import replace
from pathlib import Path

import pytest
import samples
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reading import assert_sound, pages_of, picture_of, plain, properties_of, raw_words, words_of

from outreach_app.documents.fonts import FACES, Style, missing_characters
from outreach_app.documents.leaflet import (
    CODE_SIZE,
    TOP,
    LeafletBook,
    LeafletData,
    LeafletPayment,
    LeafletPerson,
    render_leaflet,
)
from outreach_app.documents.leaflet_data import group_payments
from outreach_app.documents.leaflet_texts import SENTENCES, load_leaflet_texts
from outreach_app.documents.page import A5
from outreach_app.domain.people import RELATIONS, Scheme
from outreach_app.i18n import LANGUAGES, Catalogue, open_catalogue


def read(data: LeafletData, catalogue: Catalogue, folder: Path) -> str:
    return raw_words(assert_sound(render_leaflet(data, catalogue), folder))


def test_a_family_of_three_fits_one_page(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_leaflet(samples.leaflet(), catalogue), tmp_path)
    properties = properties_of(path)
    assert properties["Pages"] == "1"
    assert properties["Page size"] == "419.528 x 595.276 pts"
    assert properties["Title"] == catalogue.context("print", "Leaflet for a household")
    assert not properties.get("Author")


def test_every_name_amount_and_heading_is_printed(catalogue: Catalogue, tmp_path: Path) -> None:
    data, texts = samples.leaflet(), load_leaflet_texts(catalogue.language)
    text = read(data, catalogue, tmp_path)
    assert texts.family.format(family=data.family) in text
    assert texts.motto in text
    for person in data.people:
        assert person.name in text
        for scheme, payment in person.payments:
            assert (
                plain(f"{texts.name_payment(scheme, payment.months)} {catalogue.money(payment.own)}") in text
            )
    assert texts.place.format(place=3) in text
    assert plain(f"{texts.total} {catalogue.money(5_485_260)}") in text
    assert plain(texts.state_voluntary.format(voluntary=catalogue.money(957_000))) in text
    for heading in (texts.next_time, texts.ask.format(name=data.contact_name), texts.not_a_receipt):
        assert heading in text
    assert data.contact_phone in text
    for payment in data.next_payments:
        assert plain(f"{payment.name} {texts.due.format(day=catalogue.date(payment.due))}") in text


def test_office_dates_code_and_rule_book_are_told(vietnamese: Catalogue, tmp_path: Path) -> None:
    text = read(samples.leaflet(), vietnamese, tmp_path)
    assert "BHXH cơ sở Tam Đường · xã Bản Bo" in text
    assert "Mã hộ NL-0047-K. Tính ngày 21/11/2026, theo bộ mức và quy định 2026.11." in text
    assert "Số tiền này giữ đến hết 31/12/2026. Không phải biên lai thu tiền." in text
    endless = read(replace(samples.leaflet(), valid_until=None), vietnamese, tmp_path)
    assert "giữ đến hết" not in endless


def test_nobody_asks_for_a_code_or_a_private_transfer(catalogue: Catalogue, tmp_path: Path) -> None:
    text = read(samples.leaflet(), catalogue, tmp_path)
    texts = load_leaflet_texts(catalogue.language)
    assert all(warning in text for warning in texts.warnings)
    assert "1900 9068" in text
    assert "OTP" in text or "one-time code" in text


def test_a_doubtful_amount_is_marked_and_left_out_of_the_total(catalogue: Catalogue, tmp_path: Path) -> None:
    data, texts = samples.doubtful_leaflet(), load_leaflet_texts(catalogue.language)
    text = read(data, catalogue, tmp_path)
    assert data.total_today == 3_015_540
    assert data.total_unconfirmed == 387_200
    assert plain(f"{texts.total} {catalogue.money(3_015_540)}") in text
    assert plain(f"{catalogue.money(387_200)} {texts.unconfirmed}") in text
    assert texts.unconfirmed_title in text
    assert plain(texts.unconfirmed_part.format(amount=catalogue.money(387_200))) in text
    assert catalogue.render(data.unconfirmed[0]).replace("\u00a0", " ") in text
    assert "31/05/2027" in text
    states = texts.state_both.format(voluntary=catalogue.money(957_000), health=catalogue.money(300_000))
    assert plain(states) in text


def test_a_doubtful_leaflet_has_dashed_frames_and_a_sure_one_none(
    vietnamese: Catalogue, tmp_path: Path
) -> None:
    for data, dashes in ((samples.leaflet(), 0), (samples.doubtful_leaflet(), 2)):
        path = assert_sound(render_leaflet(data, vietnamese), tmp_path)
        assert dashed_frames(path) == dashes


def dashed_frames(path: Path) -> int:
    """Count the dash patterns the pages set, with the streams unpacked by qpdf."""
    import subprocess

    open_file = path.with_name("open.pdf")
    subprocess.run(["qpdf", "--qdf", "--stream-data=uncompress", str(path), str(open_file)], check=True)
    return open_file.read_bytes().count(b"[2.6 2] 0 d")


def test_the_pension_is_told_in_years_and_as_a_range(vietnamese: Catalogue, tmp_path: Path) -> None:
    data = samples.advised_leaflet()
    assert data.pension is not None
    assert (data.pension.months, data.pension.helped, data.pension.full_at) == (254, 120, 180)
    text = read(data, vietnamese, tmp_path)
    for words in (
        "Lương hưu của chị Thảo", "Đóng 21,5 năm, mỗi ô là một năm", "10 năm đầu Nhà nước hỗ trợ", "đủ 15 năm",
        "38 tuổi, năm 2026", "từ 60 tuổi, năm 2048", "973.000 – 1.273.000 đ", "và có thẻ BHYT", "chưa xác nhận",
        "không phải lời hứa",
    ):  # fmt: skip
        assert words in text
    assert not data.confirmed
    assert pages_of(tmp_path / "printed.pdf") == 2


def test_a_confirmed_pension_carries_no_doubt(vietnamese: Catalogue, tmp_path: Path) -> None:
    data = samples.advised_leaflet(confirmed=True)
    assert data.confirmed
    assert "chưa xác nhận" not in read(data, vietnamese, tmp_path)


def test_collector_organisation_code_and_the_offices_telephone_are_printed(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    text = read(samples.advised_leaflet(), catalogue, tmp_path)
    for words in ("NVT-0412", "Bản Bo", "0213 387 5111", "1900 9068", "0987 112 233"):
        assert words in text


@settings(max_examples=20)
@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=45),
    st.integers(0, 400),
    st.integers(0, 10**8),
)
def test_any_pension_is_drawn(years: list[int], before: int, low: int) -> None:
    sample = samples.advised_leaflet().pension
    assert sample is not None
    told = tuple((months, months // 2) for months in years)
    pension = replace(sample, years=told, months_before=before, low=low, high=low + 1_000)
    assert pension.full_at is None or 0 < pension.full_at <= pension.months
    assert render_leaflet(replace(samples.leaflet(), pension=pension), open_catalogue("vi"))


def test_a_wholly_doubtful_family_has_no_sure_total(catalogue: Catalogue, tmp_path: Path) -> None:
    only = LeafletPerson("Lò Văn Páo", "head", voluntary=LeafletPayment(2_323_200, 6, False))
    data = replace(samples.leaflet(), people=(only,), state_voluntary=0, next_payments=())
    texts = load_leaflet_texts(catalogue.language)
    text = read(data, catalogue, tmp_path)
    amount = plain(catalogue.money(2_323_200))
    assert f"{texts.total_unconfirmed} ({texts.unconfirmed}) {amount}" in text
    assert texts.total not in text
    assert texts.unconfirmed_all in text
    assert texts.next_time not in text
    assert data.contact_phone in text


@pytest.mark.parametrize("count", range(1, 11))
def test_up_to_ten_people_are_printed_whole(vietnamese: Catalogue, tmp_path: Path, count: int) -> None:
    family = samples.large_family()
    data = replace(family, people=family.people[:count], next_payments=family.next_payments[:count])
    text = read(data, vietnamese, tmp_path)
    for person in data.people:
        assert person.name in text
    assert plain(vietnamese.money(data.total_today)) in text
    assert text.count("BHYT một năm 819.720 đ") == count
    assert pages_of(tmp_path / "printed.pdf") <= 2


def test_a_very_long_name_is_printed_whole(catalogue: Catalogue, tmp_path: Path) -> None:
    name = samples.HEADS[-1]
    sample = samples.leaflet()
    people = (
        replace(sample.people[0], name=name),
        replace(sample.people[1], name="Nghiêng" * 5),
        sample.people[2],
    )
    data = replace(sample, family=f"bà {name}", people=people, contact_name=name)
    text = read(data, catalogue, tmp_path)
    assert text.count(name) == 3
    assert "Nghiêng" * 5 in text.replace(" ", "")


def test_amounts_too_wide_for_three_cards_get_wider_cards(vietnamese: Catalogue, tmp_path: Path) -> None:
    sample = samples.leaflet()
    rich = replace(sample.people[0], voluntary=LeafletPayment(667_920_000, 60))
    text = read(replace(sample, people=(rich, *sample.people[1:])), vietnamese, tmp_path)
    assert "BHXH 60 tháng 667.920.000 đ" in text


def test_a_relation_of_a_newer_program_is_another_relation(vietnamese: Catalogue, tmp_path: Path) -> None:
    sample = samples.leaflet()
    people = (replace(sample.people[0], relation="godparent"), *sample.people[1:])
    text = read(replace(sample, people=people), vietnamese, tmp_path)
    assert vietnamese.text(RELATIONS["other"]) in text


def test_the_code_of_the_household_stands_beside_its_name(vietnamese: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render_leaflet(samples.leaflet(), vietnamese), tmp_path)
    picture = picture_of(path, dpi=300)
    expected = [list(row) for row in segno.make("NL-0047-K", error="m", mask=3, micro=False).matrix]
    module = CODE_SIZE / (len(expected) + 4) * 300 / 72
    left = (A5.right - CODE_SIZE + 3) * 300 / 72 + 2 * module
    top = (A5.top + TOP.leading + 4 - 2) * 300 / 72 + 2 * module
    places = range(len(expected))
    seen = [
        [int(dark(picture, left + (x + 0.5) * module, top + (y + 0.5) * module)) for x in places]
        for y in places
    ]
    assert seen == expected


def dark(picture: Image.Image, x: float, y: float) -> bool:
    shade = picture.getpixel((round(x), round(y)))
    assert isinstance(shade, int)
    return shade < 128


def test_a_book_holds_what_is_the_same_once_and_each_family_whole(
    vietnamese: Catalogue, tmp_path: Path
) -> None:
    data, texts = samples.leaflet(), load_leaflet_texts("vi")
    book = LeafletBook(vietnamese)
    for number in range(1, 7):
        book.add(
            replace(data, household_code=f"NL-{number:04d}-K", worry="no_trust"), vietnamese, texts=texts
        )
    pdf = book.finish()
    path = assert_sound(pdf, tmp_path)
    assert (book.leaflets, pages_of(path)) == (6, book.pages)
    text = raw_words(path)
    assert all(f"NL-{number:04d}-K" in text for number in range(1, 7))
    assert text.count(texts.worries["no_trust"].title) == 6
    one = render_leaflet(replace(data, worry="no_trust"), vietnamese)
    assert len(pdf) < len(one) + 6 * 4_000


def test_people_paying_on_one_day_are_named_together() -> None:
    groups = group_payments(samples.large_family().next_payments)
    assert list(groups) == [(samples.large_family().next_payments[0].due, Scheme.VOLUNTARY)]
    assert list(groups.values()) == [[person.name for person in samples.large_family().people]]


def test_the_same_family_gives_the_same_bytes(catalogue: Catalogue) -> None:
    assert render_leaflet(samples.doubtful_leaflet(), catalogue) == render_leaflet(
        samples.doubtful_leaflet(), catalogue
    )


def test_the_words_may_be_of_another_language_than_the_window(vietnamese: Catalogue, tmp_path: Path) -> None:
    data = render_leaflet(samples.leaflet(), vietnamese, texts=load_leaflet_texts("en"))
    text = words_of(assert_sound(data, tmp_path))
    assert "The family pays today" in text
    assert "5.485.260 đ" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_the_words_has_a_glyph(language: str) -> None:
    texts = load_leaflet_texts(language)
    words = [getattr(texts, name) for name in SENTENCES] + list(texts.warnings)
    words += [each for answer in texts.worries.values() for each in (answer.title, answer.text)]
    assert all(words)
    for face in FACES:
        assert not missing_characters("".join(words), Style(face))


payments = st.builds(LeafletPayment, st.integers(0, 10**8), st.sampled_from([1, 3, 6, 12]), st.booleans())
maybe = payments | st.none()
people = st.lists(st.builds(LeafletPerson, st.just("Lò Thị Ỏm"), st.just("wife"), maybe, maybe), max_size=10)


@given(people)
def test_the_total_holds_exactly_the_confirmed_amounts(family: list[LeafletPerson]) -> None:
    data = replace(samples.leaflet(), people=tuple(family))
    amounts = [payment for person in family for _, payment in person.payments]
    assert data.total_today == sum(payment.own for payment in amounts if payment.confirmed)
    assert data.total_today + data.total_unconfirmed == sum(payment.own for payment in amounts)
    assert data.confirmed == all(payment.confirmed for payment in amounts)
