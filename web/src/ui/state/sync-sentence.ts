import type { Status } from "../../core/contract.ts";
import { failureSentence } from "../copy/failures.ts";
import { copy } from "../copy/index.svelte.ts";

/** Where sync stands, in words: facts only, and where the words are before anything else. */
export function syncSentence({ sync, waiting, damaged, verifiedAt, refusal }: Status): string {
  if (sync === "offline" && refusal) return `${copy.keptHere} ${failureSentence(refusal)}`;
  if (sync === "done" && damaged > 0) return copy.sync.damaged(damaged);
  if (sync === "done" && waiting > 0) return copy.sync.waiting;
  // A look at the server with nothing to send is no news.
  if (sync === "working" && waiting === 0 && verifiedAt !== null) return copy.sync.done;
  return copy.sync[sync];
}
