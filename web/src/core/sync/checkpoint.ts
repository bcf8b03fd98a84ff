/** Where this device stands: its keyring, and the head that it verified last (docs/protocol.md, Commits). */

import type { Checkpoint } from "../crypto/checkpoint.ts";
import { key, type Procedure } from "./effects.ts";
import { loadState } from "./head.ts";

export function* checkpointHere(): Procedure<Checkpoint> {
  const { vault, sequence, chain } = yield* loadState();
  const keyring = yield* key("ids", async (keys) => keys.keyring);
  return {
    keyringVersion: keyring.version,
    keyringDigest: keyring.digest,
    vaults: [{ vault, sequence, chain }],
  };
}
