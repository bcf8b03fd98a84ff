/** The payload of an age file, read by its place: chunks of 64 KiB, each sealed with its number (C2SP age, Payload). */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Bytes, copyOf, utf8 } from "../bytes.ts";
import { deriveBytes, hkdfKey } from "../crypto/suite.ts";
import { SealError } from "../errors.ts";
import { Chunks, type Source } from "./source.ts";

const nonceBytes = 16;
const keyBytes = 32;
const chunkBytes = 1 << 16;
const tagBytes = 16;
const sealedBytes = chunkBytes + tagBytes;
const streamNonceBytes = 12;

/** The plaintext of the payload that follows a header of so many bytes; `backup_damaged` for a length that none has. */
export async function payloadOf(
  file: Source,
  headerBytes: number,
  fileKey: Bytes,
): Promise<Source> {
  const nonce = await file.read(headerBytes, nonceBytes);
  const key = await deriveBytes(await hkdfKey(fileKey), nonce, utf8("payload"), keyBytes);
  const payload = new Payload(file, headerBytes + nonceBytes, key);
  return new Chunks(payload.size, chunkBytes, (number) => payload.open(number));
}

class Payload {
  readonly size: number;
  readonly #file: Source;
  readonly #start: number;
  readonly #key: Bytes;
  readonly #last: number;

  constructor(file: Source, start: number, key: Bytes) {
    const sealed = file.size - start;
    const chunks = Math.max(1, Math.ceil(sealed / sealedBytes));
    this.size = sealed - chunks * tagBytes;
    // The last chunk is empty only where it is the only one.
    if (this.size < 0 || (chunks > 1 && this.size <= (chunks - 1) * chunkBytes)) throw damaged();
    this.#file = file;
    this.#start = start;
    this.#key = key;
    this.#last = chunks - 1;
  }

  async open(number: number): Promise<Bytes> {
    const at = this.#start + number * sealedBytes;
    const sealed = await this.#file.read(at, Math.min(sealedBytes, this.#file.size - at));
    try {
      return copyOf(chacha20poly1305(this.#key, this.#nonce(number)).decrypt(sealed));
    } catch {
      throw damaged(); // the library's own error: the tag does not verify
    }
  }

  /** The number of the chunk, 11 bytes, and whether it is the last: so none can be moved, left out or cut off. */
  #nonce(number: number): Bytes {
    const nonce = new Uint8Array(streamNonceBytes);
    new DataView(nonce.buffer).setUint32(7, number);
    nonce[11] = number === this.#last ? 1 : 0;
    return nonce;
  }
}

function damaged(): SealError {
  return new SealError("backup_damaged");
}
