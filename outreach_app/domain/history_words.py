"""The history of a record in words: what rows and fields are called, and one sentence for each change."""

from collections.abc import Iterable, Mapping

from outreach_app.domain.committees import REPORT_NAMES, SEAT_NAMES, WAY_NAMES
from outreach_app.domain.conflict_words import render_said
from outreach_app.domain.conflicts import FIELD_NAMES, Said
from outreach_app.domain.consents import HOW_NAMES, PURPOSE_NAMES
from outreach_app.domain.difficulties import HANDLING_NAMES
from outreach_app.domain.dossiers import DossierStep
from outreach_app.domain.history import DEED_NAMES, Deed, FieldChange, HistoryEntry
from outreach_app.domain.lapses import LAPSE_NAMES
from outreach_app.domain.meetings import ATTENDANCE_NAMES, MEETING_KIND_NAMES, REPLY_NAMES
from outreach_app.domain.one_off_requests import DECISION_NAMES
from outreach_app.domain.people import CATEGORY_NAMES, RELATIONS, SCHEME_NAMES
from outreach_app.domain.prospects import REASON_NAMES
from outreach_app.domain.receipts import MEANS_NAMES
from outreach_app.domain.requests import KIND_NAMES, STEP_NAMES
from outreach_app.domain.territory_steps import STEP_NAMES as TERRITORY_STEPS
from outreach_app.domain.visits import (
    CHANNEL_NAMES,
    NEXT_STEP_NAMES,
    OBJECTION_NAMES,
    OUTCOME_NAMES,
    REACTION_NAMES,
)
from outreach_app.i18n import N_, Catalogue

RECORD_NAMES: Mapping[str, str] = {
    "village": N_("village"), "team": N_("team"), "canvasser": N_("somebody who works here"),
    "team_member": N_("place in a team"), "trusted_person": N_("respected person"), "household": N_("household"),
    "assignment": N_("assignment"), "person": N_("member"), "membership": N_("insurance period"),
    "prospect": N_("person to be asked"), "sheet": N_("visit list"), "meeting": N_("meeting"),
    "meeting_guest": N_("invitation"), "visit": N_("visit"), "enrolment": N_("sign-up"),
    "receipt_book": N_("receipt book"), "receipt": N_("receipt"), "hand_over": N_("cash handed over"),
    "dossier_state": N_("papers"), "rule_book_edition": N_("issue of the rule book"), "question": N_("question"),
    "answer": N_("answer"), "objection_entry": N_("answer to a worry"), "office_contact": N_("office telephone"),
    "judgement": N_("decision on a likely duplicate"), "consent": N_("consent"),
    "data_request": N_("request about data"), "one_off_request": N_("request to cash out"),
    "erasure": N_("erasure"), "campaign": N_("campaign"), "target": N_("target"),
    "official_figure": N_("official figure"), "model_mark": N_("model place"),
    "territory_change": N_("change of the territory"),
    "difficulty": N_("difficulty"), "committee": N_("steering committee"),
    "committee_member": N_("seat on a committee"), "report_recipient": N_("recipient of a report"),
}  # fmt: skip
"""What a row of each table is called; of a newer program's table, its own name."""

