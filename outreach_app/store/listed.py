"""What judging lists from outside rests on, rows that wait for a person, and how columns were read before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from outreach_app.domain.clock import moment_of
from outreach_app.domain.eligibility import Occupation
from outreach_app.domain.listed_people import ListedPerson
from outreach_app.domain.people import Category, PartialDate
from outreach_app.store import engine
from outreach_app.store.database import run
from outreach_app.store.local_tables import ColumnMemory, ListedDoubt
from outreach_app.store.packing import pack, unpack
from outreach_app.store.withheld import SHOWN_CATEGORY, SILENT

_BATCH = 5_000
_CATEGORIES = frozenset(Category)


@dataclass(frozen=True, slots=True)
class Columns:
    """How lists with one header are read: field -> column letter as somebody chose it ('' for left out), since when."""

    columns: dict[str, str]
    used_at: datetime


def read_categories(session: Session, homes: Collection[bytes]) -> dict[bytes, Category]:
    """Read the categories of households as anybody may see them."""
    found: dict[bytes, Category] = {}
    for chunk in engine.in_chunks(homes, size=_BATCH):
        statement = f"SELECT h.id, {SHOWN_CATEGORY} FROM household h WHERE h.id IN ({engine.placeholders(len(chunk))})"
        for home, told in engine.fetch_rows(session.connection(), statement, chunk):
            found[home] = Category(told) if told in _CATEGORIES else Category.OTHER
    return found


def read_shunned(session: Session) -> frozenset[bytes]:
    """Read the households that want no contact, or of which nothing may be used at present."""
    statement = f"SELECT h.id FROM household h WHERE h.do_not_contact OR h.id IN {SILENT}"
    return frozenset(row[0] for row in run(session, statement))


# --------------------------------------------------------------------------------------------- rows that wait
def add_doubts(session: Session, rows: Iterable[ListedDoubt]) -> None:
    """Keep rows for a person; one that waits already keeps its place, one that was settled stays settled."""
    there = set(session.exec(select(ListedDoubt.id)).all())
    for row in rows:
        if row.id not in there:
            there.add(row.id)
            session.add(row)
    session.flush()


def list_doubts(session: Session) -> list[ListedDoubt]:
    """List the rows that wait, in the order of their lists and files."""
    waiting = select(ListedDoubt).where(col(ListedDoubt.settled).is_(None))
    return list(session.exec(waiting.order_by(col(ListedDoubt.list_name), col(ListedDoubt.row))).all())


def find_doubt(session: Session, id: bytes) -> ListedDoubt | None:
    """Read one row that waits or waited."""
    return session.get(ListedDoubt, id)


def read_settled(session: Session) -> dict[bytes, str]:
    """Read the rows that were settled by hand, and how."""
    rows = run(session, "SELECT id, settled FROM listed_doubt WHERE settled IS NOT NULL")
    return {row[0]: row[1] for row in rows}


def settle_doubt(session: Session, id: bytes, *, how: str | None, at: int | None) -> None:
    """Note that a row was settled, or (None) that it waits again."""
    run(session, "UPDATE listed_doubt SET settled = :h, settled_at = :a WHERE id = :i", h=how, a=at, i=id)


def tidy_doubts(session: Session) -> None:
    """Forget what settled rows told; that they were settled stays known by their name."""
    empty, nobody = pack({}), pack([])
    run(
        session,
        "UPDATE listed_doubt SET name = '', told = :t, candidates = :c WHERE settled IS NOT NULL AND name <> ''",
        t=empty, c=nobody,
    )  # fmt: skip


def forget_import(session: Session, import_id: str) -> None:
    """Drop the rows of a list that is taken back."""
    run(session, "DELETE FROM listed_doubt WHERE import_id = :i", i=import_id)


def forget_people(session: Session, people: Collection[bytes]) -> None:
    """Drop the rows that may be about somebody who is erased."""
    gone = [
        row.id for row in session.exec(select(ListedDoubt)).all() if not people_of(row).isdisjoint(people)
    ]
    for id in gone:
        run(session, "DELETE FROM listed_doubt WHERE id = :i", i=id)


def people_of(row: ListedDoubt) -> frozenset[bytes]:
    """Who may be meant in a row."""
    return frozenset(unpack(row.candidates))


def pack_listed(listed: ListedPerson) -> bytes:
    """Pack what a row tells beyond its name; numbers are not kept."""
    told = {
        "born": str(listed.born) if listed.born else None, "place": listed.place,
        "until": listed.until.isoformat() if listed.until else None,
        "work": listed.work.value if listed.work else None, "has_card": listed.has_card,
        "employees": listed.employees, "insured_employees": listed.insured_employees,
    }  # fmt: skip
    return pack(told)


def read_listed(row: ListedDoubt) -> ListedPerson:
    """What a row tells, as it was kept."""
    told = unpack(row.told)
    return ListedPerson(
        row=row.row,
        name=row.name,
        born=PartialDate.parse(told["born"]) if told.get("born") else None,
        place=told.get("place") or "",
        until=date.fromisoformat(told["until"]) if told.get("until") else None,
        work=Occupation(told["work"]) if told.get("work") else None,
        has_card=told.get("has_card"),
        sheet=row.sheet,
        employees=told.get("employees"),
        insured_employees=told.get("insured_employees"),
    )


# ------------------------------------------------------------------------------------------------------- columns
def recall_columns(session: Session, layout: str) -> dict[bytes, Columns]:
    """Read how lists of a layout were read by hand, by the names of their headers."""
    rows = session.exec(select(ColumnMemory).where(ColumnMemory.layout == layout)).all()
    return {row.headers: Columns(dict(unpack(row.choice)), moment_of(row.used_at)) for row in rows}


def remember_columns(
    session: Session, layout: str, headers: bytes, columns: Mapping[str, str], *, at: int
) -> None:
    """Keep how a list was read, in the place of what was known before."""
    session.merge(ColumnMemory(layout=layout, headers=headers, choice=pack(dict(columns)), used_at=at))
    session.flush()


def forget_columns(session: Session, layout: str, headers: bytes) -> None:
    """Forget how a list was read."""
    run(session, "DELETE FROM column_memory WHERE layout = :l AND headers = :h", l=layout, h=headers)
