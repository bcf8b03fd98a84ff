import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { makeZip } from "client-zip";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lock } from "../../../web/src/core/backup/age.ts";
import { type Manifest, manifestToBytes } from "../../../web/src/core/backup/manifest.ts";
import { type Source, sourceOf } from "../../../web/src/core/backup/source.ts";
import { verifyBackup, verifyZip } from "../../../web/src/core/backup/verify.ts";
import {
  type BackupProgress,
  type BackupRecord,
  backupName,
  backupZip,
  writeBackup,
} from "../../../web/src/core/backup/write.ts";
import { readEntry, zipEntries } from "../../../web/src/core/backup/zip.ts";
import { type Bytes, concat, textOfUtf8, utf8 } from "../../../web/src/core/bytes.ts";
import { sha256 } from "../../../web/src/core/crypto/suite.ts";
import { makeEntry } from "../../../web/src/core/model/entry.ts";
import { tombstone } from "../../../web/src/core/model/record.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { type Id, parseId, toHex } from "../../../web/src/core/protocol/encoding.ts";
import { bytesUpTo, ids, texts } from "./values.ts";

const passphrase = "abacus abdomen abdominal abide abiding ability";
const madeAt = Date.UTC(2026, 10, 22, 18);
const moment = { at: madeAt, timeZone: "Europe/Vienna" };
const entries = fc.record({ title: texts, body: texts, tags: fc.array(texts, { maxLength: 3 }) });
const records = fc.uniqueArray(
  fc.record({
    id: ids,
    record: entries.map((entry) => makeEntry(entry, moment)),
    unopened: fc.constant(null),
  }),
  { maxLength: 6, selector: ({ id }) => id },
);

test("a backup opens again with its passphrase and counts what was put in", async () => {
  const seen: BackupProgress[] = [];
  const { stream } = await writeBackup(contentsOf(pages(3)), { passphrase }, watch(seen));
  const file = await collect(stream);
  const manifest = await verifyBackup(new Blob([file]), { passphrase });
  expect(manifest).toMatchObject({ made: "2026-11-22T18:00:00Z", records: 3, pages: 3 });
  expect(textOfUtf8(file.subarray(0, 22))).toBe("age-encryption.org/v1\n");
  expect(seen.at(-1)).toMatchObject({ records: 3 });
});

test("another passphrase is the wrong secret", async () => {
  const { stream } = await lock(streamOf(utf8("any")), { passphrase });
  const file = await new Response(stream).blob();
  await expect(verifyBackup(file, { passphrase: "another" })).rejects.toMatchObject({
    code: "wrong_secret",
  });
});

test("a backup to a recipient opens with its identity, and for whoever wrote it", async () => {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const { stream, key } = await writeBackup(contentsOf(pages(3)), { recipient }, watch());
  const file = await new Response(stream).blob();
  expect(await verifyBackup(file, { identity })).toMatchObject({ records: 3 });
  expect(await verifyBackup(file, key)).toMatchObject({ records: 3 });
  expect((await file.text()).match(/^-> /gm)).toHaveLength(1);
});

test.each([
  ["nobody", "age1nobody"],
  ["one with a wrong letter", `age1${"q".repeat(58)}`],
  ["one of another kind", "age1pq1abc"],
  ["nothing", ""],
])("%s is no recipient", async (_, recipient) => {
  await expect(lock(streamOf(utf8("any")), { recipient })).rejects.toMatchObject({
    code: "wrong_secret",
  });
});

test("the key of another file does not open one", async () => {
  const { stream } = await lock(streamOf(utf8("any")), { passphrase });
  const file = await new Response(stream).blob();
  const fileKey = new Uint8Array(16);
  await expect(verifyBackup(file, { fileKey })).rejects.toMatchObject({ code: "backup_damaged" });
});

