/** Clocks of the world by their IANA names. Making one takes long, so that those that were asked for are held. */

/** What an import brings, or brought, may name as many zones as it likes. */
const mostHeld = 1_000;
const held = new Map<string, Intl.DateTimeFormat | null>();

/** Shows moments as numbers of the ISO calendar, hours from 0 to 23; null where there is no such zone. */
export function clockIn(zone: string): Intl.DateTimeFormat | null {
  const known = held.get(zone);
  if (known !== undefined) return known;
  const made = makeClock(zone);
  if (held.size < mostHeld) held.set(zone, made);
  return made;
}

function makeClock(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return null; // RangeError: no such zone
  }
}
