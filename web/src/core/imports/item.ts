/** What a format gives: one page that somebody wrote elsewhere, and lines of the report (docs/imports.md, Items). */

import type { Written } from "./times.ts";

export const apps = [
  "day_one",
  "standard_notes",
  "journey",
  "jrnl",
  "apple_journal",
  "joplin",
  "diarium",
  "markdown",
] as const;

export type App = (typeof apps)[number];

/** What is dropped unless it is asked for, in the order in which it is written down. */
export const droppedKinds = ["place", "weather", "steps", "device", "music"] as const;

export type DroppedKind = (typeof droppedKinds)[number];

/** `name` as it stands in the body; `member` its path in the source, or whatever names it where there is none. */
export type Media = { readonly name: string; readonly member: string };

/**
 * One page. `title` and `body` are clean; `nameTitle` stands in where there is no title, and is none of the person's words. `originalId` empty:
 * to be derived. `tz` empty: the person's. `updated` null: as created.
 */
export type Item = {
  /** `goldseam` for a page of its own readable export. */
  readonly app: App | "goldseam";
  readonly originalId: string;
  readonly member: string;
  readonly title: string;
  readonly nameTitle: string;
  readonly body: string;
  readonly tags: readonly string[];
  readonly people: readonly string[];
  readonly created: Written | null;
  /** The hour of `created` is a guess, as of a file's own time. */
  readonly isAbout: boolean;
  readonly updated: Written | null;
  readonly tz: string;
  /** Why it is left out whatever is in it; `trashed` only where it is not asked for. */
  readonly leftOut: "deleted" | "trashed" | "encrypted" | null;
  readonly isCovered: boolean;
  readonly media: readonly Media[];
  readonly dropped: Readonly<Partial<Record<DroppedKind, string>>>;
  /** Something of its HTML has no words. */
  readonly isLost: boolean;
};

export const emptyItem: Omit<Item, "app" | "member"> = {
  originalId: "",
  title: "",
  nameTitle: "",
  body: "",
  tags: [],
  people: [],
  created: null,
  isAbout: false,
  updated: null,
  tz: "",
  leftOut: null,
  isCovered: false,
  media: [],
  dropped: {},
  isLost: false,
};

export const reasons = [
  "encrypted",
  "trashed",
  "deleted",
  "empty",
  "no_date",
  "json",
  "encoding",
  "too_large",
  "duplicate",
  "already_here",
  "removed_here",
  "media_waits",
  "not_text",
  "other_format",
  "html_lost",
] as const;

export type Reason = (typeof reasons)[number];

/** One line of the report: what was left out, or is not whole. */
export type ReportRow = {
  readonly member: string;
  readonly original_id: string;
  readonly reason: Reason;
};

/** What a format read; `used` are the members of which nothing more is to be said. */
export type Reading = {
  readonly items: readonly Item[];
  readonly report: readonly ReportRow[];
  readonly used: ReadonlySet<string>;
};

export function rowOf(reason: Reason, member: string, originalId = ""): ReportRow {
  return { member, original_id: originalId, reason };
}

/** Words joined with commas, but for empty ones and `(null)`; undefined for none. */
export function joined(parts: readonly string[]): string | undefined {
  const words = parts.filter((part) => part !== "" && part !== "(null)");
  return words.length > 0 ? words.join(", ") : undefined;
}

/** What is there of what may be dropped. */
export function droppedOf(
  all:
    | Readonly<Record<DroppedKind, string | undefined>>
    | Partial<Record<DroppedKind, string | undefined>>,
): Item["dropped"] {
  return Object.fromEntries(
    Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Both coordinates, or nothing where they cannot be any. */
export function coordinates(latitude: unknown, longitude: unknown): string[] {
  const isOne = (value: unknown, most: number): value is number =>
    typeof value === "number" && Math.abs(value) <= most;
  if (!isOne(latitude, 90) || !isOne(longitude, 180)) return [];
  return latitude === 0 && longitude === 0 ? [] : [String(latitude), String(longitude)];
}
