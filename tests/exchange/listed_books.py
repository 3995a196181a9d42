"""Lists from outside as offices send them: title rows, and a header in the words of each office."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from outreach_app.domain.list_layouts import LayoutKey

HEADERS: dict[LayoutKey, tuple[str, ...]] = {
    LayoutKey.DUE_HEALTH: ("STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Số CCCD", "Hạn thẻ", "Địa chỉ"),
    LayoutKey.DUE_VOLUNTARY: ("STT", "Họ tên người tham gia", "Năm sinh", "Số định danh", "Đóng đến tháng", "Thôn"),
    LayoutKey.FREE_CARDS: ("TT", "Họ và tên", "Ngày sinh", "CCCD", "Mã thẻ BHYT", "Ngày cắt giảm", "Bản"),
    LayoutKey.FIRMS: ("STT", "Tên doanh nghiệp", "Mã số thuế", "Người đại diện", "CCCD người đại diện", "Số lao động"),
    LayoutKey.BUSINESS_HOUSEHOLDS: (
        "STT", "Tên hộ kinh doanh", "Chủ hộ kinh doanh", "Mã số thuế", "Ngày sinh", "Phương pháp tính thuế", "Địa chỉ",
    ),
    LayoutKey.COOPERATIVES: ("STT", "Tên HTX", "MST", "Họ và tên xã viên", "Năm sinh", "Số CCCD", "Chức vụ"),
    LayoutKey.POPULATION: ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Nơi ở", "Có thẻ BHYT"),
    LayoutKey.VILLAGE_OFFICERS: ("STT", "Họ và tên", "Năm sinh", "Số CCCD", "Chức danh", "Thôn/Bản"),
    LayoutKey.PENSIONERS: ("STT", "Họ và tên", "Năm sinh", "Số CCCD", "Chế độ hưởng", "Số tiền"),
}  # fmt: skip


def write_listed(path: Path, key: LayoutKey, rows: Iterable[Sequence[str]]) -> Path:
    """Write a list with two title rows above its header."""
    header = HEADERS[key]
    title = [("CHI CỤC THUẾ KHU VỰC",), ("DANH SÁCH",)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([*title, header, *rows])
    return path
