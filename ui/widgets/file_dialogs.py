"""Browsing for files and folders with the system's own dialog, its words in the reader's language."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from outreach_app.i18n import Catalogue


def choose_folder(parent: QWidget, words: Catalogue, *, title: str, start: str = "") -> str:
    """Let somebody browse for a folder; empty when they changed their mind."""
    dialog = _make_dialog(parent, words, title=title, start=start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
    return dialog.selectedFiles()[0] if dialog.exec() else ""


def choose_files(
    parent: QWidget, words: Catalogue, *, title: str, start: str = "", kinds: str = "", several: bool = True
) -> tuple[str, ...]:
    """Let somebody browse for files; `kinds` is a filter in Qt's spelling, `Name (*.a *.b)`."""
    dialog = _make_dialog(parent, words, title=title, start=start)
    mode = QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile
    dialog.setFileMode(mode)
    if kinds:
        dialog.setNameFilters([kinds, words.text("All files") + " (*)"])
    return tuple(dialog.selectedFiles()) if dialog.exec() else ()


def _make_dialog(parent: QWidget, words: Catalogue, *, title: str, start: str) -> QFileDialog:
    place = Path(start) if start and Path(start).exists() else Path.home()
    dialog = QFileDialog(parent, title, str(place))
    labels = {
        QFileDialog.DialogLabel.LookIn: words.text("Folder"),
        QFileDialog.DialogLabel.FileName: words.text("Name"),
        QFileDialog.DialogLabel.FileType: words.text("Kind"),
        QFileDialog.DialogLabel.Accept: words.text("Choose"),
        QFileDialog.DialogLabel.Reject: words.text("Close"),
    }
    for label, text in labels.items():
        dialog.setLabelText(label, text)
    return dialog
