/** The devices of the account, and what is said of new ones. */

import { counted } from "./counted.ts";

const count = counted("en");

export const devices = {
  title: "Devices",
  what: "These devices can open your pages. Each keeps its own sealed copy.",
  none: "No other device yet. Your pages are on this one.",
  part: "The server cannot be asked right now. These are the devices that this one knows of; when each was last there is not known.",
  again: "Ask again",
  add: "Add a device",
  isThis: "This device",
  isNew: "New",
  nameless: "A device without a name",
  added: (day: string) => `Added on ${day}`,
  /** `ago` is one of those below. */
  seen: (ago: string) => `Last connected ${ago}`,
  ago: [
    "today",
    "yesterday",
    "two days ago",
    "three days ago",
    "four days ago",
    "five days ago",
    "six days ago",
  ],
  weeksAgo: ["this week", "a week ago", "two weeks ago", "three weeks ago"],
  inMonth: (month: string) => `in ${month}`,
  strangerTitle: "A sign-in without a device",
  stranger: (day: string) =>
    `On ${day} somebody signed in with your passphrase and never became one of your devices.`,
  strangerAtSomeTime:
    "Somebody signed in with your passphrase and never became one of your devices.",
  strangerMaybe:
    "It may have been you, if a sign-in broke off halfway. If it was not you, new keys shut it out.",
  newKeys: "About new keys",
  remove: (name: string) => `Remove ${name}`,
  removeOthers: "Remove all other devices",
  gone: "Removed earlier",
  removedSometime: "Removed",
  removedOn: (day: string) => `Removed on ${day}`,
  wasMe: "The new ones were me",
  wasOne: "The new one was me",

  sureTitle: (name: string) => `Remove ${name}?`,
  sureOthersTitle: (others: number) =>
    `Remove ${count(others, { one: "the other device", other: "# other devices" })}?`,
  does: "It is signed out, and can neither send nor take anything any more. It says there, gently, that it was removed. To come back it is added anew.",
  cannot:
    "What it already holds stays on it, and opens there with the passphrase. If somebody else has it, new keys protect what you write from now on.",
  passphrase: "Your passphrase",
  sure: "Remove",
  keep: "Keep it",
  removing: "Removing. This can take a few seconds.",
  unchanged: "Nothing was changed.",
  unsure:
    "If the connection broke off, it may be done already. The list says so when the server can be asked.",
  removed: (name: string) => `${name} was removed.`,
  removedOthers: "The other devices were removed.",

  news: (name: string, day: string) => `A new device: ${name}, since ${day}. Was that you?`,
  newsUndated: (name: string) => `A new device: ${name}. Was that you?`,
  newsMany: (n: number) =>
    `${count(n, { one: "One new device", other: "# new devices" })}. Were they you?`,
  newsStranger: (day: string) => `On ${day} somebody signed in with your passphrase. Was that you?`,
  newsStrangerUndated: "Somebody signed in with your passphrase. Was that you?",
  yes: "Yes",
  look: "Look",
};
