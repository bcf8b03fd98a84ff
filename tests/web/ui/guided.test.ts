import { describe, expect, test } from "vitest";
import { loadPacks } from "../../../web/src/content/packs.ts";
import { common } from "../../../web/src/core/model/common.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { writeFields } from "../../../web/src/core/model/field.ts";
import { read } from "../../../web/src/core/model/kind.ts";
import { kindOf } from "../../../web/src/core/model/kinds.ts";
import type { OwnPack } from "../../../web/src/core/model/pack-override.ts";
import { reflection } from "../../../web/src/core/model/reflection.ts";
import { repair } from "../../../web/src/core/model/repair.ts";
import { packOnShelf, type ShelfPack, shelfOf } from "../../../web/src/core/model/shelf.ts";
import {
  answering,
  answeringInField,
  answersOf,
  asksToHear,
  beginning,
  bridgeOf,
  checkingIn,
  checkinOf,
  fieldOfPrompt,
  needsSupport,
  newRecord,
  nothingKnown,
  otherAnswers,
  packAfter,
  packOf,
  packsFor,
  questionsOf,
  stepsOf,
  textFieldOf,
  textTo,
} from "../../../web/src/ui/state/guided.ts";
import {
  type Happened,
  leadOf,
  looksOf,
  nothingSaid,
  questionAfter,
} from "../../../web/src/ui/state/guided-happened.ts";
import {
  addPack,
  addPrompt,
  changeOwnPack,
  changePrompt,
  movePack,
  movePrompt,
} from "../../../web/src/ui/state/guided-shelf.ts";
import type { RecordValue } from "../../../web/src/ui/state/value.ts";

const { packs } = await loadPacks("en");
const shelf = shelfOf(packs, []);
const gated = ["impact", "my_part", "want", "reached"];

function packNamed(id: string, on: readonly ShelfPack[] = shelf): ShelfPack {
  const pack = packOnShelf(on, id);
  if (!pack) throw new Error(`no pack ${id}`);
  return pack;
}

function promptNamed(pack: ShelfPack, id: string) {
  const prompt = pack.prompts.find((one) => one.id === id);
  if (!prompt) throw new Error(`no prompt ${id}`);
  return prompt;
}

function mending(changes: RecordValue = {}): RecordValue {
  return { kind: "repair", v: 1, ...changes };
}

function answered(record: RecordValue, pack: string, prompt: string, text: string): RecordValue {
  const on = packNamed(pack);
  const answers = answering(record, on, promptNamed(on, prompt), { text });
  return writeFields(common, { answers }, record);
}

const namesOf = (record: RecordValue, pack = packNamed("repair")) =>
  questionsOf(pack, record).map(({ id }) => id);

describe("a pack on a page", () => {
  test("is a door, its questions in order, and a close", () => {
    const steps = stepsOf(packNamed("free"), newRecord(packNamed("free"), nothingKnown));
    expect(steps.map(({ type }) => type)).toEqual(["door", ...Array(7).fill("prompt"), "close"]);
  });

  test("does not ask what the person has hidden", () => {
    const own = changePrompt([], shelf, packNamed("free"), "hold", { hidden: true });
    const pack = packNamed("free", shelfOf(packs, own));
    expect(questionsOf(pack, { kind: "entry" }).map(({ id }) => id)).not.toContain("hold");
  });

  test("is taken up after the last question that was answered", () => {
    const record = answered({ kind: "entry", v: 1 }, "free", "hold", "The bus.");
    const pack = packNamed("free");
    const step = stepsOf(pack, record)[beginning(stepsOf(pack, record), pack, record)];
    expect(step).toMatchObject({ type: "prompt", prompt: { id: "happened" } });
  });

  test("begins at its door when nothing was answered", () => {
    const pack = packNamed("free");
    expect(beginning(stepsOf(pack, {}), pack, {})).toBe(0);
  });
});

