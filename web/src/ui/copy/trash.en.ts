/** The trash, and the way back out of it. */

export const trash = {
  title: "Trash",
  what: "What you put here stays whole for at least 30 days. It leaves only while you are online, and when this device and the server agree on the date.",
  empty: "Nothing here. That is fine.",
  since: (day: string) => `Here since ${day}`,
  put: "Put it in the trash",
  done: "It is in the trash.",
  lies: "This lies in the trash.",
  back: "Put it back",
  now: "Remove now",
  sure: "It goes from all your devices at their next connection, with its history, and cannot be taken back. Copies that you exported stay where they are.",
  keep: "Keep it",
  forGood: "Remove for good",
};
