import { counted } from "./counted.ts";
import type {
  changing as englishChanging,
  newKeys as englishNewKeys,
  newWords as englishNewWords,
  recover as englishRecover,
  ways as englishWays,
} from "./ways.en.ts";

const count = counted("de");

export const ways: typeof englishWays = {
  title: "Zugänge",
  intro: "Was deine Seiten öffnet, und wie du es änderst.",
  passphrase: "Die Passphrase",
  passphraseWhat:
    "Mit deinem Namen öffnet sie deine Seiten auf jedem Gerät. Nach jedem Sperren wird nach ihr gefragt.",
  change: "Die Passphrase ändern",
  words: "Die Rettungswörter",
  wordsWhat:
    "Zehn Wörter auf Papier. Mit deinem Namen lassen sie dich hinein, wenn die Passphrase verloren ist. Wer sie findet und deinen Namen kennt, kommt auch hinein.",
  wordsUnkept:
    "Sie warten darauf, aufgeschrieben zu werden. Bis dahin verlässt nichts dieses Gerät.",
  makeWords: "Neue Rettungswörter machen",
  devices: "Die Geräte",
  devicesWhat: "Jedes hat seine eigene versiegelte Kopie deiner Seiten.",
  seeDevices: "Die Geräte ansehen",
  known: "Wenn jemand deine Passphrase kennen könnte",
  knownWhat:
    "Neue Schlüssel melden alle anderen Geräte ab und versiegeln neu, was du von da an schreibst. Lies, was sie tun, bevor du dich entscheidest.",
  seeKeys: "Über neue Schlüssel",
  held: "Was der Server hat",
  heldWhat:
    "Eine Datei mit allem, was der Server von dem Konto hat, außer den versiegelten Seiten.",
  seeHeld: "Diese Datei holen",
  heldFile: "Alles, was der Server von diesem Konto hat, als Datei",
  leave: "Gehen",
  leaveWhat:
    "Deine Seiten können nur von diesem Gerät gehen, oder das Konto kann vom Server gehen.",
};

export const changing: typeof englishChanging = {
  title: "Die Passphrase ändern",
  what: "Die neue öffnet deine Seiten hier von jetzt an. Jedes deiner anderen Geräte nimmt sie an, wenn es das nächste Mal online ist. Bis dahin öffnet es sich mit der alten.",
  stays:
    "Niemand wird abgemeldet. Deine Rettungswörter bleiben dieselben, und die Passphrasen von Sicherungen, die du gespeichert hast, auch.",
  known:
    "Wenn jemand die alte kennen könnte, sind neue Schlüssel die bessere Wahl: Wer ein Gerät von dir hat, oder eine alte Kopie vom Server, könnte mit diesem Wissen noch etwas anfangen.",
  present: "Die Passphrase, die du jetzt hast",
  change: "Ändern",
  working: "Die neue Passphrase wird gesetzt. Das kann ein paar Sekunden dauern.",
  unchanged: "Es wurde nichts geändert.",
  doneTitle: "Die Passphrase ist geändert",
  done: "Von jetzt an öffnet die neue deine Seiten. Wenn ein Gerät danach fragt und die alte nicht mehr öffnet, tippe dort die neue.",
  unsure:
    "Wenn die Verbindung abriss, gilt vielleicht schon die neue Passphrase. Versuch es noch einmal, oder sperre und sieh, welche öffnet.",
};

