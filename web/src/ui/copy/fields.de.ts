import type { fields as english } from "./fields.en.ts";

export const fields: typeof english = {
  ownWord: "Ein eigenes Wort",
  add: "Hinzufügen",
  people: "Wer war dabei?",
  addPerson: "Noch jemand, mit einem Buchstaben",
  unnamed: "Noch ohne Namen",
  noDay: "Kein Tag",
};
