"""Build the files of `resources/territory/` from the MIT package `vietnamadminunits`; not used at run time.

Run it with the python of a throw-away environment that has the package (pip install vietnamadminunits):

    python tools/build_territory.py            writes the files
    python tools/build_territory.py --check    only tells whether the files equal what the package gives

The package is never imported (that would need its GPL dependency): its database and its conversion table
are read as data. Only codes, names, kinds and the old -> new map are taken, no coordinates and no areas.
"""

import argparse
import json
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGE = "vietnamadminunits"
KNOWN_VERSION = "1.0.4"
TARGET = Path(__file__).resolve().parent.parent / "resources" / "territory"

KINDS = {
    "Tỉnh": "tinh",
    "Thành phố": "thanh_pho",
    "Thị xã": "thi_xa",
    "Quận": "quan",
    "Huyện": "huyen",
    "Thị trấn": "thi_tran",
    "Phường": "phuong",
    "Đặc khu": "dac_khu",
    "Xã": "xa",
}

VINTAGES = (
    "vintage\tvalid_from\tvalid_to",
    "2024\t\t2025-06-30",
    "2025\t2025-07-01\t",
)

COUNTS_2025 = {
    (2, "tinh"): 28,
    (2, "thanh_pho"): 6,
    (5, "xa"): 2621,
    (5, "phuong"): 687,
    (5, "dac_khu"): 13,
}
# Provinces, districts and communes as they stood on 30 June 2025.
TOTALS_2024 = {2: 63, 3: 696, 5: 10035}
# Old communes and island districts with one and with several successors, as the source has it.
WHOLE, DIVIDED = 9569, 471
# Successors that the source gives to a namesake elsewhere in the new province (see find_mistaken).
MISTAKEN = 31
# Successors that the source lacks: (old, new), with the text that names them.
MISSING = {
    # xã Ô Diên takes a part of xã Văn Khê: resolution 1656/NQ-UBTVQH15 on Hà Nội.
    ("09013", "09817"),
}

Row = dict[str, str | None]
# Code -> parent code, kind, name without its kind.
Units = dict[str, tuple[str, str, str]]
# Old code -> new codes, each with whether the source takes it for the main one.
Changes = dict[str, dict[str, bool]]
# The source's conversion table: part -> new province key -> keys, of two shapes.
Table = dict[str, dict[str, Any]]


def clean_name(text: str) -> str:
    """Bring a name to NFC, single spaces, the keyboard apostrophe and spaced hyphens as in the source."""
    for apostrophe in "’‘ʼ`´":
        text = text.replace(apostrophe, "'")
    return " ".join(unicodedata.normalize("NFC", text).split())


def split_kind(text: str) -> tuple[str, str]:
    """Split 'Xã Bản Bo' into its kind and its name; the source's type columns are wrong in seven rows."""
    text = clean_name(text)
    for word, kind in KINDS.items():
        if text.lower().startswith(word.lower() + " "):
            return kind, text[len(word) + 1 :]
    raise ValueError(f"no kind known in front of {text!r}")


def read_rows(database: Path, table: str) -> list[Row]:
    """Read the columns that are taken from one of the two tables of the source."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608


def add_unit(units: Units, code: str, *, parent: str, text: str) -> None:
    """Add a unit, or fail when its code already stands for another."""
    unit = (parent, *split_kind(text))
    if units.setdefault(code, unit) != unit:
        raise ValueError(f"code {code} stands for {units[code]} and {unit}")


def collect_units(rows: Iterable[Row]) -> Units:
    """Collect provinces, districts where there are any, and communes from the source's flat rows."""
    units: Units = {}
    for row in rows:
        parent = row["provinceCode"] or ""
        add_unit(units, parent, parent="", text=row["province"] or "")
        if district := row.get("districtCode"):
            add_unit(units, district, parent=parent, text=row["district"] or "")
            parent = district
        if commune := row["wardCode"]:
            add_unit(units, commune, parent=parent, text=row["ward"] or "")
    return units


