/** A new device that another one admits (docs/protocol.md, Pairing). No passphrase is typed on it. */

import { type Bytes, isEqual, type Random } from "../bytes.ts";
import { acceptAdmitted } from "../crypto/accept.ts";
import { type Admitted, admittedFromJson } from "../crypto/admitted.ts";
import { listedSlots, listedWraps, type PinnedKeyring } from "../crypto/keyring.ts";
import { deriveAccountKeys, deriveLocalKey } from "../crypto/keys.ts";
import {
  comparedWords,
  makeOffer,
  makePairCode,
  openAnswer,
  type PairKeys,
  pairKeys,
  qrText,
} from "../crypto/pairing.ts";
import type { WordList } from "../crypto/recovery.ts";
import { makeExchangeKey } from "../crypto/suite.ts";
import { Alarm, Refusal } from "../errors.ts";
import { decodePairingAnswer, encodeOffer } from "../protocol/pairings.ts";
import { hashBytes } from "../protocol/sizes.ts";
import { change } from "../store/contract.ts";
import { type AccountRow, only } from "../store/schema.ts";
import { makeDevice, type NewDevice, sealPinned } from "./account.ts";
import { ask } from "./asking.ts";
import { keyHolder, load, type Procedure } from "./effects.ts";
import { enter } from "./enter.ts";
import { isWhole } from "./keyrings.ts";
import { type OpenKeys, withKeyring } from "./open-keys.ts";

/** What this device made for one pairing; it lives in memory alone. */
export type Shown = NewDevice & {
  readonly keys: PairKeys;
  readonly exchange: CryptoKeyPair;
  readonly offer: Bytes;
  readonly words: readonly string[];
  readonly qrText: string;
  readonly fourWords: readonly string[];
};

/** A code and what is offered under it; nothing is sent yet. `name` is how this device is called. */
export function* drawPairing(name: string, words: WordList): Procedure<Shown> {
  if ((yield* load("account", only)) !== null) throw new Refusal("name_taken");
  return yield* keyHolder("pair", ({ random, origin }) => makeShown(name, words, origin, random));
}

async function makeShown(
  name: string,
  words: WordList,
  origin: string,
  random: Random,
): Promise<Shown> {
  const code = makePairCode(words, random);
  const keys = await pairKeys(code.join(" "), words);
  const made = await makeDevice(random);
  const exchange = await makeExchangeKey();
  const facts = { device: made.device, deviceKey: made.deviceKey.public, hpke: exchange.public };
  const offer = await makeOffer(keys, origin, { ...facts, name });
  return {
    ...made,
    keys,
    exchange: exchange.pair,
    offer,
    words: code,
    qrText: qrText(origin, code),
    fourWords: await comparedWords(offer, words),
  };
}

/** Puts the offer where the other device looks for it; the same one may be put again. */
export function* offerDevice({ keys, offer }: Shown): Procedure<void> {
  const path = `/v1/pairings/${keys.pairing}`;
  yield* ask({ method: "PUT", path, body: encodeOffer(offer) }, () => null);
}

/** The answer, null while there is none. */
export function* answerTo({ keys }: Shown): Procedure<Bytes | null> {
  const path = `/v1/pairings/${keys.pairing}/answer`;
  try {
    return yield* ask({ method: "GET", path, body: null }, decodePairingAnswer);
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") return null;
    throw error;
  }
}

/**
 * Enters the account that the answer tells of. The session is made by the first request that finds this one stale.
 * `wrong_secret`, `unknown_version`, `keyring_mismatch`: nothing was kept then.
 */
export function* enterAdmitted(shown: Shown, answer: Bytes): Procedure<void> {
  const { admitted, ...entered } = yield* keyHolder("pair", ({ random }) =>
    openAdmitted(shown, answer, random),
  );
  const { account, keys, keyring } = entered;
  const mark = change("checkpoint", only, { vaults: admitted.checkpoint.vaults });
  yield* enter(keys, account, keyring, new Uint8Array(hashBytes), [mark]);
}

async function openAdmitted(shown: Shown, answer: Bytes, random: Random) {
  const { keys: code, offer, exchange, device, deviceKey } = shown;
  const admitted = admittedFromJson(await openAnswer(code, offer, exchange, answer));
  const root = await deriveAccountKeys(admitted.accountKey, admitted.account); // erases the account key
  const pinned = await acceptAdmitted(root, admitted.keyring, device, deviceKey.public);
  await requireWhole(admitted, pinned);
  const local = await deriveLocalKey(root, device);
  const bare = { account: root, local, device, deviceKey };
  const keys: OpenKeys = await withKeyring(bare, pinned, admitted.wraps);
  const { name, salt, account, epoch, slots, wraps } = admitted;
  const row: AccountRow = { name, salt, account, epoch, device, deviceKey, slots, wraps };
  return { admitted, account: row, keys, keyring: await sealPinned(keys, random) };
}

/** `keyring_mismatch` unless the keyring names all that came with it, and the checkpoint names the keyring. */
async function requireWhole(admitted: Admitted, pinned: PinnedKeyring): Promise<void> {
  const { checkpoint, epoch } = admitted;
  const { document } = pinned;
  const slots = await listedSlots(document, admitted.slots);
  const wraps = await listedWraps(document, admitted.wraps);
  const isListed = slots.length === admitted.slots.length && wraps.length === admitted.wraps.length;
  const isPlace =
    checkpoint.keyringVersion === pinned.version &&
    isEqual(checkpoint.keyringDigest, pinned.digest) &&
    epoch === document.epoch;
  if (!isListed || !isPlace || !isWhole(document, slots, wraps)) {
    throw new Alarm("keyring_mismatch");
  }
}
