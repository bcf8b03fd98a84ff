/// <reference lib="webworker" />
// The shell, offline. Each version keeps its files in a cache of its own: filled whole or not at all, used only once it is told to.
declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: the addresses of every file of this version, and a name that changes with any byte of them. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

const { version, files } = __SHELL__;
const CACHE = `shell-${version}`;

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })));
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Every place of the app is the same page; the address is read by the app itself. */
async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.mode === "navigate" ? "/" : request, { ignoreVary: true });
  return kept ?? fetch(request);
}

function isShell({ method, url }: Request): boolean {
  const { origin, pathname } = new URL(url);
  return method === "GET" && origin === self.location.origin && !pathname.startsWith("/v1/");
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  if (isShell(event.request)) event.respondWith(answer(event.request));
});
self.addEventListener("message", (event) => {
  // The app asks once every word is durable, so that a new version never comes under a person's pen.
  if (event.data === "activate") event.waitUntil(self.skipWaiting());
});
