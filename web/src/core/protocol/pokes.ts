/** What the stream of pokes says (docs/protocol.md, Live). Pokes carry no truth: one that is not ours is nothing. */

import * as v from "valibot";
import { type Id, isId } from "./encoding.ts";

/** A vault has a newer commit, or the account a newer keyring. */
export type Poke =
  | { readonly event: "poke"; readonly vault: Id; readonly sequence: number }
  | { readonly event: "keyring"; readonly version: number };

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hexId = v.custom<Id>((text) => typeof text === "string" && isId(text));
const vaultShape = v.object({ vault: hexId, sequence: count });
const keyringShape = v.object({ version: count });

/** The poke of one server-sent event, or null for an event that this version does not know. */
export function parsePoke(event: string, data: string): Poke | null {
  const value = jsonOf(data);
  if (event === "poke" && v.is(vaultShape, value)) {
    return { event, vault: value.vault, sequence: value.sequence };
  }
  if (event === "keyring" && v.is(keyringShape, value)) return { event, version: value.version };
  return null;
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null; // a broken poke is as good as a lost one
  }
}
