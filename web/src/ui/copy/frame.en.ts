/** The sentences around everything else: the door, the lock, the bar, the list, the page, sync, settings. */

import { counted } from "./counted.ts";

const count = counted("en");

export const frame = {
  /** Of the script: `ltr` or `rtl`. */
  direction: "ltr",
  name: "Goldseam",
  skip: "Go to the page",
  skipToCover: "Cover this screen",
  bar: {
    label: "Close at hand",
    ground: "Ground",
    write: "Write",
    cover: "Cover",
  },
  first: {
    title: "A private place to write",
    words: [
      "This is a private place to write. You choose what goes in, how fast, and who ever hears of it.",
      "It does not replace being met by another person, and it does not replace care. It can help you notice, keep, and carry.",
    ],
    safetyTitle: "Before you begin",
    safety: [
      "If someone checks your phone, they may see that this app is here. If that could put you at risk, use a device they cannot reach, or wait. We cannot hide it from software that records the screen.",
      "Covering or closing it does not erase the browser's history.",
    ],
    begin: "Begin",
    have: "I have pages already",
  },
  about:
    "A journal, not a medical device. It does not find, treat or prevent any condition, and it does not read or rate what you write.",
  lost: "We hold no copy of your key, so we cannot open it for you. Your recovery words can. If those are gone too, the pages stay closed. We are sorry. That is the price of no one else being able to read them.",
  back: "Back",
  credentials: {
    name: "Name",
    passphrase: "Passphrase",
    show: "Show what I type",
    open: "Open",
    opening: "Opening. This can take a few seconds.",
  },
  create: {
    title: "A name and six words",
    nameHint: "It need not be your own name. You sign in with it on other devices.",
    open: "Open the first page",
    nameMissing: "A name is needed to sign in later. Any word will do.",
    nameLong: "This name is a little long. Use at most 64 letters.",
    lostTitle: "If the words or the passphrase are lost",
    lostNext: "You can keep the recovery words after your first page.",
  },
  signIn: {
    title: "Open your pages here",
    hint: "Use the name and the passphrase from your other device. This device then keeps its own sealed copy.",
    again: "Sign in once more",
    againHint:
      "Kept on this device. The server asks for your passphrase before it takes anything new. If it was changed on another device, type the new one.",
    pair: "With another device",
    recover: "I only have my recovery words",
  },
  unlock: {
    title: "Locked",
    lostTitle: "If the passphrase is lost",
    covered: "Continue",
    changed: "If it was changed on another device, the new one opens your pages here too.",
    signIn: "Sign in with this one",
    withWords: "With the words you choose a new passphrase, right here. It takes a connection.",
  },
  list: {
    title: "Pages",
    empty: "Nothing here yet. That is fine.",
    emptyNext: "Write is there when you want it.",
    more: "Show more",
    newer: "Show newer ones",
    month: "Month",
    newest: "The newest pages",
    reach: (newest: string, oldest: string) =>
      newest === oldest ? `Shown: ${newest}.` : `Shown: ${newest} back to ${oldest}.`,
    untitled: "A page with no words yet",
    place: "Start wherever you are.",
    beside: "Choose a page, or write a new one.",
    links: "More",
  },
  kept: {
    device: "On this device",
    server: "On the server too",
    device_only: "On this device only: longer than the server takes",
  },
  merged: "Words from two places",
  newer: "From a newer version",
  sync: {
    recovery_first:
      "Nothing has left this device yet. To bring your pages to other devices, keep the recovery words.",
    recoveryLink: "Keep the recovery words",
    working: "Kept here. Sending what is new.",
    waiting: "Everything is kept here. The pages that the server does not have yet say so.",
    done: "Everything is on the server too.",
    offline: "You are offline. Everything you write is kept here.",
    unreachable:
      "The server cannot be reached right now. Everything you write is kept here, and the app tries again by itself.",
    slow: "The server takes very long to answer. Everything you write is kept here, and the app tries again by itself.",
    busy: "The server is busy right now. Everything you write is kept here, and the app tries again by itself.",
    portal:
      "This network answers in place of the server. It may want you to sign in to it first: open any website to see. Everything you write is kept here.",
    blocked:
      "Something on the way to the server does not let this through. Everything you write is kept here, and the app tries again by itself.",
    fault:
      "Something went wrong in the app itself. Everything you write is kept here, and it tries again by itself.",
    damaged: (pages: number) =>
      `The newest words of ${count(pages, { one: "one page", other: "# pages" })} cannot be read on this device any more. They are kept as they are, and all else goes on.`,
    quiet: (device: string | null, day: string) =>
      `No news from ${device ?? "your other devices"} since ${day}. If nothing was written there, that is fine.`,
    tryNow: "Try now",
    sign_in_again: "Kept on this device. Enter your passphrase once to go on.",
    signInLink: "Sign in once more",
    removed:
      "This device was removed on another one. What is here stays here, and nothing more is sent or taken in.",
    closed:
      "This account was closed. What is on this device stays here, and you can save a backup.",
    stopped: "Kept on this device. Nothing is sent or taken in for now.",
    stoppedLink: "See why",
  },
  editor: {
    title: "Title, if you like",
    body: "The page",
    placeholder: "Start wherever you are.",
    more: "Tags",
    tags: "Tags, with commas between",
    writing: "Writing",
    keptOnce: "Kept on this device. It will reach your other devices when you are online.",
    keptOnceLocal: "Kept on this device.",
    merged: "You wrote in two places. We kept both. Choose when you like.",
    seen: "I have seen it",
    newer:
      "This page was written by a newer version of the app. It is kept as it is. Reload to get that version, then change it here.",
    unreadable:
      "This page could not be opened with your keys. It is kept as it is; nothing of it is thrown away.",
    missing: "This page is not on this device.",
    missingNext: "It may come with the next connection. Your other pages are in the list.",
    notKept: "Your words are still on this screen. They could not be kept on this device yet.",
    heldBack:
      "The last words of a page are held on this screen and not kept yet. It is tried again by itself; leave this open.",
    retry: "Keep now",
  },
  settings: {
    title: "Settings",
    look: "Light and dark",
    themes: { system: "As the device", light: "Light", dark: "Dark", dim: "Dim" },
    lock: "Lock",
    lockHint: "Locking closes your pages until the passphrase is entered. Nothing is erased.",
    lockNow: "Lock now",
    shift: "On a keyboard, pressing Shift three times covers the screen.",
  },
  idle: {
    soon: "This locks in a moment. Your words are kept.",
    stay: "Stay here",
  },
  update: {
    ready: "A newer version is ready. It opens locked; your words are kept first.",
    now: "Change to it",
    outdated:
      "Another tab brought a newer version of the app. Your words are kept first; then this tab changes to it too, and opens locked.",
    refused:
      "This server offers a version of the app that does not match its own list. It was not taken: the one you have goes on, and your words are safe.",
    refusedNext: "What you can do",
    refusedHow:
      "A server in the middle of an update can look like this, and the app looks again by itself. If it stays for a day, tell the person who runs the server. The command goldseam verify-web shows them what differs.",
  },
  unknownPlace: {
    title: "There is nothing at this address",
    next: "Your pages are in the list.",
    list: "To the list",
  },
  lazy: "This part could not be loaded. Reload the app when you are online; your words are kept.",
  keptHere: "Kept on this device.",
};
