/** Revisions that this device put into a commit, until a verified head has passed its base. */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { isObject, type Json, type JsonObject } from "../protocol/canonical.ts";
import { fromHex, type Id, isId, toHex } from "../protocol/encoding.ts";
import { parse } from "../protocol/wire.ts";
import type { AttemptRow } from "../store/schema.ts";
import type { Procedure } from "./effects.ts";
import { openAll } from "./local.ts";

/** One revision that was tried, with what it says. */
export type Attempt = {
  readonly record: Id;
  readonly number: number;
  readonly epoch: number;
  readonly hash: Bytes;
  readonly value: JsonObject;
};

/** A commit that was built, with everything in it. */
export type TriedCommit = {
  readonly commit: string;
  readonly base: number;
  readonly attempts: readonly Attempt[];
};

const shape = v.object({
  attempts: v.array(
    v.object({
      record: v.custom<Id>((text) => typeof text === "string" && isId(text)),
      number: v.number(),
      epoch: v.number(),
      hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      value: v.custom<JsonObject>((value) => isObject(value as Json)),
    }),
  ),
});

export function attemptsToJson(attempts: readonly Attempt[]): JsonObject {
  return { attempts: attempts.map(({ hash, ...facts }) => ({ ...facts, hash: toHex(hash) })) };
}

/** `Malformed` for JSON that is not what `attemptsToJson` made. */
export function attemptsFromJson(json: JsonObject): readonly Attempt[] {
  return parse(shape, json).attempts.map(({ hash, ...facts }) => ({
    ...facts,
    hash: fromHex(hash),
  }));
}

/** The commits of these rows, opened. */
export function* openAttempts(rows: readonly AttemptRow[]): Procedure<TriedCommit[]> {
  const values = yield* openAll(
    rows.map(({ commit, sealed }) => ({ table: "attempts", key: commit, sealed })),
  );
  return rows.map(({ commit, base }, i) => {
    return { commit, base, attempts: attemptsFromJson(values[i] ?? {}) };
  });
}
