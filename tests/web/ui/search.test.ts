import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noChips, type SearchFound } from "../../../web/src/core/contract.ts";
import { Search } from "../../../web/src/ui/state/search.svelte.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { settle } from "./worker.ts";

type Asked = { readonly text: string; readonly limit: number };

/** A worker whose answers the test gives. */
class Worker {
  readonly asked: Asked[] = [];
  readonly answers: ((total: number) => void)[] = [];
  readonly refusals: ((error: Error) => void)[] = [];
  cancelled = 0;
  progress: Session["progress"] = null;

  readonly ask = ((command: string, input: Asked) => {
    if (command === "cancelSearch") this.cancelled += 1;
    if (command !== "search") return Promise.resolve(null);
    this.asked.push(input);
    return new Promise<SearchFound>((resolve, reject) => {
      const none = { hits: [], covered: 0, tags: [], needs: [] };
      this.answers.push((total) => resolve({ ...none, total }));
      this.refusals.push(reject);
    });
  }) as Session["ask"]; // each answer is the result of its own command
}

let worker: Worker;
let search: Search;
beforeEach(() => {
  vi.useFakeTimers();
  worker = new Worker();
  search = new Search(worker);
});
afterEach(() => {
  vi.useRealTimers();
});

async function answer(number: number, total: number): Promise<void> {
  worker.answers[number]?.(total);
  await settle();
}

test("what is typed is looked for after a pause, once", () => {
  for (const text of ["w", "wa", "water"]) search.type(text);
  expect(worker.asked).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(worker.asked.map(({ text }) => text)).toEqual(["water"]);
});

test("a late answer does not take the place of a newer one", async () => {
  void search.narrow({ tag: "one" });
  void search.narrow({ tag: "two" });
  await answer(1, 2);
  await answer(0, 1);
  expect(search.found?.total).toBe(2);
});

test("an answer that comes while one types does not end the look for what is typed", async () => {
  void search.show();
  search.type("water");
  await answer(0, 0);
  expect(search.answer).toBeNull();
  vi.advanceTimersByTime(1000);
  expect(worker.asked.map(({ text }) => text)).toEqual(["", "water"]);
  await answer(1, 2);
  expect(search.answer?.total).toBe(2);
});

test("what nobody looked for is never told as not found", async () => {
  void search.show();
  await answer(0, 0);
  search.type("water");
  expect([search.isAsked, search.answer]).toEqual([true, null]);
});

test("the way back shows what was found, and looks again", async () => {
  void search.narrow({ tag: "one" });
  await answer(0, 25);
  void search.more();
  search.hide();
  expect(worker.cancelled).toBe(1);
  expect(search.found?.total).toBe(25);
  void search.show();
  expect(worker.asked.at(-1)).toMatchObject({ chips: { ...noChips, tag: "one" }, limit: 40 });
});

test("where it cannot be looked, nothing says any more that it goes on", async () => {
  void search.narrow({ tag: "one" });
  worker.progress = { work: "search", done: 1, total: 2 };
  worker.refusals[0]?.(new Error("gone"));
  await settle();
  expect([search.failure, worker.progress]).toEqual(["screen_gone", null]);
});

test("pages that change are looked through again only while the screen is there", () => {
  void search.again();
  expect(worker.asked).toHaveLength(0);
  void search.show();
  void search.again();
  expect(worker.asked).toHaveLength(2);
  search.hide();
  void search.again();
  expect(worker.asked).toHaveLength(2);
});

test("after a lock nothing is left, and an answer that comes late leaves nothing", async () => {
  void search.narrow({ tag: "one" });
  search.type("water");
  search.forget();
  vi.advanceTimersByTime(1000);
  await answer(0, 3);
  expect(worker.asked).toHaveLength(1);
  expect([search.text, search.found, search.chips]).toEqual(["", null, noChips]);
});
