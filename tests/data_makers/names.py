"""Names of people as eight peoples of the area give them, for registers made in tests; nobody real is meant."""

import random
from collections.abc import Callable
from typing import Literal

Sex = Literal["m", "f"]

_KINH_FAMILIES = """
    Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý
    Đinh Trịnh Mai Tạ Chu Lương
""".split()
_KINH_MEN = """
    Hùng Dũng Tuấn Minh Đức Thắng Quang Long Hải Sơn Cường Trung Hiếu Thành Bình Phúc Tùng Khánh Nam
    Việt Tiến Hòa Quý Lâm
""".split()
_KINH_WOMEN = """
    Lan Hoa Hương Hà Thủy Nga Mai Thảo Linh Trang Yến Hằng Nhung Huệ Ngọc Loan Thu Phượng Dung Tuyết
    Hạnh Vân Oanh Bích
""".split()
_MEN_MIDDLE = "Văn Văn Văn Đức Hữu Quang Minh Xuân Công Đình".split()
_WOMEN_MIDDLE = "Thị Thị Thị Thị Ngọc Thu Thanh Minh Kim".split()
_GIVEN_NORTH = """
    Pao Pánh Inh Ún Ngoan Chung Hặc Tướng Phương Hợp Thoa Vui Tỉnh Xôm Pản Lả Hịa Muôn Siêng Thắm
""".split()


def make_name(rng: random.Random, sex: Sex, *, people: str, family: str | None = None) -> str:
    """Make a full name; children may be given their father's family name where the people has one."""
    return _MAKERS[people](rng, sex, family)


def family_of(name: str, *, people: str) -> str | None:
    """The family name that children take, or None where they take none from this name."""
    return None if people == "Ê Đê" else name.split(maxsplit=1)[0]


def _kinh(rng: random.Random, sex: Sex, family: str | None) -> str:
    middle, given = (_MEN_MIDDLE, _KINH_MEN) if sex == "m" else (_WOMEN_MIDDLE, _KINH_WOMEN)
    return f"{family or rng.choice(_KINH_FAMILIES)} {rng.choice(middle)} {rng.choice(given)}"


def _with_families(families: str, given: list[str]) -> Callable[[random.Random, Sex, str | None], str]:
    def make(rng: random.Random, sex: Sex, family: str | None) -> str:
        middle = rng.choice(("Văn", "Văn", "Xuân", "Minh")) if sex == "m" else "Thị"
        return f"{family or rng.choice(families.split())} {middle} {rng.choice(given)}"

    return make


def _mong(rng: random.Random, sex: Sex, family: str | None) -> str:
    clans = "Giàng Sùng Vàng Hạng Mùa Thào Lầu Cứ Vừ Lý Chang Hờ Phàng Tráng Ly Sình".split()
    clan = family or rng.choice(clans)
    if sex == "f":
        return f"{clan} Thị {rng.choice('Mỷ Dợ Súa Chở Pàng Mẩy Dí Xua Máy Sông Là Ka'.split())}"
    given = rng.choice("Chư Páo Sử Dế Chớ Lử Súa Nhìa Phổng Vảng Tủa Sềnh".split())
    return " ".join(filter(None, (clan, rng.choice(("A", "A", "Seo", "Mí", "")), given)))


def _dao(rng: random.Random, sex: Sex, family: str | None) -> str:
    clan = family or rng.choice("Tẩn Phàn Chảo Lý Triệu Bàn Đặng Lò Hoàng Dương Vàng".split())
    if sex == "m":
        return f"{clan} {rng.choice('A Sành Dào Láo'.split())} {rng.choice('San Lở Quẩy Chẳn Phú Vần Sinh'.split())}"
    return (
        f"{clan} {rng.choice('Thị Mùi Lở'.split())} {rng.choice('Mẩy Sểnh Náy Phẩy Mùi Nhậy Ghến'.split())}"
    )


def _ede(rng: random.Random, sex: Sex, family: str | None) -> str:
    clan = rng.choice("Niê Êban Mlô Kbuôr Ayŭn Ksơr Buôn Krông Adrơng Bkrông Kpă".split())
    if sex == "m":
        return f"Y {rng.choice('Moan Thu Bhem Wang Krŭ Nguên Dhăm Sơn Khiêm'.split())} {clan}"
    return f"H'{rng.choice('Mỹ Hoa Len Bin Ngơn Yer Nuên Juel Linh'.split())} {clan}"


_MAKERS: dict[str, Callable[[random.Random, Sex, str | None], str]] = {
    "Kinh": _kinh,
    "Thái": _with_families("Lò Lò Cà Quàng Tòng Lường Vì Hoàng Bạc Cầm Lèo Mè Lù Điêu", _GIVEN_NORTH),
    "Mông": _mong,
    "Tày": _with_families("Nông Nông Hoàng Bế Ma Hà La Lương Đàm Triệu Lý Vi", _KINH_MEN + _GIVEN_NORTH),
    "Nùng": _with_families("Nông Lương Hoàng Lý Vy Lục Long Mông Phùng Chu", _KINH_WOMEN + _GIVEN_NORTH),
    "Dao": _dao,
    "Mường": _with_families("Bùi Bùi Đinh Quách Hà Phạm Trương Cao", _KINH_MEN + _GIVEN_NORTH),
    "Ê Đê": _ede,
}
PEOPLES = tuple(_MAKERS)
