/** Numbers of others' JSON as words (docs/imports.md, Items). */

import type { Json } from "../protocol/canonical.ts";

const beyondDegrees = 100;

/** As canonical JSON writes it; empty for none, and for what it does not write. */
export function numberText(value: Json | undefined): string {
  const isWritten =
    Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isWritten ? String(value) : "";
}

/** A temperature; empty for a number that stands for none. */
export function degrees(value: Json | undefined): string {
  return typeof value === "number" && Math.abs(value) < beyondDegrees ? `${value} °C` : "";
}
