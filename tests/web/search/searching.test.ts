import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noChips } from "../../../web/src/core/search/chips.ts";
import { Journal } from "./journal.ts";

const page = (body: string, more: object = {}) => ({ kind: "entry", body, ...more });

let journal: Journal;
beforeEach(async () => {
  journal = await Journal.open();
});
afterEach(() => {
  journal.searching.close();
  vi.useRealTimers();
});

test("words are found in every kind, wherever they stand", async () => {
  await journal.keep(page("By the Water.", { title: "The bench" }));
  await journal.keep({ kind: "glimmer", what: "Cold water on the hands." });
  await journal.keep({ kind: "checkin", one_word: "underwater" });
  await journal.keep({ kind: "line", text: "Water finds its way." });
  await journal.keep({ kind: "person", name_shown: "M.", helps: "A walk by the water." });
  await journal.keep({
    kind: "repair",
    steps: [{ id: "one", by: "me", note: "I brought her water." }],
  });
  await journal.keep({
    kind: "reflection",
    answers: [{ id: "reach/feared", pack: "reach", prompt_id: "feared", text: "Deep water." }],
  });
  const { total, hits } = await journal.find("WATER");
  expect(total).toBe(7);
  expect(new Set(hits.map(({ page }) => page.kind)).size).toBe(7);
});

test("every word has to be there, and what was found is marked", async () => {
  await journal.keep(page("I sat by the wáter for an hour.", { title: "A cold bench" }));
  await journal.keep(page("Water, and nothing else."));
  expect(await journal.shown("water bench")).toEqual([
    "A cold [bench]|I sat by the [wáter] for an hour.",
  ]);
  expect(await journal.shown('"by the water"')).toHaveLength(1);
  expect(await journal.shown('"bench I sat"')).toEqual([]);
  expect(await journal.shown("nothing")).toEqual(["Water, and [nothing] else.|"]);
});

test("Chinese, Japanese, Arabic and Hebrew are found as they are typed", async () => {
  await journal.keep(page("昨日、海辺のベンチに座った。"));
  await journal.keep(page("今天在河边坐了一会儿。"));
  await journal.keep(page("جَلَسْتُ قُرْبَ المـــاء"));
  await journal.keep(page("יָשַׁבְתִּי לְיַד הַמַּיִם"));
  expect(await journal.shown("ﾍﾞﾝﾁ")).toEqual(["昨日、海辺の[ベンチ]に座った。|"]);
  expect(await journal.shown("河边")).toEqual(["今天在[河边]坐了一会儿。|"]);
  expect(await journal.shown("الماء")).toEqual(["جَلَسْتُ قُرْبَ [المـــاء]|"]);
  expect(await journal.shown("המים")).toEqual(["יָשַׁבְתִּי לְיַד [הַמַּיִם]|"]);
});

test("covered pages are a number, and tell neither tags nor needs", async () => {
  await journal.keep(page("Secret water.", { cover: true, tags: ["hidden"], need: ["comfort"] }));
  await journal.keep(page("Open water.", { tags: ["seen"] }));
  const found = await journal.find("water");
  expect(found).toMatchObject({ total: 1, covered: 1, tags: ["seen"], needs: [] });
  expect(JSON.stringify(found)).not.toContain("Secret");
  expect(await journal.find("secret")).toMatchObject({ total: 0, covered: 1, hits: [] });
  expect(await journal.find("nobody wrote this")).toMatchObject({ total: 0, covered: 0 });
});

test("what lies in the trash, the card and the settings are never found", async () => {
  const record = await journal.keep(page("Too much water."));
  await journal.records.trash(record);
  journal.searching.refresh([record]);
  for (const kind of ["safety_card", "settings"]) {
    const { record } = await journal.records.singleton(kind);
    await journal.keep({ kind, my_signs: "water", country: "water" }, record);
  }
  expect((await journal.find("water")).total).toBe(0);
});

test("answers that the gate hides are not found", async () => {
  const repair = { kind: "repair", direction: "missed_each_other", my_part: "The water." };
  await journal.keep({ ...repair, safe_to_bring: "not_sure" });
  await journal.keep({ ...repair, safe_to_bring: "yes" });
  expect((await journal.find("water")).total).toBe(1);
});

test("chosen words are found by what they are called, those that say not now are not", async () => {
  await journal.keep({ kind: "checkin", state_words: ["far_away", "not_sure", "my own storm"] });
  expect((await journal.find("far away")).total).toBe(1);
  expect((await journal.find("storm")).total).toBe(1);
  expect((await journal.find("not sure")).total).toBe(0);
  const { record } = await journal.records.singleton("settings");
  const vocabulary = [{ id: "state_words/far_away", label: "behind glass" }];
  await journal.keep({ kind: "settings", vocabulary }, record);
  expect((await journal.find("behind glass")).total).toBe(1);
});

