"""The rule book of the story: a rule to come and a provincial top-up, signed by the office, taken over by a laptop."""

import re
import tomllib
from datetime import date
from pathlib import Path

from outreach_app.domain.local_rules import TopUp
from outreach_app.domain.rule_changes import RuleChange
from outreach_app.errors import say
from outreach_app.files import write_file
from outreach_app.i18n import Dong
from outreach_app.services.advice import Advice
from outreach_app.services.demo_stage import Stage
from outreach_app.services.rule_books import RuleBooks
from outreach_app.services.sample_people import COMMUNE
from outreach_app.services.territory_data import load_territory

_FILE, _LOCAL = "base_salary.toml", "local.toml"
_RISE_PERCENT, _TOP_UP_PERCENT = 108, 10
_WHOLE = 10_000

_RULE = """
[[rule]]
key = "base_salary"
value = {value}
unit = "dong_per_month"
from = {since}
decree = "Nghị định mẫu (dữ liệu mẫu)"
article = "khoản 2 Điều 3"
mark = "unconfirmed"
note = "Mức giả định của câu chuyện mẫu."
note_en = "An amount made up for the sample story."
"""

_TOP_UP = """
[[top_up]]
scheme = "voluntary"
category = "all"
province = "{province}"
percent = {percent}
from = {since}
resolution = "Nghị quyết mẫu của HĐND tỉnh (dữ liệu mẫu)"
state = "funded"
mark = "secondary"
"""


def issue_rule_book(demo: Stage) -> None:
    """Edit the rule files, look at what that means, and sign them; the book goes out with the office's answers."""
    told = demo.teller
    told.chapter(say("The rule book"))
    books, folder = RuleBooks(demo.office), demo.sub("rules")
    books.write_folder(folder)
    turn = date(demo.office.today.year + 1, 7, 1)
    _write_rules(folder, turn)
    told.made(folder, say("rule files of the office, as they were edited"))
    preview = books.issue_folder(folder, note="Câu chuyện mẫu").value
    for change in preview.changes:
        _tell_change(demo, change)
    for each in preview.local:
        if isinstance(each.come, TopUp):
            told.say(
                say(
                    "The province adds {percent}% from {day} on: {resolution}.",
                    percent=_TOP_UP_PERCENT, day=each.come.since, resolution=each.come.resolution,
                )
            )  # fmt: skip
    told.say(say("The office signs it as rule book {version}.", version=preview.version))


def _write_rules(folder: Path, turn: date) -> None:
    text = (folder / _FILE).read_text(encoding="utf-8")
    rules = [rule for rule in tomllib.loads(text)["rule"] if rule["key"] == "base_salary"]
    last = max(rules, key=lambda rule: rule["from"])
    since = f"from = {last['from'].isoformat()}"
    ended = date.fromordinal(turn.toordinal() - 1).isoformat()
    value = last["value"] * _RISE_PERCENT // 100 // _WHOLE * _WHOLE
    # The rule that is open until now ends on the eve of the new one.
    closed = re.sub(rf"{since}\n(?!to = )", f"{since}\nto = {ended}\n", text)
    _write(folder / _FILE, closed + _RULE.format(value=value, since=turn.isoformat()))
    unit = load_territory().commune(COMMUNE)
    assert unit is not None
    local = (folder / _LOCAL).read_text(encoding="utf-8")
    top_up = _TOP_UP.format(province=unit.parent_code, percent=_TOP_UP_PERCENT, since=f"{turn.year}-01-01")
    _write(folder / _LOCAL, local + top_up)


def _write(path: Path, text: str) -> None:
    write_file(path, text.encode("utf-8"), overwrite=True)


def _tell_change(demo: Stage, change: RuleChange) -> None:
    if change.before is None or change.after is None:
        return
    demo.teller.say(
        say(
            "From {day} on the base salary is {after} instead of {before}, not confirmed yet.",
            day=change.since, after=Dong(change.after.amount), before=Dong(change.before.amount),
        )
    )  # fmt: skip


def take_over_rule_book(demo: Stage) -> None:
    """On the laptops: the book came with the office's answer, and a family's later payment follows it."""
    for device in ("may-01", "may-02"):
        used = RuleBooks(demo.desks[device]).read()
        assert used.edition is not None
        demo.teller.say(
            say(
                "{device} counts with rule book {version} now, sealed by our office.",
                device=device, version=used.book.version,
            )
        )  # fmt: skip
    advised, before = demo.advised, demo.own_next_year
    after = read_next_year(demo) if advised and before else None
    if after is not None and before is not None:
        demo.teller.say(
            say(
                "The next year's payment of the family advised: {after} instead of {before}.",
                after=Dong(after), before=Dong(before),
            )
        )  # fmt: skip


def read_next_year(demo: Stage) -> int | None:
    """What the person advised would pay at the first payment of the next year; None when none is near."""
    desk = demo.desks["may-01"]
    advice = Advice(desk)
    basis = advice.read(demo.households["advised"])
    told = advice.work_out(basis, advice.read_choices(basis)).person(demo.advised)
    dues = told.voluntary.due if told is not None and told.voluntary is not None else ()
    return next((due.own for due in dues if due.day.year > desk.today.year), None)
