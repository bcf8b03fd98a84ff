/** Cards that are gone through one at a time, of a list that comes in parts. */

import type { RecordId } from "../../core/contract.ts";

/** Words that were kept. `about`: what kind it is, or whose voice; empty for nothing. */
export interface Card {
  readonly record: RecordId;
  readonly kind: string;
  readonly day: string;
  readonly text: string;
  readonly carry: string;
  readonly about: string;
}

export type Way = "back" | "on";

/** Where one is: the card in the part that is here, of `count`; where the part begins, and where the next one does. */
export interface PlayingAt {
  readonly index: number;
  readonly count: number;
  readonly offset: number;
  readonly next: number | null;
}

/** How many cards a part has (docs/views.md, Parts). */
const part = 20;

/** The card to go to, with the part that it is in; null at either end. */
export function stepFrom(
  { index, count, offset, next }: PlayingAt,
  way: Way,
): Pick<PlayingAt, "index" | "offset"> | null {
  if (way === "on" && index + 1 < count) return { index: index + 1, offset };
  if (way === "on") return next === null ? null : { index: 0, offset: next };
  if (index > 0) return { index: index - 1, offset };
  if (offset === 0) return null;
  const before = Math.max(0, offset - part);
  return { index: offset - before - 1, offset: before };
}
