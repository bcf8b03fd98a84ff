/** What the server can see, from where sync stands (docs/views.md, server). */

import { isRemoved } from "../model/record.ts";
import { canonicalJson, type JsonObject } from "../protocol/canonical.ts";
import { padded } from "../protocol/encoding.ts";
import { leastRevisionBytes, leastTombstoneBytes } from "../protocol/sizes.ts";
import type { ServerSees } from "./contract.ts";

/** A version byte, a nonce and a tag stand around the padded plaintext, and a version byte within it. */
const sealBytes = 29;
const versionBytes = 1;

/** `states`: of each record that the server has, the newest that was verified and is read here, else null. */
export type SyncFacts = {
  readonly states: readonly (JsonObject | null)[];
  readonly synced: number | null;
  readonly devices: number;
};

export function serverSees({ states, synced, devices }: SyncFacts): ServerSees {
  const pieces = new Map<number, number>();
  for (const state of states) {
    if (state === null) continue;
    const bytes = sealedBytes(state);
    pieces.set(bytes, (pieces.get(bytes) ?? 0) + 1);
  }
  const sizes = [...pieces]
    .sort(([left], [right]) => left - right)
    .map(([bytes, pieces]) => ({ bytes, pieces }));
  return { pieces: states.length, sizes, synced, devices };
}

function sealedBytes(state: JsonObject): number {
  const least = isRemoved(state) ? leastTombstoneBytes : leastRevisionBytes;
  return sealBytes + padded(versionBytes + canonicalJson(state).length, least);
}
