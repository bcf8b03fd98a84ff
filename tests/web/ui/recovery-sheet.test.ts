import encode from "qr";
import decode from "qr/decode.js";
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

/** What a camera that looks straight at the code sees: each square four points wide, black or white. */
function photographed(rows: readonly (readonly boolean[])[]) {
  const side = rows.length * 4;
  const data = Uint8ClampedArray.from({ length: side * side * 4 }, (_, at) => {
    const [x, y] = [Math.floor(at / 4) % side, Math.floor(at / 4 / side)];
    return at % 4 < 3 && rows[Math.floor(y / 4)]?.[Math.floor(x / 4)] ? 0 : 255;
  });
  return { width: side, height: side, data };
}

test("a camera reads from the code what was written, signs of any script too", () => {
  const longest = { ...facts, words: Array(10).fill("abcdefghi"), name: "🌊".repeat(64) };
  for (const written of [recoverySheetText(facts), recoverySheetText(longest)]) {
    const rows = encode(written, "raw", { ecc: "medium", border: 4 });
    expect(decode(photographed(rows))).toBe(written);
  }
});
