/** What the server can see, and what it cannot. */

export const server = {
  title: "What the server can see",
  sees: "It can see",
  seesList: [
    "the name you sign in with",
    "when your devices connect, and from which network address",
    "how many devices you use",
    "how many sealed pieces there are, their rough size, and when they change",
  ],
  blind: "It cannot see",
  blindList: [
    "your titles, words and tags",
    "your passphrase, six words or recovery words",
    "which of your pages you read",
  ],
  limits:
    "The server hands this app to your browser, so you trust whoever runs it with that. Nothing here helps against software that records the screen, or against someone who makes you open it.",
  aboutTitle: "About",
};
