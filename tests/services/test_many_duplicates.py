"""Five hundred pairs settled in one run and undone once."""

import pytest

from outreach_app.app import App
from outreach_app.domain.duplicates import Verdict
from outreach_app.services.upkeep import run_check
from outreach_app.store.database import run
from tests.data_makers import judging_register
from tests.data_makers.register_rows import write_register


@pytest.mark.torture
def test_five_hundred_pairs_are_settled_in_one_run_and_undone_once(office: App) -> None:
    with office.desk.write() as writer:
        write_register(writer, judging_register.make_rows(77, homes=2_400))
    office.duplicates.look()
    ids = [item.id for item in office.duplicates.list_duplicates(2_000) if item.subject == "person"][:500]
    assert len(ids) == 500
    before, numbers = _standing(office), set(office.households.list_numbers())
    waiting = office.duplicates.list_ids()
    done = office.duplicates.settle(dict.fromkeys(ids, Verdict.SAME)).value
    assert done.same + len(done.passed_over) == 500
    assert len(_standing(office)) == len(before) - done.same
    assert set(office.households.list_numbers()) == numbers
    assert not set(ids) & set(office.duplicates.list_ids())
    undone = office.duplicates.undo().value
    assert undone.kept == ()
    assert (_standing(office), office.duplicates.list_ids()) == (before, waiting)
    assert run_check(office.desk.database).ok


def _standing(app: App) -> list[tuple[object, ...]]:
    """Everybody who stands, with every value a person can see."""
    statement = (
        "SELECT id, household, name, relation, sex, born, citizen_number, insurance_number, phone, do_not_contact"
        " FROM person WHERE id NOT IN (SELECT row FROM merged) ORDER BY id"
    )
    with app.desk.read() as session:
        return [tuple(row) for row in run(session, statement)]
