import { beforeEach, expect, test, vi } from "vitest";
import { batchLength } from "../../../web/src/core/batches.ts";
import { makeEntry } from "../../../web/src/core/model/entry.ts";
import { type Id, parseId } from "../../../web/src/core/protocol/encoding.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import type { Effect } from "../../../web/src/core/sync/effects.ts";
import { keepAbsent, mostAtOnce } from "../../../web/src/core/sync/keep-many.ts";
import { beginLeading } from "../../../web/src/core/sync/leading.ts";
import { turn } from "../../../web/src/core/sync/turn.ts";
import { Device } from "./engine/device.ts";
import { family } from "./engine/family.ts";
import { ModelServer } from "./engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const count = 3 * batchLength;
const moment = { at: 1_764_000_000_000, timeZone: "UTC" };

let server: ModelServer;
let phone: Device;

beforeEach(async () => {
  const people = await family();
  const [first] = people.members;
  server = new ModelServer(first.keys.vault, people.keyrings);
  phone = await new Device(first, server).begin();
  const arriving = Array.from({ length: count }, (_, n) => {
    return { record: idOf(n), value: makeEntry({ title: "", body: `${n}`, tags: [] }, moment) };
  });
  for (let at = 0; at < count; at += mostAtOnce) {
    await phone.run(keepAbsent(arriving.slice(at, at + mostAtOnce)));
  }
});

function idOf(n: number): Id {
  return parseId(n.toString(16).padStart(32, "0"));
}

async function begin() {
  return beginLeading(await phone.store.lead(), () => phone.clock);
}

/** Their rows, as they are with these bytes. */
async function spoil(table: "outbox" | "bases", records: readonly Id[], bytes: Uint8Array) {
  const rows = await phone.store.getMany("outbox", records);
  const changes = rows.flatMap((row) => {
    if (row === null) return [];
    const { record } = row;
    if (table === "outbox") return [change("outbox", record, { ...row, sealed: copy(bytes) })];
    return [change("bases", record, { record, sealed: null, newer: copy(bytes) })];
  });
  await phone.store.write({ changes, expects: [], lead: null, strict: true });
}

function copy(bytes: Uint8Array) {
  return new Uint8Array(bytes);
}

test("with much that waits, a turn reads each row of it once or twice, never all at once", async () => {
  const asked: Effect[] = [];
  const before = (effect: Effect) => {
    if ("table" in effect && effect.table === "outbox") asked.push(effect);
  };
  phone.around = { before, after() {} };
  expect(await phone.run(turn(await begin()))).toEqual({ end: "done" });
  expect(await phone.store.count("outbox")).toBe(0);
  expect(asked.map(({ effect }) => effect)).not.toContain("load all");
  const most = asked.map((effect) => (effect.effect === "load some" ? effect.most : 0));
  expect(most.reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(2 * count);
});

test("what waits behind a page of what may not be changed here is sent", async () => {
  const shut = Array.from({ length: batchLength + 3 }, (_, n) => idOf(n));
  await spoil("bases", shut, Uint8Array.of(99));
  expect(await phone.run(turn(await begin()))).toEqual({ end: "done" });
  const left = await phone.store.all("outbox");
  expect(left.map(({ record }) => record)).toEqual(shut);
});

test("what does not open is counted wherever it stands", async () => {
  const shut = [idOf(0), idOf(batchLength), idOf(count - 1)];
  await spoil("outbox", shut, new Uint8Array(60));
  const leading = await begin();
  expect(await phone.run(turn(leading))).toEqual({ end: "done" });
  expect(leading.damaged).toBe(shut.length);
  const left = await phone.store.all("outbox");
  expect(left.map(({ record }) => record)).toEqual(shut);
});
