/** The fields that records of every kind may have (docs/records.md, Every kind). */

import { answerFields } from "./answer.ts";
import { checkinFields } from "./checkin-fields.ts";
import {
  choice,
  choices,
  day,
  type Fields,
  flag,
  line,
  moment,
  parts,
  text,
  things,
  whole,
} from "./field.ts";
import { linkFields } from "./link.ts";

export const common = {
  title: line("title"),
  body: text("body"),
  /** Answers to prompts of one or more packs, each with the prompt's words as they were. */
  answers: things("answers", answerFields),
  /** Record ids of people. */
  people: choices("people"),
  tags: choices("tags"),
  /** When it was, as exactly as the person wants to say. */
  happened: whole("happened", {
    date: day("date"),
    part: choice("part", "part"),
    precision: choice("precision", "precision"),
  }),
  before: parts("before", checkinFields),
  after: parts("after", checkinFields),
  signs: choices("signs", "signs"),
  links: things("links", linkFields),
  /** Covered by the person; nothing of it is shown until they open it. */
  cover: flag("cover"),
  /** never (or empty), ask_me, yes. */
  resurface: choice("resurface", "resurface"),
  /** Goes on the session sheet. */
  bring: flag("bring"),
  /** open (or empty), set_down, archived. */
  state: choice("state", "state"),
  /** The day on which the person wants to look at it again, within the app only. */
  lookAgain: day("look_again"),
  origin: whole("origin", {
    app: choice("app"),
    originalId: choice("original_id"),
  }),
  /** When it was put into the trash; what is not there has none. */
  trashedAt: { ...moment("trashed_at"), merge: "latest" },
} satisfies Fields;

export type Common = typeof common;
