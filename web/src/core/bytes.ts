/**
 * Byte strings and the few things one does with them. All arrays own a plain ArrayBuffer, because
 * WebCrypto takes no other.
 */

export type Bytes = Uint8Array<ArrayBuffer>;

/** A source of randomness: the number of bytes wanted in, that many fresh bytes out. */
export type Random = (length: number) => Bytes;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const loneSurrogate = /\p{Surrogate}/u;

/** One byte string of all parts in order. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** UTF-8 of a text; a lone surrogate becomes U+FFFD. */
export function utf8(text: string): Bytes {
  // TextEncoder always makes a fresh plain buffer; its type says only ArrayBufferLike.
  return encoder.encode(text) as Bytes;
}

/** The text with U+FFFD in place of every lone surrogate. */
export function wellFormed(text: string): string {
  if (!loneSurrogate.test(text)) return text;
  return textOfUtf8(utf8(text)) ?? text; // what utf8 gives is always valid
}

/** The text of UTF-8 bytes, or null when they are not valid UTF-8. A byte order mark is kept. */
export function textOfUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null; // the only thing a fatal decoder throws for
  }
}

/** Whether both are the same, in time that depends on the lengths only. */
export function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}

/** The order of byte strings as the specification sorts them: negative, zero or positive. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** A copy in a plain buffer of its own; what a decoder gives is a view of its whole input. */
export function copyOf(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** Overwrite key bytes once they are imported. The engine may hold copies; this shortens their life. */
export function erase(bytes: Uint8Array): void {
  bytes.fill(0);
}
