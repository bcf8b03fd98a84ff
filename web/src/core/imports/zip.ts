/** The members of a zip, read by ranges of its file: the only file that imports zip.js (docs/imports.md, Members). */

import {
  type Entry,
  type FileEntry,
  Reader,
  ZipReader,
} from "@zip.js/zip.js/lib/zip-core-native.js";
import { type Bytes, textOfUtf8 } from "../bytes.ts";
import type { ChangedAt, Member } from "./members.ts";
import { isText, plainPath } from "./paths.ts";
import { demand, leastBombBytes, maxMembers, maxUnpackRatio, refuse } from "./refusal.ts";
import { clockOf, dayOf } from "./times.ts";

/** Names that are no UTF-8 are in the code page of old. No worker in the worker. */
const reading = {
  filenameEncoding: "cp437",
  checkSignature: true,
  useWebWorkers: false,
  useCompressionStream: true,
} as const;
const stored = 0;
const deflated = 8;
const localHeaderBytes = 30;
/** So much of the file is read at once: each reading takes its time, and most members are small and neighbours. */
const windowBytes = 1_048_576;
const kindOfFile = 0o170_000;
const regularFile = 0o100_000;
const folder = 0o040_000;
const firstOfDos = 0x0021_0000;

/** The files of a zip in the order of its directory; `import_refused` for one that does not hold or must not be opened. */
export async function zipMembers(blob: Blob): Promise<Member[]> {
  const entries = await entriesOf(blob);
  demandApart(entries);
  return entries.filter(isFile).map((entry) => memberOf(entry, pathOf(entry) ?? ""));
}

/** Reads a file window by window. */
class Windows extends Reader<Blob> {
  readonly #blob: Blob;
  #from = 0;
  #window: Promise<Bytes> = Promise.resolve(new Uint8Array(0));
  #to = 0;

  constructor(blob: Blob) {
    super(blob);
    this.#blob = blob;
    this.size = blob.size;
  }

  override async readUint8Array(from: number, length: number): Promise<Bytes> {
    const to = Math.min(from + length, this.#blob.size);
    if (to - from > windowBytes) return this.#read(from, to);
    if (from < this.#from || to > this.#to) {
      [this.#from, this.#to] = [from, Math.min(from + windowBytes, this.#blob.size)];
      this.#window = this.#read(this.#from, this.#to);
    }
    const start = from - this.#from;
    return (await this.#window).slice(start, start + to - from);
  }

  async #read(from: number, to: number): Promise<Bytes> {
    return new Uint8Array(await this.#blob.slice(from, to).arrayBuffer());
  }
}

async function entriesOf(blob: Blob): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of new ZipReader(new Windows(blob), reading).getEntriesGenerator()) {
      demand(entries.length < maxMembers);
      demandPlain(entry);
      entries.push(entry);
    }
  } catch {
    throw refuse(); // whatever the library says, and our own
  }
  return entries;
}

function isFile(entry: Entry): entry is FileEntry {
  return !entry.directory;
}

function demandPlain(entry: Entry): void {
  const { compressionMethod: method, compressedSize: packed, uncompressedSize: size } = entry;
  demand(!entry.encrypted && (method === stored || method === deflated));
  const kind = ((entry.externalFileAttributes >>> 16) & kindOfFile) >>> 0;
  demand(!entry.symlink && (kind === 0 || kind === regularFile || kind === folder));
  demand(method !== stored || packed === size);
  const path = pathOf(entry);
  demand(
    path === null || !isText(path) || size <= leastBombBytes || size <= packed * maxUnpackRatio,
  );
}

/** No two lie in the same bytes. */
function demandApart(entries: readonly Entry[]): void {
  const inOrder = [...entries].sort((left, right) => left.offset - right.offset);
  let end = 0;
  for (const { offset, compressedSize, rawFilename } of inOrder) {
    demand(offset >= end);
    end = offset + localHeaderBytes + rawFilename.length + compressedSize;
  }
}

/** Null for the root itself, which some archives name. */
function pathOf({ rawFilename, filename, directory }: Entry): string | null {
  const name = textOfUtf8(rawFilename) ?? filename;
  return directory && /^(?:\.?[/\\])*\.?$/.test(name) && !name.startsWith("/")
    ? null
    : plainPath(name);
}

function memberOf(entry: FileEntry, path: string): Member {
  return {
    path,
    changedAt: changedAt(Number(entry.rawLastModDate)),
    size: entry.uncompressedSize,
    bytes: () => unpack(entry),
  };
}

/** The wall clock of MS-DOS: two words, the time in steps of two seconds; null for no day, and for its first moment. */
function changedAt(raw: number): ChangedAt {
  const [day, time] = [raw >>> 16, raw & 0xffff];
  const [month, date] = [(day >> 5) & 15, day & 31];
  const midnight = dayOf(1980 + (day >> 9), month, date);
  const clock = clockOf(time >> 11, (time >> 5) & 63, (time & 31) * 2);
  if (midnight === null || clock === null || raw === firstOfDos) return null;
  return { wall: midnight + clock };
}

async function unpack(entry: FileEntry): Promise<Bytes> {
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  const into = new WritableStream<Uint8Array>({
    write(piece) {
      demand(at + piece.length <= bytes.length);
      bytes.set(piece, at);
      at += piece.length;
    },
  });
  try {
    await entry.getData(into, { ...reading });
  } catch {
    throw refuse(); // a check sum, a length, or what is not deflated
  }
  demand(at === bytes.length);
  return bytes;
}
