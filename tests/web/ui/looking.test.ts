import { expect, test } from "vitest";
import type { Look, NamedPage } from "../../../web/src/core/contract.ts";
import { Behind } from "../../../web/src/ui/state/behind.svelte.ts";
import { Looking } from "../../../web/src/ui/state/looking.svelte.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";
import { settle } from "./worker.ts";

/** A worker whose answers to `look` are given by the test, one by one. */
class Looks {
  readonly asked: Look[] = [];
  readonly #waiting: { resolve(seen: unknown): void; reject(error: unknown): void }[] = [];

  get session(): Pick<Session, "ask"> {
    const ask = (_command: string, input: Look) => {
      this.asked.push(input);
      return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    };
    // Only `look` is asked.
    return { ask: ask as Session["ask"] };
  }

  async answer(data: unknown, waiting = this.#waiting.shift()): Promise<void> {
    waiting?.resolve({ view: this.asked[0]?.view, data });
    await settle();
  }

  answerLast(data: unknown): Promise<void> {
    return this.answer(data, this.#waiting.pop());
  }

  async refuse(): Promise<void> {
    this.#waiting.shift()?.reject(new Error("gone"));
    await settle();
  }
}

const page = (record: string): NamedPage => ({
  record,
  kind: "entry",
  day: "",
  title: record,
  opening: "",
  covered: false,
});

test("asked twice while it looks, it looks once more afterwards, with what was asked last", async () => {
  const looks = new Looks();
  const looking = new Looking(looks.session, "pattern_map", { pull: "" });
  void looking.load();
  void looking.ask({ pull: "reaching" });
  void looking.ask({ pull: "steady" });
  await looks.answer("first");
  await looks.answer("second");
  expect(looks.asked.map(({ options }) => options)).toEqual([{ pull: "" }, { pull: "steady" }]);
  expect(looking.data).toBe("second");
});

test("what stood there stays when it cannot be looked at anew", async () => {
  const looks = new Looks();
  const looking = new Looking(looks.session, "inside_around", {});
  void looking.load();
  await looks.answer("before");
  void looking.load();
  await looks.refuse();
  expect(looking.data).toBe("before");
  expect(looking.failure).toBe("screen_gone");
});

test("a single page behind a dot is opened, several are listed", async () => {
  const looks = new Looks();
  const opened: string[] = [];
  const behind = new Behind(looks.session, ({ record }) => opened.push(record));
  void behind.show("one", ["a"]);
  await looks.answer({ rows: [page("a")] });
  expect([opened, behind.rows]).toEqual([["a"], []]);
  void behind.show("two", ["a", "b"]);
  await looks.answer({ rows: [page("a"), page("b")] });
  expect([opened, behind.rows.length, behind.title]).toEqual([["a"], 2, "two"]);
});

test("of two dots that were asked for, the last one is shown", async () => {
  const looks = new Looks();
  const behind = new Behind(looks.session, () => {});
  void behind.show("first", ["a", "b"]);
  void behind.show("second", ["b", "c"]);
  await looks.answer({ rows: [page("a"), page("b")] });
  await looks.answer({ rows: [page("b"), page("c")] });
  expect([behind.title, behind.shown]).toEqual(["second", 1]);
});

test("what is listed is read anew with each change, and nothing before", async () => {
  const looks = new Looks();
  const behind = new Behind(looks.session, () => {});
  await behind.load();
  expect(looks.asked).toEqual([]);
  void behind.show("two", ["a", "b"]);
  await looks.answer({ rows: [page("a"), page("b")] });
  void behind.load();
  await looks.answer({ rows: [page("b")] });
  expect(behind.rows).toEqual([page("b")]);
});

test("what is read anew does not take the place of what another dot has", async () => {
  const looks = new Looks();
  const behind = new Behind(looks.session, () => {});
  void behind.show("first", ["a", "b"]);
  await looks.answer({ rows: [page("a"), page("b")] });
  void behind.load();
  void behind.show("second", ["c", "d"]);
  await looks.answerLast({ rows: [page("c"), page("d")] });
  await looks.answer({ rows: [page("a"), page("b")] });
  expect([behind.title, behind.rows]).toEqual(["second", [page("c"), page("d")]]);
});
