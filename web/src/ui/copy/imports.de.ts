import type { DroppedKind, Reason } from "../../core/contract.ts";
import { counted } from "./counted.ts";
import type { imports as english } from "./imports.en.ts";

const count = counted("de");
const pages = (n: number) => count(n, { one: "Eine Seite", other: "# Seiten" });

const how: typeof english.how = {
  day_one:
    "Einstellungen, Importieren und Exportieren, dann als JSON exportieren. Wähle das Zip, wie es ist.",
  standard_notes:
    "Einstellungen, Backups, dann ein entschlüsseltes Backup. Wähle das Zip oder die Textdatei.",
  journey: "Einstellungen, Importieren und Exportieren, dann Export als Zip.",
  jrnl: "Wähle die Textdatei des Tagebuchs, oder was das hier schreibt: jrnl --export json",
  apple_journal:
    "In den Einstellungen des Telefons: Apps, Journal, alle Einträge exportieren. Wähle das Zip.",
  joplin: "Datei, Alles exportieren, dann JEX.",
  diarium: "Einstellungen, Exportieren, dann JSON.",
  markdown:
    "Aus Obsidian und vielen anderen: Wähle den Ordner, ein Zip davon oder einzelne Textdateien.",
};

const reasons: Readonly<Record<Reason, string>> = {
  encrypted: "von der anderen App versiegelt; exportiere noch einmal ohne Schloss",
  trashed: "im Papierkorb der anderen App",
  deleted: "in der anderen App gelöscht",
  empty: "keine Worte darin",
  no_date: "kein Tag, der sich lesen lässt",
  json: "nicht ganz, und darum nicht zu lesen",
  encoding: "in Zeichen, die sich nicht lesen lassen",
  too_large: "länger, als eine Seite hier sein kann",
  duplicate: "zweimal da; das Neueste wird genommen",
  already_here: "schon hier, und bleibt, wie es ist",
  removed_here: "hier schon entfernt, und bleibt es",
  media_waits: "ein Bild, ein Ton oder eine Datei, die eine Seite nennt",
  not_text: "kein Text, und keine Seite nennt es",
  other_format: "ein Text, der nicht zu diesem Export gehört",
  html_lost: "etwas auf der Seite hat keine Worte; das Übrige kommt herein",
};

const kinds: Readonly<Record<DroppedKind, string>> = {
  place: "Orte",
  weather: "Wetter",
  steps: "Schritte und Bewegung",
  device: "Das Gerät, auf dem es geschrieben wurde",
  music: "Musik, die lief",
};

