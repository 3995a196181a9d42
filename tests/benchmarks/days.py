"""Days of visits as laptops write them, in the proportions that the goals name, and the files that carry them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outreach_app.domain.operations import SCHEMA, Dot, Kind, Operation
from outreach_app.sync import envelope
from outreach_app.sync.certificates import Certificate, sign_binding, sign_certificate
from outreach_app.sync.keys import MachineKeys, public_half
from outreach_app.sync.payload import Payload, make_blocks
from outreach_app.sync.secrets import Pins

_FIRST_DAY = date(2026, 11, 2)
_START = 1_793_600_000_000  # milliseconds since 1970: the morning of the first day
_VISIT_MS = 11 * 60 * 1000
_SCHEMES = ("voluntary", "household_health")
_OUTCOMES = "thinking thinking refused call_back signed_up already_covered working_away".split()
_DOORS = "not_home not_home not_home working_away refused".split()
_OBJECTIONS = (
    "cannot_afford cannot_afford too_long unclear_benefit waits_harvest children_care no_trust".split()
)
_NOTE_WORDS = """
    chị hẹn tối thứ sáu anh đi nương chưa về cần hỏi thêm chồng muốn đóng theo quý bò ốm hết tiền mùa sau mới có bà cụ
    tai nặng gặp con dâu thẻ cũ hết hạn đã photo giấy tờ gọi trước khi đến nhà cuối bản qua cầu treo
""".split()


@dataclass(frozen=True, slots=True)
class Home:
    """A household as visits need it."""

    id: bytes
    members: tuple[bytes, ...]
    phones: tuple[str | None, ...]


@dataclass(slots=True)
class Laptop:
    """A machine that writes visits: 1.5 people met each, every third with a worry, every fourth with a note."""

    number: int
    canvasser: bytes
    keys: MachineKeys
    seq: int = 0
    time: int = 0

    @classmethod
    def make(cls, number: int) -> "Laptop":
        """Make a machine whose days can be told from the others'."""
        return cls(number, number.to_bytes(16, "big"), MachineKeys.generate())

    @property
    def incarnation(self) -> bytes:
        """Eight bytes as random as real ones."""
        return random.Random(self.number).randbytes(8)

    def write_visits(self, homes: Sequence[Home]) -> list[Operation]:
        """Visit these households one after another, some thirty a day."""
        rng = random.Random(f"visits {self.number}")
        return [self._visit(rng, home, day=place // 30) for place, home in enumerate(homes)]

    def write_edits(self, homes: Sequence[Home]) -> list[Operation]:
        """Give the first member of each household another telephone number."""
        rng = random.Random(f"edits {self.number}")
        return [
            self._operation(
                Kind.EDIT,
                "person",
                home.members[0],
                {"phone": [f"03{rng.randrange(10**8):08d}", home.phones[0]]},
            )
            for home in homes
        ]

    def _visit(self, rng: random.Random, home: Home, *, day: int) -> Operation:
        visited = _FIRST_DAY + timedelta(days=day)
        self.time = max(self.time, (_START + day * 86_400_000) * 4096) + rng.randrange(_VISIT_MS) * 4096
        values: dict[str, object] = {
            "household": home.id, "visited_on": visited.isoformat(), "channel": "door", "canvasser": self.canvasser,
            "next_step": "none",
        }  # fmt: skip
        met = rng.sample(home.members, k=min(len(home.members), rng.choice((0, 1, 1, 2, 2, 3))))
        if met:
            values["met"] = met
            values["outcomes"] = [[person, rng.choice(_SCHEMES), rng.choice(_OUTCOMES)] for person in met]
        else:
            values["door_outcome"] = rng.choice(_DOORS)
        if rng.random() < 0.30:
            values["objection"] = rng.choice(_OBJECTIONS)
        if rng.random() < 0.25:
            values["note"] = _note(rng)
        if rng.random() < 0.40:
            values["next_step"] = "return"
            values["next_on"] = (visited + timedelta(days=rng.randrange(1, 21))).isoformat()
        return self._operation(Kind.CREATE, "visit", None, values)

    def _operation(
        self,
        kind: Kind,
        table: str,
        row: bytes | None,
        values: dict[str, object],
        replaced: tuple[Dot, ...] = (),
    ) -> Operation:
        self.seq += 1
        self.time += 1
        own = self.incarnation + self.seq.to_bytes(8, "big")
        return Operation(
            self.incarnation,
            self.seq,
            self.time,
            kind,
            table,
            row or own,
            values,
            replaced,
            self.canvasser,
            SCHEMA,
        )


def _note(rng: random.Random) -> str:
    note = ""
    while len(note) < 40:
        note += rng.choice(_NOTE_WORDS) + " "
    return note[:40].strip()


def seal_file(
    laptop: Laptop,
    operations: Sequence[Operation],
    *,
    office: Pins,
    office_id: bytes,
    villages: Sequence[bytes],
) -> bytes:
    """Seal what a laptop wrote for the office and its escrow key, under a certificate that the office signs."""
    enrolment = random.Random(f"enrolment {laptop.number}").randbytes(32)
    certificate = sign_certificate(_certificate(laptop, office_id, villages, enrolment), office.own)
    binding = sign_binding(
        certificate,
        laptop.keys,
        enrolment_seed=enrolment,
        incarnation=laptop.incarnation,
        made_at=_START // 1000,
    )
    payload = Payload(laptop.time // 4096, SCHEMA, make_blocks(operations), 1, laptop.seq)
    return envelope.seal(
        payload.pack(), kind="sync", office_id=office_id, sender=laptop.keys, incarnation=laptop.incarnation,
        recipients=[office.office.seal, office.escrow], number=1, binding=binding,
    )  # fmt: skip


def _certificate(
    laptop: Laptop, office_id: bytes, villages: Sequence[bytes], enrolment: bytes
) -> Certificate:
    return Certificate(
        office_id=office_id, device_id=random.Random(f"device {laptop.number}").randbytes(16),
        device_number=laptop.number, device_name=f"Máy {laptop.number}", role="canvasser",
        scope=tuple(sorted(villages)), not_before=date(2026, 1, 1), not_after=date(2027, 12, 31),
        enrolment_key=public_half(enrolment), serial=laptop.number,
    )  # fmt: skip
