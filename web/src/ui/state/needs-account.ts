import type { Place } from "../router.ts";

const names: ReadonlySet<Place["name"]> = new Set([
  "settings",
  "recovery",
  "ways",
  "changePassphrase",
  "passkeys",
  "newWords",
  "newKeys",
  "recover",
  "devices",
  "joined",
  "admit",
  "apart",
  "leave",
  "close",
  "held",
  "backup",
  "takeOut",
  "import",
  "restore",
  "history",
  "alarm",
  "rejoin",
  "compare",
] as const);

/** Whether a screen is about an account, its devices, or files of a journal: of made-up pages there are none. */
export function needsAccount({ name }: Place): boolean {
  return names.has(name);
}
