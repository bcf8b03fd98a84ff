import type { Silence, Status, SyncState } from "../../core/contract.ts";
import { failureSentence } from "../copy/failures.ts";
import { copy } from "../copy/index.svelte.ts";

const silences: Readonly<Record<Silence, true>> = {
  offline: true,
  unreachable: true,
  slow: true,
  busy: true,
  portal: true,
  blocked: true,
};

/** No answer came; a person may want to try now. */
export function isSilent(sync: SyncState): sync is Silence {
  return Object.hasOwn(silences, sync);
}

/** Where sync stands, in words: facts only, and where the words are before anything else. */
export function syncSentence({ sync, waiting, damaged, verifiedAt, refusal }: Status): string {
  if (sync === "offline" && refusal) return `${copy.keptHere} ${failureSentence(refusal)}`;
  if (sync === "done" && damaged > 0) return copy.sync.damaged(damaged);
  if (sync === "done" && waiting > 0) return copy.sync.waiting;
  if (sync === "made_up") return copy.demo.line;
  // A look at the server with nothing to send is no news.
  if (sync === "working" && waiting === 0 && verifiedAt !== null) return copy.sync.done;
  return copy.sync[sync];
}
