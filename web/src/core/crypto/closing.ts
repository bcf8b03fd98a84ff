/** The statement that an account was closed, by one of its devices (docs/protocol.md, Closing). */

import { type Bytes, concat } from "../bytes.ts";
import type { Statement } from "../protocol/closing.ts";
import { fromHex, type Id, idToBytes, label, len16 } from "../protocol/encoding.ts";
import type { KeyringDocument } from "../protocol/keyring.ts";
import { isSigned, type SigningKey, sign } from "./suite.ts";

/** The statement of this device; `on` is a UTC date, YYYY-MM-DD. */
export async function signClosing(
  account: Id,
  device: Id,
  on: string,
  key: SigningKey,
): Promise<Statement> {
  const signature = await sign(key, statementBytes({ account, device, on }));
  return { account, device, on, signature };
}

/** Whether it is of this account and verifies under a device of the keyring that is not revoked: no other is believed. */
export async function isClosing(
  statement: Statement,
  account: Id,
  { devices }: KeyringDocument,
): Promise<boolean> {
  const entry = devices[statement.device];
  if (statement.account !== account || entry === undefined || entry.revoked !== null) return false;
  return isSigned(fromHex(entry.key), statement.signature, statementBytes(statement));
}

function statementBytes({ account, device, on }: Omit<Statement, "signature">): Bytes {
  return concat(label("goldseam/1/closing"), idToBytes(account), idToBytes(device), len16(on));
}
