/** Work that no other tab may sync beside. */

import { Refusal } from "../core/errors.ts";
import type { Storage } from "../core/store/contract.ts";
import { type Perform, type Procedure, run } from "../core/sync/effects.ts";
import { rereadKeyring } from "../core/sync/keyrings.ts";
import { beginLeading, Deposed, type Leading } from "../core/sync/leading.ts";
import { type Locks, takeLead } from "./leader.ts";

/** How often another tab may begin to lead meanwhile. */
const mostTries = 5;

export type LeadingGround = {
  readonly storage: Storage;
  readonly locks: Locks;
  readonly perform: Perform;
};

/** As the leader: from now on nothing that another tab began before is written. */
export async function asLeader<T>(
  { storage, locks, perform }: LeadingGround,
  procedure: (leading: Leading) => Procedure<T>,
): Promise<T> {
  await run(rereadKeyring(), perform);
  return takeLead(locks, () => insisting(storage, perform, procedure));
}

/** Who led may not have ended yet: its last write could come first. */
async function insisting<T>(
  storage: Storage,
  perform: Perform,
  procedure: (leading: Leading) => Procedure<T>,
): Promise<T> {
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
