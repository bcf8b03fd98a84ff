/** Trying the app out with made-up pages. */

export const demo = {
  tryOut: "Look around with made-up pages",
  tryHint:
    "The journal of someone who does not exist. Nothing is sent, and all of it goes when you leave or close this tab.",
  line: "These pages are made up. What you change here is gone when you leave.",
  leave: "Leave the made-up pages",
  soon: "The made-up pages close in a moment.",
  needsTitle: "This comes with pages of your own",
  needs:
    "The made-up pages are in this tab alone. They have no account, no other device and no backup.",
};
