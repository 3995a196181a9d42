"""The recovery sheet: what is printed opens the office again, and nothing malformed is ever printed."""

from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
import samples
from reading import assert_sound, pages_of, plain, properties_of, raw_words

from outreach_app.documents.recovery_sheet import KEEPING, WARNING, render_recovery_sheet, split_groups
from outreach_app.i18n import Catalogue


def test_one_page_with_code_key_and_advice(catalogue: Catalogue, tmp_path: Path) -> None:
    sheet = samples.recovery()
    path = assert_sound(render_recovery_sheet(sheet, catalogue), tmp_path)
    assert pages_of(path) == 1
    text = raw_words(path)
    assert samples.OFFICE in text
    assert sheet.fingerprint in text
    assert "4K7M 9XQ2 TB8C H3VN" in text
    assert plain(catalogue.text(WARNING)) in text
    for advice in KEEPING:
        assert catalogue.text(advice) in text
    assert catalogue.context("print", "Made on {day}", day=sheet.made_on) in text
    assert properties_of(path)["Title"] == catalogue.context("print", "Recovery sheet")


def test_the_key_typed_from_the_paper_is_the_key(vietnamese: Catalogue, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    sheet = replace(samples.recovery(), escrow_key=str(identity))
    text = raw_words(assert_sound(render_recovery_sheet(sheet, vietnamese), tmp_path))
    typed = text[text.index("AGE-SECRET-KEY-1") :].replace(" ", "")[: len(sheet.escrow_key)]
    assert str(pyrage.x25519.Identity.from_str(typed).to_public()) == str(identity.to_public())


@pytest.mark.parametrize(
    "code", ["", "4K7M-9XQ2-TB8C", "4K7M-9XQ2-TB8C-H3VU", "4k7m-9xq2-tb8c-h3vn", "IL0O" * 4]
)
def test_a_malformed_code_is_never_printed(code: str) -> None:
    with pytest.raises(ValueError, match="recovery code"):
        replace(samples.recovery(), recovery_code=code)


@pytest.mark.parametrize("key", ["", "AGE-SECRET-KEY-1", "age1" + "q" * 58, "AGE-SECRET-KEY-1" + "B" * 58])
def test_a_malformed_key_is_never_printed(key: str) -> None:
    with pytest.raises(ValueError, match="escrow key"):
        replace(samples.recovery(), escrow_key=key)


def test_groups_of_four_lose_nothing() -> None:
    assert split_groups("ABCDEFGHIJ") == ["ABCD", "EFGH", "IJ"]


def test_the_same_sheet_gives_the_same_bytes(vietnamese: Catalogue) -> None:
    assert render_recovery_sheet(samples.recovery(), vietnamese) == render_recovery_sheet(
        samples.recovery(), vietnamese
    )
