import { beforeEach, describe, expect, test, vi } from "vitest";
import { utf8 } from "../../../web/src/core/bytes.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { type Change, change } from "../../../web/src/core/store/contract.ts";
import type { Effect } from "../../../web/src/core/sync/effects.ts";
import type { Outlook } from "../../../web/src/core/sync/outlook.ts";
import { Device } from "./engine/device.ts";
import { type Family, family } from "./engine/family.ts";
import { ModelServer, type Snapshot } from "./engine/model-server.ts";
import { commitRaw } from "./engine/raw.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let people: Family;
let server: ModelServer;
let phone: Device;
let laptop: Device;
let copy: Snapshot;
let both: Id;
let lost: Id;

const page = (body: string) => ({ title: "", body, tags: [] });
const ids = (part: Outlook["send"]) => part.map(({ record }) => record);

beforeEach(async () => {
  people = await family();
  await meet();
});

/** A page that both have; a copy of the server is kept; then the phone goes on, alone. */
async function meet(): Promise<void> {
  const [first, second] = people.members;
  server = new ModelServer(first.keys.vault, people.keyrings);
  phone = await new Device(first, server).begin();
  laptop = await new Device(second, server).begin();
  both = await phone.write(page("one\n\ntwo\n\nthree\n"));
  await phone.turn();
  await laptop.turn();
  copy = server.state;
  await edit(phone, both, "one phone\n\ntwo\n\nthree\n");
  lost = await phone.write(page("lost\n"));
  await phone.turn();
}

async function edit(device: Device, record: Id, body: string): Promise<void> {
  await device.keep(record, page(body), await device.entry(record));
}

async function body(device: Device, record: Id): Promise<string | undefined> {
  return (await device.entry(record))?.body;
}

/** The copy is put back; the laptop goes on upon it, as far as `more` says; the phone looks. */
async function restore(more: () => Promise<unknown> = async () => {}): Promise<void> {
  server.state = copy;
  await laptop.turn();
  await more();
  await laptop.turn();
  await laptop.turn();
  const { end } = await phone.turn();
  expect(end).toBe("stopped");
}

async function expectEqual(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await phone.turn();
    await laptop.turn();
  }
  const [here, there] = [await everything(phone), await everything(laptop)];
  expect(there).toEqual(here);
  expect(await phone.alarm()).toBeNull();
  expect(await laptop.alarm()).toBeNull();
}

async function everything(device: Device): Promise<unknown[]> {
  const records = await device.records();
  return Promise.all(records.map(async (record) => [record, await device.value(record)]));
}

