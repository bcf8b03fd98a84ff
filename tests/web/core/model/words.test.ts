import { describe, expect, test } from "vitest";
import { loadPacks } from "../../../../web/src/content/packs.ts";
import { loadVocabularies } from "../../../../web/src/content/vocabularies.ts";
import { type Answer, withAnswer } from "../../../../web/src/core/model/answer.ts";
import { makeThing } from "../../../../web/src/core/model/field.ts";
import { makeLink } from "../../../../web/src/core/model/link.ts";
import { openingText } from "../../../../web/src/core/model/opening.ts";
import { ownPromptFields } from "../../../../web/src/core/model/pack-override.ts";
import { changePack, packOnShelf, shelfOf } from "../../../../web/src/core/model/shelf.ts";
import {
  addWord,
  hideWord,
  labelOf,
  levelOfWord,
  renameWord,
  wordOfLevel,
  wordsOf,
} from "../../../../web/src/core/model/vocabulary.ts";

const vocabularies = await loadVocabularies("en");
const { packs } = await loadPacks("en");

function idsOf(list: string, own = hideWord([], list, "nothing of it", true)) {
  return wordsOf(vocabularies, list, own).map(({ id }) => id);
}

describe("words", () => {
  test("a renamed word has the person's label, and its own again when that is taken away", () => {
    const own = renameWord([], "pull", "reaching", "pulled close");
    expect(labelOf(vocabularies, "pull", "reaching", own)).toBe("pulled close");
    expect(wordsOf(vocabularies, "pull", own)[0]).toMatchObject({
      id: "reaching",
      label: "pulled close",
    });
    const back = renameWord(own, "pull", "reaching", "");
    expect(labelOf(vocabularies, "pull", "reaching", back)).toBe("reaching for them");
  });

  test("a hidden word is not offered, and still reads on old pages", () => {
    const own = hideWord([], "pull", "reaching", true);
    expect(idsOf("pull", own)).not.toContain("reaching");
    expect(labelOf(vocabularies, "pull", "reaching", own)).toBe("reaching for them");
    expect(idsOf("pull", hideWord(own, "pull", "reaching", false))).toContain("reaching");
  });

  test("not sure and not today come last and cannot be hidden", () => {
    const own = hideWord(addWord([], "pull", "own_1", "drifting"), "pull", "not_today", true);
    expect(idsOf("pull", own).slice(-3)).toEqual(["own_1", "not_sure", "not_today"]);
  });

  test("an added word belongs to its list only", () => {
    const own = addWord([], "need", "own_1", "warm soup");
    expect(labelOf(vocabularies, "need", "own_1", own)).toBe("warm soup");
    expect(idsOf("pull", own)).not.toContain("own_1");
  });

  test("the answers that the app reads cannot be renamed or hidden", () => {
    const own = hideWord(renameWord([], "safe_to_bring", "no", "yes"), "safe_to_bring", "no", true);
    expect(idsOf("safe_to_bring", own)).toContain("no");
    expect(labelOf(vocabularies, "safe_to_bring", "no", own)).toBe("no");
  });

  test("an id that no list knows reads as it is", () => {
    expect(labelOf(vocabularies, "pull", "like a tide", [])).toBe("like a tide");
    expect(labelOf(vocabularies, "a list of later", "like a tide", [])).toBe("like a tide");
    expect(wordsOf(vocabularies, "a list of later", [])).toEqual([]);
  });

  test("every word of around and inside is a level, and every level a word", () => {
    for (const list of ["around", "inside"]) {
      expect(idsOf(list).map((id) => wordOfLevel(levelOfWord(id)))).toEqual(idsOf(list));
    }
    expect([levelOfWord("0"), levelOfWord("5"), wordOfLevel(null)]).toEqual([0, null, ""]);
  });
});

describe("packs", () => {
  test("without changes the shelf has every pack as it is", () => {
    expect(shelfOf(packs, []).map(({ id }) => id)).toEqual(packs.map(({ id }) => id));
    expect(packOnShelf(shelfOf(packs, []), "reach")).toMatchObject({
      isHidden: false,
      isOwn: false,
    });
  });

  test("a hidden pack stays on the shelf, so that the gate still finds it", () => {
    const own = changePack([], "repair_unsafe", { hidden: true });
    expect(packOnShelf(shelfOf(packs, own), "repair_unsafe")).toMatchObject({ isHidden: true });
  });

  test("prompts are moved, hidden, reworded and added, and those not named follow", () => {
    const prompts = [
      makeThing(ownPromptFields, "need"),
      makeThing(ownPromptFields, "p1", { text: "My own question?" }),
      makeThing(ownPromptFields, "here", { text: "What is it now?", hidden: true }),
    ];
    const shelf = shelfOf(packs, changePack([], "free", { prompts }));
    const found = packOnShelf(shelf, "free")?.prompts ?? [];
    expect(shelf[0]?.id).toBe("free");
    expect(found.map(({ id }) => id)).toEqual([
      "need",
      "p1",
      "here",
      "hold",
      "happened",
      "body",
      "told_self",
      "heard",
    ]);
    expect(found[1]).toMatchObject({ text: "My own question?", isOwn: true });
    expect(found[2]).toMatchObject({ text: "What is it now?", isHidden: true, isOwn: false });
  });

  test("a pack of one's own is a page with its prompts", () => {
    const prompts = [makeThing(ownPromptFields, "p1", { text: "What did the sea say?" })];
    const own = changePack([], "own_1", { own: true, title: "By the sea", prompts });
    const pack = packOnShelf(shelfOf(packs, own), "own_1");
    expect(pack).toMatchObject({ kind: "entry", title: "By the sea", isOwn: true });
    expect(pack?.prompts.map(({ text }) => text)).toEqual(["What did the sea say?"]);
  });

  test("an override of a pack of a later version is kept and not shown", () => {
    const own = changePack([], "a pack of later", { hidden: true });
    expect(shelfOf(packs, own).length).toBe(packs.length);
  });
});

describe("answers", () => {
  const asked = {
    pack: "reach",
    packVersion: 1,
    promptId: "need",
    promptText: "What did you need?",
  };

  test("an answer keeps the prompt's words, and a second one takes its place", () => {
    const other: Answer[] = withAnswer([], { ...asked, promptId: "body" }, { text: "chest" });
    const once = withAnswer(other, asked, { text: "to be heard" });
    const twice = withAnswer(once, asked, { text: "rest", chosen: ["rest"] });
    expect(once[1]).toMatchObject({ id: "reach/need", promptText: "What did you need?" });
    expect(twice.map(({ text }) => text)).toEqual(["chest", "rest"]);
  });

  test("an empty answer is no answer", () => {
    expect(withAnswer(withAnswer([], asked, { text: "a" }), asked, { text: "" })).toEqual([]);
    expect(withAnswer([], asked, { text: "", chosen: ["rest"] }).length).toBe(1);
  });
});

test("the same link made on two devices has one id", () => {
  expect(makeLink("line_from", "0a")).toEqual({ id: "line_from/0a", rel: "line_from", to: "0a" });
});

test.each([
  [{ kind: "entry", body: " a page " }, "a page"],
  [{ kind: "repair", camera: "the door closed" }, "the door closed"],
  [{ kind: "glimmer", what: "tea", body: "" }, "tea"],
  [{ kind: "letter", body: "of a later version" }, "of a later version"],
  [{ kind: "checkin", inside: 2 }, ""],
  [{ kind: "__proto__", body: 1 }, ""],
])("the opening of %j is %j", (record, opening) => {
  expect(openingText(record)).toBe(opening);
});
