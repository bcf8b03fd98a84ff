import { encode } from "uqr";
import { expect, test } from "vitest";
import { recoverySheetText } from "../../../web/src/ui/state/recovery-sheet.ts";

const facts = {
  words: "lantern orchard mitten harbor puddle kettle saddle window marble thimble".split(" "),
  name: "żółw",
  origin: "https://pages.example.org",
  checkpoint: "0a".repeat(96),
};

test("what a camera reads is five lines, as the specification has them", () => {
  expect(recoverySheetText(facts).split("\n")).toEqual([
    "goldseam-recovery 1",
    "lantern orchard mitten harbor puddle kettle saddle window marble thimble",
    "żółw",
    "https://pages.example.org",
    "0a".repeat(96),
  ]);
});

test("the longest of them still fits a code that a phone reads from paper", () => {
  const longest = { ...facts, words: Array(10).fill("abcdefghi"), name: "🌊".repeat(64) };
  expect(encode(recoverySheetText(longest), { ecc: "M" }).version).toBeLessThanOrEqual(25);
});
