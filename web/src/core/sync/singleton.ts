/** Records of which an account has one each (docs/protocol.md, Revisions). */

import { deriveRecordId } from "../crypto/keys.ts";
import { Alarm, Refusal } from "../errors.ts";
import { singletons } from "../model/kinds.ts";
import type { Id } from "../protocol/encoding.ts";
import { key, type Procedure } from "./effects.ts";

/** The id that the record of this kind has on every device; `not_found` for a kind that may have several. */
export function singletonId(kind: string): Procedure<Id> {
  if (!singletons.some(({ name }) => name === kind)) throw new Refusal("not_found");
  return key("ids", ({ vaultKeys }) => {
    const first = vaultKeys.get(1);
    if (first === undefined) throw new Alarm("keyring_mismatch");
    return deriveRecordId(first, { kind, app: "", original: "" });
  });
}

/** Those of every such kind. */
export function* singletonIds(): Procedure<ReadonlySet<Id>> {
  const found: Id[] = [];
  for (const { name } of singletons) found.push(yield* singletonId(name));
  return new Set(found);
}
