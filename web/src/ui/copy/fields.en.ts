/** The parts of forms. */

export const fields = {
  ownWord: "A word of your own",
  add: "Add",
  people: "Who was there?",
  addPerson: "Someone else, by a letter",
  unnamed: "No name yet",
  noDay: "No day",
};
