/** What the screens ask to add a device by another one; a part of core/contract.ts. Plain values only. */

import type { Status } from "./contract";

/** What a new device shows. `qrText` is what the code's picture says; `seconds`: how long the code holds, from now on. */
export interface ShownCode {
  readonly words: readonly string[];
  readonly qrText: string;
  readonly fourWords: readonly string[];
  readonly seconds: number;
}

/** What an old device read. `deviceName` is what the new one calls itself. */
export interface ReadCode {
  readonly deviceName: string;
  readonly fourWords: readonly string[];
}

/** One pairing at a time; a new one, or the lock, ends the one before. */
export interface PairingCommands {
  /** The new device draws a code and offers itself. */
  showPairing(input: null): ShownCode;
  /**
   * Waits until the other device has answered, and is open then. Refused with `cancelled`, with `pairing_over` after the two minutes, with
   * `wrong_secret` or an alarm's code for an answer that is none.
   */
  awaitPairing(input: null): Status;
  /**
   * The old device reads a code: twenty words as typed, or the text of the picture. Refused with `wrong_secret` for what cannot be a code or
   * an offer under it, with `other_server`, and with `pairing_over` where nobody waits under it (any more).
   */
  readPairing(input: { readonly code: string }): ReadCode;
  /**
   * The person has compared the four words: adds the device that was read. Refused with `wrong_secret` for another passphrase, with
   * `pairing_over` before anything was done or once it is too late, with `answered_before` where somebody else let it in.
   */
  admitDevice(input: { readonly passphrase: string }): Status;
  /** On either side: the keys of the pairing are dropped, and nothing more is sent. */
  cancelPairing(input: null): null;
}
