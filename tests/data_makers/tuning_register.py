"""A register with known truth to choose weights on: rows repeated with one to three random slips.

The weights and the margin of `domain/likeness.py` were chosen while looking at this register; they are judged by
another one (`judging_register.py`), which has other names, other families and other ways to go wrong.
"""

import random
import string
from collections.abc import Callable

from tests.data_makers.listed_people import Listed
from tests.data_makers.names import PEOPLES, Sex, family_of, make_name

_RARER = """
    Anh Ánh An Bảo Bắc Bằng Biên Cầm Cảnh Chiến Chinh Chính Công Cúc Cương Diễm Diệp Diệu Doanh Duy Duyên Dương
    Đan Đào Đăng Điệp Định Đoàn Đông Giang Giáp Hải Hân Hậu Hiền Hiển Hiệp Hoan Hoàng Hoạt Hồng Huấn Hưng Hường Huy
    Huyền Kha Khang Khiêm Khoa Khôi Kiên Kiều Lai Lâm Lân Lập Lệ Liên Liễu Lợi Luân Luyến Lương Ly Lý Mạnh Mẫn Mận Miền
    Mơ Mừng My Mỹ Ngà Ngân Nghĩa Nguyên Nguyệt Nhâm Nhân Nhật Nhi Như Nhường Ninh Nương Phong Phú Phước Quân Quế Quyên
    Quyết Quỳnh Sang Sen Soạn Sử Sương Tâm Tân Thái Thanh Thế Thiện Thịnh Thoan Thọ Thuận Thúy Thương Thư Tình Toàn Tố
    Trâm Trí Trọng Trường Tú Tuyên Tùng Uyên Văn Vinh Vĩnh Vũ Xoan Xuyến Ý Yên
""".split()
_COMMON = [1 / (place + 5) for place in range(len(_RARER))]
_MEMBERS = (1, 2, 3, 4, 4, 5, 6)


def make_rows(seed: int, *, homes: int = 2_500, repeated: float = 0.12) -> list[Listed]:
    """Make households and repeat a share of their people with slips; the repeats stand at the end."""
    rng = random.Random(seed)
    rows: list[Listed] = []
    for home in range(homes):
        rows += _family(rng, home, len(rows))
    wanted, singly = len(rows) * (1 + repeated), list(rows)
    while len(rows) < wanted:
        row = rng.choice(singly)
        if rng.random() < 0.5:
            rows.append(_repeat(rng, row, homes))
        else:  # a family that was entered at the door though it is on the list
            rows += [_repeat(rng, each, 0) for each in singly if each.home == row.home and rng.random() < 0.8]
    return rows


def _family(rng: random.Random, home: int, who: int) -> list[Listed]:
    village = home // 110
    people = PEOPLES[village % len(PEOPLES)]
    phone = "09" + "".join(rng.choices(string.digits, k=8))
    head: Sex = rng.choice("mmf")  # type: ignore[assignment]
    first = make_name(rng, head, people=people)
    family = family_of(first, people=people)
    found = []
    for place in range(rng.choice(_MEMBERS)):
        sex: Sex = head if place == 0 else ("f" if head == "m" else "m") if place == 1 else rng.choice("mf")  # type: ignore[assignment]
        name = (
            first if place == 0 else make_name(rng, sex, people=people, family=family if place > 1 else None)
        )
        name = (
            name if rng.random() < 0.4 else f"{name.rsplit(maxsplit=1)[0]} {rng.choices(_RARER, _COMMON)[0]}"
        )
        year = rng.randint(1940, 1990) if place < 2 else rng.randint(1985, 2022)
        born = (
            f"{year}" if rng.random() < 0.15 else f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        )
        number = (
            f"0{rng.choice(('11', '12', '14'))}{(sex == 'f') + (2 if year > 1999 else 0)}{year % 100:02d}"
        )
        found.append(
            Listed(
                who + place, name, sex, born,
                f"{number}{rng.randrange(10**6):06d}" if rng.random() < 0.7 else "",
                f"{rng.randrange(10**10):010d}" if rng.random() < 0.5 else "",
                phone if rng.random() < 0.4 else "",
                "head" if place == 0 else "wife" if place == 1 else "child", f"v{village}", f"h{home}", str(home % 110),
            )
        )  # fmt: skip
    return found


def _repeat(rng: random.Random, row: Listed, homes: int) -> Listed:
    made = Listed(**{name: getattr(row, name) for name in Listed.__slots__})
    home = rng.randrange(homes) if homes and rng.random() < 0.12 else None
    made.home = f"again {row.home}" if home is None else f"h{home}"
    made.home_key = "" if rng.random() < 0.5 else made.home_key
    made.village = row.village if home is None else f"v{home // 110}"
    made.phone = row.phone if rng.random() < 0.7 else ""
    made.citizen = row.citizen if rng.random() < 0.7 else ""
    made.insurance = row.insurance if rng.random() < 0.7 else ""
    for slip in rng.choices(_SLIPS, k=rng.choice((0, 1, 1, 1, 2, 2, 3))):
        slip(rng, made)
    return made


def _drop_filler(rng: random.Random, row: Listed) -> None:
    words = row.name.split()
    row.name = " ".join(
        w for i, w in enumerate(words) if w not in ("Thị", "Văn", "A") or i in (0, len(words) - 1)
    )


def _drop_marks(rng: random.Random, row: Listed) -> None:
    from outreach_app.domain.text import fold

    row.name = fold(row.name).title()


def _slip_in_name(rng: random.Random, row: Listed) -> None:
    place = rng.randrange(len(row.name))
    row.name = row.name[:place] + rng.choice(("", rng.choice("aeinhtg"))) + row.name[place + 1 :]


def _turn_date(rng: random.Random, row: Listed) -> None:
    if row.born and len(row.born) == 10 and int(row.born[8:]) <= 12:
        row.born = f"{row.born[:4]}-{row.born[8:]}-{row.born[5:7]}"


def _year_only(rng: random.Random, row: Listed) -> None:
    row.born = row.born[:4] if row.born else None


def _slip_in_date(rng: random.Random, row: Listed) -> None:
    if row.born and len(row.born) == 10:
        row.born = f"{row.born[:4]}-{row.born[5:7]}-{rng.randint(1, 28):02d}"


def _slip_in_number(rng: random.Random, row: Listed) -> None:
    if row.citizen:
        place = rng.randrange(6, 12)
        row.citizen = row.citizen[:place] + rng.choice(string.digits) + row.citizen[place + 1 :]


def _forget_sex(rng: random.Random, row: Listed) -> None:
    row.sex = None


_SLIPS: tuple[Callable[[random.Random, Listed], None], ...] = (
    _drop_filler, _drop_filler, _drop_marks, _drop_marks, _slip_in_name, _turn_date, _year_only, _slip_in_date,
    _slip_in_number, _forget_sex,
)  # fmt: skip
