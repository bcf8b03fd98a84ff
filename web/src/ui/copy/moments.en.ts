/** A safe-enough moment, a check-in, and words to oneself. */

export const moments = {
  more: "A little more",
  done: "Done",
  moment: {
    title: "A safe-enough moment",
    what: "What was it?",
    whatHint: "A word or two is enough. It is kept as you type.",
    people: "Who was there?",
    doubt: "Is there a doubt beside it?",
    doubtHint: "A doubt can stand here too. It takes nothing away.",
    carry: "One sentence from this moment to carry with you",
    carryHint: "As you would say it to yourself.",
    keepLine: "Keep it among my words",
    lineKept: "It is among your words.",
  },
  checkin: {
    title: "How is it now?",
    hint: "Answer one, or none. Around you and inside are two different things.",
    whoHelped: "Who helped?",
    word: "In one word",
    offer: {
      safety_card:
        "You said it is not safe around you. Here is what you saved, and numbers to call.",
      ground: "That can be a lot. Ground is here, and so are your people. Or go on as you like.",
    },
    ground: "Ground",
    card: "My people",
    goOn: "Go on",
  },
  lines: {
    title: "My words",
    hint: "Sentences that steady you. Some can be shown on the ground screen.",
    empty: "No words kept yet.",
    emptyNext: "One can come from a safe-enough moment, or from anywhere.",
    unnamed: "No words yet",
    words: "The line, in your words",
    add: "Add a line",
    all: "All my words",
    text: "The line",
    textHint: "Short enough to remember.",
    insteadOf: "Which harsh line does it stand in for?",
    inGrounding: "Show it on the ground screen",
    onGround: "On the ground screen",
    from: "The page behind it",
  },
};
