/** The keyring on the wire and as a document (docs/protocol.md, Keyring). */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { SealError } from "../errors.ts";
import type { JsonObject } from "./canonical.ts";
import { type Id, idToBytes, parseId } from "./encoding.ts";
import { earlierBytes, maxDevices, maxKeyringBytes, maxSlots, maxVaults } from "./sizes.ts";
import { bytesUpTo, decode, encode, epoch, hash, id, number, positive, signature } from "./wire.ts";

/** One version of the keyring, sealed and signed twice. */
export type Keyring = {
  readonly version: number;
  readonly epoch: number;
  readonly previous: Bytes;
  readonly sealed: Bytes;
  readonly device: Id;
  readonly device_signature: Bytes;
  readonly login_type: number;
  readonly login_signature: Bytes;
};

export const keyringShape = v.object({
  version: positive,
  epoch,
  previous: hash,
  sealed: bytesUpTo(maxKeyringBytes),
  device: id,
  device_signature: signature,
  login_type: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2)),
  login_signature: signature,
});

export function keyringToWire(keyring: Keyring) {
  return { ...keyring, device: idToBytes(keyring.device) };
}

/** A keyring by itself, as it goes into the answer of a pairing. */
export function encodeKeyring(keyring: Keyring): Bytes {
  return encode(keyringToWire(keyring));
}

export function decodeKeyring(bytes: Uint8Array): Keyring {
  return decode(keyringShape, bytes);
}

const hexId = v.custom<Id>((text) => typeof text === "string" && /^[0-9a-f]{32}$/.test(text));
const hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const hexEarlier = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]+$/),
  v.check((text) => text.length === 2 * earlierBytes),
);
const epochName = v.pipe(v.string(), v.regex(/^[1-9]\d{0,9}$/));

const slotEntry = v.looseObject({
  type: v.pipe(v.number(), v.integer()),
  digest: hex32,
  name: v.optional(v.string()),
  device: v.optional(hexId),
});
const deviceEntry = v.looseObject({
  name: v.string(),
  key: hex32,
  added: day,
  revoked: v.nullable(day),
});
function isPresent(entry: { readonly revoked: string | null } | undefined): boolean {
  return entry?.revoked === null;
}

/** The place in a vault's history beyond which everything is of its newest epoch; `on` is a UTC date. */
const afterEntry = v.looseObject({ sequence: number, chain: hex32, on: day });
const vaultEntry = v.looseObject({
  kind: v.string(),
  epoch,
  after: v.nullable(afterEntry),
  wraps: v.record(epochName, hex32),
});

// Loose: fields that this version does not know survive its edits.
const documentShape = v.looseObject({
  version: positive,
  epoch,
  previous: hex32,
  slots: membersUpTo(slotEntry, maxSlots),
  login_keys: v.looseObject({ "1": hex32, "2": hex32 }),
  // Those that were removed stay listed for the heads that they made, and keep nobody out.
  devices: v.pipe(
    v.record(hexId, deviceEntry),
    v.check((devices) => Object.values(devices).filter(isPresent).length <= maxDevices),
  ),
  vaults: membersUpTo(vaultEntry, maxVaults),
  earlier: v.optional(v.record(epochName, hexEarlier)),
  identity: v.looseObject({}),
});

function membersUpTo<Shape extends v.GenericSchema>(shape: Shape, most: number) {
  return v.pipe(
    v.record(hexId, shape),
    v.check((members) => Object.keys(members).length <= most),
  );
}

export type DeviceEntry = Readonly<v.InferOutput<typeof deviceEntry>>;
export type SlotEntry = Readonly<v.InferOutput<typeof slotEntry>>;
export type VaultEntry = Readonly<v.InferOutput<typeof vaultEntry>>;

/** What a keyring says once it is open. Bytes are hexadecimal; unknown fields are kept as they came. */
export type KeyringDocument = Readonly<v.InferOutput<typeof documentShape>>;

/** The names of members by id. */
export function idsOf(members: { readonly [name: Id]: unknown }): Id[] {
  return Object.keys(members).map(parseId);
}

/** The document as JSON, unknown fields and all. */
export function documentToJson(document: KeyringDocument): JsonObject {
  // A document is made of JSON values; only its type does not say so of the fields that we do not know.
  return document as unknown as JsonObject;
}

/** The document in the JSON value given; `damaged` for anything else. */
export function parseDocument(value: unknown): KeyringDocument {
  const result = v.safeParse(documentShape, value, { abortEarly: true });
  if (!result.success) throw new SealError("damaged");
  return result.output;
}
