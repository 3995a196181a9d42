"""What other machines are called here that were never read themselves, as the office's return files named them."""

from collections.abc import Iterable

from sqlmodel import Session

from outreach_app.store import settings

_NAMED = "machines_named"
Named = tuple[bytes, int, str]
"""The incarnation under which a machine writes, its number, and its name."""


def note_machines(session: Session, named: Iterable[Named], *, newest: bool) -> None:
    """Remember names; what an older file told does not replace what a newer one has told."""
    known = read_machines(session)
    for incarnation, number, name in named:
        if newest or incarnation not in known:
            known[incarnation] = (number, name)
    spelt = [[incarnation, *known[incarnation]] for incarnation in sorted(known)]
    settings.write_setting(session, _NAMED, spelt)


def read_machines(session: Session) -> dict[bytes, tuple[int, str]]:
    """Read number and name of machines by the incarnation under which they write."""
    told = settings.read_setting(session, _NAMED) or ()
    return {bytes(incarnation): (number, name) for incarnation, number, name in told}
