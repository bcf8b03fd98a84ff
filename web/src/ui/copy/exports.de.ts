import { counted } from "./counted.ts";
import type { exports as english } from "./exports.en.ts";

const count = counted("de");

const ways: typeof english.ways = {
  readable: "Dateien zum Lesen",
  full: "Alles, für ein Programm",
  print: "Papier oder ein PDF",
};

const hints: typeof english.hints = {
  readable:
    "Ein Zip mit einer Datei für jede Seite. Jeder Texteditor öffnet sie, und Obsidian zeigt den Ordner, wie er ist. Sie lassen sich wieder hereinholen.",
  full: "Ein Zip mit einer JSON-Datei für alles, was hier gespeichert ist. Der Papierkorb und deine Einstellungen sind dabei.",
  print: "Alle in einem, die ältesten zuerst.",
};

export const exports: typeof english = {
  title: "Seiten herausholen",
  what: "Du kannst deine Seiten jederzeit mitnehmen. Was hier ist, bleibt, wie es ist.",
  open: "Diese Dateien sind nicht versiegelt. Wer sie hat, kann sie lesen, ohne Passphrase. Eine Kopie bleibt, wo du sie hinlegst; von hier lässt sie sich nicht zurückholen.",
  openPaper:
    "Papier und Dateien sind nicht versiegelt. Wer sie hat, kann sie lesen, ohne Passphrase. Eine Kopie bleibt, wo du sie hinlegst; von hier lässt sie sich nicht zurückholen.",
  sealed: "Eine Kopie, die nur du öffnen kannst, ist etwas anderes:",
  way: "Was möchtest du haben?",
  ways,
  hints,
  narrow: "Nur einige davon",
  narrowHint: "Was du hier offen lässt, lässt nichts weg. Die Tage zählen nach Weltzeit.",
  from: "Ab diesem Tag",
  until: "Bis zu diesem Tag",
  kinds: "Von diesen Arten",
  people: "Mit einem dieser Menschen",
  tags: "Mit einem dieser Schlagwörter",
  all: "Alle zeigen",
  covered: "Auch verdeckte Seiten",
  coveredHint: "Was du verdeckt hast, bleibt draußen, außer du willst es hier dabeihaben.",
  looking: "Deine Seiten werden durchgesehen.",
  pages: (n: number) =>
    n === 0 ? "Keine Seite passt." : count(n, { one: "Eine Seite.", other: "# Seiten." }),
  records: (n: number) =>
    n === 0 ? "Nichts passt." : count(n, { one: "Eine Datei.", other: "# Dateien." }),
  coveredOut: (n: number) =>
    count(n, {
      one: "Eine verdeckte Seite bleibt draußen.",
      other: "# verdeckte Seiten bleiben draußen.",
    }),
  leftOut: (n: number) =>
    count(n, {
      one: "Eine Seite lässt sich hier nicht öffnen, wie sie jetzt ist. Wenn ältere Worte von ihr da sind, werden die genommen.",
      other:
        "# Seiten lassen sich hier nicht öffnen, wie sie jetzt sind. Wenn ältere Worte von ihnen da sind, werden die genommen.",
    }),
  make: "Die Datei erstellen",
  show: "Zusammenstellen",
  making: "Deine Seiten werden zusammengestellt",
  makingHint: "Von selbst verlässt nichts dieses Gerät. Du sagst, wohin es geht.",
  progress: (done: number, total: number) => `${done} von ${total} angesehen`,
  stop: "Anhalten",
  madeTitle: "Deine Datei ist fertig",
  holds: (n: number) => count(n, { one: "Eine Datei ist darin.", other: "# Dateien sind darin." }),
  readableHow: "Öffne das Zip: Jede Seite ist eine Textdatei in einem Ordner für ihren Monat.",
  fullHow: "Öffne das Zip: Alles ist je eine JSON-Datei, die nach ihrer Nummer hier heißt.",
  other: "Neu wählen",
  paperTitle: "Seiten",
  paperHint:
    "Bevor etwas gedruckt wird, zeigt dein Gerät ein Fenster. Dort kannst du es auch als PDF speichern. Ein Drucker kann behalten, was er druckt.",
  print: "Drucken",
  asFile: "Eine Datei daraus machen",
  note: (n: number, day: string) =>
    `${count(n, { one: "Eine Seite", other: "# Seiten" })}, zusammengestellt am ${day}`,
  country: "Land",
};
