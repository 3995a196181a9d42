"""The village that a row of a list belongs to: by its village, else by an address that leads to one village alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from outreach_app.domain.rows import RefusedListRow
from outreach_app.domain.territory import parse_village_name
from outreach_app.errors import say
from outreach_app.exchange.register import RegisterHousehold
from outreach_app.services.list_places import Places, village_key

_ABOVE = "xã|phường|đặc khu|thị trấn"
_PARTS = re.compile(rf"[,;()]|\s[-–]\s|\s+(?=(?:{_ABOVE}|huyện|tỉnh|thành phố)\s)", re.IGNORECASE)
_COMMUNE = re.compile(rf"(?:{_ABOVE})\s+\w", re.IGNORECASE)


@dataclass(slots=True)
class VillageFinder:
    """Finds villages of here and makes none: a tax office's list names places that are no villages."""

    places: Places
    _known: dict[tuple[str, str, str], bytes | None] = field(default_factory=dict)

    def find(self, home: RegisterHousehold) -> bytes | None:
        """The one village a row leads to; None when it leads to none or to several."""
        listed = self.places.find_commune(home)
        if listed.reason is not None:
            return None
        if home.village:
            return self.places.known.get((listed.code, village_key(home.village)))
        key = (home.commune, home.district, home.address)
        if key not in self._known:
            self._known[key] = self._find_by_address(home.address, listed.code)
        return self._known[key]

    def _find_by_address(self, address: str, commune: str) -> bytes | None:
        parts = [part.strip() for part in _PARTS.split(address) if part and part.strip()]
        for part in parts:
            if _COMMUNE.match(part):
                # An address in another commune leads to no village of here, whatever it is called.
                code = self.places.finder.find(part, "").code
                if not code or commune not in ("", code):
                    return None
                commune = code
        names = {name for part in parts for name in _list_names(part)}
        found = {self.places.known.get((commune, name)) for name in names} - {None}
        return found.pop() if len(found) == 1 else None

    def refuse(self, home: RegisterHousehold, row: int) -> RefusedListRow:
        """Say why a row leads to no village."""
        if home.village or not home.address or self.places.find_commune(home).reason is not None:
            return self.places.refuse(home, row)
        said = say("The address {address} leads to no village of this workspace.", address=home.address)
        return RefusedListRow(row, said, "unknown_address")


def _list_names(part: str) -> Iterator[str]:
    """What a village may be called in a part of an address: all of it, or what follows a word such as “bản”."""
    yield village_key(part)
    words = part.split()
    for place in range(1, len(words)):
        rest = " ".join(words[place:])
        if parse_village_name(rest)[0] is not None:
            yield village_key(rest)
