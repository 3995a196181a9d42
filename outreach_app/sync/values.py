"""What a value of an entry may be beyond its type: words that are known, lists of the right parts, bearable numbers.

A certified machine that turned hostile, or a faulty one, could otherwise write a row which no place can show. Words of
a newer program come with a newer schema, and such a file is kept for later as a whole.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from outreach_app.domain.consents import Act, How, Purpose
from outreach_app.domain.dossiers import DossierStep
from outreach_app.domain.one_off_requests import Decision
from outreach_app.domain.people import Category, Scheme, Sex
from outreach_app.domain.prospects import Stage
from outreach_app.domain.requests import RequestKind, RequestStep
from outreach_app.domain.visits import Channel, NextStep, Outcome, Reaction

IsSound = Callable[[Any], bool]

LONGEST_TEXT = 200_000
"""Characters of one text; a handbook of remarks fits, and no list is drawn with more."""
MOST_NUMBER = 10**13
"""Of đồng, people or rows: sums of a whole office stay within what the database adds up."""
MOST_MONTHS = 1_200
_ID_BYTES = 16
_MOST_PARTS = 10_000


def _is_one_of(words: Iterable[StrEnum], *others: str) -> IsSound:
    return frozenset((*(each.value for each in words), *others)).__contains__


def is_bearable(number: int) -> bool:
    """Tell whether a whole number can stand in any column and be added up."""
    return -MOST_NUMBER <= number <= MOST_NUMBER


def is_short(text: str) -> bool:
    """Tell whether a text is no longer than any that is typed."""
    return len(text) <= LONGEST_TEXT


def _is_id(value: object) -> bool:
    return type(value) is bytes and len(value) == _ID_BYTES


def _are_ids(values: list[object]) -> bool:
    return len(values) <= _MOST_PARTS and all(map(_is_id, values))


def _are_parts(values: list[object], *, first: IsSound, words: int) -> bool:
    return len(values) <= _MOST_PARTS and all(
        type(each) is list
        and len(each) == words + 1
        and first(each[0])
        and all(type(word) is str for word in each[1:])
        for each in values
    )


def _are_outcomes(values: list[object]) -> bool:
    # Asked of every visit, so without a step for each word: somebody's id and two words.
    if len(values) > _MOST_PARTS:
        return False
    for each in values:
        if type(each) is not list or len(each) != 3:
            return False
        person, scheme, outcome = each
        if type(person) is not bytes or len(person) != _ID_BYTES:
            return False
        if type(scheme) is not str or type(outcome) is not str:
            return False
    return True


def _are_reasons(values: list[object]) -> bool:
    return _are_parts(values, first=lambda word: word is None or type(word) is str, words=1)


def _is_span(months: int) -> bool:
    return 0 <= months <= MOST_MONTHS


JUDGES: Mapping[tuple[str, str], IsSound] = {
    ("person", "sex"): _is_one_of(Sex),
    ("membership", "scheme"): _is_one_of(Scheme),
    ("prospect", "scheme"): _is_one_of(Scheme),
    ("prospect", "stage"): _is_one_of(Stage),
    ("prospect", "next_step"): _is_one_of(NextStep),
    ("visit", "channel"): _is_one_of(Channel),
    ("visit", "door_outcome"): _is_one_of(Outcome),
    ("visit", "next_step"): _is_one_of(NextStep),
    ("visit", "reaction"): _is_one_of(Reaction),
    ("visit", "outcomes"): _are_outcomes,
    ("visit", "lapses"): _are_outcomes,
    ("visit", "met"): _are_ids,
    ("enrolment", "scheme"): _is_one_of(Scheme),
    ("enrolment", "category"): _is_one_of(Category),
    ("enrolment", "months"): _is_span,
    ("one_off_request", "months_paid"): _is_span,
    ("one_off_request", "decision"): _is_one_of(Decision),
    ("dossier_state", "state"): _is_one_of(DossierStep),
    ("hand_over", "receipts"): _are_ids,
    ("sheet", "households"): _are_ids,
    ("sheet", "reasons"): _are_reasons,
    ("consent", "purpose"): _is_one_of(Purpose),
    ("consent", "act"): _is_one_of(Act),
    ("consent", "how"): _is_one_of(How, ""),
    ("data_request", "kind"): _is_one_of(RequestKind),
    ("data_request", "step"): _is_one_of(RequestStep),
}
"""How the value of a field is judged, by table and field; every word that the program writes there is known."""
