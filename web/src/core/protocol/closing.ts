/** Closing an account on the wire (docs/protocol.md, Closing). */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { type Id, idToBytes } from "./encoding.ts";
import { decode, encode, id, signature } from "./wire.ts";

/** What a device signs when it closes its account; `on` is a UTC date. */
export type Statement = {
  readonly account: Id;
  readonly device: Id;
  readonly on: string;
  readonly signature: Bytes;
};

const statementShape = v.object({
  account: id,
  device: id,
  on: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
  signature,
});

/** The body of purpose 5. */
export function encodeClosing({ account, device, ...facts }: Statement): Bytes {
  const ids = { account: idToBytes(account), device: idToBytes(device) };
  return encode({ statement: { ...facts, ...ids } });
}

/** The answer of `GET /v1/closings/{account}`. */
export function decodeStatement(bytes: Uint8Array): Statement {
  return decode(statementShape, bytes);
}
