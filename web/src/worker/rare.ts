/** Parts of the worker that are fetched when they are asked for. Each rejects with `unavailable` while it cannot be fetched. */

import { Refusal } from "../core/errors.ts";

export function seldom(): Promise<typeof import("./seldom.ts")> {
  return import("./seldom.ts").catch(unavailable);
}

/** What an import takes; zips and HTML come after it, each when one is there. */
export function importing(): Promise<typeof import("./importing.ts")> {
  return import("./importing.ts").catch(unavailable);
}

export function restoring(): Promise<typeof import("./restoring.ts")> {
  return import("./restoring.ts").catch(unavailable);
}

/** What takes pages out as ordinary files. */
export function exporting(): Promise<typeof import("./exporting.ts")> {
  return import("./exporting.ts").catch(unavailable);
}

export function searchTexts(): Promise<typeof import("./searching-texts.ts")> {
  return import("./searching-texts.ts").catch(unavailable);
}

/** A tab for trying out. */
export function madeUp(): Promise<typeof import("./made-up.ts")> {
  return import("./made-up.ts").catch(unavailable);
}

/** What the views show. */
export function looking(): Promise<typeof import("./looking.ts")> {
  return import("./looking.ts").catch(unavailable);
}

/** Large, and kept by the service worker only once it was asked for. */
export function quality(): Promise<typeof import("./quality.ts")> {
  return import("./quality.ts").catch(unavailable);
}

/** Made when it is first asked for, and then the same one; tried again after it could not be made. */
export function once<Part>(make: () => Promise<Part>): () => Promise<Part> {
  let made: Promise<Part> | null = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}

function unavailable(): never {
  throw new Refusal("unavailable");
}
