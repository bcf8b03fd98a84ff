import type { Sentence, SentenceOf } from "../../core/contract.ts";
import { counted } from "./counted.ts";
import type { views as english } from "./views.en.ts";

type NumbersOf<Key extends Sentence["key"]> = SentenceOf<Key>["numbers"];

const count = counted("de");
const number = (amount: number) => count(amount, { other: "#" });

const listed = (parts: readonly (readonly [amount: number, words: string])[]) =>
  parts
    .filter(([amount]) => amount > 0)
    .map(([amount, words]) => `${number(amount)} ${words}`)
    .join(", ");

export const views: typeof english = {
  title: "Anders hinsehen",
  hint: "Jede Ansicht öffnet sich, wenn du sie willst. Alles entsteht hier, auf diesem Gerät.",
  titles: {
    mending_lines: "Linien, die wieder gut werden",
    with_person: "Mit dieser Person",
    pattern_map: "Was es anstieß, und was ich tat",
    expected: "Was ich erwartete, und was kam",
    before_after: "Vor und nach dem Schreiben",
    inside_around: "In mir und um mich herum",
    small_shifts: "Kleine Veränderungen",
    shelf: "Öffnen, wenn ich zweifle",
    needs: "Was ich brauchte",
    calendar: "Kalender",
    on_this_day: "An diesem Tag",
    session_sheet: "Blatt für das Gespräch",
    timeline: "Seite um Seite",
    my_words: "Meine Worte",
    server: "Was der Server sehen kann",
  },
  hints: {
    mending_lines:
      "Eine Linie von dem Tag, an dem es war, bis dahin, wo du es gelassen hast. Jedes Ende ist ein gutes.",
    pattern_map: "Was auf deinen Seiten zusammenkam. Es sagt nichts darüber, wer du bist.",
    expected: "In deinen eigenen Worten, nebeneinander.",
    before_after: "Wie sicher es sich innen anfühlte, vor einer Seite und danach.",
    inside_around: "Zwei Fragen, nie zusammengezählt. Jeder Punkt steht für sich.",
    small_shifts: "Ein Zeichen, wo du etwas bemerkt hast. Keines geht wieder verloren.",
    shelf: "Momente und Worte, die du aufgehoben hast.",
    needs: "Was aufkam, und wie es erfüllt wurde.",
    calendar: "Ein Punkt, wo eine Seite ist.",
    on_this_day: "Eine Seite von diesem Tag aus einem anderen Jahr, wenn du magst.",
    session_sheet: "Was du mitnehmen willst, zum Lesen oder Drucken.",
    timeline: "Zwanzig auf einmal, die neuesten zuerst.",
    my_words: "Eines nach dem anderen, so lange du magst.",
    server: "Was er von dir hat, in Zahlen und in einfachen Worten.",
  },
  empty: {
    mending_lines:
      "Wenn du über eine Verletzung oder einen Riss schreibst, beginnt hier die Linie.",
    pattern_map: "Wenn du darüber schreibst, wohin es dich zog, siehst du hier, was zusammenkommt.",
    expected: "Wenn auf einer Seite steht, was du erwartet hast und was kam, steht beides hier.",
    before_after: "Wenn du vor einer Seite und danach sagst, wie es ist, steht es hier.",
    inside_around: "Wenn du beide Fragen beantwortest, hat die Antwort hier ihren Platz.",
    small_shifts: "Wenn du eine kleine Veränderung bemerkst, hat sie hier ihr Zeichen.",
    shelf: "Wenn du einen Moment oder einen Satz aufhebst, liegt er hier für dich.",
    needs: "Wenn eine Seite ein Bedürfnis nennt, steht es hier.",
    calendar: "Wenn du eine Seite schreibst, hat ihr Tag hier einen Punkt.",
    on_this_day: "Heute taucht nichts auf.",
    session_sheet: "Wenn du eine Seite zum Mitnehmen wählst, steht sie hier.",
    timeline: "Wenn du eine Seite schreibst, steht sie hier.",
    my_words: "Wenn du einen Satz aufhebst, steht er hier.",
  },
  endings: {
    knot: "wieder gut",
    half_knot: "teils wieder gut",
    gate: "eine Grenze gehalten",
    stone: "abgelegt",
    open: "offen",
    alone: "für dich behalten",
  },
  from: (day: string) => `vom ${day} an`,
  today: "heute",
  steps: "Was getan wurde",
  showNotSafe: "Auch zeigen, was nicht sicher ist",
  hideNotSafe: "Weglassen, was nicht sicher ist",
  moreThanOnce: "Mehr als einmal",
  once: "Einmal",
  earlierMonths: "Frühere Monate",
  states: "Zustände nach Monaten",
  allPulls: "In jede Richtung",
  whom: "Mit wem",
  everybody: "Alle",
  helped: "Was geholfen hat",
  moments: "Momente, sicher genug",
  different: "Was hier anders war",
  outcomes: "Was jetzt anders ist",
  thought: "Ich dachte",
  came: "Was kam",
  fromTo: (before: string, after: string) => `Vorher: ${before}. Nachher: ${after}.`,
  insideAround: (inside: string, around: string) => `In mir: ${inside}. Um mich herum: ${around}.`,
  note: {
    text: "Das Schreiben war zuletzt schwer. Eine kürzere Seite genügt, und keine auch. Du kannst dich zuerst erden.",
    ground: "Zuerst erden",
    short: "Eine kurze Seite",
    away: "Das nicht mehr sagen",
    gone: "Das wird nicht mehr gesagt.",
  },
  corners: {
    insideAround: "innen sicher, um mich sicher",
    inside: "innen sicher, um mich weniger",
    around: "um mich sicher, innen weniger",
    neither: "gerade beides nicht",
  },
  met: "Wie es erfüllt wurde",
  earlier: (month) => `Früher: ${month}`,
  later: (month) => `Später: ${month}`,
  more: "Die nächsten",
  previous: "Die davor",
  cards: {
    play: "Eines nach dem anderen",
    all: "Alle",
    back: "Das davor",
    on: "Das nächste",
    open: "Zur Seite",
    voice: (whose) => `Stimme: ${whose}`,
  },
  onThisDay: {
    allow: "Hier darf eine Seite von diesem Tag auftauchen",
    allowHint:
      "Aus, bis du es einschaltest. Bei jeder Seite steht unter „Schlagwörter und mehr“, ob sie auftauchen darf. Das geschieht nirgends als hier.",
    text: "Es gibt eine Seite von diesem Tag, der du wieder begegnen magst, wie du gesagt hast.",
    textAsk: "Es gibt eine Seite von diesem Tag. Du wolltest gefragt werden, ehe du ihr begegnest.",
    see: "Ansehen",
    notToday: "Heute nicht",
    neverAgain: "Diese nicht mehr",
    off: "Das abschalten",
    done: {
      notToday: "Für heute beiseite gelegt.",
      neverAgain: "Diese taucht nicht wieder auf. Sie bleibt bei deinen Seiten.",
    },
  },
  server: {
    title: "Was er von dir hat",
    pieces: "Versiegelte Stücke",
    piecesWhy:
      "Eines für jede Seite und jede Person, für deine Karte und deine Einstellungen; auch für das, was entfernt wurde.",
    devices: "Geräte",
    devicesWhy: "Jedes meldet sich für sich an. So kann der Server sie unterscheiden.",
    synced: "Zuletzt mit dem Server verbunden",
    syncedWhy: "Da hat dieses Gerät zuletzt geprüft, was der Server hat.",
    sizes: "Längen",
    sizesWhy:
      "Vor dem Versiegeln wird jede Länge aufgerundet. So verrät sie wenig darüber, wie viel du schreibst.",
    bytes: (amount) => count(amount, { one: "# Byte", other: "# Byte" }),
    size: "Länge",
  },
  asDrawing: "Als Bild",
  asWords: "Als Worte",
  putAway: "Diese Ansicht weglegen",
  bringBack: "Zurückholen",
  away: "Weggelegt",
  isAway: "Diese Ansicht ist weggelegt.",
  waits: "Das wird gerade zusammengestellt.",
  sentences: {
    closed_within_week: ({ closed, within }: NumbersOf<"closed_within_week">) =>
      `Von ${number(closed)}, die dieses Jahr ihr Ende fanden, ${count(within, { one: "war # nach höchstens einer Woche so weit", other: "waren # nach höchstens einer Woche so weit" })}.`,
    with_person: ({ gaps, mended, partly, line, down, open, alone }: NumbersOf<"with_person">) =>
      `${count(gaps, { one: "# Riss", other: "# Risse" })}: ${listed([
        [mended, "wieder gut"],
        [partly, "teils wieder gut"],
        [line, line === 1 ? "Grenze gehalten" : "Grenzen gehalten"],
        [down, "abgelegt"],
        [open, "offen"],
        [alone, "für dich behalten"],
      ])}.`,
    after_practice: ({ times, same }: NumbersOf<"after_practice">, practice: string) =>
      `Nach „${practice}“ ging es dir ${number(same)} von ${number(times)} Mal gleich oder etwas ruhiger.`,
  },
};
