"""The page of Settings about who works here: choosing, adding, contact, and PINs."""

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from outreach_app.i18n import Catalogue
from ui.models.teams import PIN_WORKS, PinsState, PinWork
from ui.widgets.chips import ChipRow
from ui.widgets.file_table import FileTable
from ui.widgets.form import FieldKind, FieldSpec, Form
from ui.widgets.pin_fields import list_pin_fields
from ui.widgets.scrolling import make_scroll_area
from ui.widgets.settings_pages import SettingsPage
from ui.widgets.text import Role, make_label


class PeoplePage(SettingsPage):
    """Who works here. Signals: `person_chosen(object)` an id; `person_given(object)` name, role, phone, agency, code;
    `person_changed(object, object)` an id and the last three, both by name; `team_given(str)`; `pin_given(object,
    object, object)` a `PinWork`, an id and the PINs by name.
    """

    person_chosen = Signal(object)
    person_given = Signal(object)
    person_changed = Signal(object, object)
    team_given = Signal(str)
    pin_given = Signal(object, object, object)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words.text("Who is working"), step=words.text("Add"), parent=parent)
        self._words, self._office, self._pins = words, False, PinsState()
        self.table = FileTable(name=words.text("Who is working"))
        self.table.opened.connect(lambda _row: self.person_chosen.emit(self.table.current_id()))
        self.body.addWidget(self.table, 1)
        self.teams = make_label("", Role.NOTE, wrap=True)
        self.kinds = ChipRow(words.text("What to add"), wrap=True)
        self.kinds.chosen.connect(lambda _values: self._build())
        self._people: dict[Hashable, dict[str, object]] = {}
        self.table.stood_on.connect(lambda _row: self._stand_on())
        self._offer()
        self.form = Form()
        self.form.left.connect(self.left)
        self.form.submitted.connect(self._give)
        self.body.addWidget(self.teams)
        self.body.addWidget(self.kinds)
        self.body.addWidget(make_scroll_area(self.form), 2)
        self._build()

    def show_office(self, *, office: bool, teams: Sequence[str]) -> None:
        """An office also enters roles, phones and teams."""
        self.teams.setText(self._words.text("Teams: {names}", names=", ".join(teams)) if teams else "")
        self.teams.setVisible(bool(teams) and office)
        if office is not self._office:
            self._office = office
            self._offer()
            self._build()

    def _offer(self) -> None:
        words, team = self._words, ("team", self._words.text("A team"))
        change = ("change", words.text("Organisation and code"))
        pins = [(work, words.text(name)) for work, name in PIN_WORKS.items() if work in self._pins.works]
        self.kinds.set_choices(
            [("person", words.text("A person")), *([team] if self._office else []), change, *pins]
        )
        self.kinds.set_values(("person",))

    def show_people(self, people: Mapping[Hashable, dict[str, object]]) -> None:
        """What may be changed of each person listed: phone, agency and code."""
        changed, self._people = dict(people) != self._people, dict(people)
        if changed and self.kinds.values() == ("change",):
            self._build()

    def show_pins(self, pins: PinsState) -> None:
        """Offer what may be done with PINs; the words say what a PIN is not."""
        if pins != self._pins:
            chosen, self._pins = self.kinds.values(), pins
            self._offer()
            self.kinds.set_values(chosen if chosen and chosen[0] not in PIN_WORKS else ("person",))
            self._build()

    def _stand_on(self) -> None:
        if self.kinds.values() and self.kinds.values()[0] in ("change", PinWork.RESET):
            self._build()

    def _build(self) -> None:
        words = self._words
        self.kinds.set_values(self.kinds.values() or ("person",))
        if self.kinds.values() == ("team",):
            self.form.set_fields((FieldSpec("team", words.text("Name of the team")),))
            return
        if self.kinds.values() == ("change",):
            self.form.set_fields(self._contact_fields(), self._people.get(self.table.current_id(), {}))
            return
        work = next(iter(self.kinds.values()))
        if isinstance(work, PinWork):
            self.form.set_fields(list_pin_fields(words, work, self._pins))
            return
        fields = [FieldSpec("name", words.text("Name of somebody new"))]
        if self._office:
            roles = (("canvasser", words.text("canvasser")), ("lead", words.text("team lead")))
            fields.append(FieldSpec("role", words.text("Role"), FieldKind.CHOICE, choices=roles))
            fields += self._contact_fields()
        self.form.set_fields(fields, {"role": "canvasser"})

    def _give(self, values: dict[str, object]) -> None:
        work = next(iter(self.kinds.values()), None)
        if isinstance(work, PinWork):
            self.pin_given.emit(work, self.table.current_id(), values)
        elif "team" in values:
            self.team_given.emit(str(values["team"]))
        else:
            told = {key: str(value or "") for key, value in values.items()}
            if self.kinds.values() == ("change",):
                self.person_changed.emit(self.table.current_id(), told)
            else:
                self.person_given.emit(told)

    def _contact_fields(self) -> tuple[FieldSpec, ...]:
        """What leaflets and official forms print of a person."""
        words = self._words
        return (
            FieldSpec("phone", words.text("Phone")),
            FieldSpec("agency", words.text("Collecting organisation"), hint=words.text("as papers print it")),
            FieldSpec(
                "code", words.text("Collector's code"), hint=words.text("printed on leaflets and forms")
            ),
        )

    def clear(self) -> None:
        """Empty the form once somebody was added."""
        self._build()

    def take_step(self) -> None:
        self.form.submit()

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
