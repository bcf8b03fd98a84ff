import { expect, test } from "vitest";
import { loadPacks } from "../../../web/src/content/packs.ts";
import { loadVocabularies } from "../../../web/src/content/vocabularies.ts";
import { makeThing } from "../../../web/src/core/model/field.ts";
import { ownPackFields, ownPromptFields } from "../../../web/src/core/model/pack-override.ts";
import { shelfOf } from "../../../web/src/core/model/shelf.ts";
import { listsOfPrompts } from "../../../web/src/ui/state/prompt-lists.svelte.ts";
import { SessionSheet } from "../../../web/src/ui/state/session-sheet.svelte.ts";
import { idOf, Kept } from "./kept.ts";

const page = (body: string, more: object = {}) => ({
  kind: "entry",
  v: 1,
  body,
  bring: true,
  ...more,
});

async function sheetOf(...pages: object[]): Promise<SessionSheet> {
  const sheet = new SessionSheet(new Kept(pages.map((one) => ({ ...one }))).session);
  await sheet.load();
  return sheet;
}

function bodies(sheet: SessionSheet): unknown[] {
  return sheet.chosen.map(({ value }) => value.body);
}

test("only pages marked to bring are on the sheet", async () => {
  expect(bodies(await sheetOf(page("One."), page("Two.", { bring: false })))).toEqual(["One."]);
});

test("a covered page waits until it is opened", async () => {
  const sheet = await sheetOf(page("One.", { cover: true }));
  expect(bodies(sheet)).toEqual([]);
  sheet.take(idOf(0), true);
  expect(bodies(sheet)).toEqual(["One."]);
});

test("a page moves one place, and not beyond the ends", async () => {
  const sheet = await sheetOf(page("One."), page("Two."), page("Three."));
  sheet.move(idOf(2), -1);
  sheet.move(idOf(0), -1);
  expect(bodies(sheet)).toEqual(["One.", "Three.", "Two."]);
});

test("what is left out this time stays marked", async () => {
  const kept = new Kept([page("One.")]);
  const sheet = new SessionSheet(kept.session);
  await sheet.load();
  sheet.take(idOf(0), false);
  expect(bodies(sheet)).toEqual([]);
  expect(kept.values.get(idOf(0))).toMatchObject({ bring: true });
});

test("every prompt that offers words names a list that there is", async () => {
  const lists = listsOfPrompts(shelfOf((await loadPacks("en")).packs, []));
  const known = Object.keys((await loadVocabularies("en")).lists);
  expect(lists.size).toBeGreaterThan(0);
  expect([...lists.values()].filter((list) => !known.includes(list))).toEqual([]);
});

test("a question of the person's own pack names its list too", () => {
  const prompt = makeThing(ownPromptFields, "q", { text: "What was slow?", words: "need" });
  const own = makeThing(ownPackFields, "mine", { own: true, prompts: [prompt] });
  expect(listsOfPrompts(shelfOf([], [own])).get("mine/q")).toBe("need");
});
