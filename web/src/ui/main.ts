import { mount } from "svelte";
import App from "./App.svelte";
import { connect } from "./client.ts";
import { registerServiceWorker, startWorker } from "./scripts.ts";
import type { AppState } from "./state/app.ts";
import { Idle } from "./state/idle.svelte.ts";
import { Look } from "./state/look.svelte.ts";
import { Session } from "./state/session.svelte.ts";
import { Speech } from "./state/speech.svelte.ts";
import { Update } from "./state/update.svelte.ts";
import { Way } from "./state/way.svelte.ts";
import "./styles/tokens.css";
import "./styles/base.css";

function makeState(): AppState {
  const tabs = new BroadcastChannel("goldseam tabs");
  const session = new Session(
    (listener, madeUp) => connect(startWorker(madeUp), listener),
    () => location.reload(),
    (word) => tabs.postMessage(word),
  );
  // Only this app posts there.
  tabs.addEventListener("message", ({ data }) => session.hearTab(data));
  // Each tab is left alone by itself: who writes in one goes on.
  const idle = new Idle(() => void session.lockHere());
  return {
    session,
    way: new Way(),
    look: new Look(),
    speech: new Speech(),
    idle,
    update: new Update(import.meta.url),
  };
}

function begin(target: HTMLElement): void {
  const app = makeState();
  target.replaceChildren();
  mount(App, { target, props: { app } });
  void app.speech.begin();
  void app.session.begin();
  // Without a service worker, as in some private windows, the app works while it is online.
  if ("serviceWorker" in navigator) app.update.follow(registerServiceWorker).catch(() => {});
}

function explainInsecure(target: HTMLElement, words: HTMLElement): void {
  words.hidden = false;
  target.replaceChildren(words);
}

const target = document.getElementById("app");
const insecure = document.getElementById("not-secure");
const canSeal = isSecureContext && "subtle" in crypto;
if (target && insecure) {
  if (canSeal) begin(target);
  else explainInsecure(target, insecure);
}
