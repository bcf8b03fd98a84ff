/**
 * What the screens ask of the worker, and what it tells them. Plain values only: everything here crosses `postMessage`.
 *
 * The worker alone holds keys, the store and the network. Locking ends it; the screens then know nothing but `Status`.
 */

import type { BackupLock } from "./backup/age";
import type { AlarmCode, ErrorCode, RefusalCode } from "./errors";
import type { ExportCommands } from "./exports-commands";
import type { HistoryCommands } from "./history-commands";
import type { ImportCommands } from "./imports-commands";
import type { PairingCommands, ReadCode, ShownCode } from "./pairing-commands";
import type { PasskeyCommands } from "./passkey-commands";
import type { JsonObject } from "./protocol/canonical";
import type { Admission } from "./protocol/limits";
import type { SearchCommands } from "./search/commands";
import type { ViewCommands } from "./views-commands";
import type { KnownDevice, WaysIn } from "./ways-in";

export { isLocked } from "./backup/locked";
export { type RecipientFault, recipientFault, recipientIn } from "./backup/recipient";
export type * from "./exports-commands";
export type * from "./history-commands";
export { droppedKinds, reasons } from "./imports/item";
export type * from "./imports-commands";
export type * from "./passkey-commands";
export { hasChips, noChips } from "./search/chips";
export type * from "./search/commands";
export type * from "./views-commands";
export type { Admission, BackupLock, KnownDevice, ReadCode, ShownCode };

/** The name of a worker for trying out begins so, and ends with the language of its made-up pages. */
export const madeUpWorker = "made up ";

/** 32 lower-case hexadecimal digits. */
export type RecordId = string;

/** `fresh`: no account on this device. `locked`: one, and no key in memory. `open`: keys in memory. */
export type Phase = "fresh" | "locked" | "open";

/**
 * What kept an answer away, as far as a device can see. `offline`: it has no network. `unreachable`: it has one, and no answer came, or
 * only a part of one. `slow`: a connection stood, and nothing came for too long. `busy`: the server, or what stands before it, asks to come
 * again later. `portal`: the network answers in the server's place, as before a sign-in page. `blocked`: something on the way refuses.
 */
export type Silence = "offline" | "unreachable" | "slow" | "busy" | "portal" | "blocked";

/**
 * Where sync stands, from facts only.
 * `recovery_first`: the recovery code was not typed again yet, so nothing has left the device.
 * `working`: a request is under way. `done`: everything waiting was answered and the newest head was verified.
 * A `Silence`: the last try got no usable answer; it is repeated by itself. `offline` is also said of a refusal. `fault`: something of our own went wrong; nothing is lost, and
 * it is repeated by itself. `sign_in_again`: the passphrase that holds now is needed for a new session. `removed`: the server says that this
 * device was removed on another one. `closed`: the account was closed for good, by one of its devices. What is here stays in both.
 * `stopped`: an alarm stands; nothing is sent or merged. `made_up`: the pages are nobody's, and this tab's memory is all that holds them.
 */
export type SyncState =
  | "recovery_first"
  | "working"
  | "done"
  | Silence
  | "fault"
  | "sign_in_again"
  | "removed"
  | "closed"
  | "stopped"
  | "made_up";

export interface Status {
  readonly phase: Phase;
  /** The account's name, null while `fresh`. While locked nothing else is told. */
  readonly name: string | null;
  readonly sync: SyncState;
  /** Why the server last refused what waits, null when it did not. It is tried again by itself. */
  readonly refusal: RefusalCode | null;
  /** Pages whose newest words are on this device only. */
  readonly waiting: number;
  /** How many of those do not open on this device any more. Their bytes are kept, and the rest is sent. */
  readonly damaged: number;
  readonly alarm: AlarmCode | null;
  /** UTC milliseconds of this device's clock when a head was last verified, null if never. */
  readonly verifiedAt: number | null;
  /** Since when nothing came from any other device, and its name where there is only one; null while that is no wonder. */
  readonly quiet: { readonly since: number; readonly device: string | null } | null;
  /** The name of the device on which the account was closed, and the day (2026-11-23); null while it is not. */
  readonly closed: { readonly device: string; readonly on: string } | null;
}

