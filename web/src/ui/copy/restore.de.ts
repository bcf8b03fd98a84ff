import type { Verdict } from "../../core/contract.ts";
import { counted } from "./counted.ts";
import type { restore as english } from "./restore.en.ts";

const count = counted("de");

const words: Readonly<Record<Verdict, string>> = {
  new: "war nicht hier, und kam herein",
  same: "ist schon hier",
  older: "alle Worte davon sind hier",
  different: "war hier anders",
  removed_here: "wurde hier entfernt, und bleibt es",
  filled: "kam herein, wo hier nichts stand",
  kept_here: "ist hier anders, und was hier ist, bleibt",
};

/** `day` on which the backup was made. */
type Said = Readonly<Record<Verdict, (n: number, day: string) => string>>;

const would: Said = {
  new: (n) =>
    count(n, {
      one: "Eine ist nicht hier. Sie kommt herein.",
      other: "# sind nicht hier. Sie kommen herein.",
    }),
  same: (n) =>
    count(n, { one: "Eine ist hier, wie sie ist.", other: "# sind hier, wie sie sind." }),
  older: (n) =>
    count(n, {
      one: "Eine ist älter als das, was hier ist. Nichts ändert sich.",
      other: "# sind älter als das, was hier ist. Nichts ändert sich.",
    }),
  different: (n, day) =>
    count(n, {
      one: `Eine ist hier anders. Sie kann neben deiner stehen, als Kopie aus der Sicherung vom ${day}.`,
      other: `# sind hier anders. Sie können neben deinen stehen, als Kopien aus der Sicherung vom ${day}.`,
    }),
  removed_here: (n) =>
    count(n, {
      one: "Eine wurde hier entfernt. Sie bleibt entfernt.",
      other: "# wurden hier entfernt. Sie bleiben entfernt.",
    }),
  filled: (n) =>
    count(n, {
      one: "Eine füllt, was hier leer ist, etwa eine Einstellung.",
      other: "# füllen, was hier leer ist, etwa Einstellungen.",
    }),
  kept_here: (n) =>
    count(n, {
      one: "Eine ist hier anders eingestellt. Deine bleibt.",
      other: "# sind hier anders eingestellt. Deine bleiben.",
    }),
};

const did: Said = {
  new: (n) => count(n, { one: "Eine kam herein.", other: "# kamen herein." }),
  same: (n) => count(n, { one: "Eine war schon hier.", other: "# waren schon hier." }),
  older: (n) =>
    count(n, {
      one: "Eine war älter als das, was hier ist.",
      other: "# waren älter als das, was hier ist.",
    }),
  different: (n, day) =>
    count(n, {
      one: `Eine steht neben deiner, als Kopie aus der Sicherung vom ${day}.`,
      other: `# stehen neben deinen, als Kopien aus der Sicherung vom ${day}.`,
    }),
  removed_here: (n) =>
    count(n, {
      one: "Eine wurde hier entfernt, und bleibt es.",
      other: "# wurden hier entfernt, und bleiben es.",
    }),
  filled: (n) =>
    count(n, {
      one: "Eine hat gefüllt, was hier leer war.",
      other: "# haben gefüllt, was hier leer war.",
    }),
  kept_here: (n) =>
    count(n, {
      one: "Eine bleibt, wie sie hier ist.",
      other: "# bleiben, wie sie hier sind.",
    }),
};

export const restore: typeof english = {
  title: "Aus einer Sicherung zurückholen",
  what: "Seiten einer Sicherung kommen hierher zurück. Was hier ist, bleibt: Nichts wird überschrieben, und nichts kommt zweimal.",
  local: "Die Datei wird auf diesem Gerät geöffnet. Sie wird nirgendwohin geschickt.",
  choose: "Die Sicherung wählen",
  chosen: (file: string) => `Gewählt: ${file}`,
  other: "Eine andere Datei wählen",
  lock: "Womit sie aufgeht",
  locks: { passphrase: "Mit ihrer Passphrase", identity: "Mit einer Schlüsseldatei von age" },
  passphrase: "Passphrase der Datei",
  passphraseHint:
    "Die, die du ihr beim Machen gegeben hast. Vielleicht ist es eine andere als die dieses Geräts.",
  identity: "Die Schlüsseldatei wählen",
  noIdentity: "In dieser Datei ist kein Schlüssel von age.",
  look: "Hineinsehen",
  looking: "Die Sicherung wird angesehen",
  lookingHint: "Zuerst wird jedes Byte gelesen und geprüft. Noch ändert sich nichts.",
  stop: "Anhalten",
  unsound:
    "Diese Datei hat ihre eigene Prüfung nicht bestanden. Vielleicht ist sie abgeschnitten, oder sie ist keine Sicherung von hier. Wenn es eine andere Kopie gibt, versuch es mit der.",
  nothingTaken: "Hier wurde nichts geändert.",
  foundTitle: (day: string) => `Die Sicherung vom ${day}`,
  holds: (n: number) =>
    count(n, { one: "Sie enthält eine Seite.", other: "Sie enthält # Seiten." }),
  besides: (n: number) =>
    count(n, {
      one: "Dazu etwas anderes, etwa einen Menschen oder deine Einstellungen.",
      other: "Dazu # andere Dinge, etwa Menschen und deine Einstellungen.",
    }),
  sound: "Sie hat ihre eigene Prüfung bestanden.",
  leftOut: (n: number) =>
    count(n, {
      one: "Eines ließ sich nicht öffnen, als sie gemacht wurde; die neuesten Worte davon sind nicht darin.",
      other:
        "# ließen sich nicht öffnen, als sie gemacht wurde; die neuesten Worte davon sind nicht darin.",
    }),
  wouldTitle: "Was geschehen würde",
  would,
  copies: "Was anders ist, als Kopie neben meines stellen",
  copiesHint: "Du kannst sie vergleichen und weglegen, was du nicht willst.",
  nothingNew: "Alles davon ist schon hier. Es gibt nichts zurückzuholen.",
  run: "Zurückholen",
  running: "Seiten werden zurückgeholt",
  runningHint:
    "Bleib auf diesem Bildschirm, solange es geht. Wenn du anhältst, bleibt, was zurück ist, und du kannst später weitermachen.",
  progress: (done: number, total: number) => `${done} von ${total}`,
  partly: "Was vorher zurückkam, ist gespeichert.",
  doneTitle: "Die Sicherung ist zurück",
  stoppedTitle: "Angehalten",
  did,
  leftApart: (n: number) =>
    count(n, {
      one: "Eine ist hier anders. Deine bleibt, und es wurde keine Kopie gemacht.",
      other: "# sind hier anders. Deine bleiben, und es wurden keine Kopien gemacht.",
    }),
  stays:
    "Was zurück ist, bleibt, wie es ist. Du kannst jetzt weitermachen, oder an einem anderen Tag dieselbe Datei noch einmal wählen.",
  goOn: "Weitermachen",
  report: "Die Liste als Datei speichern",
  reportHint:
    "Eine Liste von dem, was nicht schlicht hereinkam. Kein Wort deiner Seiten steht darin.",
  reportHeading: "Was nicht schlicht hereinkam",
  reportFile: "nicht-zurueckgeholt.txt",
  words,
  toPages: "Zu deinen Seiten",
};
