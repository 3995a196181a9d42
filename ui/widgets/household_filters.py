"""The filters over the list of households; they combine."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from outreach_app.domain.cover_gaps import COVER_GAP_NAMES, CoverGap
from outreach_app.domain.people import CATEGORY_NAMES, Category
from outreach_app.domain.rows import HouseholdFilter
from outreach_app.domain.visits import OUTCOME_NAMES, Outcome
from outreach_app.i18n import Catalogue
from ui.theme import Size, look
from ui.widgets.choices import DropDown, TickBox
from ui.widgets.flow import FlowLayout

_DAYS = (7, 30, 90, 180)
_NEVER = "never"
_EVERY = "*"
_WIDTH = 172
_LIST_WIDTH = 264


class HouseholdFilters(QWidget):
    """Village, category, last outcome, how long nobody was there, missing cover, language, away, added at the door.

    Signal `filtered(object)`: the `HouseholdFilter` that is now wanted, after a person changed it.
    """

    filtered = Signal(object)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._wanted = words, HouseholdFilter()
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(Size.GRID)
        self._village = self._make_drop(words.text("Village"))
        self._category = self._make_drop(words.text("Category"))
        self._outcome = self._make_drop(words.text("Last outcome"))
        self._days = self._make_drop(words.text("Not visited for"))
        self._gap = self._make_drop(words.text("Insurance"))
        self._language = self._make_drop(words.text("Language of papers"))
        self._added = TickBox(words.text("added at the door"), self)
        self._added.toggled.connect(self._tell)
        self._away = TickBox(words.text("somebody away"), self)
        self._away.toggled.connect(self._tell)
        for place, widget in enumerate(
            (
                self._village,
                self._category,
                self._outcome,
                self._days,
                self._gap,
                self._language,
                self._away,
                self._added,
            )
        ):
            flow.insertWidget(place, widget)
        self._offer()

    def _make_drop(self, name: str) -> DropDown:
        drop = DropDown(self, name=name)
        drop.setFixedWidth(look().px(_WIDTH))
        drop.view().setMinimumWidth(look().px(_LIST_WIDTH))
        drop.chosen.connect(self._tell)
        return drop

    def _offer(self) -> None:
        words = self._words
        categories: list[tuple[Hashable, str]] = [("", words.text("every category"))]
        self._category.set_choices(
            [*categories, *((key, words.text(name)) for key, name in CATEGORY_NAMES.items())]
        )
        outcomes: list[tuple[Hashable, str]] = [("", words.text("every outcome"))]
        outcomes.append((_NEVER, words.text("never visited")))
        self._outcome.set_choices(
            [*outcomes, *((key, words.text(name)) for key, name in OUTCOME_NAMES.items())]
        )
        days: list[tuple[Hashable, str]] = [(0, words.text("whenever visited"))]
        days += [(n, words.plural("not for {count} day", "not for {count} days", n)) for n in _DAYS]
        self._days.set_choices(days)
        gaps: list[tuple[Hashable, str]] = [("", words.text("whatever insurance"))]
        self._gap.set_choices([*gaps, *((key, words.text(name)) for key, name in COVER_GAP_NAMES.items())])
        self.set_languages(())
        self.set_villages(())

    def set_languages(self, languages: Sequence[tuple[str, str]]) -> None:
        """Offer these languages of papers, by key with what each calls itself."""
        every: list[tuple[Hashable, str]] = [(_EVERY, self._words.text("every language"))]
        self._language.set_choices([*every, *languages, ("", self._words.text("no language said"))])
        self.show_wanted(self._wanted)

    def set_villages(self, villages: Sequence[tuple[bytes, str]]) -> None:
        """Offer these villages."""
        everywhere: list[tuple[Hashable, str]] = [("", self._words.text("every village"))]
        self._village.set_choices([*everywhere, *villages])
        self.show_wanted(self._wanted)

    def show_wanted(self, wanted: HouseholdFilter) -> None:
        """Show which filters are set."""
        self._wanted = wanted
        self._village.set_value(wanted.village or "")
        self._category.set_value(wanted.category or "")
        self._outcome.set_value(_NEVER if wanted.never_visited else wanted.outcome or "")
        self._days.set_value(wanted.not_visited_days or 0)
        self._gap.set_value(wanted.gap or "")
        self._language.set_value(_EVERY if wanted.language is None else wanted.language)
        for tick, wished in ((self._added, wanted.added_at_door), (self._away, wanted.away)):
            tick.blockSignals(True)
            tick.setChecked(wished)
            tick.blockSignals(False)

    def focus_first(self) -> None:
        """Give the focus to the village."""
        self._village.setFocus()

    def _tell(self, *_news: object) -> None:
        village, category = self._village.value(), self._category.value()
        outcome, days = self._outcome.value(), self._days.value()
        gap, language = self._gap.value(), self._language.value()
        self._wanted = replace(
            self._wanted,
            village=village if isinstance(village, bytes) else None,
            category=category if isinstance(category, Category) else None,
            outcome=outcome if isinstance(outcome, Outcome) else None,
            never_visited=outcome == _NEVER,
            not_visited_days=days if isinstance(days, int) and days else None,
            added_at_door=self._added.isChecked(),
            away=self._away.isChecked(),
            gap=gap if isinstance(gap, CoverGap) else None,
            language=language if isinstance(language, str) and language != _EVERY else None,
        )
        self.filtered.emit(self._wanted)
