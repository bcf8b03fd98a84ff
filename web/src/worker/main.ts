/**
 * Where the client's parts meet: the one worker of a tab, which alone has keys, the store and the network.
 * The screens end it to lock.
 */

import type { Message } from "../core/contract.ts";
import { openIdb } from "../core/store/idb.ts";
import { notify, serve } from "./messenger.ts";
import type { Channel } from "./siblings.ts";
import { Tab } from "./tab.ts";

declare const self: DedicatedWorkerGlobalScope;

const port = {
  postMessage: (message: Message) => self.postMessage(message),
  addEventListener: self.addEventListener.bind(self),
};

async function open(): Promise<Tab> {
  return new Tab({
    // The screens make the last words durable first; then they end this worker, and the connection with it.
    storage: await openIdb("goldseam", () => notify(port, { type: "outdated" })),
    fetch: (address, init) => fetch(address, init),
    isOnline: () => navigator.onLine,
    origin: self.location.origin,
    locks: navigator.locks,
    // A word of a channel is typed by its name: only this app posts there.
    channel: new BroadcastChannel("goldseam") as Channel,
    userAgent: navigator.userAgent,
    notify: (notice) => notify(port, notice),
    signal: new AbortController().signal,
  });
}

serve(
  port,
  open().then(({ handlers }) => handlers),
);
