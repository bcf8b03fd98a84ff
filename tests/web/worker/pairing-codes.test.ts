import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { words } from "../../../web/src/content/words.ts";
import { makeId } from "../../../web/src/core/crypto/keys.ts";
import { makePairCode, qrText } from "../../../web/src/core/crypto/pairing.ts";
import { makeSigningKey, platformRandom } from "../../../web/src/core/crypto/suite.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import type { Reply, Request } from "../../../web/src/core/sync/effects.ts";
import { makeDriver } from "../../../web/src/worker/driver.ts";
import { Pairing } from "../../../web/src/worker/pairing.ts";
import { refused } from "../core/engine/model-server.ts";

const origin = "http://model";
const done: Reply = { kind: "answer", body: new Uint8Array(0), servedAt: null };
const silence: Reply = { kind: "silence", retryAfter: null };
const noAnswer: Reply = { kind: "refused", refusal: refused("not_found") };

let storage: MemoryStore;

beforeEach(() => {
  storage = new MemoryStore();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A new device over a server that answers so, and what it was sent. */
function device(answer: (request: Request, at: number) => Reply) {
  const sent: Request[] = [];
  const transport = async (request: Request) => answer(request, sent.push(request) - 1);
  const holder = { open: null, random: platformRandom, origin };
  const pairing = new Pairing(makeDriver(storage, transport, holder));
  return { sent, pairing };
}

const putsAndWaits = ({ method }: Request) => (method === "PUT" ? done : noAnswer);

test("a code is asked for until its two minutes are over, and then no more", async () => {
  const { sent, pairing } = device(putsAndWaits);
  const { seconds } = await pairing.show("Tablet", words);
  const waiting = expect(pairing.wait()).rejects.toMatchObject({ code: "pairing_over" });
  await vi.advanceTimersByTimeAsync(1_000 * (seconds - 2));
  const before = sent.length;
  await vi.advanceTimersByTimeAsync(10_000);
  await waiting;
  expect(before).toBeGreaterThan(60);
  const after = sent.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(after);
  await expect(pairing.wait()).rejects.toMatchObject({ code: "pairing_over" });
});

test("whoever waits goes on through a silence", async () => {
  const { sent, pairing } = device((request, at) => (at > 0 ? silence : putsAndWaits(request)));
  await pairing.show("Tablet", words);
  const ended = pairing.wait().catch((error) => error.code);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(sent.length).toBeGreaterThan(15);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await ended).toBe("pairing_over");
});

test("a pairing that is cancelled ends at once, and asks no more", async () => {
  const { sent, pairing } = device(putsAndWaits);
  await pairing.show("Tablet", words);
  const waiting = expect(pairing.wait()).rejects.toMatchObject({ name: "AbortError" });
  await vi.advanceTimersByTimeAsync(3_000);
  pairing.cancel();
  await waiting;
  const after = sent.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(after);
});

test("an offer whose answer was lost is put again as it was", async () => {
  const { sent, pairing } = device((_, at) => (at < 2 ? silence : done));
  await pairing.show("Tablet", words);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ path }) => path)).size).toBe(1);
  expect(new Set(sent.map(({ body }) => String(body))).size).toBe(1);
});

test("nothing leaves the device but what is sealed or public", async () => {
  const { sent, pairing } = device(putsAndWaits);
  const { words: code, fourWords } = await pairing.show("Tablet", words);
  const told = sent.map(({ path, body }) => path + Buffer.from(body ?? []).toString("latin1"));
  for (const word of [...code, ...fourWords].filter(({ length }) => length > 4)) {
    expect(told.join()).not.toContain(word);
  }
});

test("a device that has an account shows no code", async () => {
  const [id, account] = [makeId(platformRandom), makeId(platformRandom)];
  const named = { name: "anna", salt: new Uint8Array(16), slots: [], wraps: [] };
  const row = { ...named, account, device: id, deviceKey: await makeSigningKey() };
  const changes = [change("account", only, row)];
  await storage.write({ changes, expects: [], lead: null, strict: true });
  const { sent, pairing } = device(putsAndWaits);
  await expect(pairing.show("Tablet", words)).rejects.toMatchObject({ code: "name_taken" });
  expect(sent).toEqual([]);
});

test("what cannot be a code, and a code of another server, are refused before anything is asked", async () => {
  const { sent, pairing } = device(putsAndWaits);
  const elsewhere = qrText("http://other", makePairCode(words, platformRandom));
  await expect(pairing.read(elsewhere, words)).rejects.toMatchObject({ code: "other_server" });
  for (const typed of ["", "abacus", elsewhere.split("\n").slice(2).join().slice(0, 40)]) {
    await expect(pairing.read(typed, words)).rejects.toMatchObject({ code: "wrong_secret" });
  }
  expect(sent).toEqual([]);
});

test("nobody is admitted before a code was read", async () => {
  const { sent, pairing } = device(putsAndWaits);
  await expect(pairing.admit("any")).rejects.toMatchObject({ code: "pairing_over" });
  expect(sent).toEqual([]);
});
