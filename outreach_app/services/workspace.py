"""Making and opening workspaces: an office, a laptop from its set-up file, a forgotten passphrase."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from outreach_app import paths
from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, NotFound, OutreachError, StoreUnavailable, say
from outreach_app.files import read_capped, write_file
from outreach_app.services.backups import keep_keys
from outreach_app.services.desk import Desk
from outreach_app.services.guesses import open_patiently
from outreach_app.services.making import Register, make_folder, need_strong
from outreach_app.services.opening import open_desk
from outreach_app.services.permissions import next_serial
from outreach_app.services.rule_book import current_book
from outreach_app.services.territory_data import load_territory
from outreach_app.store import consignments, exchange, replication, settings
from outreach_app.store.consignments import KIT, Sent
from outreach_app.store.local_tables import Peer
from outreach_app.store.moving import RECOVERY_BOUND, office_moved
from outreach_app.store.packing import pack
from outreach_app.store.sealed import seal_text, unseal_text
from outreach_app.store.settings import MachineSelf
from outreach_app.sync import kit, slots
from outreach_app.sync.certificates import Certificate, sign_binding, sign_certificate, verify_certificate
from outreach_app.sync.codes import KIT_CODE_LENGTH, RECOVERY_CODE_LENGTH, make_code
from outreach_app.sync.keys import MachineKeys, key_id, public_half
from outreach_app.sync.locks import STANDARD, Cost
from outreach_app.sync.payload import make_blocks
from outreach_app.sync.secrets import Pins
from outreach_app.sync.teams import find_team_keys

Clock = Callable[[], datetime]
_KIT_LIMIT = 256 * 1024 * 1024


def system_clock() -> datetime:
    """This machine's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed once and kept in two places: the code for a forgotten passphrase and the escrow secret."""

    office_name: str
    key_id: str
    recovery_code: str
    escrow_identity: str
    made_on: date


@dataclass(frozen=True, slots=True)
class MadeKit:
    """A set-up file and the code that is told separately."""

    path: Path
    code: str
    device: str
    number: int


def open_folder(folder: Path, passphrase: str, *, clock: Clock = system_clock) -> Desk:
    """Open an existing workspace; NotAllowed for a wrong passphrase, StoreUnavailable for a damaged database."""
    _read_slots(folder)  # the sentence for a folder without a workspace
    return open_desk(folder, open_data_key(folder, passphrase, clock=clock), clock)


def open_data_key(folder: Path, passphrase: str, *, clock: Clock = system_clock) -> bytes:
    """Unwrap the key of a workspace whose database may be damaged or gone; NotAllowed for a wrong passphrase.

    Wrong ones make the next try wait; see services.guesses.
    """
    if not (folder / paths.KEYS).is_file():
        raise _no_workspace(folder)
    kept = read_capped(folder / paths.KEYS, slots.SIZE_LIMIT)
    return open_patiently(folder, lambda: slots.open_with_passphrase(kept, passphrase), now=clock())


def recover_folder(
    folder: Path, code: str, new_passphrase: str, *, clock: Clock = system_clock, cost: Cost | None = None
) -> Desk:
    """Open a workspace by its recovery code and give it a new passphrase; nothing in it is touched."""
    return open_desk(folder, renew_passphrase(folder, code, new_passphrase, clock=clock, cost=cost), clock)


def renew_passphrase(
    folder: Path, code: str, new_passphrase: str, *, clock: Clock = system_clock, cost: Cost | None = None
) -> bytes:
    """Give a workspace a new passphrase by its recovery code; returns its data key."""
    need_strong(new_passphrase)
    old = _read_slots(folder)
    data_key = open_patiently(folder, lambda: slots.open_with_recovery_code(old, code), now=clock())
    fresh = slots.replace_passphrase(old, data_key, passphrase=new_passphrase, cost=cost)
    write_file(folder / paths.KEYS, fresh, overwrite=True, private=True)
    keep_keys(folder, folder / paths.BACKUPS)  # the former passphrase opens nothing any more
    return data_key


