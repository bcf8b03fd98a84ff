import type { RejoinedElsewhere } from "../../core/contract.ts";
import { counted } from "./counted.ts";
import type { home as english } from "./home.en.ts";

const count = counted("de");

export const home: typeof english = {
  hello: "Hallo. Fang an, wo du bist.",
  doors: "Vier Wege hinein",
  ways: "Andere Orte",
  write: "Nur schreiben",
  happened: "Etwas ist passiert",
  moment: "Ein Moment, sicher genug",
  steady: "Halt finden",
  again: "Beiseite gelegt, um es noch einmal anzusehen",
  start: "Anfang",
  undo: "Rückgängig",
  show: "Zeigen",
  everything: "alles",
  covered: "Von dir verdeckt",
  unreadable: "Gespeichert, aber hier nicht lesbar",
  bring: "Zum Mitnehmen",
  setDown: "Abgelegt",
  archived: "Weggeräumt",
  kinds: {
    entry: "Seite",
    reflection: "Nachspüren",
    repair: "Wieder gut werden",
    glimmer: "Ein Moment, sicher genug",
    checkin: "Wie es ist",
    line: "Satz zum Behalten",
    person: "Mensch",
  },
  otherKind: "Etwas aus einer neueren Version",
  places: {
    search: "Suchen",
    shelf: "Fragen zum Schreiben",
    import: "Seiten hereinholen",
    views: "Anders hinsehen",
  },
  elsewhere: ({ device, sent, taken, both }: Omit<RejoinedElsewhere, "at">, day: string) =>
    `Am ${day} passte ${device || "ein anderes Gerät"} nicht mit dem Server zusammen und hat beides zusammengebracht. ${count(sent, { one: "Eine Seite", other: "# Seiten" })} geschickt, ${taken} geholt, ${both} zusammengebracht.`,
};
