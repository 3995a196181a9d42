"""The shipped lists of provinces, districts and communes, each read from its file when it is first needed."""

from collections.abc import Iterator, Mapping
from functools import cache

from sqlmodel import Session

from outreach_app import assets
from outreach_app.domain.territory import Territory, read_territory
from outreach_app.domain.territory_steps import DatedUnits, StandingTerritory, StepLevel
from outreach_app.store import territory

_FOLDER = "territory"


class ShippedTexts(Mapping[str, str]):
    """The texts of one folder of shipped files by file name; a file is opened when its name is looked up."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> str:
        if not assets.has_file(f"{self._folder}/{name}"):
            raise KeyError(name)
        return assets.read_text(f"{self._folder}/{name}")

    def __iter__(self) -> Iterator[str]:
        return iter(assets.list_names(self._folder, ending=".tsv"))

    def __len__(self) -> int:
        return len(assets.list_names(self._folder, ending=".tsv"))


@cache
def load_territory() -> Territory:
    """Give the one territory of this process; the 2024 units and the changes are read only when asked for."""
    return read_territory(ShippedTexts(_FOLDER))


def read_units(session: Session) -> DatedUnits:
    """The shipped units together with what the office of this workspace entered since."""
    return DatedUnits(load_territory(), territory.list_steps(session))


def read_standing(session: Session) -> Territory:
    """The units as they stand now, what was carried out here taken in; the shipped ones where nothing was."""
    steps = [step for step in territory.list_steps(session) if step.level is StepLevel.UNIT]
    return StandingTerritory(load_territory(), steps) if steps else load_territory()