def change_passphrase(
    folder: Path, old: str, new: str, *, clock: Clock = system_clock, cost: Cost | None = None
) -> None:
    """Replace the passphrase of a workspace; the database itself is not rewritten."""
    need_strong(new)
    kept = _read_slots(folder)
    data_key = open_data_key(folder, old, clock=clock)
    fresh = slots.replace_passphrase(kept, data_key, passphrase=new, cost=cost)
    write_file(folder / paths.KEYS, fresh, overwrite=True, private=True)
    keep_keys(folder, folder / paths.BACKUPS)  # the former passphrase opens nothing any more


def create_office(
    folder: Path,
    *,
    passphrase: str,
    name: str,
    unit_code: str,
    clock: Clock = system_clock,
    cost: Cost | None = None,
    hub: str | None = None,
) -> tuple[Desk, RecoverySheet]:
    """Make an office workspace; the recovery sheet's secrets are kept nowhere else.

    With the address of a `hub` its rows go there, and the folder is what this account keeps for it.
    """
    unit = load_territory().valid_on(unit_code, clock().astimezone(VIETNAM).date())
    if unit is None:
        raise NotFound(
            say("No unit has the code {code}.", code=unit_code),
            say("Search for the commune or province by name."),
        )
    if not name.strip():
        raise BadInput(say("The office has no name."), say("Type its name, such as BHXH cơ sở Tam Đường."))
    code = make_code(RECOVERY_CODE_LENGTH)
    machine = MachineSelf(
        workspace_id=secrets.token_bytes(16),
        role="office",
        office_id=secrets.token_bytes(16),
        office_name=name.strip(),
        unit_code=unit.code,
        unit_vintage=unit.vintage,
        device_name=name.strip(),
        device_number=0,
        incarnation=secrets.token_bytes(8),
        last_seq=0,
        last_saved=0,
    )
    own, escrow = MachineKeys.generate(), MachineKeys.generate()
    pins = Pins(own, own.public, escrow.public.seal)
    data_key = make_folder(folder, machine, pins, passphrase=passphrase, recovery=code, cost=cost, hub=hub)
    desk = open_desk(folder, data_key, clock)
    sheet = RecoverySheet(machine.office_name, key_id(own.public), code, escrow.seal_identity, desk.today)
    return desk, sheet


def make_kit(
    desk: Desk,
    target: Path,
    *,
    device: str,
    role: str,
    villages: Sequence[bytes],
    until: date,
    cost: Cost = STANDARD,
) -> MadeKit:
    """Write a laptop's set-up file with the register of its villages; the code is returned, never stored."""
    if not villages:
        raise BadInput(say("No village is chosen for this laptop."), say("Choose at least one village."))
    code, recovery = make_code(KIT_CODE_LENGTH), make_code(RECOVERY_CODE_LENGTH)
    with desk.database.write_local() as session:
        machine, pins = settings.read_machine(session), Pins.read(session)
        if machine.role != "office":
            raise BadInput(
                say("Only the office makes set-up files."), say("Ask the office for one."), key="office_only"
            )
        peers = exchange.list_peers(session)
        name = _need_new_name(device, peers)
        number = max((peer.number for peer in peers), default=0) + 1
        enrolment = secrets.token_bytes(32)
        certificate = Certificate(
            office_id=machine.office_id,
            device_id=secrets.token_bytes(16),
            device_number=number,
            device_name=name,
            role=role,
            scope=tuple(sorted(villages)),
            not_before=desk.today,
            not_after=until,
            enrolment_key=public_half(enrolment),
            serial=next_serial(session, pins.office.sign),
        )
        signed = sign_certificate(certificate, pins.own)
        teams = find_team_keys(session, villages)
        operations = list(replication.read_in_scope(session, villages))
        contents = kit.KitContents(
            certificate=signed,
            enrolment_seed=enrolment,
            recovery_code=recovery,
            office=pins.own.public,
            escrow=pins.escrow,
            teams=tuple(team.public.seal for team in teams),
            team_identities=tuple(team.seal_identity for team in teams) if role == "lead" else (),
            operations=make_blocks(operations),
            rule_book=current_book(session).version,
            made_at=int(desk.now.timestamp()),
            office_name=machine.office_name,
            unit_code=machine.unit_code,
            unit_vintage=machine.unit_vintage,
        )
        data = kit.seal_kit(
            contents.pack(), code=code, office=pins.own, office_id=machine.office_id, cost=cost
        )
        exchange.save_peer(
            session,
            Peer(
                id=certificate.device_id,
                name=certificate.device_name,
                number=number,
                role=role,
                certificate=signed,
                recovery_code=seal_text(session, recovery, bound=RECOVERY_BOUND),
                scope=pack(list(certificate.scope)),
            ),
        )
        cargo = frozenset(operation.dot for operation in operations)
        consignments.add_sent(
            session, certificate.device_id, Sent(machine.incarnation, KIT, cargo, frozenset(), b"")
        )
    # The number is spent before the file appears, so that a kill never leaves two laptops with one number.
    _hand_out(desk, target, data, device_id=certificate.device_id)
    return MadeKit(target, code, certificate.device_name, number)


