"""The whole story from sample data, without a window: an office, three laptops, a day at the doors, files both ways."""

import random
import shutil
import zipfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from outreach_app.domain.clock import VIETNAM
from outreach_app.domain.rows import (
    FileReport,
    HouseholdFilter,
    HouseholdRow,
    ImportReport,
    LedgerState,
    VillageRow,
)
from outreach_app.domain.text import fold
from outreach_app.domain.visits import Outcome
from outreach_app.errors import Message, say
from outreach_app.i18n import Catalogue, Dong
from outreach_app.services import workspace
from outreach_app.services.demo_story import Story, StoryClock, Teller
from outreach_app.services.desk import Desk
from outreach_app.services.enrolments import Enrolments
from outreach_app.services.households import Households
from outreach_app.services.lists import Lists
from outreach_app.services.office import Office
from outreach_app.services.printing import Printing
from outreach_app.services.sample_day import SampleWalker
from outreach_app.services.sample_people import COMMUNE, OFFICE_NAME, PASSPHRASE, make_families
from outreach_app.services.sample_register import write_register
from outreach_app.services.sheets import Sheets
from outreach_app.services.syncing import Syncing
from outreach_app.services.territory_data import load_territory
from outreach_app.services.upkeep import Upkeep
from outreach_app.services.visits import Visits
from outreach_app.services.workspace import Clock

_SEED = 3424
_PER_VILLAGE = 30
_FORM_DOORS, _SHEET_DOORS = 20, (13, 8)
_USUAL_DAYS = 365


@dataclass(slots=True)
class _Demo:
    """The story as it stands: machines by name, all under one clock that the story moves."""

    folder: Path
    teller: Teller
    clock: StoryClock
    first_day: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(_SEED))
    desks: dict[str, Desk] = field(default_factory=dict)
    households: dict[str, bytes] = field(default_factory=dict)
    sent: dict[str, Path] = field(default_factory=dict)

    @property
    def office(self) -> Desk:
        return self.desks["office"]

    @property
    def words(self) -> Catalogue:
        return self.teller.words

    @property
    def stick(self) -> Path:
        return self.folder / "usb"

    def sub(self, name: str) -> Path:
        made = self.folder / name
        made.mkdir(exist_ok=True)
        return made


