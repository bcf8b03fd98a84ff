/** Integers, labels, ids, names and padding (docs/protocol.md, Conventions and Encoding). */

import { type Bytes, concat, copyOf, utf8 } from "../bytes.ts";
import { Malformed } from "../errors.ts";
import { cleanText } from "./canonical.ts";
import { idBytes, maxNameBytes, maxNameCodePoints } from "./sizes.ts";

/** 32 lower-case hexadecimal digits: an account, device, slot, vault, record or blob. */
export type Id = string & { readonly brand: "Id" };

const idPattern = /^[0-9a-f]{32}$/;
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const hexPattern = /^(?:[0-9a-f]{2})*$/;

const labels = new Map<string, Bytes>();

/** The ASCII text followed by 0x00; made once, as every sealed thing has one. */
export function label(text: string): Bytes {
  const made = labels.get(text) ?? utf8(`${text}\0`);
  labels.set(text, made);
  return made;
}

/** One byte. */
export function u8(value: number): Bytes {
  return Uint8Array.of(inRange(value, 0xff));
}

/** Four bytes, big endian. */
export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, inRange(value, 0xffff_ffff));
  return bytes;
}

/** Eight bytes, big endian; the value is below 2^53. */
export function u64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(inRange(value, Number.MAX_SAFE_INTEGER)));
  return bytes;
}

/** The length as a big-endian u16, then the bytes or the UTF-8 of the text. */
export function len16(value: Uint8Array | string): Bytes {
  const bytes = typeof value === "string" ? utf8(value) : value;
  const length = inRange(bytes.length, 0xffff);
  return concat(Uint8Array.of(length >> 8, length & 0xff), bytes);
}

function inRange(value: number, greatest: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= greatest) return value;
  throw new Malformed("integer out of range");
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
}

/** The bytes of lower-case hexadecimal digits; `Malformed` for anything else. */
export function fromHex(text: string): Bytes {
  if (!hexPattern.test(text)) throw new Malformed("not hexadecimal");
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

/** base64url without padding (RFC 4648 §5), as the session token is sent. */
export function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function isId(text: string): text is Id {
  return idPattern.test(text);
}

/** The text as an id; `Malformed` if it is none. */
export function parseId(text: string): Id {
  if (!isId(text)) throw new Malformed("not an id");
  return text;
}

/** The id of 16 bytes; `Malformed` for another length. */
export function idFromBytes(bytes: Uint8Array): Id {
  if (bytes.length !== idBytes) throw new Malformed("an id has 16 bytes");
  return toHex(bytes) as Id; // 16 bytes are 32 digits
}

/** The 16 bytes of an id. */
export function idToBytes(id: Id): Bytes {
  return fromHex(id);
}

/** The one form in which a name is compared, looked up and salted; `Malformed` for a name that has none. */
export function canonicalName(typed: string): string {
  const trimmed = cleanText(typed).replace(/^ +| +$/g, "");
  const name = trimmed.toLowerCase().normalize("NFC");
  const codePoints = [...name].length;
  if (codePoints < 1 || codePoints > maxNameCodePoints || utf8(name).length > maxNameBytes) {
    throw new Malformed("length of a name");
  }
  if ([...name].some((c) => c < " " || c === "\u007f")) throw new Malformed("control in a name");
  return name;
}

/** The bucket of a length in bytes (Padmé, PoPETs 2019): at most 12 % more. */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const significant = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(exponent - significant, 0);
  return Math.ceil(length / step) * step;
}

/** The length in bytes to which a plaintext of `length` bytes is padded. */
export function padded(length: number, least: number): number {
  return Math.max(least, padme(length));
}

/** The plaintext with zeros at its end. */
export function pad(plaintext: Uint8Array, least: number): Bytes {
  const bytes = new Uint8Array(padded(plaintext.length, least));
  bytes.set(plaintext);
  return bytes;
}

/** The plaintext without the zeros at its end; JSON never ends in one. */
export function unpad(bytes: Uint8Array): Bytes {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return copyOf(bytes.subarray(0, end));
}
