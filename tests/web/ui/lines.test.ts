import { expect, test } from "vitest";
import { Lines } from "../../../web/src/ui/state/lines.svelte.ts";
import { idOf, Kept } from "./kept.ts";

const MOMENT = "f".repeat(32);

const line = (text: string, more: object = {}) => ({ kind: "line", v: 1, text, ...more });

test("only lines that were meant for it are on the ground screen, and none without words", async () => {
  const lines = new Lines(
    new Kept([
      line("Kept apart."),
      line("Slowly.", { in_grounding: true }),
      line("", { in_grounding: true }),
    ]).session,
  );
  await lines.load();
  expect(lines.all).toHaveLength(3);
  expect(lines.grounding).toEqual(["Slowly."]);
});

test("a covered line is not among the words", async () => {
  const lines = new Lines(new Kept([line("Hidden.", { cover: true, in_grounding: true })]).session);
  await lines.load();
  expect(lines.all).toEqual([]);
});

test("a sentence from a moment becomes a line of one's own that knows where it comes from", async () => {
  const kept = new Kept([]);
  const lines = new Lines(kept.session);
  await lines.keep("I can go slowly.", MOMENT);
  expect(lines.from(MOMENT)).toMatchObject({ text: "I can go slowly.", inGrounding: true });
  expect(kept.values.get(idOf(0))).toMatchObject({ kind: "line", from: MOMENT, voice: "mine" });
});

test("two taps on one sentence make one line", async () => {
  const kept = new Kept([]);
  const lines = new Lines(kept.session);
  await Promise.all([lines.keep("Slowly.", MOMENT), lines.keep("Slowly.", MOMENT)]);
  await lines.keep("Slowly.", MOMENT);
  expect(kept.values.size).toBe(1);
});

test("lines that cannot be read say why and stay as they were", async () => {
  const kept = new Kept([line("Here.")]);
  const lines = new Lines(kept.session);
  await lines.load();
  kept.isGone = true;
  await lines.load();
  expect(lines.failure).toBe("screen_gone");
  expect(lines.all).toHaveLength(1);
});

test("a lock leaves no line behind", async () => {
  const lines = new Lines(new Kept([line("Here.", { in_grounding: true })]).session);
  await lines.load();
  lines.forget();
  expect(lines.grounding).toEqual([]);
});
