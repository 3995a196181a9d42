"""The keys of teams: one for each commune, with which its leads read what its canvassers send."""

from collections.abc import Sequence

from sqlmodel import Session

from outreach_app.store import settings
from outreach_app.store import villages as village_rows
from outreach_app.sync.keys import MachineKeys

_TEAMS = "team_identities"


def find_team_keys(session: Session, villages: Sequence[bytes]) -> list[MachineKeys]:
    """Find the team keys of every commune these villages lie in, in the order of codes; missing ones are made.

    In a session that only reads, what was made is thrown away with it.
    """
    rows = [village_rows.read_village(session, village) for village in villages]
    known: dict[str, list[object]] = settings.read_setting(session, _TEAMS) or {}
    communes = sorted({row.commune_code for row in rows if row})
    missing = [commune for commune in communes if commune not in known]
    for commune in missing:
        fresh = MachineKeys.generate()
        known[commune] = [fresh.sign_seed, fresh.seal_identity]
    if missing:
        settings.write_setting(session, _TEAMS, known)
    return [_read_keys(known[commune]) for commune in communes]


def _read_keys(pair: list[object]) -> MachineKeys:
    seed, identity = pair
    assert isinstance(seed, bytes)
    assert isinstance(identity, str)
    return MachineKeys(seed, identity)
