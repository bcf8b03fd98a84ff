import type {
  alarm as englishAlarm,
  compare as englishCompare,
  rejoin as englishRejoin,
} from "./alarm.en.ts";
import { counted } from "./counted.ts";

const count = counted("de");
const pages = (n: number) => count(n, { one: "eine Seite", other: "# Seiten" });

export const alarm: typeof englishAlarm = {
  title: "Etwas auf dem Server passt nicht",
  quiet: "Alles passt",
  none: "Hier gibt es nichts anzusehen.",
  kept: "Alles, was du geschrieben hast, ist auf diesem Gerät gespeichert, und du kannst weiterschreiben.",
  stopped:
    "Vorerst wird nichts geschickt und nichts geholt; so kann hier nichts überschrieben werden. Eines kommt noch an: Eine Seite, die du auf einem anderen Gerät entfernst, geht auch hier.",
  causes: {
    rolled_back:
      "Meist wurde ein Server aus einer älteren Kopie zurückgeholt, etwa nach einer Reparatur. Es kann auch heißen, dass dort jemand etwas zurückhält.",
    chain_mismatch:
      "Meist wurde ein Server aus einer älteren Kopie zurückgeholt, und ein anderes deiner Geräte hat dort weitergemacht. Es kann auch heißen, dass dort jemand etwas geändert hat.",
    keyring_mismatch:
      "Es kann sein, dass ein Server auf eine Zeit zurückgeholt wurde, in der es eines deiner Geräte noch nicht gab. Es kann auch heißen, dass jemand ein Gerät hinzufügen wollte. Wenn du keines hinzugefügt hast, frag nach, bevor du weitermachst.",
    number_reversed:
      "Meist wurde ein Server aus einer älteren Kopie zurückgeholt, und ein anderes deiner Geräte hat dort weitergemacht. Es kann auch heißen, dass jemand alte Seiten an die Stelle von neuen gesetzt hat.",
    tag_mismatch:
      "Es kann eine ältere Kopie des Servers sein oder ein Fehler in dem, was er speichert. Es kann auch heißen, dass jemand etwas weggelassen oder etwas hinzugefügt hat.",
    signature_mismatch:
      "Es kann ein Fehler auf dem Server sein. Es kann auch heißen, dass jemand ohne deine Schlüssel etwas hinzufügen wollte. Es wurde nicht angenommen.",
  },
  unsure: "Von hier aus lässt sich nicht sagen, was davon.",
  ask: "Es eilt nicht. Ein guter nächster Schritt ist, eine Sicherung zu speichern. Du kannst auch die Person, die den Server betreibt, fragen, ob er aus einer Kopie zurückgeholt wurde.",
  export: "Eine Sicherung machen",
  look: "Ansehen, was dort ist und was hier",
  lookWhy: "Ansehen ändert nichts. Es braucht eine Verbindung zum Server.",
  compare: "Mit einem anderen Gerät vergleichen",
};

export const rejoin: typeof englishRejoin = {
  title: "Was dort ist und was hier",
  looking: "Es wird nachgesehen. Bei vielen Seiten dauert das eine Weile. Nachsehen ändert nichts.",
  again: "Noch einmal nachsehen",
  unfit: "Was der Server zeigt, passt noch nicht zusammen.",
  unchanged:
    "Nichts wurde geändert. Deine Worte sind auf diesem Gerät, und du kannst später noch einmal nachsehen.",
  continues: "Der Server macht dort weiter, wo dieses Gerät steht. Dort ging nichts verloren.",
  branch:
    "Ab einer Stelle ging der Server einen anderen Weg als dieses Gerät. Dieses Gerät kann zu ihm hinübergehen und mitbringen, was dort fehlt.",
  moved:
    "Der Server hat sich geändert, während du geschaut hast. Noch ist nichts geschehen. Das zeigt er jetzt.",
  send: (n: number) => `Zu schicken: ${pages(n)}`,
  sendWhy: "Dieses Gerät hat Worte, die der Server nicht hat.",
  take: (n: number) => `Zu holen: ${pages(n)}`,
  takeWhy: "Der Server hat Worte, die dieses Gerät nicht hat.",
  both: (n: number) => `Zusammenzubringen: ${pages(n)}`,
  bothWhy: "Beide Seiten haben eigene Worte. Alle bleiben, in einer Seite.",
  removedHere: (n: number) =>
    `${count(n, { one: "Eine Seite wurde", other: "# Seiten wurden" })} auf einem anderen Gerät entfernt. ${count(n, { one: "Sie wird", other: "Sie werden" })} auch hier entfernt.`,
  removedThere: (n: number) =>
    `${count(n, { one: "Eine Seite wurde", other: "# Seiten wurden" })} hier entfernt. ${count(n, { one: "Sie wird", other: "Sie werden" })} auch dort entfernt.`,
  same: "Jede Seite ist hier und dort gleich.",
  beforeTitle: "Bevor du weitermachst",
  before: [
    "Das lässt sich nicht rückgängig machen. Durch Warten geht nichts verloren, und eine Sicherung geht vorher.",
    "Deine anderen Geräte erfahren, dass dieses es getan hat. Jedes, das auch nicht passt, kann dasselbe tun.",
  ],
  join: "Beides vereinen",
  later: "Nicht jetzt",
  joining: "Beides wird zusammengebracht. Deine Worte bleiben die ganze Zeit gespeichert.",
  doneTitle: "Dieses Gerät und der Server passen wieder zusammen",
  done: (sent: number, taken: number, both: number) =>
    `${count(sent, { one: "Eine Seite", other: "# Seiten" })} geschickt, ${taken} geholt, ${both} zusammengebracht.`,
  onWay: "Was zu schicken war, ist unterwegs.",
};

export const compare: typeof englishCompare = {
  title: "Mit einem anderen Gerät vergleichen",
  why: "Zwei deiner Geräte können prüfen, ob der Server ihnen dasselbe zeigt. Halte sie nebeneinander, oder lest euch die acht Wörter vor.",
  upToDate:
    "Beide brauchen vorher den neuesten Stand: Auf dem ersten Bildschirm von jedem steht, dass alles auch auf dem Server ist.",
  notYet: "Dieses Gerät hat noch nicht den neuesten Stand. Seine Wörter ändern sich dann.",
  alarmed: "Auf diesem Gerät passt etwas nicht. Bis das geklärt ist, sind seine Wörter andere.",
  own: "Die acht Wörter dieses Geräts",
  other: "Die acht Wörter des anderen Geräts",
  hint: "Großbuchstaben, Kommas und Leerzeichen machen keinen Unterschied.",
  begins: "Wörter, die so anfangen",
  check: "Vergleichen",
  few: (n: number) =>
    `${count(n, { one: "Ein Wort steht", other: "# Wörter stehen" })} da. Es braucht acht.`,
  same: "Dieselben Wörter. Beide Geräte haben denselben Verlauf und dieselbe Liste von Geräten.",
  different:
    "Das sind nicht dieselben Wörter. Sieh zuerst nach, ob beide Geräte den neuesten Stand haben und ob ein Wort anders gehört wurde. Bleiben sie verschieden, dann zeigt der Server deinen beiden Geräten zweierlei. Speichere auf beiden eine Sicherung, und frag die Person, die den Server betreibt.",
};
