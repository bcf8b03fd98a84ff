/** How the fields of each kind of record are merged (docs/merging.md, Schemas). */

import { common } from "../../model/common.ts";
import { schemaOfFields } from "../../model/field.ts";
import { kinds } from "../../model/kinds.ts";
import type { Schema } from "../../model/schema.ts";
import type { Json } from "../../protocol/canonical.ts";

export type { FieldType, Schema, Things } from "../../model/schema.ts";

const everyKind: Schema = {
  v: "latest",
  updated_at: "latest",
  also: "values",
  merged: "mark",
  kept_after_remove: "mark",
  ...schemaOfFields(common),
};

const byKind = new Map<Json | undefined, Schema>(
  kinds.map(({ name, own }) => [name, { ...everyKind, ...schemaOfFields(own) }]),
);

/** The types of the fields of a kind; unknown kinds have the common ones. */
export function schemaOf(kind: Json | undefined): Schema {
  return byKind.get(kind) ?? everyKind;
}
