/** What other devices told of rejoining, and that it was seen here (docs/records.md, rejoined). */

import { change, isOf, read } from "../model/kind.ts";
import { readEnvelope } from "../model/record.ts";
import { type Rejoined, rejoined } from "../model/rejoined.ts";
import type { Id } from "../protocol/encoding.ts";
import { key, type Procedure } from "./effects.ts";
import { keep, newestOf } from "./keep.ts";
import { openAllHeaders } from "./segments.ts";

/** One that nobody has seen here; `name` of the device as the keyring has it, `at` in UTC milliseconds. */
export type Told = {
  readonly record: Id;
  readonly said: Rejoined;
  readonly name: string;
  readonly at: number;
};

/** Oldest first. What was told before this device was added is none of its news. */
export function* toldUnseen(): Procedure<Told[]> {
  const own = yield* key("ids", async ({ keyring, device }) => ({ keyring, device }));
  const { devices } = own.keyring.document;
  const addedAt = Date.parse(devices[own.device]?.added ?? "") || 0;
  const told: Told[] = [];
  for (const record of yield* toldRecords()) {
    const { value } = yield* newestOf(record);
    if (value === null || !isOf(rejoined, value)) continue;
    const [said, at] = [read(rejoined, value), readEnvelope(value).createdAt];
    const isNews = !said.seen.includes(own.device) && at >= addedAt;
    if (isNews) told.push({ record, said, name: devices[said.device as Id]?.name ?? "", at });
  }
  return told.sort((left, right) => left.at - right.at);
}

/** Somebody has seen all of it on this device. */
export function* seenTold(at: number, timeZone: string): Procedure<Id[]> {
  const unseen = yield* toldUnseen();
  for (const { record } of unseen) {
    yield* keep(record, (value, device) => {
      if (value === null || !isOf(rejoined, value)) return null;
      const { seen } = read(rejoined, value);
      return change(rejoined, value, { seen: [...seen, device].sort() }, { at, timeZone });
    });
  }
  return unseen.map(({ record }) => record);
}

function* toldRecords(): Procedure<Id[]> {
  const { listed } = yield* openAllHeaders();
  return listed.filter(({ kind }) => kind === rejoined.name).map(({ record }) => record);
}
