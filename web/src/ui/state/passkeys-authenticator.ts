/**
 * Asking an authenticator: the only file that touches `navigator.credentials` (docs/protocol.md, Passkeys).
 *
 * [Note: No output] What a passkey evaluates opens the account key. So an answer is written here field by field, without results of
 * extensions: `toJSON()` would write the output beside them, and what is a string cannot be erased.
 */

import type { PasskeyBegun, PasskeyHere, PasskeyMade, SlotId } from "../../core/contract.ts";

/**
 * Why an authenticator gave nothing. `stopped`: the person, or the time, ended it; browsers do not say which. `here`: it holds a passkey of
 * this device already. `address`: browsers make none for this address. `unverified`: it cannot tell who touches it. `unable`: it has
 * no PRF, which opening pages takes. `strange`: anything else.
 */
export type Refusal = "stopped" | "here" | "address" | "unverified" | "unable" | "strange";

export class PasskeyRefused extends Error {
  override readonly name = "PasskeyRefused";
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}

/** Whether this browser knows passkeys at all; nothing of them is shown where it does not. */
export function hasPasskeys(): boolean {
  return isSecureContext && "PublicKeyCredential" in globalThis && "credentials" in navigator;
}

/** Whether browsers make passkeys for this address: one with a name, not a number. */
export function hasAddress(): boolean {
  return !/^[\d.]+$|:/.test(location.hostname);
}

/** A passkey that was just made and not used yet. */
export type Created = { readonly begun: PasskeyBegun; readonly credential: PublicKeyCredential };

const reasons: Readonly<Record<string, Refusal>> = {
  NotAllowedError: "stopped",
  AbortError: "stopped",
  InvalidStateError: "here",
  SecurityError: "address",
  ConstraintError: "unverified",
  NotSupportedError: "unverified",
};
const ES256 = -7;
const EDDSA = -8;
const RS256 = -257;
const TIMEOUT_MS = 120_000;
const challengeBytes = 32;

/** The first touch: `name` is what the browser's own list of passkeys shows. Rejects with `PasskeyRefused`. */
export async function create(
  begun: PasskeyBegun,
  name: string,
  signal: AbortSignal,
): Promise<Created> {
  const asked = navigator.credentials.create({
    signal,
    publicKey: {
      challenge: begun.challenge,
      rp: { id: location.hostname, name: "Goldseam" },
      user: { id: begun.user, name, displayName: name },
      pubKeyCredParams: [ES256, EDDSA, RS256].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      excludeCredentials: begun.others.map(described),
      attestation: "none",
      timeout: TIMEOUT_MS,
      extensions: { prf: {} },
    },
  });
  const credential = await answered(asked);
  if (credential.getClientExtensionResults().prf?.enabled !== true) {
    await disown(new Uint8Array(credential.rawId));
    throw new PasskeyRefused("unable");
  }
  return { begun, credential };
}

/** The second touch: the same passkey is used at once, to see that it evaluates. Rejects with `PasskeyRefused`. */
export async function use(
  { begun, credential: created }: Created,
  signal: AbortSignal,
): Promise<PasskeyMade> {
  const { slot, challenge, input } = begun;
  const credential = new Uint8Array(created.rawId);
  const { used, output } = await get([{ slot, credential, input }], challenge, signal);
  if (output === null) {
    await disown(credential);
    throw new PasskeyRefused("unable");
  }
  const registration = registrationOf(created);
  return { slot, credential, input, output, registration, assertion: assertionOf(used) };
}

/** The touch that opens this device: what the passkey evaluated, and whose slot it opens. Rejects with `PasskeyRefused`. */
export async function evaluate(
  here: readonly PasskeyHere[],
  signal: AbortSignal,
): Promise<{ readonly slot: SlotId; readonly output: ArrayBuffer }> {
  const challenge = crypto.getRandomValues(new Uint8Array(challengeBytes));
  const { used, output } = await get(here, challenge, signal);
  if (output === null) throw new PasskeyRefused("unable");
  const touched = here.find(({ credential }) => textOf(credential) === used.id);
  if (touched === undefined) throw new PasskeyRefused("strange");
  return { slot: touched.slot, output };
}

/** Tells the browser that a passkey is of no use any more, so that it need not list it. Not every browser listens. */
export async function disown(credential: Uint8Array<ArrayBuffer>): Promise<void> {
  const said = { rpId: location.hostname, credentialId: textOf(credential) };
  // Older browsers have no such method, whatever its type says; and what one refuses changes nothing here.
  await PublicKeyCredential.signalUnknownCredential?.(said).catch(() => {});
}

async function get(
  here: readonly PasskeyHere[],
  challenge: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<{ readonly used: PublicKeyCredential; readonly output: ArrayBuffer | null }> {
  const evalByCredential = Object.fromEntries(
    here.map(({ credential, input }) => [textOf(credential), { first: input }] as const),
  );
  const asked = navigator.credentials.get({
    signal,
    publicKey: {
      challenge,
      rpId: location.hostname,
      allowCredentials: here.map(({ credential }) => described(credential)),
      userVerification: "required",
      timeout: TIMEOUT_MS,
      extensions: { prf: { evalByCredential } },
    },
  });
  const used = await answered(asked);
  const output = used.getClientExtensionResults().prf?.results?.first;
  return { used, output: output instanceof ArrayBuffer ? output : null };
}

async function answered(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const credential = await asked.catch((error: unknown) => {
    const name = error instanceof DOMException ? error.name : "";
    throw new PasskeyRefused(reasons[name] ?? "strange");
  });
  if (credential instanceof PublicKeyCredential) return credential;
  throw new PasskeyRefused("strange");
}

function described(id: Uint8Array<ArrayBuffer>): PublicKeyCredentialDescriptor {
  return { type: "public-key", id };
}

function registrationOf(credential: PublicKeyCredential): string {
  // A passkey that was just made answers so; the type of a credential does not say which of both it is.
  const response = credential.response as AuthenticatorAttestationResponse;
  return written(credential, {
    clientDataJSON: textOf(response.clientDataJSON),
    attestationObject: textOf(response.attestationObject),
  });
}

function assertionOf(credential: PublicKeyCredential): string {
  // And one that was used answers so.
  const response = credential.response as AuthenticatorAssertionResponse;
  return written(credential, {
    clientDataJSON: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
  });
}

/** [Note: No output] */
function written({ id, type }: PublicKeyCredential, response: object): string {
  return JSON.stringify({ id, rawId: id, type, clientExtensionResults: {}, response });
}

/** Bytes as these answers write them: base64url without padding. */
function textOf(bytes: ArrayBuffer | Uint8Array): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
