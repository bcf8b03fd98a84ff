/** The journal of somebody who does not exist: for trying out, for pictures and for tests (docs/records.md, Content). */

import type { Language } from "./languages.ts";

/** Plain JSON. A text may stand for a place in the journal: `id:name`, `day:-3` or `at:-3 21:05`. */
export type Said = null | boolean | number | string | readonly Said[] | SaidFields;
export type SaidFields = { readonly [name: string]: Said };

/** `day`: 0 is the journal's last, those before are negative. `time`: as the person's clock shows it, `21:05`. `says`: the record's fields. */
export type DemoRecord = {
  readonly name: string;
  readonly kind: string;
  readonly day: number;
  readonly time: string;
  readonly says: SaidFields;
};

export type Demo = {
  readonly version: number;
  readonly language: string;
  readonly records: readonly DemoRecord[];
};

const files = {
  en: () => import("$content/demo.en.json?raw"),
  de: () => import("$content/demo.de.json?raw"),
};

export async function loadDemo(language: Language): Promise<Demo> {
  // The file is our own, and a test holds it to this form.
  return JSON.parse((await files[language]()).default) as Demo;
}
