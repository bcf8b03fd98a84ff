import type { choices as english } from "./choices.en.ts";
import { counted } from "./counted.ts";

const count = counted("de");

export const choices: typeof english = {
  language: "Sprache",
  device: "Wie das Gerät",
  languages: { en: "English", de: "Deutsch" },
  languageMissing:
    "Diese Sprache ist noch nicht auf diesem Gerät. Sie kommt mit dem nächsten Start, wenn du online bist.",
  textSize: "Schriftgröße",
  textSizes: { standard: "Mittel", large: "Groß", larger: "Größer" },
  still: "Nichts bewegt sich",
  stillHint: "Von selbst auch, wenn dein Gerät um weniger Bewegung bittet.",
  writing: "Schreiben",
  mode: "Wie Fragen kommen",
  modes: { guided: "Eine nach der anderen", page: "Alle auf einer Seite" },
  theory: "Die Namen zeigen, die Theorien dafür haben",
  theoryHint: "Klein und grau, neben schlichten Wörtern.",
  ground: "Erden",
  grounding: "Womit es beginnt",
  firstScreen: "Der erste Bildschirm",
  again: "Zeigen, was ich beiseite gelegt habe, wenn sein Tag da ist",
  againHint:
    "Sonst taucht dort nichts von selbst auf. Ohne das taucht gar nichts auf; deine Seiten bleiben in der Liste.",
  lockIdle: "Von selbst sperren, wenn nichts berührt wird, nach",
  lockHidden: "Von selbst sperren, wenn außer Sicht, nach",
  atOnce: "einem Augenblick, also sofort",
  minutes: (amount: number) => count(amount, { one: "# Minute", other: "# Minuten" }),
  coverTarget: "Wohin Verdecken weitergeht",
  coverTargetHint:
    "In einem Browser kann Verdecken auf eine andere Seite gehen, etwa zum Wetter. Lass es leer, um auf einem leeren Bildschirm zu bleiben.",
  coverStrange: "Das ist keine Adresse einer Seite. Nichts wurde geändert.",
  traces:
    "Verdecken löscht nicht den Verlauf des Browsers und hilft nicht gegen Programme, die den Bildschirm aufzeichnen.",
  vocabularyHint:
    "Diese Wörter gehören dir: ändere sie, blende sie aus, füge eigene dazu. Was du früher gewählt hast, liest sich so, wie du es jetzt nennst. „Weiß nicht genau“ und „heute nicht“ bleiben.",
  list: "Welche Wörter",
  rename: (word: string) => `Dein Wort für ${word}`,
  hide: "Ausblenden",
  hideWord: (word: string) => `${word} ausblenden`,
  hidden: "Ausgeblendete Wörter",
  show: "Wieder zeigen",
  showWord: (word: string) => `${word} wieder zeigen`,
};
