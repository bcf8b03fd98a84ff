/** A backup: what locks it, the making, what to do with it; and the line that reminds of it where somebody wants one. */

import type { RecipientFault } from "../../core/contract.ts";
import type { Every } from "../state/backup-reminder.ts";
import { counted } from "./counted.ts";

const count = counted("en");

const keyFaults: Readonly<Record<RecipientFault, string>> = {
  none: "There is no key yet. Paste the one that begins with age1.",
  secret:
    "This is the secret half, which opens files. Keep it where it is, and paste the one that begins with age1.",
  foreign: "This is another kind of key. The one that fits here begins with age1.",
  mistyped: "A letter of this key is missing or not right. Copy it once more, as a whole.",
};

const remindEvery: Readonly<Record<Every, string>> = {
  never: "Never",
  month: "After a month",
  quarter: "After three months",
};

export const backup = {
  title: "A backup",
  what: "One sealed file with all your pages, readable with ordinary tools and without us. Copies you save stay where you put them.",
  lock: "What opens it later",
  locks: { passphrase: "A passphrase", recipient: "A key of the program age" },
  passphrase: "Passphrase for the file",
  again: "The same once more",
  offer: "Offer six words",
  offered: "Six words for this file. Write them down before you go on:",
  short: "A longer passphrase keeps the file closed. Use at least 16 letters, or the six words.",
  different: "The two are not the same. Nothing was made yet; type them once more.",
  recipient: "The public key",
  recipientHint:
    "It begins with age1. Only whoever has its secret half can open the file. If that half is lost, nobody can. This app cannot tell whose key it is.",
  keyFaults,
  make: "Make the backup",
  making: "Making the backup",
  progress: (done: number, total: number) => `${done} of ${total} done`,
  cancel: "Stop",
  cancelled: "Stopped. No file was made, and your pages are as they were.",
  ready: (pages: number) =>
    `The backup is ready and was checked. It holds ${count(pages, { one: "one page", other: "# pages" })}. Everything else of yours is in it too.`,
  leftOut: (records: number) =>
    count(records, {
      one: "One page was last changed in a way that this device cannot open. Older words of it are in the backup if they are here. Another device may still have the newest.",
      other:
        "# pages were last changed in a way that this device cannot open. Older words of them are in the backup if they are here. Another device may still have the newest.",
    }),
  openTitle: "To open it later",
  getAge: "On a computer, get the program age. It is free and made by others.",
  byPassphrase: "Run this, and enter the passphrase of the file:",
  byKey: "Run this, with the file of your secret key in place of key.txt:",
  command: (file: string) => `age --decrypt --output pages.zip ${file}`,
  keyCommand: (file: string) => `age --decrypt --identity key.txt --output pages.zip ${file}`,
  openThen:
    "Then open pages.zip. Every page is a text file inside. All the rest is there too, in files for programs.",
  remind: "Remind me about backups",
  remindHint:
    "One quiet line on the first screen, this long after a backup was saved here. It is for this device alone.",
  remindEvery,
  reminder: "You wanted a word about backups now and then. If you like, make a new one.",
  makeOne: "Make a backup",
  notNow: "Not now",
};
