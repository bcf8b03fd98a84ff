/**
 * Packs as the person arranges them: hidden, moved, worded anew, and their own. A change names every pack in the order of the shelf, as
 * packs that are named come before all others.
 */

import { makeThing } from "../../core/model/field.ts";
import {
  type OwnPack,
  type OwnPrompt,
  ownPackFields,
  ownPromptFields,
} from "../../core/model/pack-override.ts";
import { changePack, type ShelfPack } from "../../core/model/shelf.ts";

type PackChange = Partial<Omit<OwnPack, "id" | "prompts" | "own">>;
type PromptChange = Partial<Omit<OwnPrompt, "id">>;

export function changeOwnPack(
  own: readonly OwnPack[],
  shelf: readonly ShelfPack[],
  id: string,
  change: PackChange,
): OwnPack[] {
  return changePack(named(own, shelf), id, change);
}

/** The pack one place earlier (-1) or later (1). */
export function movePack(
  own: readonly OwnPack[],
  shelf: readonly ShelfPack[],
  id: string,
  by: -1 | 1,
): OwnPack[] {
  return moved(named(own, shelf), id, by);
}

/** A pack of one's own, first on the shelf; `id` is one that nobody else makes. */
export function addPack(
  own: readonly OwnPack[],
  shelf: readonly ShelfPack[],
  id: string,
  title: string,
): OwnPack[] {
  return [makeThing(ownPackFields, id, { own: true, title }), ...named(own, shelf)];
}

export function changePrompt(
  own: readonly OwnPack[],
  shelf: readonly ShelfPack[],
  pack: ShelfPack,
  id: string,
  change: PromptChange,
): OwnPack[] {
  const prompts = namedPrompts(own, pack);
  const changed = prompts.map((prompt) => (prompt.id === id ? { ...prompt, ...change } : prompt));
  return changePack(named(own, shelf), pack.id, { prompts: changed });
}

export function movePrompt(
  own: readonly OwnPack[],
  shelf: readonly ShelfPack[],
  pack: ShelfPack,
  id: string,
  by: -1 | 1,
): OwnPack[] {
  const prompts = moved(namedPrompts(own, pack), id, by);
  return changePack(named(own, shelf), pack.id, { prompts });
}

/** A question of one's own, after the others; `id` is one that nobody else makes. */
export function addPrompt(
  own: readonly OwnPack[],
  shelf: readonly ShelfPack[],
  pack: ShelfPack,
  id: string,
  text: string,
): OwnPack[] {
  const prompt = makeThing(ownPromptFields, id, { text });
  const prompts = [...namedPrompts(own, pack), prompt];
  return changePack(named(own, shelf), pack.id, { prompts });
}

/** Every pack of the shelf in its order; what is on no shelf stays after them. */
function named(own: readonly OwnPack[], shelf: readonly ShelfPack[]): OwnPack[] {
  const onShelf = new Set(shelf.map(({ id }) => id));
  return [
    ...shelf.map(({ id }) => ownPackOf(own, id)),
    ...own.filter(({ id }) => !onShelf.has(id)),
  ];
}

function namedPrompts(own: readonly OwnPack[], { id, prompts }: ShelfPack): OwnPrompt[] {
  const given = ownPackOf(own, id).prompts;
  const shown = new Set(prompts.map((prompt) => prompt.id));
  const all = prompts.map(
    (prompt) => given.find((one) => one.id === prompt.id) ?? makeThing(ownPromptFields, prompt.id),
  );
  return [...all, ...given.filter((one) => !shown.has(one.id))];
}

function ownPackOf(own: readonly OwnPack[], id: string): OwnPack {
  return own.find((pack) => pack.id === id) ?? makeThing(ownPackFields, id);
}

function moved<T extends { readonly id: string }>(list: readonly T[], id: string, by: -1 | 1): T[] {
  const from = list.findIndex((one) => one.id === id);
  const one = list[from];
  const to = from + by;
  if (one === undefined || to < 0 || to >= list.length) return [...list];
  return list.filter((other) => other !== one).toSpliced(to, 0, one);
}
