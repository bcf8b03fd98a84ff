/** Which records leave, of all that are here (docs/exports.md, What is in it). */

import { momentOf, textOf } from "../backup/page.ts";
import { isRemoved, readTexts } from "../model/record.ts";
import type { Json, JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";

/** `readable`: what somebody reads as a page. `full`: everything. */
export type Form = "readable" | "full";

/** What is empty narrows nothing. `first` and `last` are dates in UTC, both inclusive; `people` are ids of records. */
export type Choice = {
  readonly first: string;
  readonly last: string;
  readonly kinds: readonly string[];
  readonly people: readonly string[];
  readonly tags: readonly string[];
  readonly withCovered: boolean;
};

/** As much of a record as a choice asks for. `at` as `2026-11-22T18:00:00Z`, empty for none. */
export type Facts = {
  readonly record: Id;
  readonly at: string;
  readonly kind: string;
  readonly people: readonly string[];
  readonly tags: readonly string[];
  readonly isCovered: boolean;
  readonly isPage: boolean;
};

/** Kinds that nobody reads as a page. */
const noPages: readonly string[] = ["settings", "pack_override", "rejoined"];

/** Null for what was removed. */
export function factsOf(record: Id, value: JsonObject): Facts | null {
  if (isRemoved(value)) return null;
  const kind = textOf(value.kind);
  return {
    record,
    at: momentOf(value.created_at) ?? "",
    kind,
    people: readTexts(value.people),
    tags: readTexts(value.tags),
    isCovered: isCovered(value),
    isPage: !noPages.includes(kind) && !isTrashed(value.trashed_at),
  };
}

/** Whether it leaves in this form. */
export function isChosen(facts: Facts, form: Form, choice: Choice): boolean {
  return (choice.withCovered || !facts.isCovered) && isMeant(facts, form, choice);
}

/** The same where covered records are asked for. */
export function isMeant(facts: Facts, form: Form, choice: Choice): boolean {
  return (
    (form === "full" || facts.isPage) &&
    isOfDays(facts.at.slice(0, 10), choice) &&
    isAmong([facts.kind], choice.kinds) &&
    isAmong([facts.record, ...facts.people], choice.people) &&
    isAmong(facts.tags, choice.tags)
  );
}

export function isCovered({ cover }: JsonObject): boolean {
  return cover === true;
}

export function isInteger(value: Json | undefined): value is number {
  return Number.isInteger(value);
}

function isTrashed(at: Json | undefined): boolean {
  return isInteger(at) || typeof at === "boolean";
}

function isOfDays(day: string, { first, last }: Choice): boolean {
  if (first === "" && last === "") return true;
  return day !== "" && first <= day && (last === "" || day <= last);
}

function isAmong(held: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length === 0 || held.some((one) => wanted.includes(one));
}