/**
 * Where the newest words of a page are. `device_only`: it does not leave this device by itself, because the server refuses its size,
 * or because it was typed where another device erased the page; everything else goes on.
 */
export type Kept = "device" | "server" | "device_only";

/** What lists show of a record of any kind. */
export interface RecordHeader {
  readonly record: RecordId;
  readonly kind: string;
  readonly title: string;
  /** The first words of the body, at most 140 code points, for the list. */
  readonly opening: string;
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly kept: Kept;
  /** Words from two places stand in it, and the person has not said that they saw it. */
  readonly merged: boolean;
  /** Written by a newer version of Goldseam: shown as such, never changed here. */
  readonly newer: boolean;
  /** What came last was made with the right key and does not open: shown as such, never changed here. */
  readonly unreadable: boolean;
  /** Covered by the person: title and opening are empty. */
  readonly covered: boolean;
  readonly bring: boolean;
  /** The day on which the person wants to look at it again, as 2026-11-22, or empty. */
  readonly lookAgain: string;
  /** open (empty), set_down, archived. */
  readonly state: string;
  /** never (empty), ask_me, yes. */
  readonly resurface: string;
  readonly people: readonly RecordId[];
  readonly tags: readonly string[];
  /** UTC milliseconds when it was put into the trash, null for one that is not there. */
  readonly trashedAt: number | null;
}

/**
 * A record of any kind as it stands: what core/model reads and changes. `value` is the whole object, `{}` where nothing of it can
 * be read here.
 */
export interface RecordView {
  readonly record: RecordId;
  readonly kind: string;
  readonly value: JsonObject;
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly kept: Kept;
  readonly merged: boolean;
  readonly newer: boolean;
  readonly unreadable: boolean;
  readonly trashedAt: number | null;
}

/** `null`: all that is not in the trash. `look_again`: nearest day first. `trash`: what was put there last comes first. */
export type Only = "all" | "bring" | "look_again" | "trash" | null;

export interface RecordQuery {
  /** Kinds by name; null for all. The account's own settings, safety card and packs, and what devices tell each other, are listed only where their kind is named. */
  readonly kinds: readonly string[] | null;
  readonly only: Only;
  /** Records that name this person. */
  readonly person: RecordId | null;
  readonly tag: string | null;
  /** UTC milliseconds: a newest-first list begins with what was made before that moment. Null or left out: with the newest. */
  readonly before?: number | null;
  /** From where it begins; below zero for so many newer ones first. */
  readonly offset: number;
  readonly limit: number;
}

export interface RecordList {
  /** Newest first, by `createdAt`, then by id, unless `only` says otherwise. */
  readonly records: readonly RecordHeader[];
  /** Whether the list goes on before the first and after the last of them. */
  readonly hasNewer: boolean;
  readonly hasMore: boolean;
}

/** A place in the history, as it was shown; it goes back with the consent. `chain` in lower-case hexadecimal. */
export interface HistoryPlace {
  readonly sequence: number;
  readonly chain: string;
}

/** A record as a list names it; of a covered one the title is empty. */
export type ListedRecord = Pick<
  RecordHeader,
  "record" | "kind" | "title" | "opening" | "covered" | "createdAt" | "newer" | "unreadable"
>;

/**
 * What was found before a device leaves its branch of the history. `isContinuation`: the server goes on from where this device stands.
 * `send`: missing there. `take`: missing here. `both`: changed on both sides. `removedHere`: how many pages go from here because another
 * device removed them; `removedThere`: the other way round.
 */
