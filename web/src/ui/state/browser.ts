/** What a browser keeps of the app beside the page that is open. */

const LIMIT_MS = 3000;

/** Removes stores, caches, service worker and small settings. False where another window still holds a store open; it is deleted when that closes. */
export async function emptyBrowser(): Promise<boolean> {
  localStorage.clear();
  sessionStorage.clear();
  const areGone = await Promise.all(
    (await indexedDB.databases()).map(({ name = "" }) => isDeleted(name)),
  );
  // The service worker goes first: it would fill its cache again.
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  return areGone.every((isGone) => isGone);
}

function isDeleted(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve(true);
    request.onerror = () => resolve(false);
    setTimeout(() => resolve(false), LIMIT_MS);
  });
}
