"""A laptop that broke or was lost, replaced the same day: a new set-up file for the same part and villages."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from outreach_app.domain.lost_days import LostDays, find_lost_days
from outreach_app.domain.text import fold
from outreach_app.errors import BadInput, NotAllowed, NotFound, say
from outreach_app.services.desk import Desk
from outreach_app.services.permissions import Permissions, read_reason
from outreach_app.services.workspace import MadeKit, make_kit
from outreach_app.store import exchange, lost_days, settings
from outreach_app.store.local_tables import Peer
from outreach_app.store.packing import unpack
from outreach_app.sync import gaps
from outreach_app.sync.certificates import verify_certificate
from outreach_app.sync.locks import STANDARD, Cost
from outreach_app.sync.secrets import Pins

_FEWEST_DAYS, _YEAR = 30, 365


@dataclass(frozen=True, slots=True)
class Replacements:
    """What the office does when a laptop will not come back."""

    desk: Desk

    def name_successor(self, device: str) -> str:
        """Suggest a name for the laptop that takes another's place: the same with the next free number after it."""
        with self.desk.read() as session:
            peers = exchange.list_peers(session)
        taken = {fold(peer.name) for peer in peers}
        number = 2
        while fold(f"{device}-{number}") in taken:
            number += 1
        return f"{device}-{number}"

    def find_lost_days(self, device: str, *, until: date | None = None) -> LostDays:
        """Tell which days of a laptop never reached the office, up to the day it was lost (today).

        NotFound for an unknown machine. Nobody knows what it wrote since; missing numbers tell what is missing before.
        """
        with self.desk.read() as session:
            peer = _need_standing(exchange.list_peers(session), device)
            wrote = {*exchange.incarnations_of(session, peer.id), peer.incarnation} - {None}
            arrived = [lost_days.read_arrived(session, each) for each in sorted(filter(None, wrote))]
            files = gaps.find_missing(session, peer)
        last = until or self.desk.today
        return find_lost_days(peer.name, arrived, last_file=peer.last_number, files=files, until=last)

    def replace(
        self, device: str, target: Path, *, name: str = "", why: str, cost: Cost = STANDARD
    ) -> MadeKit:
        """Write a set-up file for another laptop of the same part, villages and last day, and block the old one.

        The old number stays the old machine's: its earlier files can still be read, what it writes from now on is
        held. NotFound for an unknown machine; BadInput `replaced_already` for one that was replaced before.
        """
        reason = read_reason(why)
        with self.desk.read() as session:
            if settings.read_machine(session).role != "office":
                raise NotAllowed(
                    say("Only the office gives and takes permissions."),
                    say("Ask the office."),
                    key="office_only",
                )
            peer = _need_standing(exchange.list_peers(session), device)
            if exchange.read_successor(session, peer.id) is not None:
                raise BadInput(
                    say("{name} was replaced already.", name=peer.name),
                    say("Replace the laptop that took its place."),
                    key="replaced_already",
                )
            until = self.desk.today + timedelta(days=_YEAR)
            if peer.certificate is not None:
                former = verify_certificate(peer.certificate, Pins.read(session).office.sign)
                soon = self.desk.today + timedelta(days=_FEWEST_DAYS)
                until = former.not_after if former.not_after > soon else until
            villages = [bytes(village) for village in unpack(peer.scope)] if peer.scope else []
        fresh = name or self.name_successor(peer.name)
        made = make_kit(
            self.desk, target, device=fresh, role=peer.role, villages=villages, until=until, cost=cost
        )
        Permissions(self.desk).block(peer.name, why=reason)
        with self.desk.database.write_local() as session:
            successor = _need_standing(exchange.list_peers(session), made.device)
            exchange.write_successor(session, peer.id, successor.id)
        return made


def _need_standing(peers: list[Peer], device: str) -> Peer:
    found = next((peer for peer in peers if fold(peer.name) == fold(device)), None)
    if found is None:
        raise NotFound(say("No laptop is called {name}.", name=device), say("Look at the list of machines."))
    return found
