/** Parts of the worker that are fetched when they are asked for. Each rejects with `unavailable` while it cannot be fetched. */

import { Refusal } from "../core/errors.ts";

export function seldom(): Promise<typeof import("./seldom.ts")> {
  return import("./seldom.ts").catch(unavailable);
}

/** Large, and kept by the service worker only once it was asked for. */
export function quality(): Promise<typeof import("./quality.ts")> {
  return import("./quality.ts").catch(unavailable);
}

function unavailable(): never {
  throw new Refusal("unavailable");
}
