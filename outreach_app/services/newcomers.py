"""How many of the people whom files and lists bring look like somebody here, before and after they are written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session

from outreach_app.domain.likeness import Traits, make_traits
from outreach_app.domain.name_likeness import core_key, kin_of
from outreach_app.domain.operations import Kind, Operation
from outreach_app.services.register_plan import PlannedHousehold
from outreach_app.store import duplicate_queue as queue
from outreach_app.store import duplicate_rows, duplicates


def count_written(session: Session, after: int) -> int:
    """Look for duplicates of the people after a row number, and count the pairs that wait with them.

    A register at which nobody has looked yet waits for a time of its own when it is large: then nothing is counted.
    """
    people = duplicates.list_after(session, after)
    if not people:
        return 0
    if duplicates.count_waiting(session) - len(people) <= duplicates.MANY:
        duplicates.bring_up_to_date(session)
    return queue.count_with_any(session, people)


def count_in_file(session: Session, operations: Iterable[Operation]) -> int:
    """Count the pairs that the people of a file would make with each other and with those here; changes nothing."""
    made = {(o.table, o.row): o.values for o in operations if o.kind is Kind.CREATE and o.table in _TABLES}
    people = [(row, dict(values)) for (table, row), values in made.items() if table == "person"]
    homes = {row: dict(values) for (table, row), values in made.items() if table == "household"}
    missing = {values.get("household") for _, values in people} - homes.keys()
    homes |= duplicate_rows.read_places(session, [home for home in missing if isinstance(home, bytes)])
    found = [_make_traits(values, homes.get(_id(values), {})) for _, values in people]
    return duplicates.count_likely(session, _add_kin(found))


def count_in_plan(session: Session, homes: Sequence[PlannedHousehold]) -> int:
    """Count the pairs that the new people of a list would make; changes nothing."""
    found = [
        make_traits(
            member.name, sex=member.sex, born=str(member.born) if member.born else None,
            citizen=member.citizen_number, insurance=member.insurance_number,
            phone=member.phone or home.listed.phone, relation=member.relation,
            village=home.village or home.listed.village,
            home=home.household or home.listed.key, home_key=home.listed.number, address=home.listed.address,
        )
        for home in homes
        for member in (planned.listed for planned in home.members if planned.person is None)
    ]  # fmt: skip
    return duplicates.count_likely(session, _add_kin(found))


_TABLES = ("person", "household")


def _id(values: dict[str, object]) -> bytes:
    home = values.get("household")
    return home if isinstance(home, bytes) else b""


def _make_traits(values: dict[str, object], home: dict[str, object]) -> Traits:
    def text(name: str, place: dict[str, object] = values) -> str:
        return str(place.get(name) or "")

    return make_traits(
        text("name"), sex=text("sex") or None, born=text("born") or None, citizen=text("citizen_number"),
        insurance=text("insurance_number"), phone=text("phone") or text("phone", home), relation=text("relation"),
        village=home.get("village"), home=values.get("household"), home_key=text("register_key", home),
        address=text("address", home),
    )  # fmt: skip


def _add_kin(people: Sequence[Traits]) -> list[Traits]:
    homes: dict[object, list[str]] = defaultdict(list)
    for person in people:
        homes[person.home].append(core_key(person.name))
    return [replace(person, kin=kin_of(core_key(person.name), homes[person.home])) for person in people]
