import type { Settings } from "../../core/model/settings.ts";
import type { AppState } from "./app.ts";

const MINUTE_MS = 60_000;
export const usualMinutes = { idle: 10, hidden: 2 };

/** Brings the app to what the account has chosen. */
export function wear({ look, speech, idle }: AppState, settings: Settings): void {
  look.follow(settings);
  const idleMinutes = settings.lockIdleMinutes ?? usualMinutes.idle;
  const hiddenMinutes = settings.lockHiddenMinutes ?? usualMinutes.hidden;
  idle.after(idleMinutes * MINUTE_MS, hiddenMinutes * MINUTE_MS);
  if (settings.language && settings.language !== speech.chosen)
    void speech.choose(settings.language);
}
