import type { RecordView } from "../../core/contract.ts";

/** A whole record as the worker gives it and takes it. */
export type RecordValue = RecordView["value"];
type Part = RecordValue[string];

/** What every record has before anybody said anything in it. */
const envelope: readonly string[] = ["kind", "v", "created_at", "updated_at", "tz"];

/** Whether somebody said something in it. */
export function hasWords(value: RecordValue): boolean {
  const said = Object.entries(value).filter(([name]) => !envelope.includes(name));
  return said.some(([, part]) => !isBlank(part));
}

function isBlank(part: Part | undefined): boolean {
  return typeof part === "string" && part.trim() === "";
}

/** Whether two records say the same; the order of names in an object does not count. */
export function isSameValue(one: RecordValue, other: RecordValue): boolean {
  return isSame(one, other);
}

function isSame(one: Part | undefined, other: Part | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return (
    left.size === right.size && [...left].every(([name, part]) => isSame(part, right.get(name)))
  );
}
