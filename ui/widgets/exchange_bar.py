"""The action bar of Exchange: every helper the place has, of which each stage shows its own."""

from collections.abc import Collection

from outreach_app.i18n import Catalogue
from ui.theme import Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton, Kind


class ExchangeBar(ActionBar):
    """Attributes: helpers by name (read, watch, seen, arrivals, again, undo, aside, handover, summary, erasures, open,
    adopt, accept, alike, stop, back), write, step.
    """

    def __init__(self, words: Catalogue) -> None:
        say = words.text
        self.helpers = {
            "read": CapButton(say("Read files"), ("O",), icon="download"),
            "watch": CapButton("", ("F7",)),
            "seen": CapButton(say("Seen"), ("Esc",)),
            "arrivals": CapButton(say("What came today"), ("P",)),
            "undo": CapButton(say("Take back a reading"), ("Z",)),
            "aside": CapButton(say("Turned away"), ("R",)),
            "handover": CapButton(say("Hand doors over"), ("D",)),
            "summary": CapButton(say("Summary of the day"), ("D",)),
            "erasures": CapButton(say("Erased people"), ("X",)),
            "again": CapButton(say("Write this file again"), ("F5",)),
            "open": CapButton(say("Finish this visit"), ("Enter",)),
            "adopt": CapButton(say("A second machine"), ("M",)),
            "accept": CapButton(say("Let this in"), ("C",)),
            "alike": CapButton(say("Let all alike in"), ("T",)),
            "stop": CapButton(say("Stop"), ("Esc",)),
            "back": CapButton(say("Leave it"), ("Esc",)),
        }
        self.write = CapButton("", ("G",))
        self.step = CapButton("", ("Enter",))
        super().__init__(self.step, helpers=tuple(self.helpers.values()), beside=(self.write,))

    def show_stage(
        self, helpers: Collection[str], *, write: str, can_write: bool, step: str, can_step: bool
    ) -> None:
        """Show these helpers, and the steps that have words."""
        for name, button in self.helpers.items():
            button.setVisible(name in helpers)
        self.write.setVisible(bool(write))
        self.write.set_kind(Kind.FILLED if write else Kind.OUTLINE)
        self.write.setEnabled(can_write)
        self.write.set_words(write)
        self.step.setVisible(bool(step))
        self.step.setEnabled(can_step)
        self.step.set_words(step)

    def name_watch(self, text: str) -> None:
        """Say what F7 does in front of a path."""
        self.helpers["watch"].set_words(text)

    def say(self, text: str, icon: str) -> None:
        """Say how things stand, in the middle."""
        self.show_state(text, icon=icon, tone=Tone.NEUTRAL)
