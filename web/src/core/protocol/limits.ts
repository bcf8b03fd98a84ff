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
  pairing_seconds: number,
  max_pairings: number,
  max_pairing_bytes: number,
  address_points: number,
  address_points_per_minute: number,
  name_points: number,
  name_points_per_minute: number,
  device_points: number,
  device_points_per_minute: number,
  failed_proof_points: number,
  proof_points: number,
  address_challenges: number,
  address_challenges_per_minute: number,
  address_signups: number,
  address_signups_per_day: number,
  all_signups: number,
  all_signups_per_day: number,
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
  pairing_seconds: 120,
  max_pairings: 1_024,
  max_pairing_bytes: 16_777_216,
  address_points: 600,
  address_points_per_minute: 30,
  name_points: 1_200,
  name_points_per_minute: 60,
  device_points: 600,
  device_points_per_minute: 30,
  failed_proof_points: 10,
  proof_points: 1,
  address_challenges: 1_200,
  address_challenges_per_minute: 1_200,
  address_signups: 60,
  address_signups_per_day: 144,
  all_signups: 300,
  all_signups_per_day: 1_440,
};

/** The answer of `GET /v1/limits`. */
export function decodeLimits(bytes: Uint8Array): Limits {
  return decode(limitsShape, bytes);
}

/** Who may make an account: anybody, whoever has an invitation, nobody. */
export type Admission = "open" | "invitation" | "closed";

const admissionShape = v.object({ accounts: v.picklist(["open", "invitation", "closed"]) });

/** What the same answer says of new accounts. */
export function decodeAdmission(bytes: Uint8Array): Admission {
  return decode(admissionShape, bytes).accounts;
}
