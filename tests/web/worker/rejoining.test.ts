import { expect, test, vi } from "vitest";
import { words } from "../../../web/src/content/words.ts";
import type { Perform } from "../../../web/src/core/sync/effects.ts";
import { Deposed } from "../../../web/src/core/sync/leading.ts";
import { makeDriver } from "../../../web/src/worker/driver.ts";
import { Rejoining } from "../../../web/src/worker/rejoining.ts";
import { Device } from "../core/engine/device.ts";
import { family } from "../core/engine/family.ts";
import { ModelServer } from "../core/engine/model-server.ts";
import { FakeLocks } from "./browser.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000 });

const locks = new FakeLocks().manager;

/** A device with one page in an alarm, and what its worker asks. */
async function alarmed() {
  const { members, keyrings } = await family();
  const [first, second] = members;
  const server = new ModelServer(first.keys.vault, keyrings);
  const [phone, laptop] = [new Device(first, server), new Device(second, server)];
  await phone.begin();
  await laptop.begin();
  const record = await phone.write({ title: "Lost", body: "one\n", tags: [] });
  await phone.turn();
  server.state = { commits: [], newest: new Map() };
  expect((await phone.turn()).end).toBe("stopped");
  const { device, deviceKey } = first.keys;
  const caller = { device, publicKey: deviceKey.public };
  const answer = makeDriver(phone.store, (request) => server.answer(request, caller), phone.holder);
  return { phone, laptop, record, answer };
}

test("it goes on where another tab begins to lead meanwhile", async () => {
  const { phone, record, answer } = await alarmed();
  let left = 2;
  const perform: Perform = async (effect) => {
    if (effect.effect === "save" && left-- > 0) await phone.store.lead();
    return answer(effect);
  };
  const rejoining = new Rejoining({ storage: phone.store, locks, perform });
  const { at, send } = await rejoining.lookAgain();
  expect(send.map((one) => [one.record, one.title])).toEqual([[record, "Lost"]]);
  expect(await rejoining.rejoin(at)).toEqual({ sent: 1, taken: 0, both: 0 });
  expect(left).toBeLessThan(1);
  expect(await phone.alarm()).toBeNull();
});

test("the tab that led before writes nothing more of the branch that was left", async () => {
  const { phone, answer } = await alarmed();
  const rejoining = new Rejoining({ storage: phone.store, locks, perform: answer });
  await rejoining.rejoin((await rejoining.lookAgain()).at);
  await expect(phone.turn()).rejects.toBeInstanceOf(Deposed);
  phone.end();
  expect((await phone.turn()).end).toBe("done");
});

test("a second consent after the first was carried out does nothing", async () => {
  const { phone, answer } = await alarmed();
  const rejoining = new Rejoining({ storage: phone.store, locks, perform: answer });
  const { at } = await rejoining.lookAgain();
  await rejoining.rejoin(at);
  await expect(rejoining.rejoin(at)).rejects.toMatchObject({ code: "not_found" });
});

test("other devices are told until somebody has seen it there; the one that did it is not", async () => {
  const { phone, laptop, answer } = await alarmed();
  const own = new Rejoining({ storage: phone.store, locks, perform: answer });
  await own.rejoin((await own.lookAgain()).at);
  expect(await own.elsewhere()).toBeNull();
  phone.end();
  await phone.turn();
  await laptop.turn();
  const driver = makeDriver(
    laptop.store,
    () => Promise.reject(new Error("offline")),
    laptop.holder,
  );
  const other = new Rejoining({ storage: laptop.store, locks, perform: driver });
  vi.spyOn(Date, "now").mockReturnValue(laptop.clock);
  expect(await other.elsewhere()).toMatchObject({ device: "first", sent: 1, taken: 0, both: 0 });
  await other.seen();
  expect(await other.elsewhere()).toBeNull();
  vi.restoreAllMocks();
});

test("two devices at one head have the same eight words, and others after the next commit", async () => {
  const { phone, laptop, answer } = await alarmed();
  const here = new Rejoining({ storage: phone.store, locks, perform: answer });
  await here.rejoin((await here.lookAgain()).at);
  phone.end();
  await phone.turn();
  await laptop.turn();
  const silent = async () => ({ kind: "silence", retryAfter: null }) as const;
  const perform = makeDriver(laptop.store, silent, laptop.holder);
  const there = new Rejoining({ storage: laptop.store, locks, perform });
  const said = await here.checkpoint(words);
  expect(said.words).toHaveLength(8);
  expect(await there.checkpoint(words)).toEqual(said);
  await phone.write({ title: "", body: "more\n", tags: [] });
  await phone.turn();
  expect((await here.checkpoint(words)).words).not.toEqual(said.words);
});

test("a few words that begin so are offered, and none for a whole word or a single letter", async () => {
  const { phone, answer } = await alarmed();
  const rejoining = new Rejoining({ storage: phone.store, locks, perform: answer });
  const offered = rejoining.wordsLike(words, "lan");
  expect(offered.length).toBeGreaterThan(1);
  expect(offered.length).toBeLessThan(6);
  expect(offered.every((word) => word.startsWith("lan"))).toBe(true);
  expect([rejoining.wordsLike(words, "lantern"), rejoining.wordsLike(words, "l")]).toEqual([
    [],
    [],
  ]);
});
