/** The pinned keyring as it rests on a device (docs/protocol.md, Keyring). */

import type { PinnedKeyring } from "../crypto/keyring.ts";
import { SealError } from "../errors.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { fromHex, toHex } from "../protocol/encoding.ts";
import { documentToJson, parseDocument } from "../protocol/keyring.ts";

/** JSON for sealing under LK. */
export function pinnedToJson({ version, digest, document }: PinnedKeyring): JsonObject {
  return { version, digest: toHex(digest), document: documentToJson(document) };
}

/** `damaged` for anything else. */
export function pinnedFromJson({ version, digest, document }: JsonObject): PinnedKeyring {
  if (typeof version !== "number" || typeof digest !== "string") throw new SealError("damaged");
  return { version, digest: fromHex(digest), document: parseDocument(document) };
}
