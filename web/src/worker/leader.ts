/** One tab leads and syncs; the others wait for its lock. [Note: Lead] in the store guards every write besides. */

const lockName = "goldseam-sync";

/** What is needed of `navigator.locks`. */
export type Locks = Pick<LockManager, "request">;

/**
 * Calls `lead` whenever this tab is the leader, as often as it returns. Ends when the signal says so.
 */
export async function standForLead(
  locks: Locks,
  signal: AbortSignal,
  lead: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await locks.request(lockName, { signal }, lead);
    } catch (error) {
      if (!signal.aborted) throw error; // an aborted request rejects with the signal's reason
    }
  }
}
