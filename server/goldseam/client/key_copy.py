"""What the verbs of ways in, devices, keys and leaving say."""

from typing import Final

WAYS: Final = {
    "words": "Ten words that open your pages when the passphrase is lost. Write them down:\n\n    {code}\n",
    "type_words": "Type them here, so that you know they are right: ",
    "other_words": "These are not the ten words. Nothing was changed; begin again when you like.",
    "six": "Six words that you could take as your passphrase:\n\n    {words}\n",
    "new_passphrase": "Your new passphrase, these words or your own: ",
    "recovery_words": "Your ten recovery words: ",
    "recovered": "You are in. From now on the new passphrase and the new recovery words hold; the old words are dead.\n"
    "If somebody else may have the old words or a device of yours: goldseam devices, then goldseam new-keys.",
    "passphrase_changed": "The new passphrase holds. Your other devices take it over when they next reach the server.\n"
    "Who knew the old one and has a copy of your data can still open that copy. If so: goldseam new-keys.",
    "words_changed": "The new recovery words hold, and the old ones are dead. You can destroy the old paper.",
    "account_is_open": "It is not known whether the server made the account. goldseam login with the same name tells.",
    "is_open": "It is not known whether the server took this. Try the new passphrase with goldseam login: if it is\n"
    "refused, nothing has changed, and what held before still holds.",
    "words_are_open": "It is not known whether the server took this. Keep old and new words until it has worked.",
    "file_stays": "The new words stay in {path} until then.",
}

NEW_KEYS: Final = {
    "before": "New keys lock out whoever knows your passphrase, your recovery words, or has one of your devices.\n"
    "\n"
    "  - You choose a new passphrase and get ten new recovery words. The old ones open nothing any more.\n"
    "  - Every other device is signed out. It opens again with the new passphrase and keeps what waits on it.\n"
    "  - Passkeys go. You can set them up again.\n"
    "  - What somebody has read or copied before cannot be unread. From now on they read nothing new.",
    "removes": "\nThese devices are removed for good:",
    "ask": "\nMake new keys? Type yes, or anything else to leave everything as it is: ",
    "ask_yes": "There is no terminal to ask at: give --yes if this is what you want.",
    "left": "Everything was left as it is.",
    "after": "The new keys are made. The new passphrase and the new recovery words hold from now on.\n"
    "Sign in on your other devices with the new passphrase.",
    "not_sent": "The server did not answer after that. goldseam pull finishes it.",
}

DEVICES: Final = {
    "here": "this device",
    "stranger": "signed in, and never added itself",
    "added": "added {on}",
    "first": "first signed in {on}",
    "seen": "last seen {on}",
    "removed": "removed {on}",
    "gone": "removed",
    "new": "New device: {name}, added {on}. If that was not you: goldseam new-keys --remove {id}",
    "new_stranger": "Somebody signed in with your passphrase or your recovery words{on}, and did not become a device.\n"
    "If that was not you: goldseam new-keys --remove {id}",
    "none": "There is no device with this id. goldseam devices lists them.",
    "several": "More than one device begins like this: give more of the id.",
    "own": "This is the device that you are using. goldseam forget removes what is in its folder.",
    "already": "Nothing to remove: there is no other device.",
    "ask": "A removed device is signed out and cannot come back. Remove it? Type yes: ",
    "removed_now": "Removed, and signed out. What they hold can still be read there, and with help from the server\n"
    "also what is written under the same keys. If somebody else may have one: goldseam new-keys.",
}

LEAVING: Final = {
    "exported": "{path} has all that the server holds of your account but for your pages: goldseam export has those.",
    "close": "Closing removes all of this account from the server: pages, history, devices. It cannot be undone.\n"
    "What is in this folder stays here. A backup first is a good idea: goldseam export.",
    "ask_name": "Type the name of the account to close it: ",
    "other_name": "That is not the name. Everything was left as it is.",
    "no_terminal": "There is no terminal to ask at: an account is closed by a person.",
    "closed": "The account is closed, and what the server held is gone. goldseam forget removes what is here.",
    "forget": "This removes the folder's copy of your journal and its keys. What is on the server stays there.",
    "only_here": "{count} that {are} only here, not on the server, would be lost.",
    "ask_forget": "Remove it? Type yes, or anything else to leave it as it is: ",
    "forgotten": "The folder is empty.",
}
