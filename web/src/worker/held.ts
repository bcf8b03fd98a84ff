/** Which records this device has anything of. */

import type { Id } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";

/** Every record that is or was here, in the order of the ids. */
export async function heldIds(storage: Storage): Promise<Id[]> {
  const rows = [...(await storage.all("records")), ...(await storage.all("outbox"))];
  return [...new Set(rows.map(({ record }) => record))].sort();
}
