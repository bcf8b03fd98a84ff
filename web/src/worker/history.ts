/**
 * Earlier versions as the screens ask for them. Of the record that is looked at, what the server gave is held here sealed; it is opened again to be read, and
 * ends with the worker.
 */

import type { EarlierVersion, EarlierVersions } from "../core/contract.ts";
import { readEnvelope } from "../core/model/record.ts";
import type { JsonObject } from "../core/protocol/canonical.ts";
import { type Id, parseId } from "../core/protocol/encoding.ts";
import type { PastRevision } from "../core/protocol/revisions.ts";
import { type Perform, type Procedure, run } from "../core/sync/effects.ts";
import { headerOf } from "../core/sync/header.ts";
import { bringBack, openPast, type Version, versionsOf } from "../core/sync/history.ts";
import type { Newest } from "../core/sync/keep.ts";

type Place = { readonly record: string; readonly number: number };

export class History {
  readonly #perform: Perform;
  #record: Id | null = null;
  readonly #sealed = new Map<number, PastRevision>();

  constructor(perform: Perform) {
    this.#perform = perform;
  }

  async versions(asked: { record: string; before: number | null }): Promise<EarlierVersions> {
    const record = parseId(asked.record);
    this.#lookAt(record);
    const { versions, next, isPartial } = await this.#run(versionsOf(record, asked.before));
    // Another record may be looked at by now.
    if (this.#record === record)
      for (const { revision } of versions) this.#sealed.set(revision.number, revision);
    return { versions: versions.map(listed), next, isPartial };
  }

  /** Null for one that was not listed before. */
  async value({ record, number }: Place): Promise<JsonObject | null> {
    const id = parseId(record);
    const revision = this.#record === id ? this.#sealed.get(number) : undefined;
    if (revision === undefined) return null;
    const [value = null] = await this.#run(openPast(id, [revision]));
    return value;
  }

  async bringBack(
    place: Place,
  ): Promise<{ readonly before: JsonObject; readonly newest: Newest } | null> {
    const earlier = await this.value(place);
    if (earlier === null) return null;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return this.#run(bringBack(parseId(place.record), earlier, { at: Date.now(), timeZone }));
  }

  #lookAt(record: Id): void {
    if (this.#record !== record) this.#sealed.clear();
    this.#record = record;
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#perform);
  }
}

function listed({ revision, value, beforeKeysOf }: Version): EarlierVersion {
  const header = headerOf(value);
  return {
    number: revision.number,
    // What the device wrote is sealed; the server's date stands in where it wrote none.
    at: readEnvelope(value).updatedAt || Date.parse(revision.stored_on),
    // The title is mostly the same in all of them.
    words: header === null ? "" : header.opening || header.title,
    covered: header?.covered ?? false,
    beforeKeysOf,
  };
}
