"""Carrying steps of the territory out: what lies in an old place goes to the new one, late rows of laptops too."""

from datetime import date

from sqlmodel import Session

from outreach_app.domain.codes import village_prefix
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory_steps import Side, Step, StepKind, StepLevel, village_on
from outreach_app.errors import BadInput, say
from outreach_app.services.list_places import village_key
from outreach_app.services.territory_data import load_territory
from outreach_app.services.village_merging import carry_over
from outreach_app.store import merged, settings, stretches, territory, villages
from outreach_app.store.journal import Writer

REPLACED = "replaced"
"""The reason in a step that was told anew."""


def carry_out(writer: Writer, step: Step, today: date) -> None:
    """Carry one step out and note the day; a divided place's households wait for a person."""
    told: dict[str, object] = {"carried_on": today.isoformat()}
    if step.is_village:
        new = _find_or_make(writer, step)
        told["new_key"] = new.id.hex()
        _change_village(writer, step, new)
    elif step.kind is StepKind.MERGED:
        _merge_unit(writer, step, today)
    writer.edit("territory_change", step.id, told)


def _change_village(writer: Writer, step: Step, new: VillageRow) -> None:
    if step.kind is StepKind.RENAMED:
        writer.edit("village", new.id, {"name": step.new.name, "kind": step.new.kind})
    if step.kind is not StepKind.MERGED:
        return
    old = villages.read_village(writer.session, step.old.village)
    if old is not None and old.merged_into is None and old.id != new.id:
        carry_over(writer, old, new)
        writer.edit("village", old.id, {"merged_into": new.id})


def _find_or_make(writer: Writer, step: Step) -> VillageRow:
    """The new village of a step: by its id and what that was merged into since, by its name, or made now."""
    session, side = writer.session, step.new
    if side.key:
        left = merged.read_villages_left(session)
        row = villages.read_village(session, left.get(side.village, side.village))
        if row is not None:
            return row
    known = villages.list_villages(session, with_merged=True)
    for row in known:
        if row.merged_into is None and row.commune_code == side.parent and _has_name(row, side):
            return row
    made = writer.create(
        "village",
        {
            "name": side.name, "kind": side.kind or "thon", "commune_code": side.parent,
            "commune_vintage": side.vintage, "prefix": village_prefix(side.name, {v.prefix for v in known}),
        },
    )  # fmt: skip
    row = villages.read_village(session, made)
    assert row is not None
    return row


def _has_name(row: VillageRow, side: Side) -> bool:
    return village_key(row.name, kind=row.kind) == village_key(side.name, kind=side.kind)


def _merge_unit(writer: Writer, step: Step, today: date) -> None:
    """Villages of a commune that was merged lie in the new one; targets, drives and teams follow its code."""
    session = writer.session
    for village in territory.list_in_commune(session, step.old.key, step.old.vintage):
        move_village(writer, village, step, today)
    for table, row, named in territory.list_unit_rows(session, step.old.key, step.old.vintage):
        writer.edit(table, row, {named["code"]: step.new.key, named["vintage"]: step.new.vintage})


def move_village(writer: Writer, village: VillageRow, step: Step, today: date) -> None:
    """Put a village into the new commune of a step, and keep in which one it lay before."""
    new = Side(village.id.hex(), step.new.vintage, village.name, village.kind, step.new.key)
    old = Side(village.id.hex(), village.commune_vintage, village.name, village.kind, village.commune_code)
    moved = Step(
        b"", StepLevel.VILLAGE, StepKind.MOVED, old, new, step.on, step.decision, step.document, today
    )
    territory.add_step(writer, moved)
    writer.edit("village", village.id, {"commune_code": new.parent, "commune_vintage": new.vintage})


def carry_strays(writer: Writer) -> int:
    """Bring what laptops wrote into villages that had been merged to the ones that are left; counts households.

    The office alone does this, so that all machines get the same answer. What it writes is left out of account when
    the file that brought such a row is taken back.
    """
    session = writer.session
    if settings.read_machine(session).role != "office":
        return 0
    left = merged.read_villages_left(session)
    stray = territory.list_left_behind(session, left) if left else []
    before, moved = writer.last_seq, 0
    for village in stray:
        old, new = villages.read_village(session, village), _read_left(session, left[village])
        if old is not None and new is not None:
            moved += carry_over(writer, old, new, late=True)
    stretches.add_housekeeping(writer, after=before)
    return moved


def _read_left(session: Session, village: bytes) -> VillageRow | None:
    row = villages.read_village(session, village)
    return row if row is not None and row.merged_into is None else None


def note_former_commune(writer: Writer, village: bytes, code: str, today: date) -> str:
    """Keep in which commune of the list before the present one a village lay; gives the commune's name then."""
    session, lists = writer.session, load_territory()
    row = villages.read_village(session, village)
    older, present = lists.vintages[-2], lists.vintages[-1]
    unit = lists.unit(code, older.name)
    steps = territory.list_steps(session)
    first = village_on(row, steps, present.valid_from) if row and present.valid_from else None
    made_of = {each.old_code for each in lists.predecessors(first.commune_code)} if first else set()
    if row is None or first is None or unit is None or code not in made_of:
        raise BadInput(
            say("No part of this commune was called {code} before.", code=code),
            say("Write the code of a commune that it was made of."), key="no_predecessor",
        )  # fmt: skip
    for step in steps:
        if step.kind is StepKind.MOVED and step.old.key == village.hex() and step.old.vintage == older.name:
            writer.edit("territory_change", step.id, {"removed": REPLACED})
    old = Side(village.hex(), older.name, row.name, row.kind, code)
    new = Side(village.hex(), present.name, row.name, row.kind, first.commune_code)
    assert present.valid_from is not None
    moved = Step(b"", StepLevel.VILLAGE, StepKind.MOVED, old, new, present.valid_from, carried_on=today)
    territory.add_step(writer, moved)
    return unit.full_name
