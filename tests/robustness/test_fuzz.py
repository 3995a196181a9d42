"""Every reader is fed with what nobody meant for it: it reads it or refuses it with a sentence; nothing else comes out.

What hypothesis finds becomes a test of its own beside the reader, under the name of the fault.
"""

import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from outreach_app import settings as kept_settings
from outreach_app.cli import parsing
from outreach_app.cli.call import BUG
from outreach_app.cli.figure_numbers import read_number
from outreach_app.cli.main import make_app
from outreach_app.domain import codes, identity, lapses, meetings, methods, receipts, telex, text
from outreach_app.domain.rule_files import read_rule_book
from outreach_app.errors import OutreachError
from outreach_app.exchange import words
from outreach_app.exchange.column_choices import parse_choice
from outreach_app.exchange.register import read_register
from outreach_app.services.shipped_rules import read_shipped_texts
from outreach_app.store import blocks
from outreach_app.sync.payload import Payload, make_blocks
from outreach_app.sync.shapes import check_shapes
from outreach_app.wire.packing import pack, unpack
from tests.cli.command_line import run_here
from tests.data_makers import untidy_registers
from tests.robustness import old_books
from tests.robustness.defects import DEFECTS
from tests.robustness.hostile_words import WORDS
from tests.robustness.rows import PROMISED, Tally, sizes
from tests.workspaces import PASSPHRASE, cards, copy_machine, door

TODAY = date(2026, 11, 21)
ABSURD: tuple[Any, ...] = (
    None, True, 0, -1, 1 << 62, (1 << 64) - 1, -(1 << 63), 1.5, float("nan"), "", "x", "\0", "x" * 70_000, b"",
    b"x" * 16, [], [[]], [[[[]]]], {}, {"x": []}, *WORDS.values(),
)  # fmt: skip
seeds = st.integers(0, 1 << 48).map(random.Random)
typed = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.,/-+:= đĐkKtrTR%()٣²", max_size=24),
    st.sampled_from(sorted(WORDS.values())),
    st.sampled_from(
        ["9" * 5000, "٣" * 5000, "²", "1-²", "1e999999999", "-0", "sNaN", "١٢/٣/٢٠٢٦", "0x1", "1_000", "½"]
    ),
)


def feed(count: int, what: st.SearchStrategy[Any], check: Callable[[Any], None]) -> int:
    """Have hypothesis try so many examples; returns how many there were."""
    ran = 0

    @settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,), report_multiple_bugs=False,
    )  # fmt: skip
    @given(what)
    def run(example: Any) -> None:
        nonlocal ran
        ran += 1
        check(example)

    run()
    return ran


