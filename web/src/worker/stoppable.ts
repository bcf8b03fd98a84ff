/** One piece of work at a time; a new one, and whoever stops it, ends the one before. */
export class Stoppable {
  #stop = new AbortController();

  begin(): AbortSignal {
    this.#stop.abort();
    this.#stop = new AbortController();
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }
}
