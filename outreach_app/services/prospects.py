"""One list of everybody who is to be asked, whoever told it: lists, visits, homes with a member in, the counter."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from sqlmodel import Session

from outreach_app.domain.access import AccessAct
from outreach_app.domain.people import Scheme
from outreach_app.domain.prospect_rows import ProspectCount, ProspectFilter, ProspectLine
from outreach_app.domain.prospects import Stage
from outreach_app.services.desk import Desk
from outreach_app.store import households, one_offs, prospects, stopped
from outreach_app.store.half_joined import list_half_joined

MEMBER_IN, WITHDRAWING = "member_in_household", "withdrawing"
REGISTER, COUNTER = "register", "counter"
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Prospects:
    """Reads the list; what is stored nowhere (homes with a member in, requests at the counter) is worked out."""

    desk: Desk

    def list_lines(self, wanted: ProspectFilter, *, limit: int = MOST) -> list[ProspectLine]:
        """List who is to be asked, those of the lists first; at most `limit`."""
        with self.desk.read() as session:
            found = prospects.list_lines(session, wanted, limit=limit)
            if not wanted.closed and wanted.import_id is None:
                found += self._list_derived(session, wanted)
        return found[:limit]

    def count_reasons(self, wanted: ProspectFilter) -> list[ProspectCount]:
        """Count the prospects that are stored, by reason and scheme."""
        with self.desk.read() as session:
            return prospects.count_reasons(session, wanted)

    def note_export(self, people: Collection[bytes]) -> None:
        """Remember that the data of these people went into a file."""
        self.desk.note_access(AccessAct.EXPORTED, people)

    def _list_derived(self, session: Session, wanted: ProspectFilter) -> list[ProspectLine]:
        if wanted.scheme not in (None, Scheme.VOLUNTARY):
            return []
        lines: list[ProspectLine] = []
        if wanted.reason in (None, MEMBER_IN):
            lines += self._list_member_in(session, wanted.village)
        if wanted.reason in (None, WITHDRAWING):
            lines += self._list_withdrawing(session, wanted.village)
        return lines

    def _list_member_in(self, session: Session, village: bytes | None) -> Iterator[ProspectLine]:
        homes = {each.household: each for each in list_half_joined(session, self.desk.today, village=village)}
        rows = households.read_many(session, list(homes))
        for home, row in rows.items():
            yield replace(
                _DERIVED, name=homes[home].names, household=home, code=row.code, village=row.village_name
            )

    def _list_withdrawing(self, session: Session, village: bytes | None) -> Iterator[ProspectLine]:
        waiting = one_offs.read_waiting(session)
        residents = stopped.list_residents(session, list(waiting))
        rows = households.read_many(session, [each.household for each in residents])
        for each in residents:
            home = rows.get(each.household)
            if home is None or village not in (None, home.village) or each.person.do_not_contact:
                continue
            yield replace(
                _DERIVED, person=each.person.id, name=each.person.name, household=each.household, code=each.code,
                village=each.village, reason=WITHDRAWING, source=COUNTER, named_on=waiting[each.person.id],
            )  # fmt: skip


_DERIVED = ProspectLine(
    id=None, person=None, name="", household=b"", code="", village="", scheme=Scheme.VOLUNTARY, reason=MEMBER_IN,
    source=REGISTER, source_row=None, import_id="", named_on=None, stage=Stage.NEW, next_on=None,
)  # fmt: skip
