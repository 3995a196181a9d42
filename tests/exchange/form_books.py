"""Filled forms to write and read: layouts as shipped, rows as the services make them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from outreach_app import assets
from outreach_app.domain.form_layouts import CellValue, FilledSheet, SheetLayout, read_sheet_layout

DAY = date(2026, 11, 22)
FACTS = Path(__file__).parent.parent / "data" / "forms"
HEAD = {
    "organisation": "Bưu điện Tam Đường", "organisation_code": "ĐD0312", "collector": "Lò Thị Thắm",
    "collector_code": "012345", "number": "05/D05", "day": "22", "month": "11", "year": "2026",
}  # fmt: skip


def layout(name: str) -> SheetLayout:
    """A shipped layout."""
    return read_sheet_layout(assets.read_text(f"forms/{name}.toml"))


def facts(name: str) -> dict[str, Any]:
    """What was measured of the official form."""
    found = json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def voluntary_rows(count: int) -> tuple[tuple[CellValue, ...], ...]:
    """Rows of D05-TS of people with ordinary names; every second one has a citizen number instead of the other."""
    return tuple(
        (
            at, f"Nguyễn Thị Phương {at}", f"{at:010d}" if at % 2 else f"0121{at:08d}", "12/03/1961", "12/2026", 12,
            1_500_000 + at, 3_960_000 + at, 3_168_000 + at, 20, "", "", "", "", "Bản điện tử", "Lần đầu", "",
        )
        for at in range(1, count + 1)
    )  # fmt: skip


def voluntary_sheet(count: int, name: str = "D05-TS") -> FilledSheet:
    """A filled D05-TS with its sums."""
    rows = voluntary_rows(count)
    sums = {column: sum(row[column] or 0 for row in rows) for column in (7, 8, 11, 13)}  # type: ignore[misc]
    return FilledSheet(name, HEAD, rows, sums)


def health_sheet(count: int, name: str = "NL-0001") -> FilledSheet:
    """A filled Mẫu số 4."""
    rows = tuple(
        (
            at,
            f"Lò Văn {at}",
            f"{at:010d}",
            f"0120{at:08d}",
            "1961",
            "",
            2_530_000,
            "con",
            "",
            "",
            "x",
            "12 tháng",
        )
        for at in range(1, count + 1)
    )
    fields = {
        "head": "Lò Văn Páo",
        "address": "bản Nà Ly",
        "commune": "Xã Bản Bo",
        "province": "Tỉnh Lai Châu",
    }
    return FilledSheet(name, HEAD | fields | {"cards": str(count)}, rows, {})
