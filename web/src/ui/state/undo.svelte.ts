const OFFER_MS = 10_000;

export interface Offer {
  readonly sentence: string;
  readonly undo: () => Promise<unknown>;
}

/** For ten seconds after something was put away it can be taken back from wherever one is. */
export class Undo {
  offer: Offer | null = $state.raw(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(sentence: string, undo: () => Promise<unknown>): Offer {
    clearTimeout(this.#timer);
    const offer = { sentence, undo };
    this.offer = offer;
    this.#timer = setTimeout(() => this.forget(), OFFER_MS);
    return offer;
  }

  /** The screen on which alone it could be taken back is left; another offer stays. */
  withdraw(offer: Offer | null): void {
    if (offer !== null && offer === this.offer) this.forget();
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
