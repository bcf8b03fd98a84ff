/** Long lists in pieces, so that a whole vault is never in work, or open, at once. */

/** Small enough for a phone with the largest pages, large enough to keep its cores busy. */
export const batchLength = 128;

/** Lets whatever else waits have a turn. */
export function othersFirst(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** The pieces of a list, in order. */
export function batchesOf<Item>(items: readonly Item[]): readonly Item[][] {
  const count = Math.ceil(items.length / batchLength);
  return Array.from({ length: count }, (_, i) =>
    items.slice(i * batchLength, (i + 1) * batchLength),
  );
}

/** What `work` makes of each, in order; those of one batch side by side. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const batch of batchesOf(items)) results.push(...(await Promise.all(batch.map(work))));
  return results;
}
