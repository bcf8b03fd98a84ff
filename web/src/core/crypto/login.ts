/** Proving who asks (docs/protocol.md, Login). */

import { type Bytes, concat, type Random } from "../bytes.ts";
import { SealError } from "../errors.ts";
import {
  type Challenge,
  deviceOnlyPurposes,
  type ProvenRequest,
  type Purpose,
} from "../protocol/accounts.ts";
import { label, len16, u8 } from "../protocol/encoding.ts";
import { hashBytes, suite } from "../protocol/sizes.ts";
import type { LoginType, WayIn } from "./slots.ts";
import { deriveBytes, type SigningKey, sha256, sign, signingKey } from "./suite.ts";

const seedBytes = 32;

/** The login key of one way in. */
export type LoginKey = { readonly type: LoginType; readonly key: SigningKey };

/** What a proof is about; `origin` is as the client itself dialled, `name` canonical, `body` the encoded struct. */
export type Claim = {
  readonly purpose: Purpose;
  readonly origin: string;
  readonly name: string;
  readonly challenge: Bytes;
  readonly body: Bytes;
};

/** The Ed25519 key by which a passphrase or recovery code signs. */
export async function deriveLoginKey(way: WayIn<LoginType>): Promise<LoginKey> {
  const info = concat(label("goldseam/1/login-key"), u8(way.type));
  const seed = await deriveBytes(way.secret, new Uint8Array(0), info, seedBytes);
  return { type: way.type, key: await signingKey(seed) };
}

/** `suite_refused` for a challenge of any suite but ours; to be asked before anything is derived for it. */
export function requireSuite(challenge: Challenge): void {
  if (challenge.suite !== suite) throw new SealError("suite_refused");
}

/** A proven request signed by the device alone or, where the purpose asks for it, by the login key too. */
export async function prove(
  claim: Claim,
  device: SigningKey,
  login: LoginKey | null,
  random: Random,
): Promise<ProvenRequest> {
  const alone = deviceOnlyPurposes.has(claim.purpose);
  if (alone !== (login === null)) throw new RangeError("the purpose decides who signs");
  const nonce = random(hashBytes);
  const proof = await proofBytes(claim, nonce, device.public);
  return {
    purpose: claim.purpose,
    origin: claim.origin,
    name: claim.name,
    challenge: claim.challenge,
    nonce,
    device_key: device.public,
    login_type: login === null ? 0 : login.type,
    login_signature: login === null ? new Uint8Array(0) : await sign(login.key, proof),
    device_signature: await sign(device, proof),
    body: claim.body,
  };
}

/** The bytes that the login key and the device key sign. */
export async function proofBytes(claim: Claim, nonce: Bytes, deviceKey: Bytes): Promise<Bytes> {
  return concat(
    label("goldseam/1/proof"),
    u8(claim.purpose),
    len16(claim.origin),
    len16(claim.name),
    claim.challenge,
    nonce,
    deviceKey,
    await sha256(claim.body),
  );
}
