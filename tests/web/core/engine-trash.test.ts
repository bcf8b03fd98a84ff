import { decode } from "@msgpack/msgpack";
import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { isRemoved } from "../../../web/src/core/model/record.ts";
import { intoTrash, isOverdue, trashedAt } from "../../../web/src/core/model/trash.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import { beginLeading } from "../../../web/src/core/sync/leading.ts";
import { emptyTrash, trash, untrash } from "../../../web/src/core/sync/trash.ts";
import { Device } from "./engine/device.ts";
import { family } from "./engine/family.ts";
import { ModelServer } from "./engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const day = 24 * 3600_000;
const page = (body: string) => ({ title: "Day", body, tags: [] });

let server: ModelServer;
let phone: Device;
let laptop: Device;
let record: Awaited<ReturnType<Device["write"]>>;
let start: number;

beforeEach(async () => {
  const people = await family();
  server = new ModelServer(people.members[0].keys.vault, people.keyrings);
  phone = await new Device(people.members[0], server).begin();
  laptop = await new Device(people.members[1], server).begin();
  start = phone.clock;
  server.clock = start;
  record = await phone.write(page("one\n"));
  await phone.turn();
  await phone.run(trash(record, start));
  await phone.turn();
});

/** Both clocks, in days since it was put there; a turn of a process that has just begun. */
async function turnAt(deviceDays: number, serverDays: number | null) {
  phone.end();
  phone.clock = start + deviceDays * day;
  server.clock = serverDays === null ? null : start + serverDays * day;
  return phone.turn();
}

async function isGone(device = phone): Promise<boolean> {
  return isRemoved((await device.value(record)) ?? {});
}

describe("what lies in the trash", () => {
  test("is whole, on every device, and can be put back as it was", async () => {
    await laptop.turn();
    expect(trashedAt((await laptop.value(record)) ?? {})).toBe(start);
    await laptop.run(untrash(record));
    await laptop.turn();
    await phone.turn();
    expect(trashedAt((await phone.value(record)) ?? {})).toBeNull();
    expect((await phone.entry(record))?.body).toBe("one\n");
    expect((await phone.value(record))?.updated_at).toBe(start);
  });

  test.each([
    ["neither clock says 30 days", 29.9, 29.9],
    ["this device's clock jumped ahead", 4000, 1],
    ["the server's clock jumped ahead", 1, 4000],
    ["this device's clock jumped back", -4000, 31],
    ["the server's clock jumped back", 31, -4000],
    ["the server does not tell its time", 31, null],
  ])("stays when %s", async (_, deviceDays, serverDays) => {
    expect(await turnAt(deviceDays, serverDays)).toEqual({ end: "done" });
    expect(await isGone()).toBe(false);
  });

  test("stays offline, however long", async () => {
    phone.network = async () => ({ kind: "silence", retryAfter: null });
    expect(await turnAt(4000, 4000)).toMatchObject({ end: "silent" });
    expect(await isGone()).toBe(false);
  });

  test("stays when the server's time was told in an earlier turn only", async () => {
    phone.clock = start + 29 * day;
    server.clock = start + 31 * day;
    await phone.turn();
    phone.clock = start + 40 * day;
    server.clock = null;
    await phone.turn();
    expect(await isGone()).toBe(false);
  });

  test("stays while an alarm stands", async () => {
    const alarm = change("alarm", only, { code: "rolled_back" });
    await phone.store.write({ changes: [alarm], expects: [], lead: null, strict: true });
    await turnAt(31, 31);
    expect(await isGone()).toBe(false);
  });

  test("is a plain tombstone once both clocks say 30 days, everywhere, without a history", async () => {
    const erased: number[] = [];
    phone.network = (request, deliver) => {
      if (request.method === "PUT" && request.body !== null) {
        erased.push((decode(request.body) as { erase: unknown[] }).erase.length);
      }
      return deliver();
    };
    expect(await turnAt(30, 30)).toEqual({ end: "done" });
    expect(await phone.value(record)).toEqual({ deleted: true, erase: false });
    expect(erased).toEqual([1]);
    await laptop.turn();
    expect(await isGone(laptop)).toBe(true);
    expect(await laptop.store.count("headers")).toBe(0);
  });

  test("has 30 days anew after words were added to it", async () => {
    phone.clock = start + 20 * day;
    await phone.keep(record, page("one more\n"), page("one\n"));
    await turnAt(31, 31);
    expect(await isGone()).toBe(false);
    await turnAt(50, 50);
    expect(await isGone()).toBe(true);
  });

  test("is looked through again in the same process, but not at every turn", async () => {
    phone.clock = start + 29 * day;
    server.clock = start + 29 * day;
    phone.end();
    await phone.turn();
    let opened = 0;
    const note = (effect: { effect: string; table?: string }) => {
      if (effect.effect === "load all" && effect.table === "headers") opened += 1;
    };
    phone.around = { before: note, after() {} };
    await phone.turn();
    expect(opened).toBe(0);
    phone.clock = start + 31 * day;
    server.clock = start + 31 * day;
    await phone.turn();
    expect([opened, await isGone()]).toEqual([1, true]);
  });

  test("that was put back at the same moment elsewhere stays", async () => {
    await laptop.turn();
    await laptop.run(untrash(record));
    await laptop.turn();
    await phone.run(
      emptyTrash({ ...beginLeading(0, () => start + 31 * day), servedAt: start + 31 * day }),
    );
    expect(await isGone()).toBe(true);
    await phone.turn();
    await phone.turn();
    expect((await phone.entry(record))?.body).toBe("one\n");
  });
});

test("remove now wins over an edit elsewhere, whose words become an unsent draft", async () => {
  await laptop.turn();
  await laptop.keep(record, page("one more\n"), page("one\n"));
  await phone.remove(record, true);
  await phone.turn();
  await laptop.turn();
  expect(await isGone(laptop)).toBe(true);
  const [draft] = await laptop.store.all("outbox");
  expect(draft?.held).toBe("unsent");
  expect(await phone.records()).toEqual([record]);
});

test("no pair of clocks but two that agree takes anything out", () => {
  const clocks = fc.integer({ min: -(10 ** 13), max: 10 ** 13 });
  fc.assert(
    fc.property(clocks, clocks, clocks, (at, device, server) => {
      fc.pre(at >= 0);
      const lying = intoTrash({ kind: "entry", updated_at: 0 }, at);
      const isLong = device - at >= 30 * day && server - at >= 30 * day;
      expect(isOverdue(lying, { device, server })).toBe(isLong);
    }),
  );
});
