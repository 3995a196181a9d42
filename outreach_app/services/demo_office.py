"""The day before: an office, its register out of an untidy spreadsheet, three laptops set up."""

from contextlib import ExitStack
from datetime import timedelta

from outreach_app.domain.rows import ImportReport
from outreach_app.errors import say
from outreach_app.services import workspace
from outreach_app.services.demo_stage import Stage
from outreach_app.services.households import Households
from outreach_app.services.lists import Lists
from outreach_app.services.office import Office
from outreach_app.services.sample_people import COMMUNE, OFFICE_NAME, PASSPHRASE, make_families
from outreach_app.services.sample_register import write_register
from outreach_app.services.territory_data import load_territory

_PER_VILLAGE = 30
_USUAL_DAYS = 365


def make_office(demo: Stage, closing: ExitStack) -> None:
    """Make the office and print its recovery sheet."""
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


def bring_in_register(demo: Stage) -> None:
    """Bring in the untidy register, look at it first, and bring it in again."""
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


def _tell_import(demo: Stage, report: ImportReport) -> None:
    counts = {"rows": report.rows, "households": report.households, "people": report.people}
    demo.teller.say(say("{rows} rows brought {households} households with {people} people.", **counts))
    demo.teller.say(say("New villages: {names}.", names=", ".join(report.villages_new)))
    for row in (*report.refused, *report.warnings[:3]):
        demo.teller.say(say("row {row}: {reason}", row=row.row, reason=row.reason))


def set_up_laptops(demo: Stage, closing: ExitStack) -> None:
    """Make three set-up files and open each on its laptop."""
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