test.each([
  ["a changed byte in the middle", (file: Bytes) => file.with(file.length - 400, 1)],
  ["a changed last byte", (file: Bytes) => file.with(-1, (file.at(-1) ?? 0) ^ 1)],
  ["a cut end", (file: Bytes) => file.subarray(0, -1)],
  ["a byte too many", (file: Bytes) => concat(file, Uint8Array.of(0))],
  ["only its header", (file: Bytes) => file.subarray(0, 100)],
  ["no age file at all", () => utf8("PK\u0003\u0004")],
  ["nothing", () => new Uint8Array(0)],
])("a backup with %s is damaged", async (_, change) => {
  const { stream } = await writeBackup(contentsOf(pages(2)), { passphrase }, watch());
  const changed = new Uint8Array(change(await collect(stream)));
  await expect(verifyBackup(new Blob([changed]), { passphrase })).rejects.toMatchObject({
    code: "backup_damaged",
  });
});

test("any records come out of the zip as their canonical bytes, removed ones not at all", async () => {
  await fc.assert(
    fc.asyncProperty(records, ids, async (kept, removed) => {
      const all = [...kept, { id: removed, record: tombstone(false), unopened: null }];
      const { manifest } = await verifyZip(await sourceFrom(backupZip(contentsOf(all), watch())));
      expect(manifest.records).toBe(kept.length);
      for (const { id } of kept) expect(manifest.files).toHaveProperty([`records/${id}.json`]);
      expect(manifest.files).not.toHaveProperty([`records/${removed}.json`]);
    }),
    { numRuns: 40 },
  );
});

test("pages of one day and title whose ids begin alike have names of their own", async () => {
  const page = makeEntry({ title: "Same", body: "b", tags: [] }, moment);
  const alike = ["aa", "bb"].map((end) => ({
    id: parseId(`00112233${"00".repeat(11)}${end}`),
    record: page,
    unopened: null,
  }));
  const { manifest } = await verifyZip(await sourceFrom(backupZip(contentsOf(alike), watch())));
  expect(manifest.pages).toBe(2);
});

test("a cancelled backup stops with the reason of its signal", async () => {
  const controller = new AbortController();
  const seen: BackupProgress[] = [];
  const onProgress = (progress: BackupProgress) => {
    seen.push(progress);
    if (progress.records === 2) controller.abort(new Error("cancelled"));
  };
  const zip = backupZip(contentsOf(pages(500)), { signal: controller.signal, onProgress });
  await expect(collect(zip)).rejects.toThrow("cancelled");
  expect(seen.length).toBeLessThan(10);
});

test("a reader that goes away ends the reading of records", async () => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<BackupRecord> {
    try {
      for (let i = 0; ; i++) yield { id: idOf(i), record: makePage(i), unopened: null };
    } finally {
      isClosed = true;
    }
  }
  const contents = { ...contentsOf([]), records: endless() };
  const reader = backupZip(contents, watch()).getReader();
  for (let chunk = 0; chunk < 10; chunk++) await reader.read();
  await expect(reader.cancel(new Error("away"))).rejects.toThrow("away");
  expect(isClosed).toBe(true);
});

test("a backup is named after its day", () => {
  expect(backupName(madeAt)).toBe("goldseam-2026-11-22.age");
});

describe("a zip of another hand is damaged", () => {
  const readme = utf8("hello");

  test("with a file that the manifest does not list", async () => {
    await expectDamaged(
      [
        ["README.txt", readme],
        ["extra.txt", readme],
      ],
      ["README.txt"],
    );
  });
  test("with a listed file that is not there", async () => {
    await expectDamaged([["README.txt", readme]], ["README.txt", "records/lost.json"]);
  });
  test.each(["../up.txt", "/root.txt", "a//b", "a/./b", "c:\\x", "a\\b", "tab\t"])(
    "with the path %j",
    async (path) => {
      await expectDamaged([[path, readme]], [path]);
    },
  );
  test("with two files of one path", async () => {
    await expectDamaged(
      [
        ["README.txt", readme],
        ["README.txt", readme],
      ],
      ["README.txt"],
    );
  });
  test("with another number of records than it says", async () => {
    await expectDamaged([["README.txt", readme]], ["README.txt"], { records: 1 });
  });
  test("with another number of pages than it says", async () => {
    await expectDamaged([["README.txt", readme]], ["README.txt"], { pages: 1 });
  });
  test("without a manifest", async () => {
    const zip = await sourceFrom(zipOf([["README.txt", readme]]));
    await expect(verifyZip(zip)).rejects.toMatchObject({ code: "backup_damaged" });
  });
  test("but a whole one is not", async () => {
    const zip = await zipWith([["README.txt", readme]], ["README.txt"]);
    await expect(verifyZip(zip)).resolves.toMatchObject({ manifest: { records: 0 } });
  });
  test("and one of a later version is unknown", async () => {
    const zip = await zipWith([["README.txt", readme]], ["README.txt"], { version: 2 });
    await expect(verifyZip(zip)).rejects.toMatchObject({ code: "unknown_version" });
  });
});