MORE_FIELDS: Mapping[str, str] = {
    "visited_on": N_("visited on"), "channel": N_("how they were spoken to"), "door_outcome": N_("at the door"),
    "outcomes": N_("results"), "met": N_("met"), "met_others": N_("others met"), "objection": N_("worry"),
    "note": N_("note"), "reaction": N_("what they thought of the answer"), "cancelled": N_("why taken back"),
    "withdrawn": N_("why taken back"), "voided": N_("why void"), "person": N_("who"),
    "position": N_("place on the ladder"),
    "contribution": N_("contribution"), "state": N_("paid by the state"), "top_up": N_("paid by the province"),
    "other": N_("paid by others"), "own": N_("paid by the family"), "confirmed": N_("confirmed"),
    "valid_until": N_("valid until"), "signed_on": N_("signed on"), "method": N_("way of paying"),
    "support": N_("support"), "card": N_("book or card"), "hospital": N_("where health care begins"),
    "amount": N_("amount"), "receipt_number": N_("receipt number"),
    "received_on": N_("received on"), "means": N_("means of payment"), "receiver_name": N_("received by"),
    "receiver": N_("received by"), "due": N_("money due"), "counted": N_("money counted"), "why": N_("reason"),
    "happened_on": N_("day"), "worry": N_("worry"), "text": N_("text"), "asked_on": N_("asked on"),
    "answered_on": N_("answered on"), "words": N_("in the office's words"), "canvasser": N_("by"),
    "finished_on": N_("finished on"), "starts_on": N_("from"), "issued_on": N_("given out on"),
    "series": N_("series"), "first_number": N_("first number"), "last_number": N_("last number"),
    "blank_from": N_("blank from"), "prefix": N_("letters"), "leads": N_("leads"), "part": N_("part"),
    "standing": N_("standing"), "invited_on": N_("invited on"), "purpose": N_("purpose"),
    "act": N_("what was done"), "acted_on": N_("day"), "how": N_("how"), "step": N_("step"),
    "witness": N_("witness"), "asked_by": N_("asked by"), "ethnicity": N_("ethnic group"),
    "health_note": N_("health"), "location": N_("exact place of the house"), "duty": N_("duty"),
    "version": N_("version"), "language": N_("language"), "lapse_reason": N_("why they stopped"),
    "verdict": N_("decision"), "came_on": N_("came on"), "months_paid": N_("months paid"),
    "decision": N_("decision"), "decided_on": N_("decided on"), "agency_kind": N_("organisation"),
    "aim": N_("aim"), "at_least": N_("at least"), "avoid": N_("better not said"), "document": N_("document"),
    "households": N_("households on it"), "lapses": N_("why they stopped"), "measure": N_("what is counted"),
    "people": N_("people"), "reasons": N_("why each stands on it"), "receipts": N_("receipts"),
    "representation": N_("who spoke"), "representative": N_("representative"), "set_by": N_("set by"),
    "set_on": N_("set on"), "since_on": N_("since"), "sources": N_("sources"), "told_on": N_("told on"),
    "unit_code": N_("unit"), "written_on": N_("written on"), "judged_on": N_("decided on"),
    "reported_on": N_("reported on"), "handling": N_("how far it is"), "done": N_("what was done"),
    "done_on": N_("done on"), "issued_by": N_("issued by"), "office_held": N_("office held"), "seat": N_("seat"),
    "report": N_("report"), "way": N_("how it is sent"), "committee.decision": N_("number of the decision"),
    "old_name": N_("former name"), "new_name": N_("new name"), "old_kind": N_("former kind"),
    "new_kind": N_("new kind"), "holds_on": N_("holds from"), "carried_on": N_("carried out on"),
    "level": N_("what it is about"), "placed_by": N_("settled where it belongs"),
    "territory_change.decision": N_("number of the decision"),
    "source_row": N_("row of the list"), "named_on": N_("named on"), "employees": N_("employees"),
    "insured_employees": N_("insured employees"),
    "dossier_state.state": N_("papers"), "judgement.other": N_("the other record"),
}  # fmt: skip

WORDS: Mapping[str, Mapping[str, str]] = {
    "relation": RELATIONS,
    "category": {key.value: word for key, word in CATEGORY_NAMES.items()},
    "scheme": {key.value: word for key, word in SCHEME_NAMES.items()},
    "next_step": {key.value: word for key, word in NEXT_STEP_NAMES.items()},
    "channel": {key.value: word for key, word in CHANNEL_NAMES.items()},
    "preferred_channel": {key.value: word for key, word in CHANNEL_NAMES.items()},
    "door_outcome": {key.value: word for key, word in OUTCOME_NAMES.items()},
    "reaction": {key.value: word for key, word in REACTION_NAMES.items()},
    "means": {key.value: word for key, word in MEANS_NAMES.items()},
    "objection": OBJECTION_NAMES,
    "worry": OBJECTION_NAMES,
    "reason": REASON_NAMES,
    "lapse_reason": {key.value: word for key, word in LAPSE_NAMES.items()},
    "handling": {key.value: word for key, word in HANDLING_NAMES.items()},
    "seat": {key.value: word for key, word in SEAT_NAMES.items()},
    "report": {key.value: word for key, word in REPORT_NAMES.items()},
    "way": {key.value: word for key, word in WAY_NAMES.items()},
    "one_off_request.decision": {key.value: word for key, word in DECISION_NAMES.items()},
    "answer": {key.value: word for key, word in REPLY_NAMES.items()},
    "attended": {key.value: word for key, word in ATTENDANCE_NAMES.items()},
    "purpose": {key.value: word for key, word in PURPOSE_NAMES.items()},
    "how": {key.value: word for key, word in HOW_NAMES.items()},
    "step": {key.value: word for key, word in STEP_NAMES.items()},
    "act": {"given": N_("given"), "withdrawn": N_("withdrawn"), "undone": N_("undone")},
    "cancelled": {
        "undone": N_("undone"), "row_cleared": N_("row of the visit list cleared"), "cancelled": N_("no reason told"),
    },
    "voided": {"undone": N_("undone")},
    "sex": {"f": N_("female"), "m": N_("male")},
    "consent.language": {"vi": N_("Vietnamese"), "en": N_("English")},
    "stage": {
        "new": N_("not spoken to yet"), "talking": N_("being talked to"), "promised": N_("has promised"),
        "won": N_("has joined"), "lost": N_("has refused"), "closed": N_("closed"),
    },
    "meeting.kind": {key.value: word for key, word in MEETING_KIND_NAMES.items()},
    "data_request.kind": {key.value: word for key, word in KIND_NAMES.items()},
    "territory_change.kind": {key.value: word for key, word in TERRITORY_STEPS.items()},
    "level": {"village": N_("village"), "unit": N_("commune")},
    "enrolment.kind": {"new": N_("new"), "continuing": N_("continuing")},
    "dossier_state.state": {
        DossierStep.SENT.value: N_("handed in"), DossierStep.ACCEPTED.value: N_("accepted"),
        DossierStep.RETURNED.value: N_("returned"), DossierStep.TAKEN_BACK.value: N_("taken back"),
        DossierStep.WITHDRAWN.value: N_("taken back"),
    },
}  # fmt: skip
"""What the keys that fields hold are called, by field, or by table and field where tables differ."""

