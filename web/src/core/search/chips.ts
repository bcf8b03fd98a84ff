/** What a search is narrowed down to, beside its words. */

import type { RecordHeader } from "../contract.ts";
import type { SearchChips } from "./commands.ts";

/** What chips ask of a record beside its header. `needs` are ids of a list of words; `day` as 2026-11-22. */
export type Facts = { readonly needs: readonly string[]; readonly day: string };

export const noChips: SearchChips = {
  kind: null,
  person: null,
  tag: null,
  state: null,
  need: null,
  from: "",
  until: "",
};

/** The state of a page that has none. */
const open = "open";

export function fitsChips(header: RecordHeader, facts: Facts, chips: SearchChips): boolean {
  const { kind, person, tag, state, need, from, until } = chips;
  return (
    (kind === null || header.kind === kind) &&
    (person === null || header.people.includes(person)) &&
    (tag === null || header.tags.includes(tag.normalize("NFC"))) &&
    (state === null || (header.state || open) === state) &&
    (need === null || facts.needs.includes(need)) &&
    (from === "" || facts.day >= from) &&
    (until === "" || facts.day <= until)
  );
}

export function hasChips({ kind, person, tag, state, need, from, until }: SearchChips): boolean {
  return (
    [kind, person, tag, state, need].some((chip) => chip !== null) || from !== "" || until !== ""
  );
}
