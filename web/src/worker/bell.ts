/** Waiting for a while or for a reason to go on. A ring that nobody waited for is heard by the next wait. */

/** `soft`: there is something to do. `hard`: and there is reason to believe that it works now. */
export type Ring = "soft" | "hard";

export class Bell {
  #rung: Ring | null = null;
  #wake: ((ring: Ring) => void) | null = null;

  ring(ring: Ring): void {
    if (this.#rung !== "hard") this.#rung = ring;
    this.#wake?.(ring);
  }

  /** Forget what rang before. */
  clear(): void {
    this.#rung = null;
  }

  /** Until `milliseconds` have passed (null), or a ring; soft ones only if `hearsSoft`. */
  async wait(milliseconds: number, hearsSoft: boolean): Promise<Ring | null> {
    if (this.#isHeard(this.#rung, hearsSoft)) return this.#rung;
    return new Promise((resolve) => {
      const end = (ring: Ring | null) => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(ring);
      };
      const timer = setTimeout(() => end(null), milliseconds);
      this.#wake = (ring) => {
        if (this.#isHeard(ring, hearsSoft)) end(ring);
      };
    });
  }

  #isHeard(ring: Ring | null, hearsSoft: boolean): boolean {
    return ring === "hard" || (ring === "soft" && hearsSoft);
  }
}
