"""An independent reader of the files between machines, written from docs/sync-format.md and from nothing else.

It imports nothing of the program: only pyrage (age), zstandard, msgpack and the standard library.

    python reader.py IDENTITY OFFICE_KEY FILE...

IDENTITY is an `AGE-SECRET-KEY-1...`, OFFICE_KEY the office's Ed25519 public key in hex. Prints, for every order of
reading the files, the same state as JSON, and fails when two orders differ.
"""

import hashlib
import json
import sys
from datetime import date
from itertools import accumulate, permutations
from pathlib import Path
from typing import Any

import msgpack
import pyrage
import zstandard

MAGIC = bytes.fromhex("89474353 0D0A1A0A")
CLEAR = ["kind", "office", "sender", "incarnation", "recipients", "number", "previous"]
HEADER = [*CLEAR, "sealed_bytes", "sealed_sha256"]
INNER = ["clear", "binding", "compression", "plain_bytes", "plain_sha256"]
PAYLOAD = ["made_at", "schema", "operations", "low", "high", "acknowledgements", "holdings", "orders"]
YES_WINS = {("household", "do_not_contact"), ("person", "do_not_contact"), ("person", "deceased")}
USED: set[int] = set()
"""The codes of columns that were met."""


def need(sound: bool, reason: str = "damaged") -> None:
    if not sound:
        raise ValueError(reason)


def unpack_map(data: bytes, keys: list[str]) -> dict[str, Any]:
    found = msgpack.unpackb(data, raw=False, strict_map_key=False)
    need(isinstance(found, dict) and list(found) == keys and msgpack.packb(found) == data)
    return dict(found)


# ------------------------------------------------------------------------------------------- Ed25519, RFC 8032
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]