export const newWords: typeof englishNewWords = {
  title: "Neue Rettungswörter",
  what: "Du bekommst zehn neue Wörter. Die alten zehn öffnen danach nichts mehr, das alte Papier kann also weg.",
  paper:
    "Papier kann gefunden werden: Wer diese Wörter und deinen Namen hat, kann deine Seiten öffnen. Leg sie dahin, wo nur du nachsiehst.",
  known: "Wenn jemand die alten Wörter gesehen haben könnte, sind neue Schlüssel die bessere Wahl.",
  nothingYet: "Bis zum letzten Schritt ändert sich nichts.",
  draw: "Zeig mir zehn neue Wörter",
  shown: "Deine zehn neuen Wörter",
  shownWhy:
    "Sie werden nur hier gezeigt und nirgends aufgehoben. Schreib sie auf, bevor du weitermachst.",
  lastTitle: "Letzter Schritt: deine Passphrase",
  lastWhat: "Mit ihr treten die neuen Wörter an die Stelle der alten.",
  set: "Die neuen Wörter einsetzen",
  working: "Die neuen Wörter werden eingesetzt. Das kann ein paar Sekunden dauern.",
  doneTitle: "Die neuen Wörter gelten",
  done: "Die alten zehn öffnen nichts mehr. Deine Passphrase und deine Geräte sind, wie sie waren.",
  typeHint:
    "Von deinem Papier, mit Leerzeichen dazwischen. Großbuchstaben und Kommas machen keinen Unterschied.",
  compare: "Vergleichen",
  unsure:
    "Wenn die Verbindung abriss, gelten vielleicht schon die neuen Wörter. Behalte beide Papiere, und versuch es noch einmal.",
};

export const newKeys: typeof englishNewKeys = {
  title: "Neue Schlüssel",
  when: "Für den Fall, dass jemand deine Passphrase oder deine Rettungswörter kennen könnte, oder dass ein Gerät von dir verloren ging.",
  doesTitle: "Was sie tun",
  does: [
    "Alle deine anderen Geräte werden abgemeldet. Jedes fragt einmal nach der neuen Passphrase und macht dann weiter mit allem, was es hat.",
    "Du wählst eine neue Passphrase und bekommst neue Rettungswörter. Die alten öffnen das Konto nicht mehr.",
    "Passkeys enden mit den alten Schlüsseln. Du kannst sie wieder hinzufügen.",
    "Was du von da an schreibst, wird mit Schlüsseln versiegelt, die niemand gesehen hat.",
    "Geräte, die du auswählst, werden endgültig entfernt.",
  ],
  cannotTitle: "Was sie nicht können",
  cannot: [
    "Was jemand gelesen, kopiert oder gespeichert hat, bleibt bei dieser Person.",
    "Ein Gerät, das abgemeldet ist, behält, was es schon hat, bis es dort geleert wird.",
    "Seiten von vorher bleiben mit den alten Schlüsseln versiegelt, auch auf dem Server, bis du wieder in ihnen schreibst.",
    "Sie helfen nicht gegen ein Gerät, auf dem jemand den Bildschirm mitsieht. Nimm eines, an das sonst niemand kommt.",
  ],
  momentTitle: "Wähle deinen Moment",
  moment: [
    "Wer eines deiner Geräte benutzt, merkt vielleicht, dass es abgemeldet wurde, und denkt sich vielleicht, dass du es warst.",
    "Wenn dich das in Gefahr bringen könnte, warte, bis du an einem sicheren Ort bist. Durch Warten geht nichts verloren, und du kannst vorher mit jemandem darüber sprechen.",
  ],
  people: "Meine Menschen und Nummern",
  begin: "Weiter mit neuen Schlüsseln",
  later: "Nicht jetzt",
  notYetTitle: "Noch nicht",
  waiting: (pages: number) =>
    `${count(pages, { one: "Eine Seite hat", other: "# Seiten haben" })} Worte, die bisher nur auf diesem Gerät sind. Erst kommen sie auf den Server, damit nichts verloren geht. Mit einer Verbindung geschieht das von selbst.`,
  unsynced: "Erst kommen dieses Gerät und der Server auf denselben Stand. So steht es gerade:",
  devicesTitle: "Welche Geräte kommen wieder?",
  devicesWhat:
    "Alle werden abgemeldet. Ein Gerät, das hier angekreuzt ist, wird endgültig entfernt: Es kommt nicht wieder, auch nicht mit der neuen Passphrase.",
  devicesNone: "Es gibt kein anderes Gerät. Du kannst weitergehen.",
  devicesPart:
    "Der Server lässt sich gerade nicht fragen; ein Gerät, das nur er kennt, fehlt hier.",
  remove: (name: string) => `${name} endgültig entfernen`,
  strangers:
    "Eine Anmeldung, aus der nie eines deiner Geräte wurde, sperren neue Schlüssel auch aus. Sie braucht kein Kreuz.",
  toWords: "Weiter zu den neuen Rettungswörtern",
  back: "Einen Schritt zurück",
  wordsTitle: "Deine neuen Rettungswörter",
  wordsWhy:
    "Sie werden sonst nirgends aufgehoben und gelten, sobald die neuen Schlüssel da sind. Schreib sie auf, bevor du weitermachst.",
  lastTitle: "Letzter Schritt: die Passphrasen",
  lastWhat: "Danach entstehen die neuen Schlüssel, und die anderen Geräte werden abgemeldet.",
  make: "Neue Schlüssel machen",
  working:
    "Neue Schlüssel entstehen. Bei vielen Seiten dauert das einen Moment. Lass das hier offen.",
  doneTitle: "Die neuen Schlüssel sind da",
  done: [
    "Alle anderen Geräte sind abgemeldet. Tippe auf jedem, das du behältst, einmal die neue Passphrase. Was dort geschrieben und noch nicht geschickt wurde, ist gespeichert und geht dann hinaus.",
    "Die alten Rettungswörter öffnen nichts mehr: Das Papier mit ihnen kann weg.",
    "Was du von jetzt an schreibst, ist mit den neuen Schlüsseln versiegelt. Was vorher gelesen wurde, lässt sich nicht ungelesen machen.",
  ],
};

