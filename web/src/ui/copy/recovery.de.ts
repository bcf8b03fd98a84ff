import type { recovery as english } from "./recovery.en.ts";

export const recovery: typeof english = {
  title: "Rettungswörter",
  why: "Diese zehn Wörter öffnen deine Seiten, wenn die Passphrase verloren ist. Sie werden gezeigt, bis du sie hier einmal getippt hast.",
  paper:
    "Schreib sie auf Papier und leg es dahin, wo nur du nachsiehst. Papier kann gefunden werden: Wer es und deinen Namen hat, kann deine Seiten öffnen.",
  written: "Ich habe sie aufgeschrieben",
  typeTitle: "Tippe die zehn Wörter",
  typeHint:
    "Von deinem Papier, mit Leerzeichen dazwischen. Dann machen sich deine Seiten auf den Weg.",
  typeLabel: "Die zehn Wörter",
  confirm: "Abgleichen",
  different:
    "Das sind noch nicht ganz die Wörter. Vergleiche die Reihenfolge und die Schreibweise; nichts ist verloren, und du kannst es noch einmal versuchen.",
  seeAgain: "Die Wörter noch einmal sehen",
  done: "Die Rettungswörter sind bei dir. Dieses Gerät hat sie nicht mehr.",
};
