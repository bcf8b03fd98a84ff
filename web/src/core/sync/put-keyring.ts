/** The compare-and-set by which a version of the keyring is written (docs/protocol.md, Keyring). */

import type { LoginKey } from "../crypto/login.ts";
import { Refusal } from "../errors.ts";
import { encodeKeyringWrite, type KeyringWrite, purposes } from "../protocol/accounts.ts";
import type { AccountRow } from "../store/schema.ts";
import { ask, challenge, proven } from "./asking.ts";
import type { Procedure } from "./effects.ts";

/** Whether the server took it; false when the keyring has another version. */
export function* putKeyring(
  { name, deviceKey }: Pick<AccountRow, "name" | "deviceKey">,
  login: LoginKey,
  write: KeyringWrite,
): Procedure<boolean> {
  const purpose = purposes.keyring;
  const given = yield* challenge(name, purpose);
  const body = encodeKeyringWrite(write);
  const claim = { purpose, name, challenge: given.challenge, deviceKey, login, body };
  const sent = yield* proven(claim);
  try {
    yield* ask({ method: "PUT", path: "/v1/keyrings", body: sent }, () => null);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === "keyring_behind") return false;
    throw error;
  }
}