def old_key(row: Row) -> str:
    """Name an old unit the way the conversion table does; five island districts had no communes."""
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def list_conversions(table: Table) -> Iterator[tuple[str, str, str, bool]]:
    """Walk the conversion table: old key, new province key, new commune key, whether it is the main one."""
    for province, whole in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in whole.items():
            yield from ((old, province, new, True) for old in olds)
    for province, divided in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in divided.items():
            yield from ((old, province, new["newWardKey"], new["isDefaultNewWard"]) for new in news)


def collect_changes(old: list[Row], new: list[Row], table: Table) -> Changes:
    """Turn the conversion table's keys into codes, for communes, island districts and provinces."""
    old_codes = {old_key(row): str(row["wardCode"] or row["districtCode"]) for row in old}
    new_codes = {(row["provinceKey"], row["wardKey"]): str(row["wardCode"]) for row in new}
    old_provinces = {row["provinceKey"]: str(row["provinceCode"]) for row in old}
    new_provinces = {row["provinceKey"]: str(row["provinceCode"]) for row in new}
    changes: Changes = defaultdict(dict)
    for key, province, commune, is_main in list_conversions(table):
        changes[old_codes[key]][new_codes[province, commune]] = is_main
    for new_key, keys in table["DICT_PROVINCE"].items():
        for key in keys:
            changes[old_provinces[key]][new_provinces[new_key]] = True
    return changes


def list_namesakes(origins: set[str], old: Units) -> dict[str, set[str]]:
    """List, for each old unit among the origins of one new unit, those of the same kind and name."""
    return {
        code: {other for other in origins if other != code and old[other][1:] == old[code][1:]}
        for code in origins
    }


def measure_nearness(code: str, origins: Iterable[str], *, old: Units) -> int:
    """Say how near an old unit is to other origins of a new one: 2 same district, 1 same province, 0 neither."""
    district = old[code][0]
    nearness = 0
    for other in origins:
        if old[other][0] == district:
            return 2
        if old[old[other][0]][0] == old[district][0]:
            nearness = 1
    return nearness


def find_mistaken(changes: Changes, old: Units) -> list[tuple[str, str]]:
    """Find successors the source gave to a unit only because it is called like another one elsewhere.

    The wards 4 of Tân An and of Tây Ninh both come with the successors of both. Where a new unit has two origins of
    one name, the other origins show which of them is meant: the one from their district, else from their province.
    """
    origins: dict[str, set[str]] = defaultdict(set)
    for code, news in changes.items():
        for new in news:
            origins[new].add(code)
    mistaken = []
    for new, codes in origins.items():
        namesakes = list_namesakes({code for code in codes if len(code) == 5}, old)
        certain = [code for code, same in namesakes.items() if not same]
        nearness = {code: measure_nearness(code, certain, old=old) for code in namesakes}
        for code, same in namesakes.items():
            if len(changes[code]) > 1 and any(nearness[other] > nearness[code] for other in same):
                mistaken.append((code, new))
    return sorted(mistaken)


def drop_mistaken(changes: Changes, mistaken: list[tuple[str, str]]) -> None:
    """Take the mistaken successors out; a unit left with one successor has that as its main one."""
    for code, new in mistaken:
        del changes[code][new]
        if not any(changes[code].values()):
            changes[code][min(changes[code])] = True


