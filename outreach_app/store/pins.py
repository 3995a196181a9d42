"""PINs of people on this machine: local rows with a salted slow hash and the tries since the last right one."""

from sqlmodel import Session, select

from outreach_app.store.local_tables import Pin


def read_pin(session: Session, canvasser: bytes) -> Pin | None:
    """Read somebody's PIN row."""
    return session.get(Pin, canvasser)


def list_with_pin(session: Session) -> frozenset[bytes]:
    """Tell who has a PIN here."""
    return frozenset(session.exec(select(Pin.canvasser)).all())


def store_pin(session: Session, pin: Pin) -> None:
    """Write a PIN row, new or changed."""
    session.merge(pin)
    session.flush()


def remove_pin(session: Session, canvasser: bytes) -> None:
    """Forget somebody's PIN."""
    found = session.get(Pin, canvasser)
    if found is not None:
        session.delete(found)
        session.flush()
