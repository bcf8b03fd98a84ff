import { beforeEach, expect, test, vi } from "vitest";
import { isRemoved } from "../../../web/src/core/model/record.ts";
import { release } from "../../../web/src/core/sync/keep.ts";
import { beginLeading } from "../../../web/src/core/sync/leading.ts";
import { pull } from "../../../web/src/core/sync/pull.ts";
import { Device, watch } from "./engine/device.ts";
import { type Family, family } from "./engine/family.ts";
import { ModelServer } from "./engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let people: Family;
let server: ModelServer;
let phone: Device;
let laptop: Device;

beforeEach(async () => {
  people = await family();
  const [first, second] = people.members;
  server = new ModelServer(first.keys.vault, people.keyrings);
  phone = await new Device(first, server).begin();
  laptop = await new Device(second, server).begin();
});

const page = (body: string) => ({ title: "Day", body, tags: [] });

test("words, outbox and header are one transaction, and durable", async () => {
  const effects = watch(phone);
  const record = await phone.write(page("one\n"));
  const saves = effects.flatMap((effect) => (effect.effect === "save" ? [effect.batch] : []));
  expect(saves).toHaveLength(1);
  expect(saves[0]?.strict).toBe(true);
  const written = saves[0]?.changes.map(({ table, key }) => [table, key]).sort();
  expect(written).toEqual([
    ["headers", record],
    ["outbox", record],
  ]);
});

test("an unchanged text writes nothing", async () => {
  const record = await phone.write(page("one\n"));
  const effects = watch(phone);
  await phone.keep(record, page("one\n"), page("one\n"));
  await phone.keep(record, page("one\n"), null);
  expect(effects.some(({ effect }) => effect === "save")).toBe(false);
});

test("a text over an older base is merged with what was stored meanwhile", async () => {
  const record = await phone.write(page("one\n\ntwo\n"));
  await phone.keep(record, page("one and more\n\ntwo\n"), page("one\n\ntwo\n"));
  await phone.keep(record, page("one\n\ntwo and more\n"), page("one\n\ntwo\n"));
  expect((await phone.entry(record))?.body).toBe("one and more\n\ntwo and more\n");
});

test("another normal form of the same words is no change of anybody's", async () => {
  const [typed, more] = ["cafe\u0301 au lait", "cafe\u0301 au lait, twice"];
  const record = await phone.write(page(typed));
  await phone.keep(record, page(more), page(typed));
  expect((await phone.entry(record))?.body).toBe("caf\u00e9 au lait, twice");
});

test("what arrives between reading and writing is merged, not overwritten", async () => {
  const record = await phone.write(page("one\n\ntwo\n"));
  await phone.turn();
  await laptop.turn();
  await laptop.keep(record, page("one LAPTOP\n\ntwo\n"), page("one\n\ntwo\n"));
  await laptop.turn();
  let isFirst = true;
  phone.around = {
    async before(effect) {
      if (effect.effect !== "save" || !isFirst) return;
      isFirst = false;
      const leading = beginLeading(await phone.store.lead(), () => 0);
      await phone.run(pull(leading));
    },
    after() {},
  };
  await phone.keep(record, page("one\n\ntwo PHONE\n"), page("one\n\ntwo\n"));
  expect((await phone.entry(record))?.body).toBe("one LAPTOP\n\ntwo PHONE\n");
});

test("over a removal the words win, over one that erases they become a page of their own", async () => {
  const record = await phone.write(page("one\n"));
  await phone.remove(record, false);
  const kept = await phone.keep(record, page("one more\n"), page("one\n"));
  expect(kept.value).toMatchObject({ body: "one more\n", kept_after_remove: true });
  await phone.remove(record, true);
  const apart = await phone.keep(record, page("one more time\n"), page("one more\n"));
  expect(apart.record).not.toBe(record);
  expect(isRemoved((await phone.value(record)) ?? {})).toBe(true);
});

test("words over which a removal won leave the device only when the person asks for it", async () => {
  const record = await phone.write(page("one\n"));
  await phone.turn();
  await laptop.turn();
  await laptop.remove(record, true);
  await laptop.turn();
  await phone.keep(record, page("one more\n"), page("one\n"));
  await phone.turn();
  const [draft] = await phone.store.all("outbox");
  if (draft === undefined) throw new Error("the words are kept");
  expect((await phone.entry(draft.record))?.body).toBe("one more\n");
  await phone.keep(draft.record, page("one more time\n"), page("one more\n"));
  await phone.turn();
  expect(server.state.newest.has(draft.record)).toBe(false);
  await phone.run(release(draft.record));
  await phone.turn();
  expect(server.state.newest.has(draft.record)).toBe(true);
});
