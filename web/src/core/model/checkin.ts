/** The kind `checkin`: how it is around a person and within, asked apart. */

import { checkinFields } from "./checkin-fields.ts";
import type { ValuesOf } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

/** The answers of a check-in, wherever it stands. */
export type Checkin = ValuesOf<typeof checkinFields>;

export const checkin = makeKind("checkin", 2, checkinFields);

export type CheckinRecord = RecordOf<typeof checkin>;

/** What a check-in may be answered with: the safety card where it is not safe around, ground, or nothing. */
export type Offer = "safety_card" | "ground" | null;

/** States in which ground is offered before more is asked. */
const groundStates: readonly string[] = ["far_away", "overwhelmed"];

/**
 * The offer that fits, from what the person chose, never from what they wrote. An offer, no gate: writing goes on
 * either way. Where it is not safe around, inner work is not the answer, so that comes first.
 */
export function offerFor({ around, stateWords }: Pick<Checkin, "around" | "stateWords">): Offer {
  if (around === 0) return "safety_card";
  return stateWords.some((word) => groundStates.includes(word)) ? "ground" : null;
}
