import { counted } from "./counted.ts";
import type { devices as english } from "./devices.en.ts";

const count = counted("de");

export const devices: typeof english = {
  title: "Geräte",
  what: "Diese Geräte können deine Seiten öffnen. Jedes hat seine eigene versiegelte Kopie.",
  none: "Noch kein anderes Gerät. Deine Seiten sind auf diesem.",
  part: "Der Server lässt sich gerade nicht fragen. Das sind die Geräte, die dieses kennt; wann jedes zuletzt da war, ist nicht bekannt.",
  again: "Noch einmal fragen",
  add: "Ein Gerät hinzufügen",
  isThis: "Dieses Gerät",
  isNew: "Neu",
  nameless: "Ein Gerät ohne Namen",
  added: (day: string) => `Hinzugefügt am ${day}`,
  seen: (ago: string) => `Zuletzt verbunden: ${ago}`,
  ago: [
    "heute",
    "gestern",
    "vor zwei Tagen",
    "vor drei Tagen",
    "vor vier Tagen",
    "vor fünf Tagen",
    "vor sechs Tagen",
  ],
  weeksAgo: ["diese Woche", "vor einer Woche", "vor zwei Wochen", "vor drei Wochen"],
  inMonth: (month: string) => `im ${month}`,
  strangerTitle: "Eine Anmeldung ohne Gerät",
  stranger: (day: string) =>
    `Am ${day} hat sich jemand mit deiner Passphrase angemeldet, und daraus wurde nie eines deiner Geräte.`,
  strangerAtSomeTime:
    "Jemand hat sich mit deiner Passphrase angemeldet, und daraus wurde nie eines deiner Geräte.",
  strangerMaybe:
    "Das kannst du gewesen sein, wenn eine Anmeldung mittendrin abbrach. Wenn du es nicht warst, sperren neue Schlüssel sie aus.",
  newKeys: "Über neue Schlüssel",
  remove: (name: string) => `${name} entfernen`,
  removeOthers: "Alle anderen Geräte entfernen",
  gone: "Früher entfernt",
  removedSometime: "Entfernt",
  removedOn: (day: string) => `Entfernt am ${day}`,
  wasMe: "Die neuen waren ich",
  wasOne: "Das neue war ich",

  sureTitle: (name: string) => `${name} entfernen?`,
  sureOthersTitle: (others: number) =>
    `${count(others, { one: "Das andere Gerät", other: "# andere Geräte" })} entfernen?`,
  does: "Es wird abgemeldet und kann nichts mehr schicken und nichts mehr holen. Dort steht dann, behutsam gesagt, dass es entfernt wurde. Um wiederzukommen, wird es neu hinzugefügt.",
  cannot:
    "Was es schon hat, bleibt darauf und öffnet sich dort mit der Passphrase. Wenn jemand anderes es hat, schützen neue Schlüssel, was du von jetzt an schreibst.",
  passphrase: "Deine Passphrase",
  sure: "Entfernen",
  keep: "Behalten",
  removing: "Wird entfernt. Das kann ein paar Sekunden dauern.",
  unchanged: "Es wurde nichts geändert.",
  unsure:
    "Wenn die Verbindung abriss, ist es vielleicht schon geschehen. Die Liste sagt es, sobald der Server gefragt werden kann.",
  removed: (name: string) => `${name} wurde entfernt.`,
  removedOthers: "Die anderen Geräte wurden entfernt.",

  news: (name: string, day: string) => `Ein neues Gerät: ${name}, seit dem ${day}. Warst du das?`,
  newsUndated: (name: string) => `Ein neues Gerät: ${name}. Warst du das?`,
  newsMany: (n: number) =>
    `${count(n, { one: "Ein neues Gerät", other: "# neue Geräte" })}. Warst du das?`,
  newsStranger: (day: string) =>
    `Am ${day} hat sich jemand mit deiner Passphrase angemeldet. Warst du das?`,
  newsStrangerUndated: "Jemand hat sich mit deiner Passphrase angemeldet. Warst du das?",
  yes: "Ja",
  look: "Ansehen",
};
