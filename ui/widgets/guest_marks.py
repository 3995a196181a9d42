"""How attendance and answers look on a meeting's list: sign and tone, and the keys that note them."""

from outreach_app.domain.meetings import (
    ATTEND_KEYS,
    ATTENDANCE_NAMES,
    REPLY_KEYS,
    REPLY_NAMES,
    Attendance,
    Reply,
)
from outreach_app.i18n import Catalogue
from ui.theme import Tone
from ui.widgets.tags import LegendEntry

ATTENDED: dict[Attendance, tuple[str, Tone]] = {
    Attendance.CAME: ("check", Tone.GOOD),
    Attendance.ABSENT: ("minus", Tone.NEUTRAL),
}
REPLIED: dict[Reply, tuple[str, Tone]] = {
    Reply.COMING: ("calendar-clock", Tone.ACCENT),
    Reply.CANNOT: ("x", Tone.BAD),
}


def list_entries(words: Catalogue) -> list[LegendEntry]:
    """One entry for each key, in the order of the digits."""
    came = ((key, ATTENDANCE_NAMES[said], ATTENDED[said]) for key, said in ATTEND_KEYS.items())
    answers = ((key, REPLY_NAMES[said], REPLIED[said]) for key, said in REPLY_KEYS.items())
    return [LegendEntry(key, icon, words.text(name), tone) for key, name, (icon, tone) in (*came, *answers)]
