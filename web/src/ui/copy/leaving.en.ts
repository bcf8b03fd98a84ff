/** A device that no longer belongs to the account, and the ways to leave. */

import { counted } from "./counted.ts";

const count = counted("en");
const pages = (n: number) => count(n, { one: "One page has", other: "# pages have" });

export const apart = {
  removedTitle: "This device was removed",
  removed: "On another of your devices this one was taken off the list.",
  closedTitle: "The account was closed",
  closed: (device: string, day: string) => `It was closed from ${device}, on ${day}.`,
  stays: "Everything that was here is still here. You can read it, and write.",
  nothingGoes: "Nothing is sent from here any more, and nothing comes in.",
  next: "If you like, save a backup first. Then you can remove what is here.",
  notYou:
    "If this was not your doing, somebody may know your passphrase. On a device that is still yours, new keys shut them out.",
  again: "Once this device is empty, it can be added again with your name and passphrase.",
  begin: "Once this device is empty, you can begin anew here, or leave it so.",
  backup: "Save a backup",
  leave: "Remove what is here",
  quiet: "This device is part of the account",
  none: "There is nothing to look at here.",
};

export const leaving = {
  title: "Remove from this device",
  goes: "Your pages, the keys, and the app's own files go from this browser, in one act.",
  stays:
    "What is on the server stays there, and so do your other devices. To come back, sign in with your name and passphrase, or with the recovery words.",
  traces:
    "The browser's history may still name the address, and saved files stay where they are. You can remove them in the browser and on the device.",
  allThere: "Everything here is on the server too.",
  onlyHere: (n: number) => `${pages(n)} words that are only on this device. They would be gone.`,
  nothingThere:
    "Nothing of these pages has left this device yet. They would be gone for good, and nobody could bring them back.",
  noServer: "The server does not have them for you any more. What you remove here is gone.",
  unknown:
    "Whether the server has your newest words is not known right now. What it does not have would be gone.",
  backupFirst: "Save a backup first",
  remove: "Remove from this device",
  removeAnyway: "Remove all the same",
  sure: "Sure? Words that are only here are gone then.",
  keep: "Keep everything here",
  working: "Removing.",
  doneTitle: "It is gone from this device",
  done: "Nothing of it is in this browser any more. You can close this window.",
  doneOpen:
    "Nearly all is gone. Something in this browser holds on to an empty store; it goes when all its windows are closed.",
  history: "The browser's history may still name this address. You can remove it there.",
  anew: "To the first page",
};

export const closing = {
  title: "Delete the account for good",
  goesTitle: "What goes",
  goes: [
    "everything on the server: the sealed pages, their earlier versions, the keys, the list of devices, your name",
    "the sessions of all devices; none of them sends or takes anything any more",
  ],
  staysTitle: "What stays",
  stays: [
    "backups and files that you saved",
    "what is on this device and on your other devices, until it is removed there",
    "copies that the person who runs the server made of it, until they age out",
    "for one year, a signed note without a word of yours, so that your devices know the account was closed",
  ],
  forGood: "It cannot be undone. Nobody can bring it back, and we cannot either.",
  others:
    "Somebody who uses one of your devices can read there that the account was closed. If that could put you at risk, wait until you are somewhere safe.",
  backupFirst: "Save a backup first",
  next: "Go on",
  lastTitle: "Delete it now?",
  passphrase: "Your passphrase",
  close: "Delete the account for good",
  keep: "Keep the account",
  working: "Deleting. This can take a few seconds.",
  unchanged: "Nothing was deleted.",
  unsure: "If the connection broke off, it may be deleted already. Try once more; it does no harm.",
  doneTitle: "The account is deleted",
  done: "The server holds nothing of it any more. What is on this device is still here.",
  doneNext: "You can save a backup, and remove what is here.",
};

export const held = {
  title: "What the server has",
  what: "A file with all that the server holds of this account, but for the sealed pages: your name, the sealed keys, the list of devices with the days they were seen, and how many sealed pieces there are.",
  readable: "Any program for text opens it. There is no word of your pages in it.",
  pages: "Your pages themselves are in a backup.",
  backup: "Make a backup",
  passphrase: "Your passphrase",
  get: "Get the file",
  working: "Asking the server. This can take a few seconds.",
  ready: "The file is ready.",
  save: "Save the file",
};
