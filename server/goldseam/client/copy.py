"""What a person reads when something does not go through: the reason, then the next step."""

import math
from typing import Final

from goldseam.errors import Alarm, GoldseamError, RateLimited

AGAIN: Final = "Try again in a little while."
NEWER: Final = "The server may run another version: bring goldseam up to date, then try again."

MINUTE_SECONDS: Final = 60

FAILURES: Final = {
    "silence": f"The server cannot be reached just now. {AGAIN}",
    "bad_request": f"The server did not understand this. {NEWER}",
    "bad_signature": "The server did not accept this device's signature: sign in again with goldseam login.",
    "session_stale": "The server asks this device to sign in again: goldseam login.",
    "sign_in_again": "The server asks this device to sign in again: goldseam login, with the newest passphrase.",
    "login_refused": "That name and passphrase did not open anything. You can try again; nothing is erased.",
    "challenge_refused": "Signing in took longer than the server waits. Try once more.",
    "origin_refused": "The server does not know itself by this address. Give the one that it is usually opened at.",
    "invitation_refused": (
        "This server takes new accounts by invitation, and this one is not open: it may have been used, or be over.\n"
        "Look at the code once more, or ask the person who runs the server for another."
    ),
    "registration_closed": "This server takes no new accounts right now. The person who runs it can open it.",
    "revoked": "This device was signed out from another one. What is here stays here; a backup can be made.",
    "not_found": "The server does not know this place. Check the address, then try again.",
    "method_not_allowed": f"The server did not understand this. {NEWER}",
    "behind": f"Another device sent something first. {AGAIN}",
    "number_stale": f"Another device sent something first. {AGAIN}",
    "epoch_stale": "The keys were changed on another device: sign in again with goldseam login.",
    "blob_missing": f"The server did not take this. {NEWER}",
    "keyring_behind": "Your devices were changed elsewhere at the same time. Try once more in a moment.",
    "name_taken": "Someone here already uses this name. If it is you, use goldseam login; else choose another.",
    "gone": "The server no longer holds this account. What is here stays here; a backup can be made.",
    "too_large": "This is more than the server takes in one piece. You could split it in two.",
    "unsupported_media": f"The server did not understand this. {NEWER}",
    "rate_limited": "The server asks for a pause between tries. Wait a minute, then try again.",
    "server_error": f"The server could not finish this. {AGAIN}",
    "unavailable": f"The server is stopping or busy. {AGAIN}",
    "quota": "There is no more room on the server. What is here stays here; a backup can be made.",
    "suite_refused": f"The server asked for weaker protection than Goldseam uses, so this stopped. {NEWER}",
    "wrong_secret": "That did not open it. You can try again; nothing is erased. Capitals and spaces count.",
    "damaged": "Something sealed in this folder does not open. Keep the folder, and sign in with another --state.",
    "unknown_version": "This was written by a newer version of Goldseam: bring goldseam up to date.",
    "backup_damaged": "This backup is not whole: a part of it is missing or was changed.",
}
"""By code. Where words are at stake, the verb says where they are."""

ALARMS: Final = {
    "rolled_back": "The server showed an older state than one that this device had already seen.",
    "chain_mismatch": "The history on the server does not join up with the one that this device knows.",
    "keyring_mismatch": "The list of your devices and keys is not the one that this device knows.",
    "number_reversed": "The numbering of your changes on the server ran backwards.",
    "tag_mismatch": "A part of your history was left out, or was not put there by your devices.",
    "signature_mismatch": "A change on the server was not signed by one of your devices.",
}

ALARM_KEPT: Final = (
    "Everything that you wrote is kept in this folder, and you can go on writing; nothing is sent or taken in.\n"
    "goldseam export makes a backup now. Mostly the server was brought back from an older copy: ask the person who\n"
    "runs it. goldseam rejoin shows what is there and what is here, and changes nothing before you say so."
)

