/** Pairings on the wire (docs/protocol.md, Pairing). */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { type Id, idToBytes } from "./encoding.ts";
import { maxKeyringBytes } from "./sizes.ts";
import { bytesUpTo, decode, encode } from "./wire.ts";

export const maxDeviceNameBytes = 64;
const maxOfferBytes = 178;
const maxAnswerBytes = 4 * maxKeyringBytes;

const offerShape = v.object({ offer: bytesUpTo(maxOfferBytes) });
const answerShape = v.object({ answer: bytesUpTo(maxAnswerBytes) });

/** The body of `PUT /v1/pairings/{id}`. */
export function encodeOffer(offer: Bytes): Bytes {
  return encode({ offer });
}

/** The answer of `GET /v1/pairings/{id}`. */
export function decodeOffer(bytes: Uint8Array): Bytes {
  return decode(offerShape, bytes).offer;
}

/** The body of purpose 7. */
export function encodePairingAnswer(pairing: Id, device: Id, answer: Bytes): Bytes {
  return encode({ pairing: idToBytes(pairing), device: idToBytes(device), answer });
}

/** The answer of `GET /v1/pairings/{id}/answer`. */
export function decodePairingAnswer(bytes: Uint8Array): Bytes {
  return decode(answerShape, bytes).answer;
}
