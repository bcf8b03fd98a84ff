/** One tab leads and syncs; the others wait for its lock. [Note: Lead] in the store guards every write besides. */

const lockName = "goldseam-sync";
const pauseMilliseconds = 5_000;

/** What is needed of `navigator.locks`. */
export type Locks = Pick<LockManager, "request">;

/**
 * Calls `lead` whenever this tab is the leader, as often as it returns, and after a pause where it or the lock failed:
 * a disk that was full once must not end sync for as long as the tab is open. Ends when the signal says so.
 */
export async function standForLead(
  locks: Locks,
  signal: AbortSignal,
  lead: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await locks.request(lockName, { signal }, lead);
    } catch {
      if (!signal.aborted) await pause(signal); // an aborted request rejects with the signal's reason
    }
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, pauseMilliseconds);
    signal.addEventListener("abort", end);
  });
}
