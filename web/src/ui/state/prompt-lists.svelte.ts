import { onDestroy } from "svelte";
import { loadPacks, type Pack } from "../../content/packs.ts";
import { packOverride } from "../../core/model/pack-override.ts";
import { type ShelfPack, shelfOf } from "../../core/model/shelf.ts";
import { language } from "../copy/index.svelte.ts";
import type { Drafts } from "./drafts.svelte.ts";

/** The list whose words each prompt offers, by `pack/prompt`. */
export type PromptLists = ReadonlyMap<string, string>;

export function listsOfPrompts(shelf: readonly ShelfPack[]): PromptLists {
  const offered = shelf.flatMap(({ id, prompts }) =>
    prompts.map((prompt) => [`${id}/${prompt.id}`, prompt.words ?? ""] as const),
  );
  return new Map(offered.filter(([, list]) => list !== ""));
}

/** Those of all packs, the person's own too, as soon as they have come; asked for while a screen is made. */
export function usePromptLists(drafts: Drafts): { readonly current: PromptLists } {
  const override = drafts.open(packOverride, "single");
  onDestroy(() => drafts.leave(override));
  let packs: readonly Pack[] = $state.raw([]);
  $effect(() => {
    // Without them a chosen word of an answer is left out where it is read, never its text.
    void loadPacks(language()).then(
      (loaded) => (packs = loaded.packs),
      () => {},
    );
  });
  const lists = $derived(listsOfPrompts(shelfOf(packs, override.values.packs)));
  return {
    get current() {
      return lists;
    },
  };
}
