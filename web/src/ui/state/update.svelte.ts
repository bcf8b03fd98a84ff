const LOOK_MS = 60 * 60_000;

/**
 * A newer version of the app waits in the service worker until the person says yes and every word is durable.
 *
 * [Note: One version a tab] The service worker serves all tabs, so the yes in one tab changes it under the others. They go on with their
 * own version, whose files it keeps as long as their lock is held, and each changes over by itself: when its person says so, or once
 * it is locked.
 */
export class Update {
  isReady: boolean = $state(false);
  /** What the host offered was not what its own list says; it was not taken. */
  isRefused: boolean = $state(false);
  /** The service worker is of another version than this tab. */
  isElsewhere: boolean = $state(false);
  #waiting: ServiceWorker | null = null;
  #lookedAt = Date.now();
  #registration: ServiceWorkerRegistration | null = null;
  #leave: (() => Promise<void>) | null = null;
  readonly #script: string;

  /** `script` is the address of the tab's first script, by which its version is known. */
  constructor(script: string) {
    this.#script = new URL(script).pathname;
  }

  async follow(register: () => Promise<ServiceWorkerRegistration>): Promise<void> {
    const { serviceWorker } = navigator;
    let isFirst = serviceWorker.controller === null;
    serviceWorker.addEventListener("controllerchange", () => {
      void this.#changed(isFirst);
      isFirst = false;
    });
    serviceWorker.addEventListener("message", ({ data }) => {
      if (data === "mismatch") this.isRefused = serviceWorker.controller !== null;
    });
    this.#say();
    const registration = await register();
    this.#registration = registration;
    this.#offer(registration.waiting);
    registration.addEventListener("updatefound", () => this.#await(registration.installing));
  }

  /** A long-open app never navigates, so it asks by itself, at most once an hour. */
  look(): void {
    // A clock that was put back is no reason to wait.
    if (Math.abs(Date.now() - this.#lookedAt) < LOOK_MS) return;
    this.#lookedAt = Date.now();
    // Offline is the usual reason for a refusal; the next look comes by itself.
    this.#look().catch(() => {});
  }

  /** `seal` resolves to true when nothing would be lost by a reload. It is asked again just before, as typing may have gone on. */
  async change(seal: () => Promise<boolean>): Promise<void> {
    this.#leave = async () => {
      if (await seal()) location.reload();
    };
    if (this.isElsewhere) await this.#leave();
    else if (await seal()) this.#waiting?.postMessage("activate");
  }

  /** A tab with nothing to lose follows the version that another tab changed to. */
  followIdly(): void {
    if (this.isElsewhere) location.reload();
  }

  async #look(): Promise<void> {
    const registration = await this.#registration?.update();
    if (registration && !registration.installing) this.isRefused = false;
  }

  /** Holds this version's files; see [Note: One version a tab]. The lock ends with the tab. */
  #say(): void {
    const hold = () => {
      navigator.serviceWorker.controller?.postMessage("here");
      return new Promise<never>(() => {});
    };
    navigator.locks
      .request(`goldseam tab ${this.#script}`, { mode: "shared" }, hold)
      .catch(() => {});
  }

  async #changed(isFirst: boolean): Promise<void> {
    // The first service worker that a page gets is mostly of its own version, and has its script then.
    if (isFirst && (await caches.match(this.#script))) return;
    this.isElsewhere = true;
    this.isReady = true;
    await this.#leave?.();
  }

  #await(installing: ServiceWorker | null): void {
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed") this.#offer(installing);
    });
  }

  /** The very first version has nothing to replace. */
  #offer(waiting: ServiceWorker | null): void {
    if (!waiting || !navigator.serviceWorker.controller) return;
    this.#waiting = waiting;
    this.isReady = true;
    this.isRefused = false;
  }
}