describe("an answer", () => {
  test("keeps the question's words, also when the question is changed later", () => {
    const record = answered({ kind: "entry", v: 1 }, "free", "here", "Rain.");
    const own = changePrompt([], shelf, packNamed("free"), "here", { text: "What now?" });
    const pack = packNamed("free", shelfOf(packs, own));
    expect(questionsOf(pack, record)[0]?.text).toBe("What now?");
    expect(answersOf(record)[0]).toMatchObject({
      id: "free/here",
      promptText: promptNamed(packNamed("free"), "here").text,
      packVersion: 1,
      text: "Rain.",
    });
  });

  test("goes along to another pack", () => {
    const record = answered({ kind: "reflection", v: 1 }, "reach", "feared", "That I am too much.");
    expect(otherAnswers(record, packNamed("away")).map(({ text }) => text)).toEqual([
      "That I am too much.",
    ]);
    expect(otherAnswers(record, packNamed("reach"))).toEqual([]);
  });

  test("holds chosen words beside typed ones", () => {
    const pack = packNamed("both");
    const prompt = promptNamed(pack, "helped");
    const typed = answered({ kind: "reflection" }, "both", "helped", "Air.");
    const both = answering(typed, pack, prompt, { chosen: ["air"] });
    expect(both).toMatchObject([{ text: "Air.", chosen: ["air"] }]);
  });

  test("stands in the record's own field where it has one of the same list", () => {
    const pack = packNamed("reach");
    expect(fieldOfPrompt(reflection, promptNamed(pack, "did"))).toBe("did");
    expect(fieldOfPrompt(entry, promptNamed(pack, "did"))).toBe(null);
    expect(fieldOfPrompt(reflection, promptNamed(pack, "feared"))).toBe(null);
  });
});

describe("the gate (D10)", () => {
  test("comes before every question of a mending with somebody", () => {
    const steps = stepsOf(packNamed("repair"), mending());
    expect(steps.map(({ type }) => type).slice(0, 3)).toEqual(["door", "gate", "prompt"]);
  });

  test("passed over, leaves out what is about the other person", () => {
    const asked = namesOf(mending());
    expect(asked).toContain("camera");
    expect(asked.filter((id) => gated.includes(id))).toEqual([]);
  });

  test.each(["yes", "mostly"])("answered with %s, asks everything", (safe_to_bring) => {
    expect(namesOf(mending({ safe_to_bring }))).toEqual(
      packNamed("repair")
        .prompts.map(({ id }) => id)
        .filter((id) => id !== "safe"),
    );
  });

  test.each(["no", "not_sure", "not_now", "perhaps"])(
    "answered with %s, leads to the page for the person alone",
    (safe_to_bring) => {
      const record = mending({ safe_to_bring });
      expect(packAfter(packNamed("repair"), record, shelf).id).toBe("repair_unsafe");
      expect(packOf(record, shelf)?.id).toBe("repair_unsafe");
      expect(packsFor(record, shelf).filter(({ kind }) => kind === "repair")).toMatchObject([
        { id: "repair_unsafe" },
      ]);
    },
  );

  test("harm or control closes it whatever else was answered", () => {
    const record = mending({ safe_to_bring: "yes", gap: ["harm_or_control"] });
    expect(packOf(record, shelf)?.id).toBe("repair_unsafe");
  });

  test("closed later, hides what was answered about the other person, and keeps it", () => {
    const open = answered(mending({ safe_to_bring: "yes" }), "repair", "my_part", "I was late.");
    const closed = { ...answered(open, "repair", "camera", "A door."), safe_to_bring: "no" };
    expect(otherAnswers(closed, packNamed("repair_unsafe")).map(({ text }) => text)).toEqual([
      "A door.",
    ]);
    expect(answersOf(closed).map(({ text }) => text)).toContain("I was late.");
  });

  test("cannot be hidden or moved by arranging the pack", () => {
    const own = changePrompt([], shelf, packNamed("repair"), "safe", { hidden: true });
    const pack = packNamed("repair", shelfOf(packs, own));
    expect(stepsOf(pack, mending())[1]).toEqual({ type: "gate" });
  });

  test("has no way round it on another kind of page", () => {
    expect(packsFor({ kind: "entry" }, shelf).filter(({ kind }) => kind === "repair")).toEqual([]);
  });

  test("is not asked for a mending with oneself", () => {
    const record = newRecord(packNamed("repair_self"), nothingKnown);
    expect(stepsOf(packNamed("repair_self"), record).map(({ type }) => type)).not.toContain("gate");
    expect(packOf(record, shelf)?.id).toBe("repair_self");
  });

  test("stays in reach where it led to the page for the person alone", () => {
    const steps = stepsOf(packNamed("repair_unsafe"), mending({ safe_to_bring: "no" }));
    expect(steps[1]).toEqual({ type: "gate" });
  });

  test("is closed from the start on the page for when it is not safe", () => {
    const record = newRecord(packNamed("repair_unsafe"), nothingKnown);
    expect(packOf(record, shelf)?.id).toBe("repair_unsafe");
  });
});

