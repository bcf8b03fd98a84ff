/** What the screens ask of the worker to look at instead of reading (docs/views.md). Plain values only. */

import type { DataOf, OptionsOf, ViewName } from "./views/contract.ts";

export type * from "./views/contract.ts";

/** A view, and what it is asked with. `today` as 2026-11-22, of the person's own calendar. */
export type Look = {
  readonly [Name in ViewName]: {
    readonly view: Name;
    readonly today: string;
    readonly options: OptionsOf<Name>;
  };
}[ViewName];

/** What a view shows. */
export type Seen = {
  readonly [Name in ViewName]: { readonly view: Name; readonly data: DataOf<Name> };
}[ViewName];

export interface ViewCommands {
  /** Computed anew each time; nothing of it is kept. Refused with `unavailable` while what it takes cannot be fetched. */
  look(input: Look): Seen;
}
