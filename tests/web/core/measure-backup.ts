/** One step of benchmarks/backup.py with the browser's code, in Node: write, verify or restore a backup. */

import { createHash } from "node:crypto";
import { openAsBlob, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { argv, stdout } from "node:process";
import { openBackup } from "../../../web/src/core/backup/restore.ts";
import { verifyBackup } from "../../../web/src/core/backup/verify.ts";
import { type BackupRecord, writeBackup } from "../../../web/src/core/backup/write.ts";
import { parseId } from "../../../web/src/core/protocol/encoding.ts";

const megabyte = 1_000_000;
const recordBytes = 200_000;
const passphrase = "six words of another file entirely";
const identity = "AGE-SECRET-KEY-1T97M9GELSP4TKHTA9P5Y0E093VYP9STHCDWHPXJH3T2ZHHY74AUQFX5PDK";
const recipient = "age1mzcl56q33aydjfugeq92na0tkll7ldhfu8wkvv50c7lxwngzk4jstpq0qh";

const [step = "", way = "", path = "", size = ""] = argv.slice(2);
const key = way === "recipient" ? { identity } : { passphrase };
const megabytes = Number(size);

/** Records that are made when they are asked for, of text that hardly packs. */
async function* made(): AsyncGenerator<BackupRecord> {
  for (let number = 0; number < (megabytes * megabyte) / recordBytes; number++) {
    const id = parseId(number.toString(16).padStart(32, "0"));
    const hash = createHash("shake128", { outputLength: recordBytes / 2 }).update(id);
    const record = { kind: "of a measurement", v: 1, created_at: 0, text: hash.digest("hex") };
    yield { id, record, unopened: null };
  }
}

async function write(): Promise<void> {
  const contents = { records: made(), checkpoint: new Uint8Array(40), madeAt: 0 };
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const lockWith = way === "recipient" ? { recipient } : { passphrase };
  const { stream } = await writeBackup(contents, lockWith, watch);
  const file = await open(path, "w");
  for await (const chunk of stream) await file.write(chunk);
  await file.close();
}

async function verify(): Promise<void> {
  await verifyBackup(await openAsBlob(path), key);
}

async function restore(): Promise<void> {
  const backup = await openBackup(await openAsBlob(path), key);
  for (const record of backup.records) await backup.read(record);
}

/** The most that this program took; what `resourceUsage` tells begins with what its parent took. */
function peakBytes(): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return Number(kib) * 1024;
}

const steps: Readonly<Record<string, () => Promise<void>>> = { write, verify, restore };
const before = peakBytes();
const start = performance.now();
await steps[step]?.();
const megabytesMore = (peakBytes() - before) / megabyte;
const seconds = (performance.now() - start) / 1000;
stdout.write(`${JSON.stringify({ megabytes: megabytesMore, seconds })}\n`);
