import { onDestroy } from "svelte";
import type { RecordId } from "../../core/contract.ts";
import type { Kind } from "../../core/model/kind.ts";
import { type Place, placeOfRecord } from "../router.ts";
import { useApp } from "./app.ts";
import type { RecordDraft } from "./record-draft.svelte.ts";

/**
 * The record of a screen, null for a new one, asked for while the screen is made and given back when it goes. A new one gets its address
 * with its id; `placeOf` where that is not the usual one of its kind.
 */
export function useDraft<K extends Kind>(
  kind: K,
  record: RecordId | null,
  placeOf: (record: RecordId) => Place = (named) => placeOfRecord(kind.name, named),
): RecordDraft<K> {
  const { session, way } = useApp();
  const draft = session.drafts.open(kind, record, (named) => way.name(placeOf(named)));
  onDestroy(() => session.drafts.leave(draft));
  return draft;
}
