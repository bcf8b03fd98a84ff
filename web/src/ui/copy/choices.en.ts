/** What can be chosen in the settings, and the words on the chips. */

import { counted } from "./counted.ts";

const count = counted("en");

export const choices = {
  language: "Language",
  device: "As the device",
  /** Each in its own words. */
  languages: { en: "English", de: "Deutsch" },
  languageMissing:
    "This language is not on this device yet. It comes with the next start while you are online.",
  textSize: "Text size",
  textSizes: { standard: "Standard", large: "Large", larger: "Larger" },
  still: "Nothing moves",
  stillHint: "Also as the device says, if it asks for less motion.",
  writing: "Writing",
  mode: "How questions come",
  modes: { guided: "One at a time", page: "All on one page" },
  theory: "Show the names that theories have",
  theoryHint: "Small and grey, beside plain words.",
  ground: "Ground",
  grounding: "What it begins with",
  firstScreen: "The first screen",
  again: "Show what I set aside, once its day has come",
  againHint:
    "Nothing else comes up there by itself. Without this nothing comes up at all; your pages stay in the list.",
  lockIdle: "Lock by itself when nothing is touched for",
  lockHidden: "Lock by itself when out of sight for",
  atOnce: "a moment, so at once",
  minutes: (amount: number) => count(amount, { one: "# minute", other: "# minutes" }),
  coverTarget: "Where Cover goes on to",
  coverTargetHint:
    "In a browser, Cover can go on to another page, such as the weather. Leave it empty to stay on a blank screen.",
  coverStrange: "This is not the address of a page. Nothing was changed.",
  traces:
    "Covering does not erase the browser's history, and does not help against software that records the screen.",
  vocabularyHint:
    "These words are yours: change them, hide them, add your own. What you chose before reads as you call it now. Not sure and not today stay.",
  list: "Which words",
  rename: (word: string) => `Your word for ${word}`,
  hide: "Hide",
  hideWord: (word: string) => `Hide ${word}`,
  hidden: "Hidden words",
  show: "Show again",
  showWord: (word: string) => `Show ${word} again`,
};
