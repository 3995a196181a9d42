"""What the office settles in the story: a question, a difference, a duplicate, a list taken back, a person erased."""

import random
from pathlib import Path

from outreach_app.domain.conflicts import Conflict, Settlement
from outreach_app.domain.duplicates import Duplicate, Verdict
from outreach_app.domain.text import fold
from outreach_app.errors import say
from outreach_app.services.conflicts import Conflicts
from outreach_app.services.demo_day import find_village, list_doors
from outreach_app.services.demo_stage import Stage
from outreach_app.services.duplicates import Duplicates
from outreach_app.services.erasing import Erasing
from outreach_app.services.households import Households, NewPerson
from outreach_app.services.imports import Imports
from outreach_app.services.lists import Lists
from outreach_app.services.questions import Questions
from outreach_app.services.sample_people import make_families
from outreach_app.services.sample_register import write_register
from outreach_app.services.syncing import Syncing

_WRONG_SEED, _WRONG_PER_VILLAGE = 7, 3
_QUESTION = "Đi làm công ty hai năm rồi về, thời gian ấy có được cộng không?"
_ANSWER = "Có: thời gian đóng bắt buộc và tự nguyện được cộng với nhau để tính lương hưu."
_SOURCE = "Luật 41/2024/QH15, Điều 3"
_GIVEN = "0912445566"
_WHY = "Gia đình đề nghị xóa (dữ liệu mẫu)"


# ------------------------------------------------------------------------------------------------- a list taken back
def undo_a_list(demo: Stage) -> None:
    """Bring a wrong list in, see it, and take it back."""
    told = demo.teller
    told.chapter(say("A wrong list is taken back"))
    families = make_families(
        random.Random(_WRONG_SEED), per_village=_WRONG_PER_VILLAGE, today=demo.office.today
    )
    file = demo.folder / "danh-sach-nham.xlsx"
    write_register(file, families)
    told.made(file, say("a list that belongs elsewhere"))
    report = Lists(demo.office).import_register(file).value
    assert report.import_id is not None
    undone = Imports(demo.office).undo(report.import_id).value
    told.say(
        say(
            "{rows} rows brought {new} people who do not belong here; undone, {people} people and {homes} households"
            " are gone again.",
            rows=report.rows, new=report.new, people=undone.removed["person"], homes=undone.removed["household"],
        )
    )  # fmt: skip


# ------------------------------------------------------------------------------------- what the doors send up, settled
def leave_something_open(demo: Stage) -> None:
    """At the doors: a question nobody can answer, and a family that is on the list already, entered once more."""
    demo.teller.chapter(say("Two things for the office"))
    desk = demo.desks["may-01"]
    home = demo.households["advised"]
    Questions(desk).ask(home, _QUESTION, worry="other")
    demo.teller.say(
        say("A family asks: “{question}” Nobody knows; the question goes up.", question=_QUESTION)
    )
    known = next(
        member
        for door in reversed(list_doors(desk, "Hua Sẳng"))
        for member in Households(desk).read_card(door.id).members[:1]
        if member.citizen_number and member.born
    )
    newcomer = NewPerson(
        known.name,
        sex=known.sex,
        born=known.born,
        citizen_number=known.citizen_number or "",
        phone=known.phone or "",
    )
    other = demo.desks["may-02"]
    Households(other).add(find_village(other, "Cò Nọt").id, newcomer)
    demo.households["listed"] = known.household
    demo.teller.say(
        say(
            "{device} finds {name} in a hut of another village and enters a household of its own.",
            device="may-02", name=known.name,
        )
    )  # fmt: skip


def settle_at_the_office(demo: Stage) -> None:
    """The office settles the difference, merges the duplicate and answers the question."""
    demo.clock.pass_minutes(10)
    demo.teller.chapter(say("The office settles what needs a person"))
    _settle_difference(demo)
    _merge_duplicate(demo)
    _answer_question(demo)


def _settle_difference(demo: Stage) -> None:
    conflicts = Conflicts(demo.office)
    found: Conflict = next(each for each in conflicts.list_all() if each.key[2] == "phone")
    conflicts.settle([Settlement(found.id, _GIVEN, found.shown)])
    demo.teller.say(
        say(
            "{name} was telephoned: {phone} is right. Differences left: {count}.",
            name=found.subject, phone=_GIVEN, count=conflicts.count(),
        )
    )  # fmt: skip


def _merge_duplicate(demo: Stage) -> None:
    service = Duplicates(demo.office)
    service.look()
    pairs = [each for each in service.list_duplicates(500) if _is_of(demo, each)]
    reasons = next(pair.reasons for pair in pairs if pair.subject == "person")
    service.settle({pair.id: Verdict.SAME for pair in pairs})
    demo.teller.say(
        say(
            "{name} stands there twice ({reason}): merged. Pairs left to look at: {count}.",
            name=pairs[0].one.title, reason=reasons[0], count=service.count_duplicates(),
        )
    )  # fmt: skip


def _is_of(demo: Stage, pair: Duplicate) -> bool:
    return demo.households["listed"] in (pair.one.household, pair.other.household)


def _answer_question(demo: Stage) -> None:
    service = Questions(demo.office)
    (waiting,) = service.list_open()
    service.answer(waiting.id, _ANSWER, source=_SOURCE)
    demo.teller.say(
        say("The question of {head} is answered: “{answer}” ({source})", head=waiting.household_name, answer=_ANSWER,
            source=_SOURCE)
    )  # fmt: skip


def see_what_came_back(demo: Stage) -> None:
    """On the laptops: the answer, the value that was settled, and the one family."""
    desk = demo.desks["may-01"]
    told = Questions(desk).list_of_household(demo.households["advised"])[0].answers[-1]
    demo.teller.say(say("{device} can tell the family now: “{answer}”", device="may-01", answer=told.text))
    for device in ("may-01", "may-02"):
        home = Households(demo.desks[device])
        head = home.read_card(demo.households["shared"]).members[0]
        demo.teller.say(
            say("{device} shows {phone} for {name}, as it was settled.", device=device, phone=head.phone or "",
                name=head.name)
        )  # fmt: skip


# ------------------------------------------------------------------------------------------------- a person is erased
def erase_a_person(demo: Stage) -> None:
    """Somebody asks to be erased: the office does it, and the order travels to every laptop."""
    demo.clock.pass_minutes(10)
    told = demo.teller
    told.chapter(say("A person asks to be erased"))
    office = demo.office
    door = list_doors(office, "Phiêng Hoi")[-1]
    person = Households(office).read_card(door.id).members[-1]
    demo.households["erased"] = door.id
    report = Erasing(office).erase(person.id, why=_WHY).value
    told.say(
        say(
            "The office erases one person of household {code}: from the register, the history, kept files and backups.",
            code=door.code,
        )
    )  # fmt: skip
    stick = demo.sub("usb-erase")
    for file in Syncing(office).write(stick).value:
        told.made(Path(file.path), say("return file with the order"))
    for device in ("may-01", "may-02"):
        Syncing(demo.desks[device]).read([stick])
    for device in ("office", "may-01", "may-02"):
        members = Households(demo.desks[device]).read_card(door.id).members
        found = sum(fold(member.name) == fold(person.name) for member in members)
        told.say(say("{device}: {count} people of that name in the household.", device=device, count=found))
    told.say(
        say("The order waits for the confirmation of: {devices}.", devices=", ".join(sorted(report.waiting)))
    )
