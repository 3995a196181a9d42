"""The first page of the place Lists: what the next list is of, and which file it is."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from outreach_app.i18n import Catalogue
from ui.widgets.chips import ChipRow
from ui.widgets.choices import DropDown
from ui.widgets.fields import LabelledField
from ui.widgets.panels import Panel
from ui.widgets.place_chooser import PlaceChooser
from ui.widgets.text import Role, make_label

Choices = Sequence[tuple[Hashable, str]]


class ListStart(Panel):
    """Signals: `kind_chosen(object)`, `layout_chosen(object)` of a list of people to be asked, `file_taken(str)`.

    Attributes: kind (`ChipRow`), layouts, file.
    """

    kind_chosen = Signal(object)
    layout_chosen = Signal(object)
    file_taken = Signal(str)

    def __init__(
        self,
        words: Catalogue,
        *,
        kinds: Choices,
        layouts: Choices,
        browse: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        title, layout = words.text("Bring in a list"), words.text("Which list")
        super().__init__(parent, name=title)
        self.add_heading(title)
        self.kind = ChipRow(words.text("What the list is of"), wrap=True)
        self.kind.set_choices(list(kinds))
        self.kind.chosen.connect(lambda values: self.kind_chosen.emit(*values))
        self.body.addWidget(self.kind)
        self.layouts = DropDown(name=layout)
        self.layouts.set_choices(layouts)
        self.layouts.chosen.connect(self.layout_chosen)
        self._layout = LabelledField(layout, self.layouts)
        self.body.addWidget(self._layout)
        about = words.text(
            "A spreadsheet as it comes (xlsx, xls, ods, csv). "
            "Nothing is brought in before you have seen what it does."
        )
        self.body.addWidget(make_label(about, Role.NOTE, wrap=True))
        self.file = PlaceChooser(words.text("File"), browse=browse, browse_text=words.text("Browse"))
        self.file.taken.connect(self.file_taken)
        self.body.addWidget(self.file)
        self.body.addStretch(1)

    def show_kind(self, kind: Hashable, *, layout: object) -> None:
        """Show what the next list is of; a layout of None is not asked for."""
        self.kind.set_values((kind,))
        self._layout.setVisible(layout is not None)
        if layout is not None:
            self.layouts.set_value(layout)
