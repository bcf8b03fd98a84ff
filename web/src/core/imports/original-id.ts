/** The id of what has none of its own (docs/imports.md, Items). */

import { utf8 } from "../bytes.ts";
import { sha256 } from "../crypto/suite.ts";
import { toHex } from "../protocol/encoding.ts";

const digits = 32;
const maxBytes = 1_024;

/** The first 32 digits of SHA-256 of a text. */
export async function hashedId(text: string): Promise<string> {
  return toHex(await sha256(utf8(text))).slice(0, digits);
}

export function isUsable(originalId: string): boolean {
  return originalId !== "" && utf8(originalId).length <= maxBytes;
}