test("chips narrow down, alone or with words", async () => {
  const person = "a".repeat(32);
  const at = Date.UTC(2026, 2, 20, 12);
  await journal.keep(page("one", { tags: ["Été"], people: [person], created_at: at }));
  await journal.keep(page("two", { state: "set_down", happened: { date: "2020-05-01" } }));
  await journal.keep({ kind: "reflection", expected: "three", need: ["comfort"] });
  expect(await journal.shown("", { tag: "E\u0301te\u0301" })).toEqual(["one|"]);
  expect(await journal.shown("", { person })).toHaveLength(1);
  expect(await journal.shown("", { state: "set_down" })).toEqual(["two|"]);
  expect(await journal.shown("", { state: "open" })).toHaveLength(2);
  expect(await journal.shown("", { kind: "reflection" })).toHaveLength(1);
  expect(await journal.shown("", { need: "comfort" })).toHaveLength(1);
  expect(await journal.shown("", { from: "2020-05-01", until: "2020-05-01" })).toEqual(["two|"]);
  expect(await journal.shown("two", { tag: "Été" })).toEqual([]);
  expect(await journal.find("")).toMatchObject({ total: 0, tags: ["Été"], needs: ["comfort"] });
});

test("a change is found by the next search, and what it replaced no more", async () => {
  const record = await journal.keep(page("The old words."));
  expect((await journal.find("old")).total).toBe(1);
  await journal.keep(page("The new words."), record);
  expect((await journal.find("old")).total).toBe(0);
  expect((await journal.find("new")).total).toBe(1);
  await journal.records.erase(record);
  journal.searching.refresh(null);
  expect((await journal.find("new")).total).toBe(0);
});

test("a change while everything is read is not lost", async () => {
  const record = await journal.keep(page("Before."));
  let isFirst = true;
  journal.around = async (effect) => {
    if (effect !== "load many" || !isFirst) return;
    isFirst = false;
    await journal.keep(page("After."), record);
  };
  expect((await journal.find("after")).total).toBe(1);
});

test("a newer search ends an older one", async () => {
  await journal.keep(page("Water."));
  const older = journal.find("wat");
  const newer = journal.find("water");
  await expect(older).rejects.toMatchObject({ name: "AbortError" });
  expect((await newer).total).toBe(1);
});

test("an older search in another language leaves its words to no newer one", async () => {
  await journal.keep({ kind: "checkin", state_words: ["far_away"] });
  const asked = { text: "far away", chips: noChips, offset: 0, limit: 20 };
  const { search } = journal.searching.handlers;
  let isFirst = true;
  journal.around = async (effect) => {
    if (effect !== "load many" || !isFirst) return;
    isFirst = false;
    await search({ ...asked, language: "de" });
  };
  await expect(search({ ...asked, language: "en" })).rejects.toMatchObject({ name: "AbortError" });
  expect((await journal.find("far away")).total).toBe(1);
});

test("a search can be stopped while it reads", async () => {
  await journal.keep(page("Water."));
  journal.around = async (effect) => {
    if (effect === "load many") journal.searching.handlers.cancelSearch(null);
  };
  await expect(journal.find("water")).rejects.toMatchObject({ name: "AbortError" });
  journal.around = async () => {};
  expect((await journal.find("water")).total).toBe(1);
});

test("a lock, and some minutes without a search, leave no page in memory", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await journal.keep(page("Water."));
  let opened = 0;
  journal.around = async (effect) => {
    opened += effect === "load many" ? 1 : 0;
  };
  const isReadAgain = async () => {
    opened = 0;
    await journal.find("water");
    return opened > 0;
  };
  expect(await isReadAgain()).toBe(true);
  vi.advanceTimersByTime(2 * 60_000);
  expect(await isReadAgain()).toBe(false);
  vi.advanceTimersByTime(3 * 60_000);
  expect(await isReadAgain()).toBe(true);
  journal.searching.close();
  expect(await isReadAgain()).toBe(true);
});

test("results come in parts, the newest first", async () => {
  for (let day = 1; day <= 5; day += 1) {
    await journal.keep(page(`water ${day}`, { created_at: Date.UTC(2026, 0, day) }));
  }
  const { hits, total } = await journal.find("water", {}, 2);
  expect(hits.map(({ heading }) => heading.text)).toEqual(["water 5", "water 4"]);
  expect(total).toBe(5);
});

test("a reading that takes long is told", async () => {
  for (let number = 0; number < 600; number += 1) await journal.keep(page(`water ${number}`));
  expect((await journal.find("599")).total).toBe(1);
  expect(journal.notices[0]).toEqual({ type: "progress", work: "search", done: 0, total: 600 });
  expect(journal.notices).toHaveLength(5);
});

test("beyond the bounds of memory everything is found all the same", async () => {
  const small = await Journal.open({ folded: 40, texts: 20 });
  for (const name of ["one", "two", "three"]) {
    await small.keep(page(`The water of day ${name}.`, { title: name }));
  }
  expect(await small.shown("water three")).toEqual(["[three]|The [water] of day [three]."]);
  expect((await small.find("water")).total).toBe(3);
  small.searching.close();
});
