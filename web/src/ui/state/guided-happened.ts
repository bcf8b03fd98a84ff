/** "Something happened": a few choices, each to be skipped, that lead to a pack and to what its record already knows. */

import type { Level } from "../../core/model/field.ts";
import { type Beginning, nothingKnown, packByPull } from "./guided.ts";

export type Question = "around" | "side" | "look" | "pull";

/** Empty where the person passed a question over. */
export interface Happened {
  readonly around: Level;
  /** someone, self, or empty. */
  readonly side: string;
  /** A word of `looks`, or empty. */
  readonly look: string;
  /** A word of the list `pull`, or empty. */
  readonly pull: string;
}

export const nothingSaid: Happened = { around: null, side: "", look: "", pull: "" };

export const sides = ["someone", "self"] as const;

/** What to look at, by side. A pull is asked about next; the others have their pack. */
const looksBySide: { readonly [side: string]: readonly Look[] } = {
  someone: ["gap", "pull", "before_talk", "after_talk"],
  self: ["left_myself", "harsh", "pull", "younger"],
};

export type Look =
  | "gap"
  | "pull"
  | "before_talk"
  | "after_talk"
  | "left_myself"
  | "harsh"
  | "younger";

export function looksOf(side: string): readonly Look[] {
  return looksBySide[side] ?? [];
}

/** The question after this one; null where the way leads to a pack, or to the shelf. */
export function questionAfter(question: Question, { side, look }: Happened): Question | null {
  if (question === "around") return "side";
  if (question === "side") return side === "" ? null : "look";
  return question === "look" && look === "pull" ? "pull" : null;
}

const packByLook: { readonly [look in Exclude<Look, "pull">]: string } = {
  gap: "repair",
  before_talk: "before_talk",
  after_talk: "after_talk",
  left_myself: "repair_self",
  harsh: "compassion",
  younger: "younger",
};

/** Where the choices lead; null: to the shelf, where the person chooses. */
export function leadOf(happened: Happened): Beginning | null {
  const { look, around } = happened;
  if (look === "pull") return pulled(happened);
  const pack = Object.entries(packByLook).find(([name]) => name === look)?.[1];
  return pack === undefined ? null : { pack, known: { ...nothingKnown, around } };
}

/** A pull that no pack is about goes to what is under it. */
function pulled({ pull, around, side }: Happened): Beginning {
  const known = { around, pull, with: side === "self" ? "myself" : "", isPull: true };
  return { pack: packByPull[pull] ?? "needs", known };
}
