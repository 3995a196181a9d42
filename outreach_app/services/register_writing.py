"""Writing the people and households that a list brings: fresh ones in bulk, gaps of known ones filled."""

from collections.abc import Iterable, Iterator

from outreach_app.domain.codes import household_code
from outreach_app.domain.people import Category, Scheme
from outreach_app.domain.progress import Watch, tell_progress, unwatched
from outreach_app.services.register_plan import Plan, PlannedHousehold, PlannedPerson
from outreach_app.store import settings, villages
from outreach_app.store.journal import Writer

WRITE = "write"


def write_register_plan(
    writer: Writer, plan: Plan, *, source: str, watch: Watch = unwatched
) -> list[tuple[bytes, bytes]]:
    """Write a plan; returns everybody who was made with their household, in the order of the plan."""
    fresh = [home for home in plan.households if home.household is None]
    ids = writer.create_many(
        "household",
        tell_progress(_household_values(writer, fresh, source), watch, WRITE, total=len(fresh)),
    )
    made = iter(ids)
    owners = [next(made) if home.household is None else home.household for home in plan.households]
    new = [
        (member, owner)
        for home, owner in zip(plan.households, owners, strict=True)
        for member in home.members
        if member.person is None
    ]
    values = ({**_person_values(m.listed), "household": owner} for m, owner in new)
    people = writer.create_many("person", tell_progress(values, watch, WRITE, total=len(new)))
    owners_of_cards = [*zip(people, (m for m, _ in new), strict=True), *_known_people(plan)]
    writer.create_many(
        "membership",
        (
            {"person": person, "scheme": Scheme.HEALTH.value, "ends": m.covers.isoformat(), "source": source}
            for person, m in owners_of_cards
            if m.covers is not None
        ),
    )
    _fill_gaps(writer, plan)
    return list(zip(people, (owner for _, owner in new), strict=True))


def _fill_gaps(writer: Writer, plan: Plan) -> None:
    for home in plan.households:
        if home.household is not None and home.fills:
            writer.edit("household", home.household, home.fills)
    for person, member in _known_people(plan):
        if member.fills:
            writer.edit("person", person, member.fills)


def _known_people(plan: Plan) -> Iterator[tuple[bytes, PlannedPerson]]:
    for home in plan.households:
        yield from ((m.person, m) for m in home.members if m.person is not None)


def _household_values(
    writer: Writer, homes: Iterable[PlannedHousehold], source: str
) -> list[dict[str, object]]:
    rows = {village.id: village for village in villages.list_villages(writer.session, with_merged=True)}
    device = settings.read_machine(writer.session).device_number or None
    taken: dict[str, set[str]] = {}
    numbers: dict[str, int] = {}
    values: list[dict[str, object]] = []
    for home in homes:
        prefix = rows[home.village].prefix
        if prefix not in taken:
            taken[prefix] = set(villages.read_codes(writer.session, prefix))
            numbers[prefix] = 0
        code = _next_code(prefix, taken[prefix], numbers, device=device)
        listed = home.listed
        values.append(
            {
                "village": home.village, "code": code, "address": listed.address,
                "neighbour_group": listed.neighbour_group, "category": (listed.category or Category.OTHER).value,
                "phone": listed.phone, "register_key": listed.number or None, "source": source,
            }
        )  # fmt: skip
    return values


def _next_code(prefix: str, taken: set[str], numbers: dict[str, int], *, device: int | None) -> str:
    while True:
        numbers[prefix] += 1
        code = household_code(prefix, numbers[prefix], device=device)
        if code not in taken:
            taken.add(code)
            return code


def _person_values(listed: object) -> dict[str, object]:
    fields = ("name", "relation", "sex", "born", "citizen_number", "insurance_number", "phone")
    values = {name: getattr(listed, name) for name in fields}
    return {name: str(value) for name, value in values.items() if value is not None}
