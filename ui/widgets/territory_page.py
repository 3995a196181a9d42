"""The page of Settings about the territory: who waits for a place, communes and villages by day, decisions."""

from collections.abc import Hashable, Sequence
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from outreach_app.domain.local_rules import AREA_NAMES
from outreach_app.domain.rows import VillageRow
from outreach_app.domain.territory import Unit, name_village
from outreach_app.domain.territory_steps import STEP_NAMES, Step, StepLevel
from outreach_app.i18n import Catalogue
from ui.models.team_words import DOT
from ui.models.territory import TerritoryState, TerritoryWork
from ui.theme import Tone
from ui.widgets.fields import TextField
from ui.widgets.file_dialogs import choose_files
from ui.widgets.file_table import FileLine
from ui.widgets.form import FieldKind, FieldSpec
from ui.widgets.paint import Tag
from ui.widgets.team_pages import Fields, ListPage

KINDS = "(*.xlsx *.xls *.ods *.csv)"
_ALL = -1
"""Stands for every group of a village."""


class TerritoryPage(ListPage):
    """Who waits first, then communes with their days, villages with class and former names, and all decisions."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        empty = words.text("No village yet. Add one, or bring in a register.")
        super().__init__(words, words.text("Territory"), empty=empty, parent=parent)
        self._state = TerritoryState()
        self._names: dict[StrEnum, str] = {
            TerritoryWork.PLACE: words.text("Say where it belongs"),
            TerritoryWork.PREVIEW: words.text("Look at a decision"),
            TerritoryWork.DECIDE: words.text("Enter a decision"),
        }

        self._steps: dict[Hashable | None, str] = {
            TerritoryWork.PLACE: words.text("Save"), TerritoryWork.PREVIEW: words.text("Preview"),
            TerritoryWork.DECIDE: words.text("Enter a decision"),
        }  # fmt: skip

    def show_territory(self, state: TerritoryState) -> None:
        """Show all of it; the form is made again once something was stored."""
        changed = state.waiting != self._state.waiting or not self._offered
        looked = state.seen is not None and state.seen is not self._state.seen
        self._state = state
        self.table.set_lines(self._list_lines(state))
        if looked:
            self.table.stand_on(0)
        self.empty.setVisible(not state.villages)
        self.offer(state.works, self._names)
        if changed:
            self.build()

    def _list_lines(self, state: TerritoryState) -> list[FileLine]:
        return [
            *self._list_seen(state), *self._list_waiting(state),
            *(FileLine(("unit", unit.code), unit.full_name, self._tell_unit(unit)) for unit in state.units),
            *(self._make_village(state, village) for village in state.villages),
            *(self._make_step(step) for step in reversed(state.steps)),
        ]  # fmt: skip

    def _list_seen(self, state: TerritoryState) -> list[FileLine]:
        """What a decision that was looked at would do."""
        if state.seen is None:
            return []
        words, report = self._words, state.seen
        tag = Tag(words.text("Preview"), "eye", Tone.ACCENT)
        lines = [
            FileLine(("line", place), self._name_step(each.step, each.parts), self._tell_touch(each), tag)
            for place, each in enumerate(report.touched)
        ]
        refused = Tag(words.text("Refused"), "triangle-alert", Tone.BAD)
        lines += [
            FileLine(
                ("refused", place), words.text("Row {row}", row=each.row), words.render(each.reason), refused
            )
            for place, each in enumerate(report.refused)
        ]
        return lines + [
            FileLine(("warning", place), words.render(each), "") for place, each in enumerate(report.warnings)
        ]

    def _tell_touch(self, touch: object) -> str:
        words = self._words
        counts = {name: getattr(touch, name) for name in ("households", "targets", "lists")}
        return words.text("{households} households, {targets} targets, {lists} visit lists", **counts)

    def _list_waiting(self, state: TerritoryState) -> list[FileLine]:
        words = self._words
        waits = Tag(words.text("Waits for a place"), "info", Tone.WAIT)
        return [
            FileLine(
                ("waiting", each.village.id), name_village(each.village.kind, each.village.name),
                DOT.join((
                    words.text("divided on {day}", day=words.date(each.on)),
                    words.plural("{count} household", "{count} households", each.households),
                    ", ".join(candidate.name for candidate in each.candidates),
                )), waits,
            )
            for each in state.waiting
        ]  # fmt: skip

    def _tell_unit(self, unit: Unit) -> str:
        words, parts = self._words, [unit.code]
        if unit.valid_from:
            parts.append(words.text("since {day}", day=words.date(unit.valid_from)))
        if unit.valid_to:
            parts.append(words.text("until {day}", day=words.date(unit.valid_to)))
        return DOT.join(parts)

    def _make_village(self, state: TerritoryState, village: VillageRow) -> FileLine:
        words = self._words
        classes = [words.text(AREA_NAMES[each]) for each in (state.classes or {}).get(village.id, ())]
        former = (state.former or {}).get(village.id, [])
        told = [*classes, *([words.text("before: {names}", names=", ".join(former))] if former else [])]
        detail = DOT.join(told) or words.text("no class known")
        return FileLine(("village", village.id), f"– {name_village(village.kind, village.name)}", detail)

    def _make_step(self, step: Step) -> FileLine:
        words = self._words
        waiting = step.carried_on is None
        tag = Tag(words.text("Holds later"), "clock", Tone.WAIT) if waiting else None
        kind = words.text(STEP_NAMES[step.kind])
        told = DOT.join(part for part in (kind, words.date(step.on), step.decision, step.document) if part)
        return FileLine(("step", step.id), self._name_step(step), told, tag)

    def _name_step(self, step: Step, parts: Sequence[str] = ()) -> str:
        names = step.old.full_name, step.new.full_name
        if step.level is StepLevel.UNIT:
            names = step.old.name, step.new.name
        return f"{names[0]} \u2192 {', '.join(parts) or names[1]}"

    def build(self) -> None:
        self.step = self._steps.get(self.work(), self.step)
        super().build()

    @property
    def takes_file(self) -> bool:
        """Whether the form asks for a decision's file."""
        return self.work() is not TerritoryWork.PLACE

    def browse(self) -> None:
        """Choose the file in the system's own dialog."""
        if not self.takes_file:
            return
        control = self.form.control("file")
        assert isinstance(control, TextField)
        words = self._words
        chosen = choose_files(
            self, words, title=words.text("File with the decision"), start=control.text(),
            kinds=f"{words.text('Spreadsheets')} {KINDS}", several=False,
        )  # fmt: skip
        if chosen:
            control.setText(chosen[0])

    def follows_row(self) -> bool:
        return self.work() is TerritoryWork.PLACE

    def list_fields(self) -> Fields:
        words, waiting = self._words, self._state.find_waiting(self.table.current_id())
        if self.work() is not TerritoryWork.PLACE:
            # What was looked at is entered without being typed again.
            return self._decision_fields(), self.form.values() if "file" in self.form.values() else {}
        if waiting is None:
            return (), {}
        to = tuple((each.key, each.name) for each in waiting.candidates)
        where = FieldSpec("to", words.text("Belongs to"), FieldKind.CHOICE, choices=to)
        if waiting.level is StepLevel.UNIT:
            return (where,), {}
        groups = ((_ALL, words.text("All that wait")), *enumerate(map(self._name_group, waiting.groups)))
        which = FieldSpec("group", words.text("Which households"), FieldKind.CHOICE, choices=groups)
        numbers = FieldSpec(
            "numbers", words.text("House numbers"), hint=words.text("such as 1-20, may stay empty")
        )
        return (which, numbers, where), {"group": _ALL}

    def _name_group(self, group: object) -> str:
        words = self._words
        told = [part for part in (getattr(group, "neighbour_group", ""), getattr(group, "lane", "")) if part]
        low, high = getattr(group, "low", None), getattr(group, "high", None)
        if low is not None:
            told.append(words.text("numbers {numbers}", numbers=f"{low}" if low == high else f"{low}–{high}"))
        count = words.plural("{count} household", "{count} households", getattr(group, "households", 0))
        return f"{', '.join(told) or words.text('without group or address')}: {count}"

    def _decision_fields(self) -> tuple[FieldSpec, ...]:
        words = self._words
        return (
            FieldSpec(
                "file",
                words.text("File with the decision"),
                hint=words.text(
                    "xlsx or csv with the columns kind (renamed, merged, divided), old, new, commune"
                ),
            ),
            FieldSpec("number", words.text("Number of the decision"), hint=words.text("such as 12/NQ-HĐND")),
            FieldSpec("since", words.text("First day on which it holds"), FieldKind.AHEAD),
            FieldSpec("document", words.text("Where it can be read"), hint=words.text("may stay empty")),
        )
