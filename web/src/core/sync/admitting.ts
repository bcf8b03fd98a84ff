/** A device of the account that admits another one (docs/protocol.md, Pairing). */

import { type Bytes, copyOf, erase, isEqual } from "../bytes.ts";
import { type Admitted, admittedToJson } from "../crypto/admitted.ts";
import { nextDocument, withDevice } from "../crypto/keyring.ts";
import {
  comparedWords,
  type Offer,
  type PairKeys,
  pairKeys,
  readOffer,
  readQr,
  sealAnswer,
} from "../crypto/pairing.ts";
import type { WordList } from "../crypto/recovery.ts";
import { sha256 } from "../crypto/suite.ts";
import { PairingError, Refusal, SealError } from "../errors.ts";
import { decodeKeyrings, purposes } from "../protocol/accounts.ts";
import { toHex } from "../protocol/encoding.ts";
import type { Keyring } from "../protocol/keyring.ts";
import { decodeOffer, encodePairingAnswer } from "../protocol/pairings.ts";
import { only } from "../store/schema.ts";
import { ask, askInSession, challenge, insisting, proven } from "./asking.ts";
import { checkpointHere } from "./checkpoint.ts";
import { seeDevice } from "./devices.ts";
import { key, keyHolder, load, type Procedure } from "./effects.ts";
import { type Making, type NextVersion, writeVersion } from "./versions.ts";

/** A new device as its code shows it. */
export type Candidate = {
  readonly keys: PairKeys;
  readonly offer: Offer;
  readonly fourWords: readonly string[];
};

/** Reads a code, typed or of its picture, and the offer under it; `wrong_secret`, `other_server`, `pairing_over`. */
export function* readCandidate(code: string, words: WordList): Procedure<Candidate> {
  const origin = yield* keyHolder("pair", (holder) => holder.origin);
  const picture = readQr(code);
  if (picture !== null && picture.origin !== origin) throw new PairingError("other_server");
  const keys = yield* keyHolder("pair", () => pairKeys(picture?.code ?? code, words));
  const bytes = yield* offerUnder(keys);
  return yield* keyHolder("pair", async () => {
    const offer = await readOffer(keys, origin, bytes);
    return { keys, offer, fourWords: await comparedWords(bytes, words) };
  });
}

function* offerUnder({ pairing }: PairKeys): Procedure<Bytes> {
  const request = { method: "GET", path: `/v1/pairings/${pairing}`, body: null } as const;
  return yield* orOver(askInSession(request, decodeOffer));
}

/** What is not there (any more) ends the pairing. */
function* orOver<T>(asked: Procedure<T>): Procedure<T> {
  try {
    return yield* asked;
  } catch (error) {
    const isOver = error instanceof Refusal && error.code === "not_found";
    throw isOver ? new PairingError("pairing_over") : error;
  }
}

/**
 * Lists the device in the keyring; the sealed answer, to be sent by `sendAnswer`. `wrong_secret`; `pairing_over` as long as nothing was
 * written. What is listed already is not written again, so a lost answer may be asked for again.
 */
export function* admit(candidate: Candidate, passphrase: string, today: string): Procedure<Bytes> {
  const { keys, offer } = candidate;
  const now = yield* offerUnder(keys);
  if (!isEqual(now, offer.bytes)) throw new PairingError("pairing_over");
  let accountKey: Bytes = new Uint8Array(0);
  const make = async (making: Making) => {
    erase(accountKey); // of a try before
    accountKey = copyOf(making.accountKey);
    return withOffered(making, offer, today);
  };
  try {
    yield* insisting(() => writeVersion(passphrase, make));
    yield* seeDevice(offer.device);
    return yield* insisting(() => sealed(candidate, accountKey));
  } finally {
    erase(accountKey);
  }
}

/** The version that lists the device, null where it is listed. `wrong_secret` for an id that is somebody else's, or was removed. */
function withOffered({ keys, account }: Making, offer: Offer, today: string): NextVersion | null {
  const entry = keys.keyring.document.devices[offer.device];
  if (entry?.key === toHex(offer.deviceKey) && entry.revoked === null) return null;
  if (entry !== undefined) throw new SealError("wrong_secret");
  const added = { name: offer.name, key: offer.deviceKey, added: today };
  const document = withDevice(nextDocument(keys.keyring), offer.device, added);
  const admit = { device: offer.device, key: offer.deviceKey };
  return { document, slots: account.slots, with: { admit }, changes: [] };
}

function* sealed(candidate: Candidate, accountKey: Bytes): Procedure<Bytes> {
  const account = yield* load("account", only);
  if (account === null) throw new SealError("wrong_secret");
  const keyring = yield* newestKeyring();
  const checkpoint = yield* checkpointHere();
  const { name, salt, slots, wraps } = account;
  const told = { account: account.account, name, salt, slots, wraps, keyring, checkpoint };
  const admitted: Admitted = { ...told, epoch: keyring.epoch, accountKey };
  return yield* keyHolder("pair", () =>
    sealAnswer(candidate.keys, candidate.offer, admittedToJson(admitted)),
  );
}

/** The pinned keyring as it is on the wire: this device keeps only what it says. */
function* newestKeyring(): Procedure<Keyring> {
  const pinned = yield* key("ids", async ({ keyring }) => keyring);
  const path = `/v1/keyrings?after=${pinned.version - 1}`;
  const { keyrings } = yield* askInSession({ method: "GET", path, body: null }, decodeKeyrings);
  const newest = keyrings.find(({ version }) => version === pinned.version);
  const digest = yield* keyHolder("pair", () => sha256(newest?.sealed ?? new Uint8Array(0)));
  if (newest === undefined || !isEqual(digest, pinned.digest)) throw new Refusal("unavailable");
  return newest;
}

/** `answered_before` where another answer was there first, `pairing_over` where it came too late. The same one may be sent again. */
export function sendAnswer(candidate: Candidate, answer: Bytes): Procedure<void> {
  return insisting(() => put(candidate, answer));
}

function* put({ keys }: Candidate, answer: Bytes): Procedure<void> {
  const path = `/v1/pairings/${keys.pairing}/answer`;
  const purpose = purposes.pair;
  const account = yield* load("account", only);
  if (account === null) throw new SealError("wrong_secret");
  const { name, device, deviceKey } = account;
  const body = encodePairingAnswer(keys.pairing, device, answer);
  const given = yield* challenge(name, purpose);
  const claim = { purpose, name, challenge: given.challenge, deviceKey, login: null, body };
  const request = { method: "PUT", path, body: yield* proven(claim) } as const;
  try {
    yield* orOver(ask(request, () => null));
  } catch (error) {
    const isTaken = error instanceof Refusal && error.code === "bad_request";
    throw isTaken ? new PairingError("answered_before") : error;
  }
}
