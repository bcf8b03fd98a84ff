import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RecordView } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { settings } from "../../../web/src/core/model/settings.ts";
import { RecordDraft } from "../../../web/src/ui/state/record-draft.svelte.ts";
import { entryOf, FakeClient, ID, SINGLE, settle, viewOf } from "./worker.ts";

let client: FakeClient;
let named: string[];

beforeEach(() => {
  vi.useFakeTimers();
  client = new FakeClient();
  named = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function blank(): RecordDraft<typeof entry> {
  return new RecordDraft(
    () => client,
    entry,
    null,
    (record) => named.push(record),
  );
}

async function opened(body: string): Promise<RecordDraft<typeof entry>> {
  client.stored = viewOf(ID, entryOf(body));
  const draft = new RecordDraft(
    () => client,
    entry,
    ID,
    (record) => named.push(record),
  );
  await draft.refresh();
  return draft;
}

async function pause(): Promise<void> {
  vi.advanceTimersByTime(400);
  await settle();
}

test("typing is sealed at the first pause, not at each key", async () => {
  const draft = blank();
  draft.change({ body: "o" });
  vi.advanceTimersByTime(399);
  draft.change({ body: "on" });
  vi.advanceTimersByTime(399);
  await settle();
  expect(client.keeps).toHaveLength(0);
  await pause();
  const record = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(client.next().input).toEqual({ record, value: entryOf("on"), base: null });
});

test("a new page without words is not kept", async () => {
  blank().change({ body: " \n" });
  await pause();
  expect(client.keeps).toHaveLength(0);
});

test("words count as kept only after the answer", async () => {
  const draft = blank();
  draft.change({ body: "one" });
  await pause();
  expect([draft.dirty, draft.hasKept]).toEqual([true, false]);
  client.next().answer(viewOf(ID, entryOf("one")));
  await settle();
  expect([draft.dirty, draft.hasKept]).toEqual([false, true]);
});

test("a new page gets its id from its first keep, and the second keep names it", async () => {
  const draft = blank();
  draft.change({ body: "one" });
  await pause();
  client.next().answer(viewOf(ID, entryOf("one")));
  await settle();
  draft.change({ body: "one two" });
  await pause();
  expect(named).toEqual([ID]);
  expect(client.next().input).toEqual({
    record: ID,
    value: entryOf("one two"),
    base: entryOf("one"),
  });
});

test("words from another device are shown when nothing was typed since", async () => {
  const draft = await opened("one");
  draft.change({ body: "one mine" });
  await pause();
  client.next().answer(viewOf(ID, entryOf("theirs one mine")));
  await settle();
  expect(draft.values.body).toBe("theirs one mine");
});

test("words typed while a keep is under way stay, and the next keep is based on what was sent", async () => {
  const draft = await opened("one");
  draft.change({ body: "one mine" });
  await pause();
  const first = client.next();
  draft.change({ body: "one mine too" });
  first.answer(viewOf(ID, entryOf("theirs one mine")));
  await settle();
  expect(draft.values.body).toBe("one mine too");
  expect(client.next().input).toEqual({
    record: ID,
    value: entryOf("one mine too"),
    base: entryOf("one mine"),
  });
});

test("while an input method composes nothing changes under it, and the answer follows afterwards", async () => {
  const draft = await opened("one");
  draft.change({ body: "one か" });
  draft.composing(true);
  await pause();
  client.next().answer(viewOf(ID, entryOf("theirs one か")));
  await settle();
  expect(draft.values.body).toBe("one か");
  draft.composing(false);
  await pause();
  expect(client.next().input.base).toEqual(entryOf("one か"));
});

test("a page that another device changed is shown when nothing is being typed", async () => {
  const draft = await opened("one");
  client.stored = viewOf(ID, entryOf("one, theirs"));
  await draft.refresh();
  expect(draft.values.body).toBe("one, theirs");
});

test("a page that another device changed does not replace words that are not kept yet", async () => {
  const draft = await opened("one");
  draft.change({ body: "one mine" });
  client.stored = viewOf(ID, entryOf("one, theirs"));
  await draft.refresh();
  expect(draft.values.body).toBe("one mine");
});

test("a refused keep leaves the words on screen and is tried again by itself", async () => {
  const draft = blank();
  draft.change({ body: "one" });
  await pause();
  client.next().refuse("quota");
  await settle();
  expect([draft.dirty, draft.failure, draft.values.body]).toEqual([true, "quota", "one"]);
  vi.advanceTimersByTime(3000);
  await settle();
  client.next().answer(viewOf(ID, entryOf("one")));
  await settle();
  expect([draft.dirty, draft.failure]).toEqual([false, null]);
});

/** The worker ends with a keep under way, whose words are durable or not, and another one begins. */
async function endedWorker(
  stored: (input: { readonly record: string | null }) => RecordView | null,
) {
  const { input } = client.keeps[0] ?? {};
  if (!input) throw new Error("nothing is being kept");
  const before = client;
  client = new FakeClient();
  client.stored = stored(input);
  before.end();
  await settle();
  return input;
}

test("a new page whose answer was lost is found again, and only what was typed since is kept over it", async () => {
  const draft = blank();
  draft.change({ body: "one" });
  await pause();
  draft.change({ body: "one two" });
  const sent = await endedWorker(({ record }) => viewOf(record ?? "", entryOf("one")));
  void draft.seal();
  await settle();
  expect(client.next().input).toEqual({ ...sent, value: entryOf("one two"), base: entryOf("one") });
  expect(named).toEqual([sent.record]);
});

test("a new page that was not durable when the worker ended is kept under the id it was given", async () => {
  const draft = blank();
  draft.change({ body: "one" });
  await pause();
  const sent = await endedWorker(() => null);
  void draft.seal();
  await settle();
  expect(client.next().input).toEqual(sent);
});

test("a keep without an answer is repeated as it was, before the words typed since", async () => {
  const draft = await opened("one");
  draft.change({ body: "one two" });
  await pause();
  draft.change({ body: "one two three" });
  const sent = await endedWorker(() => viewOf(ID, entryOf("zero one two")));
  void draft.seal();
  await settle();
  const repeated = client.next();
  expect(repeated.input).toEqual(sent);
  repeated.answer(viewOf(ID, entryOf("zero one two")));
  await settle();
  const { value, base } = client.next().input;
  expect([value, base]).toEqual([entryOf("one two three"), entryOf("one two")]);
});

test("a keep that was refused is not repeated: the words of the moment are", async () => {
  const draft = await opened("one");
  draft.change({ body: "one, far too long" });
  await pause();
  client.next().refuse("quota");
  await settle();
  draft.change({ body: "one, short" });
  await pause();
  expect(client.next().input.value).toEqual(entryOf("one, short"));
});

test("words of a new page that are taken away during its first keep are taken away there too", async () => {
  const draft = blank();
  draft.change({ body: "one" });
  await pause();
  draft.change({ body: "" });
  await endedWorker(({ record }) => viewOf(record ?? "", entryOf("one")));
  void draft.seal();
  await settle();
  expect(client.next().input.base).toEqual(entryOf("one"));
});

test("seal resolves only when the words typed during a keep are durable too", async () => {
  const draft = blank();
  draft.change({ body: "one" });
  let isDone = false;
  const sealed = draft.seal().then(() => {
    isDone = true;
  });
  await settle();
  const first = client.next();
  draft.change({ body: "one two" });
  first.answer(viewOf(ID, entryOf("one")));
  await settle();
  expect(isDone).toBe(false);
  client.next().answer(viewOf(ID, entryOf("one two")));
  await sealed;
  expect(draft.dirty).toBe(false);
});

test("words over a page that was erased elsewhere become a page of their own", async () => {
  const draft = await opened("one");
  draft.change({ body: "one more" });
  await pause();
  const other = "b".repeat(32);
  client.next().answer(viewOf(other, entryOf("one more")));
  await settle();
  expect([draft.record, named]).toEqual([other, [other]]);
});

test("news that comes during a keep is read after it", async () => {
  const draft = await opened("one");
  draft.change({ body: "one mine" });
  await pause();
  await draft.refresh();
  client.stored = viewOf(ID, entryOf("theirs one mine"));
  client.next().answer(viewOf(ID, entryOf("one mine")));
  await settle();
  expect(draft.values.body).toBe("theirs one mine");
});

test("of two readings asked for at once the older answer never comes last", async () => {
  const draft = await opened("one");
  const first = draft.refresh();
  client.stored = viewOf(ID, entryOf("one, theirs"));
  const second = draft.refresh();
  await Promise.all([first, second]);
  await settle();
  expect(draft.values.body).toBe("one, theirs");
  expect(client.asked.filter((command) => command === "readRecord")).toHaveLength(3);
});

test("the account's one record of a kind is asked for, and kept under its own id", async () => {
  client.stored = null;
  const draft = new RecordDraft(() => client, settings, "single");
  expect(draft.isReady).toBe(false);
  await draft.refresh();
  expect([draft.isReady, draft.isMissing]).toEqual([true, false]);
  draft.change({ motionOff: true });
  await pause();
  const value = { kind: "settings", v: settings.version, motion_off: true };
  expect(client.next().input).toEqual({ record: SINGLE, value, base: null });
});

test("a record that is of a newer version is never changed", async () => {
  client.stored = { ...viewOf(ID, entryOf("one")), newer: true };
  const draft = new RecordDraft(() => client, entry, ID);
  await draft.refresh();
  draft.change({ body: "mine" });
  expect([draft.values.body, draft.dirty]).toEqual(["one", false]);
});
