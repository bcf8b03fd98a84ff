/** What opens an account, and how that is changed: the passphrase, the recovery words, new keys, and the way back in. */

import { counted } from "./counted.ts";

const count = counted("en");

export const ways = {
  title: "Ways in",
  intro: "What opens your pages, and how to change it.",
  passphrase: "The passphrase",
  passphraseWhat:
    "With your name it opens your pages on any device. It is asked for each time these pages were locked.",
  change: "Change the passphrase",
  words: "The recovery words",
  wordsWhat:
    "Ten words on paper. With your name they let you in when the passphrase is lost. Whoever finds them, and knows your name, can come in too.",
  wordsUnkept: "They wait to be written down. Until then nothing leaves this device.",
  makeWords: "Make new recovery words",
  devices: "The devices",
  devicesWhat: "Each one keeps its own sealed copy of your pages.",
  seeDevices: "See the devices",
  known: "If somebody may know your passphrase",
  knownWhat:
    "New keys sign all other devices out, and seal what you write from then on anew. Read what they do before you choose.",
  seeKeys: "About new keys",
  held: "What the server has",
  heldWhat: "A file with all that the server holds of the account, but for the sealed pages.",
  seeHeld: "Get that file",
  heldFile: "All that the server has of this account, as a file",
  leave: "Leaving",
  leaveWhat: "Your pages can go from this device alone, or the account can go from the server.",
};

export const changing = {
  title: "Change the passphrase",
  what: "The new one opens your pages here from now on. Each of your other devices takes it the next time it is online. Until then it opens with the old one.",
  stays:
    "Nobody is signed out. Your recovery words stay the same, and so do the passphrases of backups that you saved.",
  known:
    "If somebody may know the old one, new keys are the better choice: whoever has a device of yours, or an old copy from the server, could still use what they know.",
  present: "The passphrase that you have now",
  change: "Change it",
  working: "The new passphrase is being set. This can take a few seconds.",
  unchanged: "Nothing was changed.",
  doneTitle: "The passphrase is changed",
  done: "From now on the new one opens your pages. If a device asks for it and the old one no longer opens, type the new one there.",
  unsure:
    "If the connection broke off, the new passphrase may hold already. Try once more, or lock and see which one opens.",
};

export const newWords = {
  title: "New recovery words",
  what: "You get ten new words. The old ten then open nothing any more, so the old paper can go.",
  paper:
    "Paper can be found: whoever has these words, and your name, can open your pages. Put them where only you look.",
  known: "If somebody may have seen the old words, new keys are the better choice.",
  nothingYet: "Nothing changes until the last step.",
  draw: "Show me ten new words",
  shown: "Your ten new words",
  shownWhy: "They are shown only here, and kept nowhere. Write them down before you go on.",
  lastTitle: "Last step: your passphrase",
  lastWhat: "With it the new words take the place of the old ones.",
  set: "Put the new words in place",
  working: "The new words are being put in place. This can take a few seconds.",
  doneTitle: "The new words are in place",
  done: "The old ten open nothing any more. Your passphrase and your devices are as they were.",
  typeHint: "From your paper, with spaces between. Capitals and commas make no difference.",
  compare: "Compare",
  unsure:
    "If the connection broke off, the new words may hold already. Keep both papers, and try once more.",
};

export const newKeys = {
  title: "New keys",
  when: "For when somebody may know your passphrase or your recovery words, or when a device of yours was lost.",
  doesTitle: "What they do",
  does: [
    "All your other devices are signed out. Each asks for the new passphrase once, and then goes on with everything it has.",
    "You choose a new passphrase and get new recovery words. The old ones no longer open the account.",
    "Passkeys end with the old keys. You can add them again.",
    "What you write from then on is sealed with keys that nobody has seen.",
    "Devices that you choose are removed for good.",
  ],
  cannotTitle: "What they cannot do",
  cannot: [
    "What somebody has read, copied or saved stays with them.",
    "A device that is signed out keeps what it already holds, until it is emptied there.",
    "Pages from before stay sealed with the old keys, on the server too, until you write in them again.",
    "They do not help against a device on which somebody watches the screen. Use one that nobody else can reach.",
  ],
  momentTitle: "Choose your moment",
  moment: [
    "Somebody who uses one of your devices may notice that it was signed out, and may guess that it was you.",
    "If that could put you at risk, wait until you are somewhere safe. Nothing is lost by waiting, and you can talk it over with somebody first.",
  ],
  people: "My people and numbers",
  begin: "Go on with new keys",
  later: "Not now",
  notYetTitle: "Not yet",
  waiting: (pages: number) =>
    `${count(pages, { one: "One page has", other: "# pages have" })} words that are only on this device so far. They reach the server first, so that nothing is lost. With a connection that happens by itself.`,
  unsynced: "First this device and the server need to agree. This is where they stand:",
  devicesTitle: "Which devices come back?",
  devicesWhat:
    "All of them are signed out. A device that is marked here is removed for good: it does not come back, even with the new passphrase.",
  devicesNone: "There is no other device. You can go on.",
  devicesPart:
    "The server cannot be asked right now, so a device that it alone knows of is missing here.",
  remove: (name: string) => `Remove ${name} for good`,
  strangers:
    "A sign-in that never became one of your devices is shut out by new keys as well. It needs no mark.",
  toWords: "On to the new recovery words",
  back: "One step back",
  wordsTitle: "Your new recovery words",
  wordsWhy:
    "They are kept nowhere else, and they hold as soon as the new keys are made. Write them down before you go on.",
  lastTitle: "Last step: the passphrases",
  lastWhat: "Then the new keys are made, and the other devices are signed out.",
  make: "Make new keys",
  working: "New keys are being made. With many pages this takes a moment. Leave this open.",
  doneTitle: "The new keys are made",
  done: [
    "All other devices are signed out. On each that you keep, type the new passphrase once. What was written there and not sent yet is kept, and goes out then.",
    "The old recovery words open nothing any more: the paper with them can go.",
    "What you write from now on is sealed with the new keys. What was read before cannot be made unread.",
  ],
};

export const recover = {
  title: "In with the recovery words",
  what: "You choose a new passphrase and get new recovery words. The ten that you have open nothing afterwards.",
  others:
    "Your other devices stay yours. Each asks for the new passphrase after it was online again.",
  kept: "What you wrote on this device stays, and so does what was not sent yet.",
  nameHint: "The one that you sign in with.",
  words: "Your ten recovery words",
  wordsHint: "With spaces between. Capitals and commas make no difference.",
  file: "Read them from a saved sheet",
  fileRead: "The words of the sheet are in the field.",
  fileStrange: "This file does not look like a recovery sheet. You can type the words too.",
  few: (words: number) =>
    `${count(words, { one: "One word is", other: "# words are" })} there. It takes ten.`,
  refused:
    "The name and these words did not open anything. Compare both with your paper; nothing is erased, and you can try again.",
  nameMissing: "The name is needed too. It may stand on your paper.",
  next: "Go on",
  newTitle: "Ten new recovery words",
  newWhy: "They take the place of the old ten in the last step. Write them down before you go on.",
  lastTitle: "Last step: a new passphrase",
  open: "Open my pages",
  working: "Your pages are being opened. This can take a few seconds.",
  doneTitle: "You are in",
  done: "The new passphrase and the new words hold from now on. Your pages come in by themselves.",
  lost: "Was a device lost, or may somebody know the old passphrase? You can look at the devices, and make new keys.",
  toPages: "To my pages",
  unsure:
    "If the connection broke off, the new words may hold already. Try once more; it does no harm.",
};
