/** Waiting for a while or for a reason to go on. A ring that nobody waited for is heard by the next wait. */

/**
 * `soft`: there is something to do. `hard`: and there is reason to believe that it works now. `urgent`: whatever the server asked for, because
 * a person did, or the network is another one, or the waiting itself is over.
 */
export type Ring = "soft" | "hard" | "urgent";

const strength: Readonly<Record<Ring, number>> = { soft: 0, hard: 1, urgent: 2 };

export class Bell {
  #rung: Ring | null = null;
  #wake: ((ring: Ring) => void) | null = null;

  ring(ring: Ring): void {
    if (this.#rung === null || strength[ring] > strength[this.#rung]) this.#rung = ring;
    this.#wake?.(ring);
  }

  /** Forget what rang before. */
  clear(): void {
    this.#rung = null;
  }

  /** Until `milliseconds` have passed (null), or a ring of this strength or more. */
  async wait(milliseconds: number, least: Ring): Promise<Ring | null> {
    const isHeard = (ring: Ring) => strength[ring] >= strength[least];
    if (this.#rung !== null && isHeard(this.#rung)) return this.#rung;
    return new Promise((resolve) => {
      const end = (ring: Ring | null) => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(ring);
      };
      const timer = setTimeout(() => end(null), milliseconds);
      this.#wake = (ring) => {
        if (isHeard(ring)) end(ring);
      };
    });
  }
}