test("no bytes make the zip reader throw anything but damaged", async () => {
  await fc.assert(
    fc.asyncProperty(bytesUpTo(400), fc.boolean(), async (bytes, hasEnd) => {
      const end = hasEnd ? concat(bytes, endRecord(bytes.length)) : bytes;
      const zip = sourceOf(new Blob([end]));
      await expectReadOrDamaged(async () => {
        for (const entry of await zipEntries(zip)) await readEntry(zip, entry);
      });
    }),
  );
});

test("a zip with one changed byte is read as it was or is damaged, and always ends", async () => {
  const whole = await collect(backupZip(contentsOf(pages(2)), watch()));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
      const zip = sourceOf(new Blob([new Uint8Array(whole.with(at, byte))]));
      await expectReadOrDamaged(() => verifyZip(zip));
    }),
    { numRuns: 300 },
  );
});

async function expectReadOrDamaged(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    expect(error).toMatchObject({ name: "SealError" });
  }
}

async function expectDamaged(
  files: readonly (readonly [string, Bytes])[],
  listed: readonly string[],
  changes: object = {},
): Promise<void> {
  const zip = await zipWith(files, listed, changes);
  await expect(verifyZip(zip)).rejects.toMatchObject({ code: "backup_damaged" });
}

async function zipWith(
  files: readonly (readonly [string, Bytes])[],
  listed: readonly string[],
  changes: object = {},
) {
  const bytes = new Map(files);
  const rows = listed.map(async (path) => {
    const data = bytes.get(path) ?? new Uint8Array(0);
    return [path, { size: data.length, sha256: toHex(await sha256(data)) }] as const;
  });
  const manifest: Manifest = {
    format: "goldseam-backup",
    version: 1,
    made: "2026-11-22T18:00:00Z",
    records: 0,
    pages: 0,
    checkpoint: "",
    files: Object.fromEntries(await Promise.all(rows)),
    left_out: [],
    ...changes,
  };
  return sourceFrom(zipOf([...files, ["manifest.json", manifestToBytes(manifest)]]));
}

function zipOf(files: readonly (readonly [string, Bytes])[]): ReadableStream<Uint8Array> {
  // As bytes: client-zip would mend some of the names that must be refused.
  return makeZip(files.map(([path, input]) => ({ name: utf8(path), input, lastModified: 0 })));
}

function endRecord(length: number): Bytes {
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x0605_4b50, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, length, true);
  return new Uint8Array(end.buffer);
}

function pages(count: number): BackupRecord[] {
  return Array.from({ length: count }, (_, i) => {
    return { id: idOf(i), record: makePage(i), unopened: null };
  });
}

function makePage(i: number): JsonObject {
  return makeEntry({ title: `Day ${i}`, body: `Words ${i}.`, tags: ["a"] }, moment);
}

function idOf(i: number): Id {
  return parseId(i.toString(16).padStart(32, "0"));
}

function contentsOf(all: readonly BackupRecord[]) {
  return { records: asynchronous(all), checkpoint: new Uint8Array(40), madeAt };
}

async function* asynchronous<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  for (const item of items) yield item;
}

function watch(seen: BackupProgress[] = []) {
  return {
    signal: new AbortController().signal,
    onProgress: (progress: BackupProgress) => seen.push(progress),
  };
}

function streamOf(bytes: Bytes): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Bytes> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function sourceFrom(stream: ReadableStream<Uint8Array>): Promise<Source> {
  return sourceOf(await new Response(stream).blob());
}
