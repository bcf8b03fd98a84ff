import type { AppState } from "./app.ts";
import { cover } from "./cover.ts";

const SHIFT_MS = 5000;
const TOUCHES = ["pointerdown", "keydown", "wheel"] as const;

/** Listens to the window: out of sight, a network again, back from the browser's memory, left alone, or Shift pressed three times. */
export class Nearness {
  readonly #app: AppState;
  #shifts: readonly number[] = [];

  constructor(app: AppState) {
    this.#app = app;
  }

  /** Listens until the returned function is called. */
  watch(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    const { idle } = this.#app;
    for (const touch of TOUCHES)
      addEventListener(touch, () => idle.touch(), { signal, passive: true });
    addEventListener("keydown", (event) => this.#press(event), { signal });
    addEventListener("pagehide", () => this.#hide(), { signal });
    addEventListener("pageshow", (event) => this.#return(event), { signal });
    document.addEventListener("visibilitychange", () => this.#seen(), { signal });
    addEventListener("online", () => this.#syncNow(), { signal }); // Chromium tells no worker
    return () => stop.abort();
  }

  #seen(): void {
    if (document.visibilityState === "hidden") this.#hide();
    else this.#show();
  }

  #show(): void {
    delete document.documentElement.dataset.away;
    this.#app.idle.show();
    this.#app.update.look();
    this.#catchUp();
  }

  /** Timers sleep in a pocket: who comes back is shown what is new. A pause that the server asked for is kept. */
  #catchUp(): void {
    if (this.#app.session.status?.sync !== "busy") this.#syncNow();
  }

  #syncNow(): void {
    const { session } = this.#app;
    if (session.phase !== "open") return;
    void session.ask("syncNow", null).catch(() => {}); // locked meanwhile: nothing is shown either
  }

  /** May be the last thing that runs: paint nothing, seal what was typed. */
  #hide(): void {
    document.documentElement.dataset.away = "";
    this.#app.idle.hide();
    void this.#app.session.drafts.seal();
  }

  /** Back and Forward can bring a whole page back from memory, with its words on it. */
  #return(event: PageTransitionEvent): void {
    if (event.persisted) void this.#app.session.lockHere();
    delete document.documentElement.dataset.away;
  }

  #press(event: KeyboardEvent): void {
    if (event.repeat) return;
    if (event.key !== "Shift") this.#shifts = [];
    else this.#count(event.timeStamp);
  }

  #count(now: number): void {
    this.#shifts = [...this.#shifts.filter((at) => now - at < SHIFT_MS), now];
    if (this.#shifts.length < 3) return;
    this.#shifts = [];
    if (this.#app.session.phase === "open") void cover(this.#app);
  }
}
