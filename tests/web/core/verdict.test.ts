import { describe, expect, test } from "vitest";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import type { Row } from "../../../web/src/core/protocol/revisions.ts";
import type { Mark } from "../../../web/src/core/store/schema.ts";
import { type Case, type Verdict, verdictOf } from "../../../web/src/core/sync/verdict.ts";

const record = "0".repeat(32) as Id; // 32 digits
const bytes = (n: number) => new Uint8Array(32).fill(n);
const row = (number: number, hash = number): Row => ({
  record,
  number,
  epoch: 1,
  hash: bytes(hash),
});
/** The chain of our branch is 100 + sequence; theirs is the same up to 3, then 200 + sequence. */
const ours = (sequence: number) => bytes(100 + sequence);
const chains = [0, 1, 2, 3, 4, 5].map((at) => bytes(at <= 3 ? 100 + at : 200 + at));
const mark = (number: number, sequence: number, hash = number): Mark => {
  return { number, hash: bytes(hash), sequence, chain: ours(sequence) };
};

const known: Case = {
  marks: [mark(1, 1), mark(2, 3)],
  held: row(2),
  isHere: true,
  attempts: [],
  theirs: row(3),
  chains,
};

const cases: readonly [string, Partial<Case>, Verdict["verdict"], number | null][] = [
  ["theirs is absent", { theirs: null }, "send", null],
  ["nothing of it is here", { marks: [], held: null, isHere: false }, "take", null],
  ["theirs is held", { theirs: row(2) }, "same", null],
  ["theirs is an older row of ours", { theirs: row(1) }, "send", 1],
  ["theirs is an attempt of ours", { theirs: row(3), attempts: [bytes(3)] }, "send", 3],
  ["theirs was made over held", {}, "take", null],
  [
    "theirs was made over held, which was held again later on the lost branch",
    { marks: [mark(2, 3), mark(1, 4), mark(2, 5)] },
    "take",
    null,
  ],
  ["held is of the lost branch", { marks: [mark(1, 1), mark(2, 4)] }, "merge", 1],
  ["no mark is common", { marks: [mark(2, 4)] }, "merge", null],
  ["there are no marks", { marks: [] }, "merge", null],
  ["a mark lies beyond their head", { marks: [mark(2, 6)], held: row(2) }, "merge", null],
  ["their number is not greater", { theirs: row(2, 9) }, "merge", 2],
  ["only a draft is here", { marks: [], held: null }, "merge", null],
  ["another epoch of the held row", { theirs: { ...row(2), epoch: 2 } }, "send", 2],
];

describe("the verdict", () => {
  test.each(cases)("%s", (_, changes, verdict, base) => {
    const given = verdictOf({ ...known, ...changes });
    expect(given).toEqual({ verdict, base: base === null ? null : bytes(base) });
  });
});
