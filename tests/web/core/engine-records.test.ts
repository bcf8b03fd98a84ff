import { beforeEach, describe, expect, test, vi } from "vitest";
import { glimmer } from "../../../web/src/core/model/glimmer.ts";
import { change, make, read } from "../../../web/src/core/model/kind.ts";
import { settings } from "../../../web/src/core/model/settings.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import type { Effect } from "../../../web/src/core/sync/effects.ts";
import { headerFromJson, headerOf } from "../../../web/src/core/sync/header.ts";
import { singletonId } from "../../../web/src/core/sync/singleton.ts";
import { Device } from "./engine/device.ts";
import { family } from "./engine/family.ts";
import { ModelServer } from "./engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const later = { at: 1_764_000_060_000, timeZone: "UTC" };
const moment = { at: 1_764_000_000_000, timeZone: "Europe/Vienna" };

let phone: Device;
let laptop: Device;

beforeEach(async () => {
  const people = await family();
  const server = new ModelServer(people.members[0].keys.vault, people.keyrings);
  phone = await new Device(people.members[0], server).begin();
  laptop = await new Device(people.members[1], server).begin();
});

/** The newest state, which the test knows to be there. */
async function newest(device: Device, record: Parameters<Device["value"]>[0]): Promise<JsonObject> {
  const value = await device.value(record);
  if (value === null) throw new Error("no such record");
  return value;
}

function saves(device: Device): Effect[] {
  const found: Effect[] = [];
  const note = (effect: Effect) => {
    if (effect.effect === "save") found.push(effect);
  };
  device.around = { before: note, after() {} };
  return found;
}

describe("a record of any kind", () => {
  test("is kept whole, and read again as it was", async () => {
    const value = make(glimmer, { what: "tea", kinds: ["eyes"] }, moment);
    const { record } = await phone.keepRecord(null, { ...value, of_later: { x: [1.5] } }, null);
    expect(await newest(phone, record)).toEqual({
      ...value,
      of_later: { x: [1.5] },
      updated_at: phone.clock,
    });
  });

  test("gets its moment here when the screen gives none", async () => {
    const { record } = await phone.keepRecord(null, { kind: "glimmer", v: 1, what: "tea" }, null);
    const value = await newest(phone, record);
    expect(value).toMatchObject({ created_at: phone.clock, tz: "Europe/Berlin" });
  });

  test("that says the same as before is not written again, whatever its moment", async () => {
    const value = make(glimmer, { what: "cafe\u0301" }, moment);
    const { record } = await phone.keepRecord(null, value, null);
    const kept = await newest(phone, record);
    const written = saves(phone);
    await phone.keepRecord(record, change(glimmer, kept, { what: "cafe\u0301" }, later), kept);
    await phone.keepRecord(record, { kind: "glimmer", what: "caf\u00e9" }, null);
    expect(written).toEqual([]);
  });

  test("is merged field by field where another device changed it meanwhile", async () => {
    const { record } = await phone.keepRecord(null, make(glimmer, { what: "tea" }, moment), null);
    await phone.turn();
    await laptop.turn();
    const base = await newest(phone, record);
    await laptop.keepRecord(record, change(glimmer, base, { doubt: "was it?" }, later), base);
    await laptop.turn();
    await phone.turn();
    await phone.keepRecord(record, change(glimmer, base, { carryInward: "warm" }, later), base);
    const found = read(glimmer, await newest(phone, record));
    expect(found).toMatchObject({ what: "tea", doubt: "was it?", carryInward: "warm" });
  });

  test("has the greater version after a change, its own or ours", async () => {
    const value = { kind: "glimmer", v: 1, what: "tea" };
    const { record } = await phone.keepRecord(null, value, null);
    await phone.keepRecord(record, { ...value, what: "soup" }, value);
    expect((await newest(phone, record)).v).toBe(glimmer.version);
    const { record: other } = await phone.keepRecord(null, { ...value, v: 9 }, null);
    await phone.keepRecord(other, { ...value, v: 9, what: "soup" }, { ...value, v: 9 });
    expect((await newest(phone, other)).v).toBe(9);
  });

  test("has the greater version when it is typed over a removed one", async () => {
    const value = { kind: "glimmer", v: 1, what: "tea" };
    const { record } = await phone.keepRecord(null, value, null);
    await phone.turn();
    await phone.remove(record, false);
    await phone.keepRecord(record, { ...value, what: "soup" }, value);
    const { v, kept_after_remove } = await newest(phone, record);
    expect([v, kept_after_remove]).toEqual([glimmer.version, true]);
  });

  test("of an unknown kind keeps what nobody here knows through an edit", async () => {
    const strange = { kind: "constellation", v: 3, stars: [{ id: "s1", light: 0.5 }], title: "A" };
    const { record } = await phone.keepRecord(null, strange, null);
    const base = await newest(phone, record);
    await phone.keepRecord(record, { ...base, title: "B" }, base);
    expect(await newest(phone, record)).toMatchObject({ ...strange, title: "B" });
  });

  test("typed over one that was removed for good becomes a record of its own, unsent", async () => {
    const { record } = await phone.keepRecord(null, make(glimmer, { what: "tea" }, moment), null);
    const base = await newest(phone, record);
    await phone.remove(record, true);
    const apart = await phone.keepRecord(
      record,
      change(glimmer, base, { what: "te" }, later),
      base,
    );
    expect([apart.record === record, apart.held]).toEqual([false, "unsent"]);
    await phone.remove(apart.record, true);
    expect(await phone.store.get("outbox", apart.record)).toBeNull();
  });
});

