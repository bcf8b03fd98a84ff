import fc from "fast-check";
import { expect, test } from "vitest";
import { batchesOf, batchLength, inBatches } from "../../../web/src/core/batches.ts";

const lists = fc.array(fc.integer(), { maxLength: 3 * batchLength });

test("batches are the whole list in order, and none is longer than the length", () => {
  fc.assert(
    fc.property(lists, (items) => {
      const batches = batchesOf(items);
      expect(batches.flat()).toEqual(items);
      expect(batches.every(({ length }) => length > 0 && length <= batchLength)).toBe(true);
    }),
  );
});

test("work on a long list is never begun for more than one batch at once", async () => {
  let [running, most] = [0, 0];
  const results = await inBatches(
    Array.from({ length: 300 }, (_, i) => i),
    async (item) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return 2 * item;
    },
  );
  expect(results).toEqual(Array.from({ length: 300 }, (_, i) => 2 * i));
  expect(most).toBe(batchLength);
});
