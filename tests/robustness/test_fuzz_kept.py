"""What the program kept or brought itself is fed to it spoilt: drafts, set-up files, versions, fields, watched folders.

Another version of the program may have written it, and whoever has the key may have signed it.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from outreach_app import versions
from outreach_app.app import App
from outreach_app.domain import absences, conflicts, territory
from outreach_app.domain.kept_forms import read_kept
from outreach_app.domain.people import Scheme
from outreach_app.errors import OutreachError
from outreach_app.services import absences as absence_service
from outreach_app.services import hub_addresses
from outreach_app.services.visits import parse_person_outcome
from outreach_app.services.workspace import open_kit
from outreach_app.store import erasures, form_drafts, settings
from outreach_app.store.form_drafts import Form
from outreach_app.sync import codes, kit, locks, releases, slots
from outreach_app.sync.arrivals import Arrivals
from outreach_app.sync.compression import compress, expand
from outreach_app.sync.frame import KIT_MAGIC, RELEASE_MAGIC, join_frame, split_frame
from outreach_app.sync.secrets import Pins
from outreach_app.wire.packing import pack, unpack
from tests.robustness.defects import DEFECTS
from tests.robustness.rows import PROMISED, Tally, sizes
from tests.robustness.test_fuzz import feed, replace_node, seeds, spoil, spoil_part, typed
from tests.sync import test_releases
from tests.workspaces import PASSPHRASE, Clock, card_of, cards, copy_field, copy_machine, door, write
from ui.presenters import sign_up_form, visit_form
from ui.presenters.first_run import _find_units
from ui.presenters.meeting_forms import _read_count
from ui.presenters.renewal_forms import read_months
from ui.presenters.target_forms import _read_people, _read_percent
from ui.presenters.territory_settings import _read_numbers
from ui.widgets.dates import Leaning, read_date
from ui.widgets.money import MoneyField, group_digits

TODAY = date(2026, 11, 21)


# -------------------------------------------------------------------------------------------------------------- drafts
def spoil_text(told: object, chance: Random) -> str:
    """A draft with an absurd thing in it, or its text spoilt."""
    if chance.random() < 0.7:
        return json.dumps(replace_node(told, chance), default=str)
    return spoil(json.dumps(told).encode(), chance).decode("utf-8", "replace")


def feed_drafts(folder: Path, count: int) -> int:
    app = copy_machine(folder, "one").open()
    card = card_of(app, "Giàng A Chư")
    person, home = card.members[0].id, card.household.id
    candidates = sign_up_form.list_candidates(card, app.enrolments.list_obstacles(card), today=TODAY)
    sign_up = sign_up_form.write_content(
        sign_up_form.SignUpForm(person, Scheme.VOLUNTARY, 3, date(2026, 12, 1)), visit=person
    )
    visit = {
        "visited_on": "2026-11-21", "channel": "door", "door": None,
        "outcomes": [[person.hex(), "voluntary", "thinking"]],
        "met": [person.hex()], "met_others": "", "objection": "cannot_afford", "note": "x", "next_step": "return",
        "next_on": "2026-12-01", "next_chosen": True, "correcting": None, "printed": [person.hex(), 3, None],
        "reaction": "reassured", "meeting": person.hex(),
    }  # fmt: skip
    advice = {
        "health_months": 12,
        "people": {person.hex(): [True, True, 1_500_000, "3", ""]},
        "focus": person.hex(),
    }

    def check(chance: Random) -> None:
        text = spoil_text(visit, chance)
        form, correcting = visit_form.read_content(read_kept(text), today=TODAY)
        again = visit_form.write_content(form, correcting=correcting)
        assert visit_form.read_content(again, today=TODAY) == (form, correcting)
        erasures._clear_form(text, ["Lò Văn Páo"])
        kept = read_kept(spoil_text(sign_up, chance))
        sign_up_form.read_visit(kept)
        sign_up_form.read_content(kept, candidates, today=TODAY)
        if chance.random() < 0.1:
            keep_advice(app, home, spoil_text(advice, chance))
            basis = app.advice.read(home)
            app.advice.work_out(basis, app.advice.read_choices(basis))

    ran = feed(count, seeds, check)
    app.close()
    return ran


def keep_advice(app: App, home: bytes, text: str) -> None:
    with app.desk.database.write_local() as session:
        form_drafts.save(session, Form.ADVICE, home, content=text, saved_at=1)


# -------------------------------------------------------------------------------------------------------- set-up files
def derive_quickly(secret: bytes, salt: bytes, *, cost: locks.Cost) -> bytes:
    """Stands for Argon2id, which takes its time for each of thousands and reads nothing of a file but its cost."""
    assert cost.is_bearable()
    return hashlib.blake2b(secret + salt, digest_size=32).digest()


def feed_kits(folder: Path, count: int) -> int:
    """Spoilt under the office's own signature and the right code: contents, or the head."""
    office = copy_machine(folder, "office").open()
    with office.desk.read() as session:
        own = Pins.read(session).own
    villages = [village.id for village in office.households.list_villages()]
    with pytest.MonkeyPatch.context() as patch:
        for module in (kit, slots):
            patch.setattr(module, "derive_key", derive_quickly)
        sound = office.make_kit(
            folder / "a.gocuakit", device="Máy 7", role="lead", villages=villages, until=date(2027, 1, 1)
        )
        opened = kit.open_kit(sound.path.read_bytes(), sound.code)
        contents, office_id = unpack(opened.contents), opened.office_id
        whole = kit.seal_kit(pack(contents), code=sound.code, office=own, office_id=office_id)
        frame = split_frame(whole, KIT_MAGIC)

        def check(chance: Random) -> None:
            file = folder / "bad.gocuakit"
            file.unlink(missing_ok=True)
            with suppress(ValueError, TypeError, OverflowError):  # what cannot be packed is no file
                file.write_bytes(spoil_kit(chance))
            if not file.exists():
                return
            place = folder / "laptop"
            try:
                open_kit(
                    place, file, code=sound.code, passphrase=PASSPHRASE, clock=Clock(), cost=locks.FLOOR
                ).database.close()
            except OutreachError:
                assert not place.exists(), "half a laptop"
            shutil.rmtree(place, ignore_errors=True)

        def spoil_kit(chance: Random) -> bytes:
            if chance.random() < 0.2:
                header = pack(replace_node(unpack(frame.header), chance))
                return join_frame(KIT_MAGIC, header, body=bytes(frame.body), tag=kit._TAG, seed=own.sign_seed)
            spoilt = replace_node(contents, chance)
            return kit.seal_kit(pack(spoilt), code=sound.code, office=own, office_id=office_id)

        ran = feed(count, seeds, check)
    office.close()
    return ran


