import type { Language } from "../content/languages.ts";
import { madeUpWorker } from "../core/contract.ts";
import workerUrl from "../worker/main.ts?worker&url";
import type { Port } from "./client.ts";

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

function ownAddress(url: string): string {
  if (new URL(url, location.href).origin !== location.origin) throw new TypeError("foreign script");
  return url;
}

/** Makes the one policy by which script addresses are trusted: our own origin, and nothing else. */
function makePolicy(): ScriptPolicy {
  const rules = { createScriptURL: ownAddress };
  // Not every browser has Trusted Types yet; there the content policy alone guards.
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  return trustedTypes?.createPolicy("app-url", rules) ?? rules;
}

let policy: ScriptPolicy | null = null;

/** A script address of our own that a worker or service worker may be started with. */
function trusted(url: string): string {
  policy ??= makePolicy();
  return policy.createScriptURL(url);
}

/** The worker of the person's own pages, or, in a language, of made-up ones. */
export function startWorker(madeUp: Language | null): Port {
  const name = madeUp ? `${madeUpWorker}${madeUp}` : "Goldseam";
  return new Worker(trusted(workerUrl), { type: "module", name });
}

export function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(trusted("/sw.js"));
}
