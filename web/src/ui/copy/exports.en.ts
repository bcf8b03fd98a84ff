/** Pages as ordinary files, or on paper. */

import type { Way } from "../state/taking-out.svelte.ts";
import { counted } from "./counted.ts";

const count = counted("en");

const ways: Readonly<Record<Way, string>> = {
  readable: "Files to read",
  full: "Everything, for a program",
  print: "Paper or a PDF",
};

const hints: Readonly<Record<Way, string>> = {
  readable:
    "A zip with one file for each page. Any text editor opens them, and Obsidian shows the folder as it is. They can be brought in again.",
  full: "A zip with one JSON file for each thing that is kept here. The trash and your settings are in it.",
  print: "All of them in one, the oldest first.",
};

export const exports = {
  title: "Take pages out",
  what: "You can take your pages with you at any time. What is here stays as it is.",
  open: "These files are not sealed. Whoever has them can read them, without a passphrase. A copy stays where you put it; it cannot be taken back from here.",
  openPaper:
    "Paper and files are not sealed. Whoever has them can read them, without a passphrase. A copy stays where you put it; it cannot be taken back from here.",
  sealed: "A copy that only you can open is another thing:",
  way: "What would you like to have?",
  ways,
  hints,
  narrow: "Only some of them",
  narrowHint: "What you leave open here leaves nothing out. The days are counted by world time.",
  from: "From this day on",
  until: "Up to this day",
  kinds: "Of these kinds",
  people: "With one of these people",
  tags: "With one of these tags",
  all: "Show all",
  covered: "Covered pages too",
  coveredHint: "What you covered stays out, unless you ask for it here.",
  looking: "Looking through your pages.",
  pages: (n: number) =>
    n === 0 ? "No page fits." : count(n, { one: "One page.", other: "# pages." }),
  records: (n: number) =>
    n === 0 ? "Nothing fits." : count(n, { one: "One file.", other: "# files." }),
  coveredOut: (n: number) =>
    count(n, { one: "One covered page stays out.", other: "# covered pages stay out." }),
  leftOut: (n: number) =>
    count(n, {
      one: "One page cannot be opened here as it is now. If there are older words of it, those are taken.",
      other:
        "# pages cannot be opened here as they are now. If there are older words of them, those are taken.",
    }),
  make: "Make the file",
  show: "Put them together",
  making: "Putting your pages together",
  makingHint: "Nothing leaves this device by itself. You say where it goes.",
  progress: (done: number, total: number) => `${done} of ${total} looked at`,
  stop: "Stop",
  madeTitle: "Your file is ready",
  holds: (n: number) => count(n, { one: "One file is in it.", other: "# files are in it." }),
  readableHow: "Open the zip, and each page is a text file in a folder for its month.",
  fullHow: "Open the zip, and each thing is a JSON file that is named by its number here.",
  other: "Choose again",
  paperTitle: "Pages",
  paperHint:
    "Your device shows a window before anything is printed. There you can also choose to save it as a PDF. A printer may keep what it prints.",
  print: "Print",
  asFile: "Make one file of it",
  note: (n: number, day: string) =>
    `${count(n, { one: "One page", other: "# pages" })}, put together on ${day}`,
  country: "Country",
};
