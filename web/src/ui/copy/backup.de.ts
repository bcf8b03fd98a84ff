import type { backup as english } from "./backup.en.ts";
import { counted } from "./counted.ts";

const count = counted("de");

export const backup: typeof english = {
  title: "Eine Sicherung",
  what: "Eine versiegelte Datei mit all deinen Seiten, lesbar mit gewöhnlichen Werkzeugen und ohne uns. Kopien, die du speicherst, bleiben, wo du sie hinlegst.",
  lock: "Womit sie später aufgeht",
  locks: { passphrase: "Mit einer Passphrase", recipient: "Mit einem Schlüssel des Programms age" },
  passphrase: "Passphrase für die Datei",
  again: "Dieselbe noch einmal",
  offer: "Sechs Wörter vorschlagen",
  offered: "Sechs Wörter für diese Datei. Schreib sie auf, bevor du weitermachst:",
  short:
    "Eine längere Passphrase hält die Datei geschlossen. Nimm mindestens 16 Buchstaben, oder die sechs Wörter.",
  different: "Die beiden sind nicht gleich. Noch ist nichts entstanden; tippe sie noch einmal.",
  recipient: "Der öffentliche Schlüssel",
  recipientHint:
    "Er beginnt mit age1. Nur wer seine geheime Hälfte hat, kann die Datei öffnen. Geht diese Hälfte verloren, kann es niemand. Wem ein Schlüssel gehört, weiß diese App nicht.",
  keyFaults: {
    none: "Hier steht noch kein Schlüssel. Füge den ein, der mit age1 beginnt.",
    secret:
      "Das ist die geheime Hälfte, die Dateien öffnet. Lass sie, wo sie ist, und füge den Schlüssel ein, der mit age1 beginnt.",
    foreign: "Das ist eine andere Art von Schlüssel. Der hier passt, beginnt mit age1.",
    mistyped:
      "Ein Zeichen dieses Schlüssels fehlt oder ist anders. Kopiere ihn noch einmal im Ganzen.",
  },
  make: "Die Sicherung machen",
  making: "Die Sicherung wird gemacht",
  progress: (done: number, total: number) => `${done} von ${total} fertig`,
  cancel: "Anhalten",
  cancelled: "Angehalten. Es ist keine Datei entstanden, und deine Seiten sind, wie sie waren.",
  ready: (pages: number) =>
    `Die Sicherung ist fertig und wurde geprüft. Sie enthält ${count(pages, { one: "eine Seite", other: "# Seiten" })}. Alles andere von dir ist auch darin.`,
  leftOut: (records: number) =>
    count(records, {
      one: "Eine Seite wurde zuletzt so geändert, dass dieses Gerät sie nicht öffnen kann. Ältere Worte von ihr sind in der Sicherung, wenn sie hier sind. Ein anderes Gerät hat die neuesten vielleicht noch.",
      other:
        "# Seiten wurden zuletzt so geändert, dass dieses Gerät sie nicht öffnen kann. Ältere Worte von ihnen sind in der Sicherung, wenn sie hier sind. Ein anderes Gerät hat die neuesten vielleicht noch.",
    }),
  openTitle: "Um sie später zu öffnen",
  getAge: "Hol dir auf einem Computer das Programm age. Es ist frei und von anderen gemacht.",
  byPassphrase: "Führe das aus, und gib die Passphrase der Datei ein:",
  byKey: "Führe das aus, mit der Datei deines geheimen Schlüssels an Stelle von key.txt:",
  command: (file: string) => `age --decrypt --output pages.zip ${file}`,
  keyCommand: (file: string) => `age --decrypt --identity key.txt --output pages.zip ${file}`,
  openThen:
    "Öffne dann pages.zip. Jede Seite ist darin eine Textdatei. Auch alles andere ist da, in Dateien für Programme.",
  remind: "An Sicherungen erinnern",
  remindHint:
    "Eine leise Zeile auf dem ersten Bildschirm, so lange, nachdem hier eine Sicherung gespeichert wurde. Sie gilt nur auf diesem Gerät.",
  remindEvery: {
    never: "Nie",
    month: "Nach einem Monat",
    quarter: "Nach drei Monaten",
  },
  reminder: "Du wolltest ab und zu an Sicherungen erinnert werden. Wenn du magst, mach eine neue.",
  makeOne: "Eine Sicherung machen",
  notNow: "Jetzt nicht",
};
