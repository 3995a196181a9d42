"""An erased person is gone: no byte of them is left on any machine, whatever came before, after, or out of order."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from outreach_app.app import App
from outreach_app.domain.erasure import AskedBy
from outreach_app.domain.rows import FileReport, FileState
from outreach_app.domain.text import fold
from outreach_app.services.erasing import ErasureReport
from outreach_app.store.database import run
from outreach_app.sync import envelope
from outreach_app.sync.secrets import Pins
from tests.cipher_pages import dump_database
from tests.workspaces import Field, Machine, card_of, copy_field, talk

HEAD, GONE = "Lò Văn Páo", "Quàng Thị Ngoan"
WHY = "đơn ngày 20/11"
PHONE = "0987654321"
SECRETS = (GONE, fold(GONE), "quang thi ngoan", "012164000025", PHONE, "1964-01-01", "01/01/1964", "Ngoan")
MARKS = tuple({word.encode() for word in SECRETS})


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return copy_field(tmp_path)


@pytest.fixture
def office(field: Field) -> Iterator[App]:
    app = field.office.open()
    yield app
    app.close()


@pytest.fixture
def one(field: Field) -> Iterator[App]:
    app = field.one.open()
    yield app
    app.close()


def write(app: App, stick: Path) -> list[Path]:
    return [Path(written.path) for written in app.syncing.write(stick).value]


def read(app: App, *files: Path) -> list[FileReport]:
    return list(app.syncing.read(list(files)).value.files)


def send(field: Field, app: App, office: App) -> None:
    (path,) = write(app, field.stick)
    assert [report.state for report in read(office, path)] == [FileState.APPLIED]


def gone_id(app: App) -> bytes:
    return next(person.id for person in card_of(app, HEAD).members if person.name == GONE)


def live_through(app: App) -> None:
    """Everything that may name the person: numbers that change, notes, outcomes, a question, drafts."""
    card, person = card_of(app, HEAD), gone_id(app)
    app.households.edit_person(person, {"phone": "0911222333"})
    app.households.edit_person(person, {"phone": PHONE})
    told = talk(card, note=f"Bà {GONE} hẹn sau, gọi {PHONE}")
    told = replace(
        told, met=(person, card.members[0].id), outcomes=(replace(told.outcomes[0], person=person),),
        met_others="cháu của Ngoan",
    )  # fmt: skip
    app.visits.log(told)
    app.visits.log(talk(card, note="nhà có bà quang thi ngoan nghe điện thoại"))
    app.visits.save_draft("d1", {"note": f"gặp {GONE}"}, household=card.household.id)


def erase(office: App) -> ErasureReport:
    return office.erasing.erase(gone_id(office), why=WHY, asked_by=AskedBy.SELF).value


# ---------------------------------------------------------------------------------------------- what bytes are left
def find_left(machine: Machine, identities: list[str]) -> list[str]:
    """Where on a machine anything of the person is left."""
    found = []
    for place in sorted(machine.folder.rglob("*")):
        if not place.is_file():
            continue
        data = place.read_bytes()
        if place.suffix == ".db":
            data = dump_database(place, machine.data_key)
        elif place.suffix == ".gocua":
            data = open_with(place, identities)  # columns keep texts as they are
        found += [f"{place.relative_to(machine.folder)}: {mark!r}" for mark in MARKS if mark in data]
    return found


def open_with(place: Path, identities: list[str]) -> bytes:
    def believe(*_: object) -> None:
        return None

    return envelope.unseal(place.read_bytes(), identities, trust=believe).payload


def identities_of(*apps: App) -> list[str]:
    found = []
    for app in apps:
        with app.desk.read() as session:
            found += Pins.read(session).identities
    return found


def close_and_find(apps: dict[str, tuple[App, Machine]]) -> list[str]:
    identities = identities_of(*(app for app, _ in apps.values()))
    for app, _ in apps.values():
        app.close()
    return [
        f"{name} {left}" for name, (_, machine) in apps.items() for left in find_left(machine, identities)
    ]


# ------------------------------------------------------------------------------------------------------ the whole way
def test_nothing_of_an_erased_person_is_left_on_any_machine(field: Field, office: App, one: App) -> None:
    lead = field.lead.open()
    live_through(one)
    for app in (office, one, lead):
        app.upkeep.make_backup()
        app.duplicates.look()
    (file,) = write(one, field.stick)
    assert [r.state for r in read(lead, file)] == [FileState.APPLIED]
    lead.visits.log(talk(card_of(lead, "Vàng A Lử")))
    leads, _ = write(lead, field.stick / "..")
    assert [r.state for r in read(office, file, leads)] == [FileState.APPLIED] * 2
    office.upkeep.make_backup()
    before = office.upkeep.check().tables
    outcomes = count_outcomes(office)
    home = card_of(office, HEAD).household
    report = erase(office)
    assert report.waiting == ("Máy one", "Máy two", "Máy lead")
    assert report.rows["person"] == 1
    assert report.rows["visit"] == 2
    left = {text.text for text in report.texts}
    assert left == {"Bà … hẹn sau, gọi …", "cháu của …", "nhà có bà … nghe điện thoại"}
    after = office.upkeep.check()
    assert after.problems == ()
    assert {name: n for name, n in after.tables.items() if name != "erasure"} == {
        name: n for name, n in before.items() if name != "erasure"
    }
    assert count_outcomes(office) == outcomes
    assert office.households.find(GONE).hits == ()
    assert [p.name for p in card_of(office, HEAD).members] == ["Lò Văn Páo", "Lò Thị Thắm"]
    assert card_of(office, HEAD).household.id == home.id
    answers = write(office, field.stick)
    for app in (one, lead):
        assert FileState.APPLIED in [r.state for r in read(app, *answers)]
        assert app.upkeep.check().problems == ()
        assert app.households.find(GONE).hits == ()
    assert visits_of(lead) == visits_of(office)
    assert set(visits_of(one)) < set(visits_of(office))
    # Everybody says so with the next file, and the office sees it.
    for app in (one, lead):
        read(office, *write(app, field.stick))
    (row,) = office.erasing.list()
    assert (row.why, row.asked_by, row.waiting) == (WHY, "self", ("Máy two",))
    assert GONE not in str(row)
    found = close_and_find(
        {"office": (office, field.office), "one": (one, field.one), "lead": (lead, field.lead)}
    )
    assert found == []


def count_outcomes(app: App) -> list[tuple[object, ...]]:
    with app.desk.read() as session:
        rows = run(
            session,
            "SELECT o.visit, o.scheme, o.outcome, f.spoken, f.current, f.outcome FROM visit_outcome o"
            " JOIN visit_fact f ON f.visit = o.visit ORDER BY 1, 2, 3",
        )
        return [tuple(row) for row in rows]


def visits_of(app: App) -> list[tuple[object, ...]]:
    with app.desk.read() as session:
        rows = run(session, "SELECT id, outcomes, met, note, met_others FROM visit ORDER BY id")
        return [tuple(row) for row in rows]


def test_the_scan_finds_a_person_who_was_only_removed(field: Field, office: App) -> None:
    with office.desk.write() as writer:
        writer.edit("person", gone_id(office), {"removed": "moved"})
    office.desk.database.settle()
    found = close_and_find({"office": (office, field.office)})
    assert any("gocua.db" in place for place in found)
