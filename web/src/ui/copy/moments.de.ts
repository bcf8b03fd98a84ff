import type { moments as english } from "./moments.en.ts";

export const moments: typeof english = {
  more: "Ein wenig mehr",
  done: "Fertig",
  moment: {
    title: "Ein Moment, sicher genug",
    what: "Was war es?",
    whatHint: "Ein, zwei Worte genügen. Es wird beim Tippen gespeichert.",
    people: "Wer war da?",
    doubt: "Steht ein Zweifel daneben?",
    doubtHint: "Auch ein Zweifel darf hier stehen. Er nimmt nichts weg.",
    carry: "Ein Satz aus diesem Moment, den du bei dir tragen magst",
    carryHint: "So, wie du ihn zu dir sagen würdest.",
    keepLine: "Zu meinen Worten legen",
    lineKept: "Er liegt bei deinen Worten.",
  },
  checkin: {
    title: "Wie ist es gerade?",
    hint: "Beantworte eins oder keins. Um dich herum und in dir sind zwei verschiedene Dinge.",
    whoHelped: "Wer hat geholfen?",
    word: "In einem Wort",
    offer: {
      safety_card:
        "Du sagst, um dich herum ist es nicht sicher. Hier ist, was du notiert hast, und Nummern zum Anrufen.",
      ground:
        "Das kann viel sein. Hier kannst du dich erden, und hier sind deine Leute. Oder mach weiter, wie du magst.",
    },
    ground: "Erden",
    card: "Meine Leute",
    goOn: "Weitermachen",
  },
  lines: {
    title: "Meine Worte",
    hint: "Sätze, die dir Halt geben. Manche können beim Erden gezeigt werden.",
    empty: "Noch keine Worte aufgehoben.",
    emptyNext:
      "Ein Satz kann aus einem Moment kommen, der sicher genug war, oder von irgendwo sonst.",
    unnamed: "Noch ohne Worte",
    words: "Der Satz, in deinen Worten",
    add: "Einen Satz dazulegen",
    all: "Alle meine Worte",
    text: "Der Satz",
    textHint: "Kurz genug, um ihn dir zu merken.",
    insteadOf: "Für welchen harten Satz steht er?",
    inGrounding: "Beim Erden zeigen",
    onGround: "Beim Erden",
    from: "Die Seite, aus der er kommt",
  },
};
