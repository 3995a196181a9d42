"""A register with known truth to judge the search for duplicates by: no weight was chosen while looking at it.

Three sources speak of the same communes: the police's register, the insurance's own list, and what was written at the
doors. Each has its own way to go wrong: a copyist who confuses letters that look alike, a clerk who types with the
keyboard switch off, years told by the animal they belong to, numbers read out aloud, people who moved or married.
Among them stand twins, cousins and namesakes of one year and village, who are not to be confused.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator

from tests.data_makers.listed_people import Listed

_FAMILIES = (
    ("Nguyễn", 300), ("Trần", 110), ("Lê", 95), ("Phạm", 70), ("Huỳnh", 50), ("Võ", 45), ("Phan", 45), ("Trương", 30),
    ("Bùi", 30), ("Đặng", 28), ("Đỗ", 25), ("Ngô", 20), ("Hồ", 20), ("Dương", 18), ("Đinh", 15), ("Đoàn", 14),
    ("Lâm", 13), ("Trịnh", 12), ("Mai", 12), ("Lương", 11), ("Cao", 10), ("Châu", 9), ("Tăng", 8), ("Thạch", 14),
    ("Sơn", 9), ("Kim", 8), ("Danh", 9), ("Quảng", 5), ("Bá", 5), ("Hà", 10), ("Quách", 6), ("La", 4), ("Vương", 5),
    ("Tống", 4), ("Thái", 6), ("Lưu", 7), ("Tô", 6), ("Tạ", 5), ("Mạc", 3), ("Ninh", 2), ("Âu Dương", 1),
)  # fmt: skip
_MALE = """
    Anh Bảo Chương Dũng Duy Đại Đạt Điền Đông Đức Giang Hậu Hiệp Hòa Hoài Hoàng Huy Hưng Hữu Khải Khang Khánh Khoa
    Khôi Kiệt Lâm Lập Lộc Lợi Luân Minh Nam Nghị Nghĩa Nhân Nhàn Nhựt Phát Phi Phong Phú Phúc Phước Quang Quân Quốc
    Quý Sang Sĩ Sơn Tài Tâm Tân Tấn Thạch Thái Thành Thạnh Thắng Thiện Thịnh Thuận Tính Toàn Trí Triều Trọng Trung Trực
    Tuấn Tú Út Văn Việt Vinh Vũ Vương Xuân Mười Chín Bảy Hai Ba Tư Năm Sáu Tám Đực Đen Lành Rớt
""".split()
_FEMALE = """
    Anh Ái Ánh Ba Bé Bình Cẩm Chi Cúc Diễm Diệu Dung Duyên Đào Gấm Giàu Hà Hai Hằng Hạnh Hân Hiền Hoa Hồng Huệ Hương
    Kiều Kim Lan Lành Lài Lê Liên Liễu Linh Loan Lụa Luyến Ly Mai Mận Minh My Mỹ Nga Ngân Ngọc Nguyệt Nhàn Nhi Nhung
    Như Nở Nữ Oanh Phấn Phượng Phương Quyên Sáu Sen Sương Tám Tâm Thanh Thảo Thắm Thoa Thu Thúy Thủy Thư Thương Tiên
    Trang Trâm Trinh Trúc Tuyền Tuyết Tư Tươi Út Vân Xuân Xuyến Yến
