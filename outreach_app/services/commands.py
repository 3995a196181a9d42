"""Taking back the last command from the journal, whatever it wrote: what Ctrl+Z does where no service knows better."""

from dataclasses import dataclass

from outreach_app.domain.changes import Written
from outreach_app.errors import BadInput, say
from outreach_app.services.desk import Desk, Done
from outreach_app.services.undoing import built_on, take_back
from outreach_app.store import stretches


@dataclass(frozen=True, slots=True)
class Commands:
    """Commands of this machine, by the operations they wrote."""

    desk: Desk

    def take_back(self, written: Written) -> Done[None]:
        """Write what makes a command as if it had never been; rows it made go, fields show what they showed.

        BadInput `undone_already`, or `built_on` when somebody has written on top of any of it since: then all stays.
        """
        id = f"{written.incarnation.hex()}-{written.low}-{written.high}"
        with self.desk.write() as writer:
            if stretches.find_stretch(writer.session, id) is not None:
                raise BadInput(say("This was undone already."), say("Go on working."), key="undone_already")
            # Read before it counts as undone, for what was undone has no effect any more.
            operations = stretches.read_written(writer.session, written)
            done = take_back(writer, operations, subject=id)
            if done.kept:
                raise built_on()
            stretches.add_undone_command(writer, id, written)
        return Done(None, writer.changes())
