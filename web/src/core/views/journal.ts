/** The journal as views read it: its pages with their days, its people, its settings (docs/views.md, Words used here). */

import { common } from "../model/common.ts";
import { read } from "../model/kind.ts";
import { packOverride } from "../model/pack-override.ts";
import { person } from "../model/person.ts";
import { isRemoved, readText } from "../model/record.ts";
import { rejoined } from "../model/rejoined.ts";
import { safetyCard } from "../model/safety-card.ts";
import { type Settings, settings } from "../model/settings.ts";
import { trashedAt } from "../model/trash.ts";
import { type JsonObject, utf16Order } from "../protocol/canonical.ts";
import { isDay, localDay, momentOf } from "./days.ts";

/** The newest state of a record that is read here. */
export type JournalRecord = { readonly record: string; readonly value: JsonObject };

/** `isExact`: the day is the one on which it was, as far as the person said. `createdAt` 0 for none. */
export type Page = JournalRecord & {
  readonly kind: string;
  readonly day: string;
  readonly isExact: boolean;
  readonly createdAt: number;
  readonly covered: boolean;
};

/**
 * `pages` newest first; `shown` those of them that are not covered. `people`: whose record is there. `notSafe` and `heldBack` have people
 * whose record is covered or in the trash too.
 */
export type Journal = {
  readonly pages: readonly Page[];
  readonly shown: readonly Page[];
  readonly people: ReadonlyMap<string, JsonObject>;
  readonly notSafe: ReadonlySet<string>;
  readonly heldBack: ReadonlySet<string>;
  readonly settings: Settings;
};

/** Kinds of which no record is a page. */
const apart: readonly string[] = [person, safetyCard, settings, packOverride, rejoined].map(
  ({ name }) => name,
);
const vague: readonly string[] = ["about_then", "long_ago", "not_set"];

export function makeJournal(records: readonly JournalRecord[]): Journal {
  const held = records.filter(({ value }) => !isRemoved(value));
  const there = held.filter(({ value }) => trashedAt(value) === null);
  const pages = there.filter(isPage).map(pageOf).sort(newestFirst);
  const people = held.filter(({ value }) => value.kind === person.name);
  const notSafe = people.filter(({ value }) => read(person, value).feelsNow === "not_safe");
  const keptApart = people.filter(({ value }) => read(person, value).keptApart);
  return {
    pages,
    shown: pages.filter(({ covered }) => !covered),
    people: new Map(there.filter(isPerson).map(({ record, value }) => [record, value])),
    notSafe: idsOf(notSafe),
    heldBack: idsOf([...notSafe, ...keptApart]),
    settings: read(settings, there.find(({ value }) => value.kind === settings.name)?.value ?? {}),
  };
}

export function peopleIn({ value }: JournalRecord): readonly string[] {
  return common.people.read(value.people);
}

/** Whether it names one of these people. */
export function names(page: JournalRecord, people: ReadonlySet<string>): boolean {
  return peopleIn(page).some((one) => people.has(one));
}

/** The later day first, no day last; then what was made later; then the smaller id. */
export function newestFirst(left: Page, right: Page): number {
  if (left.day !== right.day) return left.day > right.day ? -1 : 1;
  return madeLastFirst(left, right);
}

export function madeLastFirst(left: Page, right: Page): number {
  return right.createdAt - left.createdAt || utf16Order(left.record, right.record);
}

function isPage({ value }: JournalRecord): boolean {
  const kind = readText(value.kind);
  return kind !== "" && !apart.includes(kind);
}

function isPerson({ value }: JournalRecord): boolean {
  return value.kind === person.name;
}

function idsOf(records: readonly JournalRecord[]): ReadonlySet<string> {
  return new Set(records.map(({ record }) => record));
}

function pageOf({ record, value }: JournalRecord): Page {
  const createdAt = momentOf(value.created_at);
  const { date, precision } = common.happened.read(value.happened);
  const isSaid = isDay(date);
  return {
    record,
    value,
    kind: readText(value.kind),
    day: isSaid ? date : localDay(createdAt, readText(value.tz)),
    isExact: !isSaid || !vague.includes(precision),
    createdAt,
    covered: common.cover.read(value.cover),
  };
}
