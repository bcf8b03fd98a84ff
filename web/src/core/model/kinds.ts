/** Every kind of record that this version knows. */

import type { JsonObject } from "../protocol/canonical.ts";
import { checkin } from "./checkin.ts";
import { entry } from "./entry.ts";
import { glimmer } from "./glimmer.ts";
import type { Kind } from "./kind.ts";
import { line } from "./line.ts";
import { packOverride } from "./pack-override.ts";
import { person } from "./person.ts";
import { readEnvelope } from "./record.ts";
import { reflection } from "./reflection.ts";
import { rejoined } from "./rejoined.ts";
import { repair } from "./repair.ts";
import { safetyCard } from "./safety-card.ts";
import { settings } from "./settings.ts";

/** In the order of docs/records.md. */
export const kinds: readonly Kind[] = [
  entry,
  reflection,
  repair,
  glimmer,
  checkin,
  line,
  person,
  safetyCard,
  settings,
  packOverride,
  rejoined,
];

/** Kinds of which an account has one record, named by its kind alone (docs/protocol.md, Revisions). */
export const singletons: readonly Kind[] = [safetyCard, settings, packOverride];

const kindsByName = new Map(kinds.map((kind) => [kind.name, kind]));

/** The kind of this name, or null for one of a later version. */
export function kindOf(name: string): Kind | null {
  return kindsByName.get(name) ?? null;
}

/** The record in the later of its own version and ours, as a change of it is written; one of an unknown kind as it is. */
export function atOurVersion(record: JsonObject): JsonObject {
  const { kind, version } = readEnvelope(record);
  const ours = kindOf(kind)?.version ?? 0;
  return ours > version ? { ...record, v: ours } : record;
}