def same_name(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Compare kind and name, leaving out tone placement (hoà / hòa), letter case, hyphens and apostrophes."""

    def skeleton(text: str) -> list[list[str]]:
        words = text.lower().replace("-", " ").replace("'", "").split()
        return [sorted(unicodedata.normalize("NFD", word)) for word in words]

    return one[1] == other[1] and skeleton(one[2]) == skeleton(other[2])


def name_change(
    old: str, new: str, *, changes: Changes, sources: Counter[str], units: tuple[Units, Units]
) -> str:
    """Say what became of an old unit: divided, merged with others, or alone with or without its old name."""
    if len(changes[old]) > 1:
        return "divided"
    if sources[new] > 1:
        return "merged"
    return "unchanged" if same_name(units[0][old], units[1][new]) else "renamed"


def write_units(units: Units) -> str:
    """Write units as text, sorted by code; the length of a code tells the level (two, three, five digits)."""
    lines = [f"{code}\t{parent}\t{kind}\t{name}" for code, (parent, kind, name) in sorted(units.items())]
    return "\n".join(["code\tparent\tkind\tname", *lines, ""])


def write_changes(changes: Changes, *, units: tuple[Units, Units]) -> str:
    """Write the old -> new map as text, sorted by old, then new code."""
    sources = Counter(new for news in changes.values() for new in news)
    lines = ["old\tnew\tchange\tmain"]
    for old, news in sorted(changes.items()):
        for new, is_main in sorted(news.items()):
            change = name_change(old, new, changes=changes, sources=sources, units=units)
            lines.append(f"{old}\t{new}\t{change}\t{'main' if change == 'divided' and is_main else ''}")
    return "\n".join([*lines, ""])


def check_counts(units: tuple[Units, Units], changes: Changes) -> None:
    """Fail unless the numbers are the published ones and the map covers both sides whole."""
    old, new = units
    found = Counter((len(code), kind) for code, (_, kind, _) in new.items())
    assert found == COUNTS_2025, found
    totals = Counter(len(code) for code in old)
    assert totals == TOTALS_2024, totals
    parents = {parent for parent, _, _ in old.values()}
    leaves = {code for code in old if code not in parents}
    assert set(changes) == leaves | {code for code in old if len(code) == 2}
    assert {code for news in changes.values() for code in news} == set(new)
    assert all(sum(news.values()) == 1 for news in changes.values())


def check_source(changes: Changes) -> None:
    """Fail unless the source's map has as many undivided and divided units as it had when it was examined."""
    communes = [code for code in changes if len(code) != 2]
    divided = sum(len(changes[code]) > 1 for code in communes)
    assert (len(communes) - divided, divided) == (WHOLE, DIVIDED), (len(communes), divided)


def build_files(source: Path) -> dict[str, str]:
    """Make every file from the data folder of the installed package: file name -> text."""
    old = read_rows(source / "dataset.db", "admin_units_legacy")
    new = read_rows(source / "dataset.db", "admin_units")
    table = json.loads((source / "converter_2025.json").read_text(encoding="utf-8"))
    units = (collect_units(old), collect_units(new))
    changes = collect_changes(old, new, table)
    check_source(changes)
    mistaken = find_mistaken(changes, units[0])
    assert len(mistaken) == MISTAKEN, mistaken
    drop_mistaken(changes, mistaken)
    for old_code, new_code in MISSING:
        changes[old_code].setdefault(new_code, False)
    check_counts(units, changes)
    return {
        "vintages.tsv": "\n".join([*VINTAGES, ""]),
        "units_2024.tsv": write_units(units[0]),
        "units_2025.tsv": write_units(units[1]),
        "changes_2025.tsv": write_changes(changes, units=units),
    }


def find_source() -> Path:
    """Find the data folder of the installed package without importing it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"Install {PACKAGE}=={KNOWN_VERSION} into an environment and run me with its python."
        )
    if version(PACKAGE) != KNOWN_VERSION:
        print(f"warning: made for {PACKAGE} {KNOWN_VERSION}, found {version(PACKAGE)}", file=sys.stderr)
    return Path(spec.origin).parent / "data"


def main() -> int:
    """Write or check the files; 1 when a check finds a difference."""
    parser = argparse.ArgumentParser(description="Build resources/territory from vietnamadminunits.")
    parser.add_argument("--check", action="store_true", help="compare with the files in place, write nothing")
    parser.add_argument("--target", type=Path, default=TARGET, help="folder of the files")
    options = parser.parse_args()
    differing = 0
    for name, text in build_files(find_source()).items():
        path = options.target / name
        data = text.encode("utf-8")
        same = path.is_file() and path.read_bytes() == data
        differing += not same
        if not (options.check or same):
            path.write_bytes(data)
        outcome = "as before" if same else "differs" if options.check else "written"
        print(f"{name}: {len(data):,} bytes, {outcome}")
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
