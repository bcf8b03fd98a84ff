import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Draft } from "../../../web/src/ui/state/draft.svelte.ts";
import { FakeClient, ID, settle, textOf, viewOf } from "./worker.ts";

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

function blank(): Draft {
  return new Draft(
    () => client,
    null,
    (record) => named.push(record),
  );
}

async function opened(body: string): Promise<Draft> {
  client.stored = viewOf(ID, textOf(body));
  const draft = new Draft(
    () => client,
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
  draft.type({ body: "o" });
  vi.advanceTimersByTime(399);
  draft.type({ body: "on" });
  vi.advanceTimersByTime(399);
  await settle();
  expect(client.keeps).toHaveLength(0);
  await pause();
  expect(client.next().input).toEqual({ record: null, text: textOf("on"), base: null });
});

test("a new page without words is not kept", async () => {
  blank().type({ body: " \n" });
  await pause();
  expect(client.keeps).toHaveLength(0);
});

test("words count as kept only after the answer", async () => {
  const draft = blank();
  draft.type({ body: "one" });
  await pause();
  expect([draft.dirty, draft.hasKept]).toEqual([true, false]);
  client.next().answer(viewOf(ID, textOf("one")));
  await settle();
  expect([draft.dirty, draft.hasKept]).toEqual([false, true]);
});

test("a new page gets its id from its first keep, and the second keep names it", async () => {
  const draft = blank();
  draft.type({ body: "one" });
  await pause();
  client.next().answer(viewOf(ID, textOf("one")));
  await settle();
  draft.type({ body: "one two" });
  await pause();
  expect(named).toEqual([ID]);
  expect(client.next().input).toEqual({
    record: ID,
    text: textOf("one two"),
    base: textOf("one"),
  });
});

test("words from another device are shown when nothing was typed since", async () => {
  const draft = await opened("one");
  draft.type({ body: "one mine" });
  await pause();
  client.next().answer(viewOf(ID, textOf("theirs one mine")));
  await settle();
  expect(draft.text.body).toBe("theirs one mine");
});

test("words typed while a keep is under way stay, and the next keep is based on what was sent", async () => {
  const draft = await opened("one");
  draft.type({ body: "one mine" });
  await pause();
  const first = client.next();
  draft.type({ body: "one mine too" });
  first.answer(viewOf(ID, textOf("theirs one mine")));
  await settle();
  expect(draft.text.body).toBe("one mine too");
  expect(client.next().input).toEqual({
    record: ID,
    text: textOf("one mine too"),
    base: textOf("one mine"),
  });
});

test("while an input method composes nothing changes under it, and the answer follows afterwards", async () => {
  const draft = await opened("one");
  draft.type({ body: "one か" });
  draft.composing(true);
  await pause();
  client.next().answer(viewOf(ID, textOf("theirs one か")));
  await settle();
  expect(draft.text.body).toBe("one か");
  draft.composing(false);
  await pause();
  expect(client.next().input.base).toEqual(textOf("one か"));
});

test("a page that another device changed is shown when nothing is being typed", async () => {
  const draft = await opened("one");
  client.stored = viewOf(ID, textOf("one, theirs"));
  await draft.refresh();
  expect(draft.text.body).toBe("one, theirs");
});

test("a page that another device changed does not replace words that are not kept yet", async () => {
  const draft = await opened("one");
  draft.type({ body: "one mine" });
  client.stored = viewOf(ID, textOf("one, theirs"));
  await draft.refresh();
  expect(draft.text.body).toBe("one mine");
});

test("a refused keep leaves the words on screen and is tried again by itself", async () => {
  const draft = blank();
  draft.type({ body: "one" });
  await pause();
  client.next().refuse("quota");
  await settle();
  expect([draft.dirty, draft.failure, draft.text.body]).toEqual([true, "quota", "one"]);
  vi.advanceTimersByTime(3000);
  await settle();
  client.next().answer(viewOf(ID, textOf("one")));
  await settle();
  expect([draft.dirty, draft.failure]).toEqual([false, null]);
});

test("seal resolves only when the words typed during a keep are durable too", async () => {
  const draft = blank();
  draft.type({ body: "one" });
  let isDone = false;
  const sealed = draft.seal().then(() => {
    isDone = true;
  });
  await settle();
  const first = client.next();
  draft.type({ body: "one two" });
  first.answer(viewOf(ID, textOf("one")));
  await settle();
  expect(isDone).toBe(false);
  client.next().answer(viewOf(ID, textOf("one two")));
  await sealed;
  expect(draft.dirty).toBe(false);
});

test("words over a page that was erased elsewhere become a page of their own", async () => {
  const draft = await opened("one");
  draft.type({ body: "one more" });
  await pause();
  const other = "b".repeat(32);
  client.next().answer(viewOf(other, textOf("one more")));
  await settle();
  expect([draft.record, named]).toEqual([other, [other]]);
});

test("news that comes during a keep is read after it", async () => {
  const draft = await opened("one");
  draft.type({ body: "one mine" });
  await pause();
  await draft.refresh();
  client.stored = viewOf(ID, textOf("theirs one mine"));
  client.next().answer(viewOf(ID, textOf("one mine")));
  await settle();
  expect(draft.text.body).toBe("theirs one mine");
});

test("of two readings asked for at once the older answer never comes last", async () => {
  const draft = await opened("one");
  const first = draft.refresh();
  client.stored = viewOf(ID, textOf("one, theirs"));
  const second = draft.refresh();
  await Promise.all([first, second]);
  await settle();
  expect(draft.text.body).toBe("one, theirs");
  expect(client.asked.filter((command) => command === "read")).toHaveLength(3);
});
