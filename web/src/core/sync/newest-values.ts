/** What many records say now, as `newestOf` finds it for one. */

import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { loadMany, type Procedure } from "./effects.ts";
import { openReadable, type Sealed } from "./local.ts";

/** In order: the draft, else what was verified; null where neither is there and opens. */
export function* newestValues(records: readonly Id[]): Procedure<(JsonObject | null)[]> {
  const drafts = yield* opened("outbox", records);
  const others = records.filter((record) => !drafts.has(record));
  const verified = yield* opened("bases", others);
  return records.map((record) => drafts.get(record) ?? verified.get(record) ?? null);
}

function* opened(
  table: "outbox" | "bases",
  records: readonly Id[],
): Procedure<ReadonlyMap<Id, JsonObject>> {
  const rows = (yield* loadMany(table, records)).map((row) => row?.sealed ?? null);
  const sealed = records.flatMap((key, i): (Sealed & { key: Id })[] => {
    const bytes = rows[i] ?? null;
    return bytes === null ? [] : [{ table, key, sealed: bytes }];
  });
  const values = yield* openReadable(sealed);
  const pairs = sealed.map(({ key }, i) => [key, values[i] ?? null] as const);
  return new Map(pairs.filter((pair): pair is [Id, JsonObject] => pair[1] !== null));
}
