import type { RecordHeader } from "../../core/contract.ts";
import { openingCodePoints } from "../../core/model/opening-line.ts";
import type { Copy } from "../copy/index.svelte.ts";

/** As much of a record as has to be known to call it something. */
type Named = Pick<RecordHeader, "kind" | "title" | "opening" | "covered">;

/** What a list calls a record. Of a covered one it says that alone. */
export function headingOf(header: Named, copy: Copy): string {
  if (header.covered) return copy.home.covered;
  const { title, opening, kind } = header;
  return (
    title || begunWith(opening) || (kind === "entry" ? copy.list.untitled : kindLabel(kind, copy))
  );
}

/** What a list shows beneath the title; nothing where a record is called by its opening. */
export function openingOf({ title, opening }: Pick<Named, "title" | "opening">): string {
  return title ? begunWith(opening) : "";
}

/** Words that go on where they were cut end after a whole one, and say so. */
function begunWith(opening: string): string {
  if ([...opening].length < openingCodePoints) return opening;
  return `${opening.replace(/\s\S*$/, "")}…`;
}

/** What a list says beside the day: its kind where it is no plain page, where it is kept, and what the person marked. */
export function aboutOf(header: RecordHeader, copy: Copy): readonly string[] {
  const { kind, kept, merged, newer, unreadable, bring, state } = header;
  const marks: readonly (readonly [boolean, string])[] = [
    [kind !== "entry", kindLabel(kind, copy)],
    [true, copy.kept[kept]],
    [merged, copy.merged],
    [newer, copy.newer],
    [unreadable, copy.home.unreadable],
    [bring, copy.home.bring],
    [state === "set_down", copy.home.setDown],
    [state === "archived", copy.home.archived],
  ];
  return marks.filter(([isSo]) => isSo).map(([, words]) => words);
}

export function kindLabel(kind: string, { home }: Copy): string {
  const labels: { readonly [kind: string]: string } = home.kinds;
  return Object.hasOwn(labels, kind) ? (labels[kind] ?? "") : home.otherKind;
}
