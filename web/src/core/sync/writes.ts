/** Rows whose content rests sealed: sealed together, then written together. */

import type { Bytes } from "../bytes.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { type Change, change } from "../store/contract.ts";
import type { Held } from "../store/schema.ts";
import type { Procedure } from "./effects.ts";
import { type Header, headerOf, headerToJson, type Listed } from "./header.ts";
import { type Plain, sealAll } from "./local.ts";

/** What to seal, and the change that its sealed bytes become; `listed` where it is a header. */
export type Write = {
  readonly plain: Plain;
  readonly toChange: (sealed: Bytes) => Change;
  readonly listed?: Listed;
};

/** A record's newest state here, over the revision with number `base`. */
export function outboxWrite(record: Id, value: JsonObject, base: number, held: Held): Write {
  return {
    plain: { table: "outbox", key: record, value },
    toChange: (sealed) => change("outbox", record, { record, base, held, sealed }),
  };
}

/** A record's newest verified state. */
export function baseWrite(record: Id, value: JsonObject): Write {
  return {
    plain: { table: "bases", key: record, value },
    toChange: (sealed) => change("bases", record, { record, sealed, newer: null }),
  };
}

/** What the list shows of a record. */
export function headerWrite(record: Id, header: Header): Write {
  return {
    plain: { table: "headers", key: record, value: headerToJson(header) },
    toChange: (sealed) => change("headers", record, { record, sealed }),
    listed: { record, ...header },
  };
}

/** The changes of all, in order. */
export function* sealWrites(writes: readonly Write[]): Procedure<Change[]> {
  const sealed = yield* sealAll(writes.map(({ plain }) => plain));
  return writes.flatMap(({ toChange }, i) => {
    const bytes = sealed[i];
    return bytes === undefined ? [] : [toChange(bytes)]; // as many out as in
  });
}

/** The header of a record's newest state; a removed record has none. */
export function showing(record: Id, value: JsonObject): Write | Change {
  const header = headerOf(value);
  if (header === null) return change("headers", record, null);
  return headerWrite(record, header);
}

/** The changes of sealed and plain ones together. */
export function* changesOf(all: readonly (Write | Change)[]): Procedure<Change[]> {
  const writes: Write[] = [];
  const changes: Change[] = [];
  for (const one of all) {
    if ("plain" in one) writes.push(one);
    else changes.push(one);
  }
  return [...changes, ...(yield* sealWrites(writes))];
}
