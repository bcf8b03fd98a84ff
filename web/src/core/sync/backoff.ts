/** How long to wait before the next try: full jitter, so that many devices do not come back at once. */

const leastMilliseconds = 1_000;
const mostMilliseconds = 300_000;

/**
 * Milliseconds before try number `failures` + 1, uniformly between 0 and a bound that doubles from 1 s to 5 min.
 * `chance` is uniform in [0, 1). What the server asked for is waited for at least.
 */
export function backoff(
  failures: number,
  chance: number,
  retryAfterSeconds: number | null,
): number {
  const bound = Math.min(mostMilliseconds, leastMilliseconds * 2 ** Math.min(failures, 30));
  const asked = Math.min(mostMilliseconds, 1_000 * (retryAfterSeconds ?? 0));
  return Math.max(asked, Math.floor(bound * chance));
}
