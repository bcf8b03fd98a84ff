import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openBackup } from "../../../web/src/core/backup/restore.ts";
import { sourceOf } from "../../../web/src/core/backup/source.ts";
import { type BackupRecord, backupZip } from "../../../web/src/core/backup/write.ts";
import { readEntry } from "../../../web/src/core/backup/zip.ts";
import { type Bytes, concat, utf8 } from "../../../web/src/core/bytes.ts";
import { platformRandom } from "../../../web/src/core/crypto/suite.ts";
import { parseId } from "../../../web/src/core/protocol/encoding.ts";
import { bytesUpTo } from "./values.ts";

const path = "records/one.json";
const mebibyte = 1 << 20;
const random = concat(...Array.from({ length: 5 }, () => platformRandom(60_000)));
const words = utf8("a letter for somebody ".repeat(20_000));

test("any deflated file is read as it was packed", async () => {
  await fc.assert(
    fc.asyncProperty(bytesUpTo(2_000), async (bytes) => {
      expect(await unpacked(deflateRawSync(bytes), bytes.length)).toEqual(bytes);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["that hardly packs", random],
  ["that packs well", words],
])("a large file %s is read as it was packed", async (_, bytes) => {
  const file = await unpacked(deflateRawSync(bytes), bytes.length);
  expect(Buffer.compare(file, bytes)).toBe(0);
});

test.each([
  ["unpacks to more than is said", deflateRawSync(words), words.length - 1],
  ["unpacks to less than is said", deflateRawSync(words), words.length + 1],
  ["unpacks to much more than is said", deflateRawSync(new Uint8Array(64 * mebibyte)), 10],
  ["is cut", deflateRawSync(words).subarray(0, -3), words.length],
  ["is not deflated at all", Uint8Array.of(0xff, 0xff, 0xff), 3],
  ["is nothing", new Uint8Array(0), 0],
])("a packed file that %s is damaged", async (_, packed, size) => {
  await expect(unpacked(packed, size)).rejects.toMatchObject({ code: "backup_damaged" });
});

/** A file that knows how often, and for how much, it was asked. */
class Watched extends Blob {
  asked = 0;
  most = 0;

  override slice(start = 0, end = this.size): Blob {
    this.asked++;
    this.most = Math.max(this.most, end - start);
    return super.slice(start, end);
  }
}

test("a backup without a lock is read a MiB at a time, however many files are in it", async () => {
  const contents = { records: made(300), checkpoint: new Uint8Array(40), madeAt: 0 };
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const file = new Watched([await new Response(backupZip(contents, watch)).arrayBuffer()]);
  const backup = await openBackup(file, null);
  for (const record of backup.records) await backup.read(record);
  expect(backup.records).toHaveLength(300);
  expect(file.size).toBeGreaterThan(mebibyte);
  expect(file.most).toBeLessThanOrEqual(mebibyte);
  expect(file.asked).toBeLessThan(10);
});

/** The one file of a zip, `packed` under a local header and nothing else. */
function unpacked(packed: Uint8Array, size: number): Promise<Bytes> {
  const header = new DataView(new ArrayBuffer(30));
  header.setUint32(0, 0x0403_4b50, true);
  header.setUint16(8, 8, true);
  header.setUint16(26, path.length, true);
  const lying = concat(new Uint8Array(header.buffer), utf8(path), packed);
  const entry = { path, isDeflated: true, size, packed: packed.length, at: 0 };
  return readEntry(sourceOf(new Blob([lying])), entry);
}

async function* made(count: number): AsyncGenerator<BackupRecord> {
  for (let number = 0; number < count; number++) {
    const record = { kind: "of a test", v: 1, created_at: 0, text: "word ".repeat(1_000) };
    yield { id: parseId(number.toString(16).padStart(32, "0")), record, unopened: null };
  }
}
