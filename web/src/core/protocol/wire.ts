/**
 * msgpack at the edge (docs/protocol.md, Encoding). What comes in is parsed into a type that cannot be
 * wrong; fields that this version does not know are dropped. Every failure is `Malformed`.
 */

import { decode as decodeMsgpack, encode as encodeMsgpack } from "@msgpack/msgpack";
import * as v from "valibot";
import { type Bytes, copyOf } from "../bytes.ts";
import { Malformed } from "../errors.ts";
import { type Id, idFromBytes } from "./encoding.ts";
import { idBytes } from "./sizes.ts";

const maxU32 = 0xffff_ffff;

/** An integer of at least 0 and below 2^53. */
export const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A revision's number, a keyring's version, a commit's sequence: at least 1. */
export const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const epoch = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(maxU32));

// The decoder gives views of its whole input; what is kept is a copy of its own.
const anyBytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Any byte string up to `most` bytes. */
export function bytesUpTo(most: number) {
  return v.pipe(
    anyBytes,
    v.check((bytes) => bytes.length <= most),
    v.transform(copyOf),
  );
}

/** A byte string of exactly `length` bytes. */
export function bytesOf(length: number) {
  return v.pipe(
    anyBytes,
    v.check((bytes) => bytes.length === length),
    v.transform(copyOf),
  );
}

export const id = v.pipe(
  anyBytes,
  v.check((bytes) => bytes.length === idBytes),
  v.transform((bytes): Id => idFromBytes(bytes)),
);
export const hash = bytesOf(32);
export const publicKey = bytesOf(32);
export const signature = bytesOf(64);

/** A value that may be nil or left out: null. */
export function absent<Shape extends v.GenericSchema>(shape: Shape) {
  return v.optional(v.nullable(shape), null);
}

/** A list of at most `most` values of one shape. */
export function listUpTo<Shape extends v.GenericSchema>(shape: Shape, most: number) {
  return v.pipe(v.array(shape), v.maxLength(most), v.readonly());
}

/** The value of a msgpack document in the shape given; `Malformed` for anything else. */
export function decode<Shape extends v.GenericSchema>(
  shape: Shape,
  bytes: Uint8Array,
): v.InferOutput<Shape> {
  return parse(shape, documentOf(bytes));
}

/** A value that came from elsewhere (JSON, a message) in the shape given; `Malformed` otherwise. */
export function parse<Shape extends v.GenericSchema>(
  shape: Shape,
  value: unknown,
): v.InferOutput<Shape> {
  const result = v.safeParse(shape, value, { abortEarly: true });
  if (!result.success) throw new Malformed("shape");
  return result.output;
}

/** A msgpack document of plain values: bytes are `bin`, text is `str`, integers are integers. */
export function encode(value: unknown): Bytes {
  return copyOf(encodeMsgpack(value));
}

function documentOf(bytes: Uint8Array): unknown {
  try {
    // No list or map has more members than the document has bytes: a lie allocates nothing.
    return decodeMsgpack(bytes, { maxArrayLength: bytes.length, maxMapLength: bytes.length });
  } catch {
    throw new Malformed("not msgpack"); // the decoder's own messages may quote the input
  }
}