REJOIN: Final = {
    "no_alarm": "Nothing is wrong here: this folder and the server have one history.",
    "continuation": "The server shows the history that this folder knows. You can go on together.",
    "nothing": "The server has the same pages as this folder.",
    "send": "Here and not there; they would be sent:",
    "take": "There and not here; they would come here:",
    "merge": "Changed here and there; both would be kept, brought together in one page:",
    "removed": "(removed)",
    "unread": "(cannot be read here)",
    "ask": "Rejoining cannot be undone, and no word is lost by it. A backup first is a good idea: goldseam export.\n"
    "Go on together? Type yes, or anything else to leave it as it is:",
    "ask_yes": "There is no terminal to ask at: give --yes if this is what you want.",
    "left": "Everything was left as it is.",
    "done": "This folder and the server have one history again. Your other devices are told.",
    "eight": "Give the eight words of the other device, in one pair of quotation marks.",
    "same": "The same words: both see the same history.",
    "different": "Other words. Bring both up to date (goldseam pull) and compare once more; if they still differ,\n"
    "the two are shown different histories.",
}
"""What `rejoin` and `checkpoint` say."""

PAIRING: Final = {
    "code": "Twenty words, for a device of the account that is open. They hold for two minutes, for you alone:\n\n"
    "{words}\n",
    "compare": "Give them there: goldseam admit, or More, Devices, Add a device. It then shows four words.\n"
    "Look whether they are these, and say so there:\n\n    {words}\n\nWaiting for the other device.",
    "entered": "This folder is now a device of the account {name}. goldseam pull fetches the pages.\n"
    "If that is not your account, somebody else answered: remove this folder, and begin again.",
    "ask_code": "The twenty words that the new device shows:",
    "unread": "These words fit no device that waits. Look whether one of them reads otherwise, or make a new code\n"
    "there. It works when both are at the same address of the server.",
    "refused": "An answer came that this code does not open, so nothing of it was kept. Make a new code; if you were\n"
    "not adding a device, somebody else may have seen this one.",
    "found": "The new device calls itself {name} and shows four words. Are they these, in order?\n\n    {words}\n",
    "ask_same": "Type yes if they are the same, or anything else:",
    "differ": "Nothing was sent. It can be that the words are of an older code; it can also be that somebody saw the\n"
    "code and put a device of their own in its place. Make a new code where nobody else can see it, and begin again.",
    "admitted": "{name} is one of your devices now. Look at it: it names the account that it is in.",
    "no_terminal": "There is no terminal to ask at: the words are compared by a person.",
}
"""What `pair` and `admit` say."""


RESTORE: Final = {
    "made": "The backup is whole, made {made}. Of its records:",
    "new": "are not here, and would be brought back",
    "same": "are here as they are, or came back before",
    "older": "are here with all their words, and perhaps more",
    "different": "say something else here: each would come beside it, from the backup",
    "filled": "would fill what is empty here, of settings or a card",
    "kept_here": "are other settings or another card: those here stay",
    "removed_here": "were removed here, and stay removed",
    "nothing_done": "Nothing was done: this only shows what would be.",
    "all_here": "There is nothing to bring back.",
    "ask": "Nothing that is here is written over. Type yes to bring back the rest, or anything else:",
    "left": "Nothing was brought back.",
    "no_terminal": "There is no terminal to ask at: say --yes.",
    "progress": "{done} of {all}",
    "done": "Brought back: {count}.",
}
"""What `backup restore` says."""


EXPORT: Final = {
    "whole": "A backup holds everything. To choose, say --readable or --full.",
    "no_lock": "These files are not sealed: leave out what would seal them, or make a backup.",
    "nobody": "There is nobody here called {given}.",
    "done": "{to} holds {count} files.",
    "open": "They are not sealed: whoever can read them can read the journal.",
    "left_out": "As last changed not readable here, and so older or not in it: {count}.",
}
"""What `export` says of files that are not sealed."""


def left_out_of_backup(count: int) -> str:
    """What is said of a backup in which the newest state of so many records is not; `count` is at least 1."""
    what = "One record" if count == 1 else f"{count} records"
    return (
        f"{what} could not be opened as last changed. The backup has older words where the device had some;\n"
        "another device may still have the newest. left_out in manifest.json says which."
    )


def _pause(minutes: int) -> str:
    return f"The server asks for a pause between tries. Try again in about {minutes} minutes."


def sentence_of(error: GoldseamError) -> str:
    """The words for an error; for an alarm also what is kept and what can be done."""
    if isinstance(error, RateLimited) and (error.retry_after or 0) > MINUTE_SECONDS:
        return _pause(math.ceil((error.retry_after or 0) / MINUTE_SECONDS))
    if isinstance(error, Alarm):
        return f"{ALARMS.get(error.code, error.sentence)}\n{ALARM_KEPT}"
    return FAILURES.get(error.code, error.detail)
