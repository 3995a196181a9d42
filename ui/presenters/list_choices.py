"""The columns a list is read by: named by hand, and corrected in its preview."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from outreach_app.domain.rows import ListColumn
from ui.presenters.lists_state import ListsState

if TYPE_CHECKING:
    from outreach_app.exchange.column_choices import ColumnChoice


def choose_columns(state: ListsState) -> "ColumnChoice | None":
    """The columns to read a list by: named by hand, and corrected in the preview; None for those it finds itself."""
    corrected = make_choice(state.recognised, state.corrected)
    if state.named is None or corrected is None:
        return state.named or corrected
    return replace(state.named, columns={**state.named.columns, **corrected.columns})


def make_choice(recognised: Sequence[ListColumn], corrected: Mapping[str, str]) -> "ColumnChoice | None":
    """Turn columns corrected by hand into what the reader of lists takes; None while nothing was corrected.

    A column that was read otherwise gives its field free; one whose field went to another column gets it back as
    soon as that other column is read as something else.
    """
    if not corrected:
        return None
    from outreach_app.exchange.column_choices import ColumnChoice

    taken = {name: letter for letter, name in corrected.items() if name}
    freed = (
        each.field
        for each in recognised
        if each.field and corrected.get(each.letter, each.field) != each.field
    )
    return ColumnChoice(dict.fromkeys(freed, "") | taken)
