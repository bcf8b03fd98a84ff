/**
 * The engine asks for everything outside itself by yielding an effect and is given the answer: storage,
 * network, key. A procedure is a generator of effects; a driver carries them out one after the other, so that
 * a test can name every one, fail before or after it, and find the state on disk whole.
 */

import type { Bytes, Random } from "../bytes.ts";
import { Refusal } from "../errors.ts";
import type { Batch, Outcome } from "../store/contract.ts";
import type { Rows, Table } from "../store/schema.ts";
import type { OpenKeys } from "./open-keys.ts";

/** A request to the server; `token` is the session's, null where none is asked for. */
export type Request = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body: Bytes | null;
  readonly token: Bytes | null;
};

/**
 * What came back. Silence is everything from which nothing can be concluded: no answer, an answer that is not
 * ours (a captive portal's page), 408, 429 and 5xx. `retryAfter` in seconds; `servedAt` is the server's clock in UTC
 * milliseconds, null where it does not tell.
 */
export type Reply =
  | { readonly kind: "answer"; readonly body: Bytes; readonly servedAt: number | null }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "silence"; readonly retryAfter: number | null };

/** What is asked of keys, by the words of the specification. */
export type KeyWork =
  | "seal local"
  | "open local"
  | "seal revisions"
  | "open revisions"
  | "sign commit"
  | "verify pull"
  | "accept keyring"
  | "add device"
  | "make version"
  | "seal version"
  | "seal anew"
  | "derive way in"
  | "open account"
  | "make account"
  | "make device"
  | "pair"
  | "ids"
  | "prove";

/**
 * Keys in the driver's hands. `open` is null while locked; only unlocking, entering and accepting a keyring set
 * it. `origin` is scheme, host and port as this client dials them.
 */
export type KeyHolder = { open: OpenKeys | null; readonly random: Random; readonly origin: string };

export type Effect =
  | { readonly effect: "load"; readonly table: Table; readonly key: string }
  | { readonly effect: "load many"; readonly table: Table; readonly keys: readonly string[] }
  | { readonly effect: "load all"; readonly table: Table }
  | {
      readonly effect: "load some";
      readonly table: Table;
      readonly after: string | null;
      readonly most: number;
    }
  | { readonly effect: "save"; readonly batch: Batch }
  | { readonly effect: "send"; readonly request: Request }
  /** A session newer than this token. Whoever asks while one is being made is given that one. */
  | { readonly effect: "renew"; readonly stale: Bytes }
  | {
      readonly effect: "key";
      readonly name: KeyWork;
      readonly work: (holder: KeyHolder) => unknown;
    };

/** The answers go back in by `next`; `never` keeps anybody but `answerTo` from reading them untyped. */
export type Procedure<T> = Generator<Effect, T, never>;

/** Carries out one effect. */
export type Perform = (effect: Effect) => Promise<unknown>;

/** Runs a procedure to its end. What `perform` throws is thrown inside the procedure. */
export async function run<T>(procedure: Procedure<T>, perform: Perform): Promise<T> {
  const held = new HeldKeys();
  let step = procedure.next();
  while (!step.done) step = await stepOn(procedure, held.guarded(step.value), perform);
  return step.value;
}

/**
 * The account epoch of the keys that a procedure has used. What it sealed with them it may not write once they are others ([Note: One LK] in the
 * schema), and the two are never mixed within it.
 */
class HeldKeys {
  #epoch: number | null = null;

  guarded(effect: Effect): Effect {
    if (effect.effect === "key") {
      return { ...effect, work: (holder) => effect.work(this.#checked(holder)) };
    }
    if (effect.effect !== "save" || effect.batch.under !== undefined) return effect;
    return { ...effect, batch: { ...effect.batch, under: this.#epoch } };
  }

  #checked(holder: KeyHolder): KeyHolder {
    const epoch = holder.open?.keyring.document.epoch ?? null;
    if (this.#epoch !== null && this.#epoch !== epoch) throw new Refusal("epoch_stale");
    this.#epoch = epoch;
    return holder;
  }
}

async function stepOn<T>(procedure: Procedure<T>, effect: Effect, perform: Perform) {
  let answer: unknown;
  try {
    answer = await perform(effect);
  } catch (error) {
    return procedure.throw(error); // translated or let through by the procedure itself
  }
  return procedure.next(answer as never); // the driver's answer is of the effect's own type
}

export function* load<T extends Table>(table: T, key: string): Procedure<Rows[T] | null> {
  return yield { effect: "load", table, key };
}

export function* loadMany<T extends Table>(
  table: T,
  keys: readonly string[],
): Procedure<readonly (Rows[T] | null)[]> {
  return yield { effect: "load many", table, keys };
}

export function* loadAll<T extends Table>(table: T): Procedure<readonly Rows[T][]> {
  return yield { effect: "load all", table };
}

/** At most so many, in the order of their keys, from behind this key; null for the first ones. */
export function* loadSome<T extends Table>(
  table: T,
  after: string | null,
  most: number,
): Procedure<readonly Rows[T][]> {
  return yield { effect: "load some", table, after, most };
}

/** What was written, if it was. `epoch_stale`, and no keys any more, where others took their place or the account is gone from here. */
export function* save(batch: Batch): Procedure<Exclude<Outcome, "outdated">> {
  const outcome: Outcome = yield { effect: "save", batch };
  if (outcome !== "outdated") return outcome;
  yield* keyHolder("open account", (holder) => {
    holder.open = null;
  });
  throw new Refusal("epoch_stale");
}

export function* send(request: Request): Procedure<Reply> {
  return yield { effect: "send", request };
}

export function* renewed(stale: Bytes): Procedure<Bytes> {
  return yield { effect: "renew", stale };
}

/** Work with the keys of an open account. */
export function* key<T>(
  name: KeyWork,
  work: (keys: OpenKeys, random: Random) => Promise<T>,
): Procedure<T> {
  return yield* keyHolder(name, ({ open, random }) => {
    if (open === null) throw new RangeError(`${name} asks for keys while locked`);
    return work(open, random);
  });
}

/** Work that needs no open account, or opens it. */
export function* keyHolder<T>(
  name: KeyWork,
  work: (holder: KeyHolder) => Promise<T> | T,
): Procedure<T> {
  return yield { effect: "key", name, work };
}
