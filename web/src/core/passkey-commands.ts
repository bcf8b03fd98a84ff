/** What the screens ask about passkeys; a part of core/contract.ts. Plain values only. */

import type { Status } from "./contract";

/** 32 lower-case hexadecimal digits. */
export type SlotId = string;

/** A passkey of the account. */
export interface Passkey {
  readonly slot: SlotId;
  readonly name: string;
  /** The name of the device on which it opens the pages; empty where nobody knows it. */
  readonly device: string;
  readonly isHere: boolean;
}

/** `hasEnded`: one that was here opens nothing any more, because it was removed elsewhere or new keys were made, and nobody has said that they saw it. */
export interface Passkeys {
  readonly passkeys: readonly Passkey[];
  readonly hasEnded: boolean;
}

/** What an authenticator is asked with to make a passkey. All bytes are random but for the challenge; `others`: credential ids of those here. */
export interface PasskeyBegun {
  readonly slot: SlotId;
  readonly challenge: Uint8Array<ArrayBuffer>;
  readonly user: Uint8Array<ArrayBuffer>;
  readonly input: Uint8Array<ArrayBuffer>;
  readonly others: readonly Uint8Array<ArrayBuffer>[];
}

/** A passkey that was made and used once. `registration`, `assertion`: its two answers as JSON, without results of extensions. */
export interface PasskeyMade {
  readonly slot: SlotId;
  readonly credential: Uint8Array<ArrayBuffer>;
  readonly input: Uint8Array<ArrayBuffer>;
  /** What it evaluated, 32 bytes. It crosses to the worker alone, as a transfer, and is erased there. */
  readonly output: ArrayBuffer;
  readonly registration: string;
  readonly assertion: string;
}

/** What an authenticator is asked with to open this device; without a name, because that is asked while locked. */
export interface PasskeyHere {
  readonly slot: SlotId;
  readonly credential: Uint8Array<ArrayBuffer>;
  readonly input: Uint8Array<ArrayBuffer>;
}

/** `passphrase` is the one that holds now, typed at that moment; refused with `wrong_secret` or `login_refused`. */
export interface PasskeyCommands {
  /** Those of this device first. */
  passkeys(input: null): Passkeys;
  /** The passphrase is tried before anything is asked of an authenticator: a passkey that could not be kept would stay in it. */
  beginPasskey(input: { readonly passphrase: string }): PasskeyBegun;
  /** Its slot is opened once before it is written. The same again, after a lost answer, does no harm. */
  keepPasskey(input: {
    readonly made: PasskeyMade;
    readonly name: string;
    readonly passphrase: string;
  }): Passkeys;
  removePasskey(input: { readonly slot: SlotId; readonly passphrase: string }): Passkeys;
  /** Somebody has seen that one has ended. */
  seenEndedPasskey(input: null): null;
  /** Those that can open this device; answered while locked. */
  passkeysHere(input: null): readonly PasskeyHere[];
  /** Opens the cached slot, offline too. `output` is erased. */
  unlockByPasskey(input: { readonly slot: SlotId; readonly output: ArrayBuffer }): Status;
}
