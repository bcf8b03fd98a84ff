/** Into the trash, out of it again, and gone when its time has passed by two clocks (docs/records.md, Trash). */

import { isRemoved, tombstone } from "../model/record.ts";
import { intoTrash, isOverdue, outOfTrash, trashedAt } from "../model/trash.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { loadAll, type Procedure } from "./effects.ts";
import { headerFromJson } from "./header.ts";
import { type Edit, keep, type Newest } from "./keep.ts";
import type { Leading } from "./leading.ts";
import { openAll } from "./local.ts";

const lookAgainMilliseconds = 3600_000;

/** `at` in UTC milliseconds of this device's clock. */
export function trash(record: Id, at: number): Procedure<Newest> {
  return keep(
    record,
    present((value) => (trashedAt(value) === null ? intoTrash(value, at) : null)),
  );
}

export function untrash(record: Id): Procedure<Newest> {
  return keep(
    record,
    present((value) => (trashedAt(value) === null ? null : outOfTrash(value))),
  );
}

/** An edit of what is there; what was removed stays so. */
function present(edit: (value: JsonObject) => JsonObject | null): Edit {
  return (value) => (value === null || isRemoved(value) ? null : edit(value));
}

/**
 * Puts tombstones in the place of what is overdue. Only after an answer of the server in this very turn that told
 * its time; every list has to be opened for it, so not at every turn.
 */
export function* emptyTrash(leading: Leading): Procedure<void> {
  const [device, server] = [leading.now(), leading.servedAt];
  if (server === null || isSoonAfter(leading.sweptAt, device)) return;
  const clocks = { device, server };
  for (const record of yield* inTrash()) {
    yield* keep(
      record,
      present((value) => (isOverdue(value, clocks) ? tombstone(false) : null)),
    );
    leading.touched.add(record);
  }
  leading.sweptAt = device;
}

/** A clock that ran backwards is no reason to wait. */
function isSoonAfter(before: number | null, now: number): boolean {
  return before !== null && Math.abs(now - before) < lookAgainMilliseconds;
}

/** Everything in the trash that may be changed here. */
function* inTrash(): Procedure<Id[]> {
  const rows = yield* loadAll("headers");
  const values = yield* openAll(
    rows.map(({ record, sealed }) => ({ table: "headers", key: record, sealed })),
  );
  const headers = values.map(headerFromJson);
  return rows.flatMap(({ record }, i) => {
    const header = headers[i];
    const isThere = header?.trashedAt != null && !header.newer && !header.unreadable;
    return isThere ? [record] : [];
  });
}
