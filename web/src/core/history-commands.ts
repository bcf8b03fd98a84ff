/** What the screens ask of the worker about what a page said before. Plain values only. */

import type { RecordId, RecordView } from "./contract.ts";
import type { JsonObject } from "./protocol/canonical.ts";

/**
 * An earlier version as a list names it; `words` is empty for one that was covered. `at`: UTC milliseconds when it was written.
 * `beforeKeysOf`: sealed with keys of before the new ones of this day (2026-11-23), so that whoever had those could have made it; null for none.
 */
export interface EarlierVersion {
  readonly number: number;
  readonly at: number;
  readonly words: string;
  readonly covered: boolean;
  readonly beforeKeysOf: string | null;
}

/**
 * A part of what the server keeps of a record's earlier versions, newest first; perhaps not all that there were. `next` is the `before` of
 * the part that follows, null for none. `isPartial`: something there does not open with the account's keys and was left out.
 */
export interface EarlierVersions {
  readonly versions: readonly EarlierVersion[];
  readonly next: number | null;
  readonly isPartial: boolean;
}

export interface HistoryCommands {
  /** From the server; refused with `unavailable` offline. `before` null begins with the newest. */
  earlierVersions(input: {
    readonly record: RecordId;
    readonly before: number | null;
  }): EarlierVersions;
  /** What one of those that were listed says; null for another. */
  earlierVersion(input: { readonly record: RecordId; readonly number: number }): JsonObject | null;
  /**
   * Makes one of those that were listed the newest state, as `keepRecord` does; what stood there, `before`, becomes an earlier version. Null
   * while that is not on the server yet, and for a record in the trash.
   */
  bringBack(input: { readonly record: RecordId; readonly number: number }): {
    readonly before: JsonObject;
    readonly view: RecordView;
  } | null;
}
