"""What the office permits its machines: a new last day, area or part; blocking a lost one, letting it write again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from outreach_app.domain.clock import TICKS, stamp_of
from outreach_app.domain.rows import Permission
from outreach_app.domain.text import fold, normalize
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.services.deeds import need_office
from outreach_app.services.desk import Desk
from outreach_app.store import exchange, settings
from outreach_app.store.local_tables import Peer
from outreach_app.store.packing import pack
from outreach_app.sync import orders
from outreach_app.sync.certificates import Certificate, sign_certificate, verify_certificate
from outreach_app.sync.secrets import Pins

_OFFICE = say("Only the office gives and takes permissions.")

_WHY_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Permissions:
    """Commands of the office about what its machines may do; a laptop only reads its own."""

    desk: Desk

    def renew(
        self,
        device: str,
        *,
        until: date | None = None,
        villages: Sequence[bytes] | None = None,
        role: str | None = None,
    ) -> Permission:
        """Give a machine a new permission, which travels in its next return file; what is not named stays."""
        with self.desk.database.write_local() as session:
            need_office(session, _OFFICE)
            pins = Pins.read(session)
            peer = _need_peer(session, device)
            if peer.certificate is None or peer.sign_key is None:
                raise BadInput(
                    say("{name} has not sent a file yet.", name=peer.name),
                    say("Make a new set-up file for it, or wait for its first file."),
                    key="not_enrolled",
                )
            if villages is not None and not villages:
                raise BadInput(
                    say("No village is chosen for this laptop."), say("Choose at least one village.")
                )
            former = verify_certificate(peer.certificate, pins.office.sign)
            fresh = replace(
                former,
                role=role or former.role,
                scope=former.scope if villages is None else tuple(sorted(villages)),
                not_before=self.desk.today,
                not_after=until or former.not_after,
                enrolment_key=peer.sign_key,
                serial=next_serial(session, pins.office.sign),
            )
            lost = set(former.scope) - set(fresh.scope)
            if lost:
                orders.note_former_area(session, peer.id, lost, now=self.desk.now)
            peer.certificate = sign_certificate(fresh, pins.own)
            peer.role, peer.scope = fresh.role, pack(list(fresh.scope))
            exchange.save_peer(session, peer)
            return _make_permission(session, fresh)

    def block(self, device: str, *, why: str) -> None:
        """Block a lost or misused machine: what it writes from now on is held everywhere, and it is told to stop."""
        reason = read_reason(why)
        with self.desk.database.write_local() as session:
            need_office(session, _OFFICE)
            peer = _need_peer(session, device)
            known = orders.read_blocked(session)
            known.setdefault(peer.id, (stamp_of(self.desk.now) // TICKS, reason))
            self._write(session, peer, known, revoked=True)

    def unblock(self, device: str) -> None:
        """Let a blocked machine write again; its held files can be read then."""
        with self.desk.database.write_local() as session:
            need_office(session, _OFFICE)
            peer = _need_peer(session, device)
            known = orders.read_blocked(session)
            known.pop(peer.id, None)
            self._write(session, peer, known, revoked=False)

    def read(self) -> Permission | None:
        """Read this laptop's own permission; None at the office."""
        with self.desk.read() as session:
            pins = Pins.read(session)
            if pins.certificate is None:
                return None
            return _make_permission(session, verify_certificate(pins.certificate, pins.office.sign))

    def _write(
        self, session: Session, peer: Peer, known: dict[bytes, tuple[int, str]], *, revoked: bool
    ) -> None:
        orders.write_blocked(session, known)
        peer.revoked = revoked
        exchange.save_peer(session, peer)


def next_serial(session: Session, office: bytes) -> int:
    """The serial number of the next certificate: higher than every one that was ever given."""
    given = [
        verify_certificate(peer.certificate, office).serial
        for peer in exchange.list_peers(session)
        if peer.certificate is not None
    ]
    return max(given, default=0) + 1


def need_unblocked(session: Session) -> None:
    """Raise NotAllowed `machine_blocked` on a machine that the office has blocked; nothing on it is lost."""
    told = orders.read_blocked(session).get(settings.read_machine(session).workspace_id)
    if told is not None:
        raise NotAllowed(
            say("The office has blocked this machine: {why}", why=told[1]),
            say(
                "Everything typed is kept here and can be read. Ask the office to let this machine write again."
            ),
            key="machine_blocked",
        )


def _make_permission(session: Session, certificate: Certificate) -> Permission:
    told = orders.read_blocked(session).get(certificate.device_id)
    return Permission(
        certificate.device_name, certificate.role, certificate.scope, certificate.not_after, certificate.serial,
        blocked=told[1] if told else None,
    )  # fmt: skip


def read_reason(why: str) -> str:
    """Read why a machine is blocked; BadInput `no_reason` when nothing is said."""
    if reason := normalize(why)[:_WHY_LIMIT]:
        return reason
    raise BadInput(say("No reason is given."), say("Say why, such as: lost on the way."), key="no_reason")


def _need_peer(session: Session, device: str) -> Peer:
    wanted = fold(device)
    found = [peer for peer in exchange.list_peers(session) if fold(peer.name) == wanted]
    if not found:
        raise NotFound(say("No laptop is called {name}.", name=device), say("Look at the list of machines."))
    return found[0]
