/**
 * Where the client's parts meet: the one worker of a tab, which alone has keys, the store and the network.
 * The screens end it to lock.
 */

import { type Language, languages } from "../content/languages.ts";
import { type Message, madeUpWorker, type Notice } from "../core/contract.ts";
import { openIdb } from "../core/store/idb.ts";
import { notify, serve } from "./messenger.ts";
import { madeUp } from "./rare.ts";
import type { Channel } from "./siblings.ts";
import { Tab } from "./tab.ts";

declare const self: DedicatedWorkerGlobalScope;

const port = {
  postMessage: (message: Message) => self.postMessage(message),
  addEventListener: self.addEventListener.bind(self),
};

const around = {
  origin: self.location.origin,
  userAgent: navigator.userAgent,
  notify: (notice: Notice) => notify(port, notice),
  signal: new AbortController().signal,
};

async function openOwn(): Promise<Tab> {
  return new Tab({
    ...around,
    // The screens make the last words durable first; then they end this worker, and the connection with it.
    storage: await openIdb("goldseam", () => notify(port, { type: "outdated" })),
    fetch: (address, init) => fetch(address, init),
    isOnline: () => navigator.onLine,
    locks: navigator.locks,
    // A word of a channel is typed by its name: only this app posts there.
    channel: new BroadcastChannel("goldseam") as Channel,
  });
}

async function openMadeUp(language: Language): Promise<Tab> {
  const { madeUpGround } = await madeUp();
  return new Tab(await madeUpGround(language, around));
}

const language = languages.find((one) => self.name === `${madeUpWorker}${one}`);
const opening = language ? openMadeUp(language) : openOwn();
serve(
  port,
  opening.then(({ handlers }) => handlers),
);
