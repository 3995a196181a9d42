"""The filters over the renewal list: village and group of reasons."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from outreach_app.i18n import Catalogue
from ui.theme import Size, look
from ui.widgets.choices import DropDown
from ui.widgets.flow import FlowLayout

_WIDTH = 220


class RenewalFilters(QWidget):
    """Two choices that combine. Signal `filtered(object, object)`: the village's id and the group, None for all."""

    filtered = Signal(object, object)

    def __init__(
        self, words: Catalogue, groups: Sequence[tuple[Hashable, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        flow = FlowLayout(self)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(Size.GRID)
        self._village = self._make_drop(words.text("Village"))
        self._group = self._make_drop(words.text("Reason"))
        for place, widget in enumerate((self._village, self._group)):
            flow.insertWidget(place, widget)
        self._group.set_choices([("", words.text("every reason")), *groups])
        self._group.set_value("")
        self.set_villages(())

    def _make_drop(self, name: str) -> DropDown:
        drop = DropDown(self, name=name)
        drop.setFixedWidth(look().px(_WIDTH))
        drop.chosen.connect(self._tell)
        return drop

    def set_villages(self, villages: Sequence[tuple[bytes, str]]) -> None:
        """Offer these villages, keeping the one chosen."""
        everywhere: list[tuple[Hashable, str]] = [("", self._words.text("every village"))]
        kept = self._village.value()
        self._village.set_choices([*everywhere, *villages])
        self._village.set_value(kept if kept is not None else "")

    def focus_first(self) -> None:
        """Give the focus to the village."""
        self._village.setFocus()

    def _tell(self, *_news: object) -> None:
        self.filtered.emit(self._village.value() or None, self._group.value() or None)
