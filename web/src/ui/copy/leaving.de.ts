import { counted } from "./counted.ts";
import type {
  apart as englishApart,
  closing as englishClosing,
  held as englishHeld,
  leaving as englishLeaving,
} from "./leaving.en.ts";

const count = counted("de");
const pages = (n: number) => count(n, { one: "Eine Seite hat", other: "# Seiten haben" });

export const apart: typeof englishApart = {
  removedTitle: "Dieses Gerät wurde entfernt",
  removed: "Auf einem anderen deiner Geräte wurde dieses von der Liste genommen.",
  closedTitle: "Das Konto wurde geschlossen",
  closed: (device: string, day: string) => `Es wurde von ${device} aus geschlossen, am ${day}.`,
  stays: "Alles, was hier war, ist noch hier. Du kannst es lesen, und schreiben.",
  nothingGoes: "Von hier wird nichts mehr geschickt, und nichts kommt mehr an.",
  next: "Wenn du magst, speichere zuerst eine Sicherung. Danach kannst du entfernen, was hier ist.",
  notYou:
    "Wenn du das nicht warst, kennt vielleicht jemand deine Passphrase. Auf einem Gerät, das noch deines ist, sperren neue Schlüssel diese Person aus.",
  again:
    "Wenn dieses Gerät leer ist, kann es mit deinem Namen und deiner Passphrase wieder hinzukommen.",
  begin: "Wenn dieses Gerät leer ist, kannst du hier neu anfangen, oder es so lassen.",
  backup: "Eine Sicherung speichern",
  leave: "Entfernen, was hier ist",
  quiet: "Dieses Gerät gehört zum Konto",
  none: "Hier gibt es nichts anzusehen.",
};

export const leaving: typeof englishLeaving = {
  title: "Von diesem Gerät entfernen",
  goes: "Deine Seiten, die Schlüssel und die Dateien der App gehen aus diesem Browser, in einem.",
  stays:
    "Was auf dem Server ist, bleibt dort, und deine anderen Geräte bleiben auch. Um wiederzukommen, melde dich mit Name und Passphrase an, oder mit den Rettungswörtern.",
  traces:
    "Im Verlauf des Browsers steht vielleicht noch die Adresse, und gespeicherte Dateien bleiben, wo sie sind. Du kannst sie im Browser und auf dem Gerät entfernen.",
  allThere: "Alles, was hier ist, ist auch auf dem Server.",
  onlyHere: (n: number) => `${pages(n)} Worte, die nur auf diesem Gerät sind. Sie wären weg.`,
  nothingThere:
    "Von diesen Seiten hat noch nichts dieses Gerät verlassen. Sie wären endgültig weg, und niemand könnte sie zurückholen.",
  noServer: "Der Server hat sie nicht mehr für dich. Was du hier entfernst, ist weg.",
  unknown:
    "Ob der Server deine neuesten Worte hat, ist gerade nicht bekannt. Was er nicht hat, wäre weg.",
  backupFirst: "Zuerst eine Sicherung speichern",
  remove: "Von diesem Gerät entfernen",
  removeAnyway: "Trotzdem entfernen",
  sure: "Sicher? Worte, die nur hier sind, sind dann weg.",
  keep: "Alles hier behalten",
  working: "Wird entfernt.",
  doneTitle: "Von diesem Gerät ist es weg",
  done: "In diesem Browser ist nichts mehr davon. Du kannst dieses Fenster schließen.",
  doneOpen:
    "Fast alles ist weg. Etwas in diesem Browser hält noch einen leeren Speicher fest; er geht, wenn alle seine Fenster zu sind.",
  history:
    "Im Verlauf des Browsers steht vielleicht noch diese Adresse. Du kannst sie dort entfernen.",
  anew: "Zur ersten Seite",
};

export const closing: typeof englishClosing = {
  title: "Das Konto endgültig löschen",
  goesTitle: "Was geht",
  goes: [
    "alles auf dem Server: die versiegelten Seiten, ihre früheren Fassungen, die Schlüssel, die Liste der Geräte, dein Name",
    "die Anmeldungen aller Geräte; keines schickt oder holt mehr etwas",
  ],
  staysTitle: "Was bleibt",
  stays: [
    "Sicherungen und Dateien, die du gespeichert hast",
    "was auf diesem und auf deinen anderen Geräten ist, bis es dort entfernt wird",
    "Kopien, die die Person, die den Server betreibt, davon gemacht hat, bis sie verfallen",
    "für ein Jahr ein unterschriebener Vermerk ohne ein Wort von dir, damit deine Geräte wissen, dass das Konto geschlossen wurde",
  ],
  forGood:
    "Das lässt sich nicht rückgängig machen. Niemand kann es zurückholen, und wir auch nicht.",
  others:
    "Wer eines deiner Geräte benutzt, kann dort lesen, dass das Konto geschlossen wurde. Wenn dich das in Gefahr bringen könnte, warte, bis du an einem sicheren Ort bist.",
  backupFirst: "Zuerst eine Sicherung speichern",
  next: "Weiter",
  lastTitle: "Jetzt löschen?",
  passphrase: "Deine Passphrase",
  close: "Das Konto endgültig löschen",
  keep: "Das Konto behalten",
  working: "Wird gelöscht. Das kann ein paar Sekunden dauern.",
  unchanged: "Es wurde nichts gelöscht.",
  unsure:
    "Wenn die Verbindung abriss, ist es vielleicht schon gelöscht. Versuch es noch einmal; es schadet nicht.",
  doneTitle: "Das Konto ist gelöscht",
  done: "Der Server hat nichts mehr davon. Was auf diesem Gerät ist, ist noch hier.",
  doneNext: "Du kannst eine Sicherung speichern und entfernen, was hier ist.",
};

export const held: typeof englishHeld = {
  title: "Was der Server hat",
  what: "Eine Datei mit allem, was der Server von diesem Konto hat, außer den versiegelten Seiten: deinen Namen, die versiegelten Schlüssel, die Liste der Geräte mit den Tagen, an denen sie da waren, und wie viele versiegelte Stücke es gibt.",
  readable: "Jedes Programm für Text öffnet sie. Kein Wort deiner Seiten steht darin.",
  pages: "Deine Seiten selbst sind in einer Sicherung.",
  backup: "Eine Sicherung machen",
  passphrase: "Deine Passphrase",
  get: "Die Datei holen",
  working: "Der Server wird gefragt. Das kann ein paar Sekunden dauern.",
  ready: "Die Datei ist fertig.",
  save: "Die Datei speichern",
};