# ------------------------------------------------------------------------------------------------------------ versions
def feed_versions(folder: Path, count: int) -> int:
    """The list of a version, absurd under the office's own signature, and the note of which version is in use."""
    sound = test_releases.write(folder)
    told = test_releases.read(sound)
    header, packed = releases.spell_head(told)
    fields: dict[str, Any] = unpack(header)  # type: ignore[assignment]
    body = sound.read_bytes()[told.body :]
    listed = unpack(expand(fields["compression"], packed, size=fields["list_bytes"]))

    def check(chance: Random) -> None:
        path, place = folder / "bad.gocuaver", folder / "unpacked"
        path.unlink(missing_ok=True)
        with suppress(ValueError, TypeError, OverflowError):
            path.write_bytes(spoil_list(fields, listed, chance) + body)
        with suppress(OutreachError):
            if path.exists():
                place.mkdir()
                releases.unpack_release(test_releases.read(path), path, place)
        assert not (folder / "gocua").exists(), "unpacked beside its folder"
        shutil.rmtree(place, ignore_errors=True)
        note = folder / "in_use.json"
        note.write_text(spoil_text({"version": "0.2.0", "home": "/x", "before": "0.1.0", "tried": 1}, chance))
        versions._read_map(note)

    return feed(count, seeds, check)


def spoil_list(fields: dict[str, Any], listed: Any, chance: Random) -> bytes:
    """The signed beginning of a version with something absurd in its head or its list."""
    if chance.random() < 0.6:
        scheme, packed = compress(changed := pack(replace_node(listed, chance)))
        fields = fields | {"compression": scheme, "list_bytes": len(changed), "list_packed": len(packed)}
    else:
        _, packed = compress(pack(listed))
        fields = replace_node(fields, chance)
    key = test_releases.OFFICE.sign_seed
    return join_frame(RELEASE_MAGIC, pack(fields), body=packed, tag=releases.TAG, seed=key)


