const OFFER_MS = 10_000;

export interface Offer {
  readonly sentence: string;
  readonly undo: () => Promise<unknown>;
}

/** For ten seconds after something was put away it can be taken back from wherever one is. */
export class Undo {
  offer: Offer | null = $state.raw(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(sentence: string, undo: () => Promise<unknown>): void {
    clearTimeout(this.#timer);
    this.offer = { sentence, undo };
    this.#timer = setTimeout(() => this.forget(), OFFER_MS);
  }

  async take(): Promise<void> {
    const { offer } = this;
    this.forget();
    await offer?.undo();
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.offer = null;
  }
}
