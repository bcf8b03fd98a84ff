/** Earlier versions of a page. */

type Part = "morning" | "afternoon" | "evening" | "night";

export const history = {
  title: "Earlier versions",
  what: "These are texts that your devices once wrote. The list may not be complete.",
  empty:
    "There are no earlier versions yet. They come when this page changes, once it is on the server.",
  offline:
    "Earlier versions rest on the server, and there is no connection to it right now. What this page says now is here.",
  again: "Try again",
  missing: "This page is not on this device.",
  leftOut:
    "Something that the server keeps under this page does not open with your key. It is left out.",
  when: (weekday: string, part: Part) => `${weekday} ${part}`,
  covered: "Covered by you",
  blank: "Without words",
  older: "Show older ones",
  list: "Back to the list",
  note: "This is how it was.",
  noWords: "Nothing was written here then.",
  bring: "Bring this version back",
  bringHint: "What the page says now becomes an earlier version. Nothing is lost.",
  waiting:
    "What the page says now is not on the server yet. Once it is, this version can be brought back, and nothing is lost.",
  stopped: "Sync has stopped. Once it goes on, this version can be brought back.",
  fixed: "This page cannot be changed here, so no version can be brought back here.",
  done: "The earlier version is back.",
};
