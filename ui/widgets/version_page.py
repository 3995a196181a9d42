"""The page of Settings about the program's version: what runs, and what a stick brought."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from outreach_app.i18n import Catalogue
from ui.models.versions import VersionsState, VersionWork
from ui.theme import Tone
from ui.widgets.fields import TextField
from ui.widgets.file_dialogs import choose_folder
from ui.widgets.file_table import FileLine
from ui.widgets.form import FieldKind, FieldSpec
from ui.widgets.paint import Tag
from ui.widgets.strips import Strip
from ui.widgets.team_pages import Fields, ListPage


class VersionPage(ListPage):
    """The version that runs, and new ones that were found."""

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, words.text("New version"), empty="", parent=parent)
        self._state = VersionsState()
        self._names: dict[StrEnum, str] = {
            VersionWork.TAKE: words.text("Take the new version"), VersionWork.LOOK: words.text("Look in a folder"),
            VersionWork.BACK: words.text("Go back to the version before"),
        }  # fmt: skip
        self._steps: dict[object, str] = {
            VersionWork.TAKE: words.text("Take this version"), VersionWork.LOOK: words.text("Look"),
            VersionWork.BACK: words.text("Go back"),
        }  # fmt: skip
        self.strip = Strip()
        self.body.insertWidget(1, self.strip)
        self.step = ""

    def show_versions(self, state: VersionsState) -> None:
        """Show what runs and what was found."""
        changed, self._state = state != self._state, state
        now = QApplication.focusWidget()
        stood_here = now is not None and self.isAncestorOf(now)
        self.table.set_lines(self._list_lines())
        self._show_strip()
        self.empty.setText(self._tell_empty())
        self.empty.setVisible(not state.offers)
        self.offer(state.works, self._names)
        if changed:
            self.build()
        if stood_here and not self.form.controls():  # the field that was typed into is gone
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def build(self) -> None:
        super().build()
        self.step = self._steps.get(self.work(), "") if self._state.works else ""
        self._show_strip()

    def _show_strip(self) -> None:
        words, state = self._words, self._state
        title = words.text("Version {version} runs here", version=state.own)
        rest, tone = "", Tone.NEUTRAL
        if state.taking:
            rest = words.text("A backup is made, then the new version is unpacked and tried on a copy.")
        elif state.before and self.work() is VersionWork.BACK:
            title, tone = words.text("Go back to version {version}?", version=state.before), Tone.WAIT
            rest = words.text(
                "Everything that was saved stays. If version {version} has changed the database, what is half typed "
                "and settings made since then stay behind in it; it is kept beside.", version=state.own,
            )  # fmt: skip
        elif state.fits:
            title, tone = words.text("A new version lies on the stick."), Tone.ACCENT
            rest = words.text("It is taken after a backup; the present one stays beside it.")
        elif state.next:
            title, tone = (
                words.text("From the next start on version {version} runs.", version=state.next),
                Tone.GOOD,
            )
            rest = words.text("Close the window and open it again.")
        elif state.failed:
            rest = words.text("Version {version} did not start and was left.", version=state.failed)
        self.strip.set_tone(tone)
        self.strip.show_text(title, rest)

    def _tell_empty(self) -> str:
        words, state = self._words, self._state
        if not state.bundle:
            return words.text(
                "Update the source folder and run make run again, or install the newer package with pip."
            )
        if state.offers is None:
            return words.text(
                "Plug in the stick with the new version; only one signed by your office is taken."
            )
        return words.text("No new version was found. Plug in the stick, or look in a folder.")

    def _list_lines(self) -> list[FileLine]:
        words, lines = self._words, list[FileLine]()
        for offer in self._state.offers or ():
            told, refusal = offer.release, offer.refusal
            name = (
                words.text("Version {version}", version=told.described.version) if told else offer.path.name
            )
            detail = words.text("signed by the office on {day}", day=words.date(told.made_on)) if told else ""
            if refusal is not None:
                detail = f"{words.render(refusal.message)} {words.render(refusal.advice)}"
            tag = (
                Tag(words.text("Newer"), "check", Tone.GOOD) if refusal is None
                else Tag(words.text("Not taken"), "info", Tone.WAIT)
            )  # fmt: skip
            lines.append(FileLine(str(offer.path), name, detail, tag))
        return lines

    def follows_row(self) -> bool:
        return self.work() is VersionWork.TAKE

    def takes_row(self) -> bool:
        return self._state.find(self.table.current_id()) is not None

    def list_fields(self) -> Fields:
        """A folder to look in, or the passphrase to go back; nothing is asked of a version that is taken."""
        if self.work() is VersionWork.BACK and self._state.works:
            return (
                FieldSpec("passphrase", self._words.text("Passphrase of this machine"), FieldKind.SECRET),
            ), {}
        if self.work() is not VersionWork.LOOK or not self._state.works:
            return (), {}
        return (FieldSpec("folder", self._words.text("Folder or stick")),), {"folder": self._state.folder}

    @property
    def takes_folder(self) -> bool:
        """Whether the form asks for a folder now."""
        return self.work() is VersionWork.LOOK and bool(self._state.works)

    def browse(self) -> None:
        """Choose the folder in the system's own dialog."""
        control = self.form.control("folder") if self.takes_folder else None
        if isinstance(control, TextField):
            title = self._words.text("Folder or stick")
            if folder := choose_folder(self, self._words, title=title, start=control.text()):
                control.setText(folder)
