"""The form about somebody who is away for work: how it opens, what it stores, how it is taken back."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from outreach_app.domain.absences import Absence, Sureness, write_partial

if TYPE_CHECKING:
    from outreach_app.app import App

FIELDS_OF_KEYS = {"back_when": "back", "away_since": "since"}
"""Which field an error of the service belongs beside."""


def open_values(absence: Absence) -> dict[str, object]:
    """What stands in the form at first: what is known of this absence, nothing of an earlier one."""
    known = absence if absence.away and not absence.is_stale else Absence()
    back = known.back
    told = f"Tết {back.when.year}" if back and back.tet else write_partial(back.when) if back else ""
    return {
        "place": known.place, "since": write_partial(known.since) if known.since else "", "back": told,
        "sure": known.sure, "phone": known.phone or "", "home_contact": known.home_contact, "home": False,
    }  # fmt: skip


def make_work(app: "App", person: bytes, values: Mapping[str, Any]) -> Callable[[], Any]:
    """What storing the form does: somebody is away, with all of it; or, ticked, back home from today."""
    from outreach_app.services.absences import ToldAbsence

    if values.get("home"):
        return lambda: app.absences.tell_back(person)
    sure = values.get("sure")
    told = ToldAbsence(
        place=str(values.get("place") or ""), since=str(values.get("since") or ""), back=str(values.get("back") or ""),
        sure=sure if isinstance(sure, Sureness) else None,
        phone=str(values.get("phone") or ""), home_contact=str(values.get("home_contact") or ""),
    )  # fmt: skip
    return lambda: app.absences.tell_away(person, told)
