/** Choosing a passphrase: six words that are offered, or one of the person's own. */

export const passphrase = {
  words: "Six words open your pages",
  wordsHint: "Write them on paper, or keep them in a password manager.",
  other: "Other words",
  type: "The six words",
  typeHint: "Type them with one space between, or put them in.",
  fill: "Put them in",
  different: "These are not the six words above. Compare them, or put them in.",
  toOwn: "Take my own instead",
  toSix: "Take six words instead",
  own: "Your own passphrase",
  ownHint:
    "A few words that have nothing to do with each other, or what a password manager makes. All letters and signs are fine, and you can paste it.",
  again: "The same once more",
  againDifferent: "The two are not the same. Type them once more.",
  missing: "There is no passphrase yet. Type one, or take the six words.",
  unusable: "This is longer than can be used. A shorter one will do.",
  looking: "This device looks at how easily it could be guessed. It is not sent.",
  strong: "This one is hard to guess.",
  weaknesses: {
    common: "Many people use this one or one close to it, so it would be tried early.",
    about: "Your name is in it, so someone who knows you would try it early.",
    keyboard: "Keys that lie side by side are tried early.",
    repeat: "The same thing again and again is tried early.",
    sequence: "Letters or numbers in their usual order are tried early.",
    date: "Dates and years are tried early.",
    nearly: "This is nearly enough.",
    short: "This one can be guessed with some patience.",
  },
  tricks: {
    signs: "Signs in place of letters hardly help, as in p@ssword.",
    reversed: "Words written backwards hardly help.",
    capitals: "Capital letters hardly help.",
  },
  help: "One or two more words that have nothing to do with the rest would help most. Or take the six words.",
};
