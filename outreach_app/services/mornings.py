"""What came on a day, out of the ledger of files read: for the clerk, on the screen's paper and by command."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from outreach_app.domain.clock import VIETNAM, moment_of
from outreach_app.domain.mornings import CameFrom, LeftAside, Morning, order_by_need
from outreach_app.i18n import Catalogue
from outreach_app.services.conflicts import Conflicts
from outreach_app.services.desk import Desk
from outreach_app.services.duplicates import Duplicates
from outreach_app.services.held_files import HeldFiles
from outreach_app.services.refusals import Refusals
from outreach_app.services.silences import Silences
from outreach_app.services.watching import Watching
from outreach_app.store import exchange, settings
from outreach_app.store.local_tables import InFile
from outreach_app.store.packing import unpack
from outreach_app.sync import gaps

_SUBJECTS = ("person", "household")


@dataclass(frozen=True, slots=True)
class Mornings:
    """The files of a day with what they left to do."""

    desk: Desk

    def read(self, day: date | None = None) -> Morning:
        """Read what was taken in on a day (today unless told) and what waits for a person now."""
        desk, day = self.desk, day or self.desk.today
        with desk.read() as session:
            office = settings.read_machine(session).office_name
            machines, silent = self._read_machines(session, day)
        kept, refused = HeldFiles(desk).list(), Watching(desk).list_unreadable()
        aside = [
            LeftAside(file.device or file.name, file.reason) for file in kept if _is_on(file.held_at, day)
        ]
        aside += [LeftAside(file.name, file.reason) for file in refused if _is_on(file.told_at, day)]
        pairs = Duplicates(desk)
        return Morning(
            day, office, machines, tuple(aside), Conflicts(desk).count(),
            sum(pairs.count_duplicates(subject) for subject in _SUBJECTS), len(Refusals(desk).list()), silent,
        )  # fmt: skip

    def print(self, catalogue: Catalogue, *, day: date | None = None) -> bytes:
        """Render the files of a day as an A4 PDF."""
        from outreach_app.documents.morning import render_morning

        return render_morning(self.read(day), catalogue)

    def _read_machines(
        self, session: Session, day: date
    ) -> tuple[tuple[CameFrom, ...], tuple[tuple[str, int], ...]]:
        files: dict[bytes | None, list[InFile]] = defaultdict(list)
        for file in exchange.list_in_files(session):
            if file.state == "applied" and _is_on(moment_of(file.read_at), day):
                files[file.peer].append(file)
        after = Silences(self.desk).read()
        came, silent = [], []
        for peer in exchange.list_peers(session):
            if there := files.pop(peer.id, []):
                came.append(_sum_up(peer.name, there, gaps.find_missing(session, peer)))
            elif peer.last_seen and not peer.revoked:
                days = (day - moment_of(peer.last_seen).astimezone(VIETNAM).date()).days
                silent += [(peer.name, days)] if days >= after else []
        came += [
            _sum_up(str(unpack(each[0].counts).get("device") or ""), each, ()) for each in files.values()
        ]
        return order_by_need(came), tuple(sorted(silent))


def _is_on(moment: datetime, day: date) -> bool:
    return moment.astimezone(VIETNAM).date() == day


def _sum_up(device: str, files: list[InFile], missing: tuple[int, ...]) -> CameFrom:
    counts = [unpack(file.counts) for file in files]

    def total(*names: str) -> int:
        return sum(each.get(name, 0) for each in counts for name in names)

    visits = total("visits")
    return CameFrom(
        device, tuple(sorted(file.number for file in files if file.number is not None)), visits,
        total("new", "changed") - visits, total("conflicts"), total("refused"), missing,
    )  # fmt: skip
