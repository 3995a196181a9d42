"""What the command line offers: every first word, the module behind it, and its line on the help page."""

from outreach_app.i18n import N_

MODULES: dict[str, str] = {
    "demo": "demo_command",
    "office": "office_commands",
    "list": "list_commands",
    "kit": "kit_commands",
    "team": "team_commands",
    "trusted": "trusted_commands",
    "group": "trusted_commands",
    "assign": "assign_commands",
    "pin": "pin_commands",
    "household": "household_commands",
    "person": "household_commands",
    "visit": "visit_commands",
    "sheet": "sheet_commands",
    "questions": "question_commands",
    "objections": "objection_commands",
    "quote": "quote_commands",
    "pension": "pension_commands",
    "rules": "rule_commands",
    "enrol": "enrolment_commands",
    "receipt": "receipt_commands",
    "cash": "cash_command",
    "dossier": "dossier_commands",
    "renewals": "renewal_commands",
    "campaign": "campaign_commands",
    "report": "report_commands",
    "sync": "sync_commands",
    "review": "review_commands",
    "print": "print_commands",
    "backup": "upkeep_commands",
    "check": "upkeep_commands",
    "history": "history_command",
    "erase": "erase_command",
    "passphrase": "upkeep_commands",
}
"""The module that carries out each first word, in the order of the help page."""

HELP: dict[str, str] = {
    "demo": N_("Play the whole story into a folder, from sample data, without a window."),
    "office": N_("Make an office and look after its villages."),
    "list": N_("Bring in lists from spreadsheets."),
    "kit": N_("Set up laptops."),
    "team": N_("Teams: members, parts, agencies, who leads."),
    "trusted": N_("Respected people of villages: elders, village heads."),
    "group": N_("Neighbour groups of a village."),
    "assign": N_("Who goes to which doors and when."),
    "pin": N_("PINs on a shared laptop: a courtesy, no encryption."),
    "household": N_("Search, read, add and change households."),
    "person": N_("Add people to a household and change them."),
    "visit": N_("Log visits; what was logged is never changed, only superseded."),
    "sheet": N_("Visit lists on paper, and typing them back."),
    "questions": N_("Questions nobody could answer at the door, and the office's answers."),
    "objections": N_("The answers to worries, and the office's own words for them."),
    "quote": N_("What insurance costs, with every step and its source."),
    "rules": N_("The rule book: what is in it, changing it, issuing it."),
    "pension": N_("What pension paying would bring, as a range, and what cashing out would lose."),
    "enrol": N_("Sign a person up, with the amounts of the day's rules."),
    "receipt": N_("Money taken for sign-ups, void receipts, and the receipt books."),
    "cash": N_("The cash of a day against its receipts, and handing it over."),
    "dossier": N_("The papers of sign-ups on their way to the office and back."),
    "renewals": N_("Who is due, who is about to lose something, who stopped."),
    "campaign": N_("Drives, targets and official figures."),
    "report": N_("Results against plans, and official figures beside ours."),
    "sync": N_("Files between laptops and the office."),
    "review": N_("What needs a person: differences between machines, and rows that may be the same."),
    "print": N_("Documents as PDF, and the official forms."),
    "backup": N_("Copies of the workspace that are proved to be whole."),
    "check": N_("Check the database, and that its history gives every row."),
    "history": N_("Who wrote what, when and on which machine: of one record or of everything, newest first."),
    "erase": N_("At the office: take a person who asked for it out of everything, for good."),
    "passphrase": N_("Changing a passphrase, and opening again when it is forgotten."),
}
"""What each first word is for."""

PROGRAM_HELP = N_(
    "Gõ Cửa: door-to-door outreach for voluntary social insurance and household health insurance. "
    "Without a command the window opens."
)
