"""The consent sheet: every purpose with its text and an empty box for each member, signatures, a code on every page."""

from datetime import date
from pathlib import Path

from reading import assert_sound, pages_of, plain, words_of

from outreach_app.documents.consent_sheet import ConsentSheet, make_code, render_consent_sheet
from outreach_app.i18n import Catalogue, open_catalogue
from outreach_app.services.privacy_files import load_texts

NAMES = ("Lò Văn Páo", "Quàng Thị Ngoan", "Nguyễn Thị Phương Thảo")


def make(*, names: tuple[str, ...] = NAMES, language: str = "vi") -> ConsentSheet:
    return ConsentSheet(
        make_code("NL-0047-K", date(2026, 11, 21)), "Lò Văn Páo", "Bản Nà Ly", names, frozenset({2}),
        date(2026, 11, 21), "BHXH cơ sở Tam Đường", load_texts(language), 16,
    )  # fmt: skip


def test_everything_is_on_one_page_and_nothing_is_ticked(vietnamese: Catalogue, tmp_path: Path) -> None:
    data = render_consent_sheet(make(), vietnamese)
    assert data == render_consent_sheet(make(), vietnamese)
    path = assert_sound(data, tmp_path)
    text = plain(words_of(path))
    assert pages_of(path) == 1
    for wanted in (
        *NAMES, "NL-0047-K/211126", "BHXH cơ sở Tam Đường", "2026-11-22",
        *(each.title for each in load_texts("vi").texts.values()),
    ):  # fmt: skip
        assert plain(wanted) in text, wanted
    assert data.count(b"/Subtype /Widget") == 0


def test_a_large_household_goes_on_with_its_head_and_code_on_the_next_page(
    tmp_path: Path,
) -> None:
    path = assert_sound(
        render_consent_sheet(make(names=NAMES * 5, language="en"), open_catalogue("en")), tmp_path
    )
    assert pages_of(path) > 1
    for page in range(1, pages_of(path) + 1):
        assert "NL-0047-K/211126" in words_of(path, page=page)
    assert "Signature or thumbprint" in words_of(path, page=2)
