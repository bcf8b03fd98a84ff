/** A backup that comes back. */

import type { Verdict } from "../../core/contract.ts";
import { counted } from "./counted.ts";

const count = counted("en");

/** One line of the list that a person may keep. */
const words: Readonly<Record<Verdict, string>> = {
  new: "was not here, and came in",
  same: "is here already",
  older: "all its words are here",
  different: "was different here",
  removed_here: "was removed here, and stays so",
  filled: "came in where there was nothing here",
  kept_here: "is other here, and what is here stays",
};

/** `day` on which the backup was made. */
type Said = Readonly<Record<Verdict, (n: number, day: string) => string>>;

const would: Said = {
  new: (n) =>
    count(n, {
      one: "One is not here. It comes in.",
      other: "# are not here. They come in.",
    }),
  same: (n) => count(n, { one: "One is here as it is.", other: "# are here as they are." }),
  older: (n) =>
    count(n, {
      one: "One is older than what is here. Nothing changes.",
      other: "# are older than what is here. Nothing changes.",
    }),
  different: (n, day) =>
    count(n, {
      one: `One is different here. It can stand beside yours, as a copy from the backup of ${day}.`,
      other: `# are different here. They can stand beside yours, as copies from the backup of ${day}.`,
    }),
  removed_here: (n) =>
    count(n, {
      one: "One was removed here. It stays removed.",
      other: "# were removed here. They stay removed.",
    }),
  filled: (n) =>
    count(n, {
      one: "One fills in what is empty here, such as a setting.",
      other: "# fill in what is empty here, such as settings.",
    }),
  kept_here: (n) =>
    count(n, {
      one: "One is set in another way here. Yours stays.",
      other: "# are set in another way here. Yours stay.",
    }),
};

const did: Said = {
  new: (n) => count(n, { one: "One came in.", other: "# came in." }),
  same: (n) => count(n, { one: "One was here already.", other: "# were here already." }),
  older: (n) =>
    count(n, {
      one: "One was older than what is here.",
      other: "# were older than what is here.",
    }),
  different: (n, day) =>
    count(n, {
      one: `One stands beside yours, as a copy from the backup of ${day}.`,
      other: `# stand beside yours, as copies from the backup of ${day}.`,
    }),
  removed_here: (n) =>
    count(n, {
      one: "One was removed here, and stays so.",
      other: "# were removed here, and stay so.",
    }),
  filled: (n) =>
    count(n, {
      one: "One filled in what was empty here.",
      other: "# filled in what was empty here.",
    }),
  kept_here: (n) =>
    count(n, { one: "One stays as it is here.", other: "# stay as they are here." }),
};

export const restore = {
  title: "Restore from a backup",
  what: "Pages of a backup come back here. What is here stays: nothing is written over, and nothing comes in twice.",
  local: "The file is opened on this device. It is not sent anywhere.",
  choose: "Choose the backup",
  chosen: (file: string) => `Chosen: ${file}`,
  other: "Choose another file",
  lock: "What opens it",
  locks: { passphrase: "Its passphrase", identity: "A key file of age" },
  passphrase: "Passphrase of the file",
  passphraseHint:
    "The one you gave when you made it. It may be another than the one of this device.",
  identity: "Choose the key file",
  noIdentity: "There is no key of age in that file.",
  look: "Look inside",
  looking: "Looking at the backup",
  lookingHint: "Every byte is read and checked first. Nothing is changed yet.",
  stop: "Stop",
  unsound:
    "This file did not pass its own check. It may be cut off, or it is not a backup from here. If there is another copy, try that one.",
  nothingTaken: "Nothing was changed here.",
  foundTitle: (day: string) => `The backup of ${day}`,
  holds: (n: number) => count(n, { one: "It holds one page.", other: "It holds # pages." }),
  besides: (n: number) =>
    count(n, {
      one: "Beside that one other thing, such as a person or your settings.",
      other: "Beside that # other things, such as people and your settings.",
    }),
  sound: "It passed its own check.",
  leftOut: (n: number) =>
    count(n, {
      one: "One could not be opened when it was made, so its newest words are not inside.",
      other: "# could not be opened when it was made, so their newest words are not inside.",
    }),
  wouldTitle: "What would happen",
  would,
  copies: "Put what is different beside mine, as copies",
  copiesHint: "You can compare them, and put away what you do not want.",
  nothingNew: "All of it is here already. There is nothing to bring back.",
  run: "Bring them back",
  running: "Bringing pages back",
  runningHint:
    "Stay on this screen while it goes on. If you stop, what is back stays, and you can go on later.",
  progress: (done: number, total: number) => `${done} of ${total}`,
  partly: "What came back before this is kept.",
  doneTitle: "The backup is back",
  stoppedTitle: "Stopped",
  did,
  leftApart: (n: number) =>
    count(n, {
      one: "One is different here. Yours stays, and no copy was made.",
      other: "# are different here. Yours stay, and no copies were made.",
    }),
  stays:
    "What is back stays as it is. You can go on now, or choose the same file again another day.",
  goOn: "Go on",
  report: "Save the list as a file",
  reportHint: "A list of what was not simply brought in. There is no word of your pages in it.",
  reportHeading: "What was not simply brought in",
  reportFile: "not-brought-back.txt",
  words,
  toPages: "See your pages",
};
