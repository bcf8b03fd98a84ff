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
    ground: "Erden",
    write: "Schreiben",
    cover: "Verdecken",
  },
  first: {
    title: "Ein Ort zum Schreiben, nur für dich",
    words: [
      "Hier ist ein Ort zum Schreiben, nur für dich. Du bestimmst, was hineinkommt, wie schnell, und wer je davon hört.",
      "Er ersetzt keine Begegnung mit einem anderen Menschen und keine Behandlung. Er kann dir helfen, etwas zu bemerken, zu behalten und bei dir zu tragen.",
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
  lost: "Wir haben keine Kopie deines Schlüssels und können deine Seiten darum nicht für dich öffnen. Mit deinen Rettungswörtern geht es. Wenn auch die weg sind, bleiben die Seiten zu. Das tut uns leid. Es ist der Preis dafür, dass niemand sonst sie lesen kann.",
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
    open: "Die erste Seite öffnen",
    nameMissing: "Zum späteren Anmelden braucht es einen Namen. Irgendein Wort genügt.",
    nameLong: "Dieser Name ist etwas lang. Nimm höchstens 64 Buchstaben.",
    lostTitle: "Wenn die Wörter oder die Passphrase verloren gehen",
    lostNext: "Nach deiner ersten Seite kannst du die Rettungswörter aufschreiben.",
  },
  signIn: {
    title: "Deine Seiten hier öffnen",
    hint: "Nimm den Namen und die Passphrase von deinem anderen Gerät. Dieses hier behält dann seine eigene versiegelte Kopie.",
    again: "Noch einmal anmelden",
    againHint:
      "Auf diesem Gerät gespeichert. Der Server fragt nach deiner Passphrase, bevor er Neues annimmt. Wenn sie auf einem anderen Gerät geändert wurde, tippe die neue.",
    pair: "Mit einem anderen Gerät",
    recover: "Ich habe nur die Rettungswörter",
  },
  unlock: {
    title: "Gesperrt",
    lostTitle: "Wenn die Passphrase verloren ist",
    covered: "Weiter",
    changed:
      "Wenn sie auf einem anderen Gerät geändert wurde, öffnet die neue deine Seiten auch hier.",
    signIn: "Mit dieser anmelden",
    withWords:
      "Mit den Wörtern wählst du gleich hier eine neue Passphrase. Dafür braucht es eine Verbindung.",
  },
  list: {
    title: "Seiten",
    empty: "Hier ist noch nichts. Das ist in Ordnung.",
    emptyNext: "Schreiben ist da, wenn du es möchtest.",
    more: "Mehr zeigen",
    newer: "Neuere zeigen",
    month: "Monat",
    newest: "Die neuesten Seiten",
    reach: (newest: string, oldest: string) =>
      newest === oldest ? `Gezeigt: ${newest}.` : `Gezeigt: ${newest} zurück bis ${oldest}.`,
    untitled: "Eine Seite noch ohne Worte",
    place: "Fang an, wo du gerade bist.",
    beside: "Wähle eine Seite, oder schreib eine neue.",
    links: "Mehr",
  },
  kept: {
    device: "Auf diesem Gerät",
    server: "Auch auf dem Server",
    device_only: "Nur auf diesem Gerät: länger, als der Server annimmt",
  },
  merged: "Worte von zwei Orten",
  newer: "Von einer neueren Version",
  sync: {
    recovery_first:
      "Noch hat nichts dieses Gerät verlassen. Damit deine Seiten auf andere Geräte kommen, schreib die Rettungswörter auf.",
    recoveryLink: "Die Rettungswörter aufschreiben",
    working: "Hier gespeichert. Neues wird geschickt.",
    waiting:
      "Alles ist hier gespeichert. Bei den Seiten, die der Server noch nicht hat, steht es dabei.",
    done: "Alles ist auch auf dem Server.",
    offline: "Du bist offline. Alles, was du schreibst, wird hier gespeichert.",
    unreachable:
      "Der Server ist gerade nicht zu erreichen. Alles, was du schreibst, wird hier gespeichert, und die App versucht es von selbst wieder.",
    slow: "Der Server braucht sehr lange für eine Antwort. Alles, was du schreibst, wird hier gespeichert, und die App versucht es von selbst wieder.",
    busy: "Der Server hat gerade viel zu tun. Alles, was du schreibst, wird hier gespeichert, und die App versucht es von selbst wieder.",
    portal:
      "Dieses Netz antwortet anstelle des Servers. Vielleicht möchte es, dass du dich erst bei ihm anmeldest: Öffne irgendeine Website, dann siehst du es. Alles, was du schreibst, wird hier gespeichert.",
    blocked:
      "Etwas auf dem Weg zum Server lässt das nicht durch. Alles, was du schreibst, wird hier gespeichert, und die App versucht es von selbst wieder.",
    fault:
      "In der App selbst ist etwas schiefgegangen. Alles, was du schreibst, wird hier gespeichert, und sie versucht es von selbst wieder.",
    damaged: (pages: number) =>
      `Die neuesten Worte von ${count(pages, { one: "einer Seite", other: "# Seiten" })} lassen sich auf diesem Gerät nicht mehr lesen. Sie bleiben gespeichert, wie sie sind, und alles andere geht weiter.`,
    quiet: (device: string | null, day: string) =>
      `Nichts Neues von ${device ?? "deinen anderen Geräten"} seit ${day}. Wenn dort nichts geschrieben wurde, ist das in Ordnung.`,
    tryNow: "Jetzt versuchen",
    sign_in_again:
      "Auf diesem Gerät gespeichert. Gib einmal deine Passphrase ein, dann geht es weiter.",
    signInLink: "Noch einmal anmelden",
    removed:
      "Dieses Gerät wurde auf einem anderen entfernt. Was hier ist, bleibt hier; es wird nichts mehr geschickt und nichts geholt.",
    closed:
      "Dieses Konto wurde geschlossen. Was auf diesem Gerät ist, bleibt hier, und du kannst eine Sicherung speichern.",
    stopped: "Auf diesem Gerät gespeichert. Vorerst wird nichts geschickt und nichts geholt.",
    stoppedLink: "Sehen, warum",
  },
  editor: {
    title: "Titel, wenn du magst",
    body: "Die Seite",
    placeholder: "Fang an, wo du gerade bist.",
    more: "Schlagwörter",
    tags: "Schlagwörter, mit Kommas dazwischen",
    writing: "Es wird geschrieben",
    keptOnce:
      "Auf diesem Gerät gespeichert. Deine anderen Geräte bekommen es, wenn du online bist.",
    keptOnceLocal: "Auf diesem Gerät gespeichert.",
    merged: "Du hast an zwei Orten geschrieben. Beides ist da. Entscheide, wann du magst.",
    seen: "Ich habe es gesehen",
    newer:
      "Diese Seite wurde mit einer neueren Version der App geschrieben. Sie bleibt, wie sie ist. Lade neu, um die Version zu bekommen, und ändere sie dann hier.",
    unreadable:
      "Diese Seite ließ sich mit deinen Schlüsseln nicht öffnen. Sie bleibt, wie sie ist; nichts davon wird weggeworfen.",
    missing: "Diese Seite ist nicht auf diesem Gerät.",
    missingNext:
      "Vielleicht kommt sie mit der nächsten Verbindung. Deine anderen Seiten sind in der Liste.",
    notKept:
      "Deine Worte stehen noch auf diesem Bildschirm. Sie konnten auf diesem Gerät noch nicht gespeichert werden.",
    heldBack:
      "Die letzten Worte einer Seite stehen nur auf diesem Bildschirm und sind noch nicht gespeichert. Es wird von selbst wieder versucht; lass das hier offen.",
    retry: "Jetzt speichern",
  },
  settings: {
    title: "Einstellungen",
    look: "Hell und dunkel",
    themes: { system: "Wie das Gerät", light: "Hell", dark: "Dunkel", dim: "Gedämpft" },
    lock: "Sperren",
    lockHint:
      "Sperren schließt deine Seiten, bis die Passphrase eingegeben wird. Nichts wird gelöscht.",
    lockNow: "Jetzt sperren",
    shift: "Auf einer Tastatur verdeckt dreimal die Umschalttaste den Bildschirm.",
  },
  idle: {
    soon: "Gleich wird gesperrt. Deine Worte sind gespeichert.",
    stay: "Hier bleiben",
  },
  update: {
    ready:
      "Eine neuere Version ist da. Danach ist gesperrt; deine Worte werden vorher gespeichert.",
    now: "Zu ihr wechseln",
    outdated:
      "Ein anderer Tab hat eine neuere Version der App gebracht. Erst werden deine Worte gespeichert, dann wechselt auch dieser Tab und ist gesperrt.",
    refused:
      "Dieser Server bietet eine Version der App an, die nicht zu ihrer eigenen Liste passt. Sie wurde nicht übernommen: Deine läuft weiter, und deine Wörter sind sicher.",
    refusedNext: "Was du tun kannst",
    refusedHow:
      "Ein Server mitten in einer Aktualisierung kann so aussehen; die App sieht von selbst wieder nach. Bleibt es einen Tag lang so, sag es der Person, die den Server betreibt. Der Befehl goldseam verify-web zeigt ihr, was anders ist.",
  },
  unknownPlace: {
    title: "Unter dieser Adresse ist nichts",
    next: "Deine Seiten sind in der Liste.",
    list: "Zur Liste",
  },
  lazy: "Dieser Teil konnte nicht geladen werden. Lade die App neu, wenn du online bist; deine Worte sind gespeichert.",
  keptHere: "Auf diesem Gerät gespeichert.",
};