""".split()
_MALE_MIDDLE = (
    "Văn",
    "Văn",
    "Văn",
    "Hoàng",
    "Thanh",
    "Minh",
    "Quốc",
    "Ngọc",
    "Hữu",
    "Tấn",
    "Chí",
    "Đình",
    "",
    "",
)
_FEMALE_MIDDLE = (
    "Thị",
    "Thị",
    "Thị",
    "Thị Kim",
    "Thị Ngọc",
    "Ngọc",
    "Kim",
    "Thị Thanh",
    "Thị Mỹ",
    "Bích",
    "Mỹ",
    "",
)
_STREETS = (
    "Lê Lợi,Trần Phú,Hùng Vương,Nguyễn Huệ,Ngô Quyền,Lý Thường Kiệt,Đường tỉnh 937,Kênh Xáng,Ấp Chiến Lược"
)
_PROVINCES = ("089", "091", "092", "093", "094", "096")
_MOST_DIGITS = 10
_STEP = 387_421
"""Has no factor in common with 10**6: a million people get a million different ends of numbers, neighbours far ones."""


def make_rows(seed: int, *, homes: int = 2_400, spread: bool = False) -> list[Listed]:
    """Make the register: everybody once, and a tenth of the households told a second time by another source.

    `spread` gives everybody a citizen number of their own, which chance alone does not do among a million people.
    """
    rng = random.Random(seed)
    rows: list[Listed] = []
    for home in range(homes):
        rows += _family(rng, home, len(rows))
    who = len(rows)
    rows += [_namesake(rng, rng.choice(rows), who + n) for n in range(homes // 40)]
    if spread:
        _spread_numbers(rows)
    by_home: dict[str, list[Listed]] = {}
    for row in rows:
        by_home.setdefault(row.home, []).append(row)
    again = rng.sample(sorted(by_home), homes // 9)
    return rows + [told for home in again for told in rng.choice(_SOURCES)(rng, by_home[home])]


def _family(rng: random.Random, home: int, who: int) -> list[Listed]:
    village = f"ấp {home // 190}"
    father_of, mother_of = _family_name(rng), _family_name(rng)
    phone = rng.choice(("03", "07", "08", "09")) + _digits(rng, 8)
    street = f"{rng.randint(1, 300)} {rng.choice(_STREETS.split(','))}" if rng.random() < 0.4 else ""
    year = min(1996, max(1934, int(rng.gauss(1972, 15))))
    found: list[Listed] = []
    for place, (sex, relation) in enumerate(_members(rng)):
        born = year + rng.randint(-6, 6) if place < 2 else min(2024, year + rng.randint(20, 38))
        twin = place > 2 and rng.random() < 0.05
        family = mother_of if place == 1 else father_of
        row = _person(rng, who + place, sex, born, family=family, village=village)
        if twin:
            _make_twin(rng, row, found[-1])
        row.relation, row.home, row.home_key = relation, f"hộ {home}", str(home % 190 + 1)
        row.phone, row.address = (phone if rng.random() < 0.55 else ""), street
        found.append(row)
    return found


def _members(rng: random.Random) -> Iterator[tuple[str, str]]:
    head = "m" if rng.random() < 0.75 else "f"
    yield head, "head"
    if rng.random() < 0.8:
        yield ("f", "wife") if head == "m" else ("m", "husband")
        yield from ((rng.choice("mf"), "child") for _ in range(rng.choice((0, 1, 2, 2, 3))))


def _person(rng: random.Random, who: int, sex: str, year: int, *, family: str, village: str) -> Listed:
    given, middle = (_MALE, _MALE_MIDDLE) if sex == "m" else (_FEMALE, _FEMALE_MIDDLE)
    name = " ".join(f"{family} {rng.choice(middle)} {rng.choice(given)}".split())
    known = rng.random()
    born = f"{year}" if known < (0.4 if year < 1965 else 0.04) else _day(rng, year)
    century = {"m": 0, "f": 1}[sex] + (2 if year > 1999 else 0)
    citizen = f"{rng.choice(_PROVINCES)}{century}{year % 100:02d}{rng.randrange(20_000):06d}"
    return Listed(
        who, name, sex, born, citizen if rng.random() < 0.8 else "",
        _digits(rng, _MOST_DIGITS) if rng.random() < 0.65 else "", "", "", village, "",
    )  # fmt: skip


def _make_twin(rng: random.Random, row: Listed, sibling: Listed) -> None:
    row.born = sibling.born
    if sibling.citizen and row.citizen and row.sex == sibling.sex:
        row.citizen = f"{sibling.citizen[:-1]}{(int(sibling.citizen[-1]) + 1) % 10}"
    if row.name == sibling.name:
        row.name += " Em"


def _namesake(rng: random.Random, row: Listed, who: int) -> Listed:
    """Somebody else of the same name, near in age, in a household of their own in the same village."""
    made = _copy(row)
    year = int((row.born or "1980")[:4]) + rng.choice((-3, -2, 0, 1, 4))
    made.who, made.home, made.home_key, made.phone = who, f"nhà {who}", "", ""
    made.born, made.relation, made.address = _day(rng, year), "head", ""
    century = {"m": 0, "f": 1}[row.sex or "m"] + (2 if year > 1999 else 0)
    made.citizen = f"{rng.choice(_PROVINCES)}{century}{year % 100:02d}{rng.randrange(20_000):06d}"
    made.insurance = ""
    return made


def _spread_numbers(rows: list[Listed]) -> None:
    """Number everybody anew behind province, sex and year; twins stay next to each other."""
    number, before = 0, ""
    for row in rows:
        twin = bool(row.citizen) and row.citizen[:-1] == before[:-1]
        before = row.citizen
        number = (number + 1 if twin else row.who * _STEP) % 10**6
        row.citizen = f"{row.citizen[:6]}{number:06d}" if row.citizen else ""


# --- the three sources that tell a household again ----------------------------------------------------------------


def _police(rng: random.Random, family: list[Listed]) -> list[Listed]:
    """Complete and formal, in capitals, copied by hand: look-alike letters, a digit misread, no phone."""
    found = []
    for row in family:
        made = _second(rng, row, "cư trú")
        made.name = unicodedata.normalize("NFD", made.name.upper())
        made.phone, made.insurance, made.home_key = "", "", ""
        if rng.random() < 0.08:
            made.name = _misread(rng, made.name)
        if made.citizen and rng.random() < 0.06:
            made.citizen = _misread_digit(rng, made.citizen)
        if made.born and rng.random() < 0.05:
            made.born = _misread_day(rng, made.born)
        found.append(made)
    return found


def _insurance(rng: random.Random, family: list[Listed]) -> list[Listed]:
    """The insurance's own list: typed with the keyboard switch off now and then, American dates, old identity cards."""
    found = []
    for row in family:
        if rng.random() < 0.25:
            continue  # not everybody is insured
        made = _second(rng, row, "thẻ")
        if rng.random() < 0.1:
            made.name = _telex(made.name)
        if made.born and len(made.born) > 4 and int(made.born[8:]) < 13 and rng.random() < 0.2:
            made.born = f"{made.born[:4]}-{made.born[8:]}-{made.born[5:7]}"
        if int((row.born or "2000")[:4]) < 1990 and rng.random() < 0.2:
            made.citizen = _digits(rng, 9)
        made.relation = made.relation if rng.random() < 0.5 else "other"
        found.append(made)
    return found


