import type { people as english } from "./people.en.ts";

export const people: typeof english = {
  title: "Menschen",
  hint: "Ein Buchstabe oder Spitzname genügt. Nichts hier kommt aus deinen Kontakten.",
  empty: "Noch niemand hier. Das ist in Ordnung.",
  add: "Jemanden hinzufügen",
  all: "Alle Menschen",
  unnamed: "Noch ohne Namen",
  name: "Wie du diese Person hier nennst",
  nameHint: "Ein Buchstabe oder Spitzname genügt.",
  helps: "Was mir hilft, mich mit dieser Person sicher zu fühlen",
  limits: "Wo meine Grenzen sind",
  note: "Was noch",
  change: "Diese Seite ändern",
  nothing: "Hier kann stehen, was hilft und wo deine Grenzen sind.",
  keptApart: "Auf Abstand",
  keptApartHint: "Nicht mehr in meinem Leben. Dann taucht nichts davon von selbst auf.",
  hideCounts: "Auf dieser Seite weglassen, was wir miteinander erlebt haben",
  notSafe:
    "Du sagst, mit dieser Person ist es nicht sicher. Deine Leute und Nummern sind einen Tipp entfernt.",
  card: "Meine Leute",
};
