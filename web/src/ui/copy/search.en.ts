/** Finding pages by their words. */

import { counted } from "./counted.ts";

const count = counted("en");

export const search = {
  title: "Search",
  label: "What are you looking for?",
  hint: "Pages with every word are found. Words in quotation marks stay together.",
  apart: "Your pages are searched on this device. What you look for is not kept.",
  narrow: "Narrow it down",
  only: "Only these; press one to take it away",
  any: "any",
  fields: {
    kind: "Kind",
    person: "Person",
    tag: "Tag",
    state: "How it stands",
    need: "Need",
  },
  from: "From this day on",
  until: "Up to this day",
  since: (day: string) => `From ${day} on`,
  upTo: (day: string) => `Up to ${day}`,
  reading: "Your pages are being read. It takes a moment the first time.",
  found: (pages: number) => count(pages, { one: "Found on one page.", other: "Found on # pages." }),
  none: "Nothing found.",
  noneNext: "Fewer words, or only a part of one, may find more.",
  covered: (pages: number) =>
    count(pages, { one: "One covered page matches.", other: "# covered pages match." }),
};