# --------------------------------------------------------------------------------------------------------- spreadsheets
def spoil(data: bytes, chance: random.Random) -> bytes:
    """Flip, cut out, repeat or put in a few bytes, some of them with a meaning of their own."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        place, length = chance.randrange(len(changed) + 1), chance.choice((1, 1, 8, 300))
        piece = chance.choice((
            b"", bytes(changed[place : place + length]) * 2, b"\0", b"\xff\xfe", b"<", b'"', b"&x;", b"-1", b"NaN",
            b"1e999", b"99999999999999999999", b"r=\"A1\"", b"t=\"s\"", b"\r", b"\n", b"=1+1",
            bytes([chance.randrange(256)]),
        ))  # fmt: skip
        changed[place : place + len(piece)] = piece
        if chance.random() < 0.3:
            del changed[place : place + length]
    return bytes(changed)


def spoil_part(path: Path, data: bytes, chance: random.Random) -> None:
    """Spoil what is inside a zipped list, so that the harm is not found by a checksum."""
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    victim = chance.choice([name for name, part in parts.items() if part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, spoil(part, chance) if name == victim else part)


def feed_lists(folder: Path, count: int) -> int:
    rows = [untidy_registers.PLAIN_HEADER, *untidy_registers.PLAIN_ROWS]
    csv = untidy_registers.csv_files(folder)
    makers = [
        untidy_registers.write_xlsx(folder / "a.xlsx", rows, merges=["A2:A4"]), untidy_registers.merged_cells(folder),
        untidy_registers.village_sheets(folder), untidy_registers.tcvn3_font(folder),
        untidy_registers.mixed_dates(folder), untidy_registers.vni_xls(folder), old_books.mixed_book(folder),
        *csv.values(),
    ]  # fmt: skip
    whole = [path.read_bytes() for path in makers]

    def check(chance: random.Random) -> None:
        data, path = chance.choice(whole), folder / "bad.bin"
        if data.startswith(b"PK") and chance.random() < 0.8:
            spoil_part(path, data, chance)
        elif data.startswith(b"\xd0\xcf") and chance.random() < 0.8:
            path.write_bytes(old_books.spoil_record(data, chance))
        else:
            path.write_bytes(spoil(data, chance))
        with suppress(OutreachError):
            read_register(path, today=TODAY)

    return feed(count, seeds, check)


# -------------------------------------------------------------------------------------------------- rules and settings
TOML = ("nan", "inf", "-1", "1e999", "9" * 5000, "1979-05-27", "0001-01-01", "[", "]", '""', "'''", "true", "{}", "= =",
        "[[rule]]", "[[area]]", "[[top_up]]", "1.000000000000000000001", '"\\u0000"', "\0", "-0.0")  # fmt: skip


def feed_rules(folder: Path, count: int) -> int:
    shipped = read_shipped_texts()

    def check(chance: random.Random) -> None:
        name = chance.choice(sorted(shipped))
        lines = shipped[name].splitlines()
        for _ in range(chance.choice((1, 1, 4))):
            place = chance.randrange(len(lines))
            key = lines[place].split("=")[0]
            lines[place] = chance.choice(
                (f"{key}= {chance.choice(TOML)}", chance.choice(TOML), "", lines[place] * 2)
            )
        with suppress(OutreachError):
            read_rule_book(shipped | {name: "\n".join(lines)})
        with suppress(OutreachError):
            parse_choice("\n".join(lines[:20]))

    return feed(count, seeds, check)


def feed_settings(folder: Path, count: int) -> int:
    file = folder / "settings.json"
    sound = b'{"language": "vi", "theme": "light", "type_size": "large", "lock_after": "15"}'

    def check(data: bytes) -> None:
        file.write_bytes(data)
        assert kept_settings.load_settings(file).language in kept_settings.CHOICES["language"]

    return feed(count, st.one_of(st.binary(max_size=60), seeds.map(partial(spoil, sound))), check)


# ------------------------------------------------------------------------------------------------------ files of ours
def replace_node(value: Any, chance: random.Random) -> Any:
    """A packed value with one absurd thing somewhere in it."""
    if isinstance(value, bytes) and len(value) > 20 and chance.random() < 0.6:
        with suppress(OutreachError):
            return pack(replace_node(unpack(value), chance))
    if isinstance(value, list) and value and chance.random() < 0.9:
        place = chance.randrange(len(value))
        return [*value[:place], replace_node(value[place], chance), *value[place + 1 :]]
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        return value | {key: replace_node(value[key], chance)}
    return chance.choice(ABSURD)


def feed_payloads(folder: Path, count: int) -> int:
    app = copy_machine(folder, "one").open()
    app.visits.log(door(cards(app)[0]))
    with app.desk.read() as session:
        every = list(blocks.read_blocks(session))[-40:]
    app.close()
    whole = unpack(Payload(1_795_000_000_000, 1, make_blocks(every), 1, 5).pack())

    def check(chance: random.Random) -> None:
        bad = b""
        with suppress(ValueError, TypeError, OverflowError):  # what cannot be packed is no file
            bad = pack(replace_node(whole, chance))
        with suppress(OutreachError):
            check_shapes(Payload.unpack(bad).operations())

    return feed(count, seeds, check)


# ----------------------------------------------------------------------------------------------- what somebody types
def read_texts() -> list[Callable[[str], object]]:
    """What reads a field of a form, a cell of a list or an option of a command."""
    return [
        identity.parse_citizen_number, identity.parse_insurance_number, identity.normalize_phone,
        partial(identity.normalize_phone, old_prefixes=False), identity.parse_row_id, lapses.read_lapse_words,
        receipts.parse_receipt_number, meetings.parse_hour, methods.parse_method, codes.parse_code,
        words.read_name, words.read_place, words.read_sex, words.read_relation, words.read_category, text.normalize,
        text.normalize_note, text.fold, text.tokens, text.sort_key, text.title_name, text.name_parts,
        telex.search_variants, partial(parsing.parse_date, option="--on"), partial(parsing.parse_month, option="--on"),
        partial(parsing.parse_moment, option="--at"), partial(parsing.parse_money, option="--own"),
        partial(parsing.parse_count, option="--n"), partial(parsing.parse_yes, option="--yes"),
        partial(read_number, percent=True), partial(read_number, percent=False),
    ]  # fmt: skip


def feed_texts(folder: Path, count: int) -> int:
    readers = read_texts()

    def check(told: str) -> None:
        for read in readers:
            with suppress(OutreachError):
                read(told)

    return feed(count, typed, check)


def list_commands() -> list[tuple[tuple[str, ...], Any]]:
    """Every command with its words, and what it takes."""
    found: list[tuple[tuple[str, ...], Any]] = []

    def walk(path: tuple[str, ...], command: Any) -> None:
        under = getattr(command, "commands", None)
        if under is None:
            found.append((path, command))
        for name, each in (under or {}).items():
            walk((*path, name), each)

    walk((), typer.main.get_command(make_app()))
    return [(path, command) for path, command in found if path and path[0] not in ("window", "demo")]


def make_line(path: tuple[str, ...], command: Any, chance: random.Random) -> list[str]:
    """A command with some of its options, and any words for them."""
    values = [
        *WORDS.values(),
        "1",
        "0",
        "-1",
        "2026-11-21",
        "1/13/2026",
        "99999999999999999999",
        "NL-0001",
        "nan",
        "1e9",
    ]
    line = list(path)
    for parameter in command.params:
        if "--help" in parameter.opts or chance.random() < 0.4:
            continue
        option = (
            [] if getattr(parameter, "param_type_name", "") == "argument" else [chance.choice(parameter.opts)]
        )
        line += option if getattr(parameter, "is_flag", False) else [*option, chance.choice(values)]
    return [*line, *chance.sample(values, chance.choice((0, 0, 0, 2)))]


def feed_commands(folder: Path, count: int) -> int:
    machine, commands = copy_machine(folder, "one"), list_commands()

    def check(chance: random.Random) -> None:
        path, command = chance.choice(commands)
        line = [word.replace("\0", "") for word in make_line(path, command, chance)]
        said = run_here("--workspace", machine.folder, *line)
        assert said.code != BUG, (line, said.err)
        assert "Traceback" not in said.out + said.err, line
        assert said.code == 0 or said.err.strip(), line

    ran = feed(count, seeds, check)
    app = machine.open()
    assert app.upkeep.check().ok
    app.close()
    return ran


FEEDS: dict[str, Callable[[Path, int], int]] = {
    "lists": feed_lists, "rules": feed_rules, "settings": feed_settings, "payloads": feed_payloads,
    "texts": feed_texts, "commands": feed_commands,
}  # fmt: skip


@pytest.mark.parametrize(("part", "whole"), sizes("fuzzing"))
def test_whatever_is_fed_to_a_reader_is_read_or_refused_with_a_sentence(
    part: str, whole: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    monkeypatch.setenv("OUTREACH_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("OUTREACH_NEW_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    tally("fuzzing", part, FEEDS[part](tmp_path, PROMISED["fuzzing"][part][whole]))


@pytest.mark.torture
def test_a_reader_that_judges_no_values_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    DEFECTS["any text will do"](monkeypatch)
    with pytest.raises((ValueError, ArithmeticError, RecursionError)):
        feed_rules(tmp_path, 200)
