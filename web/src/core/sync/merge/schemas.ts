/** How the fields of each kind of record are merged (docs/merging.md, Schemas). A new kind is a new row. */

import type { Json } from "../../protocol/canonical.ts";

/** A list of objects, each with an `id` of its own; the schema of their fields. */
export type Things = { readonly things: Schema };

export type FieldType = "text" | "line" | "set" | "values" | "latest" | "mark" | "scalar" | Things;

/** The types of fields by name; a field that is not named is a scalar. */
export type Schema = { readonly [name: string]: FieldType };

const everyKind: Schema = {
  v: "latest",
  updated_at: "latest",
  tags: "set",
  also: "values",
  merged: "mark",
  kept_after_remove: "mark",
};

const kinds: { readonly [kind: string]: Schema } = {
  entry: {
    title: "line",
    body: "text",
    people: "set",
    signs: "set",
    links: { things: {} },
    answers: { things: { text: "text" } },
  },
};

/** The types of the fields of a kind; unknown kinds have the common ones. */
export function schemaOf(kind: Json | undefined): Schema {
  const isKnown = typeof kind === "string" && Object.hasOwn(kinds, kind);
  return isKnown ? { ...everyKind, ...kinds[kind] } : everyKind;
}
