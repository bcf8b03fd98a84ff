/** A record's newest state as the screens see it. */

import type { Kept, RecordHeader, RecordView } from "../core/contract.ts";
import { isRemoved } from "../core/model/record.ts";
import type { JsonObject } from "../core/protocol/canonical.ts";
import type { Held } from "../core/store/schema.ts";
import { asideHeader, headerOf } from "../core/sync/header.ts";
import type { Newest } from "../core/sync/keep.ts";

export function keptOf(isWaiting: boolean, held: Held): Kept {
  if (!isWaiting) return "server";
  return held === null ? "device" : "device_only";
}

/** What lists show of it, null for one that was removed or never was. */
export function headerView({ record, value, isWaiting, held, aside }: Newest): RecordHeader | null {
  const header = aside === null ? value && headerOf(value) : asideHeader(value, aside);
  return header && { record, ...header, kept: keptOf(isWaiting, held) };
}

export function recordView(newest: Newest): RecordView | null {
  const header = headerView(newest);
  if (header === null) return null;
  const { record, kind, createdAt, updatedAt, kept, merged, newer, unreadable, trashedAt } = header;
  const states = { kept, merged, newer, unreadable, trashedAt };
  return { record, kind, value: readable(newest), createdAt, updatedAt, ...states };
}

function readable({ value }: Newest): JsonObject {
  return value === null || isRemoved(value) ? {} : value;
}
