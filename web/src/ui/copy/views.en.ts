/** What is looked at instead of read: names of the views, their sentences, and what they say while there is little (docs/views.md). */

import type { Sentence, SentenceOf } from "../../core/contract.ts";
import { counted } from "./counted.ts";

type NumbersOf<Key extends Sentence["key"]> = SentenceOf<Key>["numbers"];

const count = counted("en");
const number = (amount: number) => count(amount, { other: "#" });

/** The parts that have something to say. */
const listed = (parts: readonly (readonly [amount: number, words: string])[]) =>
  parts
    .filter(([amount]) => amount > 0)
    .map(([amount, words]) => `${number(amount)} ${words}`)
    .join(", ");

export const views = {
  title: "Look at it another way",
  hint: "Each of these opens when you ask for it. All of it is made here, on this device.",
  titles: {
    mending_lines: "Mending lines",
    with_person: "With this person",
    pattern_map: "What set it off, and what I did",
    expected: "What I thought would come, and what came",
    before_after: "Before and after writing",
    inside_around: "Inside and around",
    small_shifts: "Small shifts",
    shelf: "Open when I doubt it",
    needs: "What I needed",
    calendar: "Calendar",
    on_this_day: "On this day",
    session_sheet: "Session sheet",
    timeline: "Page by page",
    my_words: "My words",
    server: "What the server can see",
  },
  hints: {
    mending_lines:
      "A line from the day it happened to where you left it. Every way to end is a good one.",
    pattern_map: "What came together on your pages. It says nothing about who you are.",
    expected: "In your own words, side by side.",
    before_after: "How safe it felt inside, before a page and after it.",
    inside_around: "Two questions, never added up. Each point stands for itself.",
    small_shifts: "A mark where you noticed something. Nothing here can be lost again.",
    shelf: "Moments and words that you kept.",
    needs: "What came up, and how it was met.",
    calendar: "A dot where there is a page.",
    on_this_day: "A page from this day in another year, if you want that.",
    session_sheet: "What you marked to bring along, to read or to print.",
    timeline: "Twenty at a time, the newest first.",
    my_words: "One at a time, for as long as you like.",
    server: "What it holds of yours, in numbers and in plain words.",
  },
  empty: {
    mending_lines: "When you write about a hurt or a gap, its line begins here.",
    pattern_map: "When you write about a pull, what goes together can be seen here.",
    expected: "When a page has what you thought would come and what came, both stand here.",
    before_after: "When a page has a check-in before it and one after it, they stand here.",
    inside_around: "When a check-in has both answers, it has its place here.",
    small_shifts: "When you notice a small shift, it has its mark here.",
    shelf: "When you keep a moment or a line, it is here for you.",
    needs: "When a page names a need, it stands here.",
    calendar: "When you write a page, its day has a dot here.",
    on_this_day: "Nothing comes up today.",
    session_sheet: "When you mark a page to bring along, it stands here.",
    timeline: "When you write a page, it stands here.",
    my_words: "When you keep a line, it stands here.",
  },
  /** How a mending line ends. */
  endings: {
    knot: "mended",
    half_knot: "partly mended",
    gate: "a line kept",
    stone: "set down",
    open: "open",
    alone: "kept for yourself",
  },
  from: (day: string) => `from ${day}`,
  today: "today",
  steps: "What was done",
  showNotSafe: "Show also those that are not safe",
  hideNotSafe: "Leave out those that are not safe",
  moreThanOnce: "More than once",
  once: "Once",
  earlierMonths: "Earlier months",
  states: "States by month",
  allPulls: "Every pull",
  whom: "With whom",
  everybody: "Everybody",
  helped: "What helped",
  moments: "Safe-enough moments",
  different: "What was different here",
  outcomes: "What is different now",
  thought: "I thought",
  came: "What came",
  fromTo: (before: string, after: string) => `Before: ${before}. After: ${after}.`,
  insideAround: (inside: string, around: string) => `Inside: ${inside}. Around: ${around}.`,
  note: {
    text: "Writing has felt heavy lately. A shorter page is enough, and so is none. You can ground first.",
    ground: "Ground first",
    short: "A short page",
    away: "Do not say this again",
    gone: "This is not said again.",
  },
  corners: {
    insideAround: "safe inside, safe around",
    inside: "safe inside, less so around",
    around: "safe around, less so inside",
    neither: "neither for now",
  },
  met: "How it was met",
  earlier: (month: string) => `Earlier: ${month}`,
  later: (month: string) => `Later: ${month}`,
  more: "The next ones",
  previous: "The ones before",
  cards: {
    play: "One at a time",
    all: "All of them",
    back: "The one before",
    on: "The next one",
    open: "Open the page",
    voice: (whose: string) => `Voice: ${whose}`,
  },
  onThisDay: {
    allow: "A page from this day may come up here",
    allowHint:
      "Off until you switch it on. Each page says under “Tags and more” whether it may come up. It comes up nowhere but here.",
    text: "There is a page from this day that you said you would not mind meeting.",
    textAsk: "There is a page from this day. You wanted to be asked before you meet it.",
    see: "See it",
    notToday: "Not today",
    neverAgain: "Not this one again",
    off: "Turn this off",
    done: {
      notToday: "Set aside for today.",
      neverAgain: "This one does not come up again. It stays among your pages.",
    },
  },
  server: {
    title: "What it holds of yours",
    pieces: "Sealed pieces",
    piecesWhy:
      "One for each page and each person, for your card and your settings; also for what was removed.",
    devices: "Devices",
    devicesWhy: "Each signs in by itself, so the server knows them apart.",
    synced: "Last in touch with the server",
    syncedWhy: "When this device last looked at what the server has.",
    sizes: "Lengths",
    sizesWhy: "Lengths are rounded up before sealing, so they tell little of how much you wrote.",
    bytes: (amount: number) => count(amount, { one: "# byte", other: "# bytes" }),
    size: "Length",
  },
  asDrawing: "As a drawing",
  asWords: "As words",
  putAway: "Put this view away",
  bringBack: "Bring it back",
  away: "Put away",
  isAway: "This view is put away.",
  waits: "This is being put together.",
  sentences: {
    closed_within_week: ({ closed, within }: NumbersOf<"closed_within_week">) =>
      `Of ${number(closed)} that came to an end this year, ${number(within)} did so within a week.`,
    with_person: ({ gaps, mended, partly, line, down, open, alone }: NumbersOf<"with_person">) =>
      `${count(gaps, { one: "# gap", other: "# gaps" })}: ${listed([
        [mended, "mended"],
        [partly, "partly mended"],
        [line, line === 1 ? "line kept" : "lines kept"],
        [down, "set down"],
        [open, "open"],
        [alone, "kept for yourself"],
      ])}.`,
    /** `practice`: how the word reads in the list `helped_by`. */
    after_practice: ({ times, same }: NumbersOf<"after_practice">, practice: string) =>
      `After “${practice}”, ${number(same)} of ${number(times)} times you felt the same or a bit more settled.`,
  },
};
