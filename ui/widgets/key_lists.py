"""The keys of every screen, as F1 lists them and the handbook names them."""

from collections.abc import Callable
from functools import partial

from outreach_app.i18n import Catalogue
from ui.widgets.campaign_key_lists import KEYS_OF_CAMPAIGN
from ui.widgets.frame_key_lists import list_entrance_keys, list_frame_keys, list_history_keys
from ui.widgets.screen import KeyLine

SECTION_SIGNS = "1234567890ACDEGHKLNOPSTUX"
"""The keys of the sections of Settings in their order; letters that a section uses itself (B, R, V, W) are left out."""


def list_today_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of today's list."""
    return (
        KeyLine(("Up", "Down"), words.text("another door")),
        KeyLine(("Enter",), words.text("log a visit at this door")),
        KeyLine(("Enter", "0"), words.text("nobody at home: logged at once")),
        KeyLine(("H",), words.text("open the household")),
        KeyLine(("T",), words.text("work out what they would pay")),
        KeyLine(("P",), words.text("print the visit list of this village")),
        KeyLine(("L",), words.text("print this household's leaflet")),
        KeyLine(("D",), words.text("print today's summary")),
        KeyLine(("B",), words.text("go on with the unfinished visit")),
        KeyLine(("R",), words.text("to the requests about data (team lead, office)")),
        KeyLine(("K",), words.text("to the difficulties that nobody has taken up (team lead, office)")),
    )


def list_household_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the households."""
    return (
        KeyLine(("Up", "Down"), words.text("another household")),
        KeyLine(("Enter",), words.text("log a visit; in the members: change the person")),
        KeyLine(("Tab",), words.text("to the members, then to what happened")),
        KeyLine(("F2",), words.text("add a household that is on no list")),
        KeyLine(("F3",), words.text("add a member")),
        KeyLine(("F4",), words.text("change telephone, address, category")),
        KeyLine(("F5",), words.text("hand doors out to somebody")),
        KeyLine(("F6",), words.text("to the filters")),
        KeyLine(("F7",), words.text("put doors into a neighbour group")),
        KeyLine(("Del",), words.text("in what happened: take a visit back")),
        KeyLine(("A",), words.text("in the members: away for work, where and until when")),
        KeyLine(("K",), words.text("in the members: what the person agreed to, and what they ask for")),
        KeyLine(
            ("Ctrl", "Del"), words.text("in the members: erase the person's data at their request (office)")
        ),
        KeyLine(("L",), words.text("print this household's leaflet")),
        KeyLine(("T",), words.text("work out what they would pay")),
        KeyLine(("G",), words.text("log what came of a telephone call")),
        KeyLine(("M",), words.text("invite to a meeting: this household, or all listed")),
    )


def list_consent_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of a member's consents."""
    return (
        KeyLine(("Up", "Down"), words.text("another purpose")),
        KeyLine(("Enter",), words.text("to the form, and to its next field")),
        KeyLine(("Space",), words.text("tick a purpose; nothing is ticked beforehand")),
        KeyLine(("F2",), words.text("print the household's sheet of consents")),
        KeyLine(("F3",), words.text("note what the person asks for about their data")),
        KeyLine(("F4",), words.text("print everything held about the person")),
        KeyLine(("Del",), words.text("in the purposes: take back a mistake, or remove a hidden value")),
        KeyLine(("Ctrl", "Enter"), words.text("save")),
        KeyLine(("Esc",), words.text("back")),
    )


def list_visit_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of a visit's form."""
    return (
        KeyLine(("1-9",), words.text("outcome in the cell stood in")),
        KeyLine(("0",), words.text("nobody at home: logged at once")),
        KeyLine(("Del",), words.text("take the outcome back")),
        KeyLine(("F8",), words.text("one outcome for the whole door")),
        KeyLine(("F4",), words.text("another day, or not at the door")),
        KeyLine(("F6",), words.text("open the visit of the same day")),
        KeyLine(("F7",), words.text("work out what they would pay")),
        KeyLine(("Ctrl", "S"), words.text("send the question to the office")),
        KeyLine(("Ctrl", "Enter"), words.text("save the visit, go to the next door")),
        KeyLine(("Ctrl", "Del"), words.text("throw this draft away")),
        KeyLine(("Esc",), words.text("leave; the draft is kept")),
    )


