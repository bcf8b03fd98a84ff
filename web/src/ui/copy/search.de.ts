import { counted } from "./counted.ts";
import type { search as english } from "./search.en.ts";

const count = counted("de");

export const search: typeof english = {
  title: "Suchen",
  label: "Wonach suchst du?",
  hint: "Gefunden werden Seiten mit allen Wörtern. Was in Anführungszeichen steht, bleibt zusammen.",
  apart: "Gesucht wird auf diesem Gerät. Wonach du suchst, wird nicht gespeichert.",
  narrow: "Eingrenzen",
  only: "Nur diese; zum Wegnehmen antippen",
  any: "egal",
  fields: {
    kind: "Art",
    person: "Mensch",
    tag: "Schlagwort",
    state: "Wie es damit steht",
    need: "Bedürfnis",
  },
  from: "Von diesem Tag an",
  until: "Bis zu diesem Tag",
  since: (day) => `Ab ${day}`,
  upTo: (day) => `Bis ${day}`,
  reading: "Deine Seiten werden gelesen. Das dauert beim ersten Mal einen Moment.",
  found: (pages) =>
    count(pages, { one: "Auf einer Seite gefunden.", other: "Auf # Seiten gefunden." }),
  none: "Nichts gefunden.",
  noneNext: "Weniger Wörter, oder nur ein Teil von einem, finden vielleicht mehr.",
  covered: (pages) =>
    count(pages, {
      one: "Eine verdeckte Seite passt auch.",
      other: "# verdeckte Seiten passen auch.",
    }),
};