describe("something happened", () => {
  const said = (changes: Partial<Happened>): Happened => ({ ...nothingSaid, ...changes });

  test("asks how safe it is around first, then with whom", () => {
    expect(questionAfter("around", nothingSaid)).toBe("side");
    expect(questionAfter("side", said({ side: "someone" }))).toBe("look");
    expect(questionAfter("side", nothingSaid)).toBe(null);
  });

  test.each([
    ["gap", "repair"],
    ["left_myself", "repair_self"],
    ["harsh", "compassion"],
    ["after_talk", "after_talk"],
  ] as const)("%s leads to the pack %s, with what was said", (look, pack) => {
    const lead = leadOf(said({ look, around: 2 }));
    expect(lead).toMatchObject({ pack, known: { around: 2 } });
  });

  test("every way to look leads to a pack that there is", () => {
    const looks = [...looksOf("someone"), ...looksOf("self")];
    const leads = looks.map((look) => leadOf(said({ look }))?.pack ?? "");
    expect(leads.filter((pack) => packOnShelf(shelf, pack) === null)).toEqual([]);
  });

  test("a pull is asked about, and becomes a reflection whatever its pack makes", () => {
    expect(questionAfter("look", said({ look: "pull" }))).toBe("pull");
    const lead = leadOf(said({ look: "pull", pull: "not_sure", side: "self", around: 1 }));
    if (!lead) throw new Error("no lead");
    const record = newRecord(packNamed(lead.pack), lead.known);
    expect(record.kind).toBe("reflection");
    expect(read(reflection, record)).toMatchObject({
      around: 1,
      pull: [{ id: "not_sure" }],
      with: ["myself"],
    });
  });

  test("nothing said leads to the shelf", () => {
    expect(leadOf(nothingSaid)).toBe(null);
  });

  test("what was said about around stands before a page of any kind", () => {
    const known = { ...nothingKnown, around: 0 as const };
    expect(newRecord(packNamed("compassion"), known)).toMatchObject({ before: { around: 0 } });
    expect(read(repair, newRecord(packNamed("repair"), known)).around).toBe(0);
  });
});

describe("the shelf as the person arranges it", () => {
  const ids = (own: readonly OwnPack[]) => shelfOf(packs, own).map(({ id }) => id);

  test("keeps its order when one pack is hidden or worded anew", () => {
    const own = changeOwnPack([], shelf, "weekly", { hidden: true, title: "Now and then" });
    expect(ids(own)).toEqual(ids([]));
    expect(packNamed("weekly", shelfOf(packs, own))).toMatchObject({
      isHidden: true,
      title: "Now and then",
    });
  });

  test("moves a pack by one place, and not beyond the ends", () => {
    expect(ids(movePack([], shelf, "glimmer", -1)).slice(0, 2)).toEqual(["glimmer", "free"]);
    expect(ids(movePack([], shelf, "free", -1))).toEqual(ids([]));
  });

  test("takes a pack of one's own, with questions, that makes a page", () => {
    const first = addPack([], shelf, "mine", "Sundays");
    const mine = packNamed("mine", shelfOf(packs, first));
    const own = addPrompt(first, shelfOf(packs, first), mine, "q", "What was slow today?");
    const pack = packNamed("mine", shelfOf(packs, own));
    expect(pack).toMatchObject({ isOwn: true, title: "Sundays", kind: "entry" });
    expect(questionsOf(pack, { kind: "entry" })).toMatchObject([{ text: "What was slow today?" }]);
    expect(ids(own)[0]).toBe("mine");
  });

  test("moves a question and keeps the others in their order", () => {
    const own = movePrompt([], shelf, packNamed("free"), "hold", -1);
    const moved = packNamed("free", shelfOf(packs, own)).prompts.map(({ id }) => id);
    expect(moved).toEqual(["hold", "here", "happened", "body", "told_self", "need", "heard"]);
  });
});

