import type { App } from "../../core/contract.ts";

/** What other programs call themselves, which is the same in every language. */
export const programs: Readonly<Record<App, string>> = {
  day_one: "Day One",
  apple_journal: "Apple Journal",
  standard_notes: "Standard Notes",
  journey: "Journey",
  joplin: "Joplin",
  diarium: "Diarium",
  jrnl: "jrnl",
  markdown: "Markdown",
};

/** In the order in which they are offered. */
export const apps = Object.keys(programs) as readonly App[];

/** All zones that the platform names, with the one that is chosen. */
export function zonesWith(chosen: string): readonly string[] {
  return [...new Set([chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}
