/** How the fields of a record are merged (docs/merging.md, Input and result). */

/** A list of objects, each with an `id` of its own; the schema of their fields. */
export type Things = { readonly things: Schema };

/** An object whose fields are merged one by one; their schema. */
export type Parts = { readonly object: Schema };

export type FieldType =
  | "text"
  | "line"
  | "set"
  | "values"
  | "latest"
  | "mark"
  | "scalar"
  | Things
  | Parts;

/** The types of fields by name; a field that is not named is a scalar. */
export type Schema = { readonly [name: string]: FieldType };
