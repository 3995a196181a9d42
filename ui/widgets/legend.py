"""A legend whose keys stand side by side and go on in the next line when there is no room."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.theme import Size
from ui.widgets.flow import FlowLayout
from ui.widgets.tags import LegendEntry, LegendKey


class FlowingLegend(QFrame):
    """Keys of unlike lengths directly under what they act on; as low as its width allows."""

    def __init__(self, entries: Sequence[LegendEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "well")
        flow = FlowLayout(self, line_gap=0)
        flow.setContentsMargins(Size.GRID + Size.HALF, Size.HALF, Size.GRID, Size.HALF)
        flow.setSpacing(0)
        for place, entry in enumerate(entries):
            flow.insertWidget(place, LegendKey(entry, self))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