def list_advise_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the advice."""
    return (
        KeyLine(("Left", "Right"), words.text("income 50,000 đ up or down, another period")),
        KeyLine(("Page Up", "Page Down"), words.text("income 500,000 đ up or down")),
        KeyLine(("1", "3", "6", "2"), words.text("pay for 1, 3, 6 or 12 months")),
        KeyLine(("Up", "Down"), words.text("health insurance, income, method")),
        KeyLine(("Tab",), words.text("the next person")),
        KeyLine(("Space",), words.text("joins or does not join")),
        KeyLine(("F4",), words.text("take up the support that the place proposes, or leave it")),
        KeyLine(("F5",), words.text("all payments of twelve months")),
        KeyLine(("F6",), words.text("worries, answers, a question for the office")),
        KeyLine(("F7",), words.text("every figure with its law")),
        KeyLine(("F8",), words.text("print the family's leaflet")),
        KeyLine(("F9",), words.text("what cashing out loses")),
        KeyLine(("Ctrl", "Enter"), words.text("sign up the whole family")),
        KeyLine(("Esc",), words.text("close, go back")),
    )


def list_renewal_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the renewal list."""
    return (
        KeyLine(("Up", "Down"), words.text("another person")),
        KeyLine(("Enter",), words.text("log a visit at this door")),
        KeyLine(("G",), words.text("log what came of a call, a chat or a visit to one person")),
        KeyLine(("M",), words.text("somebody came to withdraw everything")),
        KeyLine(("L",), words.text("the leaflet, with what withdrawing loses")),
        KeyLine(("T",), words.text("work out what they would pay")),
        KeyLine(("H",), words.text("open the household")),
        KeyLine(("F6",), words.text("to the filters")),
    )


def list_sign_ups_keys(words: Catalogue, *, office: bool) -> tuple[KeyLine, ...]:
    """The keys of the sign-ups."""
    of_office = (
        KeyLine(("A",), words.text("the office accepts the papers")),
        KeyLine(("R",), words.text("the office returns the papers, with the reason")),
    )
    return (
        KeyLine(("Up", "Down"), words.text("another sign-up")),
        KeyLine(("Enter",), words.text("what this line asks for next")),
        KeyLine(("0-6",), words.text("all, or one state only")),
        KeyLine(("T",), words.text("money taken, in whole or in part")),
        KeyLine(("V",), words.text("make a receipt number void")),
        KeyLine(("N",), words.text("the papers are handed in")),
        KeyLine(("C",), words.text("count the cash and hand it over")),
        KeyLine(("P",), words.text("print the slip of the cash")),
        KeyLine(("F",), words.text("the official forms of the sign-ups")),
        KeyLine(("H",), words.text("open the household")),
        *(of_office if office else ()),
    )


def list_meeting_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the meetings and of the list of one."""
    return (
        KeyLine(("Up", "Down"), words.text("another meeting, another line")),
        KeyLine(("Enter",), words.text("into the list; there: what came of it for this household")),
        KeyLine(("1", "2"), words.text("on the list: came, did not come")),
        KeyLine(("3", "4"), words.text("on the list: will come, cannot come")),
        KeyLine(("+", "-"), words.text("on the list: more or fewer of this household came")),
        KeyLine(("F2",), words.text("on the list: add somebody who is not there")),
        KeyLine(("Del",), words.text("take back what was noted, else off the list")),
        KeyLine(("N",), words.text("plan a meeting")),
        KeyLine(("E",), words.text("change the meeting")),
        KeyLine(("M",), words.text("invite a village")),
        KeyLine(("C",), words.text("count whoever came and has no name here")),
        KeyLine(("I", "S"), words.text("print invitation slips, the sign-in list")),
        KeyLine(("Esc",), words.text("back to the meetings")),
    )


def list_settings_keys(words: Catalogue, *, sections: int, office: bool) -> tuple[KeyLine, ...]:
    """The keys of the settings: a machine that is not the office's has fewer sections and nothing to give out."""
    given_out = (
        KeyLine(("R",), words.text("a laptop's passphrase was forgotten")),
        KeyLine(("W", "B"), words.text("write the rule files, back to the book in use")),
        KeyLine(("F4",), words.text("suggest a passphrase, browse for a folder or file")),
    )
    alone = (KeyLine(("F4",), words.text("suggest a passphrase, choose the second place")),)
    return (
        KeyLine(
            (f"1-{sections}",) if sections < 10 else ("0-9", *SECTION_SIGNS[10:sections]),
            words.text("go to a section"),
        ),
        KeyLine(("Enter",), words.text("into the section, switch to this person")),
        KeyLine(("Ctrl", "Enter"), words.text("do what the button says")),
        KeyLine(("V",), words.text("check the chosen backup")),
        KeyLine(("B", "W"), words.text("backups: copy to the second place now, have none")),
        *(given_out if office else alone),
        KeyLine(("Esc",), words.text("back to the sections")),
    )


