const IDLE_MS = 10 * 60_000;
const HIDDEN_MS = 2 * 60_000;
const WARNING_MS = 20_000;
const LOOK_MS = 1000;

/** Says when nobody has touched the app for a while. Reads the clock, as timers sleep in a pocket. */
export class Idle {
  /** The lock is near; shown so that a person who is reading can stay. */
  isSoon: boolean = $state(false);
  #idleMs = IDLE_MS;
  #hiddenMs = HIDDEN_MS;
  readonly #now: () => number;
  readonly #lock: () => void;
  #touchedAt: number;
  #hiddenAt: number | null = null;

  constructor(lock: () => void, now: () => number = Date.now) {
    this.#now = now;
    this.#lock = lock;
    this.#touchedAt = now();
  }

  /** Looks at the clock once a second until the returned function is called. */
  watch(): () => void {
    const timer = setInterval(() => this.look(), LOOK_MS);
    return () => clearInterval(timer);
  }

  /** Ends after these from now on; 0 for `hiddenMs` as soon as it is out of sight. */
  after(idleMs: number, hiddenMs: number): void {
    this.#idleMs = idleMs;
    this.#hiddenMs = hiddenMs;
  }

  touch(): void {
    this.#touchedAt = this.#now();
    this.isSoon = false;
  }

  hide(): void {
    this.#hiddenAt ??= this.#now();
    this.look(); // where no time was chosen, it is over
  }

  show(): void {
    this.look();
    this.#hiddenAt = null;
  }

  look(): void {
    const now = this.#now();
    // A clock that was put back must not keep the app open for years.
    this.#touchedAt = Math.min(this.#touchedAt, now);
    if (this.#hiddenAt !== null) this.#hiddenAt = Math.min(this.#hiddenAt, now);
    const isLongHidden = this.#hiddenAt !== null && now - this.#hiddenAt >= this.#hiddenMs;
    const idleFor = now - this.#touchedAt;
    if (isLongHidden || idleFor >= this.#idleMs) this.#end();
    else this.isSoon = idleFor >= this.#idleMs - WARNING_MS;
  }

  #end(): void {
    this.touch();
    this.#hiddenAt = null;
    this.#lock();
  }
}