export const imports: typeof english = {
  title: "Seiten hereinholen",
  what: "Seiten, die du in einer anderen App geschrieben hast, können hierher kommen. Du siehst zuerst, was käme, und nichts kommt herein, bevor du es sagst.",
  local:
    "Deine Dateien werden auf diesem Gerät gelesen. Sie werden nirgendwohin geschickt. Seiten, die hereinkommen, werden versiegelt wie alle anderen.",
  files: "Dateien wählen",
  folder: "Einen Ordner wählen",
  hint: "Ein Zip kann ein Zip bleiben.",
  again:
    "Wenn du schon angefangen hast, wähle dasselbe noch einmal: Nichts kommt zweimal, und der Rest geht weiter.",
  howTitle: "So kommen Seiten aus einer anderen App",
  how,
  backup: "Eine Sicherung von hier kommt auf anderem Weg zurück:",
  nothingTaken: "Es wurde nichts hereingeholt.",
  looking: "Wird angesehen",
  lookingHint: "Noch wird nichts behalten.",
  stop: "Anhalten",
  back: "Etwas anderes wählen",
  foundTitle: "Was hereinkäme",
  read: "Gelesen als",
  unknown: "Nicht bekannt",
  none: "Hier ist nichts, was sich als Seiten lesen lässt.",
  noneNext: "Wenn du weißt, woher es ist, wähle es oben. Oder wähle eine andere Datei.",
  pages: (n: number) => `${pages(n)}.`,
  span: (from: string, to: string) => (from === to ? `Vom ${from}.` : `Vom ${from} bis zum ${to}.`),
  people: (n: number) =>
    count(n, {
      one: "Ein Mensch wird genannt und kommt zu deinen Menschen.",
      other: "# Menschen werden genannt und kommen zu deinen Menschen.",
    }),
  here: (n: number) =>
    count(n, {
      one: "Eine ist schon hier oder wurde hier entfernt. Sie bleibt, wie sie ist.",
      other: "# sind schon hier oder wurden hier entfernt. Sie bleiben, wie sie sind.",
    }),
  timesTitle: "Stimmen diese Zeiten?",
  times: "Die ersten Seiten wären von:",
  zone: "Wenn nicht: Wo hast du geschrieben?",
  zoneHint:
    "Das gilt für Seiten, die es nicht selbst sagen. Die Namen sind von Städten mit derselben Uhrzeit.",
  changing: "Wird noch einmal angesehen.",
  outTitle: "Was draußen bleibt oder nicht ganz ist",
  out: (n: number, words: string) => `${count(n, { one: "Einmal", other: "# Mal" })}: ${words}`,
  media:
    "Bilder, Töne und Dateien können noch nicht hereinkommen. Behalte, was du gewählt hast: Auf der Seite steht, wo jedes war.",
  trashed: (n: number) =>
    count(n, {
      one: "Auch die eine aus dem Papierkorb der anderen App hereinholen",
      other: "Auch die # aus dem Papierkorb der anderen App hereinholen",
    }),
  dropTitle: "Was zurückbleibt, wenn du nichts sagst",
  drop: "Das hat die andere App neben deinen Worten notiert. Was du anhakst, steht dann am Ende jeder Seite.",
  kinds,
  kindIn: (kind: string, n: number) =>
    `${kind}, auf ${count(n, { one: "einer Seite", other: "# Seiten" })}`,
  choiceTitle: "Für alle, die hereinkommen",
  cover: "Alle verdecken",
  coverHint: "Eine Liste zeigt dann keine Worte von ihnen. Du öffnest jede selbst.",
  quiet: "Keine von ihnen kommt von selbst wieder. Auf jeder Seite kannst du das ändern.",
  run: "Hereinholen",
  running: "Seiten werden hereingeholt",
  runningHint:
    "Du kannst inzwischen weiterschreiben. Es läuft, bis es fertig ist oder bis du Goldseam sperrst oder schließt. Was da ist, bleibt, und du kannst später weitermachen.",
  progress: (done: number, total: number) => `${done} von ${total}`,
  partly: "Was vorher hereinkam, ist gespeichert.",
  doneTitle: "Deine Seiten sind da",
  stoppedTitle: "Angehalten",
  sameTitle: "Es kam nichts Neues herein",
  came: (n: number) => count(n, { one: "Eine Seite kam herein.", other: "# Seiten kamen herein." }),
  cameWithPeople: (n: number) =>
    count(n, {
      one: "Eine Seite oder ein Mensch kam herein.",
      other: "# kamen herein: Seiten, und Menschen, die sie nennen.",
    }),
  wereHere: (n: number) => count(n, { one: "Eine war schon hier.", other: "# waren schon hier." }),
  stayRemoved: (n: number) =>
    count(n, {
      one: "Eine wurde hier schon entfernt, und bleibt es.",
      other: "# wurden hier schon entfernt, und bleiben es.",
    }),
  stays:
    "Was da ist, bleibt, wie es ist. Du kannst jetzt weitermachen, oder an einem anderen Tag dasselbe noch einmal wählen.",
  goOn: "Weitermachen",
  reportHint:
    "Eine Liste von allem, was draußen blieb oder nicht ganz ist. Namen von Dateien stehen darin: Bewahre sie auf, wo nur du nachsiehst.",
  report: "Die Liste als Datei speichern",
  reportHeading: "Was draußen blieb oder nicht ganz ist",
  reportFile: "nicht-hereingeholt.txt",
  reasons,
  toPages: "Zu deinen Seiten",
  more: "Mehr hereinholen",
};
