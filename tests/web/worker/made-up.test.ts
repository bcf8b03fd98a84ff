import { expect, test } from "vitest";
import { madeUpGround } from "../../../web/src/worker/made-up.ts";
import { Tab } from "../../../web/src/worker/tab.ts";

async function open(language: "en" | "de") {
  const around = {
    origin: "https://journal.example",
    userAgent: "",
    notify() {},
    signal: new AbortController().signal,
  };
  return new Tab(await madeUpGround(language, around)).handlers;
}

const people = { kinds: ["person"], only: null, person: null, tag: null, offset: 0, limit: 20 };

test("made-up pages are open at once, and say that they are", async () => {
  const tab = await open("en");
  expect(await tab.status(null)).toMatchObject({ phase: "open", sync: "made_up" });
});

test("they are listed, read and changed as others are", async () => {
  const tab = await open("de");
  const { records } = await tab.listRecords(people);
  expect(records.map(({ title, opening }) => title || opening)).toContain("Noor");
  const made = await tab.keepRecord({
    record: null,
    value: { kind: "entry", v: 2, body: "Neu." },
    base: null,
  });
  expect((await tab.readRecord({ record: made.record }))?.value.body).toBe("Neu.");
});

test("their safety card stands where an account has its one", async () => {
  const tab = await open("en");
  const { view } = await tab.singleton({ kind: "safety_card" });
  expect(view?.value.people_to_ask).toHaveLength(2);
});