MONEY = frozenset(
    {"contribution", "top_up", "other", "own", "amount", "due", "counted", "income", "enrolment.state"}
)
"""Fields that hold đồng."""

INNER = frozenset(
    {
        "household", "person", "enrolment", "question", "request", "meeting", "supersedes", "visit", "sheet",
        "sheet_row",
        "number", "content", "signature", "texts", "seen", "width", "rule_book", "commune_vintage", "unit_vintage",
        "subject_vintage", "parent", "commune_code", "decimals", "sense", "subject", "subject_key", "subject_kind",
        "old_key", "old_vintage", "old_parent", "new_key", "new_vintage", "new_parent", "placed_by", "carried_on",
        "one", "import_id", "committee", "committee_member",
    }
)  # fmt: skip
"""Fields that only point from row to row, or that nobody reads: told where they change, not where a row is made."""

HELD_BACK = N_("(not shown: no consent)")
ARROW = "\u2192"


def name_field(table: str, field: str) -> str:
    """What a field is called, a source string; one of a newer program by its own name."""
    return MORE_FIELDS.get(f"{table}.{field}") or MORE_FIELDS.get(field) or FIELD_NAMES.get(field, field)


def name_value(table: str, field: str, value: str) -> str | None:
    """What a key in a field is called, a source string; None for words that were typed."""
    return WORDS.get(f"{table}.{field}", WORDS.get(field, {})).get(value)


def tell_record(words: Catalogue, entry: HistoryEntry) -> str:
    """What sort of record it is and what it is called."""
    kind = words.text(RECORD_NAMES.get(entry.table, entry.table))
    return f"{kind} {entry.subject}".strip()


def tell_deed(words: Catalogue, entry: HistoryEntry) -> str:
    """What was done, and whether it was taken back since."""
    told = words.text(DEED_NAMES[entry.deed])
    if entry.undoes:
        return words.text("{deed}, by undoing", deed=told)
    return words.text("{deed}, undone since", deed=told) if entry.undone else told


def tell_change(words: Catalogue, change: FieldChange, *, made: bool = False) -> str:
    """One field in words: what it held and what it holds; of a record just made, what it holds."""
    name = words.text(change.name)
    if change.held_back:
        return f"{name}: {words.text(HELD_BACK)}"
    now = _join(words, change.now_said)
    return f"{name}: {now}" if made else f"{name}: {_join(words, change.was_said)} {ARROW} {now}"


def tell_changes(words: Catalogue, entry: HistoryEntry) -> str:
    """Every field of an entry in one line."""
    made = entry.deed is Deed.MADE
    return "; ".join(tell_change(words, change, made=made) for change in entry.changes)


def tell_writer(words: Catalogue, entry: HistoryEntry) -> str:
    """Who wrote it and on which machine."""
    device = entry.device or words.text("Another machine")
    let_in = words.text("let in by {name}", name=entry.let_in_by) if entry.let_in_by else ""
    return ", ".join(part for part in (entry.author, device, let_in) if part)


def _join(words: Catalogue, said: Iterable[Said]) -> str:
    return "; ".join(render_said(words, each) for each in said)
