/** What tabs of one browser tell each other. Ids and states only: no key and no word crosses. */

import type { RecordId, SyncState } from "../core/contract.ts";
import type { RefusalCode } from "../core/errors.ts";

/** What the leader last knew of sync; `damaged` counts what waits and does not open. */
export type Standing = {
  readonly sync: SyncState;
  readonly refusal: RefusalCode | null;
  readonly damaged: number;
};

/**
 * `pages`: these records changed, null for all. `standing`: how the leader's turn went. `ask standing`: a tab has
 * opened. `sync now`: a person asked for it in a tab that does not lead. `account`: somebody entered, or typed
 * the recovery words.
 */
export type Word =
  | { readonly type: "pages"; readonly records: readonly RecordId[] | null }
  | { readonly type: "standing"; readonly standing: Standing }
  | { readonly type: "ask standing" | "sync now" | "account" };

/** What is needed of a `BroadcastChannel`. */
export type Channel = {
  postMessage(word: Word): void;
  addEventListener(type: "message", hear: (event: { readonly data: Word }) => void): void;
};
