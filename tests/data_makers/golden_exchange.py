"""Makes the three golden files of one exchange and the state they give: only when the format moves before its release.

Run from the root of the project: `python -m tests.data_makers.golden_exchange`. Sealing draws new keys each time, so
the bytes differ from run to run while the state is the same.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from outreach_app.domain.operations import Kind, Operation
from outreach_app.domain.seen import Seen
from outreach_app.sync.certificates import Certificate, sign_binding, sign_certificate
from outreach_app.sync.envelope import seal
from outreach_app.sync.keys import MachineKeys, public_half
from outreach_app.sync.merge import MemoryState
from outreach_app.sync.payload import Acknowledgement, Payload, make_blocks
from outreach_app.sync.statements import Holdings, Orders
from outreach_app.wire.packing import pack

DATA = Path(__file__).parents[1] / "data" / "exchange-v1"
OFFICE_ID = b"golden-office-id"
OFFICE, ONE, TWO = b"office01", b"laptop01", b"laptop02"
START = 1_795_000_000_000


def row(machine: bytes, seq: int) -> bytes:
    """The id of the row that this operation made."""
    return machine + seq.to_bytes(8, "big")


def create(machine: bytes, seq: int, table: str, **values: Any) -> Operation:
    """Make a row."""
    schema = 7 if table == "caravan" else 1
    author = None if seq % 3 else row(OFFICE, 900 + seq)
    time = (START + 1000 * (seq // 4)) * 4096 + seq % 4
    return Operation(machine, seq, time, Kind.CREATE, table, row(machine, seq), values, (), author, schema)


def edit(
    machine: bytes, seq: int, table: str, there: bytes, replaced: list[tuple[bytes, int]], **values: Any
) -> Operation:
    """Edit fields, each given as [new, was]."""
    time = (START + 86_400_000 + 7919 * seq) * 4096
    return Operation(machine, seq, time, Kind.EDIT, table, there, values, tuple(sorted(replaced)))


def office_operations() -> list[Operation]:
    """Households, people, one field of a newer schema, and the decision of a conflict."""
    made = [
        create(OFFICE, n, "household", number=n, village=row(OFFICE, 400 + n % 2), house=None, do_not_contact=n == 3)
        for n in range(1, 7)
    ]  # fmt: skip
    names = (
        "Lò Văn Páo",
        "Giàng A Chư",
        "Tẩn Mý Dao",
        "Vàng A Lử",
        "Lù Seo Vần",
        "Sùng Thị Mỷ",
        "Lò Văn Páo",
    )
    for n, name in enumerate(names, start=7):
        born = f"19{50 + n}-0{n % 9 + 1}-12" if n != 9 else None
        made.append(
            create(OFFICE, n, "person", name=name, household=row(OFFICE, n - 6), born=born, phone=None)
        )
    made.append(
        create(OFFICE, 14, "caravan", wheels=4, length=2.5, crew={"driver": "Páo"}, tags=["a", "b", "c"])
    )
    made.append(create(OFFICE, 15, "caravan", wheels=-9, length=7, crew=None, tags=[]))
    decision = edit(OFFICE, 20, "person", row(OFFICE, 8), [(ONE, 40), (TWO, 40)], phone=["0905", "0902"])
    sheet = edit(OFFICE, 22, "household", row(OFFICE, 2), [], house=["số 7", None], number=[77, 2])
    return [*made, decision, sheet]


def laptop_operations(machine: bytes) -> list[Operation]:
    """Visits on many doors, and edits that meet the other laptop's."""
    first, second = machine == ONE, machine == TWO
    there: list[Operation] = []
    for n in range(1, 31):
        told = [[row(OFFICE, 7 + n % 6), "voluntary", ("thinking", "refused", "agreed")[n % 3]]] * (1 + n % 2)
        note = "" if n % 4 else f"hẹn sau mùa gặt {n}"
        there.append(
            create(
                machine, n, "visit", household=row(OFFICE, 1 + n % 6), visited_on=f"2026-11-{n:02d}", note=note,
                outcomes=told, met=[row(OFFICE, 7 + n % 6)] * (n % 3), next_on="2026-12-24" if n % 5 == 0 else None,
            )
        )  # fmt: skip
    person = [row(OFFICE, n) for n in range(7, 14)]
    there.append(edit(machine, 40, "person", person[1], [], phone=["0901" if first else "0902", None]))
    there.append(edit(machine, 41, "person", person[2], [], phone=["0903" if first else "0904", None]))
    there.append(edit(machine, 42, "person", person[3], [], deceased=[first, False]))
    there.append(edit(machine, 43, "household", row(OFFICE, 1), [], do_not_contact=[second, False]))
    if first:
        there.append(edit(machine, 44, "person", person[4], [], removed=["moved", None]))
        there.append(edit(machine, 45, "person", person[2], [(machine, 41)], phone=["0906", "0903"]))
        there.append(edit(machine, 46, "person", person[6], [], removed=["repeated", None]))
    else:
        there.append(
            edit(machine, 44, "person", person[4], [], phone=["0907", None], born=["1962-01-01", None])
        )
        there.append(edit(machine, 45, "household", row(OFFICE, 2), [], house=["cạnh trường", None]))
        there.append(edit(machine, 46, "person", person[6], [], removed=["moved", None]))
        there.append(edit(machine, 47, "caravan", row(OFFICE, 14), [], wheels=[6, 4], tags=[["z"], ["a"]]))
    return there