describe("a question that a field asks too", () => {
  test("is answered in that field, and nowhere else", () => {
    const pack = packNamed("repair");
    expect(textFieldOf(repair, pack, promptNamed(pack, "camera"))).toBe("camera");
    expect(textFieldOf(repair, pack, promptNamed(pack, "impact"))).toBe(null);
    expect(textFieldOf(entry, pack, promptNamed(pack, "camera"))).toBe(null);
    const record = mending({ safe_to_bring: "yes", camera: "A door." });
    expect(textTo(record, pack, promptNamed(pack, "camera"))).toBe("A door.");
  });

  /** The record with this said in one of its fields, as the pack of the moment asks for it. */
  function said(record: RecordValue, pack: ShelfPack, id: string, text: string): RecordValue {
    const changes = answeringInField(record, pack, promptNamed(pack, id), ["camera", text]);
    return writeFields(repair.fields, changes, record);
  }

  test("keeps the question beside it, and a changed pack does not change what was asked", () => {
    const before = packNamed("repair");
    const asked = promptNamed(before, "camera").text;
    const record = said(mending({ safe_to_bring: "yes" }), before, "camera", "A door.");
    expect(record.camera).toBe("A door.");
    expect(answersOf(record)).toMatchObject([{ promptText: asked, text: "", fields: ["camera"] }]);

    const own = changePrompt([], shelf, before, "camera", { text: "What was seen?" });
    const changed = packNamed("repair", shelfOf(packs, own));
    expect(textTo(record, changed, promptNamed(changed, "camera"))).toBe("A door.");
    expect(answersOf(record)).toMatchObject([{ promptText: asked }]);
    const anew = said(record, changed, "camera", "A door, closed.");
    expect(answersOf(anew)).toMatchObject([{ promptText: "What was seen?", fields: ["camera"] }]);
  });

  test("leaves no question behind when its words are taken out", () => {
    const pack = packNamed("repair");
    const record = said(mending(), pack, "camera", "A door.");
    expect(answersOf(said(record, pack, "camera", ""))).toEqual([]);
  });

  test("keeps words of its own and of another client beside the field", () => {
    const pack = packNamed("repair");
    const kept = { id: "repair/camera", pack: "repair", text: "Typed.", typed_on: "phone" };
    const record = said(mending({ answers: [kept] }), pack, "camera", "A door.");
    expect(record.answers).toMatchObject([
      { text: "Typed.", typed_on: "phone", fields: ["camera"] },
    ]);
  });

  test("counts as answered when the page is taken up again", () => {
    const pack = packNamed("repair");
    const record = mending({ safe_to_bring: "yes", camera: "A door." });
    const steps = stepsOf(pack, record);
    expect(steps[beginning(steps, pack, record)]).toMatchObject({ prompt: { id: "impact" } });
  });

  test.each(["glimmer", "repair"])("leads to a field of %s that there is", (kind) => {
    const pack = packNamed(kind);
    const found = kindOf(kind);
    if (!found) throw new Error("no kind");
    const fields = pack.prompts.map((prompt) => textFieldOf(found, pack, prompt));
    const named = fields.filter((field) => field !== null);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((field) => found.own[field]?.form !== "text")).toEqual([]);
  });
});

describe("the bridge at the end", () => {
  test("stands on a page too, and asks who may hear of it where no question did", () => {
    const record = { kind: "entry", line: "I stayed.", hear: "one_day" };
    expect(bridgeOf(entry, record)).toEqual({
      property: "line",
      line: "I stayed.",
      hear: "one_day",
    });
    const asking = shelf.filter(asksToHear).map(({ id }) => id);
    expect([asking, asksToHear(null)]).toEqual([["free", "witness"], false]);
  });
});

describe("the check-in at the beginning", () => {
  test("stands in the page's own fields where it has them, else before it", () => {
    const said = { inside: 2, stateWords: ["numb"] } as const;
    expect(checkingIn(reflection, { kind: "reflection" }, said)).toEqual({
      kind: "reflection",
      inside: 2,
      state_words: ["numb"],
    });
    expect(checkingIn(entry, { kind: "entry" }, said)).toEqual({
      kind: "entry",
      before: { inside: 2, state_words: ["numb"] },
    });
  });

  test("is read from where it stands", () => {
    const record = checkingIn(repair, mending(), { around: 0, inside: 3 });
    expect(record).toMatchObject({ around: 0, before: { inside: 3 } });
    expect(checkinOf(record)).toMatchObject({ around: 0, inside: 3 });
    expect(needsSupport(record)).toBe(true);
  });
});
