import type { ground as english } from "./ground.en.ts";

export const ground: typeof english = {
  label: "Erden",
  title: "Hier kannst du dich erden",
  leave: "Du kannst jederzeit gehen.",
  begin: "Anfangen",
  next: "Weiter",
  skip: "Überspringen",
  endTitle: "Noch einmal, oder fertig?",
  again: "Noch einmal",
  done: "Fertig",
  others: "Ein anderer Weg",
  otherLine: "Ein anderer Satz",
  people: "Meine Leute",
};
