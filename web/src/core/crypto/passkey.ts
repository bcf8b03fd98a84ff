/** What an authenticator signs when a passkey is enrolled (docs/protocol.md, Passkeys). */

import { type Bytes, concat } from "../bytes.ts";
import { type Id, idToBytes, label } from "../protocol/encoding.ts";
import { sha256 } from "./suite.ts";

/** The 32 bytes of the challenge, both times. */
export function passkeyChallenge(account: Id, slot: Id): Promise<Bytes> {
  return sha256(concat(label("goldseam/1/passkey"), idToBytes(account), idToBytes(slot)));
}