export interface RejoinPreview {
  readonly at: HistoryPlace;
  readonly isContinuation: boolean;
  readonly send: readonly ListedRecord[];
  readonly take: readonly ListedRecord[];
  readonly both: readonly ListedRecord[];
  readonly removedHere: number;
  readonly removedThere: number;
}

/** How many records were sent, taken and brought together; those sent are on their way. */
export interface Rejoined {
  readonly sent: number;
  readonly taken: number;
  readonly both: number;
}

/** Another device rejoined, and nobody has said here that they saw it. `device` is its name, empty where it is not known. */
export interface RejoinedElsewhere extends Rejoined {
  readonly device: string;
  /** UTC milliseconds of that device's clock. */
  readonly at: number;
}

/**
 * Why a passphrase could be guessed. `common`: it is, or is near to, one that many people have. `about`: it has the person's name in it.
 * `nearly`: hard to guess, and not enough. `short`: none of the others.
 */
export type PassphraseWeakness =
  | "common"
  | "about"
  | "keyboard"
  | "repeat"
  | "sequence"
  | "date"
  | "nearly"
  | "short";

/** What is in it and makes it harder to type, and hardly harder to guess. */
export type PassphraseTrick = "signs" | "reversed" | "capitals";

export interface PassphraseJudgement {
  readonly isStrong: boolean;
  /** Null for a strong one. */
  readonly weakness: PassphraseWeakness | null;
  readonly tricks: readonly PassphraseTrick[];
}

export interface Credentials {
  readonly name: string;
  readonly passphrase: string;
}

/** `invitation` as typed, left out where none is needed. */
export interface NewCredentials extends Credentials {
  readonly invitation?: string;
}

