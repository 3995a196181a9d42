"""The office's disk is gone: the printed recovery sheet opens every file again, and the files give the state back."""

import shutil
from datetime import date
from pathlib import Path

from outreach_app import app as program
from outreach_app.domain.operations import Operation
from outreach_app.sync import envelope
from outreach_app.sync.locks import FLOOR
from outreach_app.sync.merge import MemoryState
from outreach_app.sync.payload import Payload
from outreach_app.sync.secrets import Pins
from tests.workspaces import PASSPHRASE, Clock, card_of, cards, talk, write_list


def test_the_recovery_sheet_and_all_files_give_back_what_was_written(tmp_path: Path) -> None:
    clock, stick = Clock(), tmp_path / "stick"
    stick.mkdir()
    made = program.create_office(
        tmp_path / "office",
        passphrase=PASSPHRASE,
        name="BHXH cơ sở",
        unit_code="03424",
        clock=clock,
        cost=FLOOR,
    )
    office, sheet = made.app, made.sheet
    office.lists.import_register(write_list(tmp_path / "list.csv"))
    villages = [village.id for village in office.households.list_villages()]
    laptops = {}
    for name in ("một", "hai"):
        kit = office.make_kit(
            tmp_path / f"{name}.gocuakit", device=name, role="canvasser", villages=villages,
            until=date(2027, 6, 30), cost=FLOOR,
        )  # fmt: skip
        laptops[name] = program.open_kit_file(
            tmp_path / name, kit.path, kit.code, PASSPHRASE, clock=clock, cost=FLOOR
        )
    typed = set()
    for name, laptop in laptops.items():
        typed |= {laptop.visits.log(talk(card, note=f"{name} ghi")).value for card in cards(laptop)}
        laptop.households.edit_person(card_of(laptop, "Lò Văn Páo").members[0].id, {"away": name == "một"})
        laptop.syncing.write(stick)
    office.syncing.read([stick])
    office.households.edit_person(card_of(office, "Giàng A Chư").members[0].id, {"phone": "0987000111"})
    office.syncing.write(stick)
    with laptops["một"].desk.read() as session:
        pinned = Pins.read(session).office.sign
    shown = card_of(office, "Giàng A Chư").members[0]
    journal_entries = office.upkeep.check().journal_entries
    office.close()
    shutil.rmtree(tmp_path / "office")

    operations: dict[tuple[bytes, int], Operation] = {}
    files = sorted(stick.iterdir())
    for path in files:
        data = path.read_bytes()
        kind = envelope.read_clear(data).kind
        trust = envelope.trust_only(pinned) if kind == "return" else envelope.trust_bound(pinned)
        opened = envelope.unseal(data, [sheet.escrow_identity], trust=trust)
        operations |= {o.dot: o for o in Payload.unpack(opened.payload).operations()}
    state = MemoryState()
    state.apply(operations.values())
    assert len(files) == 4
    assert {row for table, row in state.made if table == "visit"} == typed
    assert state.value("person", shown.id, "phone") == "0987000111"
    # What stands on no file is the register itself: it is on every laptop.
    laptops["hai"].syncing.read([stick])
    kept = laptops["hai"].upkeep.check()
    assert (kept.ok, kept.journal_entries) == (True, journal_entries)
    assert {visit.id for card in cards(laptops["hai"]) for visit in card.visits} == typed
    for laptop in laptops.values():
        laptop.close()
