"""Why a file between machines is not read: one key, one sentence and one piece of advice for each reason."""

from outreach_app.errors import UnreadableFile, say

_SEND_AGAIN = say("Ask for the file to be sent again; nothing was changed here.")
_ASK_OFFICE = say("Do not use it; ask the office which machine it came from.")

REASONS = {
    "not_ours": (
        say("This is not a file of this program."),
        say("Choose a file whose name ends in .gocua."),
    ),
    "damaged": (say("The file is damaged: a part of it is missing or changed."), _SEND_AGAIN),
    "forged": (
        say("The seal does not fit what is in the file: it was changed or forged on the way."),
        _ASK_OFFICE,
    ),
    "unknown_sender": (
        say("The file was made by a machine that is not known here."),
        say("Ask the office to set that machine up, or read the file at the office."),
    ),
    "not_for_us": (
        say("The file is sealed for another machine."),
        say("Hand it on to the machine it was written for."),
    ),
    "foreign_office": (
        say("The file was made for another insurance office."),
        say("Hand it to the office it was made for."),
    ),
    "newer_format": (
        say("The file was made by a newer version of this program."),
        say("Update the program on this machine, then read the file again; keep it until then."),
    ),
    "too_large": (say("The file is larger than any file this program writes."), _ASK_OFFICE),
    "bomb": (say("The file would swell to a size that it does not declare."), _ASK_OFFICE),
    "passphrase_stanza": (
        say("The file is locked in a way that this program never uses."),
        _ASK_OFFICE,
    ),
    "is_kit": (
        say("This is a laptop set-up file, not a file with entries."),
        say("Open it on a new laptop together with its code."),
    ),
    "is_sync_file": (
        say("This is a file with entries, not a laptop set-up file."),
        say("Read it on the Exchange page."),
    ),
    "is_release": (
        say("This is a new version of the program, not a file with entries."),
        say("Look at it under Settings, New version, or by: outreach update look."),
    ),
    "nested_zip": (
        say("The zip file holds another zip file."),
        say("Unpack it first, then choose the folder."),
    ),
    "zip_locked": (
        say("The zip file is locked with a password."),
        say("Unpack it with its password, then choose the folder."),
    ),
    "zip_damaged": (say("The zip file is damaged."), _SEND_AGAIN),
    "zip_too_large": (
        say("The zip file holds more than this program unpacks at once."),
        say("Unpack it first, then choose the folder."),
    ),
    "certificate": (
        say("The permission of this machine was not given by our office."),
        _ASK_OFFICE,
    ),
    "slots_changed": (
        say("The key file of this workspace is damaged or was changed."),
        say("Put back the key file from a backup, or open the workspace with the office's help."),
    ),
}


def refuse(reason: str) -> UnreadableFile:
    """Make the error for a reason; `error.key` is the reason itself."""
    message, advice = REASONS[reason]
    return UnreadableFile(message, advice, key=reason)
