/** The views that have a screen, in the order in which they are listed. */

import type { Component } from "svelte";
import type { ViewName } from "../../../core/contract.ts";
import type { Place } from "../../router.ts";

/** The screen of each view whose address is its name: `/views/mending_lines`. */
export const screens: { readonly [Name in ViewName]?: Component } = {};

export interface Listed {
  readonly view: Exclude<ViewName, "named">;
  readonly place: Place;
}

const at = (view: Listed["view"]): Listed => ({ view, place: { name: "views", view } });

/** Some have their screen elsewhere; what is shown with one person stands on that person's page alone. */
export const listed: readonly Listed[] = [
  at("mending_lines"),
  at("pattern_map"),
  at("expected"),
  at("before_after"),
  at("inside_around"),
  at("small_shifts"),
  at("needs"),
  { view: "session_sheet", place: { name: "sheet" } },
  { view: "server", place: { name: "server" } },
];
