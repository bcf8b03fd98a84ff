/**
 * What rests on a device (docs/protocol.md, The device's side of a commit).
 *
 * [Note: At rest] In clear lie ids, numbers, hashes, sizes, the account's name and what is public or sealed by
 * itself (slots, wraps, wire bodies). Everything a person wrote, the recovery words, and the state that sync
 * believes lie under LK in `sealed`, bound to table and key. The device key, the session token and what a passkey needs beside its
 * authenticator rest in clear: they count as stolen with the device, and open nothing.
 */

import type { Bytes } from "../bytes.ts";
import type { VaultMark } from "../crypto/checkpoint.ts";
import type { SigningKey } from "../crypto/suite.ts";
import type { AlarmCode } from "../errors.ts";
import type { Slot, Wrap } from "../protocol/accounts.ts";
import type { Id } from "../protocol/encoding.ts";

/** Of an account whose row does not say another. */
export const firstAccountEpoch = 1;

/** The account as this device unlocks it. `epoch` is the account's, absent in rows of before there were new keys: then it is the first. */
export type AccountRow = {
  readonly epoch?: number;
  readonly name: string;
  readonly salt: Bytes;
  readonly account: Id;
  readonly device: Id;
  readonly deviceKey: SigningKey;
  readonly slots: readonly Slot[];
  readonly wraps: readonly Wrap[];
};

/**
 * A way in that was begun and not answered yet: it is repeated with the same device, and a registration with the
 * same bytes, so that a lost answer burns no name.
 */
export type EnteringRow = {
  readonly name: string;
  readonly device: Id;
  readonly deviceKey: SigningKey;
  readonly registration: Registration | null;
};

/** A registration as it was built: its body, and the rows that follow once it is answered. */
export type Registration = {
  readonly body: Bytes;
  readonly account: AccountRow;
  readonly keyring: SealedRow;
  readonly recovery: SealedRow;
};

/** `token` is null when the server wants the passphrase again. */
export type SessionRow = { readonly token: Bytes | null };

/** Anything that rests under LK alone. */
export type SealedRow = { readonly sealed: Bytes };

/**
 * The vault and the head that this device verified; `verifiedAt` in UTC milliseconds, null before the first. `heardAt`: when a pull
 * last brought a head that another device made, absent before the first.
 */
export type VaultRow = {
  readonly vault: Id;
  readonly sequence: number;
  readonly verifiedAt: number | null;
  readonly heardAt?: number | null;
  readonly sealed: Bytes;
};

/**
 * The row of the newest verified revision of a record. `number` 0 and `hash` null: none yet. `tried` is the
 * greatest number that this device ever put into a commit.
 */
export type RecordRow = {
  readonly record: Id;
  readonly number: number;
  readonly epoch: number;
  readonly hash: Bytes | null;
  readonly tried: number;
};

/**
 * The plaintext of the newest verified revision that this version can read, null before the first. `newer` keeps
 * the bytes of a later one that does not open here, mostly of an unknown version: then the record is read-only here.
 */
export type BaseRow = {
  readonly record: Id;
  readonly sealed: Bytes | null;
  readonly newer: Bytes | null;
};

/**
 * Why something waits although there is a network. `too_large`: until it is edited again. `unsent`: it was typed
 * where another device erased the page, and goes only when the person asks for it. `damaged`: its bytes do not open any more, and are
 * kept as they are.
 */
export type Held = "too_large" | "unsent" | "damaged" | null;

/** The newest state of a record that the server does not have, over the revision with number `base` (0: none). */
export type OutboxRow = {
  readonly record: Id;
  readonly base: number;
  readonly held: Held;
  readonly sealed: Bytes;
};

/** What the list shows of a record; removed ones have none. */
export type HeaderRow = { readonly record: Id; readonly sealed: Bytes };

/**
 * [Note: Segments] Ten thousand headers take a second to open one by one. So they lie in segments too, newest first, so many in one: the first
 * screen needs one of them, and the rest opens in a tenth of the time. Segments are never the truth. Every write of a header, whoever makes
 * it, marks its record as `changed` in the same transaction; what is marked is read from its own row, and of one that is marked and has no row
 * there is nothing to show. Segments are made anew, all of them, in one transaction that empties the marks too and expects that nothing sealed was
 * written since the headers were read; or together with the first headers, where there were none. Where one is missing or does not open, every
 * header is read from its row.
 */
