"""Makes the golden set-up file anew with the golden keys: only when the format moves before its first release.

Run from the root of the project: `python -m tests.data_makers.golden_kit`.
"""

from datetime import date
from pathlib import Path

from outreach_app.sync.certificates import Certificate, sign_certificate
from outreach_app.sync.keys import MachineKeys, public_half
from outreach_app.sync.kit import KitContents, seal_kit
from outreach_app.sync.locks import FLOOR
from outreach_app.wire.packing import unpack

DATA = Path(__file__).parents[1] / "data" / "sync-v1"
CODE = "7Q2M-0X9K-4TBD"


def make_kit() -> bytes:
    """Seal a set-up file as the office of the golden files gives it to its laptop."""
    keys = unpack((DATA / "keys-of-the-test.msgpack").read_bytes())
    assert isinstance(keys, dict)
    office, laptop = MachineKeys(*keys["office"]), MachineKeys(*keys["laptop"])
    enrolment = bytes(range(32))
    certificate = Certificate(
        office_id=b"golden-office-id", device_id=b"golden-laptop-id", device_number=1, device_name="Máy 01",
        role="lead", scope=(b"golden-village-1",), not_before=date(2026, 11, 21), not_after=date(2027, 11, 21),
        enrolment_key=public_half(enrolment), serial=1,
    )  # fmt: skip
    contents = KitContents(
        certificate=sign_certificate(certificate, office),
        enrolment_seed=enrolment,
        recovery_code="7Q2M0X9K4TBDABCD",
        office=office.public,
        escrow=laptop.public.seal,
        teams=(laptop.public.seal,),
        team_identities=(laptop.seal_identity,),
        operations=((DATA / "operations.block").read_bytes(),),
        rule_book="2026-07",
        made_at=1_795_000_000,
        office_name="BHXH cơ sở Tam Đường",
        unit_code="03424",
        unit_vintage="2025",
    )
    return seal_kit(contents.pack(), code=CODE, office=office, office_id=b"golden-office-id", cost=FLOOR)


if __name__ == "__main__":
    (DATA / "laptop.gocuakit").write_bytes(make_kit())
