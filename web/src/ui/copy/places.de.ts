import type { places as english } from "./places.en.ts";

export const places: typeof english = {
  pages: "Seiten",
  checkin: "Wie es gerade ist",
  words: "Meine Worte",
  people: "Menschen",
  sheet: "Blatt für das Gespräch",
  support: "Meine Leute und Nummern",
  settings: "Einstellungen",
  ways: "Zugänge",
  devices: "Geräte",
  vocabulary: "Wörter zum Antippen",
  trash: "Papierkorb",
  takeOut: "Seiten herausholen",
  backup: "Eine Sicherung",
  restore: "Aus einer Sicherung zurückholen",
  server: "Was der Server sehen kann",
};
