"""What everybody waits for must not be read out of all visits of all years: the plans of those statements."""

from pathlib import Path

from outreach_app.store import engine, visit_facts
from tests.workspaces import copy_machine


def plan_of(folder: Path, statement: str, bound: tuple[object, ...]) -> list[str]:
    office = copy_machine(folder, "office").open()
    with office.desk.read() as session:
        steps = engine.fetch_rows(session.connection(), f"EXPLAIN QUERY PLAN {statement}", bound)
    office.close()
    return [step[3] for step in steps]


def test_what_a_new_visit_corrects_is_found_without_going_through_all_visits(tmp_path: Path) -> None:
    steps = plan_of(tmp_path, visit_facts._FAMILY, (1_000,))
    assert steps[0].startswith("SEARCH visit USING INTEGER PRIMARY KEY")
    assert not any(step.startswith("SCAN") for step in steps)
