/** The sentences for codes. */

import type { AlarmCode } from "../../core/errors.ts";
import type { FailureCode } from "./failures.ts";

const tryAgain = "Try again in a little while.";
const strange = "The server answered in a way this app does not know.";
const newer = "It may run another version. Reload the app, then try again.";

/** For every code: the reason, then the next step. Where words are at stake, the screen says first where they are. */
export const failures: Readonly<Record<Exclude<FailureCode, AlarmCode>, string>> = {
  bad_request: `${strange} ${newer}`,
  bad_signature: "The server did not accept this device's signature. Lock, then sign in once more.",
  session_stale: "The server asks this device to sign in again. Enter your passphrase once more.",
  sign_in_again: "The server asks this device to sign in again. Enter your passphrase once more.",
  login_refused:
    "That name and passphrase did not open anything. You can try again; nothing is erased.",
  challenge_refused: "Signing in took longer than the server waits. Try once more.",
  origin_refused:
    "The server does not know the address this app was opened at. Open it at its usual address, or ask the person who runs the server to add this one.",
  invitation_refused:
    "This server takes new accounts by invitation, and this one is not open: it may have been used, or its time is over. Look at the code once more, or ask the person who runs the server for another.",
  registration_closed:
    "This server takes no new accounts right now. The person who runs it can open it, or you can use another server.",
  revoked:
    "This device was removed from another one. What is here stays here, and you can save a backup. An empty device is added anew when you sign in on it.",
  not_found: "The server does not know this place. Check the address, then try again.",
  method_not_allowed: `${strange} ${newer}`,
  behind: "Another device sent something first. This one takes it in, then goes on by itself.",
  number_stale:
    "Another device sent something first. This one takes it in, then goes on by itself.",
  epoch_stale:
    "Your keys were changed on another device. Lock, then sign in here with the newest passphrase.",
  blob_missing: `${strange} ${newer}`,
  keyring_behind: "Your devices were changed elsewhere. Try once more in a moment.",
  name_taken: "Someone here already uses this name. Choose another one.",
  gone: "The server no longer holds this account. What is on this device stays. You can save a backup.",
  too_large: "This is more than the server takes in one piece. You could split it in two.",
  unsupported_media: `${strange} ${newer}`,
  rate_limited: "The server asks for a pause between tries. Wait a minute, then try again.",
  server_error: `The server could not finish this. ${tryAgain}`,
  unavailable: `There is no connection to the server right now. ${tryAgain}`,
  quota:
    "There is no more room: the browser, or the server, gives no more. Make some room on this device, then try again; a backup can help.",
  suite_refused: `The server asked for weaker protection than this app uses, so it stopped here. ${newer}`,
  wrong_secret:
    "That did not open it. You can try again; there is no limit and nothing is erased. Capitals and spaces count.",
  damaged: "This could not be finished here. Reload the app, then try again.",
  unknown_version: "This was written by a newer version of the app. Reload to get it.",
  backup_damaged:
    "The backup did not pass its own check, so it was not given out. Make it once more.",
  pairing_over: "The code is over; nothing was added. Make a new one on the new device.",
  answered_before: "The new device had an answer already. Begin again where nobody sees the code.",
  other_server: "That code is from another address. Open the same address on both devices.",
  not_synced:
    "Some of what you wrote has not reached the server yet. Let it arrive first, then try once more.",
  begun_before:
    "You began with this name here before, and it reached the server. Use the words of that time to sign in, or choose another name.",
  import_refused:
    "This file could not be read in a safe way, so nothing was taken from it. Export it once more from the other app, then try again.",
  import_is_backup: "This is a backup of your journal here. Use Restore to bring it back.",
  cancelled: "Stopped. Everything is as it was.",
  screen_gone: "The part of the app that holds your pages has stopped. Reload, then open it again.",
};

/** What a device saw when it stopped syncing, in plain words. */
export const alarms: Readonly<Record<AlarmCode, string>> = {
  rolled_back: "The server showed an older state than one this device had already seen.",
  chain_mismatch: "The history on the server does not join up with the one this device knows.",
  keyring_mismatch: "The list of your devices and keys is not the one this device knows.",
  number_reversed: "The numbering of your changes on the server ran backwards.",
  tag_mismatch: "A part of your history was left out, or was not put there by your devices.",
  signature_mismatch: "A change on the server was not signed by one of your devices.",
};

/** The server asks for a pause of more than one minute. */
export const pause = (minutes: number): string =>
  `The server asks for a pause between tries. Try again in about ${minutes} minutes; until then everything stays as it is.`;