def _door(rng: random.Random, family: list[Listed]) -> list[Listed]:
    """Told at the door: who is at home, often without Thị or Văn, ages in round words, hardly a number."""
    moved = f"ấp {rng.randrange(12)}" if rng.random() < 0.1 else None
    found = []
    for row in family:
        if row.relation == "child" and rng.random() < 0.3:
            continue
        made = _second(rng, row, "cửa")
        made.village, made.address, made.home_key = moved or row.village, "", ""
        made.insurance = "" if rng.random() < 0.8 else made.insurance
        made.citizen = "" if rng.random() < 0.5 else _read_out(rng, made.citizen)
        if rng.random() < 0.35:
            made.name = " ".join(w for w in made.name.split() if w not in ("Thị", "Văn"))
        if rng.random() < 0.15:
            made.name = _unmarked(made.name)
        if rng.random() < 0.2 and made.born:
            made.born = made.born[:4]
        if made.born and len(made.born) == 4 and rng.random() < 0.12:
            made.born = str(int(made.born) + rng.choice((-1, 1)))  # counted by the lunar year
        found.append(made)
    return found


_SOURCES: tuple[Callable[[random.Random, list[Listed]], list[Listed]], ...] = (_police, _insurance, _door)


def _second(rng: random.Random, row: Listed, source: str) -> Listed:
    made = _copy(row)
    made.home = f"{source} {row.home}"
    return made


def _copy(row: Listed) -> Listed:
    return Listed(**{name: getattr(row, name) for name in Listed.__slots__})


def _misread(rng: random.Random, name: str) -> str:
    alike = [("N", "H"), ("U", "V"), ("C", "G"), ("I", "L"), ("O", "Q"), ("M", "N"), ("T", "I")]
    theirs, ours = rng.choice(alike)
    return name.replace(theirs, ours, 1)


def _misread_digit(rng: random.Random, number: str) -> str:
    confused = {
        "0": "6",
        "1": "7",
        "3": "8",
        "5": "6",
        "6": "0",
        "7": "1",
        "8": "3",
        "4": "9",
        "9": "4",
        "2": "7",
    }
    place = rng.randrange(len(number))
    return number[:place] + confused[number[place]] + number[place + 1 :]


def _misread_day(rng: random.Random, born: str) -> str:
    if len(born) == 4:
        return born
    day = {"1": "7", "7": "1", "3": "8", "8": "3", "5": "6", "6": "5"}.get(born[9], born[9])
    return born[:9] + day if 0 < int(born[8] + day) <= 28 else born


def _read_out(rng: random.Random, number: str) -> str:
    """A number written down while it was read out: two neighbours change places now and then."""
    if not number or rng.random() < 0.9:
        return number
    place = rng.randrange(len(number) - 1)
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _telex(name: str) -> str:
    keys = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
    shapes = {"\u0302": "", "\u0306": "w", "\u031b": "w"}
    typed = []
    for word in name.split():
        letters, tone = "", ""
        for sign in unicodedata.normalize("NFD", word.replace("Đ", "Dd").replace("đ", "dd")):
            if sign in keys:
                tone = keys[sign]
            elif sign == "\u0302":
                letters += letters[-1].lower()
            else:
                letters += shapes.get(sign, sign)
        typed.append(letters + tone)
    return " ".join(typed)


def _unmarked(name: str) -> str:
    apart = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _family_name(rng: random.Random) -> str:
    names, weights = zip(*_FAMILIES, strict=True)
    return str(rng.choices(names, weights)[0])


def _day(rng: random.Random, year: int) -> str:
    return f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))
