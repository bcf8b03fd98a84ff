/** Devices, and everything that a server holds of an account, on the wire (docs/protocol.md, Login). */

import * as v from "valibot";
import type { Id } from "./encoding.ts";
import { toHex } from "./encoding.ts";
import { absent, decode, id, listUpTo } from "./wire.ts";

/** A device that signed in or was admitted, as the server tells; UTC dates of the first time and of its last proof. */
export type SeenDevice = {
  readonly device: Id;
  readonly first_on: string | null;
  readonly seen_on: string | null;
  readonly revoked: boolean;
};

/** Far above what a person ever signs in with; a server that tells of more says nothing. */
const mostSeen = 4096;

const day = absent(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)));
const devicesShape = v.object({
  devices: listUpTo(
    v.object({ device: id, first_on: day, seen_on: day, revoked: v.boolean() }),
    mostSeen,
  ),
});

/** The answer of `GET /v1/devices`. */
export function decodeDevices(bytes: Uint8Array): readonly SeenDevice[] {
  return decode(devicesShape, bytes).devices;
}

/** The answer of `POST /v1/accounts/export` as it came, as JSON; bytes as hexadecimal. */
export function decodeExport(bytes: Uint8Array): unknown {
  return plain(decode(v.looseObject({ name: v.string(), account: id }), bytes));
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
