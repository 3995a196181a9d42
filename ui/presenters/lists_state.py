"""What the place Lists shows: the kinds of lists, how far one has come, and everything about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from outreach_app.domain.list_layouts import LayoutKey
from outreach_app.domain.listed_judging import ListedState
from outreach_app.domain.listed_lines import DoubtRow, ListedReport
from outreach_app.domain.progress import Step
from outreach_app.domain.rows import ImportReport, ListColumn
from outreach_app.i18n import N_
from ui.presenters.drives import Drive
from ui.presenters.found_lists import FoundReport
from ui.presenters.list_naming import Naming

if TYPE_CHECKING:
    from outreach_app.exchange.column_choices import ColumnChoice
    from outreach_app.services.imports import UndoReport
    from outreach_app.services.lists import PastImport


class ListKind(StrEnum):
    """What a list is of."""

    REGISTER = "register"
    STOPPED = "stopped"
    PROSPECTS = "prospects"
    DOSSIERS = "dossiers"


KIND_NAMES: dict[ListKind, str] = {
    ListKind.REGISTER: N_("Household register"),
    ListKind.STOPPED: N_("People who stopped (C21a-TS)"),
    ListKind.PROSPECTS: N_("People to be asked"),
    ListKind.DOSSIERS: N_("Accepted and returned papers"),
}
FOUND_KINDS = frozenset({ListKind.STOPPED, ListKind.DOSSIERS})
"""Lists whose rows are looked for among what is here."""


class Stage(StrEnum):
    """How far a list has come."""

    START = "start"
    LOOKING = "looking"
    PREVIEW = "preview"
    BRINGING = "bringing"
    RESULT = "result"
    SETTLING = "settling"
    NAMING = "naming"


@dataclass(frozen=True, slots=True)
class ListsState:
    """What the place shows; `corrected` are the columns read otherwise by hand, letter -> field key or ''.

    `recognised` are the columns as the program reads them by itself. Of a list of people who stopped, or of papers,
    `stopped` is what it would do or did and `choices` says by row who is meant (the id of a person, or of a sign-up);
    `undoing` is what taking the newest list back would do. Of a list of people to be asked, `layout` says what it is of
    and `listed` what it would do or did; `doubts` are the rows to settle while somebody does so, `waiting` how many
    there are. `naming` is what is said by hand of the columns, `named` what of it the list is read by. `entering` that
    whoever is not in the register is to be entered.
    """

    stage: Stage = Stage.START
    history: "tuple[PastImport, ...]" = ()
    drives: tuple[Drive, ...] = ()
    communes: tuple[tuple[str, str], ...] = ()
    commune: str | None = None
    path: str = ""
    recognised: tuple[ListColumn, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    report: ImportReport | None = None
    kind: ListKind = ListKind.REGISTER
    stopped: FoundReport | None = None
    choices: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    undoing: "UndoReport | None" = None
    layout: LayoutKey = LayoutKey.DUE_HEALTH
    listed: ListedReport | None = None
    doubts: tuple[DoubtRow, ...] = ()
    waiting: int = 0
    step: Step | None = None
    naming: Naming | None = None
    named: "ColumnChoice | None" = None
    entering: bool = False

    @property
    def shown(self) -> ImportReport | FoundReport | ListedReport | None:
        """What the list on the screen would do or did."""
        return self.report or self.stopped or self.listed

    @property
    def can_enter(self) -> bool:
        """Whether somebody of the list is not in the register and might be entered."""
        listed = self.listed if self.stage is Stage.PREVIEW else None
        return listed is not None and bool(self.entering or listed.counts[ListedState.ABSENT])

    @property
    def can_keep_rest(self) -> bool:
        """Whether rows of the list are left out for want of a word."""
        listed = self.listed if self.stage in (Stage.PREVIEW, Stage.RESULT) else None
        return listed is not None and bool(listed.incomplete)

    @property
    def columns_kind(self) -> str:
        """The name under which the columns of such a list are remembered."""
        return self.layout.value if self.kind is ListKind.PROSPECTS else self.kind.value

    @property
    def must_choose_commune(self) -> bool:
        """Whether the list's commune cannot be told and nobody has said it."""
        return self.kind is ListKind.REGISTER and len(self.communes) > 1 and self.commune is None

    @property
    def is_naming(self) -> bool:
        """Whether the page of columns stands: also while the list is read by what was said there."""
        reading = self.stage is Stage.LOOKING and self.named is not None and not self.is_shown
        return self.stage is Stage.NAMING or reading

    @property
    def is_shown(self) -> bool:
        """Whether a list is on the screen."""
        return self.shown is not None
