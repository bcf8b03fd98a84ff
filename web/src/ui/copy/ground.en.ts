/** The ground screen around its scripts (web/src/content/grounding.en.json). */

export const ground = {
  label: "Ground",
  title: "You are on the ground screen",
  leave: "You can leave at any time.",
  begin: "Begin",
  next: "Next",
  skip: "Skip",
  endTitle: "Once more, or done?",
  again: "Once more",
  done: "Done",
  others: "Another way in",
  otherLine: "Another line",
  people: "My people",
};
