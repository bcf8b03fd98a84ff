/** Home, the list, and what a list says of a record. */

import type { RejoinedElsewhere } from "../../core/contract.ts";
import { counted } from "./counted.ts";

const count = counted("en");

export const home = {
  hello: "Hello. Start wherever you are.",
  doors: "Four ways in",
  ways: "Other places",
  write: "Just write",
  happened: "Something happened",
  moment: "A safe-enough moment",
  steady: "Steady me",
  again: "Set aside to look at again",
  start: "Start",
  undo: "Undo",
  show: "Show",
  everything: "everything",
  covered: "Covered by you",
  unreadable: "Kept, and not readable here",
  bring: "To bring along",
  setDown: "Set down",
  archived: "Put away",
  kinds: {
    entry: "Page",
    reflection: "Reflection",
    repair: "Mending",
    glimmer: "Safe-enough moment",
    checkin: "Check-in",
    line: "Line to keep",
    person: "Person",
  },
  otherKind: "Something from a newer version",
  places: {
    search: "Search",
    shelf: "Questions to write with",
    import: "Bring pages in",
    views: "Look at it another way",
  },
  elsewhere: ({ device, sent, taken, both }: Omit<RejoinedElsewhere, "at">, day: string) =>
    `On ${day}, ${device || "another device"} did not fit with the server and brought both together. ${count(sent, { one: "One page", other: "# pages" })} sent, ${taken} taken, ${both} brought together.`,
};
