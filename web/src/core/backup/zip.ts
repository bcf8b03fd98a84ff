/**
 * Reading a zip that is whole in memory (PKWARE APPNOTE 6.3, stored or deflated, ZIP64), just enough to verify
 * a backup. Everything that does not fit is `backup_damaged`.
 */

import { type Bytes, textOfUtf8 } from "../bytes.ts";
import { SealError } from "../errors.ts";

/** Bytes in pieces, as they came out of a stream: a big backup is never copied into one. */
export type Pieces = {
  readonly length: number;
  readonly pieces: readonly Uint8Array[];
  /** Where each piece begins. */
  readonly starts: readonly number[];
};

/** A file in a zip: `size` unpacked, `packed` as it lies there, `at` of its local header. */
export type ZipEntry = {
  readonly path: string;
  readonly isDeflated: boolean;
  readonly size: number;
  readonly packed: number;
  readonly at: number;
};

type Directory = { readonly entries: number; readonly size: number; readonly at: number };

const endBytes = 22;
const maxCommentBytes = 0xffff;
const locatorBytes = 20;
const end64Bytes = 56;
const centralBytes = 46;
const localBytes = 30;
const endMark = 0x0605_4b50;
const locatorMark = 0x0706_4b50;
const end64Mark = 0x0606_4b50;
const centralMark = 0x0201_4b50;
const localMark = 0x0403_4b50;
const inZip64 = 0xffff_ffff;
const inZip64Short = 0xffff;
const stored = 0;
const deflated = 8;
const encryptedFlag = 1;

/** All that a stream gives, at most `most` bytes. */
export async function gather(stream: ReadableStream<Uint8Array>, most: number): Promise<Pieces> {
  const pieces: Uint8Array[] = [];
  const starts: number[] = [];
  let length = 0;
  for await (const piece of streamed(stream)) {
    if (piece.length === 0) continue;
    pieces.push(piece);
    starts.push(length);
    length += piece.length;
    if (length > most) throw damaged();
  }
  return { length, pieces, starts };
}

/** The entries of the central directory, in its order. */
export function zipEntries(zip: Pieces): ZipEntry[] {
  const directory = directoryOf(zip);
  const bytes = slice(zip, directory.at, directory.size);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < directory.entries) {
    const { entry, next } = centralEntry(bytes, at);
    entries.push(entry);
    at = next;
  }
  if (at !== bytes.length) throw damaged();
  return entries;
}

/** The bytes of one entry, unpacked, at most as many as its directory says. */
export async function readEntry(zip: Pieces, entry: ZipEntry): Promise<Bytes> {
  const header = view(slice(zip, entry.at, localBytes));
  if (header.getUint32(0, true) !== localMark) throw damaged();
  const nameLength = header.getUint16(26, true);
  const name = slice(zip, entry.at + localBytes, nameLength);
  if (textOfUtf8(name) !== entry.path) throw damaged();
  const start = entry.at + localBytes + nameLength + header.getUint16(28, true);
  const packed = slice(zip, start, entry.packed);
  const bytes = entry.isDeflated ? await inflate(packed, entry.size) : packed;
  if (bytes.length !== entry.size) throw damaged();
  return bytes;
}

async function inflate(packed: Bytes, size: number): Promise<Bytes> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  try {
    const unpacked = await gather(stream, size);
    return slice(unpacked, 0, unpacked.length);
  } catch {
    throw damaged(); // DecompressionStream throws a TypeError for what is not deflated
  }
}

function directoryOf(zip: Pieces): Directory {
  const tailLength = Math.min(zip.length, endBytes + maxCommentBytes);
  const tailAt = zip.length - tailLength;
  const tail = view(slice(zip, tailAt, tailLength));
  for (let at = tailLength - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endMark) continue;
    if (at + endBytes + tail.getUint16(at + 20, true) !== tailLength) continue;
    return endRecord(zip, tail, at, tailAt + at);
  }
  throw damaged();
}

function endRecord(zip: Pieces, tail: DataView, at: number, absolute: number): Directory {
  const entries = tail.getUint16(at + 10, true);
  const size = tail.getUint32(at + 12, true);
  const start = tail.getUint32(at + 16, true);
  const isIn64 = entries === inZip64Short || size === inZip64 || start === inZip64;
  return isIn64 ? endRecord64(zip, absolute) : { entries, size, at: start };
}

function endRecord64(zip: Pieces, endAt: number): Directory {
  const locator = view(slice(zip, endAt - locatorBytes, locatorBytes));
  if (locator.getUint32(0, true) !== locatorMark) throw damaged();
  const record = view(slice(zip, readU64(locator, 8), end64Bytes));
  if (record.getUint32(0, true) !== end64Mark) throw damaged();
  return { entries: readU64(record, 32), size: readU64(record, 40), at: readU64(record, 48) };
}

function centralEntry(bytes: Bytes, at: number): { entry: ZipEntry; next: number } {
  if (at + centralBytes > bytes.length) throw damaged();
  const header = view(bytes.subarray(at, at + centralBytes));
  const method = header.getUint16(10, true);
  const isReadable = method === stored || method === deflated;
  if (header.getUint32(0, true) !== centralMark || !isReadable) throw damaged();
  if ((header.getUint16(8, true) & encryptedFlag) !== 0) throw damaged();
  const nameEnd = at + centralBytes + header.getUint16(28, true);
  const extraEnd = nameEnd + header.getUint16(30, true);
  const next = extraEnd + header.getUint16(32, true);
  const path = next > bytes.length ? null : textOfUtf8(bytes.subarray(at + centralBytes, nameEnd));
  if (path === null) throw damaged();
  const sizes = sizesOf(header, bytes.subarray(nameEnd, extraEnd));
  return { entry: { path, isDeflated: method === deflated, ...sizes }, next };
}

/** Sizes and place of an entry; those of 2^32 − 1 stand in the ZIP64 field, in this order. */
function sizesOf(header: DataView, extra: Uint8Array): Pick<ZipEntry, "size" | "packed" | "at"> {
  const wide = zip64Field(extra);
  let at = 0;
  const widened = (value: number): number => {
    if (value !== inZip64) return value;
    if (wide === null || at + 8 > wide.byteLength) throw damaged();
    at += 8;
    return readU64(wide, at - 8);
  };
  const size = widened(header.getUint32(24, true));
  const packed = widened(header.getUint32(20, true));
  return { size, packed, at: widened(header.getUint32(42, true)) };
}

function zip64Field(extra: Uint8Array): DataView | null {
  const fields = view(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = fields.getUint16(at + 2, true);
    if (fields.getUint16(at, true) === 1) return view(extra.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

function readU64(bytes: DataView, at: number): number {
  const value = bytes.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged();
  return Number(value);
}

function slice(zip: Pieces, start: number, length: number): Bytes {
  if (start < 0 || length < 0 || start + length > zip.length) throw damaged();
  const bytes = new Uint8Array(length);
  let copied = 0;
  for (let i = pieceAt(zip, start); copied < length; i++) {
    const piece = zip.pieces[i] ?? new Uint8Array(0); // there is one until all is copied
    const from = start + copied - (zip.starts[i] ?? 0);
    const part = piece.subarray(from, from + length - copied);
    bytes.set(part, copied);
    copied += part.length;
  }
  return bytes;
}

/** The last piece that begins at or before a place. */
function pieceAt(zip: Pieces, place: number): number {
  let low = 0;
  let high = zip.starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((zip.starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Safari's streams are not iterable. */
async function* streamed(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined); // nothing more is wanted, whatever it says
  }
}

function damaged(): SealError {
  return new SealError("backup_damaged");
}
