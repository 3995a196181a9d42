"""The counts of Exchange in the order in which entries travel, and what waits for a person."""

from outreach_app.domain.rows import LedgerState
from outreach_app.i18n import Catalogue
from ui.presenters.exchange_state import ExchangeState
from ui.presenters.exchange_words import silent_days
from ui.presenters.ports import Sense

Count = tuple[str, str, str, Sense | None]
"""Number as it is written, what it counts, one hint, and its sense when it asks for something."""


def tell_figures(
    words: Catalogue, state: ExchangeState, *, differences: int = 0, pairs: int = 0
) -> list[Count]:
    """The five counts in the order of travel, and a sixth while differences or duplicates wait for a person."""
    if state.look is None:
        return []
    counts = _tell_office(words, state) if state.office else _tell_laptop(words, state)
    if waiting := differences + pairs:
        told = (
            (differences, words.plural("{count} difference", "{count} differences", differences)),
            (pairs, words.plural("{count} pair", "{count} pairs", pairs)),
        )
        hint = ", ".join(text for count, text in told if count)
        counts.append((words.number(waiting), words.text("to settle"), hint, Sense.WAIT))
    return counts


def _tell_laptop(words: Catalogue, state: ExchangeState) -> list[Count]:
    assert state.look is not None
    rows, say = state.look.ledger.rows, words.text
    refused, merged = rows.get(LedgerState.REFUSED, 0), rows.get(LedgerState.MERGED, 0)
    joined = (
        words.plural("{count} joined with another's", "{count} joined with another's", merged)
        if merged
        else say("the office has answered")
    )
    own = state.look.standing.to_send
    waiting = Sense.ACCENT if own else None
    counted = [
        (own, say("to send"), say("G writes them to a stick"), waiting),
        (rows.get(LedgerState.ON_FILE, 0), say("on a file"), say("waiting for the office's answer"), None),
        (rows.get(LedgerState.RECEIVED, 0), say("at the lead"), say("on the way to the office"), None),
        (rows.get(LedgerState.ACCEPTED, 0) + merged, say("received"), joined, None),
        (
            refused,
            say("returned"),
            say("R says why") if refused else say("to be corrected and sent again"),
            Sense.BAD if refused else None,
        ),
    ]
    return [(words.number(count), text, hint, sense) for count, text, hint, sense in counted]


def _tell_office(words: Catalogue, state: ExchangeState) -> list[Count]:
    assert state.look is not None
    look, say = state.look, words.text
    heard = len({file.device for file in look.history})
    silent = sum(
        not machine.revoked
        and (not machine.enrolled or silent_days(machine, look.today) >= look.silent_after)
        for machine in look.machines
    )
    missing = sum(len(machine.missing) for machine in look.machines)
    visits = sum(file.visits for file in look.history)
    answers = look.ledger.answers
    span = words.plural("no file for {count} day", "no file for {count} days", look.silent_after)
    counted = [
        (silent, say("silent machines"), span, Sense.WAIT if silent else None),
        (
            missing,
            say("files missing"),
            say("ask the machine to write them again"),
            Sense.BAD if missing else None,
        ),
        (
            len(look.history),
            say("files read"),
            words.plural("from {count} machine", "from {count} machines", heard),
            None,
        ),
        (visits, say("visits received"), say("in the files read"), None),
        (
            answers,
            say("answers to write"),
            say("G writes them to a stick"),
            Sense.ACCENT if answers else None,
        ),
    ]
    return [(words.number(count), text, hint, sense) for count, text, hint, sense in counted]
