/** Into the trash, out of it again, and gone when its time has passed by two clocks (docs/records.md, Trash). */

import { SealError } from "../errors.ts";
import { isRemoved, tombstone } from "../model/record.ts";
import { intoTrash, isOverdue, outOfTrash, trashedAt } from "../model/trash.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Procedure } from "./effects.ts";
import { type Edit, keep, type Newest } from "./keep.ts";
import type { Leading } from "./leading.ts";
import { openAllHeaders } from "./segments.ts";

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
  const sweep = present((value) => (isOverdue(value, clocks) ? tombstone(false) : null));
  for (const record of yield* inTrash()) {
    if (yield* isSwept(record, sweep)) leading.touched.add(record);
  }
  leading.sweptAt = device;
}

/** Looks at one; whether that was possible. What does not open here stays, and holds up nothing. */
function* isSwept(record: Id, sweep: Edit): Procedure<boolean> {
  try {
    yield* keep(record, sweep);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

/** A clock that ran backwards is no reason to wait. */
function isSoonAfter(before: number | null, now: number): boolean {
  return before !== null && Math.abs(now - before) < lookAgainMilliseconds;
}

/** Everything in the trash that may be changed here, and what may be in it as its header does not open. */
function* inTrash(): Procedure<Id[]> {
  const { listed, shut } = yield* openAllHeaders();
  const inIt = listed.filter(
    ({ trashedAt, newer, unreadable }) => trashedAt !== null && !newer && !unreadable,
  );
  return [...shut, ...inIt.map(({ record }) => record)].sort();
}
