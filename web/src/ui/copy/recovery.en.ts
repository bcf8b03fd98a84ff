/** The ten recovery words, shown and typed again once. */

export const recovery = {
  title: "Recovery words",
  why: "These ten words open your pages if the passphrase is lost. They are shown until you have typed them once, here.",
  paper:
    "Write them on paper and put it where only you look. Paper can be found: whoever has it, and your name, can open your pages.",
  written: "I have written them down",
  typeTitle: "Type the ten words",
  typeHint: "From your paper, with spaces between. Then your pages begin to travel.",
  typeLabel: "The ten words",
  confirm: "Begin to sync",
  different:
    "These are not quite the words. Compare the order and the spelling; nothing is lost and you can try again.",
  seeAgain: "See the words again",
  done: "The recovery words are kept by you. This device no longer holds them.",
};
