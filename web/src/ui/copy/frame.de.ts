import { counted } from "./counted.ts";
import type { frame as english } from "./frame.en.ts";

const count = counted("de");

export const frame: typeof english = {
  direction: "ltr",
  name: "Goldseam",
  skip: "Zur Seite",
  skipToCover: "Diesen Bildschirm verdecken",
  bar: {
    label: "Griffbereit",
    ground: "Boden",
    write: "Schreiben",
    cover: "Verdecken",
  },
  first: {
    title: "Ein eigener Ort zum Schreiben",
    words: [
      "Das ist ein eigener Ort zum Schreiben. Du bestimmst, was hinein kommt, wie schnell, und wer je davon hört.",
      "Er ersetzt nicht, dass dir ein Mensch begegnet, und er ersetzt keine Behandlung. Er kann dir helfen zu bemerken, zu bewahren und zu tragen.",
    ],
    safetyTitle: "Bevor du anfängst",
    safety: [
      "Wenn jemand dein Telefon prüft, sieht diese Person vielleicht, dass es diese App hier gibt. Wenn dich das in Gefahr bringen könnte, nimm ein Gerät, an das sie nicht kommt, oder warte. Vor Programmen, die den Bildschirm aufzeichnen, können wir sie nicht verbergen.",
      "Verdecken oder Schließen löscht nicht den Verlauf des Browsers.",
    ],
    begin: "Anfangen",
    have: "Ich habe schon Seiten",
  },
  about:
    "Ein Tagebuch, kein Medizinprodukt. Es erkennt, behandelt und verhindert keine Krankheit, und es liest und bewertet nicht, was du schreibst.",
  lost: "Wir haben keine Kopie deines Schlüssels und können darum nicht für dich öffnen. Deine Wörter zur Rettung können es. Wenn auch sie weg sind, bleiben die Seiten zu. Das tut uns leid. Es ist der Preis dafür, dass niemand sonst sie lesen kann.",
  back: "Zurück",
  credentials: {
    name: "Name",
    passphrase: "Passphrase",
    show: "Zeigen, was ich tippe",
    open: "Öffnen",
    opening: "Wird geöffnet. Das kann ein paar Sekunden dauern.",
  },
  create: {
    title: "Ein Name und sechs Wörter",
    nameHint:
      "Es braucht nicht dein eigener Name zu sein. Mit ihm meldest du dich auf anderen Geräten an.",
    words: "Sechs Wörter öffnen deine Seiten",
    wordsHint: "Schreib sie auf Papier, oder bewahre sie in einem Passwortmanager auf.",
    other: "Andere Wörter",
    type: "Die sechs Wörter",
    typeHint: "Tippe sie mit je einem Leerzeichen dazwischen, oder setze sie ein.",
    fill: "Einsetzen",
    open: "Die erste Seite öffnen",
    different: "Das sind nicht die sechs Wörter von oben. Vergleiche sie, oder setze sie ein.",
    nameMissing: "Zum späteren Anmelden braucht es einen Namen. Irgendein Wort genügt.",
    nameLong: "Dieser Name ist etwas lang. Nimm höchstens 64 Buchstaben.",
    lostTitle: "Wenn die sechs Wörter verloren gehen",
    lostNext: "Nach deiner ersten Seite kannst du die Wörter zur Rettung aufschreiben.",
  },
  signIn: {
    title: "Deine Seiten hier öffnen",
    hint: "Nimm den Namen und die Passphrase von deinem anderen Gerät. Dieses hier behält dann seine eigene versiegelte Kopie.",
    again: "Noch einmal anmelden",
    againHint:
      "Auf diesem Gerät bewahrt. Der Server fragt nach deiner Passphrase, bevor er Neues annimmt.",
  },
  unlock: {
    title: "Gesperrt",
    lostTitle: "Wenn die Passphrase verloren ist",
    covered: "Weiter",
  },
  list: {
    title: "Seiten",
    empty: "Hier ist noch nichts. Das ist in Ordnung.",
    emptyNext: "Schreiben ist da, wenn du es möchtest.",
    more: "Mehr zeigen",
    untitled: "Eine Seite noch ohne Wörter",
    place: "Fang an, wo du gerade bist.",
    beside: "Wähle eine Seite, oder schreib eine neue.",
    links: "Mehr",
  },
  kept: {
    device: "Auf diesem Gerät",
    server: "Auch auf dem Server",
    device_only: "Nur auf diesem Gerät: länger, als der Server annimmt",
  },
  merged: "Wörter von zwei Orten",
  newer: "Von einer neueren Version",
  sync: {
    recovery_first:
      "Noch hat nichts dieses Gerät verlassen. Damit deine Seiten auf andere Geräte kommen, schreib die Wörter zur Rettung auf.",
    recoveryLink: "Die Wörter zur Rettung aufschreiben",
    working: "Hier bewahrt. Neues wird geschickt.",
    waiting:
      "Alles ist hier bewahrt. Bei den Seiten, die der Server noch nicht hat, steht es dabei.",
    done: "Alles ist auch auf dem Server.",
    offline: "Du bist offline. Alles, was du schreibst, wird hier bewahrt.",
    fault:
      "In der App selbst ist etwas schiefgegangen. Alles, was du schreibst, wird hier bewahrt, und sie versucht es von selbst wieder.",
    damaged: (pages: number) =>
      `Die neuesten Worte von ${count(pages, { one: "einer Seite", other: "# Seiten" })} lassen sich auf diesem Gerät nicht mehr lesen. Sie bleiben bewahrt, wie sie sind, und alles andere geht weiter.`,
    tryNow: "Jetzt versuchen",
    sign_in_again:
      "Auf diesem Gerät bewahrt. Gib einmal deine Passphrase ein, dann geht es weiter.",
    signInLink: "Noch einmal anmelden",
    stopped: "Auf diesem Gerät bewahrt. Vorerst wird nichts geschickt und nichts aufgenommen.",
    stoppedLink: "Sehen, warum",
  },
  editor: {
    title: "Titel, wenn du magst",
    body: "Die Seite",
    placeholder: "Fang an, wo du gerade bist.",
    more: "Schlagwörter",
    tags: "Schlagwörter, mit Kommas dazwischen",
    writing: "Es wird geschrieben",
    keptOnce: "Auf diesem Gerät bewahrt. Deine anderen Geräte bekommen es, wenn du online bist.",
    keptOnceLocal: "Auf diesem Gerät bewahrt.",
    merged: "Du hast an zwei Orten geschrieben. Beides ist da. Wähle, wann du magst.",
    seen: "Ich habe es gesehen",
    newer:
      "Diese Seite wurde mit einer neueren Version der App geschrieben. Sie bleibt, wie sie ist. Lade neu, um die Version zu bekommen, und ändere sie dann hier.",
    unreadable:
      "Diese Seite ließ sich mit deinen Schlüsseln nicht öffnen. Sie bleibt, wie sie ist; nichts davon wird weggeworfen.",
    missing: "Diese Seite ist nicht auf diesem Gerät.",
    missingNext:
      "Vielleicht kommt sie mit der nächsten Verbindung. Deine anderen Seiten sind in der Liste.",
    notKept:
      "Deine Wörter stehen noch auf diesem Bildschirm. Sie konnten auf diesem Gerät noch nicht bewahrt werden.",
    heldBack:
      "Die letzten Wörter einer Seite werden auf diesem Bildschirm gehalten und sind noch nicht bewahrt. Es wird von selbst wieder versucht; lass das hier offen.",
    retry: "Jetzt bewahren",
  },
  recovery: {
    title: "Wörter zur Rettung",
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
    done: "Die Wörter zur Rettung sind bei dir. Dieses Gerät hat sie nicht mehr.",
  },
  backup: {
    title: "Eine Sicherung",
    what: "Eine versiegelte Datei mit all deinen Seiten, lesbar mit gewöhnlichen Werkzeugen und ohne uns. Kopien, die du speicherst, bleiben, wo du sie hinlegst.",
    passphrase: "Passphrase für die Datei",
    again: "Dieselbe noch einmal",
    offer: "Sechs Wörter vorschlagen",
    offered: "Sechs Wörter für diese Datei. Schreib sie auf, bevor du weitermachst:",
    short:
      "Eine längere Passphrase hält die Datei geschlossen. Nimm mindestens 16 Buchstaben, oder die sechs Wörter.",
    different: "Die beiden sind nicht gleich. Noch wurde nichts gemacht; tippe sie noch einmal.",
    make: "Die Sicherung machen",
    making: "Die Sicherung wird gemacht",
    progress: (done: number, total: number) => `${done} von ${total} fertig`,
    cancel: "Anhalten",
    cancelled: "Angehalten. Es wurde keine Datei gemacht, und deine Seiten sind, wie sie waren.",
    ready: (pages: number) =>
      `Die Sicherung ist fertig und wurde geprüft. Sie enthält ${count(pages, { one: "eine Seite", other: "# Seiten" })}.`,
    leftOut: (records: number) =>
      count(records, {
        one: "Eine Seite ließ sich hier nicht öffnen, wie sie zuletzt war. Ältere Worte sind in der Sicherung, wo dieses Gerät welche hat. Ein anderes Gerät hat die neuesten vielleicht noch.",
        other:
          "# Seiten ließen sich hier nicht öffnen, wie sie zuletzt waren. Ältere Worte sind in der Sicherung, wo dieses Gerät welche hat. Ein anderes Gerät hat die neuesten vielleicht noch.",
      }),
    save: "Die Datei speichern",
    openTitle: "Um sie später zu öffnen",
    openHow: [
      "Hol dir auf einem Computer das Programm age. Es ist frei und von anderen gemacht.",
      "Führe das aus, und gib die Passphrase der Datei ein:",
    ],
    command: (file: string) => `age --decrypt --output pages.zip ${file}`,
    openThen: "Öffne dann pages.zip. Jede Seite ist darin eine Textdatei.",
  },
  alarm: {
    title: "Etwas auf dem Server passt nicht",
    quiet: "Alles passt",
    none: "Hier gibt es nichts anzusehen.",
    kept: "Alles, was du geschrieben hast, ist auf diesem Gerät bewahrt, und du kannst weiterschreiben.",
    stopped:
      "Es wird nichts geschickt und nichts aufgenommen; so kann hier nichts dadurch ersetzt werden.",
    cause:
      "Das kann vorkommen, wenn ein Server auf eine ältere Kopie zurückgesetzt wurde. Es kann auch heißen, dass dort jemand etwas geändert hat. Von hier aus lässt sich nicht sagen, was von beidem.",
    next: "Ein guter nächster Schritt ist, eine Sicherung zu speichern. Frag dann die Person, die den Server betreibt, ob er zurückgesetzt wurde.",
    export: "Eine Sicherung machen",
  },
  server: {
    title: "Was der Server sehen kann",
    sees: "Er kann sehen",
    seesList: [
      "den Namen, mit dem du dich anmeldest",
      "wann sich deine Geräte verbinden, und von welcher Netzadresse",
      "wie viele Geräte du benutzt",
      "wie viele versiegelte Stücke es gibt, ihre ungefähre Größe, und wann sie sich ändern",
    ],
    blind: "Er kann nicht sehen",
    blindList: [
      "deine Titel, Wörter und Schlagwörter",
      "deine Passphrase, die sechs Wörter oder die Wörter zur Rettung",
      "welche deiner Seiten du liest",
    ],
    limits:
      "Der Server reicht deinem Browser diese App; darin vertraust du der Person, die ihn betreibt. Nichts hier hilft gegen Programme, die den Bildschirm aufzeichnen, oder gegen jemanden, der dich zwingt, sie zu öffnen.",
    aboutTitle: "Über diese App",
  },
  settings: {
    title: "Einstellungen",
    look: "Hell und dunkel",
    themes: { system: "Wie das Gerät", light: "Hell", dark: "Dunkel", dim: "Gedämpft" },
    lock: "Sperren",
    lockHint:
      "Sperren schließt deine Seiten, bis die Passphrase eingegeben wird. Nichts wird gelöscht.",
    lockNow: "Jetzt sperren",
    shift: "Auf einer Tastatur verdeckt dreimal Umschalt den Bildschirm.",
  },
  idle: {
    soon: "Das hier sperrt gleich. Deine Wörter sind bewahrt.",
    stay: "Hier bleiben",
  },
  update: {
    ready: "Eine neuere Version ist da. Sie öffnet gesperrt; deine Wörter werden vorher bewahrt.",
    now: "Zu ihr wechseln",
    refused:
      "Dieser Server bietet eine Version der App an, die nicht zu ihrer eigenen Liste passt. Sie wurde nicht übernommen. Deine Version läuft weiter, und deine Wörter sind hier sicher. Ein Server mitten in einer Aktualisierung kann so aussehen; die App sieht von selbst wieder nach. Bleibt das einen Tag lang so, sag es der Person, die den Server betreibt.",
  },
  unknownPlace: {
    title: "Unter dieser Adresse ist nichts",
    next: "Deine Seiten sind in der Liste.",
    list: "Zur Liste",
  },
  lazy: "Dieser Teil konnte nicht geladen werden. Lade die App neu, wenn du online bist; deine Wörter sind bewahrt.",
  keptHere: "Auf diesem Gerät bewahrt.",
};
