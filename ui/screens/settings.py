"""Settings: sections at the left, the chosen one at the right; what is seen changes at once."""

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from outreach_app.i18n import Catalogue
from ui.presenters import settings_words as tell
from ui.presenters.exchange_words import mark_machine, tell_machine
from ui.presenters.office_settings import NewKit, OfficeState, default_until
from ui.presenters.phrases import name_village
from ui.presenters.rule_settings import RuleWork
from ui.presenters.rule_words import tell_book
from ui.presenters.second_place import tell_second_place
from ui.presenters.settings import Busy, Section, SettingsState
from ui.theme import Size, Tone
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import CapButton
from ui.widgets.committee_page import CommitteesPage, DifficultiesPage
from ui.widgets.file_table import FileLine, FileTable
from ui.widgets.key_lists import SECTION_SIGNS, list_settings_keys
from ui.widgets.licence_page import LicencesPage
from ui.widgets.office_pages import LaptopsPage, VillagesPage
from ui.widgets.paint import Tag
from ui.widgets.people_page import PeoplePage
from ui.widgets.request_page import RequestsPage
from ui.widgets.rules_page import RulesPage
from ui.widgets.screen import Screen
from ui.widgets.settings_pages import (
    BackupsPage,
    LookPage,
    MachinePage,
    PassphrasePage,
    SettingsPage,
)
from ui.widgets.strips import Strip
from ui.widgets.team_pages import AssignmentsPage, TeamsPage
from ui.widgets.territory_page import TerritoryPage
from ui.widgets.version_page import VersionPage

_LEFT, _RIGHT = 2, 5