def _hand_out(desk: Desk, target: Path, data: bytes, *, device_id: bytes) -> None:
    try:
        write_file(target, data)
    except OutreachError:
        with desk.database.write_local() as session:
            consignments.forget_sent(session, device_id)
            exchange.forget_peer(session, device_id)
        raise


def _need_new_name(device: str, peers: Sequence[Peer]) -> str:
    name = normalize(device)
    if not name:
        raise BadInput(
            say("The laptop has no name."), say("Type a name, such as Máy 01."), key="name_missing"
        )
    if any(fold(peer.name) == fold(name) for peer in peers):
        raise BadInput(
            say("A laptop called {name} has a set-up file already.", name=name),
            say("Give this laptop another name."),
            key="device_taken",
        )
    return name


def read_recovery_code(desk: Desk, device: str) -> str:
    """Tell the code that opens a laptop whose passphrase was forgotten; the office checks who is asking."""
    with desk.read() as session:
        found = [peer for peer in exchange.list_peers(session) if peer.name == device]
        code = unseal_text(session, found[0].recovery_code, bound=RECOVERY_BOUND) if found else None
    if code is None:
        raise NotFound(say("No laptop is called {name}.", name=device), say("Look at the list of machines."))
    return code


def open_kit(
    folder: Path,
    file: Path,
    *,
    code: str,
    passphrase: str,
    clock: Clock = system_clock,
    cost: Cost | None = None,
) -> Desk:
    """Set up a laptop: own keys, the office pinned, the register of its villages."""
    opened = kit.open_kit(read_capped(file, _KIT_LIMIT), code)
    contents = kit.KitContents.unpack(opened.contents)
    certificate = verify_certificate(contents.certificate, opened.office_public.sign)
    machine = MachineSelf(
        workspace_id=certificate.device_id,
        role=certificate.role,
        office_id=certificate.office_id,
        office_name=contents.office_name,
        unit_code=contents.unit_code,
        unit_vintage=contents.unit_vintage,
        device_name=certificate.device_name,
        device_number=certificate.device_number,
        incarnation=secrets.token_bytes(8),
        last_seq=0,
        last_saved=0,
    )
    own = MachineKeys.generate()
    binding = sign_binding(
        contents.certificate,
        own,
        enrolment_seed=contents.enrolment_seed,
        incarnation=machine.incarnation,
        made_at=int(clock().timestamp()),
    )
    pins = Pins(
        own,
        opened.office_public,
        contents.escrow,
        contents.teams,
        contents.team_identities,
        contents.certificate,
        binding,
    )
    data_key = make_folder(
        folder, machine, pins, passphrase=passphrase, recovery=contents.recovery_code, cost=cost,
        register=Register(contents.operations, clock()),
    )  # fmt: skip
    return open_desk(folder, data_key, clock)


def _read_slots(folder: Path) -> bytes:
    if not paths.is_workspace(folder):
        raise _no_workspace(folder)
    return read_capped(folder / paths.KEYS, slots.SIZE_LIMIT)


def _no_workspace(folder: Path) -> StoreUnavailable:
    if (folder / paths.MOVED).is_file():
        return office_moved((folder / paths.MOVED).read_text(encoding="utf-8").strip())
    return StoreUnavailable(
        say("There is no workspace in {folder}.", folder=str(folder)),
        say("Open a laptop set-up file, create an office, or name another folder."),
        key="no_workspace",
    )
