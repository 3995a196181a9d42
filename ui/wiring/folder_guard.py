"""The system's own word that something stirs in a folder, where it gives one."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal


class FolderGuard(QObject):
    """Listens to one folder at a time; a drive that says nothing is looked into by the slow sweep alone.

    Signal `stirred()`: something was written there, or the folder went away.
    """

    stirred = Signal()

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _folder: self.stirred.emit())

    def listen(self, folder: Path | None) -> None:
        """Listen to this folder and no other; one that was pulled out is listened to again once it is back."""
        wanted = [str(folder)] if folder is not None and folder.is_dir() else []
        known = self._watcher.directories()
        if known and known != wanted:
            self._watcher.removePaths(known)
        if wanted and known != wanted:
            self._watcher.addPaths(wanted)
