/** The packs as this person has them: hidden, moved, reworded, and their own. */

import type { Pack, Prompt } from "../../content/packs.ts";
import { makeThing, withThing } from "./field.ts";
import { type OwnPack, type OwnPrompt, ownPackFields } from "./pack-override.ts";

/** A prompt to ask; a hidden one is shown only where packs are arranged. */
export type ShelfPrompt = Prompt & { readonly isHidden: boolean; readonly isOwn: boolean };

export type ShelfPack = Omit<Pack, "prompts"> & {
  readonly prompts: readonly ShelfPrompt[];
  readonly isHidden: boolean;
  readonly isOwn: boolean;
};

/** What one's own packs make. */
const ownKind = "entry";

/** Every pack: those that the person has put in order first, the others as they come. */
export function shelfOf(packs: readonly Pack[], own: readonly OwnPack[]): ShelfPack[] {
  const shipped = new Map(packs.map((pack) => [pack.id, pack]));
  const known = own.filter(({ id, own: isOwn }) => isOwn || shipped.has(id));
  const named = new Set(known.map(({ id }) => id));
  const given = known.map((one) => shelfPack(shipped.get(one.id) ?? ownPack(one), one));
  const rest = packs.filter(({ id }) => !named.has(id)).map((pack) => shelfPack(pack, null));
  return [...given, ...rest];
}

/** The pack with this id, hidden or not, or null. */
export function packOnShelf(shelf: readonly ShelfPack[], id: string): ShelfPack | null {
  return shelf.find((pack) => pack.id === id) ?? null;
}

/** The person's packs with these changes to one of them; `prompts` is the whole list, in its order. */
export function changePack(
  own: readonly OwnPack[],
  id: string,
  changes: Partial<Omit<OwnPack, "id">>,
): OwnPack[] {
  const before = own.find((pack) => pack.id === id) ?? makeThing(ownPackFields, id);
  return withThing(own, { ...before, ...changes });
}

function shelfPack(pack: Pack, own: OwnPack | null): ShelfPack {
  const isOwn = own?.own === true;
  return {
    ...pack,
    title: own?.title || pack.title,
    intro: own?.intro || pack.intro,
    not_today_if: own?.notTodayIf || pack.not_today_if,
    close: own?.close || pack.close,
    prompts: shelfPrompts(pack.prompts, own?.prompts ?? []),
    isHidden: own?.hidden === true,
    isOwn,
  };
}

function ownPack({ id }: OwnPack): Pack {
  const empty = { title: "", intro: "", not_today_if: "", close: "", prompts: [] };
  return { id, version: 1, kind: ownKind, ...empty };
}

function shelfPrompts(prompts: readonly Prompt[], own: readonly OwnPrompt[]): ShelfPrompt[] {
  const shipped = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const named = new Set(own.map(({ id }) => id));
  const given = own
    .filter(({ id, text }) => shipped.has(id) || text !== "")
    .map((one) => shelfPrompt(shipped.get(one.id) ?? null, one));
  const rest = prompts.filter(({ id }) => !named.has(id));
  return [...given, ...rest.map((prompt) => ({ ...prompt, isHidden: false, isOwn: false }))];
}

function shelfPrompt(shipped: Prompt | null, { id, text, words, hidden }: OwnPrompt): ShelfPrompt {
  const list = words || shipped?.words;
  return {
    id,
    text: text || (shipped?.text ?? ""),
    ...(list === undefined ? {} : { words: list }),
    isHidden: hidden,
    isOwn: shipped === null,
  };
}
