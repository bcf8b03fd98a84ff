/** What the screens ask about ways in and devices; a part of core/contract.ts. Plain values only. */

import type { Status } from "./contract";

/** A device of the account. Days as 2026-11-23. */
export interface KnownDevice {
  /** 32 lower-case hexadecimal digits. */
  readonly device: string;
  /** Empty for a stranger. */
  readonly name: string;
  readonly isThis: boolean;
  /** Null where nobody says. */
  readonly addedOn: string | null;
  /** The day of its last proof, as the server tells; null where it does not. */
  readonly seenOn: string | null;
  readonly isRemoved: boolean;
  /** Null where nobody says, as of a stranger that only the server knows as removed. */
  readonly removedOn: string | null;
  /** Only the server knows it: it signed in with the passphrase and never added itself to the keyring. */
  readonly isStranger: boolean;
  /** Nobody said on this device yet that they saw it. */
  readonly isNew: boolean;
}

/** `passphrase` is always the one that holds now, typed at that moment; refused with `wrong_secret` or `login_refused`. */
export interface WaysIn {
  /** Ten new recovery words. They are kept nowhere: they come back, once the person has typed them again. */
  drawRecovery(input: null): readonly string[];
  /** The account key stays; other devices take the new one at their next look. */
  changePassphrase(input: { readonly passphrase: string; readonly newPassphrase: string }): Status;
  newRecovery(input: { readonly passphrase: string; readonly words: readonly string[] }): Status;
  /**
   * In by the recovery words alone; they are dead afterwards. A device of the account, locked or open, keeps all that is on it; else this is a new one.
   * `checkpoint`: of a recovery sheet, hexadecimal.
   */
  recover(input: {
    readonly name: string;
    readonly words: string;
    readonly newPassphrase: string;
    readonly newWords: readonly string[];
    readonly checkpoint: string | null;
  }): Status;
  /**
   * New keys for everything, and all other devices signed out; `remove`: devices that never come back. Refused with `not_synced` while something waits here.
   * Where the answer is lost, the same once more, or signing in with the new passphrase, finishes it.
   */
  newKeys(input: {
    readonly passphrase: string;
    readonly newPassphrase: string;
    readonly newWords: readonly string[];
    readonly remove: readonly string[];
  }): Status;
  /** This one first, then by day, newest first. `isWhole`: the server was asked too; without it strangers and `seenOn` are missing. */
  devices(input: null): { readonly devices: readonly KnownDevice[]; readonly isWhole: boolean };
  removeDevices(input: {
    readonly passphrase: string;
    readonly devices: readonly string[];
  }): Status;
  /** Those that nobody has seen here yet, this one never among them. */
  newDevices(input: null): readonly KnownDevice[];
  seenDevices(input: null): null;
  /**
   * Removes everything that rests in the store, then ends the session where the server is reached within a few seconds; what is on the server
   * stays. Afterwards the phase is `fresh`, in the other tabs too. Caches, service worker, local storage and the database itself are the
   * page's to delete, once it has ended this worker.
   */
  leave(input: null): null;
  /** Everything of the account on the server, for good. What rests here stays until `leave`. */
  closeAccount(input: { readonly passphrase: string }): Status;
  /** What the server holds of the account, but for the sealed pages, as a JSON file. */
  exportAccount(input: { readonly passphrase: string }): {
    readonly file: Blob;
    readonly name: string;
  };
}
