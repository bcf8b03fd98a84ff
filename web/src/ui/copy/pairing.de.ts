import { counted } from "./counted.ts";
import type {
  joining as english,
  admitting as englishAdmitting,
  joined as englishJoined,
} from "./pairing.en.ts";

const count = counted("de");

export const joining: typeof english = {
  title: "Mit einem anderen Gerät öffnen",
  what: "Ein Gerät, auf dem deine Seiten offen sind, kann dieses hier hereinlassen. Namen und Passphrase brauchst du dafür hier nicht.",
  how: "Wähle auf dem anderen Gerät „Mehr“, dann „Geräte“, dann „Ein Gerät hinzufügen“. Zeige dann hier den Code.",
  careful:
    "Der Code ist nur für dein eigenes Gerät. Zeige ihn da, wo ihn sonst niemand sehen oder fotografieren kann.",
  show: "Den Code zeigen",
  making: "Ein Code entsteht.",
  code: "Der Code",
  scan: "Lass die Kamera des anderen Geräts dieses Bild sehen.",
  picture: "Der Code als Bild, für die Kamera des anderen Geräts",
  type: "Oder tippe dort diese zwanzig Wörter",
  words: "Die zwanzig Wörter",
  compare: "Dann zeigt das andere Gerät vier Wörter",
  same: "Schau, ob es diese vier sind, in dieser Reihenfolge, und sag es dort.",
  four: "Die vier Wörter",
  waiting: "Wartet auf das andere Gerät.",
  holds: (minutes: number) =>
    `Der Code gilt ${count(minutes, { one: "eine Minute", other: "# Minuten" })}. Du kannst so oft einen neuen machen, wie du magst.`,
  again: "Einen neuen Code machen",
  over: "Dieser Code ist abgelaufen",
  overWhat:
    "Es wurde nichts hinzugefügt und nichts geändert. Mach einen neuen, wenn du so weit bist.",
  refused: "Das hat nicht gepasst",
  refusedWhat:
    "Es kam eine Antwort, die dieser Code nicht öffnet, und nichts davon wurde behalten. Wenn du gerade kein Gerät hinzufügst, hat vielleicht jemand anderes den Code gesehen.",
  stop: "Aufhören",
};

export const joined: typeof englishJoined = {
  title: "Dieses Gerät öffnet jetzt deine Seiten",
  name: "Es ist in dem Konto mit dem Namen",
  coming:
    "Deine Seiten sind hierher unterwegs. Ab dem nächsten Sperren fragt es nach deiner Passphrase.",
  other:
    "Wenn das nicht dein Name ist, hat jemand anderes auf den Code geantwortet. Schreib hier nichts, und entferne alles von diesem Gerät.",
  leave: "Von diesem Gerät entfernen",
  on: "Weiter",
};

export const admitting: typeof englishAdmitting = {
  title: "Ein Gerät hinzufügen",
  what: "Dieses Gerät lässt ein neues herein. Das neue braucht dafür weder Namen noch Passphrase.",
  how: "Öffne auf dem neuen Gerät diese Adresse, wähle „Ich habe schon Seiten“, dann „Mit einem anderen Gerät“. Es zeigt einen Code.",
  address: "Die Adresse",
  camera: "Den Code mit der Kamera lesen",
  cameraWhat: "Das Bild bleibt auf diesem Gerät. Es wird nur angesehen, nie behalten.",
  looking: "Halte den Code vor die Kamera.",
  view: "Was die Kamera sieht",
  stopCamera: "Die Kamera anhalten",
  noCamera: {
    refused: "Die Kamera wurde nicht erlaubt. Du kannst die Wörter stattdessen tippen.",
    absent: "Hier fand sich keine Kamera. Du kannst die Wörter stattdessen tippen.",
    busy: "Die Kamera ließ sich nicht starten; vielleicht nutzt sie gerade eine andere App. Du kannst die Wörter stattdessen tippen.",
  },
  notOurs: "Dieses Bild ist ein anderer Code. Halte den des neuen Geräts vor die Kamera.",
  type: "Oder tippe die zwanzig Wörter",
  typeHint: "Großschreibung, Kommas und Zeilenenden machen keinen Unterschied.",
  few: (words: number) =>
    `Bisher ${count(words, { one: "ein Wort", other: "# Wörter" })}; der Code hat zwanzig.`,
  next: "Weiter",
  reading: "Das neue Gerät wird gesucht.",
  unread:
    "Diese Wörter passen zu keinem Gerät, das wartet. Schau, ob eines davon anders heißt, oder mach dort einen neuen Code. Das geht, wenn beide Geräte bei derselben Adresse sind.",
  over: "Unter diesem Code wartet kein Gerät. Vielleicht ist er nach zwei Minuten abgelaufen. Mach auf dem neuen Gerät einen neuen.",
  otherServer:
    "Dieser Code ist von einer anderen Adresse. Öffne auf dem neuen Gerät diese Adresse.",

  compare: "Vergleiche die vier Wörter",
  compareWhat: (name: string) => `Das neue Gerät nennt sich ${name}. Es zeigt vier Wörter.`,
  question: "Sind es diese vier, in dieser Reihenfolge?",
  four: "Die vier Wörter",
  same: "Es sind dieselben",
  differ: "Sie sind anders",
  differTitle: "Es wurde nichts gesendet",
  differWhat:
    "Gut, dass du hingeschaut hast. Vielleicht hast du einen älteren Code gelesen. Vielleicht hat auch jemand den Code gesehen und ein eigenes Gerät an seine Stelle gesetzt.",
  differNext:
    "Mach auf dem neuen Gerät einen neuen Code, wo ihn sonst niemand sehen kann, und fang noch einmal an.",
  again: "Noch einmal anfangen",

  confirm: (name: string) => `${name} hinzufügen?`,
  confirmWhat: "Es kann dann alle deine Seiten lesen und darauf schreiben.",
  passphrase: "Deine Passphrase",
  add: "Hinzufügen",
  adding: "Wird hinzugefügt. Das kann ein paar Sekunden dauern.",
  stop: "Nicht hinzufügen",
  unchanged: "Es wurde nichts geändert.",
  unsure: "Vielleicht ist es schon unterwegs. Du kannst es noch einmal versuchen.",
  late: "Der Code war abgelaufen, bevor das neue Gerät seine Antwort bekam. Wenn es in der Liste der Geräte steht, entferne es dort; es hat nichts geöffnet.",
  answered:
    "Das neue Gerät hatte schon eine Antwort. Wenn nicht du es eben hereingelassen hast, war es jemand anderes, und es ist vielleicht in einem anderen Konto: Schreib nicht darauf. Entferne dort alles, entferne es hier aus deinen Geräten, und fang noch einmal an, wo niemand den Code sieht.",
  devices: "Die Geräte ansehen",

  done: (name: string) => `${name} ist jetzt eines deiner Geräte`,
  doneWhat:
    "Schau es dir an: Es nennt deinen Namen. Wenn es nicht aufgeht, entferne es hier und fang noch einmal an.",
};
