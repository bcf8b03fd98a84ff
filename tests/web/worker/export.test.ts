import { expect, test } from "vitest";
import { unlock } from "../../../web/src/core/backup/age.ts";
import { parseManifest } from "../../../web/src/core/backup/manifest.ts";
import { sourceOf } from "../../../web/src/core/backup/source.ts";
import { readEntry, zipEntries } from "../../../web/src/core/backup/zip.ts";
import { textOfUtf8 } from "../../../web/src/core/bytes.ts";
import { platformRandom } from "../../../web/src/core/crypto/suite.ts";
import { idFromBytes } from "../../../web/src/core/protocol/encoding.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import type { Effect, Procedure } from "../../../web/src/core/sync/effects.ts";
import { exportBackup } from "../../../web/src/worker/export.ts";
import { Device } from "../core/engine/device.ts";
import { family } from "../core/engine/family.ts";
import { ModelServer } from "../core/engine/model-server.ts";
import { commitRaw } from "../core/engine/raw.ts";

const passphrase = "six words for this file alone";

test("a backup names what cannot be opened here, and has its older state where there is one", async () => {
  const { members, keyrings } = await family();
  const [first, second] = members;
  const server = new ModelServer(first.keys.vault, keyrings);
  const [damaged, never] = [254, 255].map((byte) => idFromBytes(new Uint8Array(16).fill(byte)));
  if (damaged === undefined || never === undefined) throw new Error("two ids");
  await commitRaw(server, first, [{ record: never, number: 1, sealed: unreadable(1) }]);
  const device = await new Device(second, server).begin();
  await device.turn();
  const older = await device.write({ title: "", body: "Older words.\n", tags: [] });
  await device.turn();
  const base = await device.store.get("bases", older);
  if (base === null) throw new Error("it was not sent");
  const draft = { record: damaged, base: 0, held: null, sealed: unreadable(1) };
  const changes = [
    change("bases", older, { ...base, newer: unreadable(2) }),
    change("outbox", damaged, draft),
  ];
  await device.store.write({ changes, expects: [], lead: null, strict: true });

  const { file, leftOut, pages } = await exportBackup({
    storage: device.store,
    perform: (effect) => device.run(only(effect)),
    lockWith: { passphrase },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });

  expect({ leftOut, pages }).toEqual({ leftOut: 3, pages: 1 });
  const files = await filesOf(file);
  expect(parseManifest(files.get("manifest.json") ?? new Uint8Array()).left_out).toEqual([
    { record: older, number: 1, reason: "newer" },
    { record: damaged, number: 0, reason: "unreadable" },
    { record: never, number: 1, reason: "unreadable" },
  ]);
  expect(textOfUtf8(files.get(`records/${older}.json`) ?? new Uint8Array())).toContain("Older");
  expect([...files.keys()].some((path) => path.includes(never))).toBe(false);
}, 60_000);

function* only(effect: Effect): Procedure<unknown> {
  return yield effect;
}

function unreadable(first: number) {
  const bytes = platformRandom(541);
  bytes[0] = first;
  return bytes;
}

async function filesOf(file: Blob): Promise<Map<string, Uint8Array>> {
  const zip = await unlock(sourceOf(file), { passphrase });
  const files = new Map<string, Uint8Array>();
  for (const entry of await zipEntries(zip)) files.set(entry.path, await readEntry(zip, entry));
  return files;
}
