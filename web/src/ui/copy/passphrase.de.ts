/** Eine Passphrase wählen: sechs Wörter, die angeboten werden, oder eine eigene. */

import type { passphrase as english } from "./passphrase.en.ts";

export const passphrase: typeof english = {
  words: "Sechs Wörter öffnen deine Seiten",
  wordsHint: "Schreib sie auf Papier, oder bewahre sie in einem Passwortmanager auf.",
  other: "Andere Wörter",
  type: "Die sechs Wörter",
  typeHint: "Tippe sie mit je einem Leerzeichen dazwischen, oder setze sie ein.",
  fill: "Einsetzen",
  different: "Das sind nicht die sechs Wörter von oben. Vergleiche sie, oder setze sie ein.",
  toOwn: "Lieber eine eigene nehmen",
  toSix: "Lieber sechs Wörter nehmen",
  own: "Deine eigene Passphrase",
  ownHint:
    "Ein paar Wörter, die nichts miteinander zu tun haben, oder was ein Passwortmanager macht. Alle Buchstaben und Zeichen sind recht, und du kannst sie einfügen.",
  again: "Noch einmal dieselbe",
  againDifferent: "Die beiden sind nicht gleich. Tippe sie noch einmal.",
  missing: "Hier steht noch keine Passphrase. Tippe eine, oder nimm die sechs Wörter.",
  unusable: "Das ist länger, als es sein kann. Eine kürzere genügt.",
  looking: "Dieses Gerät sieht nach, wie leicht sie zu erraten wäre. Sie wird nicht verschickt.",
  strong: "Diese ist schwer zu erraten.",
  weaknesses: {
    common: "Viele Menschen haben diese oder eine ganz ähnliche, darum wird sie früh probiert.",
    about: "Dein Name steckt darin. Wer dich kennt, probiert das früh.",
    keyboard: "Tasten, die nebeneinander liegen, werden früh probiert.",
    repeat: "Dasselbe noch einmal und noch einmal wird früh probiert.",
    sequence: "Buchstaben oder Zahlen in ihrer üblichen Folge werden früh probiert.",
    date: "Tage und Jahre werden früh probiert.",
    nearly: "Das reicht beinahe.",
    short: "Diese lässt sich mit etwas Geduld erraten.",
  },
  tricks: {
    signs: "Zeichen anstelle von Buchstaben helfen kaum, wie in p@sswort.",
    reversed: "Rückwärts geschriebene Wörter helfen kaum.",
    capitals: "Große Buchstaben helfen kaum.",
  },
  help: "Am meisten helfen ein oder zwei Wörter mehr, die mit dem Rest nichts zu tun haben. Oder nimm die sechs Wörter.",
};
