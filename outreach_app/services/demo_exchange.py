"""The evening: files out, files read, answers back, one summary, a forgotten passphrase, backup and check."""

import shutil
import zipfile
from contextlib import ExitStack
from pathlib import Path

from outreach_app.domain.monthly_words import write_monthly
from outreach_app.domain.rows import (
    FileReport,
    LedgerState,
)
from outreach_app.domain.visits import Outcome
from outreach_app.errors import say
from outreach_app.services import workspace
from outreach_app.services.contract_reports import ContractReports
from outreach_app.services.demo_day import list_doors
from outreach_app.services.demo_stage import Stage
from outreach_app.services.monthly import MonthlyReports, PaperKind, render_paper
from outreach_app.services.printing import Printing
from outreach_app.services.reports import Reports
from outreach_app.services.sample_day import SampleWalker
from outreach_app.services.sample_people import PASSPHRASE
from outreach_app.services.syncing import Syncing
from outreach_app.services.upkeep import Upkeep
from outreach_app.services.visits import Visits


def send_files(demo: Stage) -> None:
    """Write both laptops' files to a stick."""
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


def read_at_the_office(demo: Stage) -> None:
    """Read the files renamed and zipped, once more, and one damaged."""
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


def _tell_file(demo: Stage, file: FileReport) -> None:
    demo.teller.say(
        say(
            "{path}: file {number} of {device}, {visits} visits, {new} rows, {changed} changes, {conflicts} to settle.",
            path=Path(file.path).name, number=file.number, device=file.device, visits=file.visits, new=file.new,
            changed=file.changed, conflicts=file.conflicts,
        )
    )  # fmt: skip


def answer(demo: Stage) -> None:
    """Write the office's answers and read them on the laptops."""
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


def lead_prints(demo: Stage) -> None:
    """Read both files at the lead's laptop and print one summary."""
    demo.clock.set(demo.clock.moment, 21, 10)
    demo.teller.chapter(say("The lead reads both and prints one summary"))
    desk = demo.desks["to-truong"]
    Syncing(desk).read([demo.stick])
    total = Printing(desk).summarise().total
    demo.teller.print_out(
        demo.sub("print") / "daily-summary.pdf", Printing(desk).daily_summary(demo.words),
        say("summary of the day: {knocked} doors, spoken to {spoken}", knocked=total.knocked, spoken=total.spoken_to),
    )  # fmt: skip


def office_reports(demo: Stage) -> None:
    """Write the papers of the month at the office: the report to sign and to edit, and the table of organisations."""
    demo.teller.chapter(say("The office writes the papers of the month"))
    desk, day, papers = demo.office, demo.office.today, demo.sub("print")
    unit = Reports(desk).own_unit()
    paper = write_monthly(MonthlyReports(desk).collect(unit, day), demo.words)
    for kind, what in (
        (PaperKind.PDF, say("monthly report, to be signed")), (PaperKind.DOCX, say("monthly report, to be edited")),
        (PaperKind.XLSX, say("tables of the monthly report")),
    ):  # fmt: skip
        demo.teller.print_out(papers / f"monthly-report.{kind}", render_paper(paper, kind, demo.words), what)
    table = ContractReports(desk).write(unit, day, PaperKind.XLSX).data
    demo.teller.print_out(papers / "b15a.xlsx", table, say("B15a-UQ of the month"))


def forget_a_passphrase(demo: Stage, closing: ExitStack) -> None:
    """Open a laptop by the office's code; nothing typed is lost."""
    demo.clock.set(demo.clock.moment, 21, 20)
    demo.teller.chapter(say("A forgotten passphrase"))
    walker = SampleWalker(demo.desks["may-02"], demo.rng, "BL26B", receipts=50)
    walker.visit(list_doors(walker.desk, "Phiêng Hoi")[0].id, outcome=Outcome.CALL_BACK)
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


def look_after(demo: Stage) -> None:
    """Back the office up and check every workspace."""
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
