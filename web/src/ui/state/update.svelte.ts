const LOOK_MS = 60 * 60_000;

/** A newer version of the app waits in the service worker until the person says yes and every word is durable. */
export class Update {
  isReady: boolean = $state(false);
  #waiting: ServiceWorker | null = null;
  #lookedAt = Date.now();
  #registration: ServiceWorkerRegistration | null = null;

  async follow(register: () => Promise<ServiceWorkerRegistration>): Promise<void> {
    const registration = await register();
    this.#registration = registration;
    this.#offer(registration.waiting);
    registration.addEventListener("updatefound", () => this.#await(registration.installing));
  }

  /** A long-open app never navigates, so it asks by itself, at most once an hour. */
  look(): void {
    if (Date.now() - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = Date.now();
    // Offline is the usual reason for a refusal; the next look comes by itself.
    this.#registration?.update().catch(() => {});
  }

  /** `seal` resolves to true when nothing would be lost by a reload. */
  async change(seal: () => Promise<boolean>): Promise<void> {
    if (!(await seal()) || !this.#waiting) return;
    const { serviceWorker } = navigator;
    serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#waiting.postMessage("activate");
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
  }
}