def list_exchange_keys(words: Catalogue, *, differences: bool) -> tuple[KeyLine, ...]:
    """The keys of the exchange; those of the differences while there is one to settle."""
    settling = (
        KeyLine(("1", "2"), words.text("use this value of a difference")),
        KeyLine(("3",), words.text("type another value")),
        KeyLine(("4",), words.text("leave a difference for later")),
        KeyLine(("A",), words.text("settle many differences at once")),
        KeyLine(("H",), words.text("open the household of a difference")),
        KeyLine(("F6",), words.text("put the differences away, and show them again")),
    )
    return (
        KeyLine(("G",), words.text("write what waits to a stick")),
        KeyLine(("O",), words.text("read files from a stick or folder")),
        KeyLine(("Enter",), words.text("take the next step")),
        KeyLine(("D",), words.text("after reading: the day's summary of everything that came")),
        KeyLine(("F5",), words.text("write this file of the ledger again")),
        KeyLine(("Tab",), words.text("between the lists")),
        KeyLine(("Esc",), words.text("leave what was begun")),
        *(settling if differences else ()),
    )


def list_all_keys(words: Catalogue, *, differences: bool, office: bool) -> tuple[KeyLine, ...]:
    """The keys of the place for F1; those of the differences while there is one to settle."""
    say = words.text
    keys = (
        KeyLine(("Z",), say("take the newest reading back")),
        KeyLine(("R",), say("what was turned away or kept for later")),
        KeyLine(("X",), say("who asked to be erased, and which machines have confirmed it")),
        KeyLine(("V",), say("a new version of the program on the stick: to where it is taken")),
    )
    machines = (
        KeyLine(("Enter",), say("open the machine stood on: block it, replace it")),
        KeyLine(("D",), say("hand somebody's doors over")),
        KeyLine(("C", "T"), say("among what was turned away: let this in, let all alike in")),
        KeyLine(("P",), say("print what came today and what waits for a person")),
        KeyLine(
            ("N",),
            say(
                "to the next thing that waits for a person: differences, what was turned away, missing files"
            ),
        ),
        KeyLine(("F7",), say("in front of a path: read by itself what comes into that folder, or no longer")),
    )
    usual = list_exchange_keys(words, differences=differences)
    return (*usual, *keys, *machines) if office else (*usual, *keys)


def list_typeback_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of type-back."""
    return (
        KeyLine(("0-9",), words.text("outcome of the row; written at once, then the next row")),
        KeyLine(("Up", "Down"), words.text("another row")),
        KeyLine(("Del",), words.text("no outcome")),
        KeyLine(("Enter",), words.text("the whole visit of this household, for the sheet's day")),
        KeyLine(("F2",), words.text("a household outside the list")),
        KeyLine(("F4",), words.text("another sheet")),
        KeyLine(("Ctrl", "Z"), words.text("take the last row back")),
        KeyLine(("Ctrl", "Enter"), words.text("this sheet is done")),
    )


def list_print_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the place Print."""
    return (
        KeyLine(("1",), words.text("visit list of a village")),
        KeyLine(("2",), words.text("leaflet of a household")),
        KeyLine(("3",), words.text("summary of a day")),
        KeyLine(("4",), words.text("leaflets of a village")),
        KeyLine(("5",), words.text("appointment slips of a day")),
        KeyLine(("6",), words.text("official forms")),
        KeyLine(("7",), words.text("monthly report, B15a-UQ")),
        KeyLine(("Ctrl", "Enter"), words.text("make the sheet, the leaflets or the form")),
        KeyLine(("PgUp", "PgDn"), words.text("earlier or next page")),
        KeyLine(("+", "-"), words.text("larger or smaller")),
        KeyLine(("S",), words.text("keep as PDF")),
        KeyLine(("P",), words.text("print on paper")),
        KeyLine(("H",), words.text("the handbook as PDF, with pictures")),
        KeyLine(("Esc",), words.text("stop making or printing")),
    )


