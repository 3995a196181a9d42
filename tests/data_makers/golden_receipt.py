"""Makes the golden receipt of a team lead: only when the format moves before its release.

Run from the root of the project: `python -m tests.data_makers.golden_receipt`. Sealing draws new keys each time.
"""

from datetime import date
from pathlib import Path

from outreach_app.domain.seen import Seen
from outreach_app.sync.certificates import Certificate, sign_binding, sign_certificate
from outreach_app.sync.envelope import seal
from outreach_app.sync.keys import MachineKeys, public_half
from outreach_app.sync.payload import Payload
from outreach_app.sync.statements import Holdings
from outreach_app.wire.packing import pack

DATA = Path(__file__).parents[1] / "data" / "receipt-v1"
OFFICE_ID, PLACE = b"golden-office-id", b"golden-village-1"
LEAD, ONE = b"leader01", b"laptop01"
START = 1_795_000_000_000
HOLDINGS = Holdings(files={ONE: Seen(2, ((4, 4),))})


def main() -> None:
    """Write the receipt, and the keys of the office, the lead and the laptop it is for."""
    DATA.mkdir(exist_ok=True)
    keys = {name: MachineKeys.generate() for name in ("office", "lead", "one")}
    enrolment = MachineKeys.generate().sign_seed
    certificate = Certificate(
        office_id=OFFICE_ID, device_id=b"golden-lead-0001", device_number=3, device_name="Máy tổ trưởng", role="lead",
        scope=(PLACE,), not_before=date(2026, 11, 1), not_after=date(2027, 10, 31),
        enrolment_key=public_half(enrolment), serial=1,
    )  # fmt: skip
    binding = sign_binding(
        sign_certificate(certificate, keys["office"]), keys["lead"], enrolment_seed=enrolment, incarnation=LEAD,
        made_at=START // 1000,
    )  # fmt: skip
    payload = Payload(START, 1, (), 1, 0, holdings=HOLDINGS)
    data = seal(
        payload.pack(), kind="receipt", office_id=OFFICE_ID, sender=keys["lead"], incarnation=LEAD,
        recipients=[keys["one"].public.seal], number=1, binding=binding,
    )  # fmt: skip
    (DATA / "receipt.gocua").write_bytes(data)
    told = {name: [each.sign_seed, each.seal_identity] for name, each in keys.items()}
    (DATA / "keys-of-the-test.msgpack").write_bytes(pack(told))


if __name__ == "__main__":
    main()
