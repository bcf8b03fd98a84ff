import type { Json, JsonObject } from "../../../../web/src/core/protocol/canonical.ts";

/** By kind, a field of it in which people write; the last kind is of a later version. */
const texts: Readonly<Record<string, string>> = {
  entry: "line",
  glimmer: "what",
  repair: "camera",
  person: "note",
  checkin: "note_of_a_later_version",
  safety_card: "my_signs",
  of_a_later_version: "text",
};
const sets: Readonly<Record<string, string>> = {
  glimmer: "kinds",
  repair: "gap",
  person: "role",
  checkin: "state_words",
};
export const kindNames: readonly string[] = Object.keys(texts);

/** A new record of a kind. */
export function begun(kind: string, word: string): JsonObject {
  const page = kind === "entry" ? { title: "", body: "", tags: [] } : {};
  const v = kind === "of_a_later_version" ? 9 : 2;
  return { kind, v, ...page, [texts[kind] ?? "text"]: word };
}

/** A record with something else in it; `word` stands nowhere yet. */
type Edit = (value: JsonObject, word: string) => JsonObject;

export const edits: readonly Edit[] = [
  function worded(value, word) {
    const field = texts[String(value.kind)] ?? "text";
    return { ...value, [field]: `${value[field] ?? ""}\n\n${word}`.trim() };
  },
  function chipped(value, word) {
    const field = sets[String(value.kind)] ?? "tags";
    return { ...value, [field]: [...list(value[field]), word].sort() };
  },
  function unchipped(value) {
    const field = sets[String(value.kind)] ?? "tags";
    return { ...value, [field]: list(value[field]).slice(1) };
  },
  function checkedIn(value, word) {
    const before = object(value.before);
    const state_words = [...list(before.state_words), word].sort();
    return { ...value, before: { ...before, state_words } };
  },
  function said(value, word) {
    return { ...value, before: { ...object(value.before), one_word: word } };
  },
  function linked(value, word) {
    const id = [...word].map((letter) => letter.charCodeAt(0).toString(16)).join("");
    const link = { id: id.padStart(32, "0"), to: "0".repeat(32), rel: word };
    return { ...value, links: [...list(value.links), link] };
  },
  function unlinked(value) {
    return { ...value, links: list(value.links).slice(1) };
  },
  function covered(value) {
    return { ...value, cover: value.cover !== true };
  },
];

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function object(value: Json | undefined): JsonObject {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {}; // what is no list is one
}
