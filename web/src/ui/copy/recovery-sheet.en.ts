/** The sheet with the ten words, to print or to save. The sheet itself says nowhere what the app is for. */

export const recoverySheet = {
  offer: "Make a sheet to print or save",
  before: [
    "Paper can be found: by those you live with, by guests, by someone who looks for it. Whoever has it can open your pages, and can shut you out.",
    "A file can be found too, by whoever uses this device or its copies. A printer may keep what it printed.",
    "Choose a place where only you look, or someone you trust. If no place is safe, leave the sheet and keep the words another way.",
  ],
  print: "Print the sheet",
  save: "Save it as a file",
  title: "Ten words",
  what: "These ten words open what is kept under this name, without the passphrase.",
  code: "The same for a camera",
  name: "Name",
  address: "Address",
  day: "Day",
  mark: "Where it stood on that day",
  stepsTitle: "What to do with them",
  steps: [
    "Open the address in a browser.",
    "Choose the way in with the ten words.",
    "Type the name and the ten words, with spaces between.",
    "Choose a new passphrase. You get ten new words. From then on this sheet opens nothing and can go.",
  ],
  markHint:
    "The eight words change as you go on. They show how far it was on that day, if someone helps you to look.",
  foundTitle: "If it is found",
  found:
    "Paper can be found, by those you live with, by guests, by someone who looks for it. Whoever has it can open all of this. If someone saw it, make new words on a device of yours: then these open nothing.",
};
