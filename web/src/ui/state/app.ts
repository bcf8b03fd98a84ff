import { createContext } from "svelte";
import type { Idle } from "./idle.svelte.ts";
import type { Look } from "./look.svelte.ts";
import type { Session } from "./session.svelte.ts";
import type { Speech } from "./speech.svelte.ts";
import type { Update } from "./update.svelte.ts";
import type { Way } from "./way.svelte.ts";

/** The state classes, made once in main.ts and passed by context. */
export interface AppState {
  readonly session: Session;
  readonly way: Way;
  readonly look: Look;
  readonly speech: Speech;
  readonly idle: Idle;
  readonly update: Update;
}

export const [useApp, provideApp] = createContext<AppState>();
