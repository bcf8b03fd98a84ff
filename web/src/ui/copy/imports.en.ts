/** Pages from elsewhere: what can be brought in, the look before, and what came of it. */

import type { App, DroppedKind, Reason } from "../../core/contract.ts";
import { counted } from "./counted.ts";

const count = counted("en");
const pages = (n: number) => count(n, { one: "One page", other: "# pages" });

/** How to get one's pages out of each program, in one line. */
const how: Readonly<Record<App, string>> = {
  day_one: "Settings, Import and export, then Export as JSON. Choose the zip as it is.",
  standard_notes: "Preferences, Backups, then a decrypted backup. Choose the zip or the text file.",
  journey: "Settings, Import and export, then Export as a zip.",
  jrnl: "Choose the journal's text file, or what this writes: jrnl --export json",
  apple_journal: "In the phone's settings: Apps, Journal, Export all entries. Choose the zip.",
  joplin: "File, Export all, then JEX.",
  diarium: "Settings, Export, then JSON.",
  markdown: "From Obsidian and many others: choose the folder, a zip of it, or single text files.",
};

/** Why something is not here, or not whole; said of one and of many. */
const reasons: Readonly<Record<Reason, string>> = {
  encrypted: "sealed by the other app; export once more without a lock",
  trashed: "in the other app's trash",
  deleted: "deleted in the other app",
  empty: "no words inside",
  no_date: "no day that can be read",
  json: "not whole, so it cannot be read",
  encoding: "in letters that cannot be read",
  too_large: "longer than one page can be here",
  duplicate: "there twice; the newest one is taken",
  already_here: "here already, and left alone",
  removed_here: "removed here before, and stays so",
  media_waits: "a picture, a sound or a file that a page names",
  not_text: "not a text, and no page names it",
  other_format: "a text that is not a part of this export",
  html_lost: "something in the page has no words; the rest comes in",
};

const kinds: Readonly<Record<DroppedKind, string>> = {
  place: "Places",
  weather: "Weather",
  steps: "Steps and activity",
  device: "The device it was written on",
  music: "Music that was playing",
};

export const imports = {
  title: "Bring pages in",
  what: "Pages that you wrote in another app can come in here. You see first what would come, and nothing comes in before you say so.",
  local:
    "Your files are read on this device. They are not sent anywhere. Pages that come in are sealed like all your others.",
  files: "Choose files",
  folder: "Choose a folder",
  hint: "A zip can stay a zip.",
  again:
    "If you began before, choose the same again: nothing comes in twice, and the rest goes on.",
  howTitle: "How to get pages out of another app",
  how,
  backup: "A backup from here comes back another way:",
  nothingTaken: "Nothing was taken in.",
  looking: "Looking at what you chose",
  lookingHint: "Nothing is kept yet.",
  stop: "Stop",
  back: "Choose something else",
  foundTitle: "What would come in",
  read: "Read as",
  unknown: "Not known",
  none: "There is nothing here that can be read as pages.",
  noneNext: "If you know where it is from, choose it above. Or choose another file.",
  pages: (n: number) => `${pages(n)}.`,
  span: (from: string, to: string) => (from === to ? `From ${from}.` : `From ${from} to ${to}.`),
  people: (n: number) =>
    count(n, {
      one: "One person is named and is added to your people.",
      other: "# people are named and are added to your people.",
    }),
  here: (n: number) =>
    count(n, {
      one: "One is here already, or was removed here. It is left alone.",
      other: "# are here already, or were removed here. They are left alone.",
    }),
  timesTitle: "Are these times right?",
  times: "The first pages would be of:",
  zone: "If not: where did you write?",
  zoneHint:
    "This counts for pages that do not say it themselves. The names are of cities with the same clock.",
  changing: "Looking again.",
  outTitle: "What stays out, or is not whole",
  out: (n: number, words: string) => `${count(n, { one: "Once", other: "# times" })}: ${words}`,
  media:
    "Pictures, sounds and files cannot come in yet. Keep what you chose: a page says where each one was.",
  trashed: (n: number) =>
    count(n, {
      one: "Bring in the one from the other app's trash too",
      other: "Bring in the # from the other app's trash too",
    }),
  dropTitle: "What is left behind unless you want it",
  drop: "The other app wrote this down beside your words. What you tick is put at the end of each page.",
  kinds,
  kindIn: (kind: string, n: number) =>
    `${kind}, in ${count(n, { one: "one page", other: "# pages" })}`,
  choiceTitle: "For all that come in",
  cover: "Cover all of them",
  coverHint: "A list then shows no words of them. You open each one yourself.",
  quiet: "None of them comes up again by itself. You can change that on each page.",
  run: "Bring them in",
  running: "Bringing pages in",
  runningHint:
    "You can go on writing meanwhile. It goes on until it is done, or until you lock or close Goldseam. What is in stays, and you can go on later.",
  progress: (done: number, total: number) => `${done} of ${total}`,
  partly: "What came in before this is kept.",
  doneTitle: "Your pages are here",
  stoppedTitle: "Stopped",
  sameTitle: "Nothing new came in",
  came: (n: number) => count(n, { one: "One page came in.", other: "# pages came in." }),
  cameWithPeople: (n: number) =>
    count(n, {
      one: "One page or person came in.",
      other: "# came in: pages, and people they name.",
    }),
  wereHere: (n: number) =>
    count(n, { one: "One was here already.", other: "# were here already." }),
  stayRemoved: (n: number) =>
    count(n, {
      one: "One was removed here before, and stays so.",
      other: "# were removed here before, and stay so.",
    }),
  stays: "What is in stays as it is. You can go on now, or choose the same again another day.",
  goOn: "Go on",
  reportHint:
    "A list of all that stayed out or is not whole. It has names of files, so keep it where only you look.",
  report: "Save the list as a file",
  reportHeading: "What stayed out, or is not whole",
  reportFile: "not-brought-in.txt",
  reasons,
  toPages: "See your pages",
  more: "Bring in more",
};