describe("after a restore", () => {
  test("what the server lost is sent, and nothing stands twice", async () => {
    await restore();
    const found = await phone.preview();
    expect([ids(found.send).sort(), found.take, found.both]).toEqual([[both, lost].sort(), [], []]);
    expect(found.isContinuation).toBe(false);
    await phone.rejoin();
    await expectEqual();
    expect(await body(laptop, both)).toBe("one phone\n\ntwo\n\nthree\n");
    expect(await body(laptop, lost)).toBe("lost\n");
  });

  test("pages of others are taken, and a page that both changed is brought together", async () => {
    let fresh = "" as Id; // written below, before anybody looks
    await restore(async () => {
      await edit(laptop, both, "one\n\ntwo\n\nthree laptop\n");
      fresh = await laptop.write(page("fresh\n"));
    });
    const found = await phone.preview();
    expect([found.send, found.take, found.both].map(ids)).toEqual([[lost], [fresh], [both]]);
    await phone.rejoin();
    await expectEqual();
    expect(await body(laptop, both)).toBe("one phone\n\ntwo\n\nthree laptop\n");
  });

  test("the other devices are told what happened", async () => {
    await restore();
    const { send, take, both: merged } = await phone.rejoin();
    await expectEqual();
    const values = (await everything(laptop)).map((one) => (one as [Id, object])[1]);
    const { device } = people.members[0].keys;
    expect(values.filter((value) => "kind" in value && value.kind === "rejoined")).toEqual([
      expect.objectContaining({ device, alarm: "rolled_back", sent: 2, taken: 0, both: 0 }),
    ]);
    expect([send.length, take.length, merged.length]).toEqual([2, 0, 0]);
  });

  test("a page that was removed here stays removed", async () => {
    await phone.remove(both, true);
    await phone.turn();
    await restore(() => edit(laptop, both, "one\n\ntwo\n\nthree laptop\n"));
    const found = await phone.preview();
    expect([found.removedHere, found.removedThere, ids(found.both)]).toEqual([0, 1, []]);
    await phone.rejoin();
    await expectEqual();
    expect(await phone.entry(both)).toBeNull();
  });

  test("a page that was removed there goes here, with no draft of words that were sent before", async () => {
    await restore(() => laptop.remove(both, true));
    expect((await phone.preview()).removedHere).toBe(1);
    await phone.rejoin();
    await expectEqual();
    expect(await phone.entry(both)).toBeNull();
    expect(await phone.store.count("outbox")).toBe(0);
  });

  test("what waits is sent, and a draft that the person did not send stays", async () => {
    const waiting = await phone.write(page("waiting\n"));
    const unsent = await phone.write(page("unsent\n"));
    const row = await phone.store.get("outbox", unsent);
    if (row === null) throw new Error("it waits");
    const changes = [change("outbox", unsent, { ...row, held: "unsent" })];
    await phone.store.write({ changes, expects: [], lead: null, strict: true });
    await restore();
    expect(ids((await phone.preview()).send).sort()).toEqual([both, lost, waiting].sort());
    await phone.rejoin();
    await phone.turn();
    expect((await phone.store.all("outbox")).map(({ record }) => record)).toEqual([unsent]);
    expect(await body(phone, unsent)).toBe("unsent\n");
  });

  test("a second alarm and a second way out lose nothing and double nothing", async () => {
    await restore();
    await phone.rejoin();
    await phone.turn();
    server.state = copy;
    await laptop.turn();
    expect((await phone.turn()).end).toBe("stopped");
    await phone.rejoin();
    await expectEqual();
    expect(await body(laptop, both)).toBe("one phone\n\ntwo\n\nthree\n");
  });

  test("a profile from before there were marks rejoins too, and keeps the words of both", async () => {
    for (const { record } of await phone.store.all("lineage")) {
      const changes = [change("lineage", record, null)];
      await phone.store.write({ changes, expects: [], lead: null, strict: true });
    }
    await restore(() => edit(laptop, both, "one\n\ntwo\n\nthree laptop\n"));
    await phone.rejoin();
    await expectEqual();
    const text = await body(laptop, both);
    for (const word of ["one phone", "two", "three laptop"]) expect(text).toContain(word);
  });
});

describe("what does not open here", () => {
  const bytes = utf8("\u0002 of a later version");

  test("of ours stays with its bytes, and theirs is taken beneath it", async () => {
    const row = await phone.store.get("bases", both);
    if (row === null) throw new Error("it is held");
    await write(change("bases", both, { ...row, newer: bytes }));
    await restore(() => edit(laptop, both, "one\n\ntwo\n\nthree laptop\n"));
    expect(ids((await phone.preview()).both)).toEqual([both]);
    await phone.rejoin();
    expect(await phone.alarm()).toBeNull();
    expect((await phone.store.get("bases", both))?.newer).toEqual(bytes);
    expect((await phone.turn()).end).toBe("done");
  });

  test("of ours that the server lost stays, and nothing is sent in its place", async () => {
    const row = await phone.store.get("bases", lost);
    if (row === null) throw new Error("it is held");
    await write(change("bases", lost, { ...row, newer: bytes }));
    await restore();
    await phone.rejoin();
    expect((await phone.turn()).end).toBe("done");
    expect((await phone.store.get("bases", lost))?.newer).toEqual(bytes);
    expect([...server.state.newest.keys()]).not.toContain(lost);
  });

  test("of theirs is kept as it came, and ours waits over it", async () => {
    await restore(async () => {
      const [first] = people.members;
      copy = { commits: [], newest: new Map() };
      server.state = copy;
      const unread = { record: both, number: 1, sealed: new Uint8Array(bytes) };
      await commitRaw(server, first, [unread]);
      laptop = await new Device(people.members[2], server).begin();
    });
    expect(ids((await phone.preview()).both)).toEqual([both]);
    await phone.rejoin();
    const base = await phone.store.get("bases", both);
    expect([base?.sealed, base?.newer]).toEqual([null, bytes]);
    expect(await body(phone, both)).toBe("one phone\n\ntwo\n\nthree\n");
    expect((await phone.turn()).end).toBe("done");
    expect((await phone.store.all("outbox")).map(({ record }) => record)).toEqual([both]);
  });

  test("of what waits is never written over", async () => {
    await edit(phone, both, "one phone\n\ntwo\n\nthree more\n");
    const row = await phone.store.get("outbox", both);
    if (row === null) throw new Error("it waits");
    await write(change("outbox", both, { ...row, sealed: bytes }));
    await restore(() => edit(laptop, both, "one\n\ntwo\n\nthree laptop\n"));
    await phone.rejoin();
    expect((await phone.store.get("outbox", both))?.sealed).toEqual(bytes);
    expect(await phone.alarm()).toBeNull();
  });
});

