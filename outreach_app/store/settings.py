"""Small local values and the machine's own row."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from outreach_app.store.database import OWN, run, run_one
from outreach_app.store.packing import pack, unpack
from outreach_app.store.sealed import seal, unseal


@dataclass(frozen=True, slots=True)
class MachineSelf:
    """Who this machine is: workspace and office ids, role, names, device number and current incarnation."""

    workspace_id: bytes
    role: str
    office_id: bytes
    office_name: str
    unit_code: str
    unit_vintage: str
    device_name: str
    device_number: int
    incarnation: bytes
    last_seq: int
    last_saved: int


_FIELDS = (
    "workspace_id, role, office_id, office_name, unit_code, unit_vintage, device_name, device_number, incarnation,"
    " last_seq, last_saved"
)


def read_machine(session: Session) -> MachineSelf:
    """Read this machine's own row; there is exactly one in a workspace."""
    row = run_one(session, f"SELECT {_FIELDS} FROM machine")
    assert row is not None, "a workspace without a machine"
    return MachineSelf(*row)


def create_machine(session: Session, machine: MachineSelf) -> None:
    """Write the machine's row of a new workspace."""
    names = [name.strip() for name in _FIELDS.split(",")]
    run(
        session,
        f"INSERT INTO machine (id, {_FIELDS}, last_time, schema_version) VALUES (1, :{', :'.join(names)}, 0, 1)",
        **{name: getattr(machine, name) for name in names},
    )


def read_setting(session: Session, name: str) -> Any:
    """Read a local value; None when it was never set."""
    row = run_one(session, "SELECT value FROM setting WHERE name = :n", n=name)
    return unpack(unseal(session, row[0], bound=name)) if row else None


def write_setting(session: Session, name: str, value: Any) -> None:
    """Store a local value of plain types."""
    run(
        session,
        "INSERT INTO setting (name, value) VALUES (:n, :v) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        n=name,
        v=seal(session, pack(value), bound=name),
    )


def read_own_setting(session: Session, name: str) -> Any:
    """Read a value of this account: at a hub everybody has their own, in a file it is the workspace's."""
    return read_setting(session, name_own(session, name))


def write_own_setting(session: Session, name: str, value: Any) -> None:
    """Store a value of this account; see read_own_setting."""
    write_setting(session, name_own(session, name), value)


def name_own(session: Session, name: str) -> str:
    """Name what is this account's own: at a hub its sign goes along."""
    own = session.info.get(OWN)
    return f"{name}@{own}" if own else name