# -------------------------------------------------------------------------------------------- fields of the windows
def read_fields(app: App) -> list[Callable[[str], object]]:
    """What the windows read out of what somebody typed or pasted, beyond what commands share with them."""
    years = {2026: date(2026, 2, 17), 2027: date(2027, 2, 6)}
    return [
        *(partial(read_date, today=TODAY, leaning=lean, partial=part) for lean in Leaning for part in (False, True)),
        lambda told: group_digits(MoneyField._digits(told), "."),
        _read_percent, _read_people, partial(_read_people, strict=False), _read_count, _read_numbers, read_months,
        partial(absence_service.read_since, today=TODAY), partial(absences.parse_return, today=TODAY, years=years),
        hub_addresses.parse_address, territory.parse_village_name, parse_person_outcome, conflicts.parse_conflict,
        locks.read_passphrase, partial(codes.read_code, length=codes.KIT_CODE_LENGTH), app.sheets.open,
        app.households.find, _find_units,
    ]  # fmt: skip


def feed_fields(folder: Path, count: int) -> int:
    app = copy_machine(folder, "one").open()
    readers = read_fields(app)

    def check(told: str) -> None:
        for read in readers:
            with suppress(OutreachError):
                read(told)

    ran = feed(count, typed, check)
    app.close()
    return ran


# ------------------------------------------------------------------------------------------------- the watched folder
def feed_watching(folder: Path, count: int) -> int:
    """Files that are anything, in a folder that is watched, and what an earlier version remembered of it."""
    field, place = copy_field(folder / "field"), folder / "zalo"
    one, office = field.one.open(), field.office.open()
    one.visits.log(door(cards(one)[0]))
    (sound,) = [path.read_bytes() for path in write(one, field.stick)]
    with zipfile.ZipFile(folder / "sound.zip", "w") as archive:
        archive.writestr("a.gocua", sound)
    zipped = (folder / "sound.zip").read_bytes()
    kept = {
        "watch_folder": str(place), "watch_told": [[b"x" * 32, "a.gocua", "damaged", 1_795_000_000_000]],
        "watch_came": ["0011223344556677"], "watch_seen": "0011223344556677",
    }  # fmt: skip

    def check(chance: Random) -> None:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for number in range(chance.randrange(1, 4)):
            file = place / f"{number}{chance.choice(('.gocua', '.zip', '', '.GOCUA'))}"
            file.write_bytes(spoil(chance.choice((sound, zipped, b"", b"PK\3\4")), chance))
            if file.read_bytes().startswith(b"PK") and chance.random() < 0.5:
                spoil_part(file, zipped, chance)
        remember(office, replace_node(kept, chance))
        looking = Arrivals(place)
        for now in (0.0, 4.0, 400.0):
            found = looking.look(now=now)
            with suppress(OutreachError):
                office.watching.take(found.findings)
            looking.settle(found)
        office.watching.read_folder()
        office.watching.list_unreadable()
        office.watching.read_newest()
        office.watching.put_away()

    ran = feed(count, seeds, check)
    assert office.upkeep.check().ok
    one.close()
    office.close()
    return ran


def remember(app: App, told: Any) -> None:
    """Put absurd values where the bookkeeping of the watched folder stands."""
    values = told if isinstance(told, dict) else {"watch_told": told}
    with app.desk.database.write_local() as session:
        for name, value in values.items():
            with suppress(ValueError, TypeError, OverflowError):
                settings.write_setting(session, str(name), value)


FEEDS: dict[str, Callable[[Path, int], int]] = {
    "drafts": feed_drafts, "set-up files": feed_kits, "versions": feed_versions, "fields": feed_fields,
    "watched folder": feed_watching,
}  # fmt: skip


@pytest.mark.parametrize(("part", "whole"), sizes("fuzzing what is kept"))
def test_whatever_was_kept_or_brought_is_read_or_refused_with_a_sentence(
    part: str, whole: bool, tmp_path: Path, tally: Tally
) -> None:
    tally("fuzzing what is kept", part, FEEDS[part](tmp_path, PROMISED["fuzzing what is kept"][part][whole]))


def test_a_program_that_believes_any_draft_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    DEFECTS["any draft believed"](monkeypatch)
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        feed_drafts(tmp_path, 40)
