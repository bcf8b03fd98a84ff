/** Merging records: fields by their types, removals, and what could not be decided (docs/merging.md, M1, M7-M10). */

import { isList, type Json, type JsonObject, utf16Order } from "../../protocol/canonical.ts";
import {
  mergePlain,
  readObjects,
  readTexts,
  readThings,
  type Things,
  type Three,
} from "./fields.ts";
import { mergeOrder } from "./order.ts";
import { type FieldType, type Schema, schemaOf } from "./schemas.ts";
import { mergeLine, mergeText } from "./text.ts";
import { type Field, fieldOf, isSame, mergeValues } from "./values.ts";

export type Outcome = "merged" | "edit_won_over_remove" | "removal_won";

/** A merged record; `draft` is what this device had written where a removal won, else null. */
export type MergedRecord = {
  readonly record: JsonObject;
  readonly outcome: Outcome;
  readonly draft: JsonObject | null;
};

/**
 * The record with both sides' changes; nothing that was passed in is changed. `theirs` is what the log has,
 * `device` the id in hexadecimal of the device that committed it, `base` the newest state that both descend
 * from, or null. Total: it throws for no JSON objects.
 */
export function mergeRecord(
  base: JsonObject | null,
  mine: JsonObject,
  theirs: JsonObject,
  device: string,
): MergedRecord {
  if (isSame(mine, theirs) || isSame(theirs, base)) return merged(mine);
  if (isSame(mine, base)) return merged(theirs);
  if (isTombstone(mine) || isTombstone(theirs)) return mergeRemoval(mine, theirs);
  return merged(mergeFields(base ?? {}, mine, theirs, device));
}

function merged(record: JsonObject): MergedRecord {
  return { record, outcome: "merged", draft: null };
}

function isTombstone(record: JsonObject): boolean {
  return fieldOf(record, "deleted") === true;
}

function isErased(record: JsonObject): boolean {
  return fieldOf(record, "erase") === true;
}

/** M10, where at least one side is a tombstone. */
function mergeRemoval(mine: JsonObject, theirs: JsonObject): MergedRecord {
  if (isTombstone(mine) && isTombstone(theirs)) return merged(isErased(theirs) ? theirs : mine);
  const [tombstone, edit] = isTombstone(mine) ? [mine, theirs] : [theirs, mine];
  if (!isErased(tombstone)) {
    const record = { ...edit, kept_after_remove: true };
    return { record, outcome: "edit_won_over_remove", draft: null };
  }
  // On the device that removed it nothing of the other's words may stay, not even as a draft.
  return { record: tombstone, outcome: "removal_won", draft: edit === mine ? mine : null };
}

/** What a merge of fields has to tell beside its values. */
type Findings = { readonly device: string; readonly also: Json[]; isMerged: boolean };

function mergeFields(
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  device: string,
): JsonObject {
  const findings: Findings = { device, also: [], isMerged: false };
  const schema = schemaOf(fieldOf(mine, "kind"));
  const fields = mergeObject(schema, base, mine, theirs, [], findings);
  const also = findings.also.length > 0 ? { also: withFindings(fields, findings) } : {};
  return { ...fields, ...(findings.isMerged ? { merged: true } : {}), ...also };
}

function withFindings(fields: JsonObject, findings: Findings): Json[] {
  const held = fieldOf(fields, "also");
  const list = held === undefined ? [] : isList(held) ? held : [held];
  return mergeValues([], list, findings.also);
}

function mergeObject(
  schema: Schema,
  base: JsonObject,
  mine: JsonObject,
  theirs: JsonObject,
  path: readonly string[],
  findings: Findings,
): JsonObject {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort(utf16Order);
  const fields: [string, Json][] = [];
  for (const name of names) {
    const three: Three = [fieldOf(base, name), fieldOf(mine, name), fieldOf(theirs, name)];
    const type = Object.hasOwn(schema, name) ? schema[name] : undefined;
    const value = mergeField(type ?? "scalar", three, [...path, name], findings);
    if (value !== undefined) fields.push([name, value]);
  }
  // fromEntries defines fields, so that one named __proto__ is a field like any other.
  return Object.fromEntries(fields);
}

function mergeField(
  type: FieldType,
  three: Three,
  path: readonly string[],
  findings: Findings,
): Field {
  const [base, mine, theirs] = three;
  if (isSame(mine, theirs) || isSame(theirs, base)) return mine;
  if (isSame(mine, base)) return theirs;
  const value = mergeTyped(type, three, path, findings);
  return value === undefined ? mergeScalar(mine, theirs, path, findings) : value;
}

/** The value of a field that both sides changed, or undefined where its type has no answer. */
function mergeTyped(
  type: FieldType,
  three: Three,
  path: readonly string[],
  findings: Findings,
): Field {
  if (typeof type !== "string") {
    if ("things" in type) return mergeThings(type.things, three, path, findings);
    return mergeParts(type.object, three, path, findings);
  }
  if (type === "text" || type === "line") return mergeWriting(type, three, findings);
  return mergePlain(type, three);
}

function mergeScalar(
  mine: Field,
  theirs: Field,
  path: readonly string[],
  findings: Findings,
): Field {
  const value = theirs === undefined ? {} : { value: theirs };
  findings.also.push({ path, device: findings.device, ...value });
  return mine;
}

function mergeWriting(type: "text" | "line", three: Three, findings: Findings): Field {
  const texts = readTexts(three);
  if (texts === null) return undefined;
  const { text, isMerged } = type === "text" ? mergeText(...texts) : mergeLine(...texts);
  findings.isMerged ||= isMerged;
  return text;
}

function mergeParts(
  schema: Schema,
  three: Three,
  path: readonly string[],
  findings: Findings,
): Field {
  const objects = readObjects(three);
  return objects === null ? undefined : mergeObject(schema, ...objects, path, findings);
}

function mergeThings(
  schema: Schema,
  three: Three,
  path: readonly string[],
  findings: Findings,
): Field {
  const things = readThings(three);
  if (things === null) return undefined;
  const [base, mine, theirs] = things;
  const ids = mergeOrder(
    [...base.keys()],
    [...mine.keys()],
    [...theirs.keys()],
    keptIds(...things),
  );
  return ids.map((id) => {
    const [x, y, z] = [base.get(id) ?? {}, mine.get(id), theirs.get(id)];
    // A kept id stands in mine or in theirs, so the last {} is never reached.
    if (y === undefined || z === undefined) return y ?? z ?? {};
    return mergeObject(schema, x, y, z, [...path, id], findings);
  });
}

/** The ids that both have, or that one has and the other removed unaware of a change, or never had. */
function keptIds(base: Things, mine: Things, theirs: Things): Set<string> {
  const kept = [...new Map([...theirs, ...mine])].filter(
    ([id, thing]) => (mine.has(id) && theirs.has(id)) || !isSame(thing, base.get(id)),
  );
  return new Set(kept.map(([id]) => id));
}