describe("what an account has once", () => {
  test("has one id on every device, and two first ones meet without a question", async () => {
    const record = await phone.run(singletonId("settings"));
    expect(await laptop.run(singletonId("settings"))).toBe(record);
    await phone.keepRecord(record, make(settings, { theme: "dark" }, moment), null);
    await laptop.keepRecord(record, make(settings, { textSize: "large" }, later), null);
    for (const device of [phone, laptop, phone]) await device.turn();
    const value = await newest(phone, record);
    expect(read(settings, value)).toMatchObject({ theme: "dark", textSize: "large" });
    expect(value.also).toBeUndefined();
    expect(await laptop.value(record)).toEqual(value);
  });

  test("can be begun again after it was removed for good", async () => {
    const record = await phone.run(singletonId("settings"));
    await phone.keepRecord(record, make(settings, { theme: "dark" }, moment), null);
    await phone.turn();
    await phone.remove(record, true);
    await phone.turn();
    await phone.keepRecord(record, make(settings, { theme: "dim" }, later), null);
    for (const device of [phone, laptop]) await device.turn();
    expect(read(settings, await newest(laptop, record)).theme).toBe("dim");
  });

  test("is refused for a kind that may have several", () => {
    expect(() => singletonId("entry")).toThrow(expect.objectContaining({ code: "not_found" }));
  });
});

describe("a header", () => {
  test("of a covered record has no word of it", () => {
    const value = make(glimmer, { title: "Tea", what: "with her", cover: true }, moment);
    expect(headerOf(value)).toMatchObject({ title: "", opening: "", covered: true });
  });

  test("shows a record by the words that its kind has", () => {
    const value = make(glimmer, { what: "with\n\nher", bring: true, people: ["a"] }, moment);
    expect(headerOf(value)).toMatchObject({ opening: "with her", bring: true, people: ["a"] });
  });

  test("that rests from an earlier version reads with the newer marks not set", () => {
    const { kind, title, opening, createdAt, updatedAt, merged, newer, ...marks } = headerFromJson({
      ...{ kind: "entry", title: "Day", opening: "one", createdAt: 1, updatedAt: 2 },
      ...{ merged: false, newer: false },
    });
    expect(marks).toMatchObject({ covered: false, trashedAt: null, unreadable: false, tags: [] });
  });
});