def list_sign_up_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of a sign-up's form."""
    return (
        KeyLine(("Left", "Right"), words.text("another person, scheme or number of months")),
        KeyLine(("Up", "Down"), words.text("income a step up or down")),
        KeyLine(("F7",), words.text("what the person agreed to")),
        KeyLine(("F9",), words.text("every figure with its law")),
        KeyLine(("Ctrl", "Enter"), words.text("save this sign-up, go to the next member")),
        KeyLine(("Esc",), words.text("leave without signing up")),
    )


def list_list_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the lists brought in."""
    return (
        KeyLine(("O",), words.text("choose another file")),
        KeyLine(("F6",), words.text("what the list is of")),
        KeyLine(("C",), words.text("correct what a column holds")),
        KeyLine(("E",), words.text("enter whoever is not in the register, or not")),
        KeyLine(("S",), words.text("keep the rows that lack something, to complete them")),
        KeyLine(("Enter",), words.text("choose who is meant in a row")),
        KeyLine(("D",), words.text("the rows that wait for you, N: nobody of here")),
        KeyLine(("R",), words.text("read the columns by their headings")),
        KeyLine(("U",), words.text("take the newest list back")),
        KeyLine(("Left", "Right"), words.text("between the kinds of rows")),
        KeyLine(("Ctrl", "Enter"), words.text("bring in the list")),
        KeyLine(("Esc",), words.text("leave what was begun")),
    )


def list_erasure_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the erased people."""
    return (
        KeyLine(("Up", "Down"), words.text("another order")),
        KeyLine(("Esc",), words.text("back to the exchange")),
    )


def list_answer_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of the questions and the book of answers."""
    return (
        KeyLine(("Up", "Down"), words.text("another question or worry")),
        KeyLine(("Enter",), words.text("write the answer")),
        KeyLine(("Ctrl", "Enter"), words.text("save it; it travels with the next files")),
        KeyLine(("F4",), words.text("back to the words that came with the program")),
        KeyLine(("Esc",), words.text("back to the list")),
    )


def list_erasing_keys(words: Catalogue) -> tuple[KeyLine, ...]:
    """The keys of an erasure."""
    return (
        KeyLine(("Enter",), words.text("to the next field")),
        KeyLine(("Tab",), words.text("to what goes and what stays; arrows scroll there")),
        KeyLine(("Ctrl", "Enter"), words.text("erase for good, once the name was typed")),
        KeyLine(("Esc",), words.text("change nothing, back to the household")),
    )


KEYS_OF_PLACES: dict[str, Callable[[Catalogue], tuple[KeyLine, ...]]] = {
    "today": list_today_keys,
    "households": list_household_keys,
    "visit": list_visit_keys,
    "typeback": list_typeback_keys,
    "advise": list_advise_keys,
    "sign_up": list_sign_up_keys,
    "sign_ups": partial(list_sign_ups_keys, office=True),
    "renewals": list_renewal_keys,
    "meetings": list_meeting_keys,
    **KEYS_OF_CAMPAIGN,
    "consents": list_consent_keys,
    "exchange": partial(list_all_keys, differences=True, office=True),
    "erase": list_erasing_keys,
    "erasures": list_erasure_keys,
    "lists": list_list_keys,
    "print": list_print_keys,
    "answers": list_answer_keys,
    "settings": partial(list_settings_keys, sections=13, office=True),
    "frame": partial(list_frame_keys, signs="1-9", further=()),
    "history": list_history_keys,
    "entrance": list_entrance_keys,
}
"""What the handbook may name of each place: all keys that anybody has there."""
