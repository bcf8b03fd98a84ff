/**
 * The line about backups, for who asked for one: off until then, one a round, and no second one in it. A round begins when a backup is saved
 * here, with "not now", and with the choice itself. It is a matter of this device, which alone knows what was saved on it; nothing is kept of
 * who never asked.
 */

export const everies = ["never", "month", "quarter"] as const;
export type Every = (typeof everies)[number];

const KEY = "backup-reminder";
const months: Readonly<Record<Exclude<Every, "never">, number>> = { month: 1, quarter: 3 };

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** `day` here and below is today in the person's own calendar, as `2026-11-22`. */
export class BackupReminder {
  readonly #store: Store;

  constructor(store: Store = localStorage) {
    this.#store = store;
  }

  get every(): Every {
    return this.#kept?.every ?? "never";
  }

  isDue(day: string): boolean {
    const kept = this.#kept;
    return kept !== null && day >= later(kept.began, months[kept.every]);
  }

  choose(every: Every, day: string): void {
    if (every === "never") this.#store.removeItem(KEY);
    else this.#store.setItem(KEY, `${every} ${day}`);
  }

  /** A backup was saved, or the person does not want one now. */
  beginRound(day: string): void {
    this.choose(this.every, day);
  }

  get #kept(): { every: Exclude<Every, "never">; began: string } | null {
    const [every = "", began = ""] = (this.#store.getItem(KEY) ?? "").split(" ");
    return every === "month" || every === "quarter" ? { every, began } : null;
  }
}

/** The same day some months later, or a few days after it where that month is shorter. */
function later(day: string, by: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + by);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
