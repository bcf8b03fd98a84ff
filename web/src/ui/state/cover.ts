import type { AppState } from "./app.ts";

/**
 * Paints the neutral screen first and locks behind it. In a tab of the browser it then goes on to the address that the person chose for
 * this, if any; an installed app stays, as leaving would open a window with more in it.
 */
export async function cover({ session, way }: Pick<AppState, "session" | "way">): Promise<void> {
  const target = session.preferences.values?.coverTarget ?? "";
  await session.cover();
  if (session.covered && addressOf(target) && !isInstalled()) way.leave(target);
}

/** The address as browsers write it; null for anything that is not a page of the web. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  const whole = /^[a-z]+:/i.test(text) ? text : `https://${text}`;
  if (text === "" || /\s/.test(text) || !URL.canParse(whole)) return null;
  const { protocol, href } = new URL(whole);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

function isInstalled(): boolean {
  return !matchMedia("(display-mode: browser)").matches;
}