/** Every command, with what goes in and what comes out. A refused one rejects with `Failure`. */
export interface Commands
  extends WaysIn,
    HistoryCommands,
    PairingCommands,
    PasskeyCommands,
    ImportCommands,
    ExportCommands,
    SearchCommands,
    ViewCommands {
  status(input: null): Status;
  /** Six words of the EFF long list. */
  offerPassphrase(input: null): readonly string[];
  /**
   * How easily one of the person's own could be guessed; `about` is what somebody who knows them would try first. Refused with
   * `wrong_secret` for what cannot be a passphrase, with `unavailable` while what it takes cannot be fetched.
   */
  judgePassphrase(input: {
    readonly passphrase: string;
    readonly about: readonly string[];
  }): PassphraseJudgement;
  /** Refused with `begun_before` where one was begun under other words and has arrived: those still open it. */
  /** Who may make an account on the server; refused with `unavailable` offline. */
  admission(input: null): Admission;
  signUp(input: NewCredentials): Status;
  /** On a device of the account too, open or locked, with the passphrase that holds now. */
  signIn(input: Credentials): Status;
  /** Opens the cached slot, offline too. */
  unlock(input: { readonly passphrase: string }): Status;
  /** The ten recovery words, until they were typed again; then null. */
  recoveryCode(input: null): readonly string[] | null;
  /** True when the words are right; then sync begins and the device forgets them. */
  confirmRecovery(input: { readonly words: string }): boolean;
  /** The person has seen that words of two places were kept. */
  dismissMerged(input: { readonly record: RecordId }): RecordView;
  /** The person asks that a page which is `device_only` is sent. */
  send(input: { readonly record: RecordId }): RecordView;
  readRecord(input: { readonly record: RecordId }): RecordView | null;
  /**
   * Seals the newest state of a record of any kind in one transaction, and answers when it is durable. `record` null makes one, and so
   * does an id that no record has, so that a lost answer can be asked for again. `base` is what the screen last knew as kept: where the
   * stored state has moved since, both are merged. `created_at`, `updated_at` and `tz` are filled in here. A value that says the same as
   * `base` (or as what is stored) writes nothing.
   */
  keepRecord(input: {
    readonly record: RecordId | null;
    readonly value: JsonObject;
    readonly base: JsonObject | null;
  }): RecordView;
  listRecords(input: RecordQuery): RecordList;
  /** The months of a newest-first list in which there is anything: the end of each on this device's calendar, in UTC milliseconds, as `before` takes it. */
  months(input: RecordQuery): readonly number[];
  /** The one record of a kind of which an account has one; `view` null: to be made by `keepRecord` under this id. */
  singleton(input: { readonly kind: string }): {
    readonly record: RecordId;
    readonly view: RecordView | null;
  };
  /** It leaves the lists and stays whole for at least 30 days. */
  trash(input: { readonly record: RecordId }): RecordView;
  untrash(input: { readonly record: RecordId }): RecordView;
  /** Removed now and for good, its earlier revisions too; it wins over an edit elsewhere. */
  erase(input: { readonly record: RecordId }): null;
  /** What the server shows now, whole, and what rejoining would do. Refused with the alarm's code where it does not fit in itself. */
  lookAgain(input: null): RejoinPreview;
  /** Leaves for what goes on from `at`; refused with an alarm's code where the server does not, with `not_found` where no alarm stands. */
  rejoin(input: { readonly at: HistoryPlace }): Rejoined;
  /** The newest one, null for none. */
  rejoinedElsewhere(input: null): RejoinedElsewhere | null;
  /** Somebody has seen here what other devices told. */
  seenRejoined(input: null): null;
  /** Where this device stands, in eight words to compare with another device; `bytes` is the same in lower-case hexadecimal. */
  checkpoint(input: null): {
    readonly words: readonly string[];
    readonly sequence: number;
    readonly bytes: string;
  };
  /** A few words of the list that begin so; none for one that is whole, or has fewer than two letters. */
  wordsLike(input: { readonly start: string }): readonly string[];
  /** Try now instead of at the next turn. */
  syncNow(input: null): null;
  /**
   * An encrypted backup of all pages, verified by reading it again before it is given. Told by `progress`; one that `cancelExport`
   * ends is refused with `cancelled`, one to what is no recipient with `wrong_secret`. `leftOut` counts the records whose newest
   * state could not be opened here.
   */
  exportBackup(input: BackupLock): {
    readonly file: Blob;
    readonly name: string;
    readonly pages: number;
    readonly leftOut: number;
  };
  cancelExport(input: null): null;
}

export type CommandName = keyof Commands;

/** What the worker tells unasked. */
export type Notice =
  | { readonly type: "status"; readonly status: Status }
  /** Pages changed here or by another device; `records` null: read everything anew. */
  | { readonly type: "pages"; readonly records: readonly RecordId[] | null }
  /** Another tab brought a newer version of the app, which waits until this worker is ended. */
  | { readonly type: "outdated" }
  | {
      readonly type: "progress";
      /** `reading`: what an import or a restore would bring is looked at. `search`: every page is, before the first search. */
      readonly work: "export" | "reading" | "import" | "restore" | "search";
      readonly done: number;
      readonly total: number;
    };

/** Why a command was refused. `code` picks the sentence in the copy; nothing else is shown. `cancelled`: the person stopped it. */
export interface Failure {
  readonly code: ErrorCode | "cancelled";
  /** With `rate_limited`: the seconds that the server asks to wait, where it says. */
  readonly wait?: number;
}

/** One command on its way to the worker; `id` counts from 1 in each worker's life. */
export type Request = {
  readonly [Name in CommandName]: {
    readonly id: number;
    readonly command: Name;
    readonly input: Parameters<Commands[Name]>[0];
  };
}[CommandName];

/** What the worker posts: the result of a command, its refusal, or a notice. */
export type Message =
  | {
      readonly type: "result";
      readonly id: number;
      readonly result: ReturnType<Commands[CommandName]>;
    }
  | { readonly type: "failure"; readonly id: number; readonly failure: Failure }
  | { readonly type: "notice"; readonly notice: Notice };
