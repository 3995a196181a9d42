"""Settings, Backups: the second place, a stick or another disk, to which the newest backup is copied by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from outreach_app import paths
from outreach_app.domain.changes import Changes
from outreach_app.errors import Message, NotFound, OutreachError, say
from outreach_app.i18n import Catalogue
from ui.presenters.ports import Latest, Ports, Sense

if TYPE_CHECKING:
    from outreach_app.app import App
    from outreach_app.services.second_copies import SecondCopies, SecondPlace


@dataclass(frozen=True, slots=True)
class SecondPlaceState:
    """What is shown; `read` tells whether anybody has looked yet, `late` that no copy has come there for a week."""

    read: bool = False
    place: "SecondPlace | None" = None
    late: bool = False
    copying: bool = False


class SecondPlaceSettings:
    """Chooses the second place and copies there at once."""

    def __init__(self, app: "App", ports: Ports, *, show: Callable[[SecondPlaceState], None]) -> None:
        self._app, self._ports, self._show = app, ports, show
        self._state = SecondPlaceState()
        self._reads = Latest()

    def reload(self) -> None:
        """Look where copies go and how they stand."""
        self._ports.query(self._read, done=self._reads.only(self._set))

    def choose(self, folder: str) -> None:
        """Copy backups into this folder from now on, the first one at once."""
        self._carry_out(
            lambda copies: copies.choose(paths.read_typed(folder)),
            say("The newest backup is in the second place."),
        )

    def copy(self) -> None:
        """Copy the newest backup now; the place has to be there."""
        self._carry_out(_need_place, say("The newest backup is in the second place."))

    def forget(self) -> None:
        """Copy nowhere any more; what was copied stays there."""
        if self._state.place is not None:
            self._carry_out(lambda copies: copies.choose(None), say("Backups are kept on this machine only."))

    def _carry_out(self, first: "Callable[[SecondCopies], None]", notice: Message) -> None:
        if self._state.copying:
            return
        self._set(replace(self._state, copying=True))
        self._ports.command(
            lambda: self._copy(first), done=lambda _done: self._say_done(notice), failed=self._fail
        )

    def _copy(self, first: "Callable[[SecondCopies], None]") -> Changes:
        from outreach_app.services.second_copies import SecondCopies

        copies = SecondCopies(self._app.desk)
        first(copies)
        if copies.read() is not None and not self._app.upkeep.list_backups():
            self._app.upkeep.make_backup()
        copies.copy_newest()
        return Changes(frozenset({"backup"}))  # the list of backups and the header hear of it

    def _say_done(self, notice: Message) -> None:
        self._set(replace(self._state, copying=False))
        self._ports.places.notice(notice)
        self.reload()

    def _fail(self, error: OutreachError) -> None:
        self._set(replace(self._state, copying=False))
        self._ports.places.trouble(error)
        self.reload()

    def _read(self) -> SecondPlaceState:
        from outreach_app.services.second_copies import SecondCopies

        copies = SecondCopies(self._app.desk)
        return SecondPlaceState(True, copies.read(), copies.find_neglect() is not None, self._state.copying)

    def _set(self, state: SecondPlaceState) -> None:
        self._state = state
        self._show(state)


def _need_place(copies: "SecondCopies") -> None:
    place = copies.read()
    if place is None:
        raise NotFound(
            say("Backups are kept on this machine only."),
            say("Choose a second place first."),
            key="no_second",
        )
    if not place.present:
        raise NotFound(
            say("{folder} is not there now.", folder=str(place.folder)),
            say("Plug the stick in, or choose another folder."),
            key="no_folder",
        )


def tell_second_place(words: Catalogue, state: SecondPlaceState) -> tuple[str, str, Sense]:
    """How the copies stand and where they go: a title, the rest, and whether somebody should do something."""
    place = state.place
    if place is None:
        why = words.text("A stick or another disk outlives a laptop that is lost or breaks.")
        return words.text("Backups are kept on this machine only."), why, Sense.WAIT
    copied = place.copied_at is not None
    title = (
        words.text("The last one on {moment}.", moment=place.copied_at)
        if copied
        else words.text("No backup has reached it yet.")
    )
    told = [words.text("Folder: {path}", path=str(place.folder))]
    if state.late:
        told.append(
            words.plural(
                "No copy for {count} day: plug it in.", "No copy for {count} days: plug it in.", place.days
            )
        )
    elif not place.present:
        told.append(words.text("It is not there now; the copy is made once it is."))
    return title, "\n".join(told), Sense.GOOD if copied and not state.late else Sense.WAIT
