/** The limits of the protocol (docs/protocol.md, Limits). */

import * as v from "valibot";
import {
  maxDevices,
  maxKeyringBytes,
  maxNameBytes,
  maxPassphraseBytes,
  maxSlots,
  maxVaults,
} from "./sizes.ts";
import { decode, number } from "./wire.ts";

const limitsShape = v.object({
  max_commit_bytes: number,
  max_commit_revisions: number,
  max_revision_bytes: number,
  max_page_revisions: number,
  max_page_bytes: number,
  max_page_commits: number,
  max_name_bytes: number,
  max_passphrase_bytes: number,
  max_keyring_bytes: number,
  max_slots: number,
  max_vaults: number,
  max_devices: number,
  challenge_seconds: number,
  session_seconds: number,
  renewal_days: number,
  poke_seconds: number,
});

/** What a server accepts, by the names of the specification. Clients split their work by it. */
export type Limits = Readonly<v.InferOutput<typeof limitsShape>>;

/** The table of the specification: what holds until a server has said otherwise. */
export const limits: Limits = {
  max_commit_bytes: 262_144,
  max_commit_revisions: 128,
  max_revision_bytes: 229_376,
  max_page_revisions: 512,
  max_page_bytes: 4_194_304,
  max_page_commits: 16_384,
  max_name_bytes: maxNameBytes,
  max_passphrase_bytes: maxPassphraseBytes,
  max_keyring_bytes: maxKeyringBytes,
  max_slots: maxSlots,
  max_vaults: maxVaults,
  max_devices: maxDevices,
  challenge_seconds: 120,
  session_seconds: 900,
  renewal_days: 30,
  poke_seconds: 25,
};

/** The answer of `GET /v1/limits`. */
export function decodeLimits(bytes: Uint8Array): Limits {
  return decode(limitsShape, bytes);
}