export type SegmentRow = {
  readonly segment: string;
  /** How many segments there are. */
  readonly count: number;
  readonly sealed: Bytes;
};

/** The header of this record is another one than the segments say. */
export type ChangedRow = { readonly record: Id };

/** The one commit that is unanswered. `body` is the wire's; `sealed` the head that it leads to. */
export type PendingRow = {
  readonly vault: Id;
  readonly commit: string;
  readonly base: number;
  readonly body: Bytes;
  readonly sealed: Bytes;
};

/** The revisions of a commit that was built, until a verified head has passed its base. */
export type AttemptRow = { readonly commit: string; readonly base: number; readonly sealed: Bytes };

/**
 * A passkey that opens this device. In clear, because it is asked for while locked: without its authenticator it opens nothing. `held` is null
 * once its slot has gone from the keyring and nobody was told yet.
 */
export type PasskeyRow = { readonly slot: Id; readonly held: HeldPasskey | null };

/** The credential's id, the input that it evaluates, and the secret of this device (docs/protocol.md, Passkeys). */
export type HeldPasskey = {
  readonly credential: Bytes;
  readonly input: Bytes;
  readonly secret: Bytes;
};

export type AlarmRow = { readonly code: AlarmCode };

/** The rows of a record that this device held, oldest first (docs/protocol.md, Alarm and rejoin). */
export type LineageRow = { readonly record: Id; readonly marks: readonly Mark[] };

/** A row, and the place in the history at which this device first held it. */
export type Mark = {
  readonly number: number;
  readonly hash: Bytes;
  readonly sequence: number;
  readonly chain: Bytes;
};

/**
 * [Note: Lead] A Web Lock elects the one tab that syncs, but a tab that was frozen may wake up and believe that it
 * still leads. So whoever leads counts one up, and a write of sync by an earlier leader is refused.
 */
export type LeadRow = { readonly generation: number };

/**
 * [Note: One LK] New keys seal everything anew that rests here. Between reading it all and writing it all any tab may write more, and a tab that has
 * not heard of them holds the old LK. So a write of anything sealed names its account epoch, is refused where the account's row has another one,
 * and counts one up here; and who seals anew expects the count of before.
 */
export type SealsRow = { readonly count: number };

/** The devices of the account that somebody has seen here, sealed. */
export type SeenRow = SealedRow;

/** The statement that the account was closed; it verified under a device of the keyring. `on` is a UTC date. */
export type ClosingRow = { readonly device: Id; readonly on: string };

/** What the first pull has to continue, until it did. */
export type CheckpointRow = { readonly vaults: readonly VaultMark[] };

/** Every table with its row. Those of one row use the key `only`. */
export interface Rows {
  account: AccountRow;
  entering: EnteringRow;
  session: SessionRow;
  keyring: SealedRow;
  recovery: SealedRow;
  vault: VaultRow;
  pending: PendingRow;
  alarm: AlarmRow;
  lead: LeadRow;
  records: RecordRow;
  bases: BaseRow;
  outbox: OutboxRow;
  headers: HeaderRow;
  attempts: AttemptRow;
  lineage: LineageRow;
  passkeys: PasskeyRow;
  seals: SealsRow;
  seen: SeenRow;
  closing: ClosingRow;
  checkpoint: CheckpointRow;
  segments: SegmentRow;
  changed: ChangedRow;
}

export type Table = keyof Rows;

export const only = "only";

export const tables = [
  "account",
  "entering",
  "session",
  "keyring",
  "recovery",
  "vault",
  "pending",
  "alarm",
  "lead",
  "records",
  "bases",
  "outbox",
  "headers",
  "attempts",
  "lineage",
  "passkeys",
  "seals",
  "seen",
  "closing",
  "checkpoint",
  "segments",
  "changed",
] as const satisfies readonly Table[];
