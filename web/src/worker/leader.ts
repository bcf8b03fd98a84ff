/** One tab leads and syncs; the others wait for its lock. [Note: Lead] in the store guards every write besides. */

const lockName = "goldseam-sync";
const pauseMilliseconds = 5_000;

/** What is needed of `navigator.locks`. */
export type Locks = Pick<LockManager, "request">;

/**
 * Calls `lead` whenever this tab is the leader, as often as it returns, and after a pause where it or the lock failed:
 * a disk that was full once must not end sync for as long as the tab is open. Ends when the signal says so. The signal
 * that `lead` is given ends with the lock, which a browser may take from a tab that sleeps.
 */
export async function standForLead(
  locks: Locks,
  signal: AbortSignal,
  lead: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await leadOnce(locks, signal, lead);
    } catch (error) {
      // An aborted request rejects with the signal's reason; one whose lock was taken waits for it as any other does.
      if (!signal.aborted && !isTaken(error)) await pause(signal);
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Takes the lock from whoever leads, for work that no tab may sync beside; then they go on. */
export async function takeLead<T>(locks: Locks, work: () => Promise<T>): Promise<T> {
  return locks.request(lockName, { steal: true }, work);
}

/** Rejects as the lock or `lead` does, and not before `lead` has ended. */
async function leadOnce(
  locks: Locks,
  signal: AbortSignal,
  lead: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const held = new AbortController();
  const end = () => held.abort();
  let leading: Promise<void> = Promise.resolve();
  signal.addEventListener("abort", end);
  try {
    await locks.request(lockName, { signal }, () => {
      leading = lead(held.signal);
      return leading;
    });
  } finally {
    signal.removeEventListener("abort", end);
    end();
    await leading;
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
