/** The kind `pack_override`, one for each account: prompts hidden, moved, reworded, added; packs of one's own. */

import { choice, flag, line, type Thing, text, things } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

export const ownPromptFields = {
  /** The person's own words, or empty for those of the pack. */
  text: text("text"),
  /** The list whose words are offered with it, or empty. */
  words: choice("words"),
  hidden: flag("hidden"),
};

/** The id is that of a pack, or of one's own. Lists come in their order; what they do not name comes after. */
export const ownPackFields = {
  own: flag("own"),
  hidden: flag("hidden"),
  title: line("title"),
  intro: text("intro"),
  notTodayIf: text("not_today_if"),
  prompts: things("prompts", ownPromptFields),
  close: text("close"),
};

export type OwnPrompt = Thing<typeof ownPromptFields>;
export type OwnPack = Thing<typeof ownPackFields>;

export const packOverride = makeKind("pack_override", 2, {
  packs: things("packs", ownPackFields),
});

export type PackOverride = RecordOf<typeof packOverride>;
