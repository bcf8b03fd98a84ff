/** What the places are called that only screens which come later lead to; the others are in home.en.ts. */

export const places = {
  pages: "Pages",
  checkin: "A check-in",
  words: "My words",
  people: "People",
  sheet: "Session sheet",
  support: "My people and numbers",
  settings: "Settings",
  ways: "Ways in",
  devices: "Devices",
  vocabulary: "Words on the chips",
  trash: "Trash",
  takeOut: "Take pages out",
  backup: "A backup",
  restore: "Restore from a backup",
  server: "What the server can see",
};
