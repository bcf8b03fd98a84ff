/** Views that the person put away: their names in `views_hidden` of the settings (docs/views.md). */

import type { ViewName } from "../../core/contract.ts";
import type { heavierNote } from "../../core/model/settings.ts";
import { copy } from "../copy/index.svelte.ts";
import type { Session } from "./session.svelte.ts";

type Away = ViewName | typeof heavierNote;

type Ground = Pick<Session, "preferences" | "undo">;

export function isAway({ preferences }: Ground, name: Away): boolean {
  return preferences.values?.viewsHidden.includes(name) ?? false;
}

/** In one tap; for ten seconds it can be taken back from wherever one is. */
export function putAway(ground: Ground, name: Away, said: string = copy.views.isAway): void {
  const { preferences, undo } = ground;
  preferences.change({ viewsHidden: [...others(ground, name), name] });
  undo.show(said, async () => bringBack(ground, name));
}

export function bringBack(ground: Ground, name: Away): void {
  ground.preferences.change({ viewsHidden: others(ground, name) });
}

function others({ preferences }: Ground, name: Away): readonly string[] {
  return (preferences.values?.viewsHidden ?? []).filter((other) => other !== name);
}
