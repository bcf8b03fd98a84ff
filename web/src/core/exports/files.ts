/** The files of an export, one record in memory at a time (docs/exports.md). */

import { freePath, textOf, timeText } from "../backup/page.ts";
import { isRemoved, readTexts } from "../model/record.ts";
import { canonicalJson, type JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import type { ZippedFile } from "../zipping.ts";
import { type Choice, type Form, factsOf, isChosen, isCovered } from "./choice.ts";
import { readablePage, readablePath } from "./readable.ts";

/** A record's newest state that is read here, null for none. */
export type Exported = { readonly record: Id; readonly value: JsonObject | null };

type Chosen = { readonly record: Id; readonly value: JsonObject };

/** The newest state of any record, by what stands in `people`; null for none. */
export type Lookup = (record: string) => Promise<JsonObject | null>;

/** The name under which an export is kept, with the UTC date: `goldseam-readable-2026-11-22.zip`. */
export function exportName(form: Form, madeAt: number): string {
  return `goldseam-${form}-${timeText(madeAt).slice(0, 10)}.zip`;
}

/** Those of `records`, which come in the order of their ids, that are chosen. */
export async function* chosenOf<One extends Exported>(
  records: AsyncIterable<One>,
  form: Form,
  choice: Choice,
): AsyncGenerator<One & Chosen> {
  for await (const one of records) {
    const facts = one.value && factsOf(one.record, one.value);
    if (facts !== null && isChosen(facts, form, choice)) yield one as One & Chosen; // it has facts
  }
}

/** A file of Markdown for each page that is chosen. */
export async function* readableFiles(
  records: AsyncIterable<Exported>,
  choice: Choice,
  lookup: Lookup,
): AsyncGenerator<ZippedFile> {
  const names = new Names(lookup, choice);
  const taken = new Set<string>();
  for await (const { record, value } of chosenOf(records, "readable", choice)) {
    const path = freePath((digits) => readablePath(record, value, digits), taken);
    yield { path, bytes: readablePage(record, value, await names.of(value)) };
  }
}

/** Canonical JSON of each record that is chosen. */
export async function* fullFiles(
  records: AsyncIterable<Exported>,
  choice: Choice,
): AsyncGenerator<ZippedFile> {
  for await (const { record, value } of chosenOf(records, "full", choice)) {
    yield { path: `records/${record}.json`, bytes: canonicalJson(value) };
  }
}

/** The names of people who may be named, each looked up once. */
class Names {
  readonly #lookup: Lookup;
  readonly #withCovered: boolean;
  readonly #known = new Map<string, string>();

  constructor(lookup: Lookup, { withCovered }: Choice) {
    this.#lookup = lookup;
    this.#withCovered = withCovered;
  }

  async of(value: JsonObject): Promise<string[]> {
    const names: string[] = [];
    for (const person of readTexts(value.people)) names.push(await this.#nameOf(person));
    return names.filter((name) => name !== "");
  }

  async #nameOf(person: string): Promise<string> {
    const known = this.#known.get(person);
    if (known !== undefined) return known;
    const name = this.#shown(await this.#lookup(person));
    this.#known.set(person, name);
    return name;
  }

  #shown(person: JsonObject | null): string {
    if (person === null || isRemoved(person)) return "";
    return this.#withCovered || !isCovered(person) ? textOf(person.name_shown) : "";
  }
}
