/** What the old device tells the new one in the answer of a pairing (docs/protocol.md, Pairing). */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { Malformed, Refusal, SealError } from "../errors.ts";
import {
  decodeSlot,
  decodeWrap,
  encodeSlot,
  encodeWrap,
  type Slot,
  type Wrap,
} from "../protocol/accounts.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { canonicalName, fromHex, type Id, parseId, toHex } from "../protocol/encoding.ts";
import { decodeKeyring, encodeKeyring, type Keyring } from "../protocol/keyring.ts";
import { maxSlots, maxWraps } from "../protocol/sizes.ts";
import { epoch, listUpTo, parse } from "../protocol/wire.ts";
import { type Checkpoint, checkpointToBytes, parseCheckpoint } from "./checkpoint.ts";

/** An account as a device enters it that typed no passphrase. `epoch` is the account epoch; `accountKey` is to be erased. */
export type Admitted = {
  readonly account: Id;
  readonly name: string;
  readonly salt: Bytes;
  readonly accountKey: Bytes;
  readonly epoch: number;
  readonly keyring: Keyring;
  readonly slots: readonly Slot[];
  readonly wraps: readonly Wrap[];
  readonly checkpoint: Checkpoint;
};

const hexId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const hexBytes = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2})+$/));
const shape = v.object({
  account: hexId,
  name: v.string(),
  salt: hexId,
  account_key: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  epoch,
  keyring: hexBytes,
  slots: listUpTo(hexBytes, maxSlots),
  wraps: listUpTo(hexBytes, maxWraps),
  checkpoint: hexBytes,
});

/** The document that is sealed. */
export function admittedToJson(admitted: Admitted): JsonObject {
  return {
    account: admitted.account,
    name: admitted.name,
    salt: toHex(admitted.salt),
    account_key: toHex(admitted.accountKey),
    epoch: admitted.epoch,
    keyring: toHex(encodeKeyring(admitted.keyring)),
    slots: admitted.slots.map((slot) => toHex(encodeSlot(slot))),
    wraps: admitted.wraps.map((wrap) => toHex(encodeWrap(wrap))),
    checkpoint: toHex(checkpointToBytes(admitted.checkpoint)),
  };
}

/** What an opened answer says; `wrong_secret` for anything else. */
export function admittedFromJson(json: JsonObject): Admitted {
  try {
    return read(json);
  } catch (error) {
    const isOther =
      error instanceof Malformed || error instanceof SealError || error instanceof Refusal;
    throw isOther ? new SealError("wrong_secret") : error;
  }
}

function read(json: JsonObject): Admitted {
  const fields = parse(shape, json);
  if (canonicalName(fields.name) !== fields.name) throw new SealError("wrong_secret");
  return {
    account: parseId(fields.account),
    name: fields.name,
    salt: fromHex(fields.salt),
    accountKey: fromHex(fields.account_key),
    epoch: fields.epoch,
    keyring: decodeKeyring(fromHex(fields.keyring)),
    slots: fields.slots.map((slot) => decodeSlot(fromHex(slot))),
    wraps: fields.wraps.map((wrap) => decodeWrap(fromHex(wrap))),
    checkpoint: parseCheckpoint(fromHex(fields.checkpoint)),
  };
}
