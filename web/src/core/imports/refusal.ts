/** A source that is refused as a whole: nothing of it is kept (docs/imports.md, Members). */

import { ImportError } from "../errors.ts";

export const maxMembers = 200_000;
export const maxPathBytes = 1_024;
export const maxPathSegments = 32;
export const maxTextBytes = 64 * 1_048_576;
export const maxTextsBytes = 1_073_741_824;
/** From this size on a member may unpack to at most so many times what it takes. */
export const leastBombBytes = 1_048_576;
export const maxUnpackRatio = 200;

export function refuse(): ImportError {
  return new ImportError("import_refused");
}

/** `import_refused` unless it holds. */
export function demand(holds: boolean): void {
  if (!holds) throw refuse();
}
