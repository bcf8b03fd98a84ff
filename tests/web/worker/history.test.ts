import { decode, encode } from "@msgpack/msgpack";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { make } from "../../../web/src/core/model/kind.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const patience = 60_000;
const passphrase = "cocoa tidal ember willow gravel lantern";
const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;

let server: RunningServer;
let open: OpenTab;
let isUp = true;
/** What becomes of a page of a history on its way. */
let change = (page: Page): Page => page;

interface Past {
  readonly number: number;
  readonly sealed: Uint8Array;
}
interface Page {
  readonly revisions: readonly Past[];
  readonly next: number | null;
}

async function lie(answer: Response): Promise<Response> {
  const page = decode(new Uint8Array(await answer.arrayBuffer())) as Page;
  return new Response(encode(change(page)), { headers: answer.headers });
}

beforeAll(async () => {
  server = await startServer();
  const browser = new Browser(server.origin, async (address, init) => {
    if (!isUp) throw new TypeError("Failed to fetch");
    const answer = await fetch(address, init);
    return address.includes("/records/") ? lie(answer) : answer;
  });
  open = await browser.open();
  await open.tab.handlers.signUp({ name: "Runa", passphrase });
  const words = await open.tab.handlers.recoveryCode(null);
  await open.tab.handlers.confirmRecovery({ words: words?.join(" ") ?? "" });
}, patience);
afterEach(() => {
  isUp = true;
  change = (page) => page;
});
afterAll(async () => {
  open.close();
  await server.stop();
});

async function kept(record: string | null, body: string, more: JsonObject = {}): Promise<string> {
  const view = record === null ? null : await open.tab.handlers.readRecord({ record });
  const base = view?.value ?? null;
  const fresh = make(entry, { title: "Day" }, { at: Date.now(), timeZone: "UTC" });
  const value = { ...(base ?? fresh), ...more, body };
  return (await open.tab.handlers.keepRecord({ record, value, base })).record;
}

/** A page that said all of this, each of it on the server. */
async function written(...bodies: string[]): Promise<string> {
  let record: string | null = null;
  for (const body of bodies) {
    record = await kept(record, body);
    await open.until(isSynced);
  }
  if (record === null) throw new Error("nothing was written");
  return record;
}

async function saidBefore(record: string): Promise<unknown[]> {
  const { versions } = await open.tab.handlers.earlierVersions({ record, before: null });
  const numbers = versions.map(({ number }) => number);
  const values = await Promise.all(
    numbers.map((number) => open.tab.handlers.earlierVersion({ record, number })),
  );
  return values.map((value) => value?.body);
}

async function bodyOf(record: string): Promise<unknown> {
  return (await open.tab.handlers.readRecord({ record }))?.value.body;
}

test("earlier versions are listed newest first and read", { timeout: patience }, async () => {
  const record = await written("one", "two", "three");
  expect(await saidBefore(record)).toEqual(["two", "one"]);
  const part = await open.tab.handlers.earlierVersions({ record, before: null });
  expect(part).toMatchObject({ next: null, isPartial: false });
  expect(part.versions[0]).toMatchObject({ words: "two", covered: false });
  expect(await open.tab.handlers.earlierVersion({ record, number: 99 })).toBeNull();
});

test("a page that never left the device has none, and is not asked about", async () => {
  isUp = false;
  const record = await kept(null, "here only");
  expect(await saidBefore(record)).toEqual([]);
});

test("offline they are unavailable", { timeout: patience }, async () => {
  const record = await written("one", "two");
  isUp = false;
  await expect(open.tab.handlers.earlierVersions({ record, before: null })).rejects.toMatchObject({
    code: "unavailable",
  });
});

test("bringing one back loses no word and can be undone", { timeout: patience }, async () => {
  const record = await written("one", "two", "three");
  const { versions } = await open.tab.handlers.earlierVersions({ record, before: null });
  const number = versions.at(-1)?.number ?? 0;
  const brought = await open.tab.handlers.bringBack({ record, number });
  expect(brought?.view.value.body).toBe("one");
  await open.until(isSynced);
  expect(await saidBefore(record)).toEqual(["three", "two", "one"]);
  if (brought === null) return;
  const { before: value, view } = brought;
  await open.tab.handlers.keepRecord({ record, value, base: view.value });
  expect(await bodyOf(record)).toBe("three");
});

test("what is not on the server yet is not written over", { timeout: patience }, async () => {
  const record = await written("one", "two");
  await open.tab.handlers.earlierVersions({ record, before: null });
  isUp = false;
  await kept(record, "not sent");
  expect(await open.tab.handlers.bringBack({ record, number: 1 })).toBeNull();
  expect(await bodyOf(record)).toBe("not sent");
});

test("a cover that was set since stays", { timeout: patience }, async () => {
  const record = await written("one", "two");
  await kept(record, "two", { cover: true });
  await open.until(isSynced);
  await open.tab.handlers.earlierVersions({ record, before: null });
  const brought = await open.tab.handlers.bringBack({ record, number: 1 });
  expect(brought?.view.value).toMatchObject({ body: "one", cover: true });
});

test("what was removed for good has none any more", { timeout: patience }, async () => {
  const record = await written("one", "two");
  await open.tab.handlers.erase({ record });
  await open.until(isSynced);
  expect(await saidBefore(record)).toEqual([]);
});

test("what does not open at its place is left out and said", { timeout: patience }, async () => {
  const record = await written("one", "two", "three");
  change = ({ revisions: [newest, ...rest], next }) => {
    const sealed = rest[0]?.sealed ?? new Uint8Array(0);
    return { revisions: [...(newest ? [{ ...newest, sealed }] : []), ...rest], next };
  };
  const part = await open.tab.handlers.earlierVersions({ record, before: null });
  expect(part.versions.map(({ number }) => number)).toEqual([1]);
  expect(part.isPartial).toBe(true);
});

test.each([
  [
    "numbers that do not fall",
    ({ revisions }: Page) => ({ revisions: revisions.toReversed(), next: null }),
  ],
  ["a cursor beyond the last", ({ revisions }: Page) => ({ revisions, next: 9 })],
])("%s are no answer", { timeout: patience }, async (_, lying) => {
  const record = await written("one", "two", "three");
  change = lying;
  await expect(open.tab.handlers.earlierVersions({ record, before: null })).rejects.toMatchObject({
    code: "unavailable",
  });
});
