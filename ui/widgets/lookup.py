"""A field that looks words up while they are typed and offers what was found."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QWidget

from ui.widgets.fields import TextField


class LookupField(TextField):
    """Type, choose with the arrows, Enter takes. Signal `asked(str)`: look these words up, then call `set_found`."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent, name=name, icon="search")
        self._codes: dict[str, str] = {}
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.textEdited.connect(self._ask)

    def _ask(self) -> None:
        if words := self.written():
            self.asked.emit(words)

    def set_found(self, found: Sequence[tuple[str, str]]) -> None:
        """Offer these (code, name) pairs."""
        self._codes |= {name: code for code, name in found}
        self._names.setStringList([name for _, name in found])
        if found and self.hasFocus() and self.written() not in self._codes:
            self.completer().complete()

    def code(self) -> str:
        """The code of what was chosen; empty while nothing that was offered stands there."""
        return self._codes.get(self.written(), "")
