/** When something on the server does not fit: what was seen, the way out, and comparing two devices. */

import type { AlarmCode } from "../../core/errors.ts";
import { counted } from "./counted.ts";

const count = counted("en");
const pages = (n: number) => count(n, { one: "one page", other: "# pages" });

const causes: Readonly<Record<AlarmCode, string>> = {
  rolled_back:
    "Most often a server was brought back from an older copy, for instance after a repair. It can also mean that someone there holds something back.",
  chain_mismatch:
    "Most often a server was brought back from an older copy, and another of your devices went on from there. It can also mean that someone changed something there.",
  keyring_mismatch:
    "It can be that a server was brought back to a time before one of your devices was added. It can also mean that someone tried to add a device. If you did not add one, ask before you go on.",
  number_reversed:
    "Most often a server was brought back from an older copy, and another of your devices went on from there. It can also mean that someone put old pages in the place of new ones.",
  tag_mismatch:
    "It can be an older copy of the server, or a fault in what it stores. It can also mean that someone left something out or put something in.",
  signature_mismatch:
    "It can be a fault on the server. It can also mean that someone without your keys tried to add something. It was not taken in.",
};

export const alarm = {
  title: "Something on the server does not fit",
  quiet: "Everything fits",
  none: "There is nothing to look at here.",
  kept: "Everything you wrote is kept on this device, and you can go on writing.",
  stopped:
    "Nothing is sent and nothing is taken in for now, so nothing here can be replaced. One thing still comes through: a page that you remove on another device goes from here too.",
  causes,
  unsure: "From here we cannot tell which.",
  ask: "There is no hurry. A good next step is to save a backup. You can also ask the person who runs the server whether it was brought back from a copy.",
  export: "Make a backup",
  look: "See what is there and what is here",
  lookWhy: "Looking changes nothing. It needs a connection to the server.",
  compare: "Compare with another device",
};

export const rejoin = {
  title: "What is there and what is here",
  looking: "Looking. With many pages this takes a while. Nothing is changed by looking.",
  again: "Look again",
  unfit: "What the server shows still does not fit.",
  unchanged: "Nothing was changed. Your words are on this device, and you can look again later.",
  continues: "The server goes on from where this device stands. Nothing got lost there.",
  branch:
    "From some point on, the server went another way than this device. This device can go over to it and bring along what is missing there.",
  moved:
    "The server changed while you were looking. Nothing was done yet. This is what it shows now.",
  send: (n: number) => `To be sent: ${pages(n)}`,
  sendWhy: "This device has words that the server does not have.",
  take: (n: number) => `To be taken: ${pages(n)}`,
  takeWhy: "The server has words that this device does not have.",
  both: (n: number) => `To be brought together: ${pages(n)}`,
  bothWhy: "Both sides have words of their own. All of them are kept, in one page.",
  removedHere: (n: number) =>
    `${count(n, { one: "One page was", other: "# pages were" })} removed on another device. ${count(n, { one: "It is", other: "They are" })} removed here too.`,
  removedThere: (n: number) =>
    `${count(n, { one: "One page was", other: "# pages were" })} removed here. ${count(n, { one: "It is", other: "They are" })} removed there too.`,
  same: "Every page is the same here and there.",
  beforeTitle: "Before you go on",
  before: [
    "This cannot be undone. Nothing is lost by waiting, and a backup can be made first.",
    "Your other devices are told that this one did it. Each of them that does not fit either can do the same.",
  ],
  join: "Bring both together",
  later: "Not now",
  joining: "Bringing both together. Your words are kept all the while.",
  doneTitle: "This device and the server fit again",
  done: (sent: number, taken: number, both: number) =>
    `${count(sent, { one: "One page", other: "# pages" })} sent, ${taken} taken, ${both} brought together.`,
  onWay: "What was to be sent is on its way.",
};

export const compare = {
  title: "Compare with another device",
  why: "Two of your devices can check that the server shows them the same. Hold them side by side, or read the eight words to each other.",
  upToDate:
    "Both need to be up to date first: the first screen of each says that everything is on the server too.",
  notYet: "This device is not up to date yet. Its words change when it is.",
  alarmed: "On this device something does not fit. Until that is settled its words are different.",
  own: "The eight words of this device",
  other: "The eight words of the other device",
  hint: "Capitals, commas and spaces make no difference.",
  begins: "Words that begin like this",
  check: "Compare",
  few: (n: number) =>
    `${count(n, { one: "One word is", other: "# words are" })} there. It takes eight.`,
  same: "The same words. Both devices have the same history and the same list of devices.",
  different:
    "These are not the same words. Look first whether both devices are up to date, and whether a word was heard differently. If they stay different, the server shows your two devices two different things. Save a backup on both, and ask the person who runs the server.",
};
