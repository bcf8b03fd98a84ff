/** People by a letter or a nickname: no counts between them, no scores. */

export const people = {
  title: "People",
  hint: "A letter or a nickname is enough. Nothing here is taken from your contacts.",
  empty: "Nobody here yet. That is fine.",
  add: "Add a person",
  all: "All people",
  unnamed: "No name yet",
  name: "What you call them here",
  nameHint: "A letter or a nickname is enough.",
  helps: "What helps me feel safe with them",
  limits: "Where my lines are with them",
  note: "Anything else",
  change: "Change this page",
  nothing: "What helps, and where your lines are, can stand here.",
  keptApart: "Kept apart",
  keptApartHint: "They are no longer in my life. Then nothing about them comes up by itself.",
  hideCounts: "Leave out what we went through together on this page",
  notSafe: "You said it is not safe with them. Your people and numbers are one tap away.",
  card: "My people",
};
