declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(__SHELL__.version).then((cache) => cache.addAll([...__SHELL__.files])),
  );
});