def play_demo(folder: Path, *, words: Catalogue, clock: Clock, tell: Callable[[str], None]) -> Story:
    """Play the story into an empty folder; it ends the day before `clock` says, so that promises are due today.

    The same moment gives the same people, visits and amounts; keys, ids and codes differ every time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = Teller(folder, words, tell)
    last_day = clock().astimezone(VIETNAM) - timedelta(days=1)
    demo = _Demo(folder, told, StoryClock(last_day), last_day - timedelta(days=1))
    told.begin(say("A day with Gõ Cửa (sample data)"))
    told.say(say("Every workspace here opens with the passphrase: {passphrase}", passphrase=PASSPHRASE))
    told.say(say("To look around: outreach --workspace {folder}", folder=str(folder / "may-01")))
    with ExitStack() as closing:
        _make_office(demo, closing)
        _bring_in_register(demo)
        _set_up_laptops(demo, closing)
        _plan_the_day(demo, last_day)
        _knock_on_doors(demo)
        _type_back_sheets(demo)
        _disagree(demo)
        _send_files(demo)
        _read_at_the_office(demo)
        _answer(demo)
        _lead_prints(demo)
        _forget_a_passphrase(demo, closing)
        _look_after(demo)
    return told.end(_what_is_missing(), say("this story"))


def _what_is_missing() -> Message:
    return say(
        "Not there yet: settling differences, undoing imports, other machines' changes in the return file, renewals, "
        "campaigns and reports, the official forms, pension projections, and offices of several people."
    )


# ------------------------------------------------------------------------------------------------ the day before
def _make_office(demo: _Demo, closing: ExitStack) -> None:
    from outreach_app.documents.recovery_sheet import RecoverySheet, render_recovery_sheet

    demo.clock.set(demo.first_day, 8)
    unit = load_territory().commune(COMMUNE)
    assert unit is not None
    demo.teller.chapter(say("The office"))
    folder = demo.folder / "office"
    desk, sheet = workspace.create_office(
        folder, passphrase=PASSPHRASE, name=OFFICE_NAME, unit_code=COMMUNE, clock=demo.clock
    )
    closing.callback(desk.database.close)
    demo.desks["office"] = desk
    demo.teller.made(
        folder, say("workspace of the office, for {unit}", unit=load_territory().address_of(unit))
    )
    secrets = RecoverySheet(
        sheet.office_name, sheet.key_id, sheet.recovery_code, sheet.escrow_identity, sheet.made_on
    )
    demo.teller.print_out(
        demo.sub("print") / "recovery-sheet.pdf", render_recovery_sheet(secrets, demo.words),
        say("recovery sheet of the office; a real one is printed twice and its file deleted"),
    )  # fmt: skip


def _bring_in_register(demo: _Demo) -> None:
    told = demo.teller
    told.chapter(say("The register"))
    families = make_families(demo.rng, per_village=_PER_VILLAGE, today=demo.office.today)
    file = demo.folder / "danh-sach-ho-xa-Ban-Bo.xlsx"
    write_register(file, families)
    told.made(
        file, say("household register as it came: titles, merged cells, mixed dates, lost zeros, signatures")
    )
    lists = Lists(demo.office)
    preview = lists.preview_register(file)
    told.say(say("Columns recognised: {names}", names=", ".join(h for h in preview.columns.values() if h)))
    report = lists.import_register(file).value
    _tell_import(demo, report)
    again = lists.import_register(file).value
    told.say(
        say(
            "The same list again: {new} new people, {same} known already.",
            new=again.new,
            same=again.unchanged,
        )
    )


def _tell_import(demo: _Demo, report: ImportReport) -> None:
    counts = {"rows": report.rows, "households": report.households, "people": report.people}
    demo.teller.say(say("{rows} rows brought {households} households with {people} people.", **counts))
    demo.teller.say(say("New villages: {names}.", names=", ".join(report.villages_new)))
    for row in (*report.refused, *report.warnings[:3]):
        demo.teller.say(say("row {row}: {reason}", row=row.row, reason=row.reason))


def _set_up_laptops(demo: _Demo, closing: ExitStack) -> None:
    demo.clock.pass_minutes(90)
    demo.teller.chapter(say("Three laptops"))
    kits = demo.sub("kits")
    villages = [row.id for row in Households(demo.office).list_villages()]
    people = (
        ("may-01", "canvasser", "Hoàng Thị Thơm"),
        ("may-02", "canvasser", "Vàng A Lử"),
        ("to-truong", "lead", "Lường Thị Inh"),
    )
    for device, role, name in people:
        kit = workspace.make_kit(
            demo.office, kits / f"{device}.gocuakit", device=device, role=role, villages=villages,
            until=demo.office.today + timedelta(days=_USUAL_DAYS),
        )  # fmt: skip
        demo.teller.made(
            kit.path,
            say("set-up file of {device}; its code, told separately: {code}", device=device, code=kit.code),
        )
        folder = demo.folder / device
        desk = workspace.open_kit(folder, kit.path, code=kit.code, passphrase=PASSPHRASE, clock=demo.clock)
        closing.callback(desk.database.close)
        demo.desks[device] = desk
        Office(desk).say_who_works(name)
        demo.teller.made(folder, say("workspace of {device}, where {name} works", device=device, name=name))


# ------------------------------------------------------------------------------------------------------- the day
def _village(desk: Desk, name: str) -> VillageRow:
    return next(row for row in Households(desk).list_villages() if fold(row.name) == fold(name))


def _plan_the_day(demo: _Demo, day: datetime) -> None:
    demo.clock.set(day, 7, 15)
    demo.teller.chapter(say("Morning: the lists for the doors"))
    desk = demo.desks["may-02"]
    for village, doors in zip(("Hua Sẳng", "Cò Nọt"), _SHEET_DOORS, strict=True):
        row = _village(desk, village)
        sheets = Sheets(desk)
        sheet = sheets.make(row.id, sheets.plan(row.id, doors=doors)).value
        what = say(
            "visit list of {count} doors in {village}, with sheet code {code}",
            count=doors, village=row.name, code=sheet.code,
        )  # fmt: skip
        path = demo.sub("print") / f"visit-list-{sheet.code}.pdf"
        demo.teller.print_out(path, Printing(desk).visit_list(sheet.id, demo.words), what)


def _knock_on_doors(demo: _Demo) -> None:
    desk = demo.desks["may-01"]
    demo.teller.chapter(say("At the doors of Nà Ly, typed into the form"))
    doors = _rows_of(desk, "Nà Ly")[:_FORM_DOORS]
    walker = SampleWalker(desk, demo.rng, "BL26A")
    said = []
    for door in doors:
        demo.clock.pass_minutes(17)
        said.append(walker.visit(door.id))
    demo.households["leaflet"] = doors[said.index(Outcome.SIGNED_UP)].id
    demo.households["shared"] = doors[0].id
    _tell_doors(demo, said)
    _tell_sign_ups(demo, desk)
    demo.teller.print_out(
        demo.sub("print") / "leaflet.pdf", Printing(desk).leaflet(demo.households["leaflet"], demo.words),
        say("leaflet for one family with its own figures"),
    )  # fmt: skip


def _rows_of(desk: Desk, village: str) -> list[HouseholdRow]:
    homes = Households(desk)
    return homes.read_rows(homes.list_numbers(HouseholdFilter(village=_village(desk, village).id)))


def _tell_doors(demo: _Demo, said: Sequence[Outcome]) -> None:
    from outreach_app.domain.visits import OUTCOME_NAMES

    counts = [
        f"{demo.words.text(OUTCOME_NAMES[outcome])} {said.count(outcome)}"
        for outcome in Outcome
        if said.count(outcome)
    ]
    demo.teller.say(say("{count} doors: {outcomes}", count=len(said), outcomes=", ".join(counts)))


def _tell_sign_ups(demo: _Demo, desk: Desk) -> None:
    rows = Enrolments(desk).list_of_day()
    money = sum(row.money_taken for row in rows)
    demo.teller.say(
        say("{count} people signed up; {money} taken against receipts.", count=len(rows), money=Dong(money))
    )


def _type_back_sheets(demo: _Demo) -> None:
    desk = demo.desks["may-02"]
    demo.clock.set(demo.clock.moment, 19, 10)
    demo.teller.chapter(say("Evening: the paper is typed back, one key per row"))
    choices = (
        Outcome.NOT_HOME,
        Outcome.CALL_BACK,
        Outcome.THINKING,
        Outcome.REFUSED,
        Outcome.WORKING_AWAY,
        Outcome.ALREADY_COVERED,
    )
    walker = SampleWalker(desk, demo.rng, "BL26B")
    said = []
    for sheet in Sheets(desk).list_open():
        for line in sheet.lines:
            outcome = demo.rng.choices(choices, (5, 4, 5, 2, 1, 2))[0]
            if line.row % 6 == 0:
                outcome = walker.visit(line.household.id, outcome=Outcome.SIGNED_UP)
            else:
                Sheets(desk).record_row(sheet.id, line.row, outcome)
            said.append(outcome)
        Sheets(desk).finish(sheet.id)
    _tell_doors(demo, said)
    _tell_sign_ups(demo, desk)


def _disagree(demo: _Demo) -> None:
    demo.teller.chapter(say("One telephone number, two answers"))
    for device, phone in (("may-01", "0987112233"), ("may-02", "0912445566")):
        desk = demo.desks[device]
        head = Households(desk).read_card(demo.households["shared"]).members[0]
        Households(desk).edit_person(head.id, {"phone": phone})
        demo.teller.say(
            say("{device} writes {phone} for {name}.", device=device, phone=phone, name=head.name)
        )


# ----------------------------------------------------------------------------------------------- files both ways
def _send_files(demo: _Demo) -> None:
    demo.clock.set(demo.clock.moment, 20, 5)
    demo.teller.chapter(say("Two files go out on a stick"))
    demo.stick.mkdir()
    for device in ("may-01", "may-02"):
        (file,) = Syncing(demo.desks[device]).write(demo.stick).value
        what = say(
            "file {number} of {device}: {rows} entries, sealed",
            number=file.number,
            device=device,
            rows=file.rows,
        )
        demo.sent[device] = demo.teller.made(Path(file.path), what)


def _read_at_the_office(demo: _Demo) -> None:
    demo.clock.set(demo.clock.moment, 20, 40)
    told = demo.teller
    told.chapter(say("The office reads them: one renamed, one zipped"))
    inbox = demo.sub("received")
    one, two = demo.sent["may-01"], demo.sent["may-02"]
    renamed = Path(shutil.copy(one, inbox / "gui chi Tham (1).bin"))
    zipped = inbox / "may02.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(two, two.name)
    told.made(renamed, say("the first file under another name"))
    told.made(zipped, say("the second file inside a zip"))
    for file in Syncing(demo.office).read([renamed, zipped]).value.files:
        _tell_file(demo, file)
    again = Syncing(demo.office).read([demo.stick]).value
    assert again.import_id is None
    told.say(say("The same files once more: nothing changes."))
    damaged = bytearray(one.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    broken = inbox / "damaged.gocua"
    broken.write_bytes(damaged)
    (refused,) = Syncing(demo.office).read([broken]).value.files
    told.say(say("A copy with one bit changed is refused: {reason}", reason=refused.reason))


def _tell_file(demo: _Demo, file: FileReport) -> None:
    demo.teller.say(
        say(
            "{path}: file {number} of {device}, {visits} visits, {new} rows, {changed} changes, {conflicts} to settle.",
            path=Path(file.path).name, number=file.number, device=file.device, visits=file.visits, new=file.new,
            changed=file.changed, conflicts=file.conflicts,
        )
    )  # fmt: skip


def _answer(demo: _Demo) -> None:
    demo.clock.set(demo.clock.moment, 20, 55)
    demo.teller.chapter(say("The office answers, the laptops read it"))
    answers = demo.sub("usb-back")
    for file in Syncing(demo.office).write(answers).value:
        demo.teller.made(Path(file.path), say("return file of the office"))
    for device in ("may-01", "may-02"):
        syncing = Syncing(demo.desks[device])
        syncing.read([answers])
        rows = syncing.read_ledger().rows
        demo.teller.say(
            say(
                "{device}: {accepted} accepted, {waiting} on a file, {left} to send.", device=device,
                accepted=rows[LedgerState.ACCEPTED] + rows[LedgerState.MERGED], waiting=rows[LedgerState.ON_FILE],
                left=rows[LedgerState.TO_SEND],
            )
        )  # fmt: skip


def _lead_prints(demo: _Demo) -> None:
    demo.clock.set(demo.clock.moment, 21, 10)
    demo.teller.chapter(say("The lead reads both and prints one summary"))
    desk = demo.desks["to-truong"]
    Syncing(desk).read([demo.stick])
    total = Printing(desk).summarise().total
    demo.teller.print_out(
        demo.sub("print") / "daily-summary.pdf", Printing(desk).daily_summary(demo.words),
        say("summary of the day: {knocked} doors, spoken to {spoken}", knocked=total.knocked, spoken=total.spoken_to),
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------- upkeep
def _forget_a_passphrase(demo: _Demo, closing: ExitStack) -> None:
    demo.clock.set(demo.clock.moment, 21, 20)
    demo.teller.chapter(say("A forgotten passphrase"))
    walker = SampleWalker(demo.desks["may-02"], demo.rng, "BL26B", receipts=50)
    walker.visit(_rows_of(walker.desk, "Phiêng Hoi")[0].id, outcome=Outcome.CALL_BACK)
    waiting = len(Visits(walker.desk).list_of_day(walker.desk.today))
    demo.desks["may-02"].database.close()
    code = workspace.read_recovery_code(demo.office, "may-02")
    desk = workspace.recover_folder(demo.folder / "may-02", code, PASSPHRASE, clock=demo.clock)
    closing.callback(desk.database.close)
    demo.desks["may-02"] = desk
    kept = len(Visits(desk).list_of_day(desk.today))
    demo.teller.say(say("The office tells the code of may-02 ({code}); it opens again.", code=code))
    demo.teller.say(
        say("{kept} of {all} visits of the day are there, the unsent one too.", kept=kept, all=waiting)
    )


def _look_after(demo: _Demo) -> None:
    demo.clock.set(demo.clock.moment, 21, 40)
    demo.teller.chapter(say("Backup and check"))
    backup = Upkeep(demo.office).make_backup()
    demo.teller.made(backup.path, say("backup of the office, opened and checked"))
    for name, desk in demo.desks.items():
        report = Upkeep(desk).check()
        assert report.ok, f"{name} is not sound"
        count = report.journal_entries
        told = say("{name} is sound: {count} entries of history give every row.", name=name, count=count)
        demo.teller.say(told)
        Upkeep(desk).write_mark()
