"""What needs a person, one after the other by key: differences between machines, and pairs that look alike."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from outreach_app.domain.conflicts import Conflict, Rule, Settlement, choose_by_rule, narrow, value_of
from outreach_app.domain.duplicates import Duplicate, Verdict
from outreach_app.errors import BadInput, OutreachError, say
from outreach_app.i18n import N_
from ui.models.review import FIRST_KEYS, DifferencesState, Mode, RuleLine
from ui.presenters.ports import HouseholdAt, Latest, Ports, Undo
from ui.presenters.review_items import show_conflict, show_duplicate

if TYPE_CHECKING:
    from outreach_app.app import App

_PAIRS_AT_ONCE = 50
PAIR_RULES = (
    ("same_citizen_number", N_("The same citizen ID: one and the same")),
    ("same_insurance_number", N_("The same insurance number: one and the same")),
    ("same_list_number", N_("The same number on the list: one household")),
)
"""What may speak so plainly for pairs that a person settles all of them as the same in one go."""
Thing = Conflict | Duplicate


class DifferencesPresenter:
    """Shows one thing at a time. A key's answer is written in the background while the next thing stands there."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[DifferencesState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = DifferencesState()
        self._looks, self._offers = Latest(), Latest()
        self._alike: list[list[str]] = []
        self._things: tuple[Thing, ...] = ()
        self._pairs = 0
        self._decided: set[str] = set()
        self._later: list[str] = []
        self._writing = 0

    def enter(self, subject: object = None) -> None:
        """Look at what waits; what was put off comes up again."""
        self._later.clear()
        self._reload()

    def follow(self, news: object = None) -> None:
        """Look again after a command; while answers are being written the last of them does."""
        if not self._writing:
            self._reload()

    def _reload(self) -> None:
        self._ports.query(self._read, done=self._looks.only(self._take))

    def _read(self) -> tuple[list[Conflict], list[Duplicate], int]:
        app = self._app
        pairs = app.duplicates.list_duplicates(limit=_PAIRS_AT_ONCE)
        count = sum(app.duplicates.count_duplicates(subject) for subject in ("person", "household"))
        return app.conflicts.list_all(), pairs, count

    def _take(self, read: tuple[list[Conflict], list[Duplicate], int]) -> None:
        if self._writing:
            return
        conflicts, pairs, self._pairs = read
        self._things = (*conflicts, *pairs)
        self._decided.clear()
        self._stand()

    # ------------------------------------------------------------------------------------------------ one by one
    def _queue(self) -> list[Thing]:
        waiting = [thing for thing in self._things if thing.id not in self._decided]
        return sorted(waiting, key=lambda thing: thing.id in self._later and self._later.index(thing.id) + 1)

    def _current(self) -> Thing | None:
        queue = self._queue()
        return queue[0] if queue else None

    def _stand(self, **changes: Any) -> None:
        queue, words = self._queue(), self._ports.words
        differences = sum(isinstance(thing, Conflict) for thing in queue)
        shown_pairs = len(queue) - differences
        beyond = max(0, self._pairs - sum(isinstance(thing, Duplicate) for thing in self._things))
        total = differences + shown_pairs + beyond
        put_off = sum(thing.id in self._later for thing in queue)
        thing = queue[0] if queue else None
        item = None
        if isinstance(thing, Conflict):
            item = show_conflict(words, thing)
        elif thing is not None:
            item = show_duplicate(words, thing)
        if item is None or self._state.item is None or item.id != self._state.item.id:
            changes = {"mode": Mode.ONE, "error": "", "chosen": "", **changes}
        position = min(put_off + 1, total)
        self._set(item=item, position=position, total=total, differences=differences, **changes)

    def press(self, key: str) -> None:
        """Answer by a digit: a card's, 3 to type another value, 4 for later; among rules it chooses one."""
        if self._state.mode is Mode.MANY:
            if any(rule.key == key and rule.count for rule in self._state.rules):
                self._set(chosen=key)
        elif self._state.mode is Mode.ONE and (thing := self._current()) is not None:
            self._answer(thing, key)

    def _answer(self, thing: Thing, key: str) -> None:
        if key == "4":
            self.put_off()
        elif key == "3":
            self.start_typing()
        elif isinstance(thing, Duplicate):
            if key in ("1", "2"):
                self._judge(thing, Verdict.SAME if key == "1" else Verdict.DIFFERENT)
        elif key in FIRST_KEYS and FIRST_KEYS.index(key) < len(thing.values):
            value = value_of(thing, thing.values[FIRST_KEYS.index(key)])
            self._settle([Settlement(thing.id, value, thing.shown)])

    def put_off(self) -> None:
        """Leave the thing stood on for later: it comes up again after all others."""
        thing = self._current()
        if thing is not None:
            self._later = [each for each in self._later if each != thing.id] + [thing.id]
            self._stand()

    def open_household(self) -> None:
        """Look at the household before deciding."""
        item = self._state.item
        if item is not None and item.household is not None:
            self._ports.places.go("households", HouseholdAt(item.household))

    def _settle(self, chosen: Sequence[Settlement]) -> None:
        item = self._state.item
        named = item.named if item and len(chosen) == 1 else say("{count} decisions", count=len(chosen))
        self._write(
            [each.id for each in chosen],
            lambda: self._app.conflicts.settle(chosen),
            lambda done: Undo(named, lambda: self._app.conflicts.undo(done.value.run)),
        )

    def _judge(self, pair: Duplicate, verdict: Verdict) -> None:
        named = say("the decision on {what}", what=pair.one.title)
        self._write(
            [pair.id],
            lambda: self._app.duplicates.settle({pair.id: verdict}),
            lambda done: Undo(named, lambda: self._app.duplicates.undo(done.value.run)),
        )

    def _write(self, ids: list[str], work: Callable[[], Any], make_undo: Callable[[Any], Undo]) -> None:
        self._decided.update(ids)
        self._writing += 1
        self._stand(mode=Mode.ONE, error="")

        def done(result: Any) -> None:
            self._ports.places.remember(make_undo(result))
            self._end_writing()

        def failed(error: OutreachError) -> None:
            self._decided.difference_update(ids)
            self._ports.places.trouble(error)
            self._end_writing()

        self._ports.command(work, done=done, failed=failed)

    def _end_writing(self) -> None:
        self._writing -= 1
        if not self._writing:
            self._reload()

    # ------------------------------------------------------------------------------------------------- a third value
    def start_typing(self) -> None:
        """Ask for another value than those of the cards."""
        if self._state.item is not None and self._state.item.may_type:
            self._set(mode=Mode.TYPING, error="")

    def store_typed(self, text: str) -> None:
        """Settle with the value typed; one that cannot stand in the field is told beside it."""
        thing = self._current()
        if self._state.mode is not Mode.TYPING or not isinstance(thing, Conflict):
            return
        try:
            value = self._app.conflicts.read_value(thing, text)
        except BadInput as error:
            words = self._ports.words
            self._set(error=f"{words.render(error.message)} {words.render(error.advice)}")
            return
        self._settle([Settlement(thing.id, value, thing.shown)])

    def leave(self) -> bool:
        """Put away what is begun; with nothing begun the thing is left for later. False when nothing is there."""
        if self._state.mode is not Mode.ONE:
            self._set(mode=Mode.ONE, error="", chosen="")
        elif self._state.item is None:
            return False
        else:
            self.put_off()
        return True

    # ------------------------------------------------------------------------------------------------- many at once
    def start_many(self) -> None:
        """Offer the rules by which many of the kind stood on are settled at once, each with how many it settles."""
        thing = self._current()
        if isinstance(thing, Conflict):
            rules = self._make_rules(one_field=False)
            self._set(mode=Mode.MANY, chosen="", one_field=False, of_pairs=False, **rules)
        elif thing is not None:
            self._ports.query(self._find_pairs, done=self._offers.only(self._offer_pairs))

    def _find_pairs(self) -> list[list[str]]:
        return [self._app.duplicates.list_ids(reason=reason) for reason, _ in PAIR_RULES]

    def _offer_pairs(self, found: list[list[str]]) -> None:
        if not isinstance(self._current(), Duplicate) or self._state.mode is not Mode.ONE:
            return
        self._alike = found
        rules = tuple(
            RuleLine(str(place), self._ports.words.text(said), len(ids))
            for place, ((_, said), ids) in enumerate(zip(PAIR_RULES, found, strict=True), start=1)
        )
        self._set(mode=Mode.MANY, chosen="", one_field=False, of_pairs=True, rules=rules, field_name="")

    def toggle_field(self) -> None:
        """Mean only the field of the difference stood on, or all of them again."""
        if self._state.mode is Mode.MANY and not self._state.of_pairs:
            one_field = not self._state.one_field
            self._set(one_field=one_field, chosen="", **self._make_rules(one_field=one_field))

    def apply_rule(self) -> None:
        """Settle by the rule chosen, all in one go."""
        if self._state.mode is not Mode.MANY or not self._state.to_settle:
            return
        if self._state.of_pairs:
            self._judge_all(self._alike[int(self._state.chosen) - 1])
        else:
            rules = self._find_rules(one_field=self._state.one_field)
            self._settle(rules[int(self._state.chosen) - 1][1])

    def _judge_all(self, ids: Sequence[str]) -> None:
        self._write(
            list(ids),
            lambda: self._app.duplicates.settle(dict.fromkeys(ids, Verdict.SAME)),
            lambda done: Undo(
                say("{count} decisions", count=done.value.same),
                lambda: self._app.duplicates.undo(done.value.run),
            ),
        )

    def _conflicts(self) -> list[Conflict]:
        return [thing for thing in self._queue() if isinstance(thing, Conflict)]

    def _find_rules(self, *, one_field: bool) -> list[tuple[str, list[Settlement]]]:
        words, there = self._ports.words, self._conflicts()
        if one_field and there:
            there = narrow(there, field=there[0].key[2])
        devices = sorted({v.device for each in there for v in each.values if v.device and not v.from_office})
        found = [
            (words.text("The later value"), choose_by_rule(there, Rule.LATER)),
            (words.text("The office's value"), choose_by_rule(there, Rule.OFFICE)),
        ]
        for device in devices[:7]:
            chosen = choose_by_rule(there, Rule.DEVICE, device=device)
            found.append((words.text("What {device} wrote", device=device), chosen))
        return found

    def _make_rules(self, *, one_field: bool) -> dict[str, Any]:
        there, words = self._conflicts(), self._ports.words
        rules = tuple(
            RuleLine(str(place), said, len(chosen))
            for place, (said, chosen) in enumerate(self._find_rules(one_field=one_field), start=1)
        )
        return {"rules": rules, "field_name": words.text(there[0].field_name) if there else ""}

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._show(self._state)
