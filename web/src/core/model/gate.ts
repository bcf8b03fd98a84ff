/**
 * The gate before a repair: nothing that is meant for the other person is asked before it was answered, and nothing
 * at all where it is not safe to bring it to them (docs/records.md, The gate).
 */

import type { Answer } from "./answer.ts";
import type { Repair } from "./repair.ts";

/** `first`: ask the gate. `closed`: the page is for the person alone. */
export type Gate = "first" | "open" | "closed";

type Asked = Pick<Repair, "direction" | "safeToBring" | "gap">;

/** Fields that stay hidden while the gate is not open; words that stand in them are kept. */
export const gatedFields = ["impactThem", "myPart", "want"] as const satisfies (keyof Repair)[];

/** Questions of the pack `repair` about the other person; their answers are hidden likewise. */
export const gatedPrompts: readonly string[] = ["impact", "my_part", "want", "reached"];

const openAnswers: readonly string[] = ["yes", "mostly"];
const unsafeGap = "harm_or_control";

/** Only *yes* and *mostly* open it: every other answer, an unknown one too, keeps it closed. */
export function gateOf({ direction, safeToBring, gap }: Asked): Gate {
  if (gap.includes(unsafeGap)) return "closed";
  if (direction === "with_self") return "open";
  if (safeToBring === "") return "first";
  return openAnswers.includes(safeToBring) ? "open" : "closed";
}

/** Whether an answer that stands in a repair is shown: those about the other person only while the gate is open. */
export function showsAnswer(
  asked: Asked,
  { pack, promptId }: Pick<Answer, "pack" | "promptId">,
): boolean {
  const isAboutThem = pack === "repair" && gatedPrompts.includes(promptId);
  return !isAboutThem || gateOf(asked) === "open";
}

/** The pack that fits, or null while the gate is to be asked. */
export function packOfRepair(asked: Asked): "repair" | "repair_self" | "repair_unsafe" | null {
  const gate = gateOf(asked);
  if (gate === "first") return null;
  if (gate === "closed") return "repair_unsafe";
  return asked.direction === "with_self" ? "repair_self" : "repair";
}

const endings: readonly string[] = [
  "partly_mended",
  "mended",
  "mended_with_self",
  "boundary_kept",
  "not_repairable",
  "set_down",
  "not_safe",
];

/** Whether it came to an end; each end is as good as another. */
export function isEnded({ status }: Pick<Repair, "status">): boolean {
  return endings.includes(status);
}

/** Whether it may be shown as open. One that is not safe to bring never is. */
export function isOpenGap(repair: Asked & Pick<Repair, "status">): boolean {
  return gateOf(repair) !== "closed" && !isEnded(repair);
}
