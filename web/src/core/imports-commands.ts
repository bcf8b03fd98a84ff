/** What the screens ask of the worker to bring pages in: from elsewhere, and from a backup. Plain values only. */

import type { App, DroppedKind, Reason } from "./imports/item.ts";
import type { Verdict } from "./sync/restoring.ts";

export type { App, DroppedKind, Reason, Verdict };

/** A chosen file. `path` as the chooser names it: of a folder with the folder's own name before it. */
export interface ChosenFile {
  readonly path: string;
  readonly file: File;
}

/**
 * What an import would bring; nothing is written yet. `app` null: no format fits, and nothing comes in. `from` and `to` as 2026-11-22,
 * `first` (the earliest three) as 2026-11-22 18:00, each in the zone of its page: by them the person confirms `zone`. `dropped`: pages of each
 * kind of what is dropped unless asked for. `leftOut`: how many of each reason the report has, `media_waits` among them. `alreadyHere`: how
 * many are here, or were removed here, and would be left alone.
 */
export interface ImportPreview {
  readonly app: App | null;
  readonly zone: string;
  readonly pages: number;
  readonly people: number;
  readonly media: number;
  readonly from: string;
  readonly to: string;
  readonly first: readonly string[];
  readonly dropped: Readonly<Partial<Record<DroppedKind, number>>>;
  readonly leftOut: Readonly<Partial<Record<Reason, number>>>;
  readonly alreadyHere: number;
}

/** How many came in, were left alone, and stay removed. `isWhole` false: it was stopped, and a second run goes on. */
export interface ImportDone {
  readonly kept: number;
  readonly alreadyHere: number;
  readonly removedHere: number;
  readonly isWhole: boolean;
}

/** `day` on which it was made, 2026-11-22; `leftOut`: records that could not be opened when it was made. */
export interface RestorePreview {
  readonly day: string;
  readonly records: number;
  readonly pages: number;
  readonly leftOut: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
}

/** What was done with how many records. `isWhole` false: it was stopped, and a second run goes on. */
export interface RestoreDone {
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly isWhole: boolean;
}

/** What opens a backup; null for a zip that is not locked. */
export type RestoreKey = { readonly passphrase: string } | { readonly identity: string } | null;

export interface ImportCommands {
  /**
   * Some of many files, after the first `at` of those that were handed over before: a message of thousands would hold the screen up. The
   * next `openImport` reads the first `at` of them before its own.
   */
  chooseImport(input: { readonly files: readonly ChosenFile[]; readonly at: number }): null;
  /**
   * Reads what was chosen, in the device's zone. Told by `progress` (`reading`). Refused with `import_refused`, or with `import_is_backup` for
   * what is restored instead, with `not_found` where what was handed over before is not here any more. Another one that was open is let go.
   */
  openImport(input: {
    readonly files: readonly ChosenFile[];
    readonly isFolder: boolean;
    readonly at?: number;
  }): ImportPreview;
  /** The same source in another zone, or as another format. Refused with `not_found` where none is open. */
  changeImport(input: { readonly zone: string; readonly app: App | null }): ImportPreview;
  /**
   * Keeps all that is not here. `keep` is what is not dropped, `cover` covers every page. Told by `progress` (`import`); `cancelImport` stops it
   * between two batches.
   */
  runImport(input: {
    readonly cover: boolean;
    readonly keep: readonly DroppedKind[];
    readonly withTrashed: boolean;
  }): ImportDone;
  /** Stops what is under way; a source that is open stays so, that it can go on. */
  cancelImport(input: null): null;
  /** Lets go of the source and every word of it. */
  closeImport(input: null): null;
  /** A plain text of all that was left out, or is not whole; `words` for each reason. */
  importReport(input: {
    readonly heading: string;
    readonly words: Readonly<Record<Reason, string>>;
  }): Blob;
  /** Verifies a backup whole and compares it with what is here. Told by `progress` (`reading`). `wrong_secret`, `backup_damaged`, `unknown_version`. */
  openRestore(input: { readonly file: File; readonly key: RestoreKey }): RestorePreview;
  /** Brings back what is not here; `withCopies`: also what is different, as copies. Told by `progress` (`restore`). */
  runRestore(input: { readonly withCopies: boolean }): RestoreDone;
  cancelRestore(input: null): null;
  closeRestore(input: null): null;
  /** A plain text of what was done with each record that was not simply the same; `words` for each verdict. */
  restoreReport(input: {
    readonly heading: string;
    readonly words: Readonly<Record<Verdict, string>>;
  }): Blob;
}
