/**
 * Reading a zip by the places that its directory names (PKWARE APPNOTE 6.3, stored or deflated, ZIP64), just enough
 * for a backup: its directory and one file at a time are in memory. Everything that does not fit is `backup_damaged`.
 */

import { type Bytes, textOfUtf8 } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { maxReadBytes, type Source } from "./source.ts";

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
const pieceBytes = 1 << 16;

/** The entries of the central directory, in its order. */
export async function zipEntries(zip: Source): Promise<ZipEntry[]> {
  const directory = await directoryOf(zip);
  const bytes = await zip.read(directory.at, directory.size);
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

/** The bytes of one entry, unpacked, exactly as many as its directory says. */
export async function readEntry(zip: Source, entry: ZipEntry): Promise<Bytes> {
  const header = view(await zip.read(entry.at, localBytes));
  if (header.getUint32(0, true) !== localMark) throw damaged();
  const nameLength = header.getUint16(26, true);
  const name = await zip.read(entry.at + localBytes, nameLength);
  if (textOfUtf8(name) !== entry.path) throw damaged();
  const start = entry.at + localBytes + nameLength + header.getUint16(28, true);
  const packed = await zip.read(start, entry.packed);
  if (entry.isDeflated) return inflate(packed, entry.size);
  if (packed.length !== entry.size) throw damaged();
  return packed;
}

async function inflate(packed: Bytes, size: number): Promise<Bytes> {
  if (size > maxReadBytes) throw damaged();
  const { writable, readable } = new DecompressionStream("deflate-raw");
  // A stream of a Blob would do, but costs a millisecond a file.
  feed(writable, packed).catch(() => undefined); // the reader fails with it
  try {
    return await filled(new Uint8Array(size), readable);
  } catch {
    throw damaged(); // DecompressionStream throws a TypeError for what is not deflated
  }
}

/** Piece by piece, each when the one before it was taken: what unpacks to more than it says must not unpack at once. */
async function feed(writable: WritableStream<BufferSource>, packed: Bytes): Promise<void> {
  const writer = writable.getWriter();
  for (let at = 0; at < packed.length; at += pieceBytes) {
    await writer.ready;
    await writer.write(packed.subarray(at, at + pieceBytes));
  }
  await writer.close();
}

/** The bytes with all that the stream gives in them; it gives exactly so many, or it is an error. */
async function filled(bytes: Bytes, stream: ReadableStream<Uint8Array>): Promise<Bytes> {
  let length = 0;
  for await (const piece of streamed(stream)) {
    bytes.set(piece, length); // a RangeError where it does not fit
    length += piece.length;
  }
  if (length !== bytes.length) throw damaged();
  return bytes;
}

async function directoryOf(zip: Source): Promise<Directory> {
  const tailLength = Math.min(zip.size, endBytes + maxCommentBytes);
  const tailAt = zip.size - tailLength;
  const tail = view(await zip.read(tailAt, tailLength));
  for (let at = tailLength - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endMark) continue;
    if (at + endBytes + tail.getUint16(at + 20, true) !== tailLength) continue;
    return endRecord(zip, tail, at, tailAt + at);
  }
  throw damaged();
}

async function endRecord(
  zip: Source,
  tail: DataView,
  at: number,
  absolute: number,
): Promise<Directory> {
  const entries = tail.getUint16(at + 10, true);
  const size = tail.getUint32(at + 12, true);
  const start = tail.getUint32(at + 16, true);
  const isIn64 = entries === inZip64Short || size === inZip64 || start === inZip64;
  return isIn64 ? endRecord64(zip, absolute) : { entries, size, at: start };
}

async function endRecord64(zip: Source, endAt: number): Promise<Directory> {
  const locator = view(await zip.read(endAt - locatorBytes, locatorBytes));
  if (locator.getUint32(0, true) !== locatorMark) throw damaged();
  const record = view(await zip.read(readU64(locator, 8), end64Bytes));
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