class SettingsScreen(Screen):
    """Signals: `section_chosen(object)` a `Section`; `kit_wanted(object)` a `NewKit`. Each page has its own.

    Attributes: people, look, backups, passphrase, machine, villages, laptops, rules, teams, assignments,
    requests, difficulties, committees, territory, version, licences (the pages).
    """

    section_chosen = Signal(object)
    kit_wanted = Signal(object)

    def __init__(self, words: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, name=words.text("Settings"))
        self._state = SettingsState()
        self._make_pages()
        self._lay_out()
        self._make_bar()
        self._bind_keys()
        self.wait_for_rows()

    def _make_pages(self) -> None:
        words = self.words
        self.people, self.look, self.backups = PeoplePage(words), LookPage(words), BackupsPage(words)
        self.passphrase, self.machine = PassphrasePage(words), MachinePage(words)
        self.villages, self.laptops, self.rules = VillagesPage(words), LaptopsPage(words), RulesPage(words)
        self.teams, self.assignments = TeamsPage(words), AssignmentsPage(words)
        self.requests = RequestsPage(words)
        self.difficulties, self.committees = DifficultiesPage(words), CommitteesPage(words)
        self.territory, self.version = TerritoryPage(words), VersionPage(words)
        self.licences = LicencesPage(words)
        self.laptops.kit_given.connect(self._give_kit)
        self.villages.kinds.chosen.connect(lambda _values: self._show_bar(self._state))
        self.territory.kinds.chosen.connect(lambda _values: self._show_bar(self._state))
        self.version.kinds.chosen.connect(lambda _values: self._show_bar(self._state))
        self.pages: dict[Section, SettingsPage] = {
            Section.PEOPLE: self.people, Section.LOOK: self.look, Section.BACKUPS: self.backups,
            Section.PASSPHRASE: self.passphrase, Section.MACHINE: self.machine, Section.VILLAGES: self.villages,
            Section.LAPTOPS: self.laptops, Section.RULES: self.rules,
            Section.TEAMS: self.teams, Section.ASSIGNMENTS: self.assignments, Section.REQUESTS: self.requests,
            Section.DIFFICULTIES: self.difficulties, Section.COMMITTEES: self.committees,
            Section.TERRITORY: self.territory, Section.VERSION: self.version,
            Section.LICENCES: self.licences,
        }  # fmt: skip

    def _give_kit(self, told: dict[str, object]) -> None:
        self.kit_wanted.emit(NewKit(**{key: told[key] for key in NewKit.__slots__}))  # type: ignore[arg-type]

    def _lay_out(self) -> None:
        words = self.words
        self.body.addLayout(self.make_title(words.text("Settings")))
        self.sections = FileTable(name=words.text("Sections"), bare=False)
        self.sections.stood_on.connect(self._choose_row)
        self.sections.opened.connect(lambda _row: self._enter_page())
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(page)
            page.left.connect(self.take_focus)
        row = QHBoxLayout()
        row.setSpacing(Size.GAP)
        row.addWidget(self.sections, _LEFT)
        row.addWidget(self._stack, _RIGHT)
        self.body.addLayout(row, 1)

    def _make_bar(self) -> None:
        words = self.words
        self._into = CapButton(words.text("Into this section"), ("Enter",))
        self._out = CapButton(words.text("Back to the sections"), ("Esc",))
        self._browse = CapButton(words.text("Browse"), ("F4",))
        self._step = CapButton("", ("Ctrl", "Enter"))
        self._into.clicked.connect(self._enter_page)
        self._out.clicked.connect(self.take_focus)
        self._browse.clicked.connect(self._press_f4)
        self._step.clicked.connect(lambda: self._page().take_step())
        self.bar = ActionBar(self._step, helpers=(self._into, self._out, self._browse))
        self.set_bar(self.bar)

    def _bind_keys(self) -> None:
        for number, sign in enumerate(SECTION_SIGNS, start=1):
            self.on_letter(Qt.Key(ord(sign)), partial(self._jump, number))
        self.on_letter(Qt.Key.Key_W, partial(self._press_either, self.backups.drop, self.rules.write))
        self.on_letter(Qt.Key.Key_B, partial(self._press_either, self.backups.copy, self.rules.back))
        self.on_letter(Qt.Key.Key_V, self._press_verify)
        self.on_letter(Qt.Key.Key_R, self._press_recovery)
        self.bind("F4", self._press_f4)
        self.bind("Ctrl+Return", self._step.click)

    def _press_verify(self) -> None:
        if self._state.section is Section.BACKUPS:
            self.backups.verify.click()

    def _press_recovery(self) -> None:
        if self._state.section is Section.LAPTOPS:
            self.laptops.recovery.click()

    def _press_either(self, on_backups: CapButton, on_rules: CapButton) -> None:
        button = {Section.BACKUPS: on_backups, Section.RULES: on_rules}.get(self._state.section)
        if button is not None and button.isVisible():
            button.click()

    def _press_f4(self) -> None:
        if self._state.section is Section.PASSPHRASE:
            self.passphrase.suggest.click()
        elif self._state.section is Section.BACKUPS:
            self.backups.choose.click()
        elif self._state.section is Section.LAPTOPS:
            self.laptops.browse()
        elif self._state.section is Section.RULES and self._state.is_office:
            self.rules.browse()
        elif self._state.section is Section.TERRITORY:
            self.territory.browse()
        elif self._state.section is Section.VERSION:
            self.version.browse()

    def _page(self) -> SettingsPage:
        return self.pages[self._state.section]

    def _jump(self, number: int) -> None:
        if number <= len(self._state.sections):
            self.section_chosen.emit(self._state.sections[number - 1])
            self._enter_page()

    def _choose_row(self, row: int) -> None:
        sections = self._state.sections
        if 0 <= row < len(sections) and sections[row] is not self._state.section:
            self.section_chosen.emit(sections[row])

    def _enter_page(self) -> None:
        self._page().take_focus()

    def take_focus(self) -> None:
        """Stand in the list of sections."""
        self.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def record(self) -> tuple[str, bytes] | None:
        page, table = self._state.section, {Section.PEOPLE: "canvasser", Section.VILLAGES: "village"}
        if page not in table:
            return None
        row = (self.people if page is Section.PEOPLE else self.villages).table.current_id()
        return (table[page], row) if isinstance(row, bytes) else None

    def render_state(self, state: SettingsState) -> None:
        """Show the section and everything in it."""
        former, self._state = self._state, state
        self._show_sections(state)
        self._stack.setCurrentWidget(self.pages[state.section])
        self._show_people(former, state)
        self._show_look(state)
        self._show_backups(state)
        self._show_passphrase(former, state)
        self._show_machine(state)
        self._show_office(former.office, state.office)
        if former.parties is not state.parties:
            self.teams.show_teams(state.parties)
        if former.assigned is not state.assigned:
            self.assignments.show_assignments(state.assigned)
        if former.requested is not state.requested:
            self.requests.show_requests(state.requested)
        if former.difficulties is not state.difficulties:
            self.difficulties.show_difficulties(state.difficulties)
        if former.committees is not state.committees:
            self.committees.show_committees(state.committees)
        if former.territory is not state.territory:
            self.territory.show_territory(state.territory)
        if former.versions is not state.versions:
            self.version.show_versions(state.versions)
        if former.licences is not state.licences:
            self.licences.show_licences(state.licences)
        self.people.show_pins(state.pins)
        changed = state.rules is not former.rules or state.standing is not former.standing
        if changed and (book := tell_book(self.words, state.rules)) is not None:
            self.rules.show_book(book, office=state.is_office)
        self._show_bar(state)
        self.keys = list_settings_keys(self.words, sections=len(state.sections), office=state.is_office)
        self.wait_for_rows(waiting=state.standing is None or (state.is_office and state.office.today is None))

    def _show_sections(self, state: SettingsState) -> None:
        if state.standing is None:
            return
        self.sections.set_lines(
            [FileLine(section, tell.number_section(sign, self.pages[section].heading.text()),
                      tell.tell_section(self.words, section, state))
             for sign, section in zip(SECTION_SIGNS, state.sections, strict=False)]
        )  # fmt: skip
        row = state.sections.index(state.section)
        if row != self.sections.current_row():
            self.sections.stand_on(row)

    def _show_people(self, former: SettingsState, state: SettingsState) -> None:
        words = self.words
        who = state.standing.canvasser.id if state.standing and state.standing.canvasser else None
        working = Tag(words.text("Working now"), "check", Tone.GOOD)
        self.people.table.set_lines(
            [
                FileLine(p.id, p.name, tell.tell_person(words, p), working if p.id == who else None)
                for p in state.people
            ]
        )
        contacts: dict[Hashable, dict[str, object]] = {
            p.id: {"phone": p.phone or "", "agency": p.agency, "code": p.code} for p in state.people
        }
        self.people.show_people(contacts)
        self.people.show_office(office=state.is_office, teams=state.teams)
        grown = (len(former.people), len(former.teams)) != (len(state.people), len(state.teams))
        if grown and former.standing:
            self.people.clear()

    def _show_look(self, state: SettingsState) -> None:
        look = state.look
        self.look.show_look(
            {"language": self.words.language, "theme": look.theme, "type_size": look.type_size}
        )

    def _show_backups(self, state: SettingsState) -> None:
        page = self.backups
        lines = []
        for backup in state.backups:
            title, detail = tell.tell_backup(self.words, backup)
            lines.append(FileLine(backup.path.name, title, detail))
        page.table.set_lines(lines)
        page.empty.setVisible(not lines)
        page.verify.setVisible(bool(lines))
        folder = str(state.backups[0].path.parent) if state.backups else ""
        page.folder.setText(self.words.text("Folder: {path}", path=folder) if folder else "")
        page.folder.setVisible(bool(folder))
        self._show_result(state, page.result, wanted=bool(state.verified))
        title, rest, sense = tell_second_place(self.words, state.second)
        folder = str(state.second.place.folder) if state.second.place else ""
        page.show_second(title, rest, Tone(sense.value), folder=folder, busy=state.second.copying)

    def _show_machine(self, state: SettingsState) -> None:
        if state.standing is not None:
            facts = tell.tell_machine_facts(self.words, state.standing, state.key_id)
            self.machine.facts.set_lines([FileLine(*fact) for fact in facts])
        self._show_result(state, self.machine.result, wanted=not state.verified)

    def _show_result(self, state: SettingsState, strip: Strip, *, wanted: bool) -> None:
        strip.setVisible(state.checked is not None and wanted)
        if state.checked is not None and wanted:
            title, rest, sense = tell.tell_check(self.words, state.checked, state.verified)
            strip.set_tone(Tone(sense.value))
            strip.show_text(title, rest)

    def _show_passphrase(self, former: SettingsState, state: SettingsState) -> None:
        words, page = self.words, self.passphrase
        page.show_lock(state.look.lock_after)
        page.suggestion.setVisible(bool(state.suggestion))
        advice = words.text("Write it down and keep the paper away from the laptop.")
        page.suggestion.show_text(state.suggestion, advice if state.suggestion else "")
        page.result.setVisible(state.passphrase_changed)
        page.result.show_text(words.text("The passphrase was changed.") if state.passphrase_changed else "")
        if state.passphrase_changed and not former.passphrase_changed:
            page.clear()

    def _show_office(self, former: OfficeState, office: OfficeState) -> None:
        words = self.words
        if not self._state.is_office or office is former or office.today is None:
            return
        villages = [(village.id, name_village(village)) for village in office.villages]
        communes = dict(office.communes)
        self.villages.table.set_lines(
            [FileLine(village.id, name_village(village), communes.get(village.commune_code, village.commune_code))
             for village in office.villages]
        )  # fmt: skip
        self.villages.show_villages(villages, office.communes)
        until = default_until(office.today)
        self.laptops.show_villages(villages, until=until, folder=office.kit_folder)
        if office.kit is not None and former.kit is None:
            self.laptops.clear(until=until, folder=office.kit_folder)
            # The new fields are shown once the event loop turns; before that none can take the focus.
            QTimer.singleShot(0, self.laptops, self.laptops.take_focus)
        self.laptops.show_silence(office.silent_after)
        self.laptops.empty.setVisible(not office.machines)
        self.laptops.recovery.setVisible(bool(office.machines))
        self.laptops.table.set_lines(
            [
                FileLine(m.number, m.device, f"{tell_machine(words, m)} · {mark_machine(words, m)[0]}")
                for m in office.machines
            ]
        )
        self._show_codes(office)

    def _show_codes(self, office: OfficeState) -> None:
        words = self.words
        if office.kit is not None:
            self.laptops.show_answer(
                title=words.text("Code of the set-up file of {device}", device=office.kit.device),
                code=office.kit.code,
                note=words.text("Shown once. Tell it by telephone or in person, never together with the file: {path}",
                                path=str(office.kit.path)),
            )  # fmt: skip
        elif office.told is not None:
            device, code = office.told
            note = words.text(
                "It opens the laptop and sets a new passphrase; visits that were not sent are kept."
            )
            self.laptops.show_answer(
                title=words.text("Recovery code of {device}", device=device), code=code, note=note
            )
        elif office.asking_for:
            self.laptops.show_answer(
                question=words.text("Who is asking for the code of {device}?", device=office.asking_for),
                advice=words.text("Tell it only to somebody you see, or whose voice you know."),
            )
        else:
            self.laptops.show_answer()

    def _show_bar(self, state: SettingsState) -> None:
        words, page = self.words, self._page()
        busy = (
            state.busy is not Busy.NOTHING
            or state.office.making_kit
            or state.rules.work is not RuleWork.NOTHING
            or state.versions.taking
        )
        self._step.set_words(page.step)
        self._step.setVisible(bool(page.step))
        self._step.setEnabled(not busy)
        rules = state.section is Section.RULES and state.is_office and state.rules.preview is None
        territory = state.section is Section.TERRITORY and self.territory.takes_file
        version = state.section is Section.VERSION and self.version.takes_folder
        self._browse.setVisible(state.section is Section.LAPTOPS or territory or rules or version)
        said = {
            Busy.BACKUP: words.text("Copying, then proving the copy"),
            Busy.VERIFY: words.text("Checking the backup"),
            Busy.CHECK: words.text("Checking every entry"),
            Busy.PASSPHRASE: words.text("Changing the passphrase"),
        }.get(state.busy, words.text("Making the set-up file") if state.office.making_kit else "")
        self.bar.show_state(said, icon="hourglass", tone=Tone.NEUTRAL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.sections.hasFocus():
            self.take_focus()
            return
        super().keyPressEvent(event)
