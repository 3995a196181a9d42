"""After how many days without a file an office asks after a machine."""

from dataclasses import dataclass

from outreach_app.errors import BadInput, say
from outreach_app.services.desk import Desk
from outreach_app.store import settings

DAYS = 7
MOST_DAYS = 365
_NAME = "silent_after"


@dataclass(frozen=True, slots=True)
class Silences:
    """A setting of this workspace; it travels nowhere."""

    desk: Desk

    def read(self) -> int:
        """Tell after how many days without a file a machine is asked after: a week unless somebody set it."""
        with self.desk.read() as session:
            found: int = settings.read_setting(session, _NAME) or DAYS
            return found

    def set(self, days: int) -> int:
        """Ask after that many days from now on; BadInput `silent_days` for less than one or more than a year."""
        if not 1 <= days <= MOST_DAYS:
            raise BadInput(
                say("A machine is asked after at least a day and at most a year."),
                say("Give a number of days from 1 to 365."),
                key="silent_days",
            )
        with self.desk.database.write_local() as session:
            settings.write_setting(session, _NAME, days)
        return days