def describe(state: MemoryState) -> dict[str, Any]:
    """Spell a state as the independent reader does."""
    rows = {spell(key): {n: plain(v) for n, v in shown.items()} for key, shown in state.picture().items()}
    heads = {spell(k): [f"{e.dot[0].hex()}:{e.dot[1]}" for e in found] for k, found in state.heads.items()}
    return {"rows": rows, "heads": heads, "conflicts": sorted(spell(key) for key in state.conflicts())}


def spell(key: tuple[Any, ...]) -> str:
    """A key as one text."""
    return "/".join(part.hex() if isinstance(part, bytes) else part for part in key)


def plain(value: Any) -> Any:
    """A value as JSON takes it."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return f"x'{value.hex()}'" if isinstance(value, bytes) else value


def bind(keys: MachineKeys, machine: bytes, office: MachineKeys, *, number: int) -> bytes:
    """Prove a laptop's keys under a certificate of the office."""
    enrolment = bytes([number]) * 32
    certificate = Certificate(
        office_id=OFFICE_ID, device_id=machine * 2, device_number=number, device_name=f"Máy {number:02d}",
        role="canvasser", scope=(row(OFFICE, 400), row(OFFICE, 401)), not_before=date(2026, 11, 1),
        not_after=date(2027, 11, 1), enrolment_key=public_half(enrolment), serial=number,
    )  # fmt: skip
    signed = sign_certificate(certificate, office)
    return sign_binding(
        signed, keys, enrolment_seed=enrolment, incarnation=machine, made_at=START // 1000 + number
    )


def make_sync(machine: bytes, keys: dict[str, MachineKeys], name: str, *, number: int) -> bytes:
    """Seal a laptop's first file to office and escrow."""
    operations = laptop_operations(machine)
    holdings = Holdings(own={machine: Seen().add(o.seq for o in operations)})
    payload = Payload(
        START, 1, make_blocks(operations), operations[0].seq, operations[-1].seq, holdings=holdings
    )
    return seal(
        payload.pack(), kind="sync", office_id=OFFICE_ID, sender=keys[name], incarnation=machine, number=1,
        recipients=[keys["office"].public.seal, keys["escrow"].public.seal],
        binding=bind(keys[name], machine, keys["office"], number=number),
    )  # fmt: skip


def make_return(keys: dict[str, MachineKeys]) -> bytes:
    """Seal the office's answer to the first laptop: its own rows, and those of the second that lie in the area."""
    answered = [*office_operations(), *laptop_operations(TWO)]
    told = Acknowledgement(ONE, 1, Seen().add(o.seq for o in laptop_operations(ONE)), (40, 41), ())
    orders = Orders(cover=((TWO, 47),), blocked=((b"lost-machine-007", START, "rơi ở suối"),))
    payload = Payload(
        START + 86_400_000, 1, make_blocks(answered), 1, 0, acknowledgements=(told,), orders=orders
    )
    return seal(
        payload.pack(), kind="return", office_id=OFFICE_ID, sender=keys["office"], incarnation=OFFICE, number=1,
        recipients=[keys["one"].public.seal, keys["escrow"].public.seal],
    )  # fmt: skip


def main() -> None:
    """Write keys, files and the state expected of them."""
    DATA.mkdir(exist_ok=True)
    keys = {name: MachineKeys.generate() for name in ("office", "escrow", "one", "two")}
    spelled = {name: [each.sign_seed, each.seal_identity] for name, each in keys.items()}
    (DATA / "keys-of-the-test.msgpack").write_bytes(pack(spelled))
    (DATA / "one.gocua").write_bytes(make_sync(ONE, keys, "one", number=1))
    (DATA / "two.gocua").write_bytes(make_sync(TWO, keys, "two", number=2))
    (DATA / "return.gocua").write_bytes(make_return(keys))
    state = MemoryState()
    for operations in (office_operations(), laptop_operations(ONE), laptop_operations(TWO)):
        state.apply(operations)
    text = json.dumps(describe(state), sort_keys=True, ensure_ascii=False, indent=1)
    (DATA / "state.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
