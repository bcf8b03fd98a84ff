/** Two devices, one of which admits the other, as the screens ask about it (core/pairing-commands.ts). */

import type { Bytes } from "../core/bytes.ts";
import type { WordList } from "../core/crypto/recovery.ts";
import { PairingError, Refusal } from "../core/errors.ts";
import type { ReadCode, ShownCode } from "../core/pairing-commands.ts";
import { limits } from "../core/protocol/limits.ts";
import { admit, type Candidate, readCandidate, sendAnswer } from "../core/sync/admitting.ts";
import { insisting } from "../core/sync/asking.ts";
import { type Perform, type Procedure, run } from "../core/sync/effects.ts";
import {
  answerTo,
  drawPairing,
  enterAdmitted,
  offerDevice,
  type Shown,
} from "../core/sync/pairing.ts";

const askMilliseconds = 1_500;

export class Pairing {
  readonly #perform: Perform;
  #shown: { readonly made: Shown; readonly endsAt: number } | null = null;
  #read: { readonly candidate: Candidate; answer: Bytes | null } | null = null;
  #cancel = new AbortController();

  constructor(perform: Perform) {
    this.#perform = perform;
  }

  async show(name: string, words: WordList): Promise<ShownCode> {
    this.cancel();
    const made = await this.#run(drawPairing(name, words));
    await this.#run(insisting(() => offerDevice(made)));
    const seconds = limits.pairing_seconds;
    this.#shown = { made, endsAt: performance.now() + 1_000 * seconds };
    const { words: code, qrText, fourWords } = made;
    return { words: code, qrText, fourWords, seconds };
  }

  /** Until the other device has answered. Nothing is left of the pairing then, however it ends. */
  async wait(): Promise<void> {
    const shown = this.#shown;
    if (shown === null) throw new PairingError("pairing_over");
    const { signal } = this.#cancel;
    try {
      const answer = await this.#answer(shown.made, shown.endsAt, signal);
      await this.#run(enterAdmitted(shown.made, answer));
    } finally {
      if (this.#shown === shown) this.#shown = null;
    }
  }

  async read(code: string, words: WordList): Promise<ReadCode> {
    this.cancel();
    const candidate = await this.#run(readCandidate(code, words));
    this.#read = { candidate, answer: null };
    return { deviceName: candidate.offer.name, fourWords: candidate.fourWords };
  }

  /** The answer is sealed once: the same one is sent again after a silence. */
  async admit(passphrase: string): Promise<void> {
    const read = this.#read;
    if (read === null) throw new PairingError("pairing_over");
    const today = new Date().toISOString().slice(0, 10);
    read.answer ??= await this.#run(admit(read.candidate, passphrase, today));
    await this.#run(sendAnswer(read.candidate, read.answer));
    this.#read = null;
  }

  cancel(): null {
    this.#cancel.abort();
    this.#cancel = new AbortController();
    this.#shown = null;
    this.#read = null;
    return null;
  }

  async #answer(made: Shown, endsAt: number, signal: AbortSignal): Promise<Bytes> {
    for (;;) {
      const answer = await this.#quietly(answerTo(made));
      signal.throwIfAborted();
      if (answer !== null) return answer;
      if (performance.now() > endsAt) throw new PairingError("pairing_over");
      await pause(askMilliseconds, signal);
    }
  }

  /** A silence is asked again at the next turn. */
  async #quietly<T>(asked: Procedure<T>): Promise<T | null> {
    try {
      return await this.#run(asked);
    } catch (error) {
      if (error instanceof Refusal && error.code === "unavailable") return null;
      throw error;
    }
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#perform);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
