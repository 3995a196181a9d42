"""The keys of the place Campaign and of what is opened from it, as F1 lists them and the handbook names them."""

from collections.abc import Callable
from functools import partial

from outreach_app.i18n import Catalogue
from ui.widgets.screen import KeyLine


def list_campaign_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the results."""
    return (
        KeyLine(("Up", "Down"), words.text("another village, commune, team or visit")),
        KeyLine(("Enter",), words.text("down into it: commune, village, team, visit, household")),
        KeyLine(("Backspace",), words.text("back up; Esc as well")),
        KeyLine(("1-4",), words.text("progress, by month, ranking, in words")),
        KeyLine(("T",), words.text("the chart's numbers as a table, or the chart")),
        KeyLine(("B",), words.text("the other insurance")),
        KeyLine(("F6",), words.text("to the days that count")),
        KeyLine(("C",), words.text("all villages in one table")),
        KeyLine(("H",), words.text("what was heard at the doors: worries, channels, questions, training")),
        KeyLine(("G",), words.text("targets, drives, official figures")),
        KeyLine(("D",), words.text("who may explain a difference from the official number")),
        KeyLine(("E",), words.text("at the office: write the data for analysts into a folder")),
        KeyLine(("X",), words.text("keep the results as a table")),
        KeyLine(("P",), words.text("print the results")),
    )


def list_target_keys(words: Catalogue, *, office: bool) -> tuple[KeyLine, ...]:
    """The keys of the targets; whoever is no office reads them."""
    entering = (
        KeyLine(("N",), words.text("enter a target, a drive, an official figure")),
        KeyLine(("Enter",), words.text("change the target, drive or figure; E as well")),
        KeyLine(("H",), words.text("hand the target down, a row for each part")),
        KeyLine(("Del",), words.text("take back what was entered")),
        KeyLine(("Ctrl", "Enter"), words.text("save")),
    )
    return (
        KeyLine(("Up", "Down"), words.text("another line")),
        KeyLine(("1-3",), words.text("targets, drives, official figures")),
        *(entering if office else ()),
        KeyLine(("Esc",), words.text("back to the results")),
    )


def list_heard_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of what was heard."""
    return (
        KeyLine(("1-4",), words.text("worries, ways of contact, questions and difficulties, training")),
        KeyLine(("Up", "Down"), words.text("another line")),
        KeyLine(
            ("Enter",), words.text("down into it, to the visits behind a count; household, meeting, Settings")
        ),
        KeyLine(("Esc",), words.text("back up, then back to the results; Backspace as well")),
        KeyLine(("F6",), words.text("by village, commune, team or canvasser")),
        KeyLine(("R",), words.text("the results of this village")),
        KeyLine(("X",), words.text("keep as a table")),
        KeyLine(("P",), words.text("print the report")),
    )


def list_gap_keys(words: Catalogue, *, numbers: int) -> tuple[KeyLine, ...]:
    """The keys of a difference from an official number; digits choose among several numbers."""
    chosen = (KeyLine((f"1-{numbers}",), words.text("the official number of another scheme")),)
    return (
        *(chosen if numbers > 1 else ()),
        KeyLine(("Up", "Down"), words.text("another person")),
        KeyLine(("Enter",), words.text("the household of this person")),
        KeyLine(("G",), words.text("official figures")),
        KeyLine(("X",), words.text("keep as a table")),
        KeyLine(("Esc",), words.text("back to the results")),
    )


def list_export_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the exports."""
    return (
        KeyLine(("Tab",), words.text("from field to field")),
        KeyLine(("Space",), words.text("with names, or without")),
        KeyLine(("Ctrl", "Enter"), words.text("write the export into its new folder")),
        KeyLine(("Esc",), words.text("stop it while it is written; else back to the results")),
    )


def list_village_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the table of villages."""
    return (
        KeyLine(("Up", "Down"), words.text("another village")),
        KeyLine(("Left", "Right"), words.text("sort by the column before or after")),
        KeyLine(("R",), words.text("the other way round")),
        KeyLine(("Enter",), words.text("the results of this village")),
        KeyLine(("F6",), words.text("after how many days a door counts as not visited")),
        KeyLine(("X",), words.text("keep as a table")),
        KeyLine(("P",), words.text("print the table")),
        KeyLine(("Esc",), words.text("back to the results")),
    )


KEYS_OF_CAMPAIGN: dict[str, Callable[[Catalogue], tuple[KeyLine, ...]]] = {
    "campaign": list_campaign_keys,
    "heard": list_heard_keys,
    "villages": list_village_keys,
    "targets": partial(list_target_keys, office=True),
}
"""The keys that the handbook may name, by place."""