def recover(spelled: bytes) -> Point:
    y = int.from_bytes(spelled, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    need(y < P, "forged")
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    need((x * x - square) % P == 0 and not (x == 0 and sign), "forged")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        found = add(found, point) if number & 1 else found
        point, number = add(point, point), number >> 1
    return found


BASE = recover((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def check_signature(tag: str, message: bytes, *, signature: bytes, signer: bytes) -> None:
    text = tag.encode() + b"\0" + hashlib.sha512(message).digest()
    need(len(signature) == 64, "forged")
    s = int.from_bytes(signature[32:], "little")
    need(s < ORDER, "forged")
    k = int.from_bytes(hashlib.sha512(signature[:32] + signer + text).digest(), "little") % ORDER
    left, right = times(s, BASE), add(recover(signature[:32]), times(k, recover(signer)))
    need((left[0] * right[2] - right[0] * left[2]) % P == 0, "forged")
    need((left[1] * right[2] - right[1] * left[2]) % P == 0, "forged")


# ------------------------------------------------------------------------------------------------------- a file
def recipient_id(identity: str) -> bytes:
    recipient = str(pyrage.x25519.Identity.from_str(identity).to_public())
    return hashlib.sha256(b"go-cua recipient v1\0" + recipient.encode()).digest()[:16]


def open_file(data: bytes, identity: str, office: bytes) -> dict[str, Any]:
    """Prove a file in the order of the specification and give its payload."""
    need(len(data) <= 256 << 20 and data[:8] == MAGIC, "not_ours")
    need(int.from_bytes(data[8:10], "big") == 1, "newer_format")
    length = int.from_bytes(data[10:14], "big")
    need(length <= 16_384 and len(data) >= 14 + length + 64)
    header = unpack_map(data[14 : 14 + length], HEADER)
    body = data[14 + length : -64]
    need(len(body) == header["sealed_bytes"] and hashlib.sha256(body).digest() == header["sealed_sha256"])
    check_signature("go-cua sync file v1", data[:-64], signature=data[-64:], signer=header["sender"])
    need(recipient_id(identity) in header["recipients"], "not_for_us")
    check_stanzas(body, len(header["recipients"]))
    plain = pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(identity)])
    end = 4 + int.from_bytes(plain[:4], "big")
    need(end <= 1 << 20)
    inner = unpack_map(plain[4:end], INNER)
    need(inner["clear"] == msgpack.packb({key: header[key] for key in CLEAR}), "forged")
    if header["sender"] != office:
        check_binding(inner["binding"], header, office)
    payload = expand(inner, plain[end:])
    need(hashlib.sha256(payload).digest() == inner["plain_sha256"])
    return header | unpack_map(payload, PAYLOAD)


def check_stanzas(body: bytes, recipients: int) -> None:
    end = body.index(b"\n--- ")
    lines = body[:end].split(b"\n")
    need(lines[0] == b"age-encryption.org/v1", "damaged")
    kinds = [line.split(b" ")[1] for line in lines if line.startswith(b"-> ")]
    grease = [kind for kind in kinds if kind.endswith(b"-grease")]
    need(len(grease) <= 1 and kinds.count(b"X25519") == recipients, "passphrase_stanza")
    need(len(kinds) == recipients + len(grease), "passphrase_stanza")


def check_binding(binding: bytes | None, header: dict[str, Any], office: bytes) -> None:
    need(binding is not None, "unknown_sender")
    told = unpack_map(binding or b"", ["body", "enrolment_signature", "own_signature"])
    body = unpack_map(told["body"], ["certificate", "sign", "seal", "incarnation", "made_at"])
    signed = unpack_map(body["certificate"], ["body", "signature"])
    check_signature("go-cua certificate v1", signed["body"], signature=signed["signature"], signer=office)
    certificate = msgpack.unpackb(signed["body"], raw=False)
    first, second = told["enrolment_signature"], told["own_signature"]
    key = certificate["enrolment_key"]
    check_signature("go-cua enrolment v1", told["body"], signature=first, signer=key)
    check_signature("go-cua own keys v1", told["body"], signature=second, signer=body["sign"])
    need(body["sign"] == header["sender"] and certificate["office_id"] == header["office"], "forged")


def expand(inner: dict[str, Any], packed: bytes) -> bytes:
    size = inner["plain_bytes"]
    need(size <= 256 << 20, "too_large")
    if inner["compression"] == "stored":
        need(len(packed) == size)
        return packed
    need(inner["compression"] == "zstd")
    told = zstandard.get_frame_parameters(packed)
    need(told.content_size == size and told.window_size <= max(8 << 20, size), "bomb")
    need(size <= 65_536 or size <= 200 * len(packed), "bomb")
    plain = zstandard.ZstdDecompressor().decompress(packed, max_output_size=size, allow_extra_data=False)
    need(len(plain) == size)
    return plain


# -------------------------------------------------------------------------------------------------------- a block
def read_bits(packed: bytes, count: int) -> list[bool]:
    need(len(packed) == (count + 7) // 8)
    return [bool(packed[i // 8] >> (7 - i % 8) & 1) for i in range(count)]


class Block:
    """One block of operations in columns."""

    def __init__(self, data: bytes) -> None:
        self.version, self.count, self.cells, known, self.spine, self.groups = msgpack.unpackb(
            data, raw=False
        )
        need(self.version == 1, "newer_format")
        need(self.count <= 131_072 and self.cells <= 16_777_216 and len(known) % 8 == 0)
        self.known = [known[i : i + 8] for i in range(0, len(known), 8)]

    def spend(self, count: int) -> None:
        self.cells -= count
        need(self.cells >= 0, "bomb")

    def column(self, node: Any, count: int, depth: int = 0) -> list[Any]:
        self.spend(count)
        if count == 0:
            need(node is None)
            return []
        need(depth <= 12 and isinstance(node, list))
        USED.add(node[0])
        read = [self.same, self.raw, self.some, self.bits, self.ints, self.steps, self.picks, self.texts,
                self.days, self.ids, self.lists, self.tuples][node[0] - 1]  # fmt: skip
        cells: list[Any] = read(node[1:], count, depth + 1)
        need(len(cells) == count)
        return cells

    def same(self, told: list[Any], count: int, depth: int) -> list[Any]:
        return [told[0]] * count

    def raw(self, told: list[Any], count: int, depth: int) -> list[Any]:
        return list(msgpack.unpackb(told[0], raw=False, strict_map_key=False))

    def some(self, told: list[Any], count: int, depth: int) -> list[Any]:
        there = read_bits(told[0], count)
        cells = iter(self.column(told[1], sum(there), depth))
        return [next(cells) if one else None for one in there]

    def bits(self, told: list[Any], count: int, depth: int) -> list[Any]:
        return list(read_bits(told[0], count))

    def ints(self, told: list[Any], count: int, depth: int) -> list[Any]:
        base, planes = told
        need(len(planes) % count == 0 and 1 <= len(planes) // count <= 8)
        return [base + int.from_bytes(planes[i::count], "big") for i in range(count)]

    def steps(self, told: list[Any], count: int, depth: int) -> list[Any]:
        return list(accumulate(self.column(told[1], count - 1, depth), initial=told[0]))

    def picks(self, told: list[Any], count: int, depth: int) -> list[Any]:
        distinct = msgpack.unpackb(told[1], raw=False)
        need(len(distinct) == told[0])
        return [distinct[i] for i in self.column(told[2], count, depth)]

    def texts(self, told: list[Any], count: int, depth: int) -> list[Any]:
        return list(told[0].decode().split("\0"))

    def days(self, told: list[Any], count: int, depth: int) -> list[Any]:
        return [date.fromordinal(day).isoformat() for day in self.column(told[0], count, depth)]

    def ids(self, told: list[Any], count: int, depth: int) -> list[Any]:
        machines, numbers = self.column(told[0], count, depth), self.column(told[1], count, depth)
        return [self.known[m] + n.to_bytes(8, "big") for m, n in zip(machines, numbers, strict=True)]

    def lists(self, told: list[Any], count: int, depth: int) -> list[Any]:
        lengths = self.column(told[0], count, depth)
        items = iter(self.column(told[1], sum(lengths), depth))
        return [[next(items) for _ in range(length)] for length in lengths]

    def tuples(self, told: list[Any], count: int, depth: int) -> list[Any]:
        columns = [self.column(node, count, depth) for node in told[0]]
        return [list(cells) for cells in zip(*columns, strict=True)]

    def operations(self) -> list[dict[str, Any]]:
        spine = [self.column(node, self.count) for node in self.spine]
        found: list[dict[str, Any]] = []
        moment, counter = None, 0
        for machine, seq, ms, offset, author, schema, group in zip(*spine, strict=True):
            counter = (counter + 1 if ms == moment else 0) + offset
            moment = ms
            dot = (self.known[machine], seq)
            found.append(
                {"dot": dot, "time": (ms, counter), "author": author, "schema": schema, "group": group}
            )
        for number, group in enumerate(self.groups):
            self.fill(group, [o for o in found if o["group"] == number])
        return found

    def fill(self, group: list[Any], members: list[dict[str, Any]]) -> None:
        table, kind, own, fields, rows, replaced, values = group
        count = len(members)
        ids = None if own else self.column(rows, count)
        named = self.column(replaced, count)
        for i, o in enumerate(members):
            row = ids[i] if ids else o["dot"][0] + o["dot"][1].to_bytes(8, "big")
            dots = {(d[:8], int.from_bytes(d[8:], "big")) for d in named[i]}
            o.update(table=table, edit=kind == 1, row=row, replaced=dots, values={})
        for name, (mask, node) in zip(fields, values, strict=True):
            there = [True] * count if mask is None else read_bits(mask, count)
            if mask is not None:
                self.spend(count)
            cells = iter(self.column(node, sum(there)))
            for o, one in zip(members, there, strict=True):
                if one:
                    o["values"][name] = next(cells)


# -------------------------------------------------------------------------------------------------------- the state
class State:
    """Rows as made, and for each field every edit ever read; everything else follows."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, bytes], dict[str, Any]] = {}
        self.edits: dict[tuple[str, bytes, str], dict[Any, dict[str, Any]]] = {}

    def take(self, payload: dict[str, Any]) -> None:
        need(payload["schema"] <= 1, "newer_format")
        for block in payload["operations"]:
            for o in Block(block).operations():
                if not o["edit"]:
                    self.made[o["table"], o["row"]] = o["values"]
                    continue
                for name in o["values"]:
                    self.edits.setdefault((o["table"], o["row"], name), {})[o["dot"]] = o

    def heads(self, key: tuple[str, bytes, str]) -> list[dict[str, Any]]:
        edits = self.edits.get(key, {})
        replaced = {dot for o in edits.values() for dot in o["replaced"]}
        return sorted(
            (o for dot, o in edits.items() if dot not in replaced), key=lambda o: (o["time"], o["dot"])
        )

    def shown(self, key: tuple[str, bytes, str]) -> Any:
        heads = self.heads(key)
        if not heads:
            return self.made[key[:2]].get(key[2])
        yes = [o for o in heads if o["values"][key[2]][0]] if (key[0], key[2]) in YES_WINS else []
        return (yes or heads)[-1]["values"][key[2]][0]

    def is_conflict(self, key: tuple[str, bytes, str]) -> bool:
        values = [o["values"][key[2]][0] for o in self.heads(key)]
        settled = (key[0], key[2]) in YES_WINS and any(values)
        settled = settled or (key[2] == "removed" and all(v is not None for v in values))
        if not settled and any(v != values[0] for v in values):
            return True
        return key[2] == "removed" and self.is_removal_disputed(key)

    def is_removal_disputed(self, key: tuple[str, bytes, str]) -> bool:
        if self.edits.get(key) and self.heads(key)[-1]["values"]["removed"][0] is None:
            return False
        seen = {dot for o in self.heads(key) for dot in (o["dot"], *o["replaced"])}
        others = [other for other in self.edits if other[:2] == key[:2] and other[2] != "removed"]
        return any(o["dot"] not in seen for other in others for o in self.heads(other))

    def describe(self) -> dict[str, Any]:
        rows: dict[str, dict[str, Any]] = {}
        for key, values in self.made.items():
            names = {*values, *(name for *row, name in self.edits if tuple(row) == key)}
            rows[spell(key)] = {name: plain(self.shown((*key, name))) for name in sorted(names)}
        heads = {spell(k): [f"{o['dot'][0].hex()}:{o['dot'][1]}" for o in self.heads(k)] for k in self.edits}
        conflicts = sorted(spell(key) for key in self.edits if self.is_conflict(key))
        return {"rows": rows, "heads": heads, "conflicts": conflicts}


def spell(key: tuple[Any, ...]) -> str:
    return "/".join(part.hex() if isinstance(part, bytes) else part for part in key)


def plain(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(each) for each in value]
    return f"x'{value.hex()}'" if isinstance(value, bytes) else value


def main(identity: str, office: str, *names: str) -> None:
    payloads = [open_file(Path(name).read_bytes(), identity, bytes.fromhex(office)) for name in names]
    told = set()
    for order in permutations(payloads):
        state = State()
        for payload in (*order, order[0]):
            state.take(payload)
        told.add(json.dumps(state.describe(), sort_keys=True, ensure_ascii=False, indent=1))
    need(len(told) == 1, "the order of reading matters")
    files = [{key: payload[key] for key in ("kind", "number", "low", "high")} for payload in payloads]
    print(json.dumps({"state": json.loads(told.pop()), "files": files, "columns": sorted(USED)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
