"""What a laptop does with the office's orders: a new permission, a block on itself or others, how far it is complete.

Return files may be read in any order. A certificate counts when its serial number is higher than the one in force;
everything else is told in full in every file, and the newest file counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach_app.domain.clock import stamp_of
from outreach_app.domain.operations import Dot, Operation
from outreach_app.domain.seen import Seen, Streams, dots_of, holds_all
from outreach_app.store import blocks, exchange, incarnations, journal, leaving, machines, seen, settings
from outreach_app.store.database import run
from outreach_app.store.leaving import Mark
from outreach_app.sync import carrying, receipts
from outreach_app.sync.certificates import Certificate, sign_binding, verify_certificate
from outreach_app.sync.envelope import ClearPart
from outreach_app.sync.payload import Acknowledgement
from outreach_app.sync.secrets import Pins
from outreach_app.sync.statements import Orders, need_streams, spell_streams

_NEWEST = "newest_orders"
_BLOCKED = "blocked_machines"
_COVER = "cover"
_AT_LEAD = "at_lead"
_TRAVEL_DAYS = 31  # an answer may lie on a stick for weeks before the laptop hears of a change


def take_orders(session: Session, orders: Orders, clear: ClearPart, *, made_at: int, now: datetime) -> None:
    """Carry out what a return file says beside its entries; the file itself is not in the ledger yet."""
    if orders.certificate is not None:
        _take_certificate(session, orders, now=now)
    newest = _is_newest(session, clear, made_at)
    machines.note_machines(session, orders.machines, newest=newest)
    if not newest:
        return
    settings.write_setting(session, _NEWEST, [clear.incarnation, clear.number, made_at])
    settings.write_setting(session, _BLOCKED, [list(each) for each in orders.blocked])
    settings.write_setting(session, _AT_LEAD, spell_streams(orders.at_lead))
    carrying.note_arrived(session, orders.arrived)
    _take_cover(session, orders, clear)
    leaving.note_leaving(session, orders.leaves, mark_of(clear, made_at))


def note_former_area(session: Session, peer: bytes, villages: Iterable[bytes], *, now: datetime) -> None:
    """Remember at the office which villages a machine has lost: its entries there count until it can have heard."""
    until = stamp_of(now + timedelta(days=_TRAVEL_DAYS))
    known = read_former_area(session, peer) | dict.fromkeys(villages, until)
    settings.write_setting(session, f"former_area:{peer.hex()}", sorted(map(list, known.items())))


def read_former_area(session: Session, peer: bytes) -> dict[bytes, int]:
    """The villages a machine has lost, each with the stamp until which its entries there still count."""
    return dict(settings.read_setting(session, f"former_area:{peer.hex()}") or ())


def mark_of(clear: ClearPart, made_at: int) -> Mark:
    """The place of a return file in the office's stream."""
    return Mark(clear.incarnation, clear.number, made_at)


def read_unanswered(session: Session) -> list[Operation]:
    """Read what this machine wrote and the office has not told that it has: waiting, or on a file on its way."""
    known = seen.read_seen(session)
    dots: set[Dot] = set()
    for incarnation in incarnations.list_own(session):
        told = settings.read_setting(session, f"told:{incarnation.hex()}")
        safe = Acknowledgement.unpack(told).seen if told else Seen()
        written = dots_of({incarnation: known.get(incarnation, Seen())})
        dots.update(dot for dot in written if dot[1] not in safe)
    tail = [operation for operation in journal.read_tail(session) if operation.dot in dots]
    return [*blocks.read_dots(session, dots).values(), *tail]


def read_blocked(session: Session) -> dict[bytes, tuple[int, str]]:
    """Tell which machines may no longer write, by device id: since when (milliseconds since 1970) and why."""
    return {
        bytes(device): (since, why) for device, since, why in settings.read_setting(session, _BLOCKED) or ()
    }


def write_blocked(session: Session, blocked: Mapping[bytes, tuple[int, str]]) -> None:
    """Note at the office which machines may no longer write."""
    settings.write_setting(session, _BLOCKED, [[device, *told] for device, told in sorted(blocked.items())])


def read_cover(session: Session) -> dict[bytes, int]:
    """Tell up to which operation of each machine everything in this laptop's area is here, as the office signed."""
    return {bytes(incarnation): upto for incarnation, upto in settings.read_setting(session, _COVER) or ()}


def read_at_lead(session: Session) -> Streams:
    """Tell which files of this machine a team lead has, as the office or the lead itself told, by incarnation."""
    told = settings.read_setting(session, _AT_LEAD)
    by_office = need_streams(told) if told else {}
    by_lead = receipts.read_received(session)
    return {
        incarnation: by_office.get(incarnation, Seen()).join(by_lead.get(incarnation, Seen()))
        for incarnation in by_office.keys() | by_lead.keys()
    }


def _is_newest(session: Session, clear: ClearPart, made_at: int) -> bool:
    former = settings.read_setting(session, _NEWEST)
    if not former:
        return True
    incarnation, number, at = former
    return bool(clear.number > number if incarnation == clear.incarnation else made_at > at)


def _take_cover(session: Session, orders: Orders, clear: ClearPart) -> None:
    # The cover counts on earlier files; a laptop that lacks one, as after a restored backup, does not believe it.
    here = exchange.streams_read(session, "return")
    here[clear.incarnation] = here.get(clear.incarnation, Seen()).add([clear.number])
    own = set(incarnations.list_own(session))
    complete = holds_all(here, orders.relies_on)
    cover = [[i, upto] for i, upto in orders.cover if i not in own] if complete else []
    settings.write_setting(session, _COVER, cover)


def _take_certificate(session: Session, orders: Orders, *, now: datetime) -> None:
    pins = Pins.read(session)
    assert orders.certificate is not None
    fresh = verify_certificate(orders.certificate, pins.office.sign)
    machine = settings.read_machine(session)
    if fresh.enrolment_key != pins.own.public.sign or fresh.office_id != machine.office_id:
        return  # signed for another machine: nothing the office would send here
    if fresh.serial <= _serial_of(pins):
        return
    binding = sign_binding(
        orders.certificate, pins.own, enrolment_seed=pins.own.sign_seed, incarnation=machine.incarnation,
        made_at=int(now.timestamp()),
    )  # fmt: skip
    pins = replace(pins, certificate=orders.certificate, binding=binding)
    if orders.teams:
        pins = replace(
            pins,
            teams=tuple(recipient for recipient, _ in orders.teams),
            team_identities=tuple(identity for _, identity in orders.teams if identity is not None),
        )
    pins.write(session)
    _rename_machine(session, fresh)


def _serial_of(pins: Pins) -> int:
    return -1 if pins.certificate is None else verify_certificate(pins.certificate, pins.office.sign).serial


def _rename_machine(session: Session, certificate: Certificate) -> None:
    run(
        session, "UPDATE machine SET role = :r, device_name = :n, device_number = :d, workspace_id = :w",
        r=certificate.role, n=certificate.device_name, d=certificate.device_number, w=certificate.device_id,
    )  # fmt: skip
