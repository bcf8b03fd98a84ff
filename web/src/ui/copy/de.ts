/** The same in German, loaded when it is chosen. */

import { alarms, failures } from "./failures.de.ts";
import { fields } from "./fields.de.ts";
import { frame } from "./frame.de.ts";
import { ground } from "./ground.de.ts";
import type { Copy } from "./index.svelte.ts";
import { moments } from "./moments.de.ts";
import { people } from "./people.de.ts";
import { safety } from "./safety.de.ts";
import { sheet } from "./sheet.de.ts";

export const de: Copy = {
  ...frame,
  alarms,
  failures,
  fields,
  ground,
  moments,
  people,
  safety,
  sheet,
};