async function write(...changes: readonly Change[]): Promise<void> {
  await phone.store.write({ changes, expects: [], lead: null, strict: true });
}

test("a removal that was heeded during the alarm is not undone by leaving it", async () => {
  await laptop.turn();
  await laptop.remove(lost, true);
  await laptop.turn();
  server.lie = (pull) => ({
    ...pull,
    head: pull.head && { ...pull.head, tag: new Uint8Array(32) },
  });
  expect((await phone.turn()).end).toBe("stopped");
  expect(await phone.entry(lost)).toBeNull();
  server.lie = (pull) => pull;
  server.state = copy;
  expect((await laptop.turn()).end).toBe("stopped");
  await phone.rejoin();
  await laptop.rejoin();
  await expectEqual();
  expect(await laptop.entry(lost)).toBeNull();
});

test("an erasure that the server lost is not undone by a lesser removal that is heeded", async () => {
  const tablet = await new Device(people.members[2], server).begin();
  const later = server.state;
  server.state = copy;
  await tablet.turn();
  server.state = later;
  await phone.remove(both, true);
  await phone.turn();
  await restore(async () => {
    for (const word of ["two", "three", "four"]) {
      await edit(laptop, both, `${word}\n`);
      await laptop.turn();
    }
    await laptop.remove(both, false);
  });
  await edit(tablet, both, "written over the lesser removal\n");
  await tablet.turn();
  await laptop.turn();
  await phone.rejoin();
  await expectEqual();
  expect(await laptop.entry(both)).toBeNull();
});

test("a history that goes on from where this device stands is a continuation, and only what is new is taken", async () => {
  server.lie = (pull) => ({
    ...pull,
    head: pull.head && { ...pull.head, tag: new Uint8Array(32) },
  });
  await phone.write(page("more\n"));
  expect((await phone.turn()).end).toBe("stopped");
  server.lie = (pull) => pull;
  await laptop.turn();
  const fresh = await laptop.write(page("fresh\n"));
  await laptop.turn();
  const found = await phone.preview();
  expect(found.isContinuation).toBe(true);
  expect([found.send.length, ids(found.take), found.both.length]).toEqual([1, [fresh], 0]);
  await phone.rejoin();
  await expectEqual();
});

test("a server that still does not fit changes nothing", async () => {
  await restore();
  const before = await everything(phone);
  server.lie = (pull) => ({ ...pull, revisions: pull.revisions.slice(1) });
  await expect(phone.rejoin()).rejects.toMatchObject({ code: "tag_mismatch" });
  expect(await everything(phone)).toEqual(before);
  expect(await phone.alarm()).toBe("rolled_back");
});

test("consent to one history is none to another", async () => {
  await restore();
  const { at } = await phone.preview();
  server.state = { commits: [], newest: new Map() };
  await expect(phone.rejoinAt(at)).rejects.toMatchObject({ code: "rolled_back" });
  expect(await phone.alarm()).toBe("rolled_back");
});

test("nothing is sent before the consent", async () => {
  await restore();
  const methods = new Set<string>();
  const note = (effect: Effect) => {
    if (effect.effect === "send") methods.add(effect.request.method);
  };
  phone.around = { before: note, after() {} };
  await phone.preview();
  expect(methods).toEqual(new Set(["GET"]));
});

test("words typed while it is under way are kept", async () => {
  await restore(() => edit(laptop, both, "one\n\ntwo\n\nthree laptop\n"));
  let at = 0;
  phone.around = {
    before: async () => {
      at += 1;
      if (at !== 20) return;
      const { around } = phone;
      phone.around = { before() {}, after() {} };
      await edit(phone, both, "one phone\n\ntwo typed\n\nthree\n");
      phone.around = around;
    },
    after() {},
  };
  await phone.rejoin();
  phone.around = { before() {}, after() {} };
  await expectEqual();
  expect(await body(laptop, both)).toBe("one phone\n\ntwo typed\n\nthree laptop\n");
});
