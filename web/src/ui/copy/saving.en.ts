/** Handing over a file that was made: where it can go, and what became of it. */

import type { Means, Saved, SavingFault } from "../state/saving.ts";

const means: Readonly<Record<Means, string>> = {
  file: "Save to a file",
  share: "Share…",
  download: "Save to a file",
};

const saved: Readonly<Record<Saved, string>> = {
  saved: "Saved. The file was read again, and it is whole.",
  shared:
    "The other app has it now. What becomes of it there cannot be seen from here, so look once if it arrived.",
  handed: "The browser has the file now. It is often among the downloads.",
  cancelled: "Nothing was saved. You can try again whenever you like.",
};

const faults: Readonly<Record<SavingFault, string>> = {
  full: "There is no more room in that place. Make some room there, or choose another place.",
  not_written: "It could not be written in that place. Choose another one.",
  changed:
    "What was written did not read again as it was, so it was taken away. Try another place.",
  not_shared: "This device does not share this file. Save it to a file instead.",
};

export const saving = {
  means,
  saved,
  faults,
  writing: "Writing the file",
  stop: "Stop",
};
