"""Which rule book a command counts with: the workspace's when there is one that opens, else the shipped one."""

from outreach_app.cli import parsing
from outreach_app.cli.call import Call
from outreach_app.domain.local_rules import Place
from outreach_app.domain.rules import RuleBook
from outreach_app.errors import NotAllowed, say


def choose_book(call: Call) -> RuleBook:
    """The book of the workspace this command stands in; without one, or without its passphrase, the shipped book.

    A wrong passphrase is an error as everywhere; none at all is only told on standard error.
    """
    from outreach_app import paths
    from outreach_app.services.shipped_rules import load_rule_book

    if not paths.is_workspace(call.folder):
        return load_rule_book()
    try:
        with call.open() as app:
            return app.rule_books.read().book
    except NotAllowed as locked:
        if locked.key != "no_passphrase":
            raise
        call.tell(say("Without the passphrase the rule book that came with the program counts."))
        return load_rule_book()


def find_place(code: str, *, option: str) -> Place:
    """The province or commune of today that has a code; WrongUsage for a code that is in no list."""
    from outreach_app.services.places import place_of
    from outreach_app.services.territory_data import load_territory

    territory = load_territory()
    if territory.unit(code.strip(), territory.present) is None:
        raise parsing.wrong_value(option, code, say("Search for the commune or province by name."))
    return place_of(code.strip(), territory.present)
