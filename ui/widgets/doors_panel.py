"""Doors handed out to somebody, or put into a neighbour group: one form, and what was left out with the reason."""

from collections.abc import Hashable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from outreach_app.domain.people import PartialDate
from outreach_app.i18n import Catalogue
from ui.models.doors import DoorForm, DoorKind, Way, Which
from ui.theme import Tone
from ui.widgets.form import FieldKind, FieldSpec
from ui.widgets.form_panel import FormPanel
from ui.widgets.strips import Strip


class DoorsPanel(FormPanel):
    """Signal `closed()`: there is no form any more, the list has the focus again."""

    closed = Signal()

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._shown: DoorForm | None = None
        self.left_out = Strip(Tone.WAIT, stacked=True)
        self.left_out.hide()
        self.body.insertWidget(1, self.left_out)

    def render_form(self, form: DoorForm | None) -> None:
        """Show the form; whoever types in it goes on while it stays the same one."""
        former, self._shown = self._shown, form
        if form is None:
            if former is not None:
                self.closed.emit()
            return
        words = self._words
        if former is None or (former.kind, former.name) != (form.kind, form.name):
            self.open(_title(words, form), _fields(words, form), _values(form))
        told = [words.render(each) for each in form.left_out]
        if form.more:
            told.append(words.plural("{count} more door", "{count} more doors", form.more))
        self.left_out.setVisible(bool(told))
        self.left_out.show_text(words.text("Left out, tick below to take them all the same"), "\n".join(told))
        self.show_state({key: words.render(error) for key, error in form.errors.items()}, busy=form.busy)


def _title(words: Catalogue, form: DoorForm) -> str:
    return words.text("Hand doors out") if form.kind is DoorKind.ASSIGN else words.text("Neighbour group")


def _values(form: DoorForm) -> dict[str, object]:
    day = PartialDate(form.today.year, form.today.month, form.today.day)
    return {
        "which": Which.ONE, "who": form.chosen, "first": day, "group": form.group,
        "way": Way.FILE if form.leads else Way.PAPER,
    }  # fmt: skip


def _fields(words: Catalogue, form: DoorForm) -> tuple[FieldSpec, ...]:
    which: tuple[tuple[Hashable, str], ...] = (
        (Which.ONE, words.text("This household: {name}", name=form.name)),
        (Which.ALL, words.plural("All {count} of the list", "All {count} of the list", form.count)),
    )
    doors = FieldSpec("which", words.text("Which doors"), FieldKind.CHOICE, choices=which)
    if form.kind is DoorKind.GROUP:
        known = ", ".join(form.groups) or words.text("none yet")
        hint = words.text("Known here: {names}. Empty takes households out.", names=known)
        return (doors, FieldSpec("group", words.text("Name of the group"), hint=hint))
    ways: list[tuple[Hashable, str]] = [(Way.PAPER, words.text("one day, on paper"))]
    if form.leads:
        ways = [
            (Way.FILE, words.text("one day, by file")), *ways, (Way.PERIOD, words.text("for a longer time"))
        ]  # fmt: skip
    fields = [
        doors,
        FieldSpec("who", words.text("Who goes there"), FieldKind.CHOICE, choices=form.workers),
        FieldSpec("way", words.text("How"), FieldKind.CHOICE, choices=tuple(ways)),
        FieldSpec("first", words.text("Day, or first day"), FieldKind.AHEAD),
    ]
    if form.leads:
        last = FieldSpec(
            "last",
            words.text("Last day"),
            FieldKind.AHEAD,
            hint=words.text("of a longer time; may stay empty"),
        )
        fields.append(last)
    take = FieldSpec("take", words.text("Take doors that somebody else has as well"), FieldKind.TICK)
    return (*fields, take)