export const recover: typeof englishRecover = {
  title: "Mit den zehn Wörtern hinein",
  what: "Du wählst eine neue Passphrase und bekommst neue Rettungswörter. Die zehn, die du hast, öffnen danach nichts mehr.",
  others:
    "Deine anderen Geräte bleiben deine. Jedes fragt nach der neuen Passphrase, nachdem es wieder online war.",
  kept: "Was du auf diesem Gerät geschrieben hast, bleibt, auch was noch nicht gesendet wurde.",
  nameHint: "Der, mit dem du dich anmeldest.",
  words: "Deine zehn Rettungswörter",
  wordsHint: "Mit Leerzeichen dazwischen. Großbuchstaben und Kommas machen keinen Unterschied.",
  file: "Von einem gespeicherten Blatt lesen",
  fileRead: "Die Wörter des Blatts stehen im Feld.",
  fileStrange:
    "Diese Datei sieht nicht wie ein Blatt mit Rettungswörtern aus. Du kannst die Wörter auch tippen.",
  few: (words: number) =>
    `${count(words, { one: "Ein Wort steht", other: "# Wörter stehen" })} da. Es braucht zehn.`,
  refused:
    "Der Name und diese Wörter haben nichts geöffnet. Vergleiche beides mit deinem Papier; nichts wird gelöscht, und du kannst es noch einmal versuchen.",
  nameMissing: "Auch der Name wird gebraucht. Vielleicht steht er auf deinem Papier.",
  next: "Weiter",
  newTitle: "Zehn neue Rettungswörter",
  newWhy:
    "Im letzten Schritt treten sie an die Stelle der alten zehn. Schreib sie auf, bevor du weitermachst.",
  lastTitle: "Letzter Schritt: eine neue Passphrase",
  open: "Meine Seiten öffnen",
  working: "Deine Seiten werden geöffnet. Das kann ein paar Sekunden dauern.",
  doneTitle: "Du bist drin",
  done: "Die neue Passphrase und die neuen Wörter gelten von jetzt an. Deine Seiten kommen von selbst.",
  lost: "Ging ein Gerät verloren, oder könnte jemand die alte Passphrase kennen? Du kannst die Geräte ansehen und neue Schlüssel machen.",
  toPages: "Zu meinen Seiten",
  unsure:
    "Wenn die Verbindung abriss, gelten vielleicht schon die neuen Wörter. Versuch es noch einmal; es schadet nicht.",
};
