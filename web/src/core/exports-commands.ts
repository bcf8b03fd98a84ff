/** What the screens ask of the worker to take pages out as ordinary files, and to print them. Plain values only. */

import type { RecordView } from "./contract.ts";
import type { Choice, Form } from "./exports/choice.ts";

export type { Choice as ExportChoice, Form as ExportForm };

type Wanted = { readonly form: Form; readonly choice: Choice };

/**
 * What an export of this choice would hold. `coveredOut`: how many more there would be with covered ones. `leftOut`: how many records of the whole
 * journal are not here as they are now, whatever is chosen. `kinds` and `tags` are those of all that could be chosen.
 */
export interface ExportPreview {
  readonly files: number;
  readonly coveredOut: number;
  readonly leftOut: number;
  readonly kinds: readonly string[];
  readonly tags: readonly string[];
}

export interface ExportCommands {
  /** Reads everything once, told by `progress` (`reading`); asked again, it answers from that until `closePages`. */
  previewPages(input: Wanted): ExportPreview;
  /** A zip (docs/exports.md) of what is here now. Told by `progress` (`export`); `cancelled` where `cancelPages` ends it. */
  exportPages(input: Wanted): {
    readonly file: Blob;
    readonly name: string;
    readonly files: number;
  };
  /** The pages that a readable export would have, whole, the oldest first. Told and ended as an export is. */
  readPages(input: { readonly choice: Choice }): readonly RecordView[];
  /** Stops what is under way. */
  cancelPages(input: null): null;
  /** Lets go of what was read. */
  closePages(input: null): null;
}
