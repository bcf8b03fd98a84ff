import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lock, unlock } from "../../../web/src/core/backup/age.ts";
import { gathered } from "../../../web/src/core/backup/gathered.ts";
import { payloadOf } from "../../../web/src/core/backup/payload.ts";
import { openBackup } from "../../../web/src/core/backup/restore.ts";
import { maxReadBytes, sourceOf } from "../../../web/src/core/backup/source.ts";
import { type BackupRecord, backupZip, writeBackup } from "../../../web/src/core/backup/write.ts";
import { type Bytes, concat, utf8 } from "../../../web/src/core/bytes.ts";
import { deriveBytes, hkdfKey, platformRandom } from "../../../web/src/core/crypto/suite.ts";
import { parseId } from "../../../web/src/core/protocol/encoding.ts";

const chunkBytes = 1 << 16;
const sealedBytes = chunkBytes + 16;
const fileKey = new Uint8Array(16).fill(7);
const payloadNonce = new Uint8Array(16).fill(9);
const plaintext = Uint8Array.from({ length: 170_000 }, (_, at) => (at * at) >> 7);
const passphrase = "six words";
const watch = { signal: new AbortController().signal, onProgress: () => undefined };

describe("of a locked file", async () => {
  const { stream, key } = await lock(new Blob([plaintext]).stream(), { passphrase });
  const file = await gathered(stream);

  test("any place is read as it was", async () => {
    const source = await unlock(sourceOf(file), key);
    expect(source.size).toBe(plaintext.length);
    await fc.assert(
      fc.asyncProperty(fc.nat(plaintext.length), fc.nat(150_000), async (at, most) => {
        const length = Math.min(most, plaintext.length - at);
        expect(await source.read(at, length)).toEqual(plaintext.slice(at, at + length));
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ["before the beginning", -1, 1],
    ["behind the end", plaintext.length, 1],
    ["of a negative length", 5, -1],
    ["longer than anybody needs", 0, maxReadBytes + 1],
  ])("a place %s is refused", async (_, at, length) => {
    const source = await unlock(sourceOf(file), key);
    await expect(source.read(at, length)).rejects.toMatchObject({ code: "backup_damaged" });
  });

  test("a chunk does not stand in for another", async () => {
    const start = file.size - plaintext.length - 3 * 16;
    const [first, second] = [0, 1].map((number) => {
      const at = start + number * sealedBytes;
      return file.slice(at, at + sealedBytes);
    });
    const rest = file.slice(start + 2 * sealedBytes);
    const swapped = new Blob([file.slice(0, start), second ?? "", first ?? "", rest]);
    const source = await unlock(sourceOf(swapped), key);
    for (const at of [0, chunkBytes]) {
      await expect(source.read(at, 1)).rejects.toMatchObject({ code: "backup_damaged" });
    }
  });
});

type Chunk = readonly [Bytes, number, boolean];
const full = new Uint8Array(chunkBytes);
const words = utf8("words");

test.each<[string, readonly Chunk[], number]>([
  ["nothing", [], -16],
  ["half a nonce", [], -8],
  ["no chunk", [], 0],
  ["a chunk that is not the last", [[words, 0, false]], 0],
  ["a last chunk that is missing", [[full, 0, false]], 0],
  [
    "a last chunk that is empty",
    [
      [full, 0, false],
      [new Uint8Array(0), 1, true],
    ],
    0,
  ],
  [
    "a chunk after the last",
    [
      [full, 0, true],
      [words, 1, true],
    ],
    0,
  ],
  ["a byte after the last", [[full, 0, true]], 1],
  [
    "a chunk that is not full",
    [
      [full.slice(1), 0, false],
      [words, 1, true],
    ],
    0,
  ],
  [
    "a number that is left out",
    [
      [full, 0, false],
      [words, 2, true],
    ],
    0,
  ],
  ["a chunk too long", [[concat(full, words), 0, true]], 0],
  ["half a tag", [[new Uint8Array(0), 0, true]], -8],
])("a payload of %s is refused", async (_, chunks, more) => {
  const key = await deriveBytes(await hkdfKey(fileKey), payloadNonce, utf8("payload"), 32);
  const sealed = chunks.map(([bytes, number, isLast]) => {
    const nonce = new Uint8Array(12);
    nonce.set([number, isLast ? 1 : 0], 10);
    return chacha20poly1305(key, nonce).encrypt(bytes);
  });
  const whole = concat(payloadNonce, ...sealed);
  const file = more > 0 ? concat(whole, new Uint8Array(more)) : whole.slice(0, whole.length + more);
  const read = async () => {
    const source = await payloadOf(sourceOf(new Blob([file])), 0, fileKey);
    await source.read(0, source.size);
  };
  await expect(read()).rejects.toMatchObject({ code: "backup_damaged" });
});

/** A file that knows how much of it was asked for at once. */
class Watched extends Blob {
  most = 0;

  override slice(start = 0, end = this.size): Blob {
    this.most = Math.max(this.most, end - start);
    return super.slice(start, end);
  }
}

test("of a backup no more than a chunk is asked for at once, to verify and to restore it", async () => {
  const contents = { records: made(20), checkpoint: new Uint8Array(40), madeAt: 0 };
  const { stream, key } = await writeBackup(contents, { passphrase }, watch);
  const file = new Watched([await gathered(stream)]);
  const backup = await openBackup(file, key);
  for (const record of backup.records) await backup.read(record);
  expect(backup.records).toHaveLength(20);
  expect(file.size).toBeGreaterThan(2_000_000);
  expect(file.most).toBeLessThanOrEqual(sealedBytes);
});

test("what lies between the files is opened too", async () => {
  const contents = { records: made(1), checkpoint: new Uint8Array(40), madeAt: 0 };
  const zip = new Uint8Array(await new Response(backupZip(contents, watch)).arrayBuffer());
  const end = zip.slice(-22);
  const directory = new DataView(end.buffer).getUint32(16, true);
  new DataView(end.buffer).setUint32(16, directory + 200_000, true);
  const gap = new Uint8Array(200_000);
  const whole = new Blob([zip.slice(0, directory), gap, zip.slice(directory, -22), end]);
  const { stream, key } = await lock(whole.stream(), { passphrase });
  const file = new Uint8Array(await (await gathered(stream)).arrayBuffer());
  expect((await openBackup(new Blob([file]), key)).records).toHaveLength(1);
  const at = file.length - 100_000;
  const changed = new Blob([file.with(at, (file[at] ?? 0) ^ 1)]);
  await expect(openBackup(changed, key)).rejects.toMatchObject({ code: "backup_damaged" });
});

test("what changed after it was verified is not read", async () => {
  const contents = { records: made(12), checkpoint: new Uint8Array(40), madeAt: 0 };
  const { stream, key } = await writeBackup(contents, { passphrase }, watch);
  let now = await gathered(stream);
  const changing = Object.assign(new Blob([now]), {
    slice: (start?: number, end?: number) => now.slice(start, end),
  });
  const { records, read } = await openBackup(changing, key);
  now = new Blob([now.slice(0, 1000), new Uint8Array(now.size - 1000)]);
  const [first] = records;
  if (first === undefined) throw new Error("twelve records");
  const found = await read(first).then(
    ({ record }) => record,
    ({ code }) => code,
  );
  expect(found).toBe("backup_damaged");
});

test("a stream is gathered as it is, also where it fills many parts", async () => {
  const parts = Array.from({ length: 9 }, () => platformRandom(60_000));
  const large = new Uint8Array(9_000_000).fill(3);
  const stream = new Blob([...parts, large, words]).stream();
  const file = new Uint8Array(await (await gathered(stream)).arrayBuffer());
  expect(Buffer.compare(file, concat(...parts, large, words))).toBe(0);
});

async function* made(count: number): AsyncGenerator<BackupRecord> {
  for (let number = 0; number < count; number++) {
    const text = "a letter for somebody ".repeat(5_000);
    const record = { kind: "of a test", v: 1, created_at: 0, text };
    yield { id: parseId(number.toString(16).padStart(32, "0")), record, unopened: null };
  }
}
