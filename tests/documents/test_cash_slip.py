"""The slip on which cash changes hands: every receipt, the sums, the difference in words, two lines to sign."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from reading import assert_sound, pages_of, plain, raw_words, words_of

from outreach_app.documents.cash_slip import render_cash_slip
from outreach_app.domain.cash import HandOverRow
from outreach_app.domain.receipts import MEANS_NAMES, Means, ReceiptRow
from outreach_app.i18n import Catalogue

DAY = date(2026, 11, 21)
OFFICE = "BHXH cơ sở Tam Đường"


def receipt(serial: int, **more: object) -> ReceiptRow:
    row = ReceiptRow(
        bytes([serial]) * 16, f"BL26B-{serial:04d}", 792_000, Means.CASH, DAY, None, "Lường Thị Inh", None, None,
        "Lò Văn Páo", "Lò Thị Thắm",
    )  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


ROWS = (
    receipt(1),
    receipt(2, person_name="Giàng A Chư", household_name="Giàng A Chư"),
    receipt(3, amount=0, voided="viết sai tên", person_name="", household_name=""),
    receipt(4, number="FT26325987654321", means=Means.TRANSFER, amount=1_366_200),
)
SLIP = HandOverRow(
    b"h" * 16, DAY, None, "Lường Thị Inh", "Bùi Văn Kế", 1_584_000, 1_580_000, "thiếu tiền lẻ\nmai nộp bù",
    tuple(row.id for row in ROWS),
)  # fmt: skip


def render(catalogue: Catalogue, slip: HandOverRow = SLIP, rows: tuple[ReceiptRow, ...] = ROWS) -> bytes:
    return render_cash_slip(slip, rows, catalogue, office_name=OFFICE, team_name="Tổ bản Nà Ly")


def test_every_receipt_sum_and_name_is_printed_on_one_page(catalogue: Catalogue, tmp_path: Path) -> None:
    path = assert_sound(render(catalogue), tmp_path)
    assert pages_of(path) == 1
    text = words_of(path)
    for row in ROWS:
        assert row.number in text
    for words in (OFFICE, "Tổ bản Nà Ly", "Lò Thị Thắm, Lò Văn Páo", "viết sai tên", "thiếu tiền lẻ mai nộp bù",
                  catalogue.long_date(DAY), catalogue.text(MEANS_NAMES[Means.TRANSFER])):  # fmt: skip
        assert words in text
    for amount in (1_584_000, 1_580_000, 1_366_200):
        assert plain(catalogue.money(amount)) in text
    assert text.count("Lường Thị Inh") == text.count("Bùi Văn Kế") == 2, (
        "named above, and below the line to sign"
    )
    assert "Giàng A Chư, Giàng A Chư" not in text
    assert plain(catalogue.render(SLIP.difference)) in text


def test_cash_that_agrees_says_so_and_asks_for_no_reason(catalogue: Catalogue, tmp_path: Path) -> None:
    even = replace(SLIP, counted=SLIP.due, why="")
    text = words_of(assert_sound(render(catalogue, even), tmp_path))
    assert plain(catalogue.render(even.difference)) in text
    assert catalogue.context("print", "Reason: {why}", why="").strip() not in text


def test_many_receipts_take_more_pages_with_the_head_again_and_lose_none(
    vietnamese: Catalogue, tmp_path: Path
) -> None:
    rows = tuple(receipt(n) for n in range(1, 71))
    path = assert_sound(render(vietnamese, rows=rows), tmp_path)
    assert pages_of(path) == 3
    text = raw_words(path)
    assert all(row.number in text for row in rows)
    assert text.count(vietnamese.context("print", "For whom")) == 3
    assert "Trang 3 trên 3" in text


def test_the_same_slip_gives_the_same_bytes(vietnamese: Catalogue) -> None:
    assert render(vietnamese) == render(vietnamese)
