/** What passes between two devices when one admits the other (docs/protocol.md, Pairing). */

import { type Bytes, concat, copyOf, isEqual, type Random, textOfUtf8, utf8 } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";
import {
  type Id,
  idFromBytes,
  idToBytes,
  label,
  len16,
  pad,
  padded,
  u8,
  unpad,
} from "../protocol/encoding.ts";
import { maxDeviceNameBytes } from "../protocol/pairings.ts";
import { hashBytes, idBytes } from "../protocol/sizes.ts";
import { requireVersion1, version1 } from "./envelope.ts";
import { digestWords, drawWords, normaliseCode, type WordList } from "./recovery.ts";
import { deriveBytes, hkdfKey, mac, macKey, sha256 } from "./suite.ts";

/** What the code stands for: the key of both devices, and the public id under which they meet. */
export type PairKeys = { readonly key: Bytes; readonly pairing: Id };

/** A new device as it shows itself; `hpke` is the public key to which the answer is sealed. */
export type OfferFacts = {
  readonly device: Id;
  readonly deviceKey: Bytes;
  readonly hpke: Bytes;
  readonly name: string;
};

/** `bytes` is the whole offer, which the answer is bound to. */
export type Offer = OfferFacts & { readonly bytes: Bytes };

const codeWords = 20;
const comparedCount = 4;
const leastAnswerBytes = 2048;
const qrHead = "goldseam-pair 1";
const deviceKeyAt = 1 + idBytes;
const hpkeAt = deviceKeyAt + hashBytes;
const lengthAt = hpkeAt + hashBytes;

/** HPKE comes when it is first needed. */
function hpke() {
  return import("./hpke.ts");
}

/** Twenty words: 258 bits. */
export function makePairCode(words: WordList, random: Random): string[] {
  return drawWords(words, codeWords, random);
}

/** The keys of a code as typed; `wrong_secret` for what cannot be one. */
export async function pairKeys(typed: string, words: WordList): Promise<PairKeys> {
  const code = await hkdfKey(utf8(normaliseCode(typed, words, codeWords)));
  const info = label("goldseam/1/pair");
  const both = await deriveBytes(code, new Uint8Array(0), info, hashBytes + idBytes);
  return {
    key: copyOf(both.subarray(0, hashBytes)),
    pairing: idFromBytes(both.subarray(hashBytes)),
  };
}

/** What the code's picture says. */
export function qrText(origin: string, code: readonly string[]): string {
  return [qrHead, origin, code.join(" ")].join("\n");
}

/** The origin and the code in the text of a picture; null for another picture. */
export function readQr(text: string): { readonly origin: string; readonly code: string } | null {
  const [head, origin, code, ...more] = text.split("\n");
  if (head !== qrHead || origin === undefined || code === undefined || more.length > 0) return null;
  return { origin, code };
}

/** The offer of a new device, its name cut to what fits. */
export async function makeOffer(keys: PairKeys, origin: string, facts: OfferFacts): Promise<Bytes> {
  const name = shortName(facts.name);
  const bare = concat(
    version1,
    idToBytes(facts.device),
    facts.deviceKey,
    facts.hpke,
    u8(name.length),
    name,
  );
  return concat(bare, await macOf(keys, origin, bare));
}

/** Whole characters of the name, as many as fit. */
function shortName(name: string): Bytes {
  let fitting = new Uint8Array(0);
  for (const character of name) {
    const longer = concat(fitting, utf8(character));
    if (longer.length > maxDeviceNameBytes) break;
    fitting = longer;
  }
  return fitting;
}

/** An offer that whoever has the code made for this origin; `unknown_version`, or `wrong_secret`. */
export async function readOffer(keys: PairKeys, origin: string, bytes: Bytes): Promise<Offer> {
  requireVersion1(bytes);
  const bare = copyOf(bytes.subarray(0, -hashBytes));
  const own = await macOf(keys, origin, bare);
  const offer = isEqual(own, bytes.subarray(-hashBytes)) ? parseOffer(bare, bytes) : null;
  if (offer === null) throw new SealError("wrong_secret");
  return offer;
}

function parseOffer(bare: Bytes, bytes: Bytes): Offer | null {
  const shown = bare.subarray(lengthAt + 1);
  const fits = shown.length >= 1 && shown.length <= maxDeviceNameBytes;
  const name = textOfUtf8(shown);
  if (!fits || bare[lengthAt] !== shown.length || name === null) return null;
  return {
    device: idFromBytes(bare.subarray(1, deviceKeyAt)),
    deviceKey: copyOf(bare.subarray(deviceKeyAt, hpkeAt)),
    hpke: copyOf(bare.subarray(hpkeAt, lengthAt)),
    name,
    bytes,
  };
}

/** The four words that both devices show. */
export async function comparedWords(offer: Bytes, words: WordList): Promise<string[]> {
  const digest = await sha256(concat(label("goldseam/1/pair-words"), offer));
  return digestWords(digest, comparedCount, words);
}

/** The answer that only the maker of the offer opens; `wrong_secret` for a key that takes nothing. */
export async function sealAnswer(
  keys: PairKeys,
  offer: Offer,
  content: JsonObject,
): Promise<Bytes> {
  const { hpkeSeal } = await hpke();
  const plaintext = pad(concat(version1, canonicalJson(content)), leastAnswerBytes);
  const sealed = await hpkeSeal(offer.hpke, plaintext, infoOf(keys, offer.bytes));
  if (sealed === null) throw new SealError("wrong_secret");
  return concat(version1, sealed);
}

/** What the other device says; `unknown_version`, or `wrong_secret`. */
export async function openAnswer(
  keys: PairKeys,
  offer: Bytes,
  key: CryptoKeyPair,
  answer: Bytes,
): Promise<JsonObject> {
  requireVersion1(answer);
  const { hpkeOpen } = await hpke();
  const plaintext = await hpkeOpen(key, copyOf(answer.subarray(1)), infoOf(keys, offer));
  if (plaintext === null || plaintext[0] !== 1) throw new SealError("wrong_secret");
  const document = unpad(plaintext);
  if (plaintext.length !== padded(document.length, leastAnswerBytes)) {
    throw new SealError("wrong_secret");
  }
  return objectIn(document.subarray(1));
}

function objectIn(json: Uint8Array): JsonObject {
  try {
    return parseObject(json);
  } catch (error) {
    throw error instanceof SealError ? new SealError("wrong_secret") : error;
  }
}

async function macOf(keys: PairKeys, origin: string, bare: Bytes): Promise<Bytes> {
  const message = concat(label("goldseam/1/pair-offer"), len16(origin), bare);
  return mac(await macKey(keys.key), message);
}

function infoOf(keys: PairKeys, offer: Bytes): Bytes {
  return concat(label("goldseam/1/pair-answer"), keys.key, offer);
}
