/** Work that no other tab may sync beside. */

import { Refusal } from "../core/errors.ts";
import type { Storage } from "../core/store/contract.ts";
import { type Perform, type Procedure, run } from "../core/sync/effects.ts";
import { rereadKeyring } from "../core/sync/keyrings.ts";
import { beginLeading, Deposed, type Leading } from "../core/sync/leading.ts";

/** How often another tab may begin to lead meanwhile. */
const mostTries = 5;

/** As the leader: from now on nothing that another tab began before is written. */
export async function asLeader<T>(
  storage: Storage,
  perform: Perform,
  procedure: (leading: Leading) => Procedure<T>,
): Promise<T> {
  await run(rereadKeyring(), perform);
  for (let tries = 0; tries < mostTries; tries++) {
    const leading = beginLeading(await storage.lead(), Date.now);
    try {
      return await run(procedure(leading), perform);
    } catch (error) {
      if (!(error instanceof Deposed)) throw error; // else again: another tab began to lead
    }
  }
  throw new Refusal("unavailable");
}
